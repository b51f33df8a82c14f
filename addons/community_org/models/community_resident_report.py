from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS
from odoo.tools import format_date

# states in which an office still owes something, by the deadline
OPEN_STATES = ("new", "accepted")


class CommunityResidentReport(models.Model):
    """A resident's report (居民反映) from the public page, and what became of it.

    It happened in ``area_id``; ``handler_id`` is the office that deals with it, a community or a
    street, and the tier columns follow it. Its state moves in `community_resident_report_guard.py`.
    Who reported is in columns that nobody may read (`community_resident_report_contact.py`).
    The organisation that a report is about never sees it: it may come from its own members.
    """

    _name = "community.resident.report"
    _description = "Resident's report"
    _inherit = ["community.area.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, id desc"
    _rec_name = "number"
    _area_follows = "handler_id"
    _area_dated_by = "received_on"
    # supervising staff may leave a note on what they cannot change
    _mail_post_access = "read"

    number = fields.Char("Receipt number", readonly=True, required=True, copy=False)
    type_id = fields.Many2one(
        "community.resident.report.type",
        "About",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    is_praise = fields.Boolean(related="type_id.is_praise")

    # what was said
    text = fields.Text("What was reported", required=True, readonly=True)
    target_name = fields.Char(
        "Whom or what it concerns", readonly=True, help="As the resident wrote it."
    )
    happened_on = fields.Datetime("When it happened", readonly=True)
    place = fields.Char("Where it happened", readonly=True)
    photo_ids = fields.One2many(
        "community.resident.report.photo", "report_id", "Photos", readonly=True
    )
    step_ids = fields.One2many(
        "community.resident.report.step", "report_id", "What happened since", readonly=True
    )

    # who deals with it
    handler_id = fields.Many2one(
        "community.area",
        "Handled by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    organization_id = fields.Many2one(
        "community.organization",
        index="btree_not_null",
        ondelete="restrict",
        help="The organisation that is meant; empty for a body that has not been filed.",
    )
    received_on = fields.Datetime("Received on", readonly=True, required=True)
    arrived_on = fields.Datetime("At this office since", readonly=True, required=True)
    deadline = fields.Date(readonly=True)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_mine = fields.Boolean("Waits for me", compute="_compute_is_mine", search="_search_is_mine")

    # to find repeated texts and to count, for some days; see `community_resident_report_submit.py`
    token_digest = fields.Char(readonly=True, required=True, copy=False, groups=NO_ACCESS)
    network_digest = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    text_digest = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)

    _number_uniq = models.Constraint("UNIQUE (number)", "This receipt number is taken.")
    _token_uniq = models.Constraint("UNIQUE (token_digest)", "This report was received already.")
    _network_idx = models.Index("(network_digest, received_on) WHERE network_digest IS NOT NULL")
    _district_idx = models.Index("(district_id, deadline, id DESC)")
    _street_idx = models.Index("(street_id, deadline, id DESC)")
    _community_idx = models.Index("(community_id, deadline, id DESC)")
    _open_idx = models.Index("(deadline) WHERE state IN ('new', 'accepted')")

    @api.depends("number", "type_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report.number} {report.type_id.name}"

    def _compute_is_overdue(self):
        today = self.env["community.policy"]._today()
        for report in self:
            report.is_overdue = bool(report.state in OPEN_STATES and report.deadline < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "in", list(OPEN_STATES)) & Domain(
            "deadline", "<", self.env["community.policy"]._today()
        )
        return overdue if True in value else ~overdue

    @api.depends_context("uid")
    def _compute_is_mine(self):
        for report in self:
            report.is_mine = bool(report.filtered_domain(self._get_mine_domain()))

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._get_mine_domain()
        return mine if True in value else ~mine

    def _get_mine_domain(self):
        """Open reports that lie with the office of the user, and not with one below it."""
        area = self.env.user.area_id
        if area.tier == "community":
            lies_here = Domain("community_id", "=", area.id)
        else:
            lies_here = Domain("street_id", "=", area.id) & Domain("community_id", "=", False)
        return Domain("state", "in", list(OPEN_STATES)) & lies_here

    def _get_office(self):
        """The office that deals with it today: a community or a street, also after an area change."""
        self.ensure_one()
        return self.community_id or self.street_id

    def _format_deadline(self):
        self.ensure_one()
        return format_date(self.env, self.deadline)
