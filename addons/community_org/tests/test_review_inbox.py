from odoo import Command
from odoo.fields import Domain
from odoo.tests import tagged

from .common_review import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewInbox(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity_type = cls.env.ref("community_org.mail_activity_type_review")

    def _waiting_for(self, document):
        """Users who have an activity to review ``document``."""
        activities = self._as_root(document).activity_ids
        return activities.filtered_domain(
            [("activity_type_id", "=", self.activity_type.id)]
        ).user_id

    def _mine(self, user, tasks):
        domain = Domain("id", "in", tasks.ids) & Domain("is_mine", "=", True)
        found = tasks.with_user(user).search(domain)
        return found.with_env(self.env)

    def test_activities_of_the_acting_office_only(self):
        """Every officer of the acting office has a to-do with the deadline; nobody else has one."""
        document = self._submitted()
        self.assertEqual(self._waiting_for(document), self.officer_a1)
        activity = self._as_root(document).activity_ids
        self.assertEqual(activity.date_deadline, self._current_task(document).deadline)
        self.assertEqual(activity.summary, "First")
        self._decide(document)
        self.assertEqual(self._waiting_for(document), self.officer_a + self.officer_a_too)
        self._decide(document)
        self.assertFalse(self._waiting_for(document))

    def test_activities_end_with_the_review(self):
        """Return, refusal and withdrawal leave no to-do behind."""
        for act in (
            lambda document: self._decide(document, "return"),
            lambda document: self._decide(document, "reject"),
            lambda document: document.action_withdraw(),
        ):
            document = self._submitted()
            act(document)
            self.assertFalse(self._waiting_for(document))

    def test_other_activities_stay(self):
        """A private reminder of an officer survives the decision."""
        document = self._submitted()
        todo = self._as_root(document).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.officer_a1.id
        )
        self._decide(document)
        self.assertTrue(todo.exists())

    def test_resumed_step_is_scheduled_again(self):
        """After a correction the office has its to-do back."""
        document = self._submitted()
        self._decide(document, "return")
        document.action_submit()
        self.assertEqual(self._waiting_for(document), self.officer_a1)

    def test_inbox_of_each_role(self):
        """«我的待办» holds the open step of the user's own office and nothing else."""
        at_first, at_second = self._submitted(), self._submitted()
        self._decide(at_second)
        elsewhere = self._submitted(area_id=self.area_b1.id)
        tasks = self._tasks(at_first) + self._tasks(at_second) + self._tasks(elsewhere)
        expected = {
            self.officer_a1: self._current_task(at_first),
            self.officer_a: self._current_task(at_second),
            self.officer_a_too: self._current_task(at_second),
            self.officer_b1: self._current_task(elsewhere),
        }
        staff = [*self.officers.values(), self.officer_a_too, self.leader, self.admin]
        for user in staff:
            with self.subTest(user=user.login):
                mine = expected.get(user, tasks.browse())
                self.assertEqual(self._mine(user, tasks), mine)

    def test_inbox_of_who_sees_everything(self):
        """An administrator who is also an officer has the tasks of the own office only."""
        both = self._user("test_both", "两头", "community_officer", self.area_b1)
        both.group_ids += self.env.ref("community_org.group_admin")
        tasks = self._tasks(self._submitted())
        elsewhere = self._tasks(self._submitted(area_id=self.area_b1.id))
        self.assertSees(both, tasks + elsewhere, tasks + elsewhere)
        self.assertEqual(self._mine(both, tasks + elsewhere), elsewhere[0])

    def test_field_agrees_with_search(self):
        """The field and the search say the same, also for a document that concerns the officer."""
        own = self._submitted(self.officer_a1, applicant_id=self.officer_a1.partner_id.id)
        concerned = self._submitted(
            self.officer_a1, partner_ids=[Command.link(self.officer_a1.partner_id.id)]
        )
        tasks = self._tasks(own) + self._tasks(concerned) + self._tasks(self._submitted())
        for user in (self.officer_a1, self.officer_a, self.leader):
            with self.subTest(user=user.login):
                visible = tasks.with_user(user).search([("id", "in", tasks.ids)])
                self.assertEqual(
                    visible.filtered("is_mine").with_env(self.env), self._mine(user, tasks)
                )
                rest = visible.search([("id", "in", tasks.ids), ("is_mine", "=", False)])
                self.assertEqual(visible.filtered(lambda task: not task.is_mine), rest)

    def test_buttons_follow(self):
        """Who may decide is offered the decision, who keeps the draft the pencil."""
        document = self._submitted()
        self.assertTrue(document.with_user(self.officer_a1).can_decide)
        for user in self.officer_a + self.officer_b1 + self.officer_d + self.portal_1:
            self.assertFalse(document.with_user(user).can_decide, user.login)
        self.assertFalse(document.can_edit)
        self._decide(document, "return")
        self.assertTrue(document.can_edit)
        self.assertFalse(document.with_user(self.officer_a1).can_edit)

    def test_dialog_decides_and_opens_the_next(self):
        """The dialog takes a phrase as opinion, decides, then opens what waits longest."""
        one, two = self._submitted(), self._submitted()
        phrase = self.env["community.review.phrase"].create(
            {"text": "材料齐全", "verdict": "approve"}
        )
        dialog = self.env["community.review.decide"].with_user(self.officer_a1)
        dialog = dialog.create({"task_id": self._current_task(one).id, "phrase_id": phrase.id})
        self.assertEqual(dialog.opinion, "材料齐全")
        action = dialog.action_confirm()
        self.assertEqual(self._tasks(one)[0].opinion, "材料齐全")
        self.assertEqual((action["res_model"], action["res_id"]), (two._name, two.id))
        self._decide(two)
        after = self._current_task(two).with_user(self.officer_a1).action_open_next()
        self.assertEqual(after["res_model"], "community.review.task")
