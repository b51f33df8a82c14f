from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, MissingError
from odoo.http import request


class CommunityPortal(CustomerPortal):
    """What the pages of our portal share. Odoo merges all these controllers into one class: a helper of
    one of them needs a name that no other has."""

    def _get_readable(self, model, record_id):
        """The record, or None: what belongs to others looks as if it did not exist."""
        try:
            record = request.env[model].browse(record_id)
            record.check_access("read")
        except (AccessError, MissingError):
            return None
        return record if record.exists() else None
