"""What every page without a login shares: a limit for each address, and headers for caches."""

import functools
import hashlib
import ipaddress
import math
import re
import threading
import time
from collections import OrderedDict

from odoo.http import Response, request

# A route of the register: anybody, read-only (a replica may answer), no session is made for a crawler.
PUBLIC = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
}
PAGE = {**PUBLIC, "website": True}
# the only thing on a page that differs each time
CSRF_TOKEN = re.compile(rb'csrf_token: "\w*"')


class RateLimiter:
    """At most ``limit`` requests in ``seconds`` from one address, in this process.

    For each address only the time is kept at which its allowance is full again: every request
    moves it by ``seconds / limit``, and none is let through that would move it further than
    ``seconds`` ahead. The least recent addresses are forgotten, so the memory is bounded.
    """

    def __init__(self, addresses=20_000):
        self._full_at = OrderedDict()
        self._addresses = addresses
        self._lock = threading.Lock()

    def wait(self, address, limit, seconds):
        """Seconds until ``address`` may come again, 0 when it may now (that counts as a request)."""
        now = time.monotonic()
        with self._lock:
            full_at = max(self._full_at.get(address, now), now) + seconds / limit
            if full_at - now > seconds:
                return full_at - now - seconds
            self._full_at[address] = full_at
            self._full_at.move_to_end(address)
            if len(self._full_at) > self._addresses:
                self._full_at.popitem(last=False)
        return 0

    def clear(self):
        with self._lock:
            self._full_at.clear()


LIMITER = RateLimiter()


def rate_limited(setting, seconds):
    """Decorate a route: from one address as many requests in ``seconds`` as ``setting`` of the register.

    The address is the visitor's: with ``proxy_mode`` Odoo takes it from the proxy's header, else
    from the connection, so a header that a visitor sends is not believed. Staff is not limited: an
    office shares one address.
    """

    def decorate(endpoint):
        @functools.wraps(endpoint)
        def limited(*args, **kwargs):
            wait = get_wait(setting, seconds)
            return _refuse(wait) if wait else endpoint(*args, **kwargs)

        return limited

    return decorate


def get_wait(setting, seconds):
    """Whole seconds until this visitor may send again what ``setting`` limits; 0: now, and that counts."""
    limit = request.env["community.register"]._get_setting(setting)
    if not limit or request.env.user._is_internal():
        return 0
    key = (request.db, setting, get_network())
    return math.ceil(LIMITER.wait(key, limit, seconds))


def get_network():
    """The visitor's address, or network, as the limits count it."""
    return _network(request.httprequest.remote_addr)


def _network(address):
    """The address, or of an IPv6 address its network: one subscriber has 2⁶⁴ of them."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _refuse(seconds):
    response = request.render("community_org.register_busy", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def prepare_head(path, *, filtered=False):
    """What search engines and shared links read of the page at ``path``; a filtered one is not for them."""
    base = request.env["community.register"]._get_organizations().get_base_url()
    return {
        "path": path,
        "base": base,
        "canonical": not filtered and f"{base}{path}",
        "noindex": filtered,
    }


def render_page(template, values):
    """A page with headers for caches: who has the same already gets 304 and no body.

    Without a session it is the same for everybody and may be kept by anybody for `cache_minutes`;
    with one (the header names the visitor) his browser asks each time.
    """
    response = request.render(template, values)
    response.flatten()
    digest = hashlib.sha256(CSRF_TOKEN.sub(b"", response.data)).hexdigest()[:32]
    response.set_etag(digest, weak=True)
    response.headers["Vary"] = "Cookie"
    if request.httprequest.cookies.get("session_id") or request.session.debug:
        response.headers["Cache-Control"] = "private, no-cache"
        return response.make_conditional(request.httprequest)
    return make_shared(response)


def make_shared(response):
    """``response`` as one that anybody may keep for `cache_minutes`; 304 for who has it."""
    minutes = request.env["community.register"]._get_setting("cache_minutes")
    response.headers["Cache-Control"] = f"public, max-age={60 * minutes}"
    # a cookie (of the language) would keep proxies from keeping the page
    request.future_response.headers.remove("Set-Cookie")
    return response.make_conditional(request.httprequest)


def render_uncached(template, values, status):
    response = request.render(template, values, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def stream(chunks, size, **kwargs):
    """A response of pieces in memory, without a copy of the whole."""
    response = Response(iter(chunks), **kwargs)
    response.content_length = size
    return response
