import base64
import json

from odoo import Command
from odoo.tests import tagged

from .common import PDF
from .common_attack import GUARDS, KEYS, AttackCase, Refused

FILING = "community.filing"


@tagged("post_install", "-at_install")
class TestAttackState(AttackCase):
    """To write the state, or what leads to it, instead of going the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls._complete_filing(name="甲一草稿队")
        cls.filing = cls._submit()
        cls.organization = cls._organization(name="甲一现成会", category_id=cls.category_many.id)
        task = cls._current_task(cls.filing)
        cls.forgeries = {
            "state": "approved",
            "channel": "office",
            "round": 3,
            "submitted_on": "2026-01-01 00:00:00",
            "decided_on": "2026-01-01 00:00:00",
            "organization_id": cls.organization.id,
            "override_reason": "因",
            "current_task_id": task.id,
            "task_ids": [Command.update(task.id, {"state": "approved"})],
        }

    def test_write_on_a_draft(self):
        """The keeper of a draft cannot write a field of the engine."""
        for name, value in self.forgeries.items():
            self.assertAttackFails(self.portal_1, FILING, "write", self.draft.ids, {name: value})

    def test_write_while_under_review(self):
        """Neither can the officers of the acting office, nor anything else be changed then."""
        for user in (self.officer_a1, self.officer_a):
            for name, value in {**self.forgeries, "name": "改名队", "area_id": 1}.items():
                vals = {name: value}
                contexts = KEYS[1:2]
                self.assertAttackFails(
                    user, FILING, "write", self.filing.ids, vals, contexts=contexts
                )

    def test_web_save(self):
        """The web client's own way of saving is no other."""
        for ids in (self.draft.ids, []):
            for name, value in self.forgeries.items():
                vals = {"name": "伪造队", "area_id": self.area_a1.id, name: value}
                self.assertAttackFails(
                    self.portal_1, FILING, "web_save", ids, vals, {}, contexts=({},)
                )

    def test_create_decided(self):
        """A filing cannot be created as decided."""
        for name, value in self.forgeries.items():
            vals = {"name": "伪造队", "area_id": self.area_a1.id, name: value}
            for user in (self.portal_1, self.officer_a1):
                self.assertAttackFails(user, FILING, "create", None, [vals], contexts=KEYS[:2])

    def test_defaults_of_a_context(self):
        """Defaults for the engine's fields are ignored by create, name_create and copy."""
        forgeries = json.loads(json.dumps(self.forgeries))
        defaults = {f"default_{name}": value for name, value in forgeries.items()}
        context = {**defaults, "default_area_id": self.area_a1.id, "community_review_engine": True}
        vals = {"name": "伪造队", "area_id": self.area_a1.id}
        for way in self._ways():
            for method, ids, args in (
                ("create", None, ([vals],)),
                ("name_create", None, ("伪造队",)),
                ("copy", self.draft.ids, ({},)),
            ):
                with self.subTest(way=way.__name__, method=method):
                    way(self.portal_1, FILING, method, ids, args, context)
                    self.assertPlainDraft(self._latest_filing())

    def _latest_filing(self):
        self.env.invalidate_all()
        return self.env[FILING].search([], order="id desc", limit=1)

    def assertPlainDraft(self, filing):
        self.assertNotIn(filing, (self.draft, self.filing))
        self.assertEqual((filing.state, filing.channel, filing.round), ("draft", "portal", 0))
        self.assertEqual(filing.applicant_id, self.portal_1.partner_id)
        self.assertFalse(filing.submitted_on or filing.decided_on or filing.override_reason)
        self.assertFalse(filing.organization_id or filing.current_task_id or filing.task_ids)

    def test_copy_with_values(self):
        """Values given to copy are checked like those of create."""
        for name, value in self.forgeries.items():
            self.assertAttackFails(
                self.portal_1, FILING, "copy", self.draft.ids, {name: value}, contexts=KEYS[:2]
            )

    def test_import(self):
        """An import neither creates a decided filing nor changes one."""
        before = self._fingerprint()
        for fields, row in (
            (["name", "area_id/.id", "state"], ["伪造队", str(self.area_a1.id), "approved"]),
            ([".id", "state"], [str(self.draft.id), "approved"]),
            ([".id", "name"], [str(self.filing.id), "改名队"]),
            ([".id", "override_reason"], [str(self.draft.id), "因"]),
        ):
            for way in self._ways():
                for context in KEYS:
                    with self.subTest(fields=fields, way=way.__name__, context=context):
                        answer = way(self.portal_1, FILING, "load", None, (fields, [row]), context)
                        self.assertFalse(answer["ids"])
                        self.assertTrue(answer["messages"])
                        self.assertEqual(self._fingerprint(), before)

    def test_evidence(self):
        """Tasks, certificates, numbers, organisations and members are nobody's to write."""
        organization = self.organization
        rows = {
            "community.review.task": (self._tasks_of(self.filing), {"state": "approved"}),
            "community.certificate": (organization.certificate_ids, {"valid_to": "2099-01-01"}),
            "community.number": (self.env["community.number"].search([]), {"serial": 99}),
            "community.organization": (organization, {"holds_category": False}),
            "community.member": (organization.member_ids, {"role": "leader"}),
        }
        for user in (self.officer_a1, self.officer_a, self.officer_d, self.admin, self.portal_1):
            for model, (records, vals) in rows.items():
                ids = records[:1].ids
                contexts = KEYS[1:2]
                self.assertAttackFails(user, model, "write", ids, vals, contexts=contexts)
                self.assertAttackFails(user, model, "unlink", ids, contexts=contexts)
                self.assertAttackFails(user, model, "copy", ids, {}, contexts=contexts)
                self.assertAttackFails(user, model, "create", None, [vals], contexts=contexts)

    def _tasks_of(self, filing):
        return filing.with_env(self.env).task_ids

    def test_policy_in_force(self):
        """The district cannot rewrite a policy in force, whatever flag comes along."""
        self.assertAttackFails(
            self.officer_d, "community.policy", "write", self.policy.ids, {"min_members": 1}
        )

    def test_own_area_and_group(self):
        """Nobody promotes himself."""
        for user in (self.officer_a1, self.officer_d, self.portal_1):
            for vals in (
                {"area_id": self.area_b1.id},
                {"group_ids": [Command.link(self.env.ref("community_org.group_admin").id)]},
            ):
                self.assertAttackFails(user, "res.users", "write", user.ids, vals)


@tagged("post_install", "-at_install")
class TestAttackForeignRecords(AttackCase):
    """To reach what belongs to somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._complete_filing(cls.portal_1, name="甲一我的队")
        cls.theirs = cls._complete_filing(cls.portal_2, name="乙一他的队", area_id=cls.area_b1.id)
        cls.paper = cls._complete_filing(cls.officer_a1, name="甲一纸质队")
        cls.returned = cls._submit(cls.portal_2, name="甲一退回队")
        cls._decide(cls.returned, "return")

    def test_lines_of_another_document(self):
        """Commands on an own document do not reach the lines of another one."""
        for user, own, other in (
            (self.portal_1, self.mine, self.theirs),
            (self.officer_a1, self.paper, self.theirs),
            (self.officer_a1, self.paper, self.returned),
        ):
            for field, vals in (("member_ids", {"phone": "13900000000"}), ("material_ids", {})):
                line = other.with_env(self.env)[field][0].id
                for command in (
                    Command.update(line, {**vals, "filing_id": own.id}),
                    Command.delete(line),
                    Command.link(line),
                    Command.set([line]),
                ):
                    self.assertAttackFails(
                        user, FILING, "write", own.ids, {field: [command]}, contexts=({},)
                    )

    def test_lines_directly(self):
        """Neither does a call on the line itself, or a new line for another document."""
        for user in (self.portal_1, self.officer_a1):
            for filing in (self.theirs, self.returned):
                root = filing.with_env(self.env)
                for line, vals in (
                    (root.member_ids[0], {"name": "别人"}),
                    (root.material_ids[0], self._material_vals()),
                ):
                    new = {**vals, "filing_id": filing.id}
                    for method, ids, *args in (
                        ("write", line.ids, vals),
                        ("unlink", line.ids),
                        ("copy", line.ids, {}),
                        ("create", None, [new]),
                    ):
                        self.assertAttackFails(user, line._name, method, ids, *args, contexts=({},))

    def _material_vals(self):
        content = base64.b64encode(PDF).decode()
        return {"type_id": self.material_type.id, "file_name": "假.pdf", "file": content}

    def test_read_another(self):
        """No way of reading shows another resident's application."""
        ids = self.theirs.ids
        specification = {"name": {}, "member_ids": {"fields": {"name": {}}}}
        for user in (self.portal_1, self.officer_a1, self.officer_a, self.internal):
            for method, *args in (
                ("read", ["name"]),
                ("web_read", specification),
                ("copy", {}),
                ("write", {"name": "我的"}),
                ("unlink",),
                ("message_post",),
            ):
                self.assertAttackFails(user, FILING, method, ids, *args, contexts=({},))
            self._check_not_found(user)

    def _check_not_found(self, user):
        domain = [("id", "in", self.theirs.ids)]
        specification = {"name": {}}
        for way in self._ways():
            for method, args in (
                ("search_read", (domain, ["name"])),
                ("web_search_read", (domain, specification)),
                ("name_search", ("他的队",)),
                ("formatted_read_group", (domain, ["area_id"], ["__count"])),
            ):
                with self.subTest(user=user.login, way=way.__name__, method=method):
                    try:
                        answer = way(user, FILING, method, None, args, {})
                    except Refused as refused:
                        self.assertIn(refused.kind, GUARDS)
                    else:
                        self.assertIn(answer, ([], {"length": 0, "records": []}))

    def test_export(self):
        """Residents export nothing; staff nothing from elsewhere, though they may export."""
        self.officer_a1.group_ids += self.env.ref("base.group_allow_export")
        for user, ids in (
            (self.portal_1, self.mine.ids),
            (self.portal_1, self.theirs.ids),
            (self.officer_a1, self.theirs.ids),
        ):
            self.assertAttackFails(user, FILING, "export_data", ids, ["name"], contexts=({},))

    def test_give_away(self):
        """A resident does not put an application into another's name, or staff elsewhere."""
        other = self.portal_2.partner_id.id
        vals = {"name": "送你队", "area_id": self.area_a1.id, "applicant_id": other}
        self.assertAttackFails(self.portal_1, FILING, "create", None, [vals], contexts=({},))
        self.assertAttackFails(
            self.portal_1, FILING, "write", self.mine.ids, {"applicant_id": other}, contexts=({},)
        )
        vals = {"name": "送你队", "area_id": self.area_b1.id}
        self.assertAttackFails(self.officer_a1, FILING, "create", None, [vals], contexts=({},))
        self.assertAttackFails(
            self.officer_a1,
            FILING,
            "write",
            self.paper.ids,
            {"area_id": self.area_b1.id},
            contexts=({},),
        )

    def test_applicant_of_what_was_submitted(self):
        """Who applied for what, and where, does not change with a correction."""
        for vals in (
            {"applicant_id": self.portal_1.partner_id.id},
            {"area_id": self.area_b1.id},
        ):
            self.assertAttackFails(
                self.portal_2, FILING, "write", self.returned.ids, vals, contexts=({},)
            )

    def test_secrets_of_the_engine(self):
        """A resident reads no task, no number and no token, not even of an own application."""
        organization = self._organization(name="甲一公开会", category_id=self.category_many.id)
        organization.leader_id.partner_id = self.portal_1.partner_id
        for model, ids, fields in (
            ("community.review.task", self.returned.with_env(self.env).task_ids.ids, ["opinion"]),
            ("community.number", self.env["community.number"].search([]).ids, ["number"]),
            ("community.certificate", organization.certificate_id.ids, ["token"]),
            (FILING, self.mine.ids, ["task_ids"]),
        ):
            self.assertAttackFails(self.portal_1, model, "read", ids, fields, contexts=({},))

    def test_words_of_an_officer(self):
        """A resident does not change, delete or write a message in an officer's name."""
        message = self.returned.with_env(self.env).message_ids.sorted("id")[-1]
        self.assertNotEqual(message.author_id, self.portal_2.partner_id)
        before = message.body
        forged = {
            "model": FILING,
            "res_id": self.returned.id,
            "body": "同意备案",
            "author_id": self.officer_a.partner_id.id,
        }
        for method, ids, *args in (
            ("write", message.ids, {"body": "同意备案"}),
            ("unlink", message.ids),
            ("create", None, [forged]),
        ):
            for way in self._ways():
                with self.subTest(method=method, way=way.__name__):
                    self._attack(way, self.portal_2, "mail.message", method, ids, args, {})
                    self._check_messages(message, before)
        for command in (
            Command.update(message.id, {"body": "同意备案"}),
            Command.delete(message.id),
            Command.create(forged),
        ):
            with self.subTest(command=command):
                vals = {"message_ids": [command]}
                ids = self.returned.ids
                way = self._by_web_client
                self._attack(way, self.portal_2, FILING, "write", ids, (vals,), {})
                self._check_messages(message, before)

    def test_note_of_a_colleague(self):
        """Who may write the document does not change or delete what a colleague noted on it."""
        note = self.paper.with_env(self.env).message_post(
            body="已电话核实", author_id=self.officer_a.partner_id.id
        )
        before = note.body
        for method, *args in (("write", {"body": "同意备案"}), ("unlink",)):
            for way in self._ways():
                with self.subTest(method=method, way=way.__name__):
                    self._attack(way, self.officer_a1, "mail.message", method, note.ids, args, {})
                    self._check_messages(note, before)

    def _check_messages(self, message, body):
        self.env.invalidate_all()
        self.assertEqual(message.exists().body, body)
        forged = [("model", "=", FILING), ("body", "ilike", "同意备案")]
        officers = (self.officer_a + self.officer_a1).partner_id
        authors = self.env["mail.message"].search(forged).author_id
        self.assertFalse(authors & officers)

    def test_conditions_tell_nothing(self):
        """A search by what one may not read is refused, so it cannot be used to guess."""
        organization = self._organization(name="甲一公开会", category_id=self.category_many.id)
        token = organization.certificate_id.token
        for user, model, condition in (
            (self.portal_2, FILING, ("task_ids.opinion", "ilike", "属")),
            (self.portal_2, FILING, ("current_task_id.opinion", "ilike", "属")),
            (self.officer_a, "community.organization", ("certificate_id.token", "=", token)),
            (self.officer_a, "community.certificate", ("token", "=like", token[:1] + "%")),
        ):
            self.assertAttackFails(user, model, "search", None, [condition], contexts=({},))
