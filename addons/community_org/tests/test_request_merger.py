from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import freeze_time, tagged

from .common import identity_number
from .common_request import RequestCase

SHARED = identity_number("19700101", 1)


@tagged("post_install", "-at_install")
class TestRequestMerger(RequestCase):
    """«相同相近的整合»: several organisations go on as one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization.member_ids[1].identity_number = SHARED
        cls.other = cls._organization(
            name="甲二乐龄队",
            area_id=cls.area_a2.id,
            member_ids=cls._prepare_member_vals(
                3, name="孙领头", phone="13911112222", email=cls.portal_2.login
            ),
        )
        # the same person under another phone, and a newcomer
        cls.other.member_ids[1].write({"phone": "13911113333", "identity_number": SHARED})
        cls.other.member_ids[2].write({"name": "新来者", "phone": "13911114444"})
        cls.far = cls._organization(name="乙一乐龄队", area_id=cls.area_b1.id)

    def _merger(self, *others, user=None):
        request = self.organization.with_user(user or self.officer_a)._start_request("merger")
        request.merged_ids = sum(others, self.env["community.organization"])
        self._add_material(request)
        return request

    def test_rosters_are_united(self):
        """Everybody is on the proposed roster once; who led an organisation that ends joins the board."""
        request = self._merger(self.other)
        names = request.member_ids.mapped("name")
        self.assertEqual(len(names), 4 + 2, names)
        self.assertIn("新来者", names)
        self.assertEqual(names.count(self.organization.member_ids[1].name), 1)
        leader = request.member_ids.filtered(lambda line: line.role == "leader")
        self.assertEqual(leader.member_id, self.organization.leader_id)
        self.assertEqual(
            request.member_ids.filtered(lambda line: line.name == "孙领头").role, "deputy"
        )

    def test_choice_taken_back(self):
        """An organisation that is not chosen any more takes its people along."""
        request = self._merger(self.other)
        request.merged_ids = False
        self.assertEqual(len(request.member_ids), 4)

    def test_merged(self):
        """One goes on with number, year and everybody; the other ends with the reason and a link."""
        number, year = self.organization.number, self.organization.filed_year
        count = self.organization.search_count([("filed_year", "=", year)])
        request = self._merger(self.other)
        with freeze_time("2027-03-04 04:00:00"):
            request.action_submit()
            self._approve_all(request)
        self.env.invalidate_all()
        self.assertEqual((self.organization.number, self.organization.state), (number, "filed"))
        self.assertEqual(self.organization.member_count, 6)
        self.assertEqual(self.organization.search_count([("filed_year", "=", year)]), count)
        self.assertFalse(self.organization.search_count([("filed_year", "=", 2027)]))
        self.assertEqual(
            (self.other.state, self.other.merged_into_id, str(self.other.cancelled_on)),
            ("cancelled", self.organization, "2027-03-04"),
        )
        self.assertIn(self.organization.name, self.other.cancel_reason)
        self.assertFalse(self.other._get_current_members())
        self.assertEqual(self.other.certificate_id.state, "cancelled")

    def test_portal_of_the_merged(self):
        """Who led the merged organisation loses its page at once; before the decision nothing changes."""
        request = self._merger(self.other)
        request.action_submit()
        self.assertSees(self.portal_2, self.other, self.other)
        self._approve_all(request)
        self.env.invalidate_all()
        self.assertSees(self.portal_2, self.other, self.other.browse())

    def test_before_and_after(self):
        """The history names the organisations that were merged."""
        request = self._merger(self.other)
        request.action_submit()
        lines = self._as_root(request).change_ids
        self.assertIn(self.other.name, lines.filtered(lambda line: "Merged" in line.fact).after)

    def test_into_itself(self):
        request = self._merger(self.organization)
        self.assertIn("into itself", self.assertRefused(UserError, request.action_submit))

    def test_nothing_chosen(self):
        request = self._merger()
        self.assertIn("choose", self.assertRefused(UserError, request.action_submit))

    def test_across_streets(self):
        """A street neither sees nor takes another street's organisation; the district merges them."""
        request = self.organization.with_user(self.officer_a)._start_request("merger")
        with self._undone():
            self.assertRefused(AccessError, request.write, {"merged_ids": [(4, self.far.id)]})
        request.sudo().merged_ids = self.far
        self._add_material(request)
        self.assertRefused(AccessError, request.action_submit)
        request.action_withdraw()
        request = self._merger(self.far, user=self.officer_d)
        self.assertTrue(request.crosses_streets)
        request.action_submit()
        self._approve_all(request)
        self.assertEqual(self._as_root(self.far).merged_into_id, self.organization)
        self.assertEqual(self.organization.street_id, self.street_a)

    def test_cancelled_one(self):
        """What has ended meanwhile cannot be merged, neither at the submission nor at the decision."""
        request = self._merger(self.other)
        request.action_submit()
        self._as_root(self.other)._cancel(self.env["community.policy"]._today(), "已散")
        self._decide(request)
        self._decide(request)
        self.assertIn("not a filed", self.assertRefused(UserError, self._decide, request))
        self.assertEqual(self._as_root(request).state, "review")

    def test_busy_one(self):
        """Two open requests on one organisation: each way round the second is refused."""
        change = self.other.with_user(self.officer_a2)._start_request("change")
        change.address = "新址"
        self._add_material(change)
        change.action_submit()
        request = self._merger(self.other)
        self.assertIn("another request", self.assertRefused(UserError, request.action_submit))
        change.action_withdraw()
        request.action_submit()
        other = self.other.with_user(self.officer_a)
        with self.assertRaises(RedirectWarning) as warning:
            other._start_request("change")
        self.assertEqual(warning.exception.args[1]["res_id"], request.id)

    def test_who_begins(self):
        """Streets and the district merge; communities and the organisation itself do not."""
        for user in (self.officer_a1, self.portal_1):
            with self.subTest(user=user.login):
                organization = self.organization.with_user(user)
                self.assertRefused(AccessError, organization._start_request, "merger")

    def test_other_requests_name_nobody(self):
        """Only a merger names other organisations."""
        request = self._request("change", user=self.officer_a)
        self.assertRefused(UserError, request.write, {"merged_ids": [(4, self.other.id)]})
