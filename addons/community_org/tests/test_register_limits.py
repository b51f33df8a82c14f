from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from ..controllers.public_page import RateLimiter, _network
from ..models.community_register_overview import SETTINGS
from .common_register import LIST, RegisterCase

PAGES = ("/community", LIST, "/community/open-data", "/community/verify")


@tagged("post_install", "-at_install")
class TestRegisterRate(RegisterCase):
    """One address has so many pages a minute; who asks for more is told to wait."""

    def _codes(self, count, path=LIST, **kwargs):
        return [self._get(path, **kwargs).status_code for _time in range(count)]

    def _through(self, forwarded):
        """Headers as a proxy in front of Odoo sets them."""
        host = self.base_url().partition("//")[2]
        return {"X-Forwarded-For": forwarded, "X-Forwarded-Host": host, "X-Forwarded-Proto": "http"}

    def test_pages(self):
        """The requests over the limit get 429, when to come again, and a polite page."""
        self._set("pages_per_minute", 3)
        self.assertEqual(self._codes(4), [200, 200, 200, 429])
        response = self._get(self.dance.register_path)
        self.assertEqual(response.status_code, 429)
        self.assertTrue(1 <= int(response.headers["Retry-After"]) <= 20)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("/community/open-data", response.text)
        self.assertNotIn("<script src", response.text)
        self.assertNotIn(self.dance.name, response.text)

    def test_every_page_counts(self):
        """All pages share one allowance, the check of certificates too; files have their own."""
        self._set("pages_per_minute", len(PAGES) + 3)
        for path in (*PAGES, self.dance.register_path, f"{LIST}/x", "/community/verify/x"):
            self.assertIn(self._get(path).status_code, (200, 404), path)
        for path in (*PAGES, self.dance.register_path, f"{LIST}/x", "/community/verify/x"):
            self.assertEqual(self._get(path).status_code, 429, path)
        self.assertEqual(self._get("/community/open-data/organizations.csv").status_code, 200)

    def test_downloads(self):
        """The files have a limit by the hour, also for who only asks whether they changed."""
        self._set("downloads_per_hour", 2)
        path = "/community/open-data/organizations."
        etag = self._get(f"{path}json").headers["ETag"]
        self.assertEqual(self._get(f"{path}json", headers={"If-None-Match": etag}).status_code, 304)
        response = self._get(f"{path}csv")
        self.assertEqual(response.status_code, 429)
        self.assertTrue(60 < int(response.headers["Retry-After"]) <= 1800)

    def test_forged_address(self):
        """Without a proxy, a header that the visitor sends gives him no new allowance."""
        self._set("pages_per_minute", 1)
        with patch.dict(config.options, {"proxy_mode": False}):
            codes = [
                self._get(LIST, headers=self._through(f"203.0.113.{n}")).status_code
                for n in range(3)
            ]
        self.assertEqual(codes, [200, 429, 429])

    def test_behind_a_proxy(self):
        """Behind one, each visitor's address has its own; what he wrote before the proxy's is not believed."""
        self._set("pages_per_minute", 1)
        with patch.dict(config.options, {"proxy_mode": True}):
            for forwarded, code in (
                ("203.0.113.1", 200),
                ("203.0.113.2", 200),
                ("203.0.113.1", 429),
                ("198.51.100.7, 203.0.113.2", 429),
                ("2001:db8::1", 200),
                ("2001:db8::ffff", 429),
                ("2001:db8:0:1::1", 200),
                ("garbage", 200),
            ):
                with self.subTest(forwarded):
                    headers = self._through(forwarded)
                    self.assertEqual(self._get(LIST, headers=headers).status_code, code)

    def test_staff(self):
        """An office shares one address and is not limited; residents with a login are."""
        self._set("pages_per_minute", 1)
        self.authenticate(self.officer_a1.login, self.officer_a1.login)
        self.assertEqual(self._codes(3), [200, 200, 200])
        self.authenticate(self.portal_1.login, self.portal_1.login)
        self.assertEqual(self._codes(2), [200, 429])

    def test_settings(self):
        """0 is off; what is no number counts as the number that was delivered."""
        register = self.env["community.register"]
        for name, number in SETTINGS.items():
            delivered = self.env.ref(f"community_org.register_{name}")
            self.assertEqual(delivered.key, f"community_org.register_{name}")
            for text, expected in (("0", 0), ("7", 7), ("-1", number), ("x", number), ("", number)):
                with self.subTest(f"{name}={text}"):
                    self._set(name, text)
                    self.assertEqual(register._get_setting(name), expected)
        self._set("pages_per_minute", 0)
        self.assertEqual(set(self._codes(5)), {200})

    def test_limiter(self):
        """The allowance refills evenly; addresses are counted apart; the memory is bounded."""
        limiter = RateLimiter(addresses=3)
        with patch("odoo.addons.community_org.controllers.public_page.time") as clock:
            clock.monotonic.return_value = 1000.0
            self.assertEqual([limiter.wait("a", 2, 60) for _n in range(2)], [0, 0])
            self.assertEqual(limiter.wait("a", 2, 60), 30)
            self.assertEqual(limiter.wait("b", 2, 60), 0)
            clock.monotonic.return_value += 29
            self.assertEqual(limiter.wait("a", 2, 60), 1)
            clock.monotonic.return_value += 1
            self.assertEqual(limiter.wait("a", 2, 60), 0)
            self.assertEqual(limiter.wait("a", 2, 60), 30)
            for address in "cdefg":
                self.assertEqual(limiter.wait(address, 2, 60), 0)
            self.assertEqual(len(limiter._full_at), 3)

    def test_network(self):
        """An IPv6 subscriber is one address, whatever the rest of it."""
        self.assertEqual(_network("2001:db8::1"), _network("2001:db8::2"))
        self.assertNotEqual(_network("203.0.113.1"), _network("203.0.113.2"))
        self.assertEqual(_network("::ffff:203.0.113.1"), _network("203.0.113.1"))
        self.assertEqual(_network(None), "")


@tagged("post_install", "-at_install")
class TestRegisterCaches(RegisterCase):
    """Pages are kept by browsers and proxies, and never somebody else's page."""

    def test_not_modified(self):
        """Who has the page already gets 304; another content is another page."""
        for path in (*PAGES, self.dance.register_path, f"{LIST}?search=x"):
            with self.subTest(path):
                headers = {"If-None-Match": self._get(path).headers["ETag"]}
                response = self._get(path, headers=headers)
                self.assertEqual(response.status_code, 304)
                self.assertFalse(response.content)
        headers = {"If-None-Match": self._get(self.dance.register_path).headers["ETag"]}
        self.dance.purpose = "新的宗旨"
        self.assertEqual(self._get(self.dance.register_path, headers=headers).status_code, 200)

    def test_without_a_session(self):
        """A visitor without a session gets a page for everybody, and no session is made for him."""
        for path in PAGES:
            with self.subTest(path):
                response = self._get(path)
                self.assertEqual(response.headers["Cache-Control"], "public, max-age=600")
                self.assertEqual(response.headers["Vary"], "Cookie")
                self.assertNotIn("Set-Cookie", response.headers)
        self._set("cache_minutes", 3)
        self.assertEqual(self._get(LIST).headers["Cache-Control"], "public, max-age=180")

    def test_with_a_login(self):
        """A page with somebody's name in its header is his alone."""
        self.authenticate(self.portal_1.login, self.portal_1.login)
        response = self._get(LIST)
        self.assertIn(self.portal_1.name, response.text)
        self.assertEqual(response.headers["Cache-Control"], "private, no-cache")
        self.assertEqual(response.headers["Vary"], "Cookie")

    def test_replica(self):
        """Every page is a reading GET without a session, so that a read-only replica can answer."""
        rules = [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith("/community")
            and rule.endpoint.routing["auth"] == "public"
            # residents write there
            and not rule.rule.startswith(
                (
                    "/community/report",
                    "/community/r/",
                    "/community/rate/",
                    "/community/check-in/",
                    "/community/exam/",
                )
            )
        ]
        self.assertGreaterEqual(len(rules), 7)
        for rule in rules:
            with self.subTest(rule.rule):
                routing = rule.endpoint.routing
                self.assertTrue(routing["readonly"])
                self.assertFalse(routing["save_session"])
                self.assertEqual(routing["methods"], ["GET"])

    def test_certificate_is_checked_now(self):
        """Whether a certificate is genuine is never answered from a cache."""
        for token in (self.dance.certificate_id.token, "x"):
            response = self._get(f"/community/verify/{token}")
            self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_queries(self):
        """A page of the list, one organisation and the overview cost the same whatever there is."""
        register = self.env["community.register"].with_user(self.public)
        none = register._parse_filters({})

        def cost(call, *args):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            call(*args)
            return self.env.cr.sql_log_count - before

        def costs():
            self._set("cache_minutes", 0)
            pages = [
                cost(register._find_page, none),
                cost(register._get_overview, none["street"]),
                cost(lambda: register._get_entry(register._find("T-2026-0001"))),
            ]
            return pages

        costs()  # fills the caches of the registry
        few = costs()
        for serial in range(18):
            self._enter(
                f"T-Q-{serial:04d}",
                f"丙一第{serial}队",
                category_id=self.category_many.id,
                area_id=(self.area_v1 | self.area_b1)[serial % 2].id,
            )
        for many, before in zip(costs(), few, strict=True):
            self.assertLessEqual(many, before)
