from odoo import api, fields, models
from odoo.fields import Domain

from ..report.difference import split_lines
from .community_document import CHARTER_PARTS
from .community_review_guard import ENGINE, ENGINE_KEY


class CommunityOrganizationDocument(models.Model):
    """The charter and the internal rules of an organisation, and what it lacks of them."""

    _inherit = "community.organization"

    document_ids = fields.One2many("community.document", "organization_id", "Charter and rules")
    document_count = fields.Integer("Documents in force", compute="_compute_missing_type_ids")
    missing_type_ids = fields.Many2many(
        "community.document.type",
        string="Lacks",
        compute="_compute_missing_type_ids",
        search="_search_missing_type_ids",
        help="Documents that every organisation needs and this one has none of in force.",
    )

    @api.depends("document_ids.state", "state")
    def _compute_missing_type_ids(self):
        required = self._get_required_types()
        in_force = dict(
            self.env["community.document"]._read_group(
                [("organization_id", "in", self.ids), ("state", "=", "in_force")],
                ["organization_id"],
                ["type_id:recordset"],
            )
        )
        for organization in self:
            present = in_force.get(organization._origin, required.browse())
            organization.document_count = len(present)
            organization.missing_type_ids = organization.state != "cancelled" and required - present

    def _search_missing_type_ids(self, operator, value):
        required = self._get_required_types()
        if operator in {"any", "ilike"}:
            condition = value if operator == "any" else [("name", "ilike", value)]
            value = required.search(condition).ids
        elif operator != "in":
            return NotImplemented
        lacking = {
            document_type.id: Domain("state", "!=", "cancelled")
            & ~Domain(
                "document_ids",
                "any",
                [("type_id", "=", document_type.id), ("state", "=", "in_force")],
            )
            for document_type in required
        }
        found = Domain.OR(lacking[type_id] for type_id in value if type_id in lacking)
        if False in value:
            found |= ~Domain.OR(lacking.values())
        return found

    @api.model
    def _get_required_types(self):
        return self.env["community.document.type"].search([("required", "=", True)])

    # ------------------------------------------------------------
    # CHARTER
    # ------------------------------------------------------------

    def _adopt_charter(self, day=None, filing=None):
        """Make a version of the charter from the facts in force, where they say something new.

        :param day: from which it is in force; by default the day of filing for a first version,
            today for a later one
        :param filing: the approved filing; its charter becomes the attached text
        :return: the new versions. Without a purpose there is no charter, hence none.
        """
        # sudo: community.document - charters are written here and nowhere else, by engine and import
        documents = self.env["community.document"].sudo()
        charter_type = self.env.ref("community_org.document_type_charter")
        in_force = documents.search(
            [
                ("organization_id", "in", self.ids),
                ("type_id", "=", charter_type.id),
                ("state", "=", "in_force"),
            ]
        ).grouped("organization_id")
        today = self.env["community.policy"]._today()
        attached = filing._get_charter_file() if filing else None
        text = {"file": attached.file, "file_name": attached.file_name} if attached else {}
        replaced, vals_list = documents, []
        for organization in self:
            current = in_force.get(organization, documents)
            if not organization._has_new_charter(current, attached):
                continue
            replaced |= current
            vals_list.append(
                {
                    **{name: organization[name] for name in CHARTER_PARTS},
                    "organization_id": organization.id,
                    "type_id": charter_type.id,
                    "state": "in_force",
                    "version": current.version + 1,
                    "date_from": day or (today if current else organization.filed_on),
                    "adopted_by_id": self.env.uid,
                    "filing_id": filing.id if filing else False,
                    **text,
                }
            )
        replaced._engine_write({"state": "replaced", "date_to": day or today})
        engine = {ENGINE_KEY: ENGINE, "tracking_disable": True}
        return documents.with_context(**engine).create(vals_list).with_env(self.env)

    def _has_new_charter(self, current, attached):
        """Whether the facts, or the file that came with a filing, differ from the version ``current``."""
        self.ensure_one()
        if not split_lines(self.purpose):
            return False
        words = any(split_lines(self[name]) != split_lines(current[name]) for name in CHARTER_PARTS)
        return words or bool(
            attached and attached.file != current.with_context(bin_size=False).file
        )

    @api.model
    def _adopt_missing_charters(self):
        """A first version for every organisation that has none: those from before there were versions."""
        charter = self.env.ref("community_org.document_type_charter")
        written = Domain("document_ids", "any", [("type_id", "=", charter.id)])
        self.search(~written & Domain("purpose", "!=", False))._adopt_charter()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_documents(self):
        return self._open_related("community_org.community_document_action")

    def action_enter_rules(self):
        """A new draft, by the office, of the first document that this organisation lacks."""
        self.ensure_one()
        lacking = self.missing_type_ids.filtered(lambda kind: not kind.by_approval)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter internal rules"),
            "res_model": "community.document",
            "views": [(False, "form")],
            "context": {
                "default_organization_id": self.id,
                "default_type_id": lacking[:1].id,
            },
        }
