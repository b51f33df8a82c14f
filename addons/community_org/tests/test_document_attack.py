import base64

from odoo.tests import tagged

from .common import PNG
from .common_attack import KEYS, AttackCase
from .common_document import FILE, DocumentData

DOCUMENT = "community.document"


@tagged("post_install", "-at_install")
class TestDocumentAttack(DocumentData, AttackCase):
    """Nobody rewrites what was adopted, in whatever role and by whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_document_types()
        cls.organization = cls._organization()
        cls.organization.leader_id.partner_id = cls.portal_1.partner_id
        cls.foreign = cls._organization(
            name="乙一别家会", area_id=cls.area_b1.id, category_id=cls.category_many.id
        )
        cls.charter = cls._charters()
        cls.replaced = cls._adopted_rules(cls.officer_a1, "第一条 旧。")
        cls.adopted = cls._adopted_rules(body="第一条 新。", file=FILE, file_name="签字.pdf")
        cls.draft = cls._draft_rules(body="第一条 再新。")
        cls.everybody = (
            cls.portal_1,
            cls.officer_a1,
            cls.officer_a,
            cls.officer_d,
            cls.leader,
            cls.admin,
        )

    def test_words_of_a_version(self):
        """The words, the file, the number, the days and the state of a version stay."""
        for document in (self.charter, self.replaced, self.adopted):
            for user in self.everybody:
                for vals in (
                    {"body": "改", "purpose": "改"},
                    {"file": base64.b64encode(PNG).decode(), "file_name": "改.png"},
                    {"state": "draft", "version": 0, "date_from": False},
                ):
                    self.assertAttackFails(
                        user, DOCUMENT, "write", document.ids, vals, contexts=KEYS[1:2]
                    )
                self.assertAttackFails(user, DOCUMENT, "unlink", document.ids, contexts=({},))

    def test_draft_by_hand(self):
        """What only the engine writes is not written on an own draft, or created with one."""
        other = {"organization_id": self.organization.id, "type_id": self.other_type.id}
        for vals in (
            {"state": "in_force"},
            {"version": 7},
            {"date_from": "2001-01-01"},
            {"channel": "office"},
            {"adopted_by_id": self.officer_a.id},
            {"filing_id": self.organization.filing_ids.id},
            {"purpose": "改"},
        ):
            self.assertAttackFails(self.portal_1, DOCUMENT, "write", self.draft.ids, vals)
            self.assertAttackFails(
                self.portal_1, DOCUMENT, "create", None, [{**other, **vals}], contexts=KEYS[:2]
            )
        for vals in (
            {"organization_id": self.foreign.id},
            {"type_id": self.other_type.id},
            {"type_id": self.charter_type.id},
        ):
            self.assertAttackFails(
                self.portal_1, DOCUMENT, "write", self.draft.ids, vals, contexts=({},)
            )

    def test_defaults_of_a_context(self):
        """Defaults of a context do not make an adopted version."""
        context = {
            "default_state": "in_force",
            "default_version": 9,
            "default_date_from": "2001-01-01",
            "default_channel": "office",
            "default_purpose": "改",
            "community_review_engine": True,
        }
        vals = {"organization_id": self.organization.id, "type_id": self.other_type.id}
        self._by_web_client(self.portal_1, DOCUMENT, "create", None, ([vals],), context)
        self.env.invalidate_all()
        made = self.env[DOCUMENT].search([("type_id", "=", self.other_type.id)])
        self.assertEqual(
            (made.state, made.version, made.channel, made.purpose), ("draft", 0, "portal", False)
        )

    def test_for_another_organisation(self):
        """Nobody drafts for, reads or adopts what is of another organisation or area."""
        theirs = self._draft_rules(
            self.officer_b1, organization=self.foreign, type_id=self.other_type.id
        )
        vals = {"organization_id": self.foreign.id, "type_id": self.rules_type.id}
        for user in (self.portal_1, self.portal_2, self.officer_a1, self.officer_a, self.officer_d):
            self.assertAttackFails(user, DOCUMENT, "create", None, [vals], contexts=({},))
            for document in (theirs, *self._charters(self.foreign)):
                if user == self.officer_d:
                    continue
                for method, *args in (
                    ("read", ["body"]),
                    ("action_adopt",),
                    ("copy", {}),
                    ("message_post",),
                ):
                    self.assertAttackFails(
                        user, DOCUMENT, method, document.ids, *args, contexts=({},)
                    )

    def test_adoption_of_the_others_draft(self):
        """The office does not adopt the organisation's draft, nor the organisation the office's."""
        office = self._draft_rules(self.officer_a1, "第一条 代录。")
        for user, document in (
            (self.officer_a1, self.draft),
            (self.officer_a, self.draft),
            (self.admin, self.draft),
            (self.portal_1, office),
            (self.leader, office),
            (self.officer_d, office),
            (self.admin, office),
        ):
            for method, *args in (("action_adopt",), ("write", {"body": "改"}), ("unlink",)):
                self.assertAttackFails(user, DOCUMENT, method, document.ids, *args, contexts=({},))

    def test_engine_by_name(self):
        """The engine's own methods are not called over RPC."""
        for method, ids, *args in (
            ("_put_in_force", self.draft.ids, "2001-01-01"),
            ("_engine_write", self.adopted.ids, {"body": "改"}),
        ):
            self.assertAttackFails(self.portal_1, DOCUMENT, method, ids, *args, contexts=({},))
        self.assertAttackFails(
            self.officer_a1,
            "community.organization",
            "_adopt_charter",
            self.organization.ids,
            contexts=({},),
        )

    def test_import(self):
        """An import neither adopts nor rewrites."""
        for fields, row in (
            ([".id", "body"], [str(self.adopted.id), "改"]),
            (
                ["organization_id/.id", "type_id/.id", "state"],
                [str(self.organization.id), str(self.other_type.id), "in_force"],
            ),
        ):
            for user in (self.officer_a1, self.officer_a):
                before = self._fingerprint()
                answer = self._by_web_client(user, DOCUMENT, "load", None, (fields, [row]), {})
                self.assertFalse(answer["ids"])
                self.assertEqual(self._fingerprint(), before)
