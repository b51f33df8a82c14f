import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common import PDF
from .common_assessment import AssessmentCase


@tagged("post_install", "-at_install")
class TestAssessment(AssessmentCase):
    """绩效评估: the standard, what is counted, who scores what and who takes part."""

    # ------------------------------------------------------------
    # THE STANDARD
    # ------------------------------------------------------------

    def test_standard_in_use_is_fixed(self):
        """Once organisations are assessed by a standard neither it nor its parts change; a copy does."""
        indicator = self.scheme.indicator_ids[0]
        for record, vals in (
            (self.scheme, {"good_percent": 50}),
            (indicator, {"weight": 99}),
            (self.scheme.grade_ids[0], {"over_points": 1}),
        ):
            self.assertRefused(UserError, record.write, vals)
        self.assertRefused(UserError, indicator.unlink)
        copy = self.scheme.copy()
        copy.indicator_ids[0].weight = 99
        self.assertEqual((copy.total, self.scheme.total, len(copy.grade_ids)), (159, 100, 2))
        self.assertEqual(copy.indicator_ids.scheme_id, copy)
        self.assertFalse(copy.indicator_ids & self.scheme.indicator_ids)

    def test_a_grade_begins_above_its_bound(self):
        """«>950»: exactly the bound is the grade below."""
        grade = self.scheme._get_grade
        self.assertEqual(grade(90.0).name, "乙等")
        self.assertEqual(grade(90.01).name, "甲等")
        self.assertFalse(grade(60.0))

    def test_a_cycle_needs_indicators(self):
        empty = self.env["community.assessment.scheme"].create({"name": "空"})
        cycle = self.cycle.copy({"scheme_id": empty.id})
        self.assertRefused(UserError, cycle.action_open)

    # ------------------------------------------------------------
    # COUNTING
    # ------------------------------------------------------------

    def test_counted_indicators(self):
        """Two of four activities earn half; a campaign that was not held counts for nobody."""
        self._confirm_activities(2)
        assessment = self._start()
        counted = self._line(assessment, "活动次数")
        self.assertEqual((counted.counted, counted.points), (2, 15))
        self.assertFalse(self._line(assessment, "满意度").applies)
        self._fill(assessment, effect=40, place=20)
        assessment.action_submit()
        # 40 + 20 + 15 of the 90 that apply, scaled to 100 and rounded down
        self.assertEqual(assessment.points, 83.33)

    def test_a_section_is_good_from_its_share(self):
        """48 of 60 are 80 %, 47.99 are not."""
        assessment = self._submitted(effect=28, place=20)
        self.assertEqual(assessment.good_count, 1)
        self._as_root(assessment).line_ids.filtered("weight")[0].points = 27.99
        self.assertEqual(assessment.good_count, 0)

    def test_activities_elsewhere_in_time_do_not_count(self):
        self._confirm_activities(2)
        cycle = self._cycle(
            self.street_a,
            self.scheme,
            date_from=self._local_today() - timedelta(days=400),
            date_to=self._local_today() - timedelta(days=300),
        )
        self.assertEqual(self._line(self._start(cycle), "活动次数").counted, 0)

    def test_counting_is_one_query_for_each_indicator(self):
        """The counts of ten organisations take as many queries as those of one."""
        organizations = self.organization
        for number in range(9):
            organizations |= self._organization(
                name=f"甲一第{number}队", category_id=self._leaf(f"N{number}").id
            )
        cycle = self.cycle
        first = self._assess(self.organization, cycle, self.env.user)
        every = first.concat(
            *(self._assess(body, cycle, self.env.user) for body in organizations[1:])
        )

        def count(assessments):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            assessments._refresh_counts()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(every)
        self.assertLessEqual(count(every), count(first) + 2)

    def _leaf(self, code):
        return self.env["community.category"].create(
            {"code": f"TA{code}", "name": code, "parent_id": self.category.parent_id.id}
        )

    # ------------------------------------------------------------
    # WHO SCORES WHAT
    # ------------------------------------------------------------

    def test_each_stage_has_its_points(self):
        """The organisation enters its own, the community its check, the street the score; nobody another's."""
        assessment = self._fill(self._start())
        line = self._line(assessment, "成效")
        self.assertRefused(AccessError, line.write, {"points": 40})
        self.assertRefused(AccessError, line.write, {"checked_points": 40})
        assessment.action_submit()
        self.assertRefused(AccessError, line.write, {"self_points": 40})
        check = line.with_user(self.officer_a1)
        self.assertEqual((check.stage, check.checked_points), ("check", 30))
        self.assertRefused(AccessError, check.write, {"points": 40})
        self.assertRefused(AccessError, line.with_user(self.officer_a).write, {"points": 40})
        self.assertRefused(AccessError, line.with_user(self.officer_b).write, {"checked_points": 1})
        check.write({"checked_points": 25, "checked_note": "缺一次记录"})
        self._decide(assessment)
        give = line.with_user(self.officer_a)
        self.assertEqual((give.stage, give.points), ("give", 25))
        give.write({"points": 20, "note": "成效不明显"})
        self._decide(assessment)
        self.assertEqual(self._as_root(assessment).state, "approved")
        self.assertRefused(AccessError, give.write, {"points": 40})

    def test_counted_points_are_nobody_s(self):
        assessment = self._start()
        self.assertRefused(
            AccessError, self._line(assessment, "活动次数").write, {"self_points": 30}
        )

    def test_points_lie_in_range(self):
        line = self._line(self._start(), "成效")
        with mute_logger("odoo.sql_db"):
            self.assertRefused(CheckViolation, line.write, {"self_points": 41})

    def test_less_needs_a_reason(self):
        """Whoever gives less than the step before says why."""
        assessment = self._submitted()
        self._line(assessment, "成效").with_user(self.officer_a1).checked_points = 10
        message = self.assertRefused(UserError, self._decide, assessment)
        self.assertIn("成效", message)
        self._line(assessment, "成效").with_user(self.officer_a1).checked_note = "查无记录"
        self._decide(assessment)

    def test_points_need_evidence(self):
        """What asks for evidence is not submitted on a bare number; a file is enough."""
        assessment = self._fill(self._start())
        line = self._line(assessment, "成效")
        line.self_note = False
        self.assertIn("成效", self.assertRefused(UserError, assessment.action_submit))
        self.env["community.assessment.file"].with_user(self.leader_user).create(
            {
                "assessment_id": assessment.id,
                "line_id": line.id,
                "file": base64.b64encode(PDF),
                "file_name": "证明.pdf",
            }
        )
        assessment.action_submit()
        self.assertEqual(assessment.state, "review")

    def test_the_form_sends_scores_with_the_document(self):
        """Only values of its own lines: no line is added, removed or of another assessment."""
        assessment = self._start()
        line, other = (
            self._line(assessment, "成效"),
            self._start(self._cycle(self.street_a, self.scheme)),
        )
        assessment.write({"line_ids": [(1, line.id, {"self_points": 7})], "summary": "好"})
        self.assertEqual((line.self_points, assessment.summary), (7, "好"))
        for command in ((2, line.id, 0), (0, 0, {}), (1, other.line_ids[0].id, {"self_points": 1})):
            self.assertRefused(AccessError, assessment.write, {"line_ids": [command]})

    def test_at_the_counter(self):
        """An office takes a paper self-assessment in: the form makes it, and takes points and a file."""
        model = self.env["community.assessment"].with_user(self.officer_a1)
        with Form(model) as form:
            form.cycle_id = self.cycle
            form.organization_id = self.organization
        assessment = form.record
        self.assertEqual(len(assessment.line_ids), 4)
        with Form(assessment) as form:
            with form.line_ids.edit(0) as line:
                line.self_points = 12
                line.self_note = "有记录"
            with form.file_ids.new() as file:
                file.line_id = assessment.line_ids[0]
                file.file = base64.b64encode(PDF)
                file.file_name = "证明.pdf"
        self.assertEqual(assessment.line_ids[0].self_points, 12)
        self.assertEqual(assessment.file_ids.file_name, "证明.pdf")
        assessment.action_submit()
        self.assertEqual(assessment.state, "review")

    def test_who_the_experts_are_is_not_told(self):
        """Neither they nor their mean are an organisation's to read."""
        assessment = self._start()
        for record, name in (
            (assessment.cycle_id, "expert_ids"),
            (assessment.line_ids, "panel_points"),
        ):
            self.assertRefused(AccessError, record.with_user(self.leader_user).read, [name])

    def test_a_state_cannot_be_forged(self):
        assessment = self._start()
        for vals in ({"state": "graded"}, {"grade_id": 1}, {"valid_to": "2099-01-01"}):
            self.assertRefused(AccessError, assessment.write, vals)

    # ------------------------------------------------------------
    # WHO TAKES PART
    # ------------------------------------------------------------

    def test_once_in_a_cycle(self):
        self._start()
        with mute_logger("odoo.sql_db"):
            self.assertRefused(UniqueViolation, self._start)

    def test_not_after_the_last_day_and_not_elsewhere(self):
        late = self._cycle(
            self.street_a, self.scheme, apply_until=self._local_today() - timedelta(days=1)
        )
        self.assertRefused(UserError, self._start, late)
        self.assertRefused(UserError, self._start, self._cycle(self.street_b, self.scheme))

    def test_a_listed_body_is_not_assessed(self):
        """It cannot begin, and what was scored before ends instead of being published."""
        assessment = self._scored()
        self.env["community.credit.block"].search([]).unlink()
        self.env["community.credit.block"].create({"list": "irregular", "purpose": "assess"})
        rule = self.env["community.credit.rule"].create(
            {"name": "测试失联", "code": "T_LOST", "list": "irregular", "record_days": 0}
        )
        entry = self.env["community.credit.entry"].create(
            {"organization_id": self.organization.id, "rule_id": rule.id, "note": "失联"}
        )
        entry.action_confirm()
        self.cycle.with_user(self.officer_a).action_publish()
        self.assertEqual(assessment.state, "rejected")
        self.assertIn("测试失联", assessment.end_reason)
        self.assertRefused(UserError, self._start, self._cycle(self.street_a, self.scheme))

    def test_an_ended_body_leaves_the_cycle(self):
        assessment = self._submitted()
        self.organization._cancel(self._local_today(), "解散")
        self.assertEqual(self._as_root(assessment).state, "withdrawn")
