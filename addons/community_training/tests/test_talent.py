from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from stdnum.iso7064 import mod_11_2

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestTalent(TrainingCase):
    """骨干人才库: a person is there once, reserves come by a recommendation."""

    def test_one_person_in_two_organisations(self):
        """The same identity number is the same person, whatever the name on the roster says."""
        other = self._organization(name="甲一合唱队", category_id=self.category_other.id)
        first, second = self.organization.member_ids[1], other.member_ids[1]
        body = "11010119500101011"
        number = body + mod_11_2.calc_check_digit(body)
        for member in (first, second):
            member.identity_number = number
        talents = self.env["community.talent"]._get_of_members(first | second)
        self.assertEqual(talents[first.sudo()], talents[second.sudo()])
        self.assertEqual(talents[first.sudo()].organization_count, 2)

    def test_leaders_come_in_by_themselves(self):
        """Nightly; ordinary members do not, and nobody comes in twice."""
        members = self.env["community.member"]
        members._cron_fill_pool()
        talent = self.leader_member.talent_id
        self.assertEqual(talent.name, self.leader_member.name)
        plain = self.organization.member_ids.filtered(lambda member: member.role == "member")
        self.assertFalse(plain.talent_id)
        members._cron_fill_pool()
        self.assertEqual(self.leader_member.talent_id, talent)

    def test_an_office_takes_people_in(self):
        """Who reads only does not, though he sees the roster."""
        with self.assertRaises(AccessError):
            self.leader_member.with_user(self.leader).action_add_to_pool()
        action = self.leader_member.with_user(self.officer_a1).action_add_to_pool()
        self.assertEqual(action["domain"][0][2], self.leader_member.talent_id.ids)

    def test_pool_by_area(self):
        """An office sees the people of its area, and another street none of them."""
        talent = self.env["community.talent"]._get_of_members(self.leader_member)[
            self.leader_member.sudo()
        ]
        for user, seen in (
            (self.officer_a1, talent),
            (self.officer_a, talent),
            (self.officer_b, talent.browse()),
            (self.officer_a2, talent.browse()),
        ):
            self.assertSees(user, talent, seen)

    def test_recommendation(self):
        """Submitted with reason and consent; the street's decision puts the person on the reserve list."""
        nominations = self.env["community.talent.nomination"].with_user(self.officer_a1)
        vals = {"name": "陈静芳", "reason": "热心", "is_party_member": True}
        nomination = nominations.create(vals)
        self.assertRefused(UserError, nomination.action_submit)
        nomination.consent = True
        nomination.action_submit()
        self._approve_all(nomination)
        talent = self._as_root(nomination).talent_id
        self.assertTrue(talent.is_reserve and talent.is_party_member)
        self.assertEqual(talent.area_id, self.area_a1)

    def test_recommendation_of_a_stranger(self):
        """Nobody marks a person of another street as reserve by naming him in a recommendation."""
        stranger = self.env["community.talent"].create(
            {"name": "乙街人", "area_id": self.area_b1.id}
        )
        nomination = (
            self.env["community.talent.nomination"]
            .with_user(self.officer_a1)
            .create({"name": "乙街人", "reason": "热心", "consent": True, "talent_id": stranger.id})
        )
        self.assertRefused(AccessError, nomination.action_submit)

    def test_by_hand(self):
        """The forms of the pool and of a recommendation, from the empty one."""
        for model in ("community.talent", "community.talent.nomination"):
            with Form(self.env[model].with_user(self.officer_a1)) as form:
                form.name = "王测试"
            self.assertEqual(form.record.area_id, self.area_a1)

    def test_honours_add_up(self):
        talent = self.env["community.talent"].create({"name": "王测试", "area_id": self.area_a1.id})
        talent.honour_ids = [
            (0, 0, {"name": "优秀志愿者", "points": 20}),
            (0, 0, {"name": "优秀负责人", "points": 30}),
        ]
        self.assertEqual(talent.honour_points, 50)

    def test_party_members_are_counted(self):
        """Members and leaders who are in the party, of those on the roster today."""
        self.organization.member_ids[:3].is_party_member = True
        self.env.flush_all()
        row = self.env["community.party.report"].browse(self.organization.id)
        count = len(self.organization.member_ids.filtered(lambda member: not member.date_to))
        self.assertEqual((row.member_count, row.party_count, row.party_body_count), (count, 3, 1))
