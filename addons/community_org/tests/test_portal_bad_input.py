import re

from odoo import Command
from odoo.tests import tagged

from .common import PDF, PNG
from .common_portal import PortalCase

MEGABYTE = 1024 * 1024
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 64


@tagged("post_install", "-at_install")
class TestPortalBadInput(PortalCase):
    """A clear message beside what was typed, nothing half-saved, no traceback."""

    def assertNotStarted(self, *words, **vals):
        """The first step with ``vals`` shows the form again with what was typed, and saves nothing."""
        data = self._prepare_basics(address="打了很多字", **vals)
        response = self._post("/my/filings/new", data)
        self.assertSays(response, "打了很多字", *words)
        self.assertFalse(self._mine())

    def test_names(self):
        """Names that are too long or no names."""
        for name in ("名" * 300, "=cmd|' /C calc'!A0", "<b>队</b>", "", "   "):
            with self.subTest(name=name[:10]):
                self.assertNotStarted(name=name)

    def test_forged_choices(self):
        """Ids that are not in the lists: a street, an abolished area, a heading, nonsense."""
        self.area_a2.valid_to = "2026-01-01"
        areas = (self.street_a.id, self.area_a2.id, 0, -1, 10**12, 10**30, "1 OR 1=1", "abc", "")
        for area in areas:
            with self.subTest(area=area):
                self.assertNotStarted(area_id=str(area))
        for category in (self.category_root.id, 10**12, "x"):
            with self.subTest(category=category):
                self.assertNotStarted(category_id=str(category))
        self.assertNotStarted(form="army")

    def test_dates(self):
        """Dates that do not exist or cannot be."""
        for day in ("2099-01-01", "1900-01-01", "2025-02-30", "0000-00-00", "05/03/2025", "x"):
            with self.subTest(day=day):
                self.assertNotStarted(founded_on=day)

    def test_amounts(self):
        """Amounts that are none."""
        for funds in ("-5", "nan", "inf", "1e400", "1e12", "=1+1", "十元"):
            with self.subTest(funds=funds):
                self.assertNotStarted(funds=funds)

    def test_phone(self):
        """A contact phone that is none."""
        self.assertNotStarted(phone="打我电话")

    def test_control_characters(self):
        """A NUL character, which a database cannot hold, is no crash."""
        for field in ("name", "address", "funds_source"):
            with self.subTest(field=field):
                response = self._post(
                    "/my/filings/new", self._prepare_basics(**{field: "甲\x00一"})
                )
                self.assertEqual(response.status_code, 200)
                self.assertNotIn("Traceback", response.text)

    def test_roster(self):
        """One bad line: nothing of the roster is saved, all that was typed is shown again."""
        filing = self._start()
        for bad in (
            {"member-1-phone": "12345"},
            {"member-1-name": "<b>"},
            {"member-1-email": "nobody"},
            {"member-1-name": "王" * 100},
        ):
            with self.subTest(bad=bad):
                data = self._prepare_roster(**{"member-2-name": "独特姓名"}, **bad)
                response = self._post(self._url(filing, "roster"), data)
                self.assertSays(response, "独特姓名")
                self.assertEqual(self._mine().member_ids.mapped("name"), ["门户甲"])

    def test_odd_roster_fields(self):
        """Forged names of inputs and roles do no harm."""
        filing = self._start()
        data = self._prepare_roster(
            **{
                "member-1-role": "emperor",
                "member-9999-name": "太远",
                "member--1-name": "负数",
                "member-x-name": "字母",
                "member-2-state": "approved",
                "member-2-filing_id": "1",
                "state": "approved",
            }
        )
        self.assertPage(self._post(self._url(filing, "roster"), data), self._url(filing, "charter"))
        self.assertEqual(len(self._mine().member_ids), 3)
        self.assertEqual(self._mine().member_ids[1].role, "member")
        self.assertEqual(self._mine().state, "draft")

    def test_fields_that_are_not_of_the_step(self):
        """Posted names that the step does not ask for are ignored."""
        filing = self._start(
            state="approved",
            channel="office",
            organization_id="1",
            override_reason="因",
            applicant_id=str(self.portal_2.partner_id.id),
        )
        self.assertEqual((filing.state, filing.channel), ("draft", "portal"))
        self.assertEqual(filing.applicant_id, self.portal_1.partner_id)
        self.assertFalse(filing.organization_id or filing.override_reason)

    def test_file_in_place_of_text(self):
        """A file that is posted under the name of a text is no crash."""
        data = self._prepare_basics()
        for field in ("name", "area_id", "founded_on", "funds", "goto"):
            rest = {name: text for name, text in data.items() if name != field}
            with self.subTest(field=field):
                files = {field: ("a.txt", b"x", "text/plain")}
                response = self._post("/my/filings/new", rest, files=files)
                self.assertLess(response.status_code, 500)

    def test_long_texts(self):
        """A charter of a hundred thousand characters is no crash."""
        filing = self._start()
        response = self._post(
            self._url(filing, "charter"), self._prepare_charter(purpose="长" * 100_000)
        )
        self.assertEqual(response.status_code, 200)

    def test_replayed_form(self):
        """The same form sent twice makes one draft and leads back to it."""
        page = self.url_open("/my/filings/new").text
        token = re.search(r'name="request_token" value="([^"]+)"', page)[1]
        data = self._prepare_basics(request_token=token)
        first = self._post("/my/filings/new", data)
        again = self._post("/my/filings/new", data)
        self.assertEqual(len(self._mine()), 1)
        self.assertEqual(first.url, again.url)

    def test_token_of_another(self):
        """Somebody else's form token leads nobody to that application."""
        theirs = self._complete_filing(self.portal_2, request_token="secret")
        filing = self._start(request_token="secret")
        self.assertNotEqual(filing, theirs)
        self.assertEqual(filing.applicant_id, self.portal_1.partner_id)

    def test_where_to_go(self):
        """The page to go on to cannot lead off the site or to another path."""
        filing = self._start()
        for goto in (
            "//evil.example",
            "https://evil.example",
            "../../../web",
            "x\r\nSet-Cookie: a=b",
        ):
            with self.subTest(goto=goto):
                response = self._post(
                    self._url(filing, "charter"),
                    self._prepare_charter(goto=goto),
                    allow_redirects=False,
                )
                location = response.headers.get("Location", "")
                self.assertNotRegex(location, r"^(https?:)?//(?!127\.0\.0\.1)")
                self.assertNotIn("Set-Cookie: a=b", str(response.headers))


@tagged("post_install", "-at_install")
class TestPortalUpload(PortalCase):
    def setUp(self):
        super().setUp()
        self.filing = self._start()

    def _upload(self, content, file_name="章程.pdf", type_id=None, **kwargs):
        return self._post(
            self._url(self.filing, "materials"),
            {"type_id": str(self.material_type.id if type_id is None else type_id)},
            files={"file": (file_name, content)},
            timeout=60,
            **kwargs,
        )

    def assertNotUploaded(self, response, *words):
        self.assertSays(response, *words)
        self.assertFalse(self._mine().material_ids)

    def test_upload_and_remove(self):
        """A file is kept, served to its owner, and removed again."""
        self.assertPage(self._upload(PNG, "照片.png"), self._url(self.filing, "materials"))
        material = self._mine().material_ids
        self.assertEqual(material.file_name, "照片.png")
        for url in ("content", "image"):
            address = f"/web/{url}/community.filing.material/{material.id}/file"
            self.assertEqual(self.url_open(address).content[:8], PNG[:8])
        response = self._post(self._url(self.filing, f"materials/{material.id}/delete"))
        self.assertPage(response, self._url(self.filing, "materials"))
        self.assertFalse(self._mine().material_ids)

    def test_twenty_megabytes(self):
        """A file of 20 MB is refused with its name and size."""
        response = self._upload(PDF + b"\0" * 20 * MEGABYTE, "大文件.pdf")
        self.assertNotUploaded(response, "大文件.pdf", "20.0")

    def test_renamed_program(self):
        """A program with the name of a document is refused."""
        self.assertNotUploaded(self._upload(EXE, "章程.pdf"), "章程.pdf")

    def test_no_file(self):
        """An empty upload asks for the file."""
        data = {"type_id": str(self.material_type.id)}
        self.assertNotUploaded(self._post(self._url(self.filing, "materials"), data))
        self.assertNotUploaded(self._upload(b"", "空.pdf"), "空.pdf")

    def test_forged_type(self):
        """A kind of material that is not offered is refused."""
        archived = self.material_type.copy({"active": False})
        for type_id in (archived.id, 10**12, "x", ""):
            with self.subTest(type_id=type_id):
                self.assertNotUploaded(self._upload(PDF, type_id=type_id))

    def test_odd_file_names(self):
        """Markup and paths in a file name are text."""
        self._upload(PDF, '"><script>alert(1)</script>.pdf')
        self._upload(PDF, "../../etc/passwd.pdf")
        page = self.url_open(self._url(self.filing, "materials")).text
        self.assertNotIn("<script>alert(1)", page)

    def test_form_without_csrf_token(self):
        """A form that another site sends is refused."""
        for step, data in (
            ("basics", self._prepare_basics(name="别站队")),
            ("preview", {}),
            ("withdraw", {}),
        ):
            with self.subTest(step=step):
                response = self.url_open(
                    self._url(self.filing, step), data={**data, "csrf_token": "forged"}
                )
                self.assertEqual(response.status_code, 400)
        self.assertEqual(self._mine().name, "甲一银发助老队")
        self.assertEqual(self._mine().state, "draft")
        before = len(self._mine())
        self.assertEqual(
            self.url_open("/my/filings/new", data=self._prepare_basics()).status_code, 400
        )
        self.assertEqual(len(self._mine()), before)


@tagged("post_install", "-at_install")
class TestPortalForeign(PortalCase):
    """Another's application looks as if it did not exist."""

    def setUp(self):
        super().setUp()
        self.theirs = self._complete_filing(self.portal_2, name="甲一他的队")

    def _paths(self):
        steps = ("", "basics", "roster", "charter", "materials", "preview", "withdraw")
        material = self.theirs.material_ids.id
        return [
            *(self._url(self.theirs, step) for step in steps),
            self._url(self.theirs, f"materials/{material}/delete"),
        ]

    def _content(self):
        self.env.invalidate_all()
        theirs = self.theirs.with_env(self.env)
        return theirs.read() + theirs.member_ids.read() + theirs.material_ids.read()

    def test_pages(self):
        """Every page and form leads away, and changes nothing."""
        before = self._content()
        for path in self._paths():
            with self.subTest(path=path):
                if not path.endswith(("withdraw", "delete")):
                    response = self.url_open(path)
                    self.assertNotIn("他的队", response.text)
                    self.assertPage(response, "/my/filings")
                data = {
                    **self._prepare_basics(name="占用队"),
                    **self._prepare_charter(purpose="占"),
                }
                response = self._post(path, data)
                self.assertNotIn("他的队", response.text)
                self.assertEqual(response.status_code, 200)
        self.assertEqual(self._content(), before)

    def test_ids_that_do_not_exist(self):
        """An id of nothing is answered alike."""
        for number in (0, 10**9):
            self.assertPage(self.url_open(f"/my/filings/{number}"), "/my/filings")
        for number in ("-1", "abc", str(10**30)):
            with self.subTest(number=number):
                response = self.url_open(f"/my/filings/{number}")
                self.assertLess(response.status_code, 500)
                self.assertNotIn("Traceback", response.text)

    def test_upload_to_another(self):
        """A file cannot be put on another's application."""
        before = self._content()
        self._post(
            self._url(self.theirs, "materials"),
            {"type_id": str(self.material_type.id)},
            files={"file": ("章程.pdf", PDF)},
        )
        self.assertEqual(self._content(), before)

    def test_anothers_material_by_an_own_page(self):
        """The page of an own application does not remove another's file."""
        mine, material = self._start(), self.theirs.material_ids
        self._post(self._url(mine, f"materials/{material.id}/delete"))
        self.assertTrue(material.exists())

    def test_files_and_prints_by_address(self):
        """Neither files nor print-outs of another are served."""
        material = self.theirs.material_ids
        for url in (
            f"/web/content/community.filing.material/{material.id}/file",
            f"/web/image/community.filing.material/{material.id}/file",
            f"/report/pdf/community_org.report_filing/{self.theirs.id}",
            f"/report/html/community_org.report_filing/{self.theirs.id}",
        ):
            with self.subTest(url=url):
                response = self.url_open(url)
                self.assertNotIn("他的队", response.text)
                self.assertNotEqual(response.content, PDF)
                self.assertNotEqual(response.headers["Content-Type"], "application/pdf")

    def test_without_login(self):
        """A visitor is asked to log in, for every page."""
        self.authenticate(None, None)
        for path in ["/my/filings", "/my/filings/new", "/my/organizations", *self._paths()]:
            if not path.endswith(("withdraw", "delete")):
                self.assertIn("/web/login", self.url_open(path).url)

    def test_paper_application_of_mine(self):
        """Who applied on paper follows it in the portal, and what the office keeps stays there."""
        paper = self._complete_filing(
            self.officer_a1, name="甲一纸质队", applicant_id=self.portal_1.partner_id.id
        )
        paper.action_submit()
        self.assertIn("甲一纸质队", self.url_open(self._url(paper)).text)
        self.assertNotIn("/withdraw", self.url_open(self._url(paper)).text)
        self.assertPage(self._post(self._url(paper, "withdraw")), self._url(paper))
        self.assertEqual(self._mine().state, "review")

    def test_organization_of_another(self):
        """An organisation is shown to its leader and liaison only."""
        organization = self._organization(name="甲一别家会", category_id=self.category_many.id)
        url = f"/my/organizations/{organization.id}"
        self.assertPage(self.url_open(url), "/my/organizations")
        organization.member_ids[1].write(
            {"partner_id": self.portal_1.partner_id.id, "role": "member"}
        )
        self.assertPage(self.url_open(url), "/my/organizations")
        organization.member_ids[1].role = "liaison"
        self.assertIn("甲一别家会", self.url_open(url).text)
        organization.member_ids = [
            Command.update(organization.member_ids[1].id, {"date_to": organization.filed_on})
        ]
        self.assertPage(self.url_open(url), "/my/organizations")
