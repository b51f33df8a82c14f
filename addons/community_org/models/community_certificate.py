import secrets

from odoo import api, fields, models

from .qr_code import get_qr_image


class CommunityCertificate(models.Model):
    """A certificate of filing (备案证书) as it was issued; the QR code on it leads to the public check."""

    _name = "community.certificate"
    _description = "Certificate"
    _inherit = ["community.area.mixin"]
    _order = "issued_on desc, id desc"
    _rec_name = "number"
    _area_follows = "organization_id"
    _area_dated_by = "issued_on"

    area_id = fields.Many2one(compute="_compute_area_id", store=True, precompute=True)
    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    number = fields.Char(related="organization_id.number")
    # unguessable, and the only key of the public page
    token = fields.Char(
        required=True,
        copy=False,
        index=True,
        default=lambda self: secrets.token_urlsafe(16),
        groups="base.group_system",
    )
    issued_on = fields.Date(required=True)
    valid_to = fields.Date("Valid until", required=True)
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("expired", "Expired"),
            ("replaced", "Replaced"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
    )
    verify_url = fields.Char(compute="_compute_verify_url", compute_sudo=True)

    _token_uniq = models.Constraint("UNIQUE (token)", "This token exists already.")
    _dates = models.Constraint(
        "CHECK (valid_to >= issued_on)", "A certificate cannot expire before its issue."
    )
    _street_idx = models.Index("(street_id, issued_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, issued_on DESC, id DESC)")

    @api.depends("organization_id")
    def _compute_area_id(self):
        for certificate in self:
            certificate.area_id = certificate.organization_id.area_id

    @api.depends("valid_to", "organization_id.state", "organization_id.certificate_id")
    def _compute_state(self):
        today = self.env["community.policy"]._today()
        for certificate in self:
            organization = certificate.organization_id
            if organization.state == "cancelled":
                certificate.state = "cancelled"
            elif organization.certificate_id != certificate:
                certificate.state = "replaced"
            else:
                certificate.state = "expired" if certificate.valid_to < today else "valid"

    @api.depends("token")
    def _compute_verify_url(self):
        for certificate in self:
            certificate.verify_url = (
                f"{certificate.get_base_url()}/community/verify/{certificate.token}"
            )

    def _get_qr_image(self):
        """The QR code of the public check as a ``data:`` address, for the print-out."""
        self.ensure_one()
        return get_qr_image(self.verify_url)
