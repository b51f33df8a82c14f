"""A standard, a cycle and routes of assessment that no data pack changes."""

from datetime import timedelta

from odoo import Command

from .common_ledger import LedgerCase


class AssessmentData:
    """A mixin: a standard of two sections and 100 points, and what is assessed by it."""

    @classmethod
    def _scheme(cls, **vals):
        return cls.env["community.assessment.scheme"].create(
            {
                "name": "测试标准",
                "section_ids": [
                    Command.create(
                        {
                            "name": "一好",
                            "child_ids": [
                                Command.create({"name": "成效", "weight": 40, "evidence": "记录"}),
                                Command.create({"name": "场地", "weight": 20}),
                            ],
                        }
                    ),
                    Command.create(
                        {
                            "name": "二好",
                            "child_ids": [
                                Command.create(
                                    {
                                        "name": "活动次数",
                                        "weight": 30,
                                        "method": "activities",
                                        "full_value": 4,
                                    }
                                ),
                                Command.create(
                                    {
                                        "name": "满意度",
                                        "weight": 10,
                                        "method": "satisfaction",
                                    }
                                ),
                            ],
                        }
                    ),
                ],
                "grade_ids": [
                    Command.create({"name": "甲等", "over_points": 90}),
                    Command.create({"name": "乙等", "over_points": 60}),
                ],
                **vals,
            }
        )

    @classmethod
    def _cycle(cls, area, scheme, **vals):
        """An open cycle on this year and the last, so that yesterday lies in it on every day."""
        today = cls._local_today()
        cycle = cls.env["community.assessment.cycle"].create(
            {
                "name": "测试批次",
                "area_id": area.id,
                "scheme_id": scheme.id,
                "date_from": today - timedelta(days=400),
                "date_to": today,
                "apply_until": today + timedelta(days=20),
                **vals,
            }
        )
        cycle.action_open()
        return cycle

    @classmethod
    def _assessment_routes(cls):
        for model in ("community.assessment", "community.assessment.appeal"):
            cls.env["community.review.route"].create(
                {
                    "name": f"测试{model}",
                    "sequence": -1000,
                    "res_model": model,
                    "step_ids": [
                        Command.create(
                            {"sequence": 10, "name": "核查", "tier": "community", "days": 3}
                        ),
                        Command.create(
                            {"sequence": 20, "name": "评分", "tier": "street", "days": 4}
                        ),
                    ],
                }
            )

    @classmethod
    def _assess(cls, organization, cycle, user):
        return (
            cls.env["community.assessment"]
            .with_user(user)
            .create({"cycle_id": cycle.id, "organization_id": organization.id})
        )

    @classmethod
    def _line(cls, assessment, name):
        return assessment.line_ids.filtered(lambda line: line.indicator_id.sudo().name == name)

    @classmethod
    def _fill(cls, assessment, effect=30, place=20):
        """Points that the current user gives himself, with what shows it."""
        cls._line(assessment, "成效").write({"self_points": effect, "self_note": "有记录"})
        cls._line(assessment, "场地").write({"self_points": place})
        return assessment


class AssessmentCase(AssessmentData, LedgerCase):
    """An organisation of area_a1, represented by portal_1, and a cycle of its street."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._assessment_routes()
        cls.scheme = cls._scheme()
        cls.cycle = cls._cycle(cls.street_a, cls.scheme)
        cls.leader_user = cls.portal_1
        cls.member = cls.organization.member_ids.filtered(lambda row: row.role == "leader")

    def _start(self, cycle=None, user=None):
        return self._assess(self.organization, cycle or self.cycle, user or self.leader_user)

    def _submitted(self, **points):
        assessment = self._fill(self._start(), **points)
        assessment.action_submit()
        return assessment

    def _scored(self, **points):
        assessment = self._submitted(**points)
        self._approve_all(assessment)
        return self._as_root(assessment)

    def _published(self, **points):
        assessment = self._scored(**points)
        self.cycle.with_user(self.officer_a).action_publish()
        return assessment

    def _confirm_activities(self, count):
        for number in range(count):
            start = self._at(-1) - timedelta(hours=3 * number)
            self._confirmed(start=start)

    def _graded(self, **points):
        assessment = self._published(**points)
        assessment._engine_write({"notice_until": self._local_today() - timedelta(days=1)})
        self.env["community.assessment"]._cron_grade()
        return assessment
