from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestFilingCompleteness(CommunityCase):
    """Everything that is missing is told at once; the draft stays."""

    def _lines(self, filing):
        return (filing.missing or "").splitlines()

    def assertMissing(self, filing, word):
        """Exactly one thing is missing, and neither submission nor tasks come of it."""
        lines = self._lines(filing)
        self.assertEqual(len(lines), 1, lines)
        self.assertIn(word, lines[0])
        message = self.assertRefused(UserError, filing.action_submit)
        self.assertIn(lines[0], message)
        self.assertEqual(filing.state, "draft")

    def _without(self, **vals):
        return self._complete_filing(**vals)

    def test_complete(self):
        """A filing with all of it lacks nothing and is submitted."""
        filing = self._complete_filing()
        self.assertFalse(filing.missing)
        filing.action_submit()
        self.assertEqual(filing.state, "review")

    def test_everything_at_once(self):
        """A bare draft is told all of it in one message."""
        filing = self.env["community.filing"].with_user(self.portal_1)
        filing = filing.create({"name": "空白队", "area_id": self.street_a.id})
        lines = self._lines(filing)
        words = (
            "community or village",
            "place of activity",
            "form of organisation",
            "founding date",
            "contact phone",
            "category",
            "at least 3 members, 0",
            "exactly one leader, 0",
            "purpose",
            "content of activities",
            "how leaders",
            "测试章程",
        )
        self.assertEqual(len(lines), len(words), lines)
        for word, line in zip(words, lines, strict=True):
            self.assertIn(word, line)
        message = self.assertRefused(UserError, filing.action_submit)
        for line in lines:
            self.assertIn(line, message)
        self.assertEqual(filing.state, "draft")
        self.assertFalse(self._as_root(filing).task_ids)

    def test_each_fact_by_itself(self):
        """Each required fact, left out or blank, is named."""
        for name, blank, word in (
            ("address", False, "place of activity"),
            ("form", False, "form of organisation"),
            ("founded_on", False, "founding date"),
            ("phone", False, "contact phone"),
            ("category_id", False, "category"),
            ("purpose", "  \n", "purpose"),
            ("activity_content", " ", "content of activities"),
            ("leader_method", False, "how leaders"),
        ):
            with self.subTest(field=name):
                self.assertMissing(self._without(**{name: blank}), word)

    def test_area_is_a_community(self):
        """A filing belongs to a community or village, not to a street."""
        for area in self.street_a + self.district:
            self.assertMissing(self._without(area_id=area.id), "community or village")

    def test_area_abolished(self):
        """An abolished community takes no filings, and is named."""
        self.area_a1.valid_to = "2026-01-01"
        self.assertMissing(self._without(), "甲一社区")

    def test_area_not_yet_founded(self):
        """Neither does one that will exist next year."""
        self.area_a1.valid_from = "2099-01-01"
        self.assertMissing(self._without(), "甲一社区")

    def test_members_below_the_minimum(self):
        """The policy's minimum is named with the count."""
        self.assertMissing(self._without(member_ids=self._prepare_member_vals(2)), "3 members, 2")

    def test_one_leader(self):
        """A roster has exactly one leader, who can be reached."""
        roster = self._prepare_member_vals
        self.assertMissing(self._without(member_ids=roster(3, role="member")), "leader, 0")
        second = Command.create({"name": "王测试", "role": "leader", "phone": "13800000099"})
        self.assertMissing(self._without(member_ids=[*roster(3), second]), "leader, 2")
        self.assertMissing(self._without(member_ids=roster(3, phone=False)), "phone number")

    def test_nobody_twice(self):
        """A person entered twice is named; a namesake with another phone is not."""
        again = Command.create({"name": "钱测试一", "phone": "13800000001"})
        namesake = Command.create({"name": "钱测试一", "phone": "13800000077"})
        roster = self._prepare_member_vals(3)
        self.assertMissing(self._without(member_ids=[*roster, again]), "钱测试一")
        self.assertFalse(self._without(member_ids=[*roster, namesake]).missing)

    def test_materials(self):
        """Each required kind of material is asked for, the optional ones are not."""
        filing = self._complete_filing()
        filing.material_ids.unlink()
        self.assertMissing(filing, "测试章程")
        self._add_material(filing, material_type=self.material_type_optional)
        self.assertMissing(filing, "测试章程")
        self._add_material(filing)
        self.assertFalse(filing.missing)
        self.material_type_optional.required = True
        self.material_type.active = False
        filing.invalidate_recordset()
        self.assertFalse(filing.missing)

    def test_after_a_correction(self):
        """A correction is checked like the first submission."""
        filing = self._submit()
        self._decide(filing, "return")
        filing.purpose = False
        self.assertRefused(UserError, filing.action_submit)
        self.assertEqual(filing.state, "returned")

    def test_warned_before_submitting(self):
        """What is missing is shown while the draft is being written."""
        filing = self._complete_filing(purpose=False)
        self.assertIn("purpose", filing.missing)
        filing.purpose = "服务老人。"
        self.assertFalse(filing.missing)

    def test_paper_application(self):
        """Staff enters an application that came on paper; it is checked alike."""
        filing = self._complete_filing(self.officer_a1, address=False)
        self.assertEqual(filing.channel, "office")
        self.assertMissing(filing, "place of activity")
        filing.address = "甲一路"
        filing.action_submit()
        self.assertEqual(filing.state, "review")
