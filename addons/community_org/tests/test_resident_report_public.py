import io
import zipfile
import zlib

from odoo.tests import tagged
from odoo.tools import mute_logger
from PIL import Image

from .common_register import LIST
from .common_resident_report import FORM, NAME, TEXT, ReportHttpCase, picture

SCRIPT = '"><script>alert(1)</script>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@tagged("post_install", "-at_install")
class TestResidentReportForm(ReportHttpCase):
    """The public form: what is taken, what is refused, and that nothing typed is lost."""

    def test_anonymous(self):
        """Without a login, scripts or a name; then the private page with the receipt number."""
        report, path = self._sent()
        self.assertEqual((report.text, report.area_id, report.state), (TEXT, self.area_a1, "new"))
        self.assertFalse(report.has_contact or report.contact_name)
        page = self._page(path)
        self.assertIn(report.number, self._text(page))
        self.assertIn(path, page.xpath("//input[@id='report-link']/@value")[0])

    def test_all_fields(self):
        """Everything that can be said arrives as it was said, the time in Shanghai."""
        report, _path = self._sent(
            target_name="  夜场  舞蹈队 ",
            happened_on="2026-01-05T21:30",
            place="3 幢前",
            contact_name=NAME,
            contact_phone="139 5741 2345",
            text="第一行\r\n第二行，很吵。",
        )
        self.assertEqual(report.target_name, "夜场 舞蹈队")
        self.assertEqual(str(report.happened_on), "2026-01-05 13:30:00")
        self.assertEqual(report.text, "第一行\n第二行，很吵。")
        self.assertEqual((report.contact_name, report.contact_phone), (NAME, "139 5741 2345"))

    def test_from_the_register(self):
        """An organisation's page leads to the form with it filled in; it goes to its community."""
        page = self._page(self.dance.register_path)
        (link,) = page.xpath("//a[starts-with(@href, '/community/report?')]/@href")
        form = self._page(link)
        self.assertIn(self.dance.name, self._text(form))
        self.assertFalse(form.xpath("//select[@name='community']"))
        report, _path = self._sent(self._prepare(form, community=self.area_b1.code))
        self.assertEqual(report.organization_id, self.dance)
        self.assertEqual(report.community_id, self.area_a1)
        self.assertEqual(report.target_name, self.dance.name)
        for path in ("/community", LIST):
            self.assertTrue(self._page(path).xpath(f"//a[@href='{FORM}']"), path)

    def test_short_address(self):
        """The address on posters opens the form for a community or an organisation; a wrong one is no error."""
        page = self._page(f"/community/r/{self.area_a2.code}")
        self.assertEqual(
            page.xpath("//select[@name='community']//option[@selected]/@value"), [self.area_a2.code]
        )
        page = self._page(f"/community/r/{self.dance.number}")
        self.assertIn(self.dance.name, self._text(page))
        self._page("/community/r/nothing")

    def test_old_poster(self):
        """A community that was merged leads to the one that continues it."""
        self.area_a1.sudo().write({"valid_to": "2026-01-01", "successor_id": self.area_a2.id})
        report, _path = self._sent(community=self.area_a1.code)
        self.assertEqual(report.community_id, self.area_a2)

    def test_errors(self):
        """Each is said beside its field, what was typed stays, nothing is stored."""
        before = self._count()
        for field, value in (
            ("type", ""),
            ("type", "999999999"),
            ("type", "1 or 1"),
            ("community", ""),
            ("community", self.street_a.code),
            ("community", "x" * 300),
            ("text", "  "),
            ("text", "a" * 2001),
            ("contact_phone", "12"),
            ("contact_name", "名" * 41),
            ("happened_on", "gestern"),
            ("happened_on", "2999-01-01T00:00"),
            ("happened_on", "0001-01-01T00:00"),
            ("happened_on", "2026-01-01T00:00+08:00"),
        ):
            with self.subTest(f"{field}={value[:20]}"):
                page = self.assertNotTaken(self._send(place="五幢前", **{field: value}), field)
                self.assertEqual(page.xpath("//input[@name='place']/@value"), ["五幢前"])
                if field != "text":
                    self.assertEqual(page.xpath("//textarea[@name='text']/text()"), [TEXT])
        self.assertEqual(self._count(), before)

    def test_labels(self):
        """Every input has a label, also without scripts; errors are tied to their field."""
        page = self._open()
        for node in page.xpath(
            "//form[@action='/community/report']//*[self::input or self::select or self::textarea]"
        ):
            if node.get("type") != "hidden":
                self.assertTrue(page.xpath(f"//label[@for='{node.get('id')}']"), node.get("name"))

    def test_odd_input(self):
        """NUL, wide characters, markup and repeated fields are text or refused, never a crash."""
        report, path = self._sent(text=f"响\0声{SCRIPT}{{{{7*7}}}}🙂", place="%s %(a)s")
        self.assertEqual(report.text, f"响声{SCRIPT}{{{{7*7}}}}🙂")
        self.assertIn(SCRIPT, self._text(self._page(path)))
        data = self._prepare()
        for odd in ({"type": ["a", "b"]}, {"text": [TEXT, "b"]}, {"unknown": "x"}, {"ticket": "é"}):
            self.assertEqual(self._send({**data, **odd}).status_code, 200)
        self.env.flush_all()
        files = {"text": ("a.txt", b"text as a file"), "type": ("b", b"")}
        response = self.url_open(FORM, data={k: data[k] for k in data.keys() - files}, files=files)
        self.assertNotTaken(response, "text")

    def test_huge_text(self):
        """A megabyte of text is refused and not shown again whole; more is not read at all."""
        page = self.assertNotTaken(self._send(text="x" * 1_000_000), "text")
        self.assertLess(len(page.xpath("//textarea[@name='text']/text()")[0]), 5000)
        self.assertEqual(self._send(text="x" * 30_000_000).status_code, 413)

    def test_headers(self):
        """Kept by nobody, found by no search engine, its address handed on to nobody."""
        _report, path = self._sent()
        for address in (FORM, path, f"{FORM}/{'A' * 32}"):
            response = self._get(address)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertIn("noindex", response.headers["X-Robots-Tag"])
            self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    @mute_logger("odoo.http")
    def test_csrf(self):
        """Another site cannot send the form, nor a supplement or a rating."""
        before = self._count()
        data = self._prepare()
        for token in ("", "0o1"):
            response = self._send({**data, "csrf_token": token})
            self.assertEqual(response.status_code, 400)
        self.assertEqual(self._count(), before)
        report, path = self._sent()
        self.assertEqual(self.url_open(path, data={"text": "补充"}).status_code, 400)
        self.assertEqual(report.supplement_count, 0)


@tagged("post_install", "-at_install")
class TestResidentReportPhotos(ReportHttpCase):
    """What a photo is, its bytes say."""

    def _refused(self, content, name="a.jpg", kind="image/jpeg"):
        return self.assertNotTaken(self._send(files=[(name, content, kind)]), "photos")

    def test_photo(self):
        """JPG and PNG are taken and made anew: upright, at most 1600 pixels, without the place."""
        exif = Image.Exif()
        exif[0x0112] = 6  # lies on its side
        exif[0x010F] = "SecretPhone"
        exif.get_ifd(0x8825)[2] = (29.0, 51.0, 30.0)  # latitude
        files = [
            ("a.jpg", picture(size=(3000, 2000), exif=exif), "image/jpeg"),
            ("b.html", picture("PNG"), "text/html"),
            ("c", picture(), ""),
        ]
        self.assertIn(b"SecretPhone", files[0][1])
        report, _path = self._sent(files=files)
        pictures = []
        for photo in report.photo_ids:
            content = (
                self.env["ir.attachment"]
                .search(
                    [
                        ("res_model", "=", photo._name),
                        ("res_id", "=", photo.id),
                        ("res_field", "=", "image"),
                    ]
                )
                .raw
            )
            self.assertNotIn(b"SecretPhone", content)
            self.assertNotIn(b"Exif", content)
            pictures.append(Image.open(io.BytesIO(content)))
        self.assertEqual(
            [(p.format, p.size) for p in pictures],
            [
                ("JPEG", (1067, 1600)),
                ("JPEG", (640, 480)),
                ("JPEG", (640, 480)),
            ],
        )
        self.assertFalse([p.getexif() for p in pictures if p.getexif()])

    def test_no_photo(self):
        """SVG, HTML, PDF, archives, scripts behind a picture's head, other formats: refused."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("a", b"0" * 10_000_000)
        before = self._count()
        for content in (
            SVG,
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"GIF89a<script>alert(1)</script>",
            b"%PDF-1.4",
            archive.getvalue(),
            picture("GIF"),
            picture("BMP"),
            b"II*\0" + b"\0" * 200,
            picture()[:300],
            b"\xff\xd8\xff" + b"\0" * 500,
            b"\0",
        ):
            with self.subTest(content[:20]):
                self._refused(content)
        self.assertEqual(self._count(), before)

    def test_script_behind_a_picture(self):
        """What hangs behind the pixels, or stands in comments, is not kept."""
        content = picture(comment=b"<script>alert(1)</script>") + b"<script>alert(2)</script>"
        report, _path = self._sent(files=[("a.jpg", content, "image/jpeg")])
        self.assertNotIn(b"script", report.photo_ids.with_context(bin_size=False).image)
        stored = self.env["ir.attachment"].search(
            [
                ("res_model", "=", report.photo_ids._name),
                ("res_id", "=", report.photo_ids.id),
                ("res_field", "!=", False),
            ]
        )
        self.assertFalse([file for file in stored if b"script" in file.raw])

    def test_bombs(self):
        """A small file of enormous measures is refused before it is unpacked."""
        huge = bytearray(picture("PNG", (10, 10)))
        huge[16:24] = (60_000).to_bytes(4, "big") * 2
        huge[29:33] = zlib.crc32(bytes(huge[12:29])).to_bytes(4, "big")
        self._refused(bytes(huge))
        self._refused(picture("PNG", (8000, 7000)))

    def test_large_jpeg_of_a_phone(self):
        """A JPEG of a hundred million pixels is read smaller at once."""
        report, _path = self._sent(files=[("a.jpg", picture(size=(9600, 7200)), "image/jpeg")])
        self.assertEqual(len(report.photo_ids), 1)

    def test_size_and_number(self):
        """As many and as large as the policy says; the whole request has a limit too."""
        self.policy.sudo()._write({"report_photos": 2, "report_photo_mb": 1})
        self.env.invalidate_all()
        large = picture() + b"\0" * 1_100_000
        page = self._refused(large)
        self.assertIn("1", page.get_element_by_id("report-photos-error").text_content())
        small = ("a.jpg", picture(), "image/jpeg")
        self.assertNotTaken(self._send(files=[small] * 3), "photos")
        report, _path = self._sent(files=[small] * 2)
        self.assertEqual(len(report.photo_ids), 2)
        response = self._send(files=[("a.jpg", b"\0" * 4_000_000, "image/jpeg")])
        self.assertEqual(response.status_code, 413)

    def test_photos_are_not_public(self):
        """A visitor, or who has the private link, gets no photo by any address."""
        report, path = self._sent(files=[("a.jpg", picture(), "image/jpeg")])
        photo = report.photo_ids
        for address in (
            f"/web/image/{photo._name}/{photo.id}/image",
            f"/web/content/{photo._name}/{photo.id}/image",
            f"/web/image/{photo._name}/{photo.id}/thumbnail",
        ):
            response = self._get(address)
            self.assertTrue(response.status_code == 404 or b"JFIF" not in response.content, address)
        self.assertNotIn("/web/image/community", self._get(path).text)
