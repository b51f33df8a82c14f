from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..credit.clock import Event


class CommunityCreditRequest(models.Model):
    """An organisation asks for the repair of its credit (信用修复), or appeals against an entry (申诉)."""

    _name = "community.credit.request"
    _description = "Credit request"
    _inherit = [
        "community.review.mixin",
        "community.area.mixin",
        "community.file.mixin",
        "portal.mixin",
    ]
    _order = "id desc"
    _area_follows = "organization_id"

    kind = fields.Selection([("repair", "Repair of credit"), ("appeal", "Appeal")], required=True)
    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    listing_id = fields.Many2one(
        "community.credit.listing", "List", index=True, ondelete="restrict"
    )
    entry_id = fields.Many2one("community.credit.entry", index=True, ondelete="restrict")
    list = fields.Selection(related="listing_id.list", string="Kind of list")
    statement = fields.Text(
        help="Repair: what has been mended. Appeal: what is wrong with the entry."
    )
    mended_on = fields.Date("Confirmed on", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(organization_id, kind, COALESCE(listing_id, 0), COALESCE(entry_id, 0))"
        " WHERE state IN ('draft', 'review', 'returned')",
        "There is a request about this already.",
    )
    _about = models.Constraint(
        "CHECK ((kind = 'repair' AND listing_id IS NOT NULL) OR (kind = 'appeal' AND entry_id IS NOT NULL))",
        "A repair is about a list, an appeal about an entry.",
    )

    @api.depends("organization_id.name", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for request in self:
            request.display_name = (
                f"{request.organization_id.name} · {labels.get(request.kind, '')}"
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for request in self:
            request.access_url = f"/my/credit-requests/{request.id}"

    @api.model_create_multi
    def create(self, vals_list):
        """What it is about belongs to the organisation, and so does where it lies."""
        # a request that was just decided makes room for another one
        self.flush_model(["state"])
        prepared = []
        for vals in vals_list:
            about = self._get_about(vals)
            prepared.append(
                {
                    **vals,
                    "organization_id": about.organization_id.id,
                    "area_id": about.organization_id.area_id.id,
                    # who asks, and nobody in somebody else's name
                    "applicant_id": self._default_applicant().id,
                }
            )
        return super().create(prepared)

    @api.model
    def _get_about(self, vals):
        if vals.get("kind") == "repair":
            about = self.env["community.credit.listing"].browse(vals.get("listing_id"))
        else:
            about = self.env["community.credit.entry"].browse(vals.get("entry_id"))
        about.check_access("read")
        return about

    @api.model
    def _default_applicant(self):
        user = self.env.user
        return user.partner_id if user.share else self.env["res.partner"]

    def write(self, vals):
        fixed = {"kind", "organization_id", "listing_id", "entry_id", "applicant_id"}
        if not self.env.su and vals.keys() & fixed:
            raise AccessError(
                self.env._("What a request is about does not change: begin another one.")
            )
        return super().write(vals)

    @api.model
    def _start(self, organization, kind, listing=None, entry=None):
        """The open request about this, or a new draft.

        :raises UserError: there is nothing to ask for any more
        """
        about = {
            "kind": kind,
            "listing_id": listing.id if listing else False,
            "entry_id": entry.id if entry else False,
        }
        found = self.search(
            [
                ("state", "in", ("draft", "review", "returned")),
                *((name, "=", value) for name, value in about.items()),
            ],
            limit=1,
        )
        (listing or entry)._check_request(kind)
        return found or self.create({**about, "organization_id": organization.id})

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _prepare_event(self):
        """What a confirmed repair is for the clock of the lists."""
        return Event(self.mended_on, "mended", self.listing_id.list, key=self.id)

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        super()._check_submit()
        if not (self.statement or "").strip():
            raise UserError(
                self.env._("Write what has been mended.")
                if self.kind == "repair"
                else self.env._("Write what is wrong with the entry.")
            )
        # sudo: community.credit.listing, community.credit.entry - whether there is still something to ask for
        (self.sudo().listing_id or self.sudo().entry_id)._check_request(self.kind)

    def _get_interested_partners(self):
        """The applicant, and whoever is on the roster today."""
        members = self.organization_id.member_ids.filtered(lambda member: not member.date_to)
        return super()._get_interested_partners() | members.partner_id

    def _on_approved(self):
        super()._on_approved()
        if self.kind == "repair":
            self._engine_write({"mended_on": self.env["community.policy"]._today()})
            self.organization_id._refresh_credit()
        else:
            # sudo: community.credit.entry - decided along the route of the appeal
            self.entry_id.sudo()._reverse(
                self.last_opinion or self.env._("The appeal was allowed.")
            )
        self._tell()

    def _on_rejected(self):
        super()._on_rejected()
        self._tell()

    def _on_returned(self):
        super()._on_returned()
        self._tell()

    def _tell(self):
        told = {"credit_request": self}
        self.organization_id.with_context(**told)._mail_representatives(
            "community_org.mail_template_credit_request"
        )

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "mended_on": False}
