from datetime import date
from unittest.mock import patch

from cryptography.fernet import Fernet
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger
from psycopg2.errors import RaiseException, UniqueViolation

from .common import CommunityData, identity_number

NUMBER = identity_number("19850612", 7)
OTHER = identity_number("19850612", 8)
MODELS = "odoo.addons.community_org.models"


class IdentityData(CommunityData):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        members = cls._prepare_member_vals(3, identity_number=NUMBER)
        cls.organization = cls._organization(member_ids=members)
        cls.member = cls.organization.leader_id
        cls.mask = "999" + "*" * 13 + NUMBER[-2:]
        cls.group = cls.env.ref("community_org.group_identity")

    def _count_rows_with_number(self, table):
        rows = SQL(
            "SELECT count(*) FROM %s t WHERE t::text LIKE %s",
            SQL.identifier(table),
            f"%{NUMBER}%",
        )
        return self.env.execute_query(rows)[0][0]

    def _permit(self, user):
        user.group_ids += self.group

    def _reveal(self, user, person=None, reason="核对柜台出示的身份证"):
        person = person or self.member
        dialog = (
            self.env["community.identity.reveal"]
            .with_user(user)
            .create({"res_model": person._name, "res_id": person.id, "reason": reason})
        )
        return dialog.action_reveal()["context"]["default_number"]


@tagged("post_install", "-at_install")
class TestIdentity(IdentityData, TransactionCase):
    def test_stored_once_and_encrypted(self):
        """Filing and member point to one row; no column of the database holds the number."""
        filing = self.organization.filing_ids
        line = filing.member_ids.filtered(lambda line: line.role == "leader")
        self.assertEqual(line.identity_id, self.member.identity_id)
        self.assertEqual(self.member.identity_number, self.mask)
        self.env.flush_all()
        for table in (
            "community_identity",
            "community_member",
            "community_filing_member",
            "community_filing_change",
            "mail_message",
            "mail_tracking_value",
            "ir_attachment",
        ):
            self.assertEqual(self._count_rows_with_number(table), 0, table)

    def test_mask_sent_back(self):
        """A form that sends the mask back changes nothing; the full number again neither; blank removes it."""
        identity = self.member.identity_id
        for typed in (self.member.identity_number, NUMBER, f" {NUMBER[:6]} {NUMBER[6:]} "):
            with self.subTest(typed=typed):
                self.member.identity_number = typed
                self.assertEqual(self.member.identity_id, identity)
                self.assertNotIn(NUMBER, self.member.identity_number)
        self.member.identity_number = ""
        self.assertFalse(self.member.identity_id)

    def test_full_width(self):
        """Digits as a Chinese keyboard types them are the same number."""
        wide = "".join(chr(ord(c) + 0xFEE0) for c in OTHER)
        self.member.identity_number = wide
        self.assertEqual(self.member.identity_id._reveal(), OTHER)

    def test_wrong_numbers(self):
        """Check digit, length, date: refused with a sentence that names the person and not the number."""
        good = identity_number()
        wrong = {
            good[:-1] + ("1" if good[-1] != "1" else "2"): "check digit",
            good[:-1]: "18 places",
            identity_number("19851399"): "not possible",
            identity_number("18990101"): "not possible",
            identity_number("29990101"): "not possible",
            "1": "18 places",
            "<script>": "18 places",
            self.mask[:-1] + "?": "18 places",
        }
        for number, sentence in wrong.items():
            with self.subTest(number=number), self._undone():
                message = self.assertRefused(
                    ValidationError, self.member.write, {"identity_number": number}
                )
                self.assertIn(sentence, message)
                self.assertIn(self.member.name, message)
                self.assertNotIn(number, message.replace("18", ""))

    def test_twice_on_one_roster(self):
        """The database refuses the same number twice on a roster, in a filing and among today's members."""
        colleague = (self.organization.member_ids - self.member)[0]
        with self._undone(), mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            colleague.identity_number = NUMBER
            self.env.flush_all()
        filing = self._complete_filing(name="甲一双号队")
        filing.member_ids[0].identity_number = NUMBER
        with self._undone(), mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            filing.member_ids[1].identity_number = NUMBER
            self.env.flush_all()

    def test_search(self):
        """The exact number finds its person; a part, a wildcard or a mask finds nobody."""
        members = self.env["community.member"].with_user(self.officer_a)
        self.assertEqual(members.search([("identity_number", "=", NUMBER)]), self.member)
        self.assertEqual(members.search([("identity_number", "ilike", NUMBER)]), self.member)
        for text in (NUMBER[:-1], NUMBER[:6], "%", "_" * 18, self.mask, OTHER):
            with self.subTest(text=text):
                self.assertFalse(members.search([("identity_number", "ilike", text)]) & self.member)
        strangers = members.with_user(self.officer_b)
        self.assertFalse(strangers.search([("identity_number", "=", NUMBER)]))
        self.assertNotIn(
            self.member, members.search([("identity_number", "=", False)]), "has a number"
        )

    def test_vault_is_closed(self):
        """Neither the vault nor the field that points into it can be read, by whomever."""
        for user in (self.officer_a, self.officer_d, self.admin, self.portal_1):
            with self.subTest(user=user.login):
                vault = self.env["community.identity"].with_user(user)
                self.assertRefused(AccessError, vault.search, [])
                member = self.member.with_user(user)
                self.assertRefused(AccessError, member.read, ["identity_id"])
                self.assertRefused(
                    AccessError, member.search, [("identity_id.mask", "=", self.mask)]
                )

    def test_age_of_the_leader(self):
        """Under the age of the policy nobody leads; the birthday itself counts."""
        today = date(2026, 11, 23)
        policies = type(self.env["community.policy"])
        with patch.object(policies, "_today", lambda self: today):
            for born, refused in (("20081124", True), ("20081123", False)):
                with self.subTest(born=born):
                    filing = self._complete_filing(
                        name=f"甲一少年队{born[-1]}",
                        category_id=self.category_other.id,
                        member_ids=self._prepare_member_vals(
                            3, identity_number=identity_number(born)
                        ),
                    )
                    self.assertEqual("younger than 18" in (filing.missing or ""), refused)

    def test_required_of(self):
        """The policy says whose number is needed: nobody's, the leader's, everybody's."""
        filing = self._complete_filing(name="甲一缺号队", category_id=self.category_other.id)
        for required, sentence in (
            ("nobody", ""),
            ("leader", "number of the leader"),
            ("everybody", "identity numbers of"),
        ):
            with self.subTest(required=required):
                self.env.cr.execute(
                    "UPDATE community_policy SET identity_required = %s WHERE id = %s",
                    [required, self.policy.id],
                )
                self.env.invalidate_all()
                self.assertIn(sentence, filing.missing or "")
                self.assertEqual(bool(filing.missing), bool(sentence))

    def test_mostly_officials(self):
        """«以党政机关工作人员为主体»: half the roster needs a reason, less does not."""
        filing = self._complete_filing(name="甲一机关队", category_id=self.category_other.id)
        filing.member_ids[0].is_official = True
        self.assertFalse(filing.missing)
        filing.member_ids[1].is_official = True
        self.assertIn("party or government", filing.missing)
        filing.restricted_reason = "研究社区治理。"
        self.assertFalse(filing.missing)

    def test_leads_already(self):
        """The officer is told where the proposed leader leads already, by the number, not by the name."""
        filing = self._complete_filing(
            name="甲一第二队",
            category_id=self.category_other.id,
            member_ids=self._prepare_member_vals(3, name="改名换姓", identity_number=NUMBER),
        )
        self.assertIn(self.organization.name, filing.leader_posts)
        filing.member_ids[0].identity_number = OTHER
        self.assertFalse(filing.leader_posts)

    def test_change_of_number(self):
        """A corrected number is shown as a change by its masks, and takes effect by the approval."""
        request = self.organization.with_user(self.officer_a1)._start_request("change")
        line = request.member_ids.filtered(lambda line: line.role == "leader")
        self.assertEqual(line.identity_number, self.member.identity_number)
        line.identity_number = OTHER
        changes = [change for change in request._get_changes() if "Identity number" in change[0]]
        self.assertEqual(len(changes), 1)
        self.assertNotIn(OTHER, str(changes))

    def test_unused_numbers_go(self):
        """A number that nobody on a roster has is deleted; the others stay."""
        stored = self.env["community.identity"]._store({OTHER})[OTHER]
        self.env["community.identity"]._gc_unused()
        self.assertFalse(stored.exists())
        self.assertTrue(self.member.identity_id.exists())

    def test_foreign_key(self):
        """With another key file nothing is mixed up: it is refused with what to do."""
        with patch(f"{MODELS}.community_identity.read_key", Fernet.generate_key):
            message = self.assertRefused(UserError, self.member.write, {"identity_number": OTHER})
        self.assertIn("put back the file", message)


@tagged("post_install", "-at_install")
class TestIdentityReveal(IdentityData, TransactionCase):
    def test_permitted(self):
        """An officer of the group sees the number after a reason, and the look is logged."""
        self._permit(self.officer_a)
        self.assertEqual(self._reveal(self.officer_a), NUMBER)
        log = self.env["community.identity.log"].search([], limit=1)
        self.assertEqual(
            (log.user_id, log.person_name, log.mask, log.street_id),
            (self.officer_a, self.member.name, self.member.identity_number, self.street_a),
        )
        line = self.organization.filing_ids.member_ids.filtered(lambda line: line.role == "leader")
        self.assertEqual(self._reveal(self.officer_a, line), NUMBER)

    def test_refused(self):
        """Without the group, from another street, without a reason, without a number: nothing, and no log."""
        self._permit(self.officer_a)
        self._permit(self.officer_b)
        before = self.env["community.identity.log"].search_count([])
        cases = (
            (AccessError, self.officer_a1, {}),
            (AccessError, self.officer_d, {}),
            (AccessError, self.admin, {}),
            (AccessError, self.portal_1, {}),
            (AccessError, self.officer_b, {}),
            (UserError, self.officer_a, {"reason": " 看 "}),
            (
                UserError,
                self.officer_a,
                {"person": (self.organization.member_ids - self.member)[0]},
            ),
        )
        for error, user, kwargs in cases:
            with self.subTest(user=user.login, **kwargs):
                self.assertRefused(error, self._reveal, user, **kwargs)
        self.assertEqual(self.env["community.identity.log"].search_count([]), before)

    def test_number_is_not_kept(self):
        """The dialog's table has no column for the number, whatever a client writes to it."""
        self._permit(self.officer_a)
        self._reveal(self.officer_a)
        self.assertEqual(self._count_rows_with_number("community_identity_reveal"), 0)

    def test_log_stays(self):
        """Nobody changes or deletes the log: not the ORM as superuser, not SQL."""
        self._permit(self.officer_a)
        self._reveal(self.officer_a)
        log = self.env["community.identity.log"].search([], limit=1)
        self.assertRefused(UserError, log.unlink)
        for statement in (
            "UPDATE community_identity_log SET reason = ''",
            "DELETE FROM community_identity_log",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(RaiseException),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
