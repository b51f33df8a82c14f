import logging
from unittest.mock import patch

from lxml import html
from odoo.tests import tagged

from ..controllers.request_log import ResidentFilter
from .common_resident_report import FORM, NAME, PHONE, TEXT, ReportHttpCase, picture

SCRIPT = '"><script>alert(1)</script>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@tagged("post_install", "-at_install")
class TestResidentReportSpam(ReportHttpCase):
    """What programs do is refused politely, and what a person wrote is not lost."""

    def test_trap(self):
        """Who fills in the field that nobody sees is refused; sent again without it, it is taken."""
        data = self._prepare()
        page = self.assertNotTaken(self._send(data, website="http://x.example"))
        self.assertEqual(page.xpath("//input[@name='website']/@value"), [])
        self._sent(data)

    def test_ticket(self):
        """Without a ticket of ours, with a forged or an old one: shown again with a new one that works."""
        data = self._prepare()
        other = self._prepare()["ticket"]
        for ticket in (
            "",
            "x",
            "AAAA",
            data["ticket"][:-2],
            other[:40] + data["ticket"][40:],
            "é" * 50,
            "\ud800",
        ):
            with self.subTest(ticket[:10]):
                page = self.assertNotTaken(
                    self._send({**data, "ticket": ticket.encode("utf-8", "replace")})
                )
        self._sent(self._prepare(page))
        with patch("odoo.tools.misc.datetime") as clock:
            clock.datetime.now.return_value.timestamp.return_value = 9e9
            self.assertNotTaken(self._send(data))

    def test_too_quick(self):
        """A form that comes back within the seconds of the setting is refused, later it is taken."""
        self._set("report_seconds", 60)
        data = self._prepare()
        self.assertNotTaken(self._send(data))
        self._set("report_seconds", 0)
        self._sent(data)

    def test_sent_twice(self):
        """A double click makes one report, and both answers lead to it; another text makes another."""
        data = self._prepare()
        first, path = self._sent(data)
        again, same = self._sent(data)
        self.assertEqual((first, path), (again, same))
        other, _path = self._sent(data, text=f"{TEXT}另一件")
        self.assertNotEqual(other, first)

    def test_same_words(self):
        """The same words from the same network are refused, however spaced; from another they are taken."""
        self._sent()
        self.assertNotTaken(self._send(text=f" {TEXT[:9]} \n {TEXT[9:]}"))
        self.env["community.resident.report"].search([])._engine_write({"network_digest": "other"})
        self._sent()

    def test_links(self):
        """One address of a site may be named, two are advertising."""
        self._sent(text="他们在 www.example.com 上收会费，不开收据。")
        before = self._count()
        self.assertNotTaken(self._send(text="https://a.example http://b.example 便宜！"))
        self.assertEqual(self._count(), before)

    def test_daily_cap(self):
        """One network has so many a day by the policy; the next day it may again."""
        self.policy.sudo()._write({"report_daily_cap": 2})
        self.env.invalidate_all()
        for number in range(2):
            self._sent(text=f"{TEXT}{number}")
        self.assertNotTaken(self._send(text=f"{TEXT}三"))
        self.env.cr.execute(
            "UPDATE community_resident_report SET received_on = received_on - interval '1 day'"
        )
        self._sent(text=f"{TEXT}三")

    def test_rate(self):
        """Over the limit of one address: 429, when to come again, and what was typed is still there."""
        self._set("reports_per_hour", 2)
        data = self._prepare()
        self._send(data, text="")
        self._send(data, text="")
        with patch.object(type(self.env["community.resident.report.photo"]), "_read_photo") as read:
            response = self._send(data, files=[("a.jpg", picture(), "image/jpeg")])
        page = self.assertNotTaken(response, status=429)
        self.assertFalse(read.called)
        self.assertTrue(60 < int(response.headers["Retry-After"]) <= 1800)
        self.assertEqual(page.xpath("//textarea[@name='text']/text()"), [TEXT])

    def test_rate_of_pages(self):
        """The form and the private page count as pages; guessing links is slow."""
        self._set("pages_per_minute", 2)
        codes = [self._get(f"{FORM}/{n:032d}").status_code for n in range(3)]
        self.assertEqual(codes, [404, 404, 429])
        self.assertEqual(self._get(FORM).status_code, 429)

    def test_captcha(self):
        """A district that installs a captcha module gets it on this form."""
        seen = []
        with patch.object(
            type(self.env["ir.http"]),
            "_verify_request_recaptcha_token",
            lambda self, action: seen.append(action),
        ):
            self._sent()
        self.assertEqual(seen, ["community_resident_report"])


@tagged("post_install", "-at_install")
class TestResidentReportLink(ReportHttpCase):
    """The private link: it is the only way to the answer, and shows nothing of who reported."""

    def test_stored_as_hash(self):
        """Nothing in the database leads back to the link; 192 bits cannot be guessed."""
        report, path = self._sent()
        token = path.rpartition("/")[2]
        self.env.cr.execute(
            "SELECT t::text FROM community_resident_report t WHERE id = %s", [report.id]
        )
        self.assertNotIn(token, self.env.cr.fetchone()[0])
        self.assertEqual(len(token), 32)

    def test_wrong_links(self):
        """Every wrong link looks the same, whatever is wrong with it."""
        _report, path = self._sent()
        token = path.rpartition("/")[2]
        wrong = (
            "A" * 32,
            token[:-1],
            f"{token}A",
            token[:-1] + "!",
            token.swapcase(),
            "1",
            "%00",
            "é",
            "x" * 3000,
        )
        pages = set()
        for guess in wrong:
            response = self._get(f"{FORM}/{guess}")
            self.assertEqual(response.status_code, 404, guess[:40])
            pages.add(self._text(html.fromstring(response.text)))
        self.assertEqual(len(pages), 1)
        self._open()
        self.assertEqual(self._post(f"{FORM}/{'A' * 32}", text="补充").status_code, 404)

    def test_way(self):
        """Accepted, transferred, answered: in words, with days and offices, no officer's name; then rated."""
        report, path = self._sent(contact_name=NAME, contact_phone=PHONE)
        report.with_user(self.officer_a1).action_accept()
        report.with_user(self.officer_a1).message_post(body="内部意见：先别声张")
        self._page(path)
        self._post(path, text="昨晚又是十点。")
        report.with_user(self.officer_a1)._transfer(self.area_a2, "属于二社区。")
        report.with_user(self.officer_a2).action_accept()
        report.with_user(self.officer_a2)._answer(f"已调整时间。{SCRIPT}", "partly")
        page = self._page(path)
        text = self._text(page)
        for word in ("昨晚又是十点。", "属于二社区。", f"已调整时间。{SCRIPT}", "甲二社区"):
            self.assertIn(word, text)
        for secret in (NAME, PHONE, "内部意见", self.officer_a1.name, self.officer_a2.name):
            self.assertNotIn(secret, text)
        self.assertFalse(page.xpath("//form//textarea[@id='report-supplement']"))
        response = self._post(path, rating="satisfied", text="谢谢")
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((report.state, report.rating), ("closed", "satisfied"))
        self._post(path, rating="unsatisfied")
        self.env.invalidate_all()
        self.assertEqual(report.rating, "satisfied")

    def test_bad_posts(self):
        """Forged ratings, empty, long or advertising texts: a message, nothing is stored."""
        report, path = self._sent()
        self._page(path)
        for data in (
            {"rating": "satisfied"},
            {"rating": "wonderful"},
            {"text": " \0 "},
            {"text": "a" * 2001},
            {"text": "http://a.example http://b.example"},
            {"state": "closed"},
        ):
            with self.subTest(data):
                response = self._post(path, **data)
                self.assertEqual(response.status_code, 200)
                self.assertTrue(html.fromstring(response.text).find_class("alert-danger"))
                self.env.invalidate_all()
                self.assertEqual(
                    (report.state, report.rating, report.supplement_count), ("new", False, 0)
                )

    def test_rate(self):
        """Supplements count for the same limit as reports."""
        report, path = self._sent()
        self._page(path)
        self._set("reports_per_hour", 1)
        for _time in range(3):
            self._post(path, text="补充")
        self.env.invalidate_all()
        self.assertEqual(report.supplement_count, 1)

    def test_log(self):
        """The log of requests holds neither the link nor the address of who opened it."""
        _report, path = self._sent()
        (hides,) = (
            f for f in logging.getLogger("werkzeug").filters if isinstance(f, ResidentFilter)
        )

        def write(request):
            written = '203.0.113.7 - - [26/Nov/2026 08:00:00] "%s" %s %s\n'
            args = (request, "200", "-")
            record = logging.LogRecord("werkzeug", logging.INFO, "", 1, written, args, None)
            self.assertTrue(hides.filter(record))
            return record.getMessage()

        for request in (f"GET {path}", f"POST {path}?x=1", f"POST {FORM}"):
            for shown in (f"{request} HTTP/1.1", f"\x1b[32m{request} HTTP/1.1\x1b[0m"):
                line = write(shown)
                self.assertNotIn(path.rpartition("/")[2], line)
                self.assertNotIn("203.0.113.7", line)
                self.assertIn(FORM, line)
        self.assertIn("203.0.113.7", write("GET /community HTTP/1.1"))
