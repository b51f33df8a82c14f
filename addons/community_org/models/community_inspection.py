from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

FIXED_FIELDS = ("organization_id", "template_id")


class CommunityInspection(models.Model):
    """A visit to an organisation (检查): the checklist, what was found, the record to be signed there.

    Community and street officers of the area plan it, fill it in on the spot and finish it; then it is
    evidence and frozen. From failed items one button makes a draft of an order (责令整改).
    """

    _name = "community.inspection"
    _description = "Inspection"
    _inherit = ["community.area.mixin", "community.state.mixin"]
    _order = "day desc, id desc"
    _area_follows = "organization_id"
    _area_dated_by = "day"
    _rec_names_search = ["organization_id.name"]
    _transitions = {"finish": ({"draft"}, "done")}

    organization_id = fields.Many2one(
        "community.organization",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '!=', 'cancelled')]",
    )
    template_id = fields.Many2one(
        "community.inspection.template",
        "Checklist",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["community.inspection.template"].search([], limit=1),
    )
    day = fields.Date(
        required=True, default=lambda self: self.env["community.policy"]._today(), index=True
    )
    inspector_ids = fields.Many2many(
        "res.users",
        string="Inspectors",
        required=True,
        default=lambda self: self.env.user.filtered("area_id"),
        domain="[('share', '=', False), ('area_id', 'in', [community_id, street_id, district_id])]",
    )
    place = fields.Char(compute="_compute_place", store=True, readonly=False)
    present = fields.Char(help="Who of the organisation was there.")
    line_ids = fields.One2many("community.inspection.line", "inspection_id", "Checklist items")
    file_ids = fields.One2many("community.inspection.file", "inspection_id", "Photos and files")
    finding = fields.Text("Conclusion")
    failed_count = fields.Integer(
        "Failed items", compute="_compute_result", store=True, aggregator="sum"
    )
    open_count = fields.Integer("Items without a result", compute="_compute_result", store=True)
    result = fields.Selection(
        [("pass", "In order"), ("fail", "Not in order")], compute="_compute_result", store=True
    )
    state = fields.Selection(
        [("draft", "Planned visit"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    done_on = fields.Datetime("Finished on", readonly=True, copy=False)
    order_ids = fields.One2many("community.order", "inspection_id", "Orders", readonly=True)
    order_count = fields.Integer("Number of orders", compute="_compute_order_count")

    _street_idx = models.Index("(street_id, day DESC, id DESC)")
    _community_idx = models.Index("(community_id, day DESC, id DESC)")
    _district_idx = models.Index("(district_id, day DESC, id DESC)")
    _organization_idx = models.Index("(organization_id, day DESC, id DESC)")

    @api.depends("organization_id")
    def _compute_place(self):
        for inspection in self:
            inspection.place = inspection.place or inspection.organization_id.address

    @api.depends("line_ids.result")
    def _compute_result(self):
        for inspection in self:
            results = inspection.line_ids.mapped("result")
            inspection.failed_count = results.count("fail")
            inspection.open_count = results.count(False)
            complete = bool(results) and not inspection.open_count
            inspection.result = complete and ("fail" if inspection.failed_count else "pass")

    @api.depends("order_ids")
    def _compute_order_count(self):
        for inspection in self:
            inspection.order_count = len(inspection.order_ids)

    @api.depends("organization_id", "day", "template_id")
    def _compute_display_name(self):
        for inspection in self:
            inspection.display_name = (
                f"{inspection.organization_id.name} {inspection.template_id.name} {inspection.day}"
            )

    @api.constrains("inspector_ids")
    def _check_inspectors(self):
        for inspection in self:
            offices = inspection.community_id | inspection.street_id | inspection.district_id
            strangers = inspection.inspector_ids.filtered(
                lambda user, offices=offices: user.share or user.area_id not in offices
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(names)s does not work for this community, its street or the district.",
                        names="、".join(strangers.mapped("name")),
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "done_on": False}

    @api.model_create_multi
    def create(self, vals_list):
        """The checklist is copied; where it happened stays, whatever becomes of the community."""
        organizations = self.env["community.organization"]
        # of an area that is not the own one nothing is told
        organizations.browse({vals.get("organization_id") for vals in vals_list}).check_access(
            "read"
        )
        inspections = super().create([self._with_area(vals) for vals in vals_list])
        for inspection in inspections:
            if inspection.organization_id.state == "cancelled":
                raise UserError(
                    self.env._(
                        "«%(name)s» has been cancelled.", name=inspection.organization_id.name
                    )
                )
        self.env["community.inspection.line"].create(
            [
                {"inspection_id": inspection.id, **item._prepare_line_vals()}
                for inspection in inspections.filtered(lambda visit: not visit.line_ids)
                for item in inspection.template_id.item_ids
            ]
        )
        return inspections

    def write(self, vals):
        for name in vals.keys() & set(FIXED_FIELDS):
            if any(inspection[name].id != vals[name] for inspection in self):
                raise UserError(
                    self.env._(
                        "A visit keeps its organisation and its checklist: delete it and plan another."
                    )
                )
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_pass_rest(self):
        """What has no result yet is in order."""
        self.line_ids.filtered(lambda line: not line.result).write({"result": "pass"})

    def action_finish(self):
        """Close the record: from now on it is evidence.

        :raises UserError: lists all that is missing
        """
        for inspection in self:
            inspection.check_access("write")
            missing = inspection._get_missing()
            if missing:
                raise UserError(
                    "\n".join([self.env._("The record is not complete yet:"), *missing])
                )
            inspection._move("finish", done_on=fields.Datetime.now())

    def _get_missing(self):
        """Sentences that say what the record lacks."""
        self.ensure_one()
        missing = []
        if self.day > self.env["community.policy"]._today():
            missing.append(self.env._("The day of the visit lies in the future."))
        if not self.line_ids:
            missing.append(self.env._("The checklist is empty."))
        for line in self.line_ids:
            if not line.result:
                missing.append(self.env._("«%(item)s» has no result.", item=line.name))
            elif line.result == "fail" and not (line.note or "").strip():
                missing.append(
                    self.env._("«%(item)s» failed: note what was found.", item=line.name)
                )
        if not (self.finding or "").strip():
            missing.append(self.env._("The conclusion."))
        return missing

    def action_make_order(self):
        """A draft order with the failed items as its demands; the open draft if there is one."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "done" or not self.failed_count:
            raise UserError(
                self.env._("An order is made from a finished inspection with items that failed.")
            )
        draft = self.order_ids.filtered(lambda order: order.state == "draft")[:1]
        order = draft or self.env["community.order"]._create_from_inspection(self)
        return order._open_form()

    def action_open_orders(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("community_org.community_order_action"),
            "domain": [("inspection_id", "=", self.id)],
            "context": {},
        }

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
