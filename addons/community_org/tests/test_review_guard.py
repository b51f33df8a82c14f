from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_review import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewActor(ReviewCase):
    """Who may decide a step."""

    def _approve_as(self, document, user):
        task = self._current_task(document).with_user(user)
        return task.action_approve("fine")

    def test_only_the_acting_office(self):
        """Another community, the tiers above, a leader and the admin cannot decide."""
        document = self._submitted()
        outsiders = (
            self.officer_a2
            + self.officer_b1
            + self.officer_a
            + self.officer_d
            + self.leader
            + self.admin
        )
        for user in outsiders:
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, self._approve_as, document, user)
        self._approve_as(document, self.officer_a1)

    def test_portal_and_foreign_staff_cannot_decide(self):
        """Residents and staff without our groups have no access to tasks at all."""
        document = self._submitted()
        for user in self.portal_1 + self.portal_2 + self.internal + self.public:
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, self._approve_as, document, user)

    def test_other_street_cannot_decide(self):
        """The street's step is decided by the street of the document, not by another."""
        document = self._submitted()
        self._decide(document)
        self.assertRefused(AccessError, self._approve_as, document, self.officer_b)
        self._approve_as(document, self.officer_a)

    def test_office_of_another_area(self):
        """To see everything and to be an officer elsewhere does not make one of the acting office."""
        elsewhere = self._user("test_both", "两头", "community_officer", self.area_b1)
        elsewhere.group_ids += self.env.ref("community_org.group_admin")
        document = self._submitted()
        message = self.assertRefused(AccessError, self._approve_as, document, elsewhere)
        self.assertIn(self.area_a1.name, message)

    def test_group_of_the_step(self):
        """The right area without the step's group is not enough."""
        clerk = self._user("test_clerk", "甲一见习", "leader", self.area_a1)
        document = self._submitted()
        message = self.assertRefused(AccessError, self._approve_as, document, clerk)
        self.assertIn("Community officer", message)

    def test_applicant_never_decides(self):
        """Who applied cannot approve, return or reject, though he works at the acting office."""
        document = self._submitted(self.officer_a1, applicant_id=self.officer_a1.partner_id.id)
        task = self._current_task(document).with_user(self.officer_a1)
        for verdict in ("approve", "return", "reject"):
            self.assertRefused(AccessError, getattr(task, f"action_{verdict}"), "fine")

    def test_interested_never_decides(self):
        """Neither does anybody whom the document names as concerned."""
        concerned = [Command.link(self.officer_a1.partner_id.id)]
        document = self._submitted(self.officer_a, partner_ids=concerned)
        self.assertRefused(AccessError, self._approve_as, document, self.officer_a1)

    def test_opinion_required(self):
        """A return or refusal always states its reasons, an approval if the step asks."""
        self.fake_route.step_ids[0].opinion_required = True
        document = self._submitted()
        for verdict in ("approve", "return", "reject"):
            for opinion in (False, "", "  \n "):
                with self.subTest(verdict=verdict, opinion=opinion):
                    self.assertRefused(UserError, self._decide, document, verdict, opinion)
        self._decide(document, "approve", "seen")
        self._decide(document, "approve", "")

    def test_verdict_check_of_the_document(self):
        """The document may refuse a verdict; then nothing is recorded."""
        document = self._submitted(name="no approve")
        self.assertRefused(UserError, self._decide, document, "approve")
        self.assertEqual(self._states(document), ["open", "waiting"])
        self._decide(document, "return")

    def test_only_the_open_step(self):
        """A waiting step cannot be decided ahead, a decided one not again."""
        document = self._submitted()
        first, second = self._tasks(document)
        self.assertRefused(UserError, second.with_user(self.officer_a).action_approve, "fine")
        self._decide(document)
        message = self.assertRefused(
            UserError, first.with_user(self.officer_a1).action_reject, "no"
        )
        self.assertIn(self.officer_a1.name, message)

    def test_batch_with_a_repeated_task(self):
        """Approving [A, A, B, A] in one call is refused as a whole."""
        one, two = self._submitted(name="one"), self._submitted(name="two")
        a, b = self._current_task(one).id, self._current_task(two).id
        tasks = self.env["community.review.task"].with_user(self.officer_a1).browse([a, a, b, a])
        self.assertRefused(UserError, tasks.action_approve, "fine")
        self.assertEqual(self._states(one) + self._states(two), ["open", "waiting"] * 2)

    def test_batch(self):
        """Several documents are decided in one call."""
        documents = [self._submitted(name=name) for name in ("one", "two")]
        tasks = self._current_task(documents[0]) + self._current_task(documents[1])
        tasks.with_user(self.officer_a1).action_approve("fine")
        for document in documents:
            self.assertEqual(self._states(document), ["approved", "open"])


@tagged("post_install", "-at_install")
class TestReviewGuard(ReviewCase):
    """What cannot be written, whoever writes and whatever context comes along."""

    CONTEXTS = (
        {},
        {"community_review_engine": True},
        {"community_review_engine": {}},
        {"install_mode": True, "import_file": True, "tracking_disable": True},
    )

    def _forgeries(self, document):
        return {
            "state": "approved",
            "channel": "portal",
            "submitted_on": "2026-01-01 00:00:00",
            "decided_on": "2026-01-01 00:00:00",
            "round": 7,
            "current_task_id": self._current_task(document).id,
            "task_ids": [Command.clear()],
        }

    def test_write_engine_fields(self):
        """No user and no context writes a field of the engine; superuser neither."""
        document = self._submitted()
        for user in self.portal_1 + self.officer_a1 + self.officer_d + self.admin + self.env.user:
            for context in self.CONTEXTS:
                for name, value in self._forgeries(document).items():
                    with self.subTest(user=user.login, context=context, field=name):
                        record = document.with_user(user).with_context(**context)
                        self.assertRefused(AccessError, record.write, {name: value})

    def test_create_already_approved(self):
        """A document cannot be born in another state, by values."""
        for name, value in self._forgeries(self._submitted()).items():
            with self.subTest(field=name):
                self.assertRefused(AccessError, self._document, **{name: value})

    def test_default_in_context(self):
        """… nor by defaults in a context: every document begins as a draft without a review."""
        values = self._forgeries(self._submitted())
        forged = {f"default_{name}": value for name, value in values.items()}
        model = self.env["community.fake.document"].with_user(self.portal_1)
        document = model.with_context(**forged, community_review_engine=True).create(
            {
                "name": "forged",
                "area_id": self.area_a1.id,
                "applicant_id": self.portal_1.partner_id.id,
            }
        )
        self.assertEqual(document.state, "draft")
        self.assertEqual(document.channel, "portal")
        self.assertEqual(document.round, 0)
        root = self._as_root(document)
        self.assertFalse(root.task_ids or root.current_task_id)
        self.assertFalse(root.submitted_on or root.decided_on)

    def test_values_of_the_caller_stay(self):
        """Odoo calls again with the same values when two transactions collide; they must still do."""
        vals = {"name": "again", "area_id": self.area_a1.id}
        given = dict(vals)
        documents = self.env["community.fake.document"].with_user(self.officer_a1)
        documents.create([vals])
        self.assertEqual(vals, given)
        documents.create([vals])

    def test_channel_follows_the_user(self):
        """A draft by staff is the office's, one by a resident is the resident's."""
        self.assertEqual(self._document(self.officer_a1).channel, "office")
        self.assertEqual(self._document(self.portal_1).channel, "portal")

    def test_copy_is_a_draft(self):
        """A copy of an approved document has nothing of its review."""
        document = self._approve_all(self._submitted())
        copy = document.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.round, 0)
        self.assertFalse(copy.task_ids or copy.submitted_on or copy.decided_on)

    def test_content_is_fixed_under_review(self):
        """What is under review or decided cannot be changed by anybody, root included."""
        document = self._submitted()
        for user in self.portal_1 + self.officer_a1 + self.admin + self.env.user:
            self.assertRefused(UserError, document.with_user(user).write, {"name": "other"})
        self._approve_all(document)
        self.assertRefused(UserError, document.write, {"name": "other"})

    def test_only_the_keeper_changes_a_draft(self):
        """A resident's draft is changed by that resident, a paper application by the office."""
        portal = self._document(self.portal_1)
        for user in self.portal_2 + self.officer_a1 + self.admin:
            self.assertRefused(AccessError, portal.with_user(user).write, {"name": "other"})
        paper = self._document(self.officer_a1, applicant_id=self.portal_1.partner_id.id)
        self.assertRefused(AccessError, paper.with_user(self.portal_1).write, {"name": "other"})
        paper.with_user(self.officer_a).name = "corrected"

    def test_only_the_keeper_submits_and_withdraws(self):
        """Submitting and withdrawing are the keeper's too."""
        draft = self._document(self.portal_1)
        self.assertRefused(AccessError, draft.with_user(self.officer_a1).action_submit)
        document = self._submitted()
        self.assertRefused(AccessError, document.with_user(self.officer_a1).action_withdraw)
        self.assertRefused(AccessError, document.with_user(self.portal_2).action_withdraw)
        self.assertEqual(self._as_root(document).state, "review")

    def test_correction_after_return(self):
        """What was returned can be changed again, by the keeper only."""
        document = self._submitted()
        self._decide(document, "return")
        document.name = "corrected"
        self.assertRefused(
            AccessError, document.with_user(self.officer_a1).write, {"name": "other"}
        )

    def test_lines_follow_their_document(self):
        """Lines cannot be added, changed, moved or removed once the document is fixed."""
        document = self._document(line_ids=[Command.create({"name": "line"})])
        other = self._document(line_ids=[Command.create({"name": "other"})])
        document.action_submit()
        line, lines = document.line_ids, self.env["community.fake.line"].with_user(self.portal_1)
        self.assertRefused(UserError, lines.create, {"document_id": document.id})
        self.assertRefused(UserError, line.write, {"name": "changed"})
        self.assertRefused(UserError, line.write, {"document_id": other.id})
        self.assertRefused(UserError, other.line_ids.write, {"document_id": document.id})
        self.assertRefused(UserError, line.unlink)
        self.assertRefused(UserError, document.write, {"line_ids": [Command.clear()]})
        self.assertRefused(UserError, other.write, {"line_ids": [Command.link(line.id)]})
        self.assertRefused(UserError, other.write, {"line_ids": [Command.delete(line.id)]})

    def test_lines_of_anothers_draft(self):
        """Lines of somebody else's draft cannot be touched, not even by way of an own document."""
        mine = self._document()
        theirs = self._document(self.portal_2, line_ids=[Command.create({"name": "line"})])
        line = theirs.line_ids.with_user(self.portal_1)
        for command in (
            Command.update(line.id, {"name": "changed"}),
            Command.delete(line.id),
            Command.link(line.id),
        ):
            self.assertRefused(AccessError, mine.write, {"line_ids": [command]})
        self.assertRefused(AccessError, line.write, {"name": "changed"})

    def test_history_is_never_deleted(self):
        """Tasks, and documents that were submitted once, stay; root cannot delete them either."""
        document = self._submitted()
        tasks = self._tasks(document)
        for user in self.portal_1 + self.officer_a1 + self.admin + self.env.user:
            self.assertRefused(UserError, tasks.with_user(user).unlink)
            self.assertRefused(UserError, document.with_user(user).unlink)
        self._decide(document, "return")
        self.assertRefused(UserError, document.unlink)
        document.action_withdraw()
        self.assertRefused(UserError, self._as_root(document).unlink)
        self.assertEqual(tasks.exists(), tasks)

    def test_draft_may_be_deleted(self):
        """A draft that was never submitted is its keeper's to delete, and nobody else's."""
        draft = self._document()
        self.assertRefused(AccessError, draft.with_user(self.officer_a1).unlink)
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_tasks_cannot_be_written(self):
        """Nobody but the engine creates or writes a task."""
        document = self._submitted()
        task = self._current_task(document)
        vals = task.copy_data()[0]
        for user in self.portal_1 + self.officer_a1 + self.officer_a + self.officer_d + self.admin:
            with self.subTest(user=user.login):
                mine = task.with_user(user).with_context(community_review_engine=True)
                self.assertRefused(AccessError, mine.write, {"state": "approved"})
                self.assertRefused(AccessError, mine.create, vals)
                self.assertRefused(AccessError, mine.copy)

    def test_one_open_task(self):
        """The database itself holds at most one open task for a document."""
        task = self._current_task(self._submitted())
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as caught:
            task.copy({"state": "open"}).flush_recordset()
        self.assertIn("_one_open", str(caught.exception))
