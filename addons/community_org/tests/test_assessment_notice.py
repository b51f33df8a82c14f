from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_assessment import AssessmentCase


@tagged("post_install", "-at_install")
class TestAssessmentNotice(AssessmentCase):
    """After the score: experts, notice, appeal, grade and its end."""

    # ------------------------------------------------------------
    # NOTICE, APPEAL, GRADE
    # ------------------------------------------------------------

    def test_grade_after_the_notice(self):
        """The grade comes with the end of the notice, is valid for the years of the standard, and ends."""
        self._confirm_activities(4)
        assessment = self._published(effect=40)
        self.env["community.assessment"]._cron_grade()
        self.assertEqual(assessment.state, "published", "the notice is not over yet")
        assessment._engine_write({"notice_until": self._local_today() - timedelta(days=1)})
        self.env["community.assessment"]._cron_grade()
        self.assertEqual((assessment.state, assessment.grade_id.name), ("graded", "甲等"))
        today = self._local_today()
        self.assertEqual(assessment.valid_to, today + relativedelta(years=5))
        self.assertEqual(self.organization.grade_id.name, "甲等")
        yesterday = today - timedelta(days=1)
        assessment._engine_write({"graded_on": "2020-01-01", "valid_to": yesterday})
        self.organization.grade_valid_to = yesterday
        self.env["community.assessment"]._cron_grade()
        self.assertFalse(self.organization.grade_id)

    def test_an_open_appeal_holds_the_grade_up(self):
        """An appeal that is allowed opens the score again, and only for the street that gave it."""
        assessment = self._published()
        appeal = (
            self.env["community.assessment.appeal"]
            .with_user(self.leader_user)
            .create({"assessment_id": assessment.id, "statement": "记录漏看了一页"})
        )
        appeal.action_submit()
        assessment._engine_write({"notice_until": self._local_today() - timedelta(days=1)})
        self.env["community.assessment"]._cron_grade()
        self.assertEqual(assessment.state, "published")
        self._approve_all(appeal)
        self.assertEqual((assessment.state, assessment.is_reopened), ("approved", True))
        line = self._line(assessment, "成效")
        self.assertRefused(AccessError, line.with_user(self.officer_a1).write, {"points": 33})
        line.with_user(self.officer_a).points = 33
        self.cycle.with_user(self.officer_a).action_publish()
        self.assertEqual((assessment.state, line.points), ("published", 33))
        self.assertRefused(AccessError, line.with_user(self.officer_a).write, {"points": 40})

    def test_no_appeal_before_or_after_the_notice(self):
        assessment = self._scored()
        appeals = self.env["community.assessment.appeal"].with_user(self.leader_user)
        vals = {"assessment_id": assessment.id, "statement": "不服"}
        self.assertRefused(UserError, appeals.create, vals)
        assessment._publish()
        assessment._engine_write({"notice_until": self._local_today() - timedelta(days=1)})
        self.assertRefused(UserError, appeals.create, vals)

    def test_the_street_withdraws_a_grade(self):
        """With a reason, and nobody else; the organisation does not hold it any more."""
        assessment = self._graded()
        for user in (self.officer_b, self.officer_a1, self.leader_user):
            self.assertRefused(AccessError, assessment.with_user(user)._revoke, "虚报")
        action = assessment.with_user(self.officer_a).action_open_revoke()
        dialog = (
            self.env["community.reason"]
            .with_user(self.officer_a)
            .with_context(action["context"])
            .create({"reason": "虚报活动"})
        )
        dialog.action_confirm()
        self.assertEqual((assessment.state, assessment.end_reason), ("revoked", "虚报活动"))
        self.assertFalse(self.organization.grade_id)

    def test_the_dialog_does_nothing_else(self):
        """An act that is not one of a dialog is refused, whatever a client writes into it."""
        assessment = self._submitted()
        dialog = (
            self.env["community.reason"]
            .with_user(self.officer_a)
            .create(
                {
                    "res_model": "community.assessment",
                    "res_id": assessment.id,
                    "act": "_publish",
                    "reason": "试",
                }
            )
        )
        self.assertRefused(AccessError, dialog.action_confirm)

    def test_a_cycle_closes_when_nothing_is_under_way(self):
        self._published()
        self.assertRefused(UserError, self.cycle.with_user(self.officer_a).action_close)
        self.env["community.assessment"].search([("cycle_id", "=", self.cycle.id)])._grade()
        self.cycle.with_user(self.officer_a).action_close()
        self.assertEqual(self.cycle.state, "closed")

    # ------------------------------------------------------------
    # EXPERTS
    # ------------------------------------------------------------

    def test_experts_vote_apart(self):
        """Each sees his own sheet alone; the street takes the mean; a member of the body does not vote."""
        experts = [self._user(f"test_expert_{n}", f"专家{n}", "expert") for n in range(3)]
        experts[2].partner_id = self.member.partner_id
        cycle = self._cycle(
            self.street_a, self.scheme, expert_ids=[(6, 0, [e.id for e in experts])]
        )
        assessment = self._fill(self._start(cycle))
        assessment.action_submit()
        self._decide(assessment)
        votes = self.env["community.assessment.vote"].search(
            [("assessment_id", "=", assessment.id)]
        )
        self.assertEqual(votes.expert_id, experts[0] | experts[1])
        for expert, points in zip(experts, (20, 31), strict=False):
            mine = votes.filtered(lambda vote, it=expert: vote.expert_id == it)
            self.assertSees(expert, votes, mine)
            vote = mine.filtered(lambda vote: vote.indicator_name == "成效").with_user(expert)
            vote.points = points
            theirs = (votes - mine)[0].with_user(expert)
            self.assertRefused(AccessError, theirs.write, {"points": 1})
        line = self._line(assessment, "成效").with_user(self.officer_a)
        self.assertEqual(line.panel_points, 25.5)
        assessment.with_user(self.officer_a).action_take_panel()
        self.assertEqual(line.points, 25.5)
        self.assertEqual(self._line(assessment, "场地").with_user(self.officer_a).points, 20)

    # ------------------------------------------------------------
    # WHAT IS PUBLIC
    # ------------------------------------------------------------

    def test_public_while_on_notice(self):
        """Results are public from the notice on; a score that is not published is not."""
        assessment = self._scored()
        register = self.env["community.register"].with_user(self.public)
        self.assertNotIn(self.cycle.name, str(register._get_assessments()))
        assessment._publish()
        (notice,) = (
            row for row in register._get_assessments()["notices"] if row["title"] == self.cycle.name
        )
        self.assertEqual(notice["rows"][0]["name"], self.organization.name)

    def test_report_prints(self):
        assessment = self._scored()
        html = self.env["ir.qweb"]._render("community_org.report_assessment", {"docs": assessment})
        self.assertIn("成效", str(html))
