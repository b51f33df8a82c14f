from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_review import ReviewCase

# every move that is possible; whatever is not here must be refused
POSSIBLE = {
    ("draft", "submit"): "review",
    ("draft", "withdraw"): "withdrawn",
    ("review", "approve"): "approved",
    ("review", "return"): "returned",
    ("review", "reject"): "rejected",
    ("review", "withdraw"): "withdrawn",
    ("returned", "submit"): "review",
    ("returned", "withdraw"): "withdrawn",
}
STATES = ("draft", "review", "returned", "approved", "rejected", "withdrawn")
VERBS = ("submit", "approve", "return", "reject", "withdraw")


@tagged("post_install", "-at_install")
class TestReviewTransitions(ReviewCase):
    def _in_state(self, state):
        """A document in ``state``; under review it stands at the last step."""
        document = self._document()
        if state == "draft":
            return document
        document.action_submit()
        if state == "withdrawn":
            document.action_withdraw()
        else:
            self._decide(document)
            verdict = {"approved": "approve", "returned": "return", "rejected": "reject"}.get(state)
            if verdict:
                self._decide(document, verdict)
        return document

    def _press(self, document, verb):
        """What a client can call: the document's buttons, or a decision on its latest task."""
        if verb in {"submit", "withdraw"}:
            return getattr(document, f"action_{verb}")()
        task = self._as_root(document).current_task_id or self._tasks(document)[-1:]
        if not task:
            raise UserError("there is no task to decide")
        return getattr(task.with_user(self.officer_a), f"action_{verb}")("reason")

    def test_table_is_complete(self):
        """The state column knows these states and no other."""
        selection = self.env["community.fake.document"]._fields["state"].get_values(self.env)
        self.assertEqual(sorted(selection), sorted(STATES))

    def test_every_state_and_verb(self):
        """From every state, every button either leads where the table says or is refused."""
        for state in STATES:
            document = self._in_state(state)
            self.assertEqual(document.state, state)
            for verb in VERBS:
                with self.subTest(state=state, verb=verb), self._undone():
                    self._check(document, verb, self._press, document, verb)

    def test_engine_refuses_the_same(self):
        """The engine's only writer of the state follows the table too, whoever calls it."""
        for state in STATES:
            document = self._as_root(self._in_state(state))
            for verb in VERBS:
                with self.subTest(state=state, verb=verb), self._undone():
                    self._check(document, verb, document._move, verb)

    def _check(self, document, verb, call, *args):
        state = document.state
        target = POSSIBLE.get((state, verb))
        if target:
            call(*args)
        else:
            self.assertImpossible(call, *args)
        self.assertEqual(self._as_root(document).state, target or state)
