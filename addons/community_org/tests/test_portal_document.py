import re

from odoo.tests import tagged

from .common import PDF, PNG
from .common_document import FILE, DocumentData
from .common_portal import PortalCase

MEGABYTE = 1024 * 1024
FORGED = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


class PortalDocumentCase(DocumentData, PortalCase):
    """portal_1 represents `organization`, portal_2 another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()
        cls.organization.leader_id.partner_id = cls.portal_1.partner_id
        cls.foreign = cls._organization(name="甲一别家会", category_id=cls.category_many.id)
        cls.foreign.leader_id.partner_id = cls.portal_2.partner_id
        cls._create_document_types()

    def _path(self, organization=None):
        return f"/my/organizations/{(organization or self.organization).id}/documents"

    def _edit_path(self, organization=None, document_type=None):
        return f"{self._path(organization)}/{(document_type or self.rules_type).id}/edit"

    def _save(self, body="第一条 自愿参加。", files=None, **data):
        return self._post(self._edit_path(), {"body": body, **data}, files=files, timeout=60)

    def _rules(self, organization=None):
        """Every version and draft of the rules, as they are in the database now."""
        self.env.invalidate_all()
        return self.env["community.document"].search(
            [
                ("organization_id", "=", (organization or self.organization).id),
                ("type_id", "=", self.rules_type.id),
            ],
            order="version",
        )


@tagged("post_install", "-at_install")
class TestPortalDocument(PortalDocumentCase):
    def test_from_the_template_to_a_version(self):
        """Template, save, come back, check, adopt: in force that day, with its history."""
        self.assertIn("测试人员制度", self.url_open("/my/home").text)
        page = self.url_open(self._edit_path()).text
        self.assertIn("为加强甲一乐龄助老队的管理", page)
        self.assertFalse(self._rules(), "to look at the form saves nothing")
        self.assertPage(self._save("第一条 每月＿＿次。"), self._edit_path())
        self.assertIn("第一条 每月＿＿次。", self.url_open(self._edit_path()).text)
        draft = self._rules()
        check = f"/my/documents/{draft.id}/adopt"
        response = self._save("第一条 每月＿＿次。", goto="adopt")
        self.assertPage(response, check)
        self.assertIn("Fill in the blank", response.text)
        self.assertSays(self._post(check), "Fill in the blank")
        self.assertPage(self._save("第一条 每月两次。", goto="adopt"), check)
        self.assertPage(self._post(check), f"/my/documents/{draft.id}")
        self.assertEqual((self._rules().state, self._rules().version), ("in_force", 1))
        self.assertEqual(self._rules().adopted_by_id, self.portal_1)
        self.assertNotIn("测试人员制度", self.url_open("/my/home").text)

    def test_revision(self):
        """A revision begins with what is in force, shows what changes, and leaves the old to be read."""
        first = self._adopted_rules(body="第一条 每月两次。")
        self.assertIn("第一条 每月两次。", self.url_open(self._edit_path()).text)
        response = self._save("第一条 每月三次。", goto="adopt")
        self.assertIn("每月<del>两</del>次", response.text)
        self.assertIn("每月<ins>三</ins>次", response.text)
        second = self._rules() - first
        self._post(f"/my/documents/{second.id}/adopt")
        self.assertEqual(self._rules().mapped("state"), ["replaced", "in_force"])
        page = self.url_open(self._path()).text
        for version in (first, second):
            self.assertIn(f"/my/documents/{version.id}", page)
        self.assertIn("每月两次", self.url_open(f"/my/documents/{first.id}").text)

    def test_throw_away(self):
        """A draft can be thrown away; what is in force cannot."""
        adopted = self._adopted_rules()
        self._save("第一条 试一试。")
        draft = self._rules() - adopted
        for document in (draft, adopted):
            response = self._post(f"/my/documents/{document.id}/delete")
            self.assertPage(response, self._path())
        self.assertEqual(self._rules(), adopted)

    def test_adopted_has_no_forms(self):
        """Pages of a version in force neither save nor adopt anything."""
        adopted = self._adopted_rules()
        self.assertPage(
            self._post(f"/my/documents/{adopted.id}/adopt"), f"/my/documents/{adopted.id}"
        )
        self.assertEqual(self._rules(), adopted)

    def test_file(self):
        """A signed page by the camera is kept, served and removed again."""
        self.assertPage(self._save("", {"file": ("照片.png", PNG)}), self._edit_path())
        draft = self._rules()
        self.assertEqual(draft.file_name, "照片.png")
        url = f"/web/content/community.document/{draft.id}/file"
        self.assertEqual(self.url_open(url).content, PNG)
        self._save("第一条 好。")
        self.assertTrue(self._rules().file, "it stays when only the text is saved")
        self._save("第一条 好。", remove_file="on")
        self.assertFalse(self._rules().file or self._rules().file_name)

    def test_bad_files(self):
        """Too large or not a document: said beside what was typed, nothing saved."""
        for name, content in (
            ("大文件.pdf", PDF + b"\0" * 50 * MEGABYTE),
            ("程序.pdf", b"MZ\x90\x00" + b"\0" * 64),
            ("页.html", b"<html><script>alert(1)</script>"),
        ):
            with self.subTest(name=name):
                response = self._save("打了很多字", {"file": (name, content)})
                self.assertSays(response, name, "打了很多字")
                self.assertFalse(self._rules())

    def test_markup_is_text(self):
        """A script is words on every page: form, check, list, version, home."""
        self._save(FORGED, {"file": (f"{FORGED}.pdf", PDF)})
        draft = self._rules()
        paths = [self._edit_path(), self._path(), f"/my/documents/{draft.id}/adopt"]
        for path in paths:
            self.assertNotForged(path)
        self._post(f"/my/documents/{draft.id}/adopt")
        self._save("第一条 新。")
        paths = [f"/my/documents/{draft.id}", "/my/home"]
        paths.append(f"/my/documents/{(self._rules() - draft).id}/adopt")
        for path in paths:
            self.assertNotForged(path)

    def assertNotForged(self, path):
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertNotRegex(page.text, r"<img src=\"?x")

    def test_odd_posts(self):
        """A file in place of the text, NUL characters, forged fields and no CSRF token: no crash."""
        self._post(self._edit_path(), files={"body": ("a.txt", b"x")})
        self.assertFalse(self._rules().body)
        self._save("甲\x00乙", state="in_force", version="9", organization_id=str(self.foreign.id))
        rules = self._rules()
        self.assertEqual((rules.body, rules.state, rules.version), ("甲乙", "draft", 0))
        self.assertFalse(self._rules(self.foreign))
        self.assertEqual(self.url_open(self._edit_path(), data={"body": "别站"}).status_code, 400)
        self.assertPage(self._save("长" * 100_000, goto="adopt"), f"/my/documents/{rules.id}/adopt")

    def test_kinds_that_are_not_offered(self):
        """The charter, an archived kind and nonsense lead back to the list."""
        archived = self.rules_type.copy({"active": False})
        for type_id in (self.charter_type.id, archived.id, 10**9):
            with self.subTest(type_id=type_id):
                path = f"{self._path()}/{type_id}/edit"
                self.assertPage(self.url_open(path), self._path())
                self.assertPage(self._post(path, {"body": "改"}), self._path())
        self.assertEqual(len(self.organization.document_ids), 1)

    def test_charter(self):
        """The charter is read in its parts and changed by an application."""
        charter = self._charters()
        page = self.url_open(f"/my/documents/{charter.id}").text
        self.assertIn("服务社区老人。", page)
        page = self.url_open(self._path()).text
        self.assertIn(f"/my/organizations/{self.organization.id}/request", page)
        self.assertNotIn(f"/documents/{self.charter_type.id}/edit", page)

    def test_cancelled(self):
        """Of a cancelled organisation everything is read, nothing is drafted."""
        rules = self._adopted_rules()
        self.organization.state = "cancelled"
        self.env.flush_all()
        self.assertIn("自愿参加", self.url_open(f"/my/documents/{rules.id}").text)
        self.assertPage(self._save(), self._path())
        self.assertEqual(self._rules(), rules)


@tagged("post_install", "-at_install")
class TestPortalDocumentForeign(PortalDocumentCase):
    """Another organisation's documents look as if they did not exist."""

    def setUp(self):
        super().setUp()
        self.adopted = self._adopted_rules(
            self.portal_2, "第一条 别家内情。", self.foreign, file_name="别家.pdf", **self._file()
        )
        self.draft = self._draft_rules(
            self.portal_2, "第一条 别家草稿。", self.foreign, file_name="别家.pdf", **self._file()
        )

    def _file(self):
        return {"file": FILE}

    def _paths(self):
        for document in (self.adopted, self.draft, self._charters(self.foreign)):
            for step in ("", "/adopt", "/delete"):
                yield f"/my/documents/{document.id}{step}"
        yield self._path(self.foreign)
        yield self._edit_path(self.foreign)

    def assertNothingSeen(self):
        before = self._content()
        for path in self._paths():
            with self.subTest(path=path):
                if not path.endswith("delete"):
                    self.assertNotIn("别家", self.url_open(path).text)
                response = self._post(path, {"body": "占"}, files={"file": ("占.pdf", PDF)})
                self.assertLess(response.status_code, 500)
                self.assertNotIn("别家", response.text)
        for document in (self.adopted, self.draft):
            for url in (
                f"/web/content/community.document/{document.id}/file",
                f"/web/image/community.document/{document.id}/file",
                f"/my/documents/{document.id}?report_type=pdf",
                f"/report/pdf/community_org.report_document/{document.id}",
                f"/report/html/community_org.report_document/{document.id}",
            ):
                with self.subTest(url=url):
                    response = self.url_open(url)
                    self.assertNotIn("别家", response.text)
                    self.assertNotEqual(response.content, PDF)
                    self.assertNotEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(self._content(), before)

    def _content(self):
        self.env.invalidate_all()
        return self.foreign.document_ids.read(["body", "state", "file", "version"])

    def test_another_representative(self):
        """The leader of one organisation sees nothing of another."""
        self.assertNothingSeen()

    def test_former_leader(self):
        """Who led it until yesterday sees nothing of it, not even what he wrote himself."""
        self._login(self.portal_2)
        self.assertIn("别家内情", self.url_open(f"/my/documents/{self.adopted.id}").text)
        self.foreign.leader_id.date_to = self.foreign.filed_on
        self.env.flush_all()
        self.assertNothingSeen()

    def test_member_who_represents_nobody(self):
        """A member without an office in the organisation is a stranger here."""
        self.foreign.member_ids[1].partner_id = self.portal_1.partner_id
        self.env.flush_all()
        self.assertNothingSeen()

    def test_without_login(self):
        """A visitor is asked to log in."""
        self.authenticate(None, None)
        for path in self._paths():
            if not path.endswith("delete"):
                self.assertRegex(self.url_open(path).url, re.escape("/web/login"))

    def test_conversation(self):
        """The conversation on a document is read by its representatives only."""
        self._as_root(self.adopted).message_post(
            body="请补充第二条", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        params = {"thread_model": "community.document", "thread_id": self.adopted.id}
        for user, seen in ((self.portal_1, False), (self.portal_2, True)):
            self._login(user)
            response = self.url_open(
                "/mail/thread/messages", json=self.build_rpc_payload({**params, "fetch_params": {}})
            )
            self.assertEqual("请补充第二条" in response.json().__str__(), seen, user.login)
