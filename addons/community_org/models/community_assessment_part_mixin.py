from odoo import api, models


class CommunityAssessmentPartMixin(models.AbstractModel):
    """A part of a standard: it changes only while the standard does."""

    _name = "community.assessment.part.mixin"
    _description = "Part of an assessment standard"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.scheme_id._check_editable()
        return parts

    def write(self, vals):
        self.scheme_id._check_editable()
        result = super().write(vals)
        self.scheme_id._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_editable(self):
        self.scheme_id._check_editable()
