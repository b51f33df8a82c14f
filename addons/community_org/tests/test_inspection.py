from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common_inspection import InspectionCase


@tagged("post_install", "-at_install")
class TestInspection(InspectionCase):
    def test_checklist_is_copied(self):
        """A visit keeps the checklist as it was, whatever the district changes later."""
        visit = self._visit()
        self.template.item_ids[0].name = "改过"
        self.template.item_ids[1].unlink()
        self.assertEqual(visit.line_ids.mapped("name"), ["章程上墙", "财务公开"])
        self.assertEqual(visit.area_id, self.area_a1)
        self.assertEqual(visit.inspector_ids, self.officer_a1)

    def test_by_form(self):
        """The form of a new visit proposes the first checklist and the place of the organisation."""
        with Form(self.env["community.inspection"].with_user(self.officer_a1)) as form:
            form.organization_id = self.organization
        visit = form.save()
        self.assertEqual(visit.template_id, self.template)
        self.assertEqual(visit.place, self.organization.address)

    def test_finish_needs_everything(self):
        """All that is missing is told at once; a failed item needs a note."""
        visit = self._visit()
        visit.line_ids[0].action_fail()
        told = self.assertRefused(UserError, visit.action_finish)
        for word in ("章程上墙", "财务公开", "conclusion"):
            self.assertIn(word, told)
        visit.action_pass_rest()
        visit.line_ids[0].note = "没有"
        visit.finding = "待改"
        visit.day = self._local_today() + timedelta(days=1)
        self.assertIn("future", self.assertRefused(UserError, visit.action_finish))
        visit.day = self._local_today()
        visit.action_finish()
        self.assertEqual((visit.state, visit.result, visit.failed_count), ("done", "fail", 1))
        self.assertEqual(self.organization.last_inspected_on, self._local_today())

    def test_done_is_frozen(self):
        """What was finished is evidence: neither the visit, its lines nor its files change."""
        visit = self._failed_visit()
        line = visit.line_ids[0]
        for call, *args in (
            (visit.write, {"finding": "改"}),
            (line.write, {"result": "fail"}),
            (line.action_fail,),
            (line.unlink,),
            (visit.line_ids.create, {"inspection_id": visit.id, "name": "新"}),
            (visit.unlink,),
            (visit.action_finish,),
        ):
            self.assertRefused(UserError, call, *args)

    def test_state_is_the_buttons(self):
        """Neither values nor contexts of a client finish a visit."""
        visit = self._visit()
        self.assertRefused(AccessError, visit.write, {"state": "done"})
        forged = visit.with_context(community_state_engine=True)
        self.assertRefused(AccessError, forged.write, {"state": "done"})
        vals = {"organization_id": self.organization.id, "template_id": self.template.id}
        self.assertRefused(AccessError, visit.create, {**vals, "state": "done"})
        other = visit.with_context(default_state="done").create(vals)
        self.assertEqual(other.state, "draft")

    def test_who_inspects(self):
        """Community and street of the organisation inspect; the district and others do not."""
        self._visit(self.officer_a)
        for user in (self.officer_a2, self.officer_b, self.officer_d, self.leader, self.portal_1):
            self.assertRefused(UserError, self._visit, user)
        visit = self._visit()
        self.assertRefused(
            ValidationError, visit.write, {"inspector_ids": [Command.set(self.officer_b.ids)]}
        )

    def test_stays_with_its_organisation(self):
        """A visit is not given to another organisation or another checklist."""
        visit = self._visit()
        other = self._organization(name="甲一另一队", category_id=self.category_many.id)
        self.assertRefused(UserError, visit.write, {"organization_id": other.id})
        self.assertRefused(UserError, visit.write, {"template_id": self.template.copy().id})

    def test_due(self):
        """Who was not visited for the months of the policy is due, counted from the filing if never."""
        organizations = self.env["community.organization"]
        due = [("inspection_due", "=", True), ("id", "=", self.organization.id)]
        self.assertFalse(organizations.search(due))
        old = self._local_today() - relativedelta(months=self.policy.inspection_months, days=1)
        self.organization.filed_on = old
        self.assertEqual(organizations.search(due), self.organization)
        self.assertTrue(self.organization.inspection_due)
        self._failed_visit()
        self.assertFalse(organizations.search(due))
        self.assertFalse(self.organization.inspection_due)

    def test_inspect_goes_on(self):
        """«Inspect» begins a visit once; the planned one is opened again."""
        organization = self.organization.with_user(self.officer_a1)
        first = organization.action_inspect()["res_id"]
        self.assertEqual(organization.action_inspect()["res_id"], first)

    def test_order_from_failed_items(self):
        """One click makes an order with what failed as its demands; a second click finds it."""
        visit = self._failed_visit()
        order = self.env["community.order"].browse(visit.action_make_order()["res_id"])
        self.assertEqual(order.demand_ids.mapped("name"), ["公示收支。"])
        self.assertIn("上半年未公布", order.facts)
        self.assertEqual((order.state, order.inspection_id), ("draft", visit))
        self.assertEqual(visit.action_make_order()["res_id"], order.id)

    def test_no_order_from_a_good_visit(self):
        visit = self._visit()
        self.assertRefused(UserError, visit.action_make_order)
