from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CommunityCase, CommunityHttpCase

SCOPED = (
    "community.filing",
    "community.filing.member",
    "community.filing.material",
    "community.review.task",
    "community.organization",
    "community.member",
    "community.certificate",
)


@tagged("post_install", "-at_install")
class TestAccessArea(CommunityCase):
    """The group says what, the area says where."""

    def test_new_area_takes_effect_at_once(self):
        """Moved to another community, an officer sees that one's rows and no others."""
        here, there = self._submit(), self._submit(area_id=self.area_b1.id)
        filings = (here + there).with_env(self.env)
        self.assertSees(self.officer_a1, filings, here)
        self.officer_a1.area_id = self.area_b1
        self.assertSees(self.officer_a1, filings, there)
        self.officer_a1.area_id = self.area_a1
        self.assertSees(self.officer_a1, filings, here)

    def test_no_area_no_rows(self):
        """Staff without an area see nothing, whatever their group."""
        self._organization()
        self._submit(name="甲一第二队", category_id=self.category_many.id)
        self.leader.area_id = False
        for model in SCOPED:
            records = self.env[model].with_user(self.leader)
            self.assertEqual(records.search_count([]), 0, model)

    def test_tier_and_area_agree(self):
        """An officer has an area of the tier of the group, and cannot lose it."""
        for user in (self.officer_a1, self.officer_a, self.officer_d):
            for area in self.area_a1 + self.street_a + self.district + self.env["community.area"]:
                if area.tier != user.area_id.tier:
                    self.assertRefused(ValidationError, user.write, {"area_id": area.id})

    def test_tier_and_area_agree_from_the_group(self):
        """The same holds for who is added on the form of the group."""
        group = self.env.ref("community_org.group_street_officer")
        command = {"user_ids": [Command.link(self.officer_a1.id)]}
        self.assertRefused(ValidationError, group.write, command)

    def test_area_is_not_ones_own_to_write(self):
        """Nobody but the administrator changes an area or a group, one's own included."""
        for user in (self.officer_a1, self.officer_a, self.officer_d, self.leader, self.portal_1):
            own = user.with_user(user)
            self.assertRefused(AccessError, own.write, {"area_id": self.area_b1.id})
            group = Command.link(self.env.ref("community_org.group_admin").id)
            self.assertRefused(AccessError, own.write, {"group_ids": [group]})
        self.officer_a1.with_user(self.admin).area_id = self.area_a2

    def test_leader_reads_his_area(self):
        """A leader of a street reads its rows and changes none."""
        leader = self._user("test_leader_b", "乙街领导", "leader", self.street_b)
        here, there = self._submit(area_id=self.area_b1.id), self._submit()
        self.assertSees(leader, (here + there).with_env(self.env), here)
        paper = self._complete_filing(self.officer_b1, area_id=self.area_b1.id)
        self.assertRefused(UserError, here.with_user(leader).write, {"address": "x"})
        self.assertRefused(AccessError, paper.with_user(leader).write, {"address": "x"})

    def test_draft_cannot_leave_the_area(self):
        """An officer cannot push a paper application into an area that is not his."""
        filing = self._complete_filing(self.officer_a1)
        for area in self.area_b1 + self.area_a2 + self.street_a:
            self.assertRefused(AccessError, filing.write, {"area_id": area.id})
        street = filing.with_user(self.officer_a)
        street.area_id = self.area_a2
        self.assertRefused(AccessError, street.write, {"area_id": self.area_b1.id})

    def test_draft_cannot_be_given_away(self):
        """A resident cannot put an application into somebody else's name."""
        filing = self._complete_filing(self.portal_1)
        for applicant in (self.portal_2.partner_id.id, False):
            self.assertRefused(AccessError, filing.write, {"applicant_id": applicant})

    def test_leader_change_takes_effect_at_once(self):
        """Portal access follows today's leader and liaison, both ways."""
        organization = self._organization()
        member = organization.member_ids.filtered(lambda person: person.role == "leader")
        self.assertFalse(self.portal_2.partner_id in organization.member_ids.partner_id)
        other = member.copy({"partner_id": self.portal_2.partner_id.id, "role": "member"})
        self.assertSees(self.portal_2, organization, organization.browse())
        other.role = "liaison"
        self.assertSees(self.portal_2, organization, organization)
        other.date_to = other.date_from
        self.assertSees(self.portal_2, organization, organization.browse())


@tagged("post_install", "-at_install")
class TestAccessAreaSession(CommunityHttpCase):
    def test_live_session(self):
        """A new area counts from the next request of a session that is already open."""
        here, there = self._submit(), self._submit(area_id=self.area_b1.id)
        ids = (here + there).ids
        self.authenticate("test_officer_a1", "test_officer_a1")
        self.assertEqual(self._search(ids), here.ids)
        self.officer_a1.area_id = self.area_b1
        self.assertEqual(self._search(ids), there.ids)
        self.officer_a1.write({"group_ids": [Command.set(self.env.ref("base.group_user").ids)]})
        with mute_logger("odoo.http"):
            self.assertIn("error", self._call(ids))

    def _search(self, ids):
        return self._call(ids)["result"]

    def _call(self, ids):
        self.env.flush_all()
        payload = self.build_rpc_payload(
            {
                "model": "community.filing",
                "method": "search",
                "args": [[("id", "in", ids)]],
                "kwargs": {},
            }
        )
        return self.url_open("/web/dataset/call_kw/community.filing/search", json=payload).json()
