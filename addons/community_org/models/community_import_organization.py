from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain

from ..spreadsheet.values import to_label

# facts that an organisation takes over as they stand in its row
FACTS = (
    "name",
    "category_id",
    "form",
    "founded_on",
    "address",
    "activity_range",
    "phone",
    "funds",
    "funds_source",
    "purpose",
    "business_scope",
    "activity_content",
    "leader_method",
    "finance_rules",
)


class CommunityImportOrganization(models.Model):
    """A row that lists an organisation, with the columns of its leader that such lists have."""

    _name = "community.import.organization"
    _description = "Organisation to import"
    _inherit = ["community.import.row"]
    _rec_name = "name"
    _kind = "organization"
    _targets = (
        "former_number",
        "name",
        "street_id",
        "area_id",
        "category_id",
        "form",
        "filed_on",
        "valid_to",
        "founded_on",
        "address",
        "activity_range",
        "phone",
        "funds",
        "funds_source",
        "leader_name",
        "leader_phone",
        "leader_identity_number",
        "leader_email",
        "leader_is_party_member",
        "liaison_name",
        "liaison_phone",
        "purpose",
        "business_scope",
        "activity_content",
        "leader_method",
        "finance_rules",
    )
    _identities = {"leader_identity_number": "leader_identity_id"}
    _phones = ("phone", "leader_phone", "liaison_phone")
    _months = ("founded_on",)

    former_number = fields.Char("Former number")
    name = fields.Char("Organisation name")
    category_id = fields.Many2one(
        "community.category", domain=[("child_ids", "=", False)], ondelete="restrict"
    )
    form = fields.Selection(
        lambda self: (
            self.env["community.organization"]._fields["form"]._description_selection(self.env)
        ),
        "Form of organisation",
    )
    filed_on = fields.Date("Filed on")
    valid_to = fields.Date("Valid until")
    founded_on = fields.Date("Founded on")
    address = fields.Char("Place of activity")
    activity_range = fields.Char("Range of activity")
    phone = fields.Char("Contact phone")
    funds = fields.Float("Initial funds", digits=(16, 2))
    funds_source = fields.Char("Source of funds")
    leader_name = fields.Char("Leader")
    leader_phone = fields.Char("Phone of the leader")
    leader_identity_number = fields.Char("Identity number of the leader")
    leader_identity_id = fields.Many2one(
        "community.identity", index=True, ondelete="restrict", groups=NO_ACCESS
    )
    leader_email = fields.Char("E-mail of the leader")
    leader_is_party_member = fields.Boolean("Leader is a party member")
    liaison_name = fields.Char("Liaison")
    liaison_phone = fields.Char("Phone of the liaison")
    purpose = fields.Text()
    business_scope = fields.Text("Scope of business")
    activity_content = fields.Text("Content of activities")
    leader_method = fields.Text("How leaders are chosen")
    finance_rules = fields.Text("Funds and their use")

    # how rows and organisations that are the same are found
    name_label = fields.Char(
        compute="_compute_labels", store=True, help="The name as it is compared."
    )

    confirmed = fields.Boolean("Not the same as the similar ones", readonly=True)
    similar_names = fields.Char("Similar names", readonly=True)
    is_second = fields.Boolean(
        "Category taken", readonly=True, help="The community has one of this category already."
    )
    organization_id = fields.Many2one(
        "community.organization", readonly=True, ondelete="restrict", index=True
    )
    member_ids = fields.One2many("community.import.member", "row_id")

    _state_idx = models.Index("(import_id, state)")
    _label_idx = models.Index("(import_id, name_label)")
    _done = models.Constraint(
        "CHECK (state <> 'done' OR organization_id IS NOT NULL)",
        "A row is imported when its organisation exists.",
    )

    @api.depends("name")
    def _compute_labels(self):
        for row in self:
            row.name_label = to_label(row.name)

    def _prepare_vals(self, cells, lookup, known=None):
        vals = super()._prepare_vals(cells, lookup, known)
        return vals if known else {**vals, "area_label": to_label(cells.get("area_id"))}

    # ------------------------------------------------------------
    # WHAT AN OFFICER DOES
    # ------------------------------------------------------------

    def _write_cells(self, vals):
        if vals.get("area_id"):
            vals["street_id"] = self.env["community.area"].browse(vals["area_id"]).street_id.id
        if vals.keys() & {"name", "area_id"}:
            self.confirmed = False  # that was said of another name
        super()._write_cells(vals)

    def _check_edited(self, vals):
        # a row that was the same as one of these may now be the only one, or the other way round
        before = self.browse(self._same_rows().ids)
        self._check()
        others = (before | self._same_rows()) - self
        others.filtered(lambda row: row.state != "done")._check()
        self.member_ids.filtered(lambda member: member.state != "done")._check()

    def _same_rows(self):
        """Rows of these imports that bear a name or a number of these rows, themselves included."""
        labels = [label for label in self.mapped("name_label") if label]
        numbers = [number for number in self.mapped("former_number") if number]
        same = Domain("name_label", "in", labels) | Domain("former_number", "in", numbers)
        return self.search(Domain("import_id", "in", self.import_id.ids) & same)

    def action_confirm(self):
        return self._decide(confirmed=True)

    def action_open_organization(self):
        self.ensure_one()
        return self.organization_id.get_formview_action()
