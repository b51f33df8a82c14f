from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

OPEN_STATES = ("draft", "planned")


class CommunityAreaChange(models.Model):
    """An official change of the area tree: communities merge into one, or move to another street.

    draft → planned → done, or cancelled. A planned change is applied on its day by a job, or at
    once when that day is today (`community_area_change_apply`). What must hold before it may be
    planned stands in `community_area_change_check`.
    """

    _name = "community.area.change"
    _description = "Area change"
    _inherit = ["community.area.mixin", "mail.thread"]
    _order = "effective_on desc, id desc"
    _rec_names_search = ["document_number", "line_ids.area_id.name"]

    # the district whose tree is changed; it also says who sees the change
    area_id = fields.Many2one(
        string="Of the district",
        domain=[("tier", "=", "district")],
        default=lambda self: self._default_area_id(),
    )
    kind = fields.Selection(
        [("merge", "Merge communities"), ("move", "Move to another street")],
        "Way of change",
        required=True,
        default="merge",
    )
    document_number = fields.Char(
        "Official document", required=True, tracking=True, help="Number of the approval."
    )
    effective_on = fields.Date(
        "Takes effect on",
        required=True,
        tracking=True,
        default=lambda self: self.env["community.policy"]._today(),
    )
    note = fields.Text("Remarks")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("done", "In effect"),
            ("cancelled", "Called off"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        "community.area.change.line", "change_id", "Communities concerned", copy=True
    )

    # what continues them
    is_new_target = fields.Boolean(
        "A new community is formed", help="Otherwise they join one that exists."
    )
    target_id = fields.Many2one(
        "community.area", "Joins", ondelete="restrict", domain=[("tier", "=", "community")]
    )
    target_street_id = fields.Many2one(
        "community.area",
        "Under the street or town",
        ondelete="restrict",
        domain=[("tier", "=", "street")],
    )
    target_code = fields.Char("Code of the new community", size=12)
    target_name = fields.Char("Name of the new community")

    organization_ids = fields.One2many(
        "community.organization", "area_change_id", "Organisations moved", readonly=True
    )

    is_due = fields.Boolean(compute="_compute_is_due")

    # what it will do: a preview while it is not decided
    problems = fields.Text("To be corrected", compute="_compute_preview", compute_sudo=True)
    organization_count = fields.Integer(
        "Organisations", compute="_compute_preview", compute_sudo=True
    )
    staff_count = fields.Integer("Staff accounts", compute="_compute_preview", compute_sudo=True)
    filing_count = fields.Integer(
        "Applications under way", compute="_compute_preview", compute_sudo=True
    )
    task_count = fields.Integer("Open steps", compute="_compute_preview", compute_sudo=True)
    clash_organization_ids = fields.Many2many(
        "community.organization",
        string="Will await a merger",
        compute="_compute_preview",
        compute_sudo=True,
    )

    @api.model
    def _default_area_id(self):
        """The own district; the only one for who has no area of his own."""
        own = self.env.user.area_id
        if own.tier == "district":
            return own
        districts = self.env["community.area"].search([("tier", "=", "district")], limit=2)
        return districts if len(districts) == 1 else districts.browse()

    @api.depends("kind", "line_ids.area_id", "target_id", "target_name", "target_street_id")
    def _compute_display_name(self):
        for change in self:
            target = change.target_street_id if change.kind == "move" else change.target_id
            into = change.target_name if change.is_new_target else target.name
            areas = "、".join(change.line_ids.area_id.mapped("name"))
            change.display_name = f"{areas} → {into}" if areas and into else change.document_number

    @api.depends("effective_on")
    def _compute_is_due(self):
        today = self.env["community.policy"]._today()
        for change in self:
            change.is_due = bool(change.effective_on and change.effective_on <= today)

    @api.depends(
        "kind",
        "effective_on",
        "state",
        "area_id",
        "line_ids.area_id",
        "line_ids.new_code",
        "is_new_target",
        "target_id",
        "target_street_id",
        "target_code",
        "target_name",
    )
    def _compute_preview(self):
        for change in self:
            is_open = change.state in OPEN_STATES
            areas = change.line_ids.area_id if is_open else self.env["community.area"]
            change.problems = "\n".join(change._get_problems()) if is_open else False
            for name, (model, domain) in areas._get_belongings().items():
                change[name] = self.env[model].search_count(domain)
            change.clash_organization_ids = self.env["community.organization"]._get_place_losers(
                change._get_preview_heirs()
            )

    def _get_preview_heirs(self):
        """``{community: what continues it}``; a community that does not exist yet is an empty record."""
        if self.state not in OPEN_STATES or self.kind == "move":
            return {}  # nobody else is where a community moves to
        target = self.env["community.area"] if self.is_new_target else self.target_id
        return dict.fromkeys(self.line_ids.area_id, target)

    # ------------------------------------------------------------
    # GUARD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_state_written(vals)
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            self._check_state_written(vals)
            decided = self.filtered(lambda change: change.state != "draft")
            if decided and vals.keys() - self._get_free_fields():
                raise UserError(
                    self.env._(
                        "«%(change)s» is decided: put it back to draft to correct it.",
                        change=decided[0].display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _check_state_written(self, vals):
        """The state moves by the buttons, whatever a client sends."""
        if vals.get("state", "draft") != "draft" and not self.env.su:
            raise AccessError(self.env._("The state cannot be set: use the buttons."))

    @api.model
    def _get_free_fields(self):
        """Fields that are not part of what is decided."""
        return {"message_main_attachment_id", "message_follower_ids", "message_ids", "note"}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if any(change.state != "draft" for change in self):
            raise UserError(self.env._("The history of the areas is never deleted. Call it off."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm(self):
        """Plan it; when its day has come, apply it at once."""
        for change in self:
            change._check_move({"draft"})
            change._check_ready()
            change._check_not_backdated()
            change._set_state("planned")
            if change.effective_on <= self.env["community.policy"]._today():
                change._apply()
        return True

    def action_apply(self):
        """Apply a planned change whose day has come and which the job could not apply."""
        for change in self:
            change._check_move({"planned"})
            if change.effective_on > self.env["community.policy"]._today():
                raise UserError(self.env._("Its day has not come yet."))
            change._apply()
        return True

    def action_draft(self):
        for change in self:
            change._check_move({"planned", "cancelled"})
            change._set_state("draft")
        return True

    def action_cancel(self):
        for change in self:
            change._check_move({"draft", "planned"})
            change._set_state("cancelled")
        return True

    def action_open_organizations(self):
        return self._open_organizations(Domain("area_change_id", "=", self.id))

    def action_open_awaiting(self):
        communities = self.line_ids.successor_id
        return self._open_organizations(
            Domain("awaits_merger", "=", True) & Domain("community_id", "in", communities.ids)
        )

    def _open_organizations(self, domain):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_organization_action"
            ),
            "domain": list(domain),
            "context": {},
        }

    def _check_move(self, states):
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(
                self.env._(
                    "«%(change)s» is «%(state)s»; this step is not possible any more. Reload the page.",
                    change=self.display_name,
                    state=label,
                )
            )

    def _set_state(self, state):
        """The one writer of the state. Two who press at once change the same row: one wins."""
        # sudo: community.area.change - moved by the buttons only
        self.sudo().write({"state": state})
        self.flush_recordset()
