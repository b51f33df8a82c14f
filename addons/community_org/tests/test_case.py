import base64
import io

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from PIL import Image
from psycopg2.errors import CheckViolation

from .common import CommunityCase, CommunityHttpCase
from .samples_publicity import make_picture

GPS = 0x8825


class CaseData:
    """A mixin: a theme, the route, and a case of area_a1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theme = cls.env["community.case.theme"].create({"name": "测试", "code": "test"})
        cls.env["community.review.route"].create(
            {
                "name": "测试事例",
                "sequence": -1000,
                "res_model": "community.case",
                "step_ids": [
                    (0, 0, {"sequence": 10, "name": "审核", "tier": "street", "days": 3}),
                ],
            }
        )

    def _case(self, user=None, **vals):
        return (
            self.env["community.case"]
            .with_user(user or self.officer_a1)
            .create(
                {
                    "name": "一间排练室",
                    "theme_id": self.theme.id,
                    "lead": "让出半天。",
                    "body": "第一段<script>alert(1)</script>\n\n第二段",
                    "consent": True,
                    **vals,
                }
            )
        )

    def _published(self, **vals):
        case = self._case(**vals)
        case.action_submit()
        return self._approve_all(case)


@tagged("post_install", "-at_install")
class TestCase(CaseData, CommunityCase):
    """典型事例: written by an office, published by the street."""

    def test_published_by_the_street(self):
        case = self._case()
        self.assertEqual(case.area_id, self.area_a1)
        case.action_submit()
        self.assertFalse(case.url)
        self._approve_all(case)
        self.assertEqual((case.state, case.published_on), ("approved", self._today()))

    def _today(self):
        return self.env["community.policy"]._today()

    def test_consent_and_text_are_asked_for(self):
        """Nothing is submitted without text, or without the consent of those who are shown."""
        self.assertRefused(UserError, self._case(consent=False).action_submit)
        self.assertRefused(UserError, self._case(body=" ").action_submit)

    def test_what_is_published_is_fixed(self):
        case = self._published()
        self.assertRefused(UserError, case.with_user(self.officer_a1).write, {"body": "改"})
        photo = {"case_id": case.id, "image": make_picture()}
        self.assertRefused(
            UserError, self.env["community.case.photo"].with_user(self.officer_a1).create, photo
        )

    def test_taken_off_the_site(self):
        """By the street, with a reason; the community that wrote it asks the street."""
        case = self._published()
        self.assertRefused(AccessError, case.with_user(self.officer_a1)._remove, "有误")
        self.assertRefused(AccessError, case.with_user(self.officer_b)._remove, "有误")
        case.with_user(self.officer_a)._remove("有误")
        self.assertEqual((case.state, case.url), ("removed", False))
        self.assertIsNone(self.env["community.register"]._get_case(case.id))

    def test_photos_keep_no_place(self):
        """Where and with what a photo was taken is not in what strangers download."""
        exif = Image.Exif()
        exif[GPS] = {1: "N", 2: (29.0, 49.0, 0.0)}
        photo = (
            self.env["community.case.photo"]
            .with_user(self.officer_a1)
            .create({"case_id": self._case().id, "image": make_picture(exif=exif)})
        )
        kept = Image.open(io.BytesIO(base64.b64decode(photo.image)))
        self.assertFalse(kept.getexif())

    def test_no_photo_is_refused(self):
        case = self._case()
        for image in (base64.b64encode(b"<svg/>"), "not base64!"):
            vals = {"case_id": case.id, "image": image}
            self.assertRefused(ValidationError, self.env["community.case.photo"].create, vals)

    def test_media_report(self):
        """A link or a scan is needed, and a link is one that a browser opens."""
        reports = self.env["community.media.report"].with_user(self.officer_a1)
        vals = {"name": "报道", "outlet": "日报"}
        with mute_logger("odoo.sql_db"):
            self.assertRefused(CheckViolation, reports.create, vals)
        self.assertRefused(ValidationError, reports.create, {**vals, "url": "javascript:alert(1)"})
        report = reports.create({**vals, "url": "https://example.com/1"})
        self.assertEqual(report.area_id, self.area_a1)


@tagged("post_install", "-at_install")
class TestCasePages(CaseData, CommunityHttpCase):
    """The public pages show what is published, and nothing else."""

    def test_pages(self):
        draft, case = self._case(name="还没写完"), self._case()
        photo = self.env["community.case.photo"].create(
            {"case_id": case.id, "image": make_picture(), "caption": "排练"}
        )
        case.action_submit()
        self._approve_all(case)
        self.env.flush_all()
        page = self.url_open(f"/community/cases?theme={self.theme.code}").text
        self.assertIn("一间排练室", page)
        self.assertNotIn("还没写完", page)
        own = self.url_open(f"/community/cases/{case.id}")
        self.assertIn("og:title", own.text)
        self.assertIn("&lt;script&gt;", own.text, "the text is plain")
        picture = self.url_open(f"/community/cases/{case.id}/photo/{photo.id}")
        self.assertEqual(
            (picture.status_code, picture.headers["Content-Type"]), (200, "image/jpeg")
        )
        for path in (
            f"/community/cases/{draft.id}",
            f"/community/cases/{draft.id}/photo/{photo.id}",
            "/community/cases/99999999999",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        for path in ("/community/demonstrations", "/community/assessments"):
            self.assertEqual(self.url_open(path).status_code, 200, path)
