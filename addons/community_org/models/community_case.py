from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MOST_PHOTOS = 12


class CommunityCase(models.Model):
    """A typical case (典型事例): written by an office, reviewed, then read by everybody.

    The text is plain: paragraphs, no markup. Photos are made anew from their pixels.
    """

    _name = "community.case"
    _description = "Typical case"
    _inherit = ["community.area.mixin", "community.review.mixin"]
    _order = "published_on desc, id desc"
    _area_dated_by = "submitted_on"

    name = fields.Char("Title", required=True, index="trigram", tracking=True)
    area_id = fields.Many2one(default=lambda self: self.env.user.area_id)
    organization_id = fields.Many2one(
        "community.organization",
        index="btree_not_null",
        ondelete="restrict",
        help="Whose case it is. Empty: of the area as a whole.",
    )
    theme_id = fields.Many2one(
        "community.case.theme", required=True, index=True, ondelete="restrict"
    )
    lead = fields.Text(
        "In short", help="Two or three sentences: shown in lists, and when somebody shares it."
    )
    body = fields.Text("Whole story", help="Paragraphs are separated by an empty line.")
    author = fields.Char("Written by")
    photo_ids = fields.One2many("community.case.photo", "case_id", "Photos")
    consent = fields.Boolean(
        "Everybody shown agrees",
        help="People who can be recognised in the photos or are named agree to the publication;"
        " for children a parent does.",
    )

    state = fields.Selection(
        selection_add=[
            ("approved", "Published"),
            ("rejected", "Not published"),
            ("removed", "Taken off the site"),
        ],
        ondelete={"removed": "set default"},
    )
    published_on = fields.Date("Published on", readonly=True, copy=False)
    year = fields.Integer(
        "Year of publication", compute="_compute_year", store=True, aggregator=None
    )
    removal_reason = fields.Text("Reason of the removal", readonly=True, copy=False)
    url = fields.Char("Public page", compute="_compute_url")

    _street_idx = models.Index("(street_id, published_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, published_on DESC, id DESC)")
    _district_idx = models.Index("(district_id, published_on DESC, id DESC)")

    @api.depends("published_on")
    def _compute_year(self):
        for case in self:
            case.year = case.published_on.year if case.published_on else 0

    @api.depends("state")
    def _compute_url(self):
        for case in self:
            case.url = case.state == "approved" and f"/community/cases/{case.id}"

    @api.model
    def _get_engine_defaults(self):
        names = ("published_on", "removal_reason")
        return {
            **super()._get_engine_defaults(),
            **dict.fromkeys(names, False),
            # an office writes: nobody applies
            "applicant_id": False,
        }

    def _get_transitions(self):
        return {**super()._get_transitions(), "remove": ({"approved"}, "removed")}

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        super()._check_submit()
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("lead", "body")
            if not (self[name] or "").strip()
        ]
        if missing:
            raise UserError(
                self.env._("Still to be written: %(fields)s", fields="、".join(missing))
            )
        if not self.consent:
            raise UserError(
                self.env._(
                    "Ask everybody who is named or can be recognised, then tick «Everybody shown agrees»."
                )
            )

    def _prepare_review_vals(self):
        return {
            **super()._prepare_review_vals(),
            "applicant_name": self.organization_id.name or self.area_id.name,
        }

    def _on_approved(self):
        super()._on_approved()
        self._engine_write({"published_on": self.env["community.policy"]._today()})

    # ------------------------------------------------------------
    # ON THE SITE
    # ------------------------------------------------------------

    def action_open_public(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_open_remove(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_remove", self.env._("Take off the site"))

    def _remove(self, reason):
        """Take it off the site at once; the text stays here, with the reason.

        :raises AccessError: not of the street or district
        """
        for case in self:
            if not (self.env.su or self.env.user._works_for("street", "district")):
                raise AccessError(self.env._("The street takes a case off the site."))
            case._move("remove", removal_reason=reason)
