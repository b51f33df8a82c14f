from odoo.tests import tagged

from .common_attack import AttackCase, Refused

TASK = "community.review.task"
DIALOG = "community.review.decide"
OVERRIDE = "community.filing.override"


@tagged("post_install", "-at_install")
class TestAttackDecision(AttackCase):
    """To decide, or to have decided, what is not one's own to decide."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filing = cls._submit()
        cls.task = cls._current_task(cls.filing)

    def test_approve_as_the_wrong_person(self):
        """Nobody but the acting office decides: applicant, other tiers, other streets, portal."""
        for user in (
            self.portal_1,
            self.portal_2,
            self.officer_a2,
            self.officer_b1,
            self.officer_a,
            self.officer_b,
            self.officer_d,
            self.leader,
            self.admin,
            self.internal,
        ):
            self.assertAttackFails(user, TASK, "action_approve", self.task.ids, "同意")
        self.assertAttackFails(self.officer_b1, TASK, "action_return", self.task.ids, "退回")
        self.assertAttackFails(self.officer_b1, TASK, "action_reject", self.task.ids, "不同意")

    def test_approve_ones_own(self):
        """An officer who applied does not decide, though the step is his office's."""
        own = self._submit(self.officer_a1, applicant_id=self.officer_a1.partner_id.id)
        task = self._current_task(own)
        self.assertAttackFails(self.officer_a1, TASK, "action_approve", task.ids, "同意")
        self.assertEqual(own.state, "review")

    def test_same_task_several_times(self):
        """[A, A, B, A] in one call, and a later step of the same document, are refused whole."""
        other = self._current_task(self._submit(name="甲一第二队"))
        a, b = self.task.id, other.id
        self.assertAttackFails(self.officer_a1, TASK, "action_approve", [a, a, b, a], "同意")
        ahead = self.filing.with_env(self.env).task_ids.filtered(lambda t: t.state == "waiting")
        self.assertAttackFails(self.officer_a, TASK, "action_approve", ahead.ids, "同意")

    def test_dialog_on_a_foreign_task(self):
        """The dialog decides nothing that its user may not decide; residents cannot open it."""
        vals = {"task_id": self.task.id, "verdict": "approve", "opinion": "同意"}
        for user in (self.officer_b1, self.officer_a, self.officer_d):
            dialog = self._dialog_of(user, DIALOG, vals)
            self.assertAttackFails(user, DIALOG, "action_confirm", dialog, contexts=({},))
        for user in (self.portal_1, self.internal):
            self.assertAttackFails(user, DIALOG, "create", None, [vals])

    def _dialog_of(self, user, model, vals):
        """The id of a dialog that ``user`` has open, though to open it may be refused already."""
        dialog = self.env[model].create(vals)
        self.env.flush_all()
        self.env.cr.execute(
            f'UPDATE "{dialog._table}" SET create_uid = %s WHERE id = %s',  # noqa: S608
            [user.id, dialog.id],
        )
        return dialog.ids

    def test_dialog_tells_nothing(self):
        """A dialog opened on a task of elsewhere does not tell whose it is."""
        for model, vals in (
            (DIALOG, {"task_id": self.task.id}),
            (OVERRIDE, {"filing_id": self.filing.id, "reason": "因"}),
        ):
            for way in self._ways():
                with self.subTest(model=model, way=way.__name__):
                    try:
                        dialog = way(self.officer_b, model, "create", None, ([vals],), {})
                        answer = way(self.officer_b, model, "read", dialog, ([],), {})
                    except Refused as refused:
                        answer = refused
                    self.assertNotIn(self.filing.name, str(answer))

    def test_dialog_of_a_colleague(self):
        """Nobody edits or reads the dialog that another office has open."""
        vals = {"task_id": self.task.id, "verdict": "return", "opinion": "私下意见"}
        dialog = self._dialog_of(self.officer_a1, DIALOG, vals)
        for user in (self.officer_b1, self.officer_a):
            for method, *args in (
                ("read", ["opinion"]),
                ("write", {"verdict": "approve"}),
                ("unlink",),
                ("action_confirm",),
            ):
                self.assertAttackFails(user, DIALOG, method, dialog, *args, contexts=({},))

    def test_exception_by_the_wrong_person(self):
        """The exception from «one per category» is the deciding street's alone."""
        self._organization(name="甲一先有助老会")
        vals = {"filing_id": self.filing.id, "reason": "我想要"}
        dialog = self._dialog_of(self.officer_b, OVERRIDE, vals)
        self.assertAttackFails(self.officer_b, OVERRIDE, "action_confirm", dialog, contexts=({},))
        for user in (self.officer_a1, self.officer_d, self.portal_1):
            self.assertAttackFails(user, OVERRIDE, "create", None, [vals])

    def test_private_methods(self):
        """What begins with an underscore or is marked private does not exist for a client."""
        filing, task = self.filing.ids, self.task.ids
        for model, method, ids, *args in (
            (TASK, "_decide", task, "approve", "同意"),
            (TASK, "_close", task, "approved"),
            (TASK, "_open", task),
            ("community.filing", "_move", filing, "approve"),
            ("community.filing", "_engine_write", filing, {"state": "approved"}),
            ("community.filing", "_review_decided", filing, self.task.id, "approve"),
            ("community.filing", "_on_approved", filing),
            ("community.filing", "_create_organization", filing),
            ("community.filing", "_override_category", filing, "因"),
            ("community.number", "_claim", [], self.street_a.id, 2026),
            ("community.organization", "_issue_certificate", [1], "2026-01-01"),
            ("community.organization", "_grant_portal_access", [1]),
            ("res.users", "community_domain", self.officer_a1.ids),
        ):
            self.assertAttackFails(self.officer_a1, model, method, ids, *args, contexts=({},))

    def test_buttons_of_another(self):
        """A resident's draft is submitted, and an application withdrawn, by that resident only."""
        draft = self._complete_filing(self.portal_1, name="甲一草稿队")
        for user in (self.portal_2, self.officer_a1, self.officer_b, self.admin):
            self.assertAttackFails(user, "community.filing", "action_submit", draft.ids)
            self.assertAttackFails(user, "community.filing", "action_withdraw", self.filing.ids)

    def test_decided_means_decided(self):
        """After the decision neither a verdict nor a withdrawal changes it."""
        self._approve_all(self.filing)
        last = self.filing.with_env(self.env).task_ids.sorted("id")[-1]
        self.assertAttackFails(self.officer_a, TASK, "action_reject", last.ids, "不同意")
        self.assertAttackFails(
            self.portal_1, "community.filing", "action_withdraw", self.filing.ids
        )
