"""Reports of residents, entered as the public page does, and a resident at that page."""

import io
import re
from datetime import timedelta

from lxml import html
from PIL import Image

from ..controllers.public_page import LIMITER
from .common import CommunityCase
from .common_register import RegisterCase

FORM = "/community/report"
TEXT = "每天晚上九点半以后音响声音很大，影响孩子睡觉。"
NAME, PHONE = "密名反映人", "13957412345"


def enter_report(env, kind, area, text=TEXT, photos=(), network="203.0.113.9", **vals):
    """A report of ``kind`` in ``area``, as superuser; ``photos`` in base64."""
    values = {"type_id": kind.id, "area_id": area.id, "text": text, **vals}
    reports = env["community.resident.report"]
    return reports._submit(values, list(photos), f"nonce {text}", network)[0]


def picture(kind="JPEG", size=(640, 480), **options):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **options)
    return content.getvalue()


class ReportData:
    """A type, and a report of the community a1 with a contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["community.resident.report.type"]
        types.search([]).active = False
        cls.kind = types.create({"name": "测试扰民", "code": "TEST"})
        cls.praise = types.create({"name": "测试表扬", "code": "TEST2", "is_praise": True})

    @classmethod
    def _report(cls, text=TEXT, **vals):
        values = {"contact_name": NAME, "contact_phone": PHONE, **vals}
        area = values.pop("area", cls.area_a1)
        return enter_report(cls.env, values.pop("kind", cls.kind), area, text, **values)

    @classmethod
    def _accepted(cls, text=TEXT, **vals):
        report = cls._report(text, **vals)
        report.with_user(cls.officers[report._get_office()]).action_accept()
        return report

    @classmethod
    def _answered(cls, text=TEXT, finding="unclear", **vals):
        report = cls._accepted(text, **vals)
        officer = cls.officers[report._get_office()]
        report.with_user(officer)._answer("已上门了解。", finding)
        return report

    def _deal(self, report, user, verb, text="已核实。", **vals):
        """By the dialog, as a browser does."""
        dialogs = self.env["community.resident.report.decide"].with_user(user)
        dialog = dialogs.create({"report_id": report.id, "verb": verb, "text": text, **vals})
        return dialog.action_confirm()

    def _make_late(self, report, days=5):
        today = self._local_today()
        report._engine_write({"deadline": today - timedelta(days=days)})


class ReportCase(ReportData, CommunityCase):
    pass


class ReportHttpCase(ReportData, RegisterCase):
    """A resident at the public page, without a login. Who is quick is let through, unless asked."""

    def setUp(self):
        super().setUp()
        LIMITER.clear()
        self._set("report_seconds", 0)
        self._set("reports_per_hour", 0)

    def _open(self, **query):
        """The parsed form as it is shown at first."""
        return self._page(FORM, **query)

    def _prepare(self, page=None, **vals):
        """What a browser posts with the form ``page``, filled in."""
        page = self._open() if page is None else page
        hidden = {
            node.get("name"): node.get("value") for node in page.xpath("//input[@type='hidden']")
        }
        return {
            **hidden,
            "website": "",
            "type": str(self.kind.id),
            "community": self.area_a1.code,
            "text": TEXT,
            **vals,
        }

    def _send(self, data=None, files=(), path=FORM, **vals):
        """The response to the form; ``files``: ``[(name, bytes, mimetype)]``."""
        self.env.flush_all()
        # a form with files is multipart also when none was chosen, as a browser sends it
        parts = [("photos", file) for file in files] or [
            ("photos", ("", b"", "application/octet-stream"))
        ]
        return self.url_open(path, data={**(data or self._prepare()), **vals}, files=parts)

    def _sent(self, *args, **kwargs):
        """``(report, path)`` of a form that is taken."""
        response = self._send(*args, **kwargs)
        self.assertEqual(response.status_code, 200, response.text[:500])
        found = re.search(r"/community/report/([\w-]{32})$", response.url)
        self.assertTrue(found, self._complaints(response))
        self.env.invalidate_all()
        return self.env["community.resident.report"]._find_by_token(found[1]), f"{FORM}/{found[1]}"

    def _post(self, path, **data):
        """Sent from ``path`` as a browser does, with the token of its form."""
        token = self._prepare()["csrf_token"]
        self.env.flush_all()
        return self.url_open(path, data={**data, "csrf_token": token})

    def _complaints(self, response):
        page = html.fromstring(response.text)
        return [
            " ".join(node.text_content().split())
            for node in page.find_class("alert-danger") + page.find_class("invalid-feedback")
        ]

    def assertNotTaken(self, response, field=None, status=200):
        """The form again, with what was typed, a message, and no new report. Returns the page."""
        self.assertEqual(response.status_code, status, response.text[:500])
        page = html.fromstring(response.text)
        self.assertTrue(page.xpath("//form[@action='/community/report']"))
        self.assertTrue(page.xpath("//*[@id='report-errors']"))
        if field:
            self.assertTrue(
                page.xpath(f"//*[@id='report-{field}-error']"), self._complaints(response)
            )
        self.env.invalidate_all()
        return page

    def _count(self):
        self.env.invalidate_all()
        return self.env["community.resident.report"].search_count([])
