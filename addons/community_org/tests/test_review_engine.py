from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_review import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewEngine(ReviewCase):
    def test_submit_copies_route(self):
        """Submitting makes one task of every step, and opens the first."""
        document = self._submitted()
        tasks = self._tasks(document)
        self.assertEqual(tasks.mapped("name"), ["First", "Second"])
        self.assertEqual(tasks.mapped("state"), ["open", "waiting"])
        self.assertEqual(tasks.mapped("days"), [5, 3])
        self.assertEqual(tasks.mapped("acting_area_id.id"), [self.area_a1.id, self.street_a.id])
        self.assertEqual(
            tasks.group_id,
            self.env.ref("community_org.group_community_officer")
            + self.env.ref("community_org.group_street_officer"),
        )
        self.assertEqual(tasks.mapped("subject"), ["Fake document"] * 2)
        self.assertEqual(tasks.mapped("applicant_name"), ["门户甲"] * 2)
        self.assertEqual(document.current_step, "First")
        self.assertTrue(document.submitted_on)
        self.assertEqual(document.round, 1)

    def test_route_edited_while_running(self):
        """An edit of the route, its steps or its deletion leaves running documents alone."""
        document = self._submitted()
        first, second = self.fake_route.step_ids
        second.write({"name": "Changed", "days": 99, "tier": "district", "opinion_required": True})
        first.unlink()
        self.fake_route.step_ids = [
            Command.create({"sequence": 5, "name": "New", "tier": "district", "days": 1})
        ]
        tasks = self._tasks(document)
        self.assertEqual(tasks.mapped("name"), ["First", "Second"])
        self.assertEqual(tasks.mapped("days"), [5, 3])
        self.assertEqual(tasks[1].acting_area_id, self.street_a)
        self._decide(document)
        today = self.env["community.policy"]._today()
        self.assertEqual(
            document.deadline, self.env["community.holiday"]._add_working_days(today, 3)
        )
        self.fake_route.unlink()
        self._approve_all(document)
        self.assertEqual(document.state, "approved")
        self.assertEqual(self._tasks(document), tasks)

    def test_new_documents_take_the_edited_route(self):
        """A document submitted after the edit goes the new way."""
        self.fake_route.step_ids[0].unlink()
        self.assertEqual(self._tasks(self._submitted()).mapped("name"), ["Second"])

    def test_route_chosen_by_condition(self):
        """The first active route whose condition the document meets is taken."""
        special = self.fake_route.copy({"sequence": -2000, "domain": "[('name', '=', 'special')]"})
        special.step_ids[0].unlink()
        self.assertEqual(len(self._tasks(self._submitted(name="special"))), 1)
        self.assertEqual(len(self._tasks(self._submitted(name="usual"))), 2)
        special.active = False
        self.assertEqual(len(self._tasks(self._submitted(name="special"))), 2)

    def test_no_route(self):
        """Without a route nothing can be submitted, and the message says who sets one up."""
        self.env["community.review.route"].search([]).active = False
        message = self.assertRefused(UserError, self._document().action_submit)
        self.assertIn("Fake document", message)

    def test_incomplete_stays_draft(self):
        """What the document's own check refuses is not submitted and has no tasks."""
        document = self._document(name="incomplete")
        self.assertImpossible(document.action_submit)
        self.assertEqual(document.state, "draft")
        self.assertFalse(self._tasks(document))
        self.assertFalse(self._hooks(document))

    def test_approval_step_by_step(self):
        """Each approval opens the next step; the last one approves the document."""
        document = self._submitted()
        self._decide(document, opinion="fine")
        self.assertEqual(self._states(document), ["approved", "open"])
        self.assertEqual(document.state, "review")
        self._decide(document, opinion="")
        self.assertEqual(self._states(document), ["approved", "approved"])
        self.assertEqual(document.state, "approved")
        self.assertTrue(document.decided_on)
        self.assertFalse(self._as_root(document).current_task_id)
        task = self._tasks(document)[0]
        self.assertEqual(task.actor_id, self.officer_a1)
        self.assertEqual(task.opinion, "fine")

    def test_hooks_once(self):
        """Every hook is called once for what happened, and no other."""
        document = self._submitted()
        self._decide(document, "return")
        document.action_submit()
        self._approve_all(document)
        self.assertEqual(self._hooks(document), ["submitted", "returned", "submitted", "approved"])
        refused = self._submitted()
        self._decide(refused, "reject")
        self.assertEqual(self._hooks(refused), ["submitted", "rejected"])
        withdrawn = self._submitted()
        withdrawn.action_withdraw()
        self.assertEqual(self._hooks(withdrawn), ["submitted", "withdrawn"])

    def test_reject_ends(self):
        """A refusal at any step ends the review; the steps that never came are cancelled."""
        document = self._submitted()
        self._decide(document, "reject", "against the rules")
        self.assertEqual(document.state, "rejected")
        self.assertEqual(self._states(document), ["rejected", "cancelled"])
        self.assertEqual(document.last_opinion, "against the rules")

    def test_withdraw_ends(self):
        """A withdrawal closes the open step and those that wait."""
        document = self._submitted()
        document.action_withdraw()
        self.assertEqual(document.state, "withdrawn")
        self.assertEqual(self._states(document), ["cancelled", "cancelled"])
        self.assertFalse(self._as_root(document).current_task_id)

    def test_withdraw_while_returned(self):
        """What was returned can be withdrawn; the decision that returned it stays."""
        document = self._submitted()
        self._decide(document, "return")
        document.action_withdraw()
        self.assertEqual(self._states(document), ["returned", "cancelled"])

    def test_resume_at_the_step_that_returned(self):
        """After a correction the step that returned it goes on, not the route from its start."""
        document = self._submitted()
        self._decide(document)
        self._decide(document, "return", "more detail")
        self.assertEqual(document.last_opinion, "more detail")
        document.action_submit()
        tasks = self._tasks(document)
        self.assertEqual(tasks.mapped("name"), ["First", "Second", "Second"])
        self.assertEqual(tasks.mapped("state"), ["approved", "returned", "open"])
        self.assertEqual(tasks.mapped("round"), [1, 1, 2])
        self.assertFalse(tasks[2].opinion)
        self.assertFalse(tasks[2].actor_id)
        self._decide(document)
        self.assertEqual(document.state, "approved")

    def test_returned_twice(self):
        """Each return keeps its own row: history grows, nothing is overwritten."""
        document = self._submitted()
        for opinion in ("one", "two"):
            self._decide(document, "return", opinion)
            document.action_submit()
        tasks = self._tasks(document)
        returned = tasks.filtered(lambda task: task.state == "returned")
        self.assertEqual(returned.mapped("opinion"), ["one", "two"])
        self.assertEqual(document.round, 3)
        self._approve_all(document)
        self.assertEqual(document.state, "approved")

    def test_correction_reaches_the_waiting_steps(self):
        """What the inbox shows of a document is refreshed when it comes back."""
        document = self._submitted(name="before")
        self._decide(document, "return")
        document.name = "after"
        document.action_submit()
        alive = self._tasks(document).filtered(lambda task: task.state in {"open", "waiting"})
        self.assertEqual(set(alive.mapped("subject")), {"Fake after"})

    def test_decision_is_logged_in_the_actors_name(self):
        """The chatter holds who decided what and why, as a note that the applicant does not see."""
        document = self._submitted()
        self._decide(document, "return", "more detail")
        note = self._as_root(document).message_ids[0]
        self.assertEqual(note.author_id, self.officer_a1.partner_id)
        self.assertIn("more detail", note.body)
        seen = self.env["mail.message"].with_user(self.portal_1).search([("id", "=", note.id)])
        self.assertFalse(seen)

    def test_opinion_cannot_carry_markup(self):
        """HTML in an opinion is shown as typed, not run."""
        document = self._submitted()
        self._decide(document, "return", "<script>alert(1)</script>")
        body = self._as_root(document).message_ids[0].body
        self.assertNotIn("<script>", body)
        self.assertIn("alert(1)", body)
