import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from ..spreadsheet.values import to_label
from .community_import_mapping import KINDS

CRON = "community_org.ir_cron_import"
# without these columns a list of the kind says nothing
NEEDED = {
    "organization": ("name", "area_id", "category_id", "filed_on"),
    "member": ("organization_name", "name"),
}


class CommunityImport(models.Model):
    """One file that an office loads: uploaded, read, corrected, imported.

    The file is kept until it has been read, its hash for ever. Everything slow is done
    by :meth:`_cron_work`, in batches that are committed one by one: whoever watches may
    leave, and after a crash the work goes on with the next row. An officer writes the
    file and the meaning of its columns; state and rows are the import's own.
    """

    _name = "community.import"
    _description = "Data import"
    _inherit = ["community.area.mixin", "mail.thread"]
    _order = "id desc"

    name = fields.Char("File", readonly=True)
    area_id = fields.Many2one(
        domain=[("tier", "in", ("district", "street"))],
        string="For",
        default=lambda self: self._default_area_id(),
        help="The organisations of the file lie in this street, town or district.",
    )
    user_id = fields.Many2one(
        "res.users", "Imported by", default=lambda self: self.env.user, readonly=True
    )
    state = fields.Selection(
        [
            ("draft", "Upload"),
            ("reading", "Reading"),
            ("checked", "To check"),
            ("running", "Importing"),
            ("done", "Finished"),
            ("cancelled", "Given up"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # what a client sends; never stored
    upload = fields.Binary(
        "Spreadsheet", store=False, compute="_compute_upload", inverse="_inverse_upload"
    )
    upload_name = fields.Char(store=False, compute="_compute_upload", inverse="_inverse_upload")
    # the file with everybody's identity numbers, in the row itself: gone with it, in no attachment
    file = fields.Binary("Contents", attachment=False, copy=False, groups=NO_ACCESS)
    note = fields.Text()
    file_hash = fields.Char(readonly=True, copy=False, index=True, help="SHA-256 of the file.")
    same_file = fields.Char("Uploaded before", compute="_compute_same_file", compute_sudo=True)
    column_ids = fields.One2many("community.import.column", "import_id", "Columns", copy=False)
    missing_columns = fields.Char("Columns not found", compute="_compute_missing_columns")

    # progress
    read_count = fields.Integer("Rows read", readonly=True, copy=False)
    failure = fields.Text("Why it stopped", readonly=True, copy=False)
    organization_count = fields.Integer("Organisations", compute="_compute_counts")
    ready_count = fields.Integer("Can be imported", compute="_compute_counts")
    error_count = fields.Integer("With errors", compute="_compute_counts")
    confirm_count = fields.Integer("Similar, to confirm", compute="_compute_counts")
    duplicate_count = fields.Integer("Exist already", compute="_compute_counts")
    done_count = fields.Integer("Imported", compute="_compute_counts")
    member_count = fields.Integer("Members", compute="_compute_counts")
    member_ready_count = fields.Integer("Members that can be imported", compute="_compute_counts")
    member_error_count = fields.Integer("Members with errors", compute="_compute_counts")
    member_done_count = fields.Integer("Members imported", compute="_compute_counts")
    progress = fields.Integer(compute="_compute_counts", help="Percent of the present work.")

    _street_idx = models.Index("(street_id, id DESC)")
    _district_idx = models.Index("(district_id, id DESC)")

    @api.model
    def _default_area_id(self):
        """Of a street officer the street; of who works for the whole district, that."""
        own = self.env.user.area_id
        if own:
            return own.filtered(lambda area: area.tier != "community")
        return self.env["community.area"].search([("tier", "=", "district")], limit=1)

    def _compute_upload(self):
        self.upload = self.upload_name = False

    def _inverse_upload(self):
        for batch in self.filtered("upload"):
            batch._receive(batch.upload_name or "", base64.b64decode(batch.upload))

    @api.depends("file_hash")
    def _compute_same_file(self):
        """The last import of the very same file, in words."""
        for batch in self:
            same = batch.file_hash and self.search(
                [
                    ("file_hash", "=", batch.file_hash),
                    ("id", "!=", batch.id),
                    ("state", "not in", ("draft", "cancelled")),
                    ("district_id", "=", batch.district_id.id),
                ],
                limit=1,
            )
            batch.same_file = bool(same) and self.env._(
                "%(user)s uploaded this very file on %(day)s. What exists already will not be imported again.",
                user=same.user_id.name,
                day=self.env["community.policy"]._local(same.create_date).date(),
            )

    @api.depends("column_ids.target")
    def _compute_missing_columns(self):
        for batch in self:
            chosen = set(batch.column_ids.mapped("target"))
            kinds = {target.split("/")[0] for target in chosen if target}
            batch.missing_columns = "、".join(
                self.env[KINDS[kind]]._get_target_labels()[name]
                for kind in kinds or {"organization"}
                for name in NEEDED[kind]
                if f"{kind}/{name}" not in chosen and not batch._has_instead(kind, name, chosen)
            )

    @api.model
    def _has_instead(self, kind, name, chosen):
        """Members may name their organisation by its former number."""
        return (
            f"{kind}/{name}" == "member/organization_name"
            and "member/organization_number" in chosen
        )

    @api.depends("state", "read_count")
    def _compute_counts(self):
        counts = {
            model: {
                (batch.id, state): count
                for batch, state, count in self.env[model]._read_group(
                    [("import_id", "in", self.ids)], ["import_id", "state"], ["__count"]
                )
            }
            for model in KINDS.values()
        }
        # members wait until the errors of their organisation are corrected
        waiting = dict(
            self.env["community.import.member"]._read_group(
                [
                    ("import_id", "in", self.ids),
                    ("state", "=", "ready"),
                    ("row_id.state", "not in", ("ready", "done")),
                ],
                ["import_id"],
                ["__count"],
            )
        )
        for batch in self:
            batch._set_counts(
                *(counts[model] for model in KINDS.values()), waiting.get(batch._origin, 0)
            )

    def _set_counts(self, organizations, members, waiting):
        def of(counts, *states):
            return sum(
                count
                for (batch, state), count in counts.items()
                if batch == self.id and (not states or state in states)
            )

        self.organization_count = of(organizations)
        self.ready_count = of(organizations, "ready")
        self.error_count = of(organizations, "error")
        self.confirm_count = of(organizations, "confirm")
        self.duplicate_count = of(organizations, "duplicate")
        self.done_count = of(organizations, "done")
        self.member_count = of(members)
        self.member_ready_count = of(members, "ready") - waiting
        self.member_error_count = of(members, "error")
        self.member_done_count = of(members, "done")
        both = of(organizations) + of(members)
        if self.state == "reading":
            left = of(organizations, "new") + of(members, "new")
        else:
            left = self.ready_count + self.member_ready_count
            both = left + self.done_count + self.member_done_count
        self.progress = 100 * (both - left) // both if both else 0

    @api.constrains("area_id")
    def _check_area_tier(self):
        for batch in self:
            if batch.area_id.tier == "community":
                raise ValidationError(
                    self.env._("Import for a street, a town or the whole district.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        given = {"area_id", "upload", "upload_name", "note"}
        for vals in vals_list:
            # a form sends what it shows; empty values set nothing
            self._check_client_vals({name for name, value in vals.items() if value}, given)
        vals_list = [
            {name: value for name, value in vals.items() if name in given} for vals in vals_list
        ]
        # nor does a «default_state» in a client's context
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_") or key == "default_area_id"
        }
        return super(CommunityImport, self.with_env(self.env(context=context))).create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_client_vals(vals.keys(), {"upload", "upload_name", "column_ids", "note"})
        return super().write(vals)

    @api.model
    def _check_client_vals(self, names, allowed):
        if names - allowed - {"message_follower_ids", "message_ids", "message_main_attachment_id"}:
            raise AccessError(
                self.env._("Upload a file and use the buttons: nothing else can be set.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(batch.state not in ("draft", "cancelled") or batch.done_count for batch in self):
            raise UserError(
                self.env._(
                    "An import that has begun is kept: it says where its organisations come from."
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_read(self):
        """Read the file with the chosen columns, in the background."""
        for batch in self:
            if batch.state == "reading":
                continue  # to go on at once after a restart
            batch._expect("draft")
            # sudo: community.import - only whether there is a file
            if not batch.sudo().file:
                raise UserError(self.env._("Upload a file first."))
            if batch.missing_columns:
                raise UserError(
                    self.env._(
                        "Choose the column of the file for: %(columns)s.",
                        columns=batch.missing_columns,
                    )
                )
            batch._check_columns()
            batch._remember_columns()
            batch._set_state("reading")
        self._trigger_cron()

    def _check_columns(self):
        for columns in self.column_ids.grouped("sheet_index").values():
            columns._get_kind(columns)
            targets = [column.target for column in columns if column.target]
            double = next((column for column in columns if targets.count(column.target) > 1), None)
            if double:
                label = dict(double._fields["target"]._description_selection(self.env))[
                    double.target
                ]
                raise UserError(self.env._("Two columns are «%(label)s». Choose one.", label=label))

    def _remember_columns(self):
        self.env["community.import.mapping"]._remember(
            self.area_id,
            {
                (to_label(column.title), column.target, False)
                for column in self.column_ids
                if column.target
            },
        )

    def action_import(self):
        """Import what is right, in the background. What has errors stays and can be corrected meanwhile."""
        for batch in self:
            if batch.state == "running":
                continue  # pressed twice, or to go on at once after a restart
            batch._expect("checked")
            if not batch.ready_count and not batch.member_ready_count:
                raise UserError(
                    self.env._("There is nothing to import. Correct or confirm rows first.")
                )
            batch._set_state("running")
        self._trigger_cron()

    def action_stop(self):
        for batch in self:
            batch._expect("running")
            batch._set_state("checked")

    def action_cancel(self):
        """Give it up: what has been imported stays, everything else is forgotten."""
        self.check_access("write")
        for batch in self:
            if batch.state in ("done", "cancelled"):
                batch._expect("checked")
            batch._set_state("cancelled")
            batch._forget_rows()

    def action_finish(self):
        """Leave out what is not right."""
        for batch in self:
            batch._expect("checked")
            batch._set_state("done")
            batch._forget_rows(Domain("state", "in", ("error", "confirm", "ready")))

    def action_confirm_similar(self):
        """All similar names are of other organisations."""
        self.check_access("write")
        rows = self.env["community.import.organization"].search(
            [("import_id", "in", self.ids), ("state", "=", "confirm")]
        )
        return rows.action_confirm()

    def _expect(self, state):
        self.check_access("write")
        if self.state != state:
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(
                self.env._(
                    "«%(batch)s» is at «%(state)s»; this is not possible now. Reload the page.",
                    batch=self.name or "",
                    state=label,
                )
            )

    def _set_state(self, state):
        # sudo: community.import - the state is written by the buttons, after they checked the right to
        self.sudo().write({"state": state, "failure": False})

    def _forget_rows(self, domain=Domain.TRUE):
        """Delete rows that were not imported, and the file: personal data are kept no longer than needed."""
        # sudo: the rows - nobody may delete them but the import
        batch = self.sudo()
        batch.file = False
        waiting = Domain("import_id", "=", batch.id) & Domain("state", "!=", "done") & domain
        for model in reversed(KINDS.values()):
            batch.env[model].search(waiting).unlink()

    def _trigger_cron(self):
        # sudo: ir.cron - whoever may import starts the background work
        self.env.ref(CRON).sudo()._trigger()

    def action_open_organizations(self):
        return self._open_rows("organization")

    def action_open_members(self):
        return self._open_rows("member")

    def _open_rows(self, kind):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"community_org.community_import_{kind}_action"
        )
        return {
            **action,
            "domain": [("import_id", "=", self.id)],
            "context": self.env.context.get("row_filter", {}),
        }

    def action_open_imported(self):
        """The organisations that came with this file."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_org.community_organization_action"
        )
        return {**action, "domain": [("import_id", "=", self.id)], "context": {}}
