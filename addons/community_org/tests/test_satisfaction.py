from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..controllers.public_page import LIMITER
from ..models import target_arithmetic
from .common import CommunityCase, CommunityHttpCase

COOKIE = "community_rate"


class SatisfactionData:
    """A campaign of 甲街道, open today."""

    @classmethod
    def _campaign(cls, user=None, **vals):
        campaigns = cls.env["community.satisfaction"].with_user(user or cls.officer_a)
        return campaigns.create(
            {
                "name": "群众满意度调查",
                "area_id": cls.street_a.id,
                "date_from": cls._local_today(),
                "date_to": cls._local_today(),
                **vals,
            }
        )

    @classmethod
    def _opened(cls, **vals):
        campaign = cls._campaign(**vals)
        campaign.action_open()
        return campaign

    @classmethod
    def _answer(cls, line, *levels):
        """One answer for each level, each from a device of its own."""
        line = cls._as_root(line)
        question = line.satisfaction_id.survey_id.question_ids[0]
        for level in levels:
            chosen = question.suggested_answer_ids.filtered(
                lambda it, level=level: it.satisfaction_level == level
            )
            count = cls.env["survey.user_input"].search_count([])
            cls.env["survey.user_input"]._answer(line, f"device-{count}", {question: chosen})
        cls.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestSatisfaction(SatisfactionData, CommunityCase):
    """«群众满意度达到80%»: asked by campaigns, counted exactly, and nobody's to change."""

    def test_opening(self):
        """Each community of the street gets its address and quota, the questions are a copy."""
        campaign = self._opened(quota=12)
        communities = self.communities.filtered(lambda area: area.street_id == self.street_a)
        self.assertEqual(campaign.line_ids.area_id, communities)
        self.assertEqual(set(campaign.line_ids.mapped("quota")), {12})
        self.assertEqual(len(set(campaign.line_ids.mapped("url"))), len(communities))
        template = self.env.ref("community_org.satisfaction_survey")
        self.assertNotEqual(campaign.sudo().survey_id, template)
        self.assertEqual(len(campaign.sudo().survey_id.question_ids), 2)
        self.assertRefused(UserError, campaign.action_open)

    def test_on_one_organisation(self):
        """On an organisation its own community is asked; it lies in the area of the campaign."""
        body = self._organization()
        campaign = self._opened(organization_id=body.id)
        self.assertEqual(campaign.line_ids.area_id, body.community_id)
        self.assertRefused(
            UserError,
            self._campaign,
            user=self.officer_b,
            area_id=self.street_b.id,
            organization_id=body.id,
        )

    def test_rate(self):
        """Very satisfied and satisfied of the valid answers; n stands beside it; none without answers."""
        campaign = self._opened()
        line = campaign.line_ids[0]
        self.assertEqual((campaign.rate, campaign.rate_state), (0, "none"))
        self._answer(line, "5", "4", "4", "3", "1")
        self.assertEqual((line.satisfied_count, line.valid_count, line.rate), (3, 5, 60))
        self.assertEqual((campaign.valid_count, campaign.rate_state), (5, "missed"))
        self._answer(line, *["5"] * 5)
        self.assertEqual((campaign.rate, campaign.rate_state), (80, "reached"))
        report = self.env["community.satisfaction.report"].with_user(self.leader)
        (row,) = report._read_group(
            [("satisfaction_id", "=", campaign.id)],
            ["street_id"],
            ["valid_count:sum", "satisfied_count:sum", "dissatisfied_count:sum"],
        )
        self.assertEqual(row, (self.street_a, 10, 8, 1))

    @given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 100))
    def test_exact(self, satisfied, others, percent):
        """The comparison is that of fractions; the share that is shown never reads as more than it is."""
        valid = satisfied + others
        reached = bool(valid) and Fraction(satisfied, valid or 1) >= Fraction(percent, 100)
        self.assertEqual(target_arithmetic.is_satisfied(satisfied, valid, percent), reached)
        shown = Fraction(target_arithmetic.share_in_tenths(satisfied, valid), 10)
        self.assertEqual(shown >= percent and bool(valid), reached if valid else False)

    def test_overview(self):
        """The leader's page has the share of the year with its n, and how much is missing."""
        leader = self.env["community.overview"].with_user(self.leader)
        self.assertFalse(leader._prepare_satisfaction())
        self._answer(self._opened().line_ids[0], "5", "5", "5", "1")
        (card,) = leader._prepare_satisfaction()
        self.assertEqual((card["value"], card["state"]), ("75.0%", "behind"))
        self.assertIn("5.0", card["distance"])
        self.assertTrue(card["hint"].endswith(" 4"), card["hint"])

    def test_nobody_writes_results(self):
        """State, questions, lines, counts and answers are written by no client."""
        campaign = self._opened()
        line = campaign.line_ids[0].with_user(self.officer_a)
        line.quota = 50
        for vals in ({"state": "draft"}, {"survey_id": False}, {"line_ids": [(5,)]}):
            self.assertRefused(AccessError, campaign.write, vals)
        self.assertRefused(UserError, campaign.write, {"date_to": "2030-01-01"})
        self.assertRefused(AccessError, line.write, {"area_id": self.area_a2.id})
        self.assertRefused(AccessError, line.write, {"token": "x"})
        self.assertRefused(AccessError, line.copy)
        self._answer(line, "5")
        for user in (self.officer_a, self.officer_d, self.leader, self.portal_1):
            answers = self.env["survey.user_input"].with_user(user)
            self.assertRefused(AccessError, answers.search, [])
            forged = {"satisfaction_line_id": line.id, "survey_id": campaign.sudo().survey_id.id}
            self.assertRefused(AccessError, answers.create, forged)
        answer = self._as_root(line).answer_ids
        self.assertRefused(UserError, answer.unlink)
        self.assertRefused(AccessError, line.read, ["token"])

    def test_community_sees_its_line(self):
        """A community officer sees the line of his community, and not the campaign of the street."""
        campaign = self._opened()
        lines = self.env["community.satisfaction.line"].with_user(self.officer_a1)
        line = lines.search([("satisfaction_id", "in", campaign.ids), ("state", "=", "open")])
        self.assertEqual(line.area_id, self.area_a1)
        self.assertEqual((line.campaign_name, line.valid_count), (campaign.name, 0))
        self.assertRefused(AccessError, line.write, {"quota": 99})

    def test_other_streets(self):
        """A street neither opens nor closes the campaign of another."""
        campaign = self._campaign()
        self.assertRefused(AccessError, campaign.with_user(self.officer_b).action_open)
        self.assertRefused(AccessError, campaign.with_user(self.leader).action_open)
        campaign.action_open()
        self.assertRefused(AccessError, campaign.with_user(self.officer_b).action_close)
        self.assertRefused(UserError, campaign.unlink)

    @mute_logger("odoo.sql_db")
    def test_a_device_answers_once(self):
        """Held by the database, whoever answers at the same moment."""
        line = self._as_root(self._opened().line_ids[0])
        answers = self.env["survey.user_input"]
        answers._answer(line, "device", {})
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            answers._answer(line, "device", {})

    def test_counting_costs_the_same(self):
        """A list of campaigns asks the database as often for many answers and lines as for few."""
        costs = []
        for _round in range(2):
            campaign = self._opened()
            for line in campaign.line_ids:
                self._answer(line, "5", "3")
            campaigns = self.env["community.satisfaction"].with_user(self.officer_a).search([])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            campaigns.read(["rate", "valid_count", "rate_state"])
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0])


@tagged("post_install", "-at_install")
class TestSatisfactionPage(SatisfactionData, CommunityHttpCase):
    """A resident answers without an account, once, and only while the campaign asks."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db"))
        LIMITER.clear()
        self.campaign = self._opened()
        self.line = self._as_root(self.campaign.line_ids[0])
        self.path = f"/community/rate/{self.line.token}"
        self.question, self.remark = self.campaign.sudo().survey_id.question_ids
        self.env.flush_all()
        self.authenticate(None, None)

    def _send(self, answer=None, **more):
        page = self.url_open(self.path).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        data = {"csrf_token": token, **more}
        if answer:
            data[f"question-{self.question.id}"] = str(answer.id)
        return self.url_open(self.path, data=data)

    def _count(self):
        self.env.invalidate_all()
        return self.line.valid_count

    def test_answer_once(self):
        """Two taps and a word; a second answer is not taken, another browser's is."""
        best, second = self.question.suggested_answer_ids[:2]
        page = self._send(best, **{f"question-{self.remark.id}": "多办活动"})
        self.assertIn("Your answer has been received", page.text)
        self.assertIn("Your answer has been received", self.url_open(self.path).text)
        self._send(second)
        self.assertEqual(self._count(), 1)
        answer = self.line.answer_ids
        self.assertEqual(answer.satisfaction_level, "5")
        self.assertIn("多办活动", answer.user_input_line_ids.mapped("value_text_box"))
        self.assertFalse(answer.partner_id or answer.email)
        self.assertIn("多办活动", self.campaign.remarks)
        self.opener.cookies.clear(name=COOKIE, domain="127.0.0.1", path="/")
        self._send(second)
        self.assertEqual(self._count(), 2)

    def test_nothing_chosen(self):
        """What is missing is said, what was typed stays, nothing is counted."""
        page = self._send(**{f"question-{self.remark.id}": "多办活动"})
        self.assertIn("Please choose one", page.text)
        self.assertIn("多办活动", page.text)
        self._send(**{f"question-{self.question.id}": "999999"})
        self.assertEqual(self._count(), 0)

    def test_programs(self):
        """The trap that only programs fill in, and a browser without our cookie: nothing is counted."""
        best = self.question.suggested_answer_ids[0]
        self._send(best, website="x")
        self.assertEqual(self._count(), 0)

    def test_flood(self):
        """From one network so many answers in an hour, then later ones are asked to wait."""
        self.env["ir.config_parameter"].set_param("community_org.register_ratings_per_hour", "2")
        best = self.question.suggested_answer_ids[0]
        for _time in range(4):
            self.opener.cookies.clear()
            self.authenticate(None, None)
            page = self._send(best)
        self.assertEqual(page.status_code, 429)
        self.assertEqual(self._count(), 2)

    def test_not_asking(self):
        """Closed, not begun, or an address that does not exist: nothing is taken."""
        self.campaign.action_close()
        self.env.flush_all()
        self.assertIn("Answers are taken from", self.url_open(self.path).text)
        self._send(self.question.suggested_answer_ids[0])
        self.assertEqual(self._count(), 0)
        unknown = self.url_open("/community/rate/unknown")
        self.assertEqual(unknown.status_code, 404)
