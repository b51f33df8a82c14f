import io
import zipfile

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import PDF, PNG, CommunityCase

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 64
MEGABYTE = 1024 * 1024


def docx():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return content.getvalue()


@tagged("post_install", "-at_install")
class TestFilingBadInput(CommunityCase):
    """A clear message, and nothing half-saved."""

    def _count(self):
        return self.env["community.filing"].search_count([])

    def assertNotCreated(self, word, **vals):
        before = self._count()
        message = self.assertRefused(UserError, self._complete_filing, **vals)
        self.assertIn(word, message)
        self.assertEqual(self._count(), before)

    def test_name_too_long(self):
        """A name of 300 characters is refused with both numbers; 40 are accepted."""
        self.assertNotCreated("300", name="名" * 300)
        self.assertNotCreated("41", name="名" * 41)
        self.assertEqual(len(self._complete_filing(name="名" * 40).name), 40)

    def test_name_of_characters_only(self):
        """HTML, formulas, line breaks and control characters have no place in a name."""
        for name in (
            "<script>alert(1)</script>",
            "<b>甲一队</b>",
            "=cmd|' /C calc'!A0",
            "=1+1",
            "+1+1",
            "@SUM(A1)",
            "甲一队\n第二行",
            "甲一队\t",
            "甲一%(name)s队",
            "甲一{{ object.name }}队",
            "'; DROP TABLE community_filing; --",
        ):
            with self.subTest(name=name):
                self.assertNotCreated("characters", name=name)

    def test_name_may_be_chinese(self):
        """Brackets, quotation marks, dots and letters of real names are fine."""
        for name in (
            "甲一“金秋”合唱团（老年）",
            "甲一·邻里e站",
            "甲一《论语》读书会",
            "第3志愿服务队",
        ):
            with self.subTest(name=name):
                self.assertEqual(self._complete_filing(name=name).name, name)

    def test_founding_date(self):
        """A founding date lies between 1949 and today."""
        today = self.env["community.policy"]._today()
        for day in ("2099-01-01", "1948-12-31", "0001-01-01"):
            with self.subTest(day=day):
                self.assertNotCreated("1949", founded_on=day)
        self._complete_filing(founded_on=today)
        self._complete_filing(founded_on="1949-10-01")

    def test_contact_phone(self):
        """A contact phone is a phone number."""
        for phone in ("abc", "12", "1381234567", "<b>13812345678</b>", "=1+1"):
            with self.subTest(phone=phone):
                self.assertRefused(ValidationError, self._complete_filing, phone=phone)
        for phone in ("13812345678", "0574-88123456", "057488123456", "88123456", "138 1234 5678"):
            with self.subTest(phone=phone):
                self._complete_filing(phone=phone)

    def test_members_phone(self):
        """The phone of a member too; the message names the person."""
        for phone in ("abc", "12", "1381234567", "138123456789", "=1+1"):
            with self.subTest(phone=phone):
                self.assertNotCreated(
                    "赵测试一", member_ids=self._prepare_member_vals(3, phone=phone)
                )

    def test_members_email(self):
        """An e-mail address is one, since the account is opened for it."""
        for email in ("leader", "leader@", "@test.example", "a b@c", "%"):
            with self.subTest(email=email):
                self.assertNotCreated(
                    "赵测试一", member_ids=self._prepare_member_vals(3, email=email)
                )

    def test_members_name(self):
        """A person's name has 2 to 40 characters, none of markup or formulas."""
        for name in ("王", " 王 ", "王" * 41, "<b>王五</b>", "=cmd|'x'!A0", "王5", "a@b"):
            with self.subTest(name=name):
                member = Command.create({"name": name})
                self.assertNotCreated(name, member_ids=[*self._prepare_member_vals(3), member])
        for name in ("王五", "阿依古丽·买买提", "Anna Lee"):
            filing = self._complete_filing()
            filing.member_ids = [Command.create({"name": name})]

    def test_negative_funds(self):
        """The database refuses a negative amount."""
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._complete_filing(funds=-1).flush_recordset()

    def test_markup_in_long_texts_is_text(self):
        """HTML in a text field is kept as typed and shown as text in mails."""
        purpose = "<script>alert(1)</script>=cmd|'x'!A0"
        filing = self._submit(purpose=purpose)
        self.assertEqual(filing.purpose, purpose)
        self._decide(filing, "return", "<img src=x onerror=alert(1)>")
        bodies = " ".join(self._as_root(filing).message_ids.mapped("body"))
        self.assertNotIn("<img src=x", bodies)
        self.assertIn("&lt;img", bodies)


@tagged("post_install", "-at_install")
class TestFilingFiles(CommunityCase):
    """The content of a file is checked, not the name it claims."""

    def setUp(self):
        super().setUp()
        self.filing = self._complete_filing()

    def assertFileRefused(self, content, file_name, word):
        before = len(self.filing.material_ids)
        message = self.assertRefused(
            ValidationError, self._add_material, self.filing, content, file_name
        )
        self.assertIn(word, message)
        self.assertIn(file_name, message)
        self.assertEqual(len(self.filing.material_ids), before)

    def test_too_large(self):
        """A file of 20 MB is refused with its size and the limit; exactly the limit passes."""
        self.assertFileRefused(PDF + b"\0" * 20 * MEGABYTE, "大.pdf", "20.0 MB")
        self.assertFileRefused(PDF + b"\0" * 2 * MEGABYTE, "大.pdf", "2 MB")
        self._add_material(self.filing, PDF + b"\0" * (2 * MEGABYTE - len(PDF)))

    def test_renamed_program(self):
        """A program does not become a document by its name."""
        for file_name in ("章程.pdf", "照片.jpg", "章程.docx", "章程.doc"):
            self.assertFileRefused(EXE, file_name, "not accepted")

    def test_dangerous_endings(self):
        """What a browser or computer would run is refused under its own name too."""
        svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
        for content, file_name in (
            (EXE, "a.exe"),
            (svg, "a.svg"),
            (svg, "a.png"),
            (b"<html><script>alert(1)</script></html>", "a.html"),
            (b"<html><script>alert(1)</script></html>", "a.pdf"),
            (PDF, "a.pdf.exe"),
            (PDF, "a."),
            (PNG, "a.pdf"),
            (b"", "a.pdf"),
        ):
            with self.subTest(file_name=file_name):
                self.assertFileRefused(content, file_name, "not accepted")

    def test_usual_files(self):
        """PDF, pictures and Word documents pass, whatever the case of their ending."""
        for content, file_name in ((PDF, "章程.PDF"), (PNG, "照片.png"), (docx(), "章程.docx")):
            with self.subTest(file_name=file_name):
                self._add_material(self.filing, content, file_name)

    def test_changed_afterwards(self):
        """A file cannot be swapped for a program after the upload."""
        material = self.filing.material_ids
        self.assertRefused(ValidationError, material.write, {"file_name": "a.exe"})
        self.assertRefused(ValidationError, material.write, {"file": "TVqQAAMAAAAEAAAA//8AAA=="})

    def test_limit_of_the_policy(self):
        """The limit is the policy's, not a constant."""
        self.env.cr.execute(
            "UPDATE community_policy SET upload_max_mb = 1 WHERE id = %s", [self.policy.id]
        )
        self.policy.invalidate_recordset()
        self.assertFileRefused(PDF + b"\0" * MEGABYTE, "大.pdf", "1 MB")
