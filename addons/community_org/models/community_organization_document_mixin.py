from odoo import api, models
from odoo.exceptions import UserError

from .community_person_mixin import REPRESENTATIVE_ROLES


class CommunityOrganizationDocumentMixin(models.AbstractModel):
    """A reviewed document of one organisation (``organization_id``).

    In the portal every representative keeps its drafts, not one person alone; none of them decides it.
    """

    _name = "community.organization.document.mixin"
    _description = "Reviewed document of an organisation"
    _inherit = ["community.area.mixin", "community.review.mixin", "portal.mixin"]
    _area_follows = "organization_id"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_area(vals) for vals in vals_list])

    def write(self, vals):
        if "organization_id" in vals and any(
            document.organization_id.id != vals["organization_id"] for document in self
        ):
            raise UserError(
                self.env._(
                    "«%(document)s» stays with its organisation: delete it and begin anew.",
                    document=self[:1].display_name,
                )
            )
        return super().write(vals)

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "applicant_id": self._get_applicant_id()}

    @api.model
    def _get_applicant_id(self):
        """Whoever begins it in the portal; at the counter nobody."""
        user = self.env.user
        return user.partner_id.id if user.share else False

    def _is_keeper(self):
        if self.channel == "portal" and not self.env.su:
            return self.env.user.partner_id in self._get_representing_partners()
        return super()._is_keeper()

    def _get_representing_partners(self):
        # sudo: community.member - who represents it, whoever asks
        members = self.sudo().organization_id.member_ids
        return members.filtered(
            lambda member: member.role in REPRESENTATIVE_ROLES and not member.date_to
        ).partner_id

    def _get_interested_partners(self):
        return super()._get_interested_partners() | self._get_representing_partners()

    def _prepare_review_vals(self):
        return {
            **super()._prepare_review_vals(),
            "applicant_name": self.organization_id.name,
        }

    def _write_to_organization(self, template_xmlid):
        """A letter to the representatives, in the thread of the document and by mail."""
        # sudo: community.organization - the office writes, whoever pressed the button
        self.sudo().organization_id._mail_representatives(template_xmlid, about=self)
