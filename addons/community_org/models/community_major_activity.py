from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

SPECIAL_FLAGS = ("is_foreign", "is_fundraising", "is_appraisal")


class CommunityMajorActivity(models.Model):
    """The declaration of a major activity (重大活动申报) before it is held: reviewed, then planned in the ledger.

    What has to be declared, and how many days before, is in `community_major_activity_check.py`;
    what the reviewers are warned of in `community_major_activity_alert.py`; what an approval does
    in `community_major_activity_outcome.py`; the report afterwards in
    `community_major_activity_report.py`.
    """

    _name = "community.major.activity"
    _description = "Major activity"
    _inherit = ["community.organization.document.mixin"]
    _order = "start desc, id desc"
    _area_dated_by = "submitted_on"

    name = fields.Char("Title", required=True, tracking=True, index="trigram")
    organization_id = fields.Many2one(
        "community.organization",
        "Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    type_id = fields.Many2one(
        "community.activity.type", "Activity type", required=True, ondelete="restrict"
    )

    # when and where
    start = fields.Datetime("Begins", required=True, tracking=True)
    stop = fields.Datetime("Ends", required=True, tracking=True)
    date = fields.Date(
        "Day",
        compute="_compute_date",
        store=True,
        precompute=True,
        help="Of its begin, in Shanghai.",
    )
    place = fields.Char(tracking=True)

    # how large, and of what kind
    participant_count = fields.Integer("Expected participants", aggregator="sum", tracking=True)
    currency_id = fields.Many2one(related="organization_id.currency_id")
    budget = fields.Monetary(aggregator="sum", tracking=True)
    is_foreign = fields.Boolean("Foreign", help="Guests, partners or money from abroad.")
    is_fundraising = fields.Boolean("Fundraising", help="Money or goods are collected.")
    is_appraisal = fields.Boolean("Appraisal", help="Something is ranked, certified or honoured.")
    description = fields.Text(help="What will be done, who takes part, where the money comes from.")
    organizer_name = fields.Char("Organiser in charge", help="Who answers for it on the spot.")
    organizer_phone = fields.Char("Phone of the organiser")
    file_ids = fields.One2many(
        "community.major.activity.file", "major_activity_id", "Plan and permits"
    )

    # the organisation as it is filed, beside what it wants to do
    filed_range = fields.Char(related="organization_id.activity_range", string="Filed range")
    filed_scope = fields.Text(related="organization_id.business_scope", string="Filed scope")

    _times = models.Constraint(
        "CHECK (stop > start AND stop <= start + interval '31 days')",
        "An activity ends after it begins, and within a month.",
    )
    _figures = models.Constraint(
        "CHECK (participant_count >= 0 AND budget >= 0)",
        "Numbers of people and money cannot be negative.",
    )
    _street_idx = models.Index("(street_id, start DESC, id DESC)")
    _community_idx = models.Index("(community_id, start DESC, id DESC)")
    _district_idx = models.Index("(district_id, start DESC, id DESC)")
    _organization_idx = models.Index("(organization_id, start DESC, id DESC)")

    @api.depends("start")
    def _compute_date(self):
        policies = self.env["community.policy"]
        for declaration in self:
            declaration.date = declaration.start and policies._local(declaration.start).date()

    def _compute_access_url(self):
        super()._compute_access_url()
        for declaration in self:
            declaration.access_url = f"/my/major-activities/{declaration.id}"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        declarations = self._without_defaults(self._get_computed_fields())
        created = super(CommunityMajorActivity, declarations).create(vals_list).with_env(self.env)
        if not self.env.su:
            created.organization_id._check_eligible("declare")
        return created

    @api.model
    def _get_computed_fields(self):
        """Stored fields that follow from others: Odoo keeps them read-only on screen alone."""
        return {
            name
            for name, field in self._fields.items()
            if field.compute and field.store and field.readonly
        }

    @api.model
    def _check_engine_fields(self, vals):
        super()._check_engine_fields(vals)
        forged = vals.keys() & self._get_computed_fields()
        if forged:
            raise AccessError(
                self.env._("%(fields)s cannot be set.", fields=", ".join(sorted(forged)))
            )

    # ------------------------------------------------------------
    # REVIEW: what the inbox shows
    # ------------------------------------------------------------

    def _prepare_review_vals(self):
        return {
            **super()._prepare_review_vals(),
            "subject": self.env._(
                "%(title)s (%(day)s)",
                title=self.name,
                day=format_date(self.env, self.date, date_format=self.env._("MMMM d")),
            ),
        }
