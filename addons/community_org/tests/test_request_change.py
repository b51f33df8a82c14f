from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_request import RequestCase


@tagged("post_install", "-at_install")
class TestRequestChange(RequestCase):
    def test_starts_from_the_facts_in_force(self):
        """A change shows what is filed; nobody types it again."""
        request = self._request("change")
        for name in request._get_fact_names():
            self.assertEqual(request[name], self.organization[name], name)
        self.assertEqual(
            request.member_ids.mapped("name"), self.organization.member_ids.mapped("name")
        )
        self.assertEqual(request.kind, "change")

    def test_nothing_changed_is_refused(self):
        """A change request that changes nothing cannot be submitted."""
        request = self._request("change")
        self.assertIn("Nothing is changed", self.assertRefused(UserError, request.action_submit))

    def test_before_and_after_are_kept(self):
        """What a fact was and what it becomes stands in the history, as on submission."""
        request = self._request("change", address="甲一路 9 号")
        request.action_submit()
        line = self._as_root(request).change_ids
        self.assertEqual((line.before, line.after), ("甲一路 1 号", "甲一路 9 号"))
        self._approve_all(request)
        self.assertEqual((line.before, line.after), ("甲一路 1 号", "甲一路 9 号"))

    def test_takes_effect_on_approval_only(self):
        """Until the decision the organisation keeps its facts; number and count stay for ever."""
        number = self.organization.number
        request = self._request("change", name="甲一乐龄新名队", purpose="新的宗旨")
        request.action_submit()
        self.assertEqual(self.organization.name, "甲一乐龄助老队")
        self._approve_all(request)
        self.organization.invalidate_recordset()
        self.assertEqual(self.organization.name, "甲一乐龄新名队")
        self.assertEqual(self.organization.partner_id.name, "甲一乐龄新名队")
        self.assertEqual(self.organization.number, number)
        self.assertEqual(self.organization.filing_ids.organization_id, self.organization)

    def test_own_category_is_not_a_clash(self):
        """The organisation itself does not take the place it holds."""
        request = self._decided_request("change", purpose="新的宗旨")
        self.assertEqual(request.state, "approved")
        self.assertTrue(self.organization.holds_category)

    def test_category_taken_by_another(self):
        """A change into a category that another organisation holds needs the street's exception."""
        self._organization(category_id=self.category_other.id, name="甲一助残队")
        request = self._request("change", category_id=self.category_other.id)
        request.action_submit()
        self._decide(request)
        self._decide(request)
        self.assertIn("甲一助残队", self.assertRefused(UserError, self._decide, request))
        request.with_user(self.officer_a)._override_category("两处活动点")
        self._decide(request)
        self.organization.invalidate_recordset()
        self.assertFalse(self.organization.holds_category)
        self.assertEqual(self.organization.override_reason, "两处活动点")

    def test_leader_change_moves_portal_access_at_once(self):
        """Until the change takes effect the old leader signs; then access moves, both ways."""
        request = self._request("change")
        request.member_ids = self._new_leader(request, self.portal_2.login)
        request.action_submit()
        self.assertSees(self.portal_1, self.organization, self.organization)
        self.assertSees(self.portal_2, self.organization, self.organization.browse())
        self._approve_all(request)
        self.assertSees(self.portal_1, self.organization, self.organization.browse())
        self.assertSees(self.portal_2, self.organization, self.organization)

    def test_former_leader_submits_no_draft(self):
        """A draft that the old leader kept is worth nothing once he does not sign any more."""
        kept = self._request("change", purpose="新的宗旨")
        office = self._request("change", user=self.officer_a1)
        office.member_ids = self._new_leader(office, self.portal_2.login)
        office.action_submit()
        self._approve_all(office)
        self.assertRefused(AccessError, kept.action_submit)
        self.assertEqual(kept.state, "draft")

    def test_roster_of_any_day(self):
        """Who left stays with an end, a new role begins a new line: the roster of a day is known."""
        with freeze_time("2027-03-01 04:00:00"):
            request = self._request("change")
            request.member_ids = self._new_leader(request, self.portal_2.login)
            request.action_submit()
            self._approve_all(request)
        self.organization.invalidate_recordset()
        ended = self.organization.member_ids.filtered("date_to")
        current = self.organization._get_current_members()
        self.assertEqual(set(ended.mapped("name")), {"赵测试一", "钱测试一"})
        self.assertEqual(set(map(str, ended.mapped("date_to"))), {"2027-03-01"})
        self.assertEqual(self.organization.leader_id.name, "钱测试一")
        self.assertEqual(str(self.organization.leader_id.date_from), "2027-03-01")
        self.assertEqual(len(current), 4)

    def test_certificate_is_replaced(self):
        """A certificate names facts that change: a new one is issued, valid as long as the old."""
        old = self.organization.certificate_id
        self._decided_request("change", address="甲一路 9 号")
        self.assertNotEqual(self.organization.certificate_id, old)
        self.assertEqual(self.organization.certificate_id.valid_to, old.valid_to)
        self.assertEqual(old.state, "replaced")

    def test_two_requests_at_once(self):
        """A second request is refused and leads to the first, also past the first check."""
        first = self._request("change", address="甲一路 9 号")
        second = self._request("renewal", user=self.officer_a1)
        first.action_submit()
        self.assertIn("another request", self.assertRefused(UserError, second.action_submit))
        with self.assertRaises(RedirectWarning) as caught:
            self.organization.with_user(self.officer_a1)._start_request("cancellation")
        self.assertEqual(caught.exception.args[1]["res_id"], first.id)

    def test_same_draft_is_offered_again(self):
        """Pressing the button twice gives one draft."""
        organization = self.organization.with_user(self.portal_1)
        self.assertEqual(
            organization._start_request("change"), organization._start_request("change")
        )

    def test_strangers_cannot_begin(self):
        """Another street, a stranger, the district and a leader of the tier do not apply."""
        for user in (self.portal_2, self.officer_b, self.officer_a2, self.officer_d, self.leader):
            with self.subTest(user=user.login):
                self.assertRefused(
                    AccessError, self.organization.with_user(user)._start_request, "change"
                )

    def test_matter_and_organisation_cannot_be_sent(self):
        """A client can neither turn a filing into a request nor point it at an organisation."""
        filing = self._complete_filing(self.portal_2, name="乙队")
        for vals in ({"kind": "cancellation"}, {"organization_id": self.organization.id}):
            with self.subTest(vals=vals):
                self.assertRefused(AccessError, filing.write, vals)
        forged = filing.with_context(default_kind="cancellation").create(
            self._prepare_filing_vals(name="丙队")
        )
        self.assertEqual(forged.kind, "establish")

    def test_line_cannot_be_tied_to_a_stranger(self):
        """A roster line points only at the member it was made from."""
        filing = self._complete_filing(self.portal_2, name="乙队")
        member = self.organization.member_ids[0]
        line = filing.member_ids[0]
        self.assertRefused(AccessError, line.write, {"member_id": member.id})
        forged = line.with_context(default_member_id=member.id)
        vals = {"filing_id": filing.id, "name": "钱二"}
        self.assertRefused(AccessError, forged.create, vals)

    @mute_logger("odoo.sql_db")
    def test_one_request_is_held_by_the_database(self):
        """Two requests submitted at the same moment: the second meets the index."""
        first = self._request("change", address="甲一路 9 号")
        second = self._request("renewal", user=self.officer_a1)
        first.action_submit()
        with self.assertRaises(UniqueViolation) as caught, self.env.cr.savepoint():
            self._as_root(second)._engine_write({"state": "review"})
            self.env.flush_all()
        self.assertIn("_one_request", str(caught.exception))
