from datetime import datetime, timedelta

import pytz
from odoo import http
from odoo.addons.community_org.controllers.community_portal import CommunityPortal
from odoo.addons.community_org.controllers.public_page import PUBLIC, rate_limited
from odoo.addons.community_org.models.community_policy import SHANGHAI
from odoo.exceptions import UserError
from odoo.fields import Date, Datetime
from odoo.http import request

from ..models.community_booking_visit import CHECK_IN_EARLY

ROOMS, BOOKINGS = "/my/rooms", "/my/bookings"
ADDON = "community_training"
MOST_DAYS = 45  # of a calendar at once


class PortalBooking(CommunityPortal):
    """Rooms in the portal: find a free one, book, change, cancel, check in at the door. Everything runs as
    the representative; of others nothing is seen but that a room is taken."""

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            soon = Datetime.now() + timedelta(days=7)
            response.qcontext["bookings_next"] = self._find_coming().filtered(
                lambda booking: booking.start < soon or booking.state == "offered"
            )
        return response

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "booking_count" in counters:
            values["booking_count"] = len(self._find_coming())
        return values

    # ------------------------------------------------------------
    # FIND
    # ------------------------------------------------------------

    @http.route(ROOMS, type="http", auth="user", website=True)
    def portal_rooms(self, **params):
        bodies = self._find_booking_bodies()
        wish = self._read_wish(params)
        rooms, error = request.env["community.room"], None
        if params.get("day") and bodies:
            try:
                start, stop = self._read_hours(wish)
                rooms = rooms._find_free(
                    self._choose_body(wish, bodies), start, stop, wish["people"]
                )
            except UserError as problem:
                error = str(problem)
        return self._render_portal(
            "rooms",
            ADDON,
            bodies=bodies,
            wish=wish,
            rooms=rooms,
            searched="day" in params and not error,
            error=error,
            every=request.env["community.room"]._find_bookable(bodies)[:60],
        )

    @http.route(f"{ROOMS}/<int:room_id>", type="http", auth="user", website=True)
    def portal_room(self, room_id, **params):
        room = self._get_readable("community.room", room_id)
        if room is None:
            return request.redirect(ROOMS)
        return self._render_room(room, self._read_wish(params))

    @http.route(f"{ROOMS}/<int:room_id>/busy", type="http", auth="user", readonly=True)
    def portal_room_busy(self, room_id, start="", end="", **kw):
        """When the room is taken, for the calendar of the page; own bookings are told apart."""
        room = self._get_readable("community.room", room_id)
        try:
            begin, until = (self._parse_moment(text) for text in (start, end))
        except ValueError:
            return request.not_found()
        if room is None or until - begin > timedelta(days=MOST_DAYS):
            return request.not_found()
        own = set(request.env["community.booking"].search([("room_id", "=", room.id)]).ids)
        local = request.env["community.policy"]._local
        return request.make_json_response(
            [
                {
                    "start": f"{local(first):%Y-%m-%dT%H:%M:%S}",
                    "end": f"{local(last):%Y-%m-%dT%H:%M:%S}",
                    "title": request.env._("Ours") if booking in own else request.env._("Taken"),
                    "classNames": ["text-bg-primary" if booking in own else "text-bg-secondary"],
                    "display": "block",
                }
                for first, last, booking in room._get_busy(begin, until)[room.id]
            ]
        )

    # ------------------------------------------------------------
    # BOOK
    # ------------------------------------------------------------

    @http.route(
        f"{ROOMS}/<int:room_id>/book", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_room_book(self, room_id, **post):
        room = self._get_readable("community.room", room_id)
        if room is None:
            return request.redirect(ROOMS)
        wish = self._read_wish(post)
        booked = self._try(self._book_wish, room, wish)
        if isinstance(booked, str):
            return self._render_room(room, wish, error=booked)
        if booked._name == "community.booking.series":
            return request.redirect(f"{BOOKINGS}?series={booked.id}")
        return request.redirect(f"{BOOKINGS}/{booked.id}")

    def _book_wish(self, room, wish):
        bodies = self._find_booking_bodies()
        if not bodies:
            raise UserError(request.env._("You represent no organisation that books rooms."))
        start, stop = self._read_hours(wish)
        vals = {
            "room_id": room.id,
            "organization_id": self._choose_body(wish, bodies).id,
            "subject": wish["subject"] or request.env._("Activity"),
            "people": wish["people"],
        }
        if wish["until"] and not wish["wait"]:
            return self._book_series(vals, wish, start, stop)
        vals.update(
            start=start,
            stop=stop,
            equipment_line_ids=[
                (0, 0, {"equipment_id": equipment, "quantity": quantity})
                for equipment, quantity in wish["equipment"].items()
                if quantity
            ],
        )
        return request.env["community.booking"]._book(vals, wait=wish["wait"])

    def _book_series(self, vals, wish, start, stop):
        local = request.env["community.policy"]._local
        midnight = request.env["community.policy"]._midnight(local(start).date())
        return request.env["community.booking.series"]._book(
            {
                **vals,
                "date_from": local(start).date(),
                "date_to": wish["until"],
                "hour_from": (start - midnight).total_seconds() / 3600,
                "hour_to": (stop - midnight).total_seconds() / 3600,
            }
        )

    # ------------------------------------------------------------
    # MY BOOKINGS
    # ------------------------------------------------------------

    @http.route(BOOKINGS, type="http", auth="user", website=True)
    def portal_bookings(self, series=None, **kw):
        past = request.env["community.booking"].search(
            [("stop", "<", Datetime.now())], limit=30, order="start desc"
        )
        number = int(series) if (series or "").isdecimal() else 0
        mine = request.env["community.booking"].search([("series_id", "=", number)], limit=1)
        return self._render_portal(
            "bookings",
            ADDON,
            coming=self._find_coming(),
            past=past,
            # sudo: community.booking.series - of a booking that is the reader's own
            skipped=number and mine.sudo().series_id.skipped,
            bodies=self._find_booking_bodies(),
        )

    @http.route(f"{BOOKINGS}/<int:booking_id>", type="http", auth="user", website=True)
    def portal_booking(self, booking_id, **kw):
        booking = self._get_readable("community.booking", booking_id)
        return self._render_booking(booking) if booking else request.redirect(BOOKINGS)

    @http.route(
        f"{BOOKINGS}/<int:booking_id>/<string:act>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_booking_act(self, booking_id, act, **post):
        booking = self._get_readable("community.booking", booking_id)
        acts = {
            "cancel": self._cancel_booking,
            "accept": self._accept_booking,
            "change": self._change_booking,
            "check-in": self._check_in_booking,
        }
        if booking is None or act not in acts:
            return request.redirect(BOOKINGS)
        wish = self._read_wish(post)
        error = self._try(acts[act], booking, wish)
        if isinstance(error, str):
            return self._render_booking(booking, error=error, wish=wish)
        return request.redirect(f"{BOOKINGS}/{booking.id}")

    def _cancel_booking(self, booking, wish):
        booking.action_cancel()

    def _accept_booking(self, booking, wish):
        booking.action_accept()

    def _check_in_booking(self, booking, wish):
        booking.action_check_in()

    def _change_booking(self, booking, wish):
        start, stop = self._read_hours(wish)
        booking._change({"start": start, "stop": stop, "people": wish["people"]})

    @http.route(
        f"{BOOKINGS}/feed/<int:organization_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_booking_feed(self, organization_id, ends="", **post):
        organization = self._get_readable("community.organization", organization_id)
        if organization is not None:
            organization._renew_feed(ends=bool(ends))
        return request.redirect(BOOKINGS)

    # ------------------------------------------------------------
    # AT THE DOOR
    # ------------------------------------------------------------

    @http.route(
        f"{ROOMS}/door/<string:token>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_door(self, token, **post):
        """Scanned at the door: the own booking of now is checked in with one tap."""
        # sudo: community.room - whoever scans the code stands at the door
        room = request.env["community.room"].sudo().search([("door_token", "=", token)])
        room = room.with_user(request.env.user)
        bookings = request.env["community.booking"]._find_at_door(room) if room else room
        error = None
        if request.httprequest.method == "POST" and bookings:
            error = self._try(bookings[:1].action_check_in)
        return self._render_portal(
            "door",
            ADDON,
            room=room,
            booking=bookings[:1],
            error=error if isinstance(error, str) else None,
        )

    # ------------------------------------------------------------
    # WHAT WAS TYPED
    # ------------------------------------------------------------

    def _read_wish(self, params):
        """What the form says, with defaults; numbers that are none fall back."""

        def number(name, default):
            text = str(params.get(name) or "")
            return int(text) if text.isdecimal() and len(text) < 6 else default

        today = request.env["community.policy"]._today()
        try:
            until = Date.to_date(params.get("until") or False)
        except ValueError:
            until = False
        return {
            "day": params.get("day", str(today + timedelta(days=1))),
            "begin": params.get("begin", "09:00"),
            "end": params.get("end", "11:00"),
            "people": max(1, number("people", 10)),
            "organization": number("organization", 0),
            "subject": (params.get("subject") or "").strip()[:100],
            "until": until,
            "wait": bool(params.get("wait")),
            "equipment": {
                int(name[10:]): number(name, 0)
                for name in params
                if name.startswith("equipment-") and name[10:].isdecimal()
            },
        }

    def _read_hours(self, wish):
        """Begin and end (naive UTC) of what was typed as Shanghai's time; an earlier end is the next day's.

        :raises UserError: this is no day or no time
        """
        try:
            day = Date.to_date(wish["day"])
            begin, end = (
                datetime.combine(day, datetime.strptime(wish[name], "%H:%M").time())
                for name in ("begin", "end")
            )
        except (ValueError, TypeError) as error:
            raise UserError(request.env._("Choose a day and the hours.")) from error
        if end <= begin:
            end += timedelta(days=1)
        return tuple(
            SHANGHAI.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)
            for moment in (begin, end)
        )

    def _parse_moment(self, text):
        """A moment of the calendar, which knows no zones but Shanghai's clock, as naive UTC."""
        moment = datetime.fromisoformat(text[:19])
        return SHANGHAI.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    def _find_booking_bodies(self):
        return request.env["community.organization"].search([("state", "!=", "cancelled")])

    def _choose_body(self, wish, bodies):
        return bodies.filtered(lambda body: body.id == wish["organization"]) or bodies[:1]

    def _find_coming(self):
        return request.env["community.booking"].search(
            [
                ("stop", ">=", Datetime.now()),
                ("state", "in", ("waiting", "offered", "requested", "confirmed", "attended")),
            ],
            order="start",
        )

    def _render_room(self, room, wish, error=None):
        venue = room.venue_id
        # sudo: resource.calendar - opening hours are no secret
        hours = venue.sudo().calendar_id.attendance_ids
        return self._render_portal(
            "room",
            ADDON,
            room=room,
            wish=wish,
            bodies=self._find_booking_bodies(),
            error=error,
            first=f"{int(min(hours.mapped('hour_from'), default=8)):02d}:00:00",
            last=f"{-int(-max(hours.mapped('hour_to'), default=21) // 1):02d}:00:00",
        )

    def _render_booking(self, booking, error=None, wish=None):
        local = request.env["community.policy"]._local
        start, stop = local(booking.start), local(booking.stop)
        return self._render_portal(
            "booking",
            ADDON,
            booking=booking,
            can_check_in=booking.start - CHECK_IN_EARLY <= Datetime.now() <= booking.stop,
            error=error,
            wish=wish
            or {
                "day": f"{start:%Y-%m-%d}",
                "begin": f"{start:%H:%M}",
                "end": f"{stop:%H:%M}",
                "people": booking.people,
            },
        )


class PublicFeed(http.Controller):
    """Calendars for phones, by an unguessable address that can be revoked."""

    @http.route("/community/calendar/<any(room,organization):kind>/<string:token>.ics", **PUBLIC)
    @rate_limited("pages_per_minute", 60)
    def feed(self, kind, token, **kw):
        bookings = request.env["community.booking"]._find_of_feed(f"{kind}_id", token)
        if bookings is None:
            return request.not_found()
        return request.make_response(
            bookings._get_feed(),
            [("Content-Type", "text/calendar; charset=utf-8"), ("Cache-Control", "no-store")],
        )
