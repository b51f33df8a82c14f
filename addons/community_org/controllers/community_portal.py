import base64

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.http import request

BIGGEST_ID = 2**31 - 1


class CommunityPortal(CustomerPortal):
    """What the pages of our portal share. Odoo merges all these controllers into one class: a helper of
    one of them needs a name that no other has."""

    def _get_readable(self, model, record_id):
        """The record, or None: what belongs to others looks as if it did not exist."""
        if record_id > BIGGEST_ID:  # a typed address: the database has no such number
            return None
        try:
            record = request.env[model].browse(record_id)
            record.check_access("read")
        except (AccessError, MissingError):
            return None
        return record if record.exists() else None

    def _render_portal(self, page_name, addon="community_org", **values):
        """The page of the template ``<addon>.portal_<page_name>``."""
        prepared = self._prepare_portal_layout_values()
        prepared.update(page_name=page_name, **values)
        return request.render(f"{addon}.portal_{page_name}", prepared)

    def _try(self, act, *args):
        """Do it whole; what is in the way comes back as a sentence, None when nothing is."""
        try:
            with request.env.cr.savepoint():
                return act(*args)
        except (UserError, ValidationError) as error:
            return str(error)

    def _save_photos(self, activity):
        """Add the photos that were sent to a ledger entry. What is wrong with one is returned as a sentence;
        the others stay."""
        error = None
        for upload in request.httprequest.files.getlist("photos"):
            if not upload.filename:
                continue
            try:
                with request.env.cr.savepoint():
                    activity._add_photo(base64.b64encode(upload.read()))
            except (UserError, ValidationError) as problem:
                error = request.env._(
                    "The photo «%(file)s» was not saved: %(problem)s",
                    file=upload.filename,
                    problem=str(problem),
                )
        return error
