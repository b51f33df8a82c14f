from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_major import MODEL, MajorCase


@tagged("post_install", "-at_install")
class TestMajorAttack(MajorCase):
    """What a client may try by RPC with declarations and their ledger entries."""

    def test_forged_engine_fields(self):
        """No value on create, write or as a default moves what the engine keeps."""
        forged = {
            "state": "approved",
            "channel": "office",
            "applicant_id": self.portal_2.partner_id.id,
            "declared_on": "2020-01-01",
            "days_before": 99,
            "is_late": False,
            "reported_on": "2026-01-01 00:00:00",
            "report_deadline": "2099-01-01",
            "report_missed_on": "2026-01-01",
            "cancel_reason": "因",
            "entry_ids": [],
            "community_id": self.area_b1.id,
            "street_id": self.street_b.id,
            "date": "2026-01-01",
        }
        declaration = self._declare()
        for name, value in forged.items():
            with self.subTest(name):
                self.assertRefused(AccessError, declaration.write, {name: value})
                self.assertRefused(AccessError, self._declare, **{name: value})
        defaults = {f"default_{name}": value for name, value in forged.items()}
        declarations = declaration.with_context(
            **defaults, community_review_engine=True, community_activity_engine=True
        )
        born = declarations.create(self._major_vals(self.organization))
        self.assertEqual((born.state, born.channel, born.days_before), ("draft", "portal", 0))
        self.assertEqual((born.community_id, born.date), (self.area_a1, declaration.date))
        self.assertRefused(AccessError, declarations.write, {"state": "approved"})

    def test_forged_area(self):
        """The area is that of the organisation, whatever is sent."""
        declaration = self._declare(area_id=self.area_b1.id)
        self.assertEqual(declaration.area_id, self.area_a1)
        self.assertRefused(UserError, declaration.write, {"area_id": self.area_b1.id})

    def test_another_organisation(self):
        """A stranger, another community and another street neither declare, read nor change."""
        declaration = self._declared()
        vals = self._major_vals(self.organization)
        for user in (self.portal_2, self.officer_a2, self.officer_b1, self.officer_b):
            with self.subTest(user.login):
                own = declaration.with_user(user)
                self.assertRefused(AccessError, self.env[MODEL].with_user(user).create, vals)
                self.assertRefused(AccessError, own.read, ["name"])
                self.assertRefused(AccessError, own.action_withdraw)
                self.assertRefused(AccessError, own._cancel, "因")

    def test_moved_to_another_organisation(self):
        """A draft does not change hands."""
        other = self._organization(name="乙一队", area_id=self.area_b1.id)
        declaration = self._declare()
        self.assertRefused(UserError, declaration.write, {"organization_id": other.id})

    def test_submitted_is_frozen(self):
        """After the submission neither the facts nor the papers change, for anybody."""
        declaration = self._declared()
        for user in (self.portal_1, self.officer_a1, self.officer_a):
            with self.subTest(user.login):
                own = declaration.with_user(user)
                self.assertRefused(UserError, own.write, {"participant_count": 1})
                self.assertRefused(UserError, own.file_ids.unlink)
                self.assertRefused(UserError, self._add_paper, own)

    def test_the_office_keeps_off_portal_drafts(self):
        """Nobody in an office sees or changes what an organisation has not submitted."""
        declaration = self._declare()
        self.assertSees(self.officer_a1, declaration, declaration.browse())
        self.assertRefused(
            AccessError, declaration.with_user(self.officer_a1).write, {"place": "x"}
        )

    def test_no_officer_decides_his_own(self):
        """An officer who leads the organisation does not decide its declaration."""
        declaration = self._declared(self.officer_a1)
        leader = self.organization.member_ids.filtered(lambda member: member.role == "leader")
        leader.partner_id = self.officer_a1.partner_id
        task = self._current_task(declaration)
        self.assertRefused(AccessError, task.with_user(self.officer_a1).action_approve)

    def test_a_former_leader(self):
        """Who does not lead the organisation any more has nothing to do with its declarations."""
        declaration = self._declare()
        leader = self.organization.member_ids.filtered(lambda member: member.role == "leader")
        leader.date_to = self._local_today()
        self.assertSees(self.portal_1, declaration, declaration.browse())
        self.assertRefused(AccessError, declaration.action_submit)

    def test_forged_fields_of_the_ledger(self):
        """No entry is tied to a declaration, exempted or cleared by a value that a client sends."""
        declaration = self._approved()
        activity = self._activity(participant_count=90)
        for user in (self.portal_1, self.officer_a1):
            for name, value in {
                "major_activity_id": declaration.id,
                "is_undeclared": False,
                "exempt_reason": "因",
                "exempted_by_id": user.id,
                "explain_by": "2099-01-01",
                "undeclared_recorded_on": "2026-01-01",
            }.items():
                with self.subTest(user=user.login, field=name):
                    own = activity.with_user(user)
                    self.assertRefused(AccessError, own.write, {name: value})
                    self.assertRefused(AccessError, self._activity, user, **{name: value})

    def test_dialogs_reach_no_further_than_their_user(self):
        """The dialogs act with the rights of who opened them."""
        declaration = self._approved()
        dialog = self.env[f"{MODEL}.cancel"].with_user(self.officer_a2)
        vals = {"major_activity_id": declaration.id, "reason": "因"}
        self.assertRefused(AccessError, lambda: dialog.create(vals).action_confirm())
        activity = self._activity(participant_count=90)
        dialog = self.env["community.activity.exempt"].with_user(self.officer_a2)
        vals = {"activity_ids": activity.ids, "reason": "因"}
        self.assertRefused(AccessError, lambda: dialog.create(vals).action_confirm())
