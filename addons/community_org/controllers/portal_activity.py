import secrets

from odoo import http
from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.http import request
from psycopg2.errors import CheckViolation, UniqueViolation

from ..models.community_activity import DEFAULT_LENGTH
from .community_portal import CommunityPortal
from .posted_form import PostedForm, get_shown

MODEL = "community.activity"
URL = "/my/activities"
FIELDS = ("organization_id", "name", "type_id", "start", "stop", "place", "participant_count")
# asked for under «more»
MORE_FIELDS = (
    "volunteer_count",
    "volunteer_hours",
    "beneficiary_count",
    "partners",
    "cost",
    "summary",
)
REQUIRED = ("organization_id", "name", "type_id", "start", "stop")
CHOICES = {"organization_id": [("state", "!=", "cancelled")]}
STATES = ("planned", "held", "returned", "confirmed")


class PortalActivity(CommunityPortal):
    """The ledger (活动台账) in the portal: entered in a minute, repeated in two taps, followed.

    All runs under the rules of the user, so that what belongs to others looks as if it did not exist.
    """

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            organizations = request.env["community.organization"].search(CHOICES["organization_id"])
            shortage = organizations._get_ledger_shortage()
            response.qcontext.update(
                ledger_organizations=organizations,
                ledger_shortages=[(body, count) for body, count in shortage.items() if count],
                ledger_unfinished=request.env[MODEL]._get_unfinished(),
                ledger_last=self._get_last_activity(),
            )
        return response

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "activity_count" in counters:
            values["activity_count"] = request.env[MODEL].search_count([])
        return values

    @http.route(
        [URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True, readonly=True
    )
    def portal_activities(self, page=1, state=None, organization_id=None, **kw):
        ledger = request.env[MODEL]
        organizations = request.env["community.organization"].search([])
        chosen = organizations.filtered(lambda body: str(body.id) == organization_id)
        mine = Domain("organization_id", "in", chosen.ids) if chosen else Domain.TRUE
        counts = dict(ledger._read_group(mine, ["state"], ["__count"]))
        state = state if state in STATES else None
        shown = mine & Domain("state", "=", state) if state else mine
        pager = portal_pager(
            url=URL,
            url_args={"state": state or "", "organization_id": chosen.id or ""},
            total=ledger.search_count(shown),
            page=page,
            step=self._items_per_page,
        )
        activities = ledger.search(shown, limit=self._items_per_page, offset=pager["offset"])
        return self._render_portal(
            "activities",
            activities=activities,
            pager=pager,
            organizations=organizations,
            chosen=chosen,
            counts=counts,
            state=state,
            states=[pair for pair in _get_labels(ledger) if pair[0] in STATES],
            shortages=(chosen or organizations)._get_ledger_shortage(),
            last=self._get_last_activity(),
        )

    # ------------------------------------------------------------
    # THE ENTRY
    # ------------------------------------------------------------

    @http.route(f"{URL}/new", type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_activity_new(self, repeat=None, entry_key=None, **post):
        """The form of a new entry, filled in from the one to ``repeat``. A form whose ``entry_key`` has been
        entered already leads to its entry."""
        ledger = request.env[MODEL]
        if request.httprequest.method == "POST":
            return self._enter_activity(ledger, post, entry_key)
        entered = ledger._find_entry(entry_key)
        if entered:
            return request.redirect(f"{URL}/{entered.id}?saved={entered.entry_key}")
        last = self._get_readable(MODEL, int(repeat)) if (repeat or "").isdecimal() else None
        return self._render_activity_form(ledger, self._get_suggested(last))

    @http.route(
        f"{URL}/<int:activity_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_activity_edit(self, activity_id, **post):
        activity = self._get_readable(MODEL, activity_id)
        if activity is None or activity.is_locked:
            return request.redirect(f"{URL}/{activity_id}")
        if request.httprequest.method == "POST":
            return self._enter_activity(activity, post, post.get("entry_key"))
        return self._render_activity_form(activity, get_shown(activity, FIELDS + MORE_FIELDS))

    @http.route(f"{URL}/<int:activity_id>", type="http", auth="user", website=True)
    def portal_activity(self, activity_id, **kw):
        activity = self._get_readable(MODEL, activity_id)
        if activity is None:
            return request.redirect(URL)
        return self._render_activity(activity, saved=kw.get("saved"))

    @http.route(
        f"{URL}/<int:activity_id>/<any(report,cancel,delete,photos):verb>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_activity_act(self, activity_id, verb, **post):
        """Do it, or show the page again with what is in the way."""
        activity = self._get_readable(MODEL, activity_id)
        if activity is None:
            return request.redirect(URL)
        error = self._try(getattr(self, f"_{verb}_activity"), activity, post)
        if error:
            return self._render_activity(activity, error=error)
        return request.redirect(f"{URL}/{activity_id}" if activity.exists() else URL)

    # ------------------------------------------------------------

    def _enter_activity(self, activity, post, key):
        """Save the form whole, with its photos; or show it again with what was typed."""
        names = _get_names(activity)
        form = PostedForm(activity, names, post, REQUIRED, CHOICES)
        if not form.errors:
            try:
                with request.env.cr.savepoint():
                    entry = activity._enter(form.values, key)
                return self._finish_entry(entry, key)
            except (UserError, ValidationError) as error:
                form.errors["form"] = str(error)
            except CheckViolation as error:
                form.errors["stop"] = activity._sql_error_to_message(error)
            except UniqueViolation:
                # sent twice at once: the next request sees what the other has saved
                return request.redirect(f"{URL}/new?entry_key={key}")
        return self._render_activity_form(activity, form.typed, form.errors, key)

    def _finish_entry(self, entry, key):
        error = self._save_photos(entry)
        if error:
            return self._render_activity(entry, error=error, saved=key)
        return request.redirect(f"{URL}/{entry.id}?saved={key or ''}")

    def _report_activity(self, activity, post):
        activity.action_report()

    def _cancel_activity(self, activity, post):
        activity.action_cancel()

    def _delete_activity(self, activity, post):
        activity.unlink()

    def _photos_activity(self, activity, post):
        """Add the photos that were sent, or take one out (``remove``)."""
        remove = post.get("remove") or ""
        if remove:
            activity.photo_ids.filtered(lambda photo: str(photo.id) == remove).unlink()
        return self._save_photos(activity)

    def _get_last_activity(self):
        """What was held last: the one that a leader repeats."""
        return request.env[MODEL].search(
            [("state", "in", ("held", "confirmed")), ("organization_id.state", "!=", "cancelled")],
            limit=1,
        )

    def _get_suggested(self, last):
        """What the empty form shows: all of ``last``, or the place and time that are likely."""
        ledger = request.env[MODEL]
        if last:
            values = last._get_repetition()
        else:
            organizations = request.env["community.organization"].search(CHOICES["organization_id"])
            # most is entered when it is over
            values = {"start": ledger.default_get(["start"])["start"] - DEFAULT_LENGTH}
            if len(organizations) == 1:
                values["organization_id"] = organizations
        return get_shown(ledger.new(values), FIELDS + MORE_FIELDS)

    def _render_activity_form(self, activity, shown, errors=None, key=None):
        env = request.env
        organizations = env["community.organization"].search(CHOICES["organization_id"])
        return self._render_portal(
            "activity_form",
            activity=activity,
            names=[name for name in _get_names(activity) if name in FIELDS],
            more_names=MORE_FIELDS,
            shown=shown,
            errors=errors or {},
            required=REQUIRED,
            info=activity.fields_get(FIELDS + MORE_FIELDS),
            choices={
                "organization_id": organizations,
                "type_id": env["community.activity.type"].search([]),
            },
            entry_key=key or activity.entry_key or secrets.token_urlsafe(16),
            photos_lost=errors and any(f.filename for f in request.httprequest.files.values()),
        )

    def _render_activity(self, activity, error=None, saved=None):
        return self._render_portal("activity", activity=activity, error=error, saved=saved)


def _get_names(activity):
    """The fields of the form; an entry stays with its organisation."""
    return tuple(n for n in FIELDS + MORE_FIELDS if n != "organization_id" or not activity)


def _get_labels(ledger):
    return ledger.fields_get(["state"])["state"]["selection"]
