from datetime import timedelta

from odoo import api, fields, models

# what an activity lasts unless somebody says otherwise
DEFAULT_LENGTH = timedelta(hours=2)


class CommunityActivity(models.Model):
    """An activity in the ledger (台账) of an organisation: planned, held, confirmed by its community.

    Who may change what is in `community_activity_guard.py`, in which quarter it counts in
    `community_activity_period.py`. There is no chatter here: a ledger has millions of rows, and what
    is corrected after the confirmation leaves a `community.activity.correction`.
    """

    _name = "community.activity"
    _description = "Activity"
    _inherit = ["community.area.mixin"]
    _order = "date desc, id desc"
    _area_follows = "organization_id"
    _area_dated_by = "date"

    name = fields.Char("Activity", required=True, index="trigram")
    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    category_id = fields.Many2one(
        related="organization_id.main_category_id", string="Main category", store=True
    )
    type_id = fields.Many2one(
        "community.activity.type", "Activity type", required=True, index=True, ondelete="restrict"
    )

    # when and where
    start = fields.Datetime(
        "Begins",
        required=True,
        default=lambda self: fields.Datetime.now().replace(minute=0, second=0),
    )
    stop = fields.Datetime(
        "Ends",
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    date = fields.Date(
        "Day",
        compute="_compute_date",
        store=True,
        precompute=True,
        help="Of its begin, in Shanghai.",
    )
    hours = fields.Float(compute="_compute_date", store=True, precompute=True)
    place = fields.Char(compute="_compute_place", store=True, readonly=False, precompute=True)

    # who and what
    participant_count = fields.Integer("Participants", aggregator="sum")
    volunteer_count = fields.Integer("Volunteers", aggregator="sum")
    volunteer_hours = fields.Float("Volunteer hours", aggregator="sum")
    beneficiary_count = fields.Integer("Beneficiaries", aggregator="sum")
    partners = fields.Char(help="Bodies that took part or helped.")
    currency_id = fields.Many2one(related="organization_id.currency_id")
    cost = fields.Monetary(aggregator="sum")
    summary = fields.Text()
    photo_ids = fields.One2many("community.activity.photo", "activity_id", "Photos")
    photo_count = fields.Integer("Number of photos", compute="_compute_photo_count")
    cover_id = fields.Many2one("community.activity.photo", compute="_compute_photo_count")

    _times = models.Constraint(
        "CHECK (stop > start AND stop <= start + interval '31 days')",
        "An activity ends after it begins, and within a month.",
    )
    _figures = models.Constraint(
        "CHECK (participant_count >= 0 AND volunteer_count >= 0 AND volunteer_hours >= 0"
        " AND beneficiary_count >= 0 AND cost >= 0)",
        "Numbers of people, hours and cost cannot be negative.",
    )
    _street_idx = models.Index("(street_id, date DESC, id DESC)")
    _community_idx = models.Index("(community_id, date DESC, id DESC)")
    _district_idx = models.Index("(district_id, date DESC, id DESC)")
    _organization_idx = models.Index("(organization_id, date DESC, id DESC)")

    @api.depends("start")
    def _compute_stop(self):
        """As long as it was when the begin moves; two hours to begin with."""
        for activity in self:
            before = activity._origin
            length = before.stop - before.start if before.stop else DEFAULT_LENGTH
            activity.stop = activity.start and activity.start + length

    @api.depends("organization_id")
    def _compute_place(self):
        for activity in self:
            activity.place = activity.place or activity.organization_id.address

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for activity in self:
            activity.photo_count = len(activity.photo_ids)
            activity.cover_id = activity.photo_ids[:1]

    @api.depends("start", "stop")
    def _compute_date(self):
        policy = self.env["community.policy"]
        for activity in self:
            activity.date = activity.start and policy._local(activity.start).date()
            length = (
                (activity.stop - activity.start)
                if activity.start and activity.stop
                else timedelta()
            )
            activity.hours = length.total_seconds() / 3600
