from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# of one activity: a reader wants to see it, not to page through it
MOST_PHOTOS = 9


class CommunityActivityPhoto(models.Model):
    """A photo of an activity; it can be changed as long as the activity can."""

    _name = "community.activity.photo"
    _description = "Photo of an activity"
    _inherit = ["community.area.mixin"]
    _order = "sequence, id"
    _area_follows = "activity_id"

    activity_id = fields.Many2one(
        "community.activity", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="activity_id.area_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    image = fields.Image(required=True, max_width=1600, max_height=1600)
    thumbnail = fields.Image(
        "Small picture", related="image", max_width=256, max_height=256, store=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_client_fields(vals)
        photos = super().create(vals_list)
        photos.activity_id._check_editable()
        photos._check_number()
        return photos

    def write(self, vals):
        self._check_client_fields(vals)
        if "activity_id" in vals:
            raise UserError(self.env._("A photo stays with its activity."))
        self.activity_id._check_editable()
        return super().write(vals)

    def _check_number(self):
        for activity in self.activity_id:
            if len(activity.photo_ids) > MOST_PHOTOS:
                raise UserError(
                    self.env._(
                        "An activity keeps at most %(most)s photos: remove one first.",
                        most=MOST_PHOTOS,
                    )
                )

    @api.model
    def _check_client_fields(self, vals):
        """:raises AccessError: ``vals`` has what is computed from the activity or the picture"""
        forged = {name for name in vals if name in self._fields and self._fields[name].compute}
        if forged:
            raise AccessError(
                self.env._("%(fields)s cannot be set.", fields=", ".join(sorted(forged)))
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_editable(self):
        self.activity_id._check_editable()
