import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_attack import AttackCase
from .common_import import HEAD, ImportCase, make_xlsx


@tagged("post_install", "-at_install")
class TestImportWords(ImportCase):
    """Whose words are whose: the general ones are the administrator's, an area's its office's."""

    def test_general_words(self):
        words = self.env["community.import.mapping"]
        general = words.create({"label": "叫法 一（通用）", "target": "organization/name"})
        self.assertEqual(general.label, "叫法一", "kept as it is compared")
        for user in (self.officer_a, self.officer_d):
            self.assertSees(user, general, general)
            self.assertRefused(AccessError, general.with_user(user).write, {"label": "别的"})
            self.assertRefused(
                AccessError,
                words.with_user(user).create,
                {"label": "新词", "target": "member/name"},
            )
        general.with_user(self.admin).label = "叫法二"
        self.assertRefused(AccessError, general.with_user(self.officer_a1).read, ["label"])

    def test_own_words_win(self):
        """What a street means by a title holds for it, whatever everybody else means."""
        words = self.env["community.import.mapping"]
        words.with_user(self.officer_a).create(
            {"label": "名称", "target": "organization/leader_name", "area_id": self.street_a.id}
        )
        content = make_xlsx(
            表=[
                ["名称", "社区", "类别", "备案日期"],
                ["甲队", "甲一社区", "测试文体", "2024-01-05"],
            ]
        )
        self.assertEqual(self._upload(content).column_ids[0].target, "organization/leader_name")
        elsewhere = self._upload(content, user=self.officer_b)
        self.assertEqual(elsewhere.column_ids[0].target, "organization/name")


@tagged("post_install", "-at_install")
class TestImportAttack(AttackCase):
    """A client that skips the buttons, or reaches for another street's file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = [HEAD, ["甲队", "甲一社区", "测试文体", "2024-01-05", "赵测试"]]
        batches = cls.env["community.import"].with_user(cls.officer_a)
        cls.draft = batches.create(
            {"upload": base64.b64encode(make_xlsx(表=rows)), "upload_name": "a.xlsx"}
        )
        cls.checked = batches.create(
            {"upload": base64.b64encode(make_xlsx(表=rows)), "upload_name": "b.xlsx"}
        )
        cls._as_root(cls.checked).write({"state": "checked", "file": False})
        cls.row = cls.env["community.import.organization"].create(
            {"import_id": cls.checked.id, "number": 2, "name": "甲队", "state": "error"}
        )

    def test_own_import(self):
        """The state and what a row leads to are nobody's to set."""
        organization = self._organization()
        attack = self.assertAttackFails
        model, row = "community.import", "community.import.organization"
        attack(self.officer_a, model, "write", self.checked.ids, {"state": "running"})
        attack(self.officer_a, model, "write", self.draft.ids, {"file": "eA=="})
        attack(
            self.officer_a,
            row,
            "write",
            self.row.ids,
            {"state": "done", "organization_id": organization.id},
        )
        attack(
            self.officer_a,
            row,
            "create",
            None,
            [{"import_id": self.checked.id, "name": "伪造队", "state": "ready"}],
        )
        attack(self.officer_a, row, "unlink", self.row.ids)
        attack(
            self.officer_a,
            "community.import.column",
            "write",
            self.draft.column_ids[:1].ids,
            {"examples": "x"},
        )

    def test_other_streets_import(self):
        for user in (self.officer_b, self.officer_a1, self.leader, self.portal_1):
            for method in ("action_read", "action_cancel"):
                self.assertAttackFails(
                    user, "community.import", method, self.draft.ids, contexts=({},)
                )
            for method in ("action_import", "action_finish", "action_confirm_similar"):
                self.assertAttackFails(
                    user, "community.import", method, self.checked.ids, contexts=({},)
                )
            for method in ("action_confirm", "action_skip"):
                self.assertAttackFails(
                    user, "community.import.organization", method, self.row.ids, contexts=({},)
                )

    def test_file_is_nobodys(self):
        """No field, no address gives the file back."""
        for user in (self.officer_a, self.officer_d, self.admin):
            self.assertAttackFails(
                user, "community.import", "read", self.draft.ids, ["file"], contexts=({},)
            )
            self.authenticate(user.login, user.login)
            for url in (
                f"/web/content/community.import/{self.draft.id}/file",
                f"/web/content?model=community.import&id={self.draft.id}&field=file",
                f"/web/content/community.import/{self.draft.id}/upload",
            ):
                response = self.url_open(url)
                self.assertNotIn(b"PK\x03\x04", response.content, url)
