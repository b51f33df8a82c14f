from odoo import api, models


class CommunityReviewPartMixin(models.AbstractModel):
    """A line of a reviewed document (roster, material): it can be changed only while the document can."""

    _name = "community.review.part.mixin"
    _description = "Part of a reviewed document"

    # name of the many2one to the document
    _review_document = None

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts[parts._review_document]._check_content_editable()
        return parts

    def write(self, vals):
        self[self._review_document]._check_content_editable()
        result = super().write(vals)
        if self._review_document in vals:
            self[self._review_document]._check_content_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_editable(self):
        self[self._review_document]._check_content_editable()
