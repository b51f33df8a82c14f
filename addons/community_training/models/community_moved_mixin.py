from odoo import models


class CommunityMovedMixin(models.AbstractModel):
    """A part of something (a question, opening hours) that nobody moves into what is another office's.

    Odoo asks the rules before a write, when the part is still one's own; here they are asked after it too.
    """

    _name = "community.moved.mixin"
    _description = "Part that stays within the own area"

    # fields that say what it is a part of
    _moved_by = ()

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and vals.keys() & set(self._moved_by):
            self.check_access("write")
        return result
