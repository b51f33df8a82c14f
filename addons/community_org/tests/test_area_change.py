from odoo.tests import tagged

from .common_area_change import NEW_CODE, AreaChangeCase


@tagged("post_install", "-at_install")
class TestAreaMerge(AreaChangeCase):
    """甲一 joins 甲二, in the same street."""

    def test_tree(self):
        """The old community stays in the tree, abolished, and is continued by the other."""
        self._applied(self._merge(self.area_a1, self.area_a2))
        self.assertEqual(self.area_a1.valid_to, self._today())
        self.assertEqual(self.area_a1.successor_id, self.area_a2)
        self.assertEqual(self.area_a1.community_id, self.area_a2)
        self.assertEqual(self.area_a1.parent_id, self.street_a)
        self.assertFalse(self.area_a2.valid_to)

    def test_organisation_moves_its_past_stays(self):
        """Seat and responsibility move; where it was filed, number and certificate stay."""
        organization = self._organization()
        number, certificate = organization.number, organization.certificate_id
        filing = organization.filing_ids
        tasks = filing.task_ids
        self._applied(self._merge(self.area_a1, self.area_a2))
        self.assertEqual(organization.area_id, self.area_a2)
        self.assertEqual((organization.number, organization.certificate_id), (number, certificate))
        for past in (filing, tasks, organization.member_ids, certificate):
            self.assertEqual(past.area_id, self.area_a1, past._name)
            self.assertEqual(past.community_id, self.area_a2, past._name)
        decided = tasks.filtered(lambda task: task.acting_area_id.tier == "community")
        self.assertEqual(decided.acting_area_id, self.area_a1)

    def test_who_sees_it(self):
        """The old community's officer works for the new one, and sees all of it and nothing else."""
        mine, theirs = self._submit(), self._submit(area_id=self.area_a2.id)
        other = self._submit(area_id=self.area_b1.id)
        every = (mine + theirs + other).with_env(self.env)
        self.assertSees(self.officer_a1, every, mine)
        self._applied(self._merge(self.area_a1, self.area_a2))
        self.assertEqual(self.officer_a1.area_id, self.area_a2)
        for officer in (self.officer_a1, self.officer_a2):
            self.assertSees(officer, every, mine + theirs)
        self.assertSees(self.officer_b1, every, other)

    def test_archived_accounts_move_too(self):
        """An account that is switched off today may be switched on tomorrow."""
        self.officer_a1.active = False
        self._applied(self._merge(self.area_a1, self.area_a2))
        self.assertEqual(self.officer_a1.area_id, self.area_a2)

    def test_open_step_is_decided_by_the_new_office(self):
        """An application under way goes on with the new community, and its organisation is filed there."""
        filing = self._submit()
        task = self._current_task(filing)
        deadline = task.deadline
        self._applied(self._merge(self.area_a1, self.area_a2))
        self.assertEqual(task.acting_area_id, self.area_a2)
        self.assertEqual(task.deadline, deadline)
        self.assertTrue(task.with_user(self.officer_a2).is_mine)
        officers = self.officer_a1 + self.officer_a2
        self.assertEqual(filing.with_env(self.env).activity_ids.user_id, officers)
        self._decide(filing, user=self.officer_a2)
        organization = self._approve_all(filing).organization_id
        self.assertEqual(organization.area_id, self.area_a2)

    def test_drafts_and_corrections_move(self):
        """A draft and a returned application belong to the new community and can be submitted there."""
        draft, returned = self._complete_filing(), self._submit(name="甲一退回队")
        self._decide(returned, "return")
        self._applied(self._merge(self.area_a1, self.area_a2))
        for filing in (draft, returned):
            self.assertEqual(filing.area_id, self.area_a2)
            filing.with_user(self.portal_1).action_submit()
            self.assertEqual(self._current_task(filing).acting_area_id, self.area_a2)

    def test_several_into_a_new_one(self):
        """Two communities form a new one, which exists from that day with its own code."""
        old = self.area_a1 + self.area_a2
        first, second = self._filed(self.area_a1, "甲一会"), self._filed(self.area_a2, "甲二会")
        change = self._change(
            kind="merge",
            lines=[{"area_id": area.id} for area in old],
            is_new_target=True,
            target_street_id=self.street_a.id,
            target_code="999901001009",
            target_name="甲联社区",
        )
        self._applied(change)
        heir = self.env["community.area"].search([("code", "=", "999901001009")])
        self.assertEqual(
            (heir.name, heir.valid_from, heir.tier), ("甲联社区", self._today(), "community")
        )
        self.assertEqual(old.successor_id, heir)
        self.assertEqual((first + second).community_id, heir)
        self.assertEqual((self.officer_a1 + self.officer_a2).area_id, heir)

    def test_chain(self):
        """甲一 → 甲二, later 甲二 → 乙一: everything of both is 乙一's, the past of each its own."""
        organization = self._organization()
        certificate = organization.certificate_id
        self._applied(self._merge(self.area_a1, self.area_a2))
        self._applied(self._merge(self.area_a2, self.area_b1))
        self.assertEqual(self.area_a1.successor_id, self.area_a2)
        self.assertEqual(self.area_a1.community_id, self.area_b1)
        self.assertEqual(self.area_a1.street_id, self.street_b)
        self.assertEqual(organization.area_id, self.area_b1)
        self.assertEqual(certificate.area_id, self.area_a1)
        self.assertEqual(
            (certificate.community_id, certificate.street_id), (self.area_b1, self.street_b)
        )
        self.assertEqual(self.officer_a1.area_id, self.area_b1)


@tagged("post_install", "-at_install")
class TestAreaMove(AreaChangeCase):
    """甲一 goes from 甲街道 to 乙街道."""

    def _moved(self):
        self._applied(self._move(self.area_a1, self.street_b, NEW_CODE))
        return self.env["community.area"].search([("code", "=", NEW_CODE)])

    def test_new_row_under_the_new_street(self):
        """The community is a new area with its new code; the old row keeps the old street."""
        self.area_a1.write({"centre_name": "甲一服务站", "mandate_number": "授1"})
        heir = self._moved()
        self.assertEqual((heir.name, heir.parent_id), (self.area_a1.name, self.street_b))
        self.assertEqual((heir.centre_name, heir.mandate_number), ("甲一服务站", False))
        self.assertEqual(self.area_a1.parent_id, self.street_a)
        self.assertEqual(self.area_a1.street_id, self.street_b)

    def test_streets_change_sight(self):
        """The old street loses sight of everything, the new one sees it; the community's officer still does."""
        organization = self._organization()
        filing = self._submit(name="甲一新队", category_id=self.category_many.id)
        records = (organization, organization.member_ids, organization.certificate_id, filing)
        for record in records:
            self.assertSees(self.officer_a, record, record)
            self.assertSees(self.officer_b, record, record.browse())
        self._moved()
        for record in records:
            self.assertSees(self.officer_a, record, record.browse())
            self.assertSees(self.officer_b, record, record)
            self.assertSees(self.officer_a1, record, record)

    def test_open_steps_change_offices(self):
        """The open step of the street goes to the new street with its to-do; a waiting one too."""
        at_street, at_community = self._submit(), self._submit(name="甲一新队")
        self._decide(at_street)
        heir = self._moved()
        task = self._current_task(at_street)
        self.assertEqual(task.acting_area_id, self.street_b)
        self.assertEqual(at_street.with_env(self.env).activity_ids.user_id, self.officer_b)
        self.assertSees(self.officer_a, task, task.browse())
        steps = at_community.with_env(self.env).task_ids.sorted("sequence")
        self.assertEqual(
            [step.acting_area_id for step in steps], [heir, self.street_b, self.street_b]
        )
        self._decide(at_street, user=self.officer_b)
        organization = self._approve_all(at_street).organization_id
        self.assertTrue(organization.number.startswith(self.street_b.code[:9]))

    def test_correction_of_the_old_street(self):
        """What the old street returned goes back to the new one."""
        filing = self._submit()
        self._decide(filing)
        self._decide(filing, "return")
        self._moved()
        filing.with_user(self.portal_1).action_submit()
        self.assertEqual(self._current_task(filing).acting_area_id, self.street_b)

    def test_old_street_gets_no_more_mail(self):
        """Staff of the old street do not follow any more; others who follow still do."""
        organization = self._filed(self.area_a1, "甲一会")
        followers = (self.officer_a + self.officer_d + self.officer_a1 + self.officer_b).partner_id
        organization.message_subscribe(partner_ids=followers.ids)
        self._moved()
        kept = organization.message_partner_ids & followers
        self.assertEqual(kept, followers - self.officer_a.partner_id)

    def test_figures_of_the_past_stay(self):
        """Counted by where they happened, the filings of 甲街道 are as many as before."""
        self._organization()
        filings = self.env["community.filing"]
        past = [("area_id.parent_id", "=", self.street_a.id), ("state", "=", "approved")]
        before = filings.search_count(past)
        self._moved()
        self.assertEqual(filings.search_count(past), before)
        self.assertGreater(before, 0)

    def test_moves_on(self):
        """Moved twice, everything is with the last street."""
        organization = self._organization()
        heir = self._moved()
        self._applied(self._move(heir, self.town_t, "999901100205"))
        last = self.env["community.area"].search([("code", "=", "999901100205")])
        self.assertEqual(self.area_a1.community_id, last)
        self.assertEqual(organization.area_id, last)
        self.assertEqual(organization.certificate_id.street_id, self.town_t)
        self.assertEqual(last.kind, "villagers")
