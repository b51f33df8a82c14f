import json
from urllib.parse import quote
from xmlrpc.client import Fault

from odoo.exceptions import AccessError
from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from .common_attack import NOISE
from .common_register import LIST, RegisterCase

MODELS = (
    "community.organization",
    "community.member",
    "community.filing",
    "community.certificate",
    "community.area",
    "community.category",
    "community.register",
)


@tagged("post_install", "-at_install")
class TestRegisterAttack(RegisterCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(*NOISE))

    # ------------------------------------------------------------
    # AROUND THE PAGES
    # ------------------------------------------------------------

    def _call(self, model, method, *args):
        """The answer of the web client's call without a login or with one."""
        payload = self.build_rpc_payload(
            {"model": model, "method": method, "args": list(args), "kwargs": {}}
        )
        return self.url_open(f"/web/dataset/call_kw/{model}/{method}", json=payload).json()

    def test_no_remote_calls(self):
        """Without a login no model is read, by any way in."""
        for model in MODELS:
            with self.subTest(model):
                answer = self._call(model, "search_read", [], ["display_name"])
                self.assertIn("error", answer)
                response = self.url_open(f"/json/2/{model}/search_read", json={"domain": []})
                self.assertEqual(response.status_code, 401)
                for uid, password in ((self.public.id, ""), (self.public.id, "public"), (0, "")):
                    with self.assertRaises(Fault):
                        self.xmlrpc_object.execute_kw(
                            get_db_name(), uid, password, model, "search_read", [[]]
                        )

    def test_no_rights_for_the_public(self):
        """The public user has no right on the models behind the register."""
        for model in set(MODELS) - {"community.register"}:
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.public).search([])

    def test_service_is_private(self):
        """Nobody calls the service that reads as superuser, with a login either."""
        for user in (self.portal_2, self.officer_b):
            self.authenticate(user.login, user.login)
            methods = {
                name
                for name in dir(self.env["community.register"])
                if name.startswith(
                    ("_find", "_get_", "_parse", "_prepare", "_iter", "_write_", "_count")
                )
            }
            self.assertIn("_find_page", methods)
            for method in methods:
                with self.subTest(f"{user.login} {method}"):
                    answer = self._call("community.register", method)
                    self.assertIn("error", answer)

    def test_register_path_gives_nothing_away(self):
        """The new fields and actions of an organisation need the right to read it."""
        for method in ("action_open_register", "_get_register_sections"):
            self.authenticate(self.portal_2.login, self.portal_2.login)
            answer = self._call("community.organization", method, [self.dance.id])
            self.assertIn("error", answer, method)
        with self.assertRaises(AccessError):
            self.dance.with_user(self.portal_2).read(["register_path"])

    def test_only_get(self):
        """Nothing can be posted to the register."""
        for path in ("/community", LIST, self.dance.register_path, "/community/open-data"):
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                with self.subTest(f"{method} {path}"):
                    response = self.opener.request(
                        method, f"{self.base_url()}{path}", data={"a": 1}
                    )
                    self.assertEqual(response.status_code, 405)

    # ------------------------------------------------------------
    # THROUGH THE FILTERS
    # ------------------------------------------------------------

    def test_filters_that_make_no_sense(self):
        """What is no filter gives a page and says that it was left out."""
        for name in ("street", "community", "category", "state"):
            for value in ("1 or 1", "' OR 1=1 --", "-1", "9" * 500, "%", "🙂", "[]", "None", "*"):
                with self.subTest(f"{name}={value[:20]}"):
                    page = self._page(**{name: quote(value)})
                    self.assertTrue(page.find_class("alert-warning"))
                    self.assertFalse(page.xpath(f"//select[@name='{name}']//option[@selected]"))

    def test_filters_of_another_kind(self):
        """A community is no street, a leaf is no main category, a field is no filter."""
        self.assertFinds(
            self.dance | self.gone,
            search="舞蹈队",
            street=self.area_a1.code,
            category=self.category.code,
        )
        forged = {"phone": "139", "leader_id": "1", "domain": "[]", "order": "phone", "limit": "1"}
        self.assertFinds(self.dance | self.gone, search="舞蹈队", **forged)

    def test_page_numbers(self):
        """A page number that is none is the first page, one after the end is the last."""
        for page in ("0", "-1", "1e9", "999999", "9" * 5000, "abc", "%00", "１", "1.5", "", "%20"):
            with self.subTest(page[:20]):
                self.assertFinds(self.dance, search="夕阳红", page=page)

    def test_searches(self):
        """Wildcards, odd bytes, markup and very long texts are searched for as they are."""
        for search in (
            "%",
            "_",
            "夕%舞",
            "夕_红",
            "\\",
            "\\%",
            "'",
            '"><script>alert(1)</script>',
            "\0",
            "夕阳红\0%",
            "a" * 10_000,
            "夕 " * 5_000 + "x",
            "${7*7}",
            "🙂",
        ):
            with self.subTest(search[:20]):
                page = self._page(search=quote(search))
                self.assertNotIn(
                    "甲一夕阳红舞蹈队" if "%" in search else "alert(1)", self._names(page)
                )
                self.assertFalse(page.xpath("//script[contains(text(), 'alert(1)')]"))
        for raw in ("%ff%fe", "%ed%a0%80", "%C0%80"):
            self._page(search=raw)

    def test_wildcards(self):
        """``%`` and ``_`` find themselves and nothing else."""
        for search in ("%", "_", "夕%舞", "夕_红"):
            with self.subTest(search):
                self.assertFinds(self.all.browse(), search=quote(search))
        self.dance.name = "甲一_夕阳红舞蹈队"
        self.assertFinds(self.dance, search="_")

    def test_repeated_and_nested(self):
        """A filter given twice or as a list is a page."""
        for query in (
            f"street={self.street_a.code}&street={self.street_b.code}",
            "search[]=1&search[a]=2",
            "page=1&page=2",
            "search=" + "&search=".join(["a"] * 300),
            quote(json.dumps({"search": "x"})),
        ):
            with self.subTest(query[:30]):
                self.assertEqual(self._get(f"{LIST}?{query}").status_code, 200)

    def test_overview(self):
        """The overview takes a street and nothing else."""
        for street in ("1 or 1", self.area_a1.code, self.district.code, "9" * 5000, "%00", "_"):
            with self.subTest(street[:20]):
                page = self._page("/community", street=quote(street))
                self.assertTrue(page.xpath("//tbody//a[text()='甲街道']"))

    def test_names_are_shown_not_run(self):
        """A name or text with markup is text on the pages."""
        self.dance.purpose = self.gone.cancel_reason = "<script>alert(1)</script>"
        for organization in (self.dance, self.gone):
            page = self._page(organization.register_path)
            self.assertFalse(page.xpath("//script[contains(text(), 'alert(1)')]"))
            self.assertIn("<script>alert(1)</script>", self._text(page))
