import base64

from odoo.tests import tagged

from .common import PNG
from .common_attack import AttackCase
from .common_document import FILE, DocumentData

CONTENT = base64.b64encode(PNG).decode()


@tagged("post_install", "-at_install")
class TestAttackAttachment(DocumentData, AttackCase):
    """A file in a field is not reached past its record: not written, removed, nor put beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_document_types()
        cls.filing = cls._submit()
        cls.organization = cls._organization(name="甲一别会", category_id=cls.category_many.id)
        cls.organization.leader_id.partner_id = cls.portal_1.partner_id
        cls.everybody = (
            cls.portal_1,
            cls.officer_a1,
            cls.officer_a,
            cls.officer_d,
            cls.leader,
            cls.admin,
        )

    def assertHeld(self, record):
        """No user changes the file of ``record`` (which is ``FILE``) as an attachment."""
        record = record.with_env(self.env)
        files = self.env["ir.attachment"]
        place = {"res_model": record._name, "res_id": record.id, "res_field": "file"}
        domain = [(name, "=", value) for name, value in place.items()]
        attachment = files.search(domain)
        self.assertEqual(len(attachment), 1)
        for user in self.everybody:
            # sudo: ir.attachment - a portal user has files by uploads only
            own = files.with_user(user).sudo().create({"name": "自己的.png", "datas": CONTENT})
            for method, ids, *args in (
                ("write", attachment.ids, {"datas": CONTENT}),
                ("write", attachment.ids, {"res_field": False}),
                ("write", own.ids, place),
                ("unlink", attachment.ids),
                ("copy", attachment.ids, {"datas": CONTENT}),
                ("create", None, [{"name": "file", "datas": CONTENT, **place}]),
            ):
                for way in self._ways():
                    with self.subTest(user=user.login, method=method, way=way.__name__, args=args):
                        refused = self._attack(way, user, files._name, method, ids, args, {})
                        self.env.invalidate_all()
                        self.assertEqual(files.search(domain), attachment)
                        self.assertEqual(record.file, FILE)
                        self.assertIsNotNone(refused, "not refused")

    def test_material_under_review(self):
        """What was handed in with a filing is what the offices decide on."""
        self.assertHeld(self.filing.material_ids)

    def test_adopted_rules(self):
        """The signed text of a version stays."""
        self.assertHeld(self._adopted_rules(file=FILE, file_name="签字.pdf"))

    def test_own_draft(self):
        """Also the keeper of a draft changes its file by the draft, where it is looked into."""
        draft = self._draft_rules(file=FILE, file_name="签字.pdf")
        self.assertHeld(draft)
        draft.write({"file": CONTENT, "file_name": "照片.png"})
        self.assertEqual(self._as_root(draft).file, CONTENT.encode())
