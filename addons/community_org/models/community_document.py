import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..report.difference import mark_passages, split_lines
from .community_review_guard import ENGINE, ENGINE_KEY

CHARTER_PARTS = (
    "purpose",
    "business_scope",
    "activity_content",
    "leader_method",
    "finance_rules",
)
# a place that the template leaves to be filled in
BLANK = re.compile(r"[_＿]{2,}")
# «第一章 …» and «第一条 …», as rules are written
HEADING = re.compile(r"第[〇零一二三四五六七八九十百\d]+[章节条]")


class CommunityDocument(models.Model):
    """A version of what an organisation has given itself: its charter (章程), its internal rules.

    draft → in force → replaced. One version of a kind is in force; what was adopted is never
    altered again, by anybody. The charter is written when a filing is approved
    (`community.organization._adopt_charter`); rules are drafted and adopted (:meth:`action_adopt`)
    by the organisation in the portal, or entered from signed paper by the office. As with filings,
    the draft of one is not shown to the other.
    """

    _name = "community.document"
    _description = "Charter or internal rules"
    _inherit = ["community.area.mixin", "community.file.mixin", "mail.thread"]
    _order = "date_from desc, version desc, id desc"
    _rec_names_search = ["organization_id.name", "type_id.name"]
    _area_follows = "organization_id"
    # the community may comment on what it cannot change
    _mail_post_access = "read"

    area_id = fields.Many2one(compute="_compute_area_id", store=True, precompute=True)
    organization_id = fields.Many2one(
        "community.organization", "Organisation", required=True, index=True, ondelete="restrict"
    )
    type_id = fields.Many2one(
        "community.document.type",
        "Kind of document",
        required=True,
        index=True,
        ondelete="restrict",
    )
    by_approval = fields.Boolean(related="type_id.by_approval")
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "Effective"), ("replaced", "Superseded")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("office", "Counter")],
        required=True,
        default="office",
        readonly=True,
        copy=False,
        help="Who keeps the draft: the organisation in the portal, or the office from signed paper.",
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    date_from = fields.Date("In force from", readonly=True, copy=False)
    date_to = fields.Date("Replaced on", readonly=True, copy=False)
    adopted_by_id = fields.Many2one("res.users", "Adopted by", readonly=True, copy=False)
    filing_id = fields.Many2one(
        "community.filing", "Approved with", readonly=True, copy=False, index="btree_not_null"
    )

    # internal rules: plain text, so that nothing typed or pasted is ever markup
    body = fields.Text("Full text", compute="_compute_body", store=True, readonly=False)
    # the charter, as it was filed
    purpose = fields.Text(readonly=True)
    business_scope = fields.Text("Scope of business", readonly=True)
    activity_content = fields.Text("Content of activities", readonly=True)
    leader_method = fields.Text("How leaders are chosen", readonly=True)
    finance_rules = fields.Text("Funds and their use", readonly=True)

    can_edit = fields.Boolean(compute="_compute_can_edit")
    previous_id = fields.Many2one(
        "community.document", "Version before", compute="_compute_previous_id"
    )
    difference = fields.Html("Differences", compute="_compute_difference", sanitize=False)

    _one_in_force = models.UniqueIndex(
        "(organization_id, type_id) WHERE state = 'in_force'",
        "Another version has just been put in force. Reload the page and look at it first.",
    )
    _one_draft = models.UniqueIndex(
        "(organization_id, type_id, channel) WHERE state = 'draft'",
        "There is a draft of this document already. Continue with that one.",
    )
    _version_uniq = models.UniqueIndex(
        "(organization_id, type_id, version) WHERE state <> 'draft'",
        "There is a version of this number already.",
    )
    _versioned = models.Constraint(
        "CHECK ((state = 'draft') = (version = 0) AND (state = 'draft') = (date_from IS NULL)"
        " AND (state = 'replaced') = (date_to IS NOT NULL) AND date_to >= date_from)",
        "What was adopted has a number and the day from which it is in force.",
    )
    _street_idx = models.Index("(street_id, date_from DESC, id DESC)")
    _community_idx = models.Index("(community_id, date_from DESC, id DESC)")
    _district_idx = models.Index("(district_id, date_from DESC, id DESC)")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("organization_id")
    def _compute_area_id(self):
        for document in self:
            document.area_id = document.organization_id.area_id

    @api.depends("organization_id", "type_id", "version", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for document in self:
            names = {"name": document.organization_id.name, "type": document.type_id.name}
            document.display_name = (
                self.env._("%(name)s: %(type)s (draft)", **names)
                if document.state == "draft"
                else self.env._(
                    "%(name)s: %(type)s, version %(version)s", version=document.version, **names
                )
            )

    @api.depends("organization_id", "type_id")
    def _compute_body(self):
        """A draft begins with the version in force, or with the template."""
        for document in self:
            if document.state == "draft" and not document.by_approval:
                document.body = document._get_initial_body()
            else:
                document.body = document.body

    @api.depends("state", "channel")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for document in self:
            document.can_edit = document.state == "draft" and (
                not document.id or document.has_access("write")
            )

    @api.depends("organization_id", "type_id", "state")
    def _compute_previous_id(self):
        adopted = self.search(
            [
                ("organization_id", "in", self.organization_id.ids),
                ("type_id", "in", self.type_id.ids),
                ("state", "!=", "draft"),
            ],
            order="version",
        ).grouped(lambda version: (version.organization_id, version.type_id))
        for document in self:
            versions = adopted.get((document.organization_id, document.type_id), self.browse())
            if document.state != "draft":
                versions = versions.filtered(
                    lambda other, own=document: other.version < own.version
                )
            document.previous_id = versions[-1:]

    @api.depends("previous_id", "body", "file_name")
    def _compute_difference(self):
        for document in self:
            document.difference = document._render_difference() if document.previous_id else False

    # ------------------------------------------------------------
    # WHAT IT SAYS
    # ------------------------------------------------------------

    def _get_parts(self):
        """``[(label, text)]``: the five parts of a charter, or the one text of internal rules."""
        self.ensure_one()
        names = CHARTER_PARTS if self.by_approval else ("body",)
        return [
            (self._fields[name]._description_string(self.env), self[name] or "") for name in names
        ]

    def _get_difference(self):
        """``[(label, before, after)]`` against the version before, with the changes marked (Markup).

        One row for each passage that differs; the label stands at the first of its part.
        """
        before = self.previous_id
        texts = [
            (label, old, new)
            for (_label, old), (label, new) in zip(
                before._get_parts(), self._get_parts(), strict=True
            )
        ]
        texts.append((self.env._("Attached text"), before.file_name, self.file_name))
        return [
            ("" if number else label, *passage)
            for label, old, new in texts
            for number, passage in enumerate(mark_passages(old, new))
        ]

    def _render_difference(self):
        rows = self._get_difference()
        return self.env["ir.qweb"]._render("community_org.document_difference", {"rows": rows})

    def _get_version_line(self):
        """Which version it is and since when, as a line under its title."""
        self.ensure_one()
        if self.state == "draft":
            return self.env._("Draft, not in force yet")
        values = {
            "version": self.version,
            "day": format_date(self.env, self.date_from, date_format="long"),
        }
        if not self.date_to:
            return self.env._("Version %(version)s, in force from %(day)s", **values)
        return self.env._(
            "Version %(version)s, in force from %(day)s, superseded on %(end)s",
            end=format_date(self.env, self.date_to, date_format="long"),
            **values,
        )

    def _get_report_base_filename(self):
        """Name of the file that the portal downloads."""
        return self.display_name

    @api.model
    def _get_lines(self, text):
        """``[(kind, heading, rest)]`` of rules as they are set: kind ``chapter``, ``article`` or ``line``."""
        lines = []
        for line in split_lines(text):
            heading = HEADING.match(line)
            if not heading:
                lines.append(("line", "", line))
            elif heading[0].endswith("条"):
                lines.append(("article", heading[0], line[heading.end() :].strip()))
            else:
                lines.append(("chapter", line, ""))
        return lines

    def _get_initial_body(self):
        """The text to begin with: the version in force, else the template with the names filled in."""
        current = self._get_in_force()
        if current:
            return current.body
        return self.type_id._fill_template(self.organization_id) if self.type_id else False

    def _get_in_force(self):
        """The version in force of the same document, or none."""
        return self.search(
            [
                ("organization_id", "=", self.organization_id.id),
                ("type_id", "=", self.type_id.id),
                ("state", "=", "in_force"),
            ]
        )

    # ------------------------------------------------------------
    # GUARD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        """Fields that only the engine writes, with the value they start from."""
        return {
            "state": "draft",
            "channel": "portal" if self.env.user.share else "office",
            "version": 0,
            "date_from": False,
            "date_to": False,
            "adopted_by_id": False,
            "filing_id": False,
            **dict.fromkeys(CHARTER_PARTS, False),
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get(ENGINE_KEY) is ENGINE:
            return super().create(vals_list)
        defaults = self._get_engine_defaults()
        for vals in vals_list:
            self._check_engine_fields(vals, defaults)
        # stated, so that a «default_state» in a client's context is never asked
        documents = super().create([{**vals, **defaults} for vals in vals_list])
        documents._check_draft()
        return documents

    def write(self, vals):
        if self.env.context.get(ENGINE_KEY) is not ENGINE:
            self._check_engine_fields(
                vals, {"organization_id", "type_id", *self._get_engine_defaults()}
            )
            if vals.keys() - {"message_follower_ids", "message_ids"}:
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def _check_engine_fields(self, vals, names):
        forged = [name for name in vals if name in names]
        if forged:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set by hand.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env) for name in forged
                    ),
                )
            )

    def _check_draft(self):
        """Refuse to touch what was adopted, or to write by hand what approvals write."""
        for document in self:
            if document.by_approval:
                raise UserError(
                    self.env._(
                        "«%(type)s» changes with an approved filing only: apply for a change.",
                        type=document.type_id.name,
                    )
                )
            if document.state != "draft":
                raise UserError(
                    self.env._(
                        "«%(document)s» has been adopted and is kept as it is. Draft a new version.",
                        document=document.display_name,
                    )
                )
            if document.organization_id.state == "cancelled":
                raise UserError(
                    self.env._("«%(name)s» has been cancelled.", name=document.organization_id.name)
                )

    def _engine_write(self, vals):
        # sudo: community.document - nobody has write access to what was adopted
        self.sudo().with_context(**{ENGINE_KEY: ENGINE}).write(vals)
        # at once: of two versions that are put in force, the database lets one pass
        self.flush_recordset(list(vals))
