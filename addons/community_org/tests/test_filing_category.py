from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestFilingCategory(CommunityCase):
    def assertNotSubmitted(self, filing, *words):
        message = self.assertRefused(UserError, filing.action_submit)
        for word in words:
            self.assertIn(word, message)
        self.assertEqual(filing.state, "draft")

    def test_prohibited_category(self):
        """A prohibited category cannot be submitted; the clause is shown."""
        filing = self._complete_filing(category_id=self.category_prohibited.id)
        self.assertNotSubmitted(filing, "测试禁止类", "测试条款：不予备案。")

    def test_prohibited_name(self):
        """A prohibited word in the name is found whatever category was chosen."""
        for name in ("甲一禁词甲队", "禁词乙", "甲一的禁词乙会", "甲一禁 词甲队", "禁·词乙"):
            with self.subTest(name=name):
                self.assertNotSubmitted(self._complete_filing(name=name), "测试条款：不予备案。")

    def test_prohibited_whatever_the_reason(self):
        """A stated reason does not help."""
        filing = self._complete_filing(
            category_id=self.category_prohibited.id, restricted_reason="有需要"
        )
        self.assertNotSubmitted(filing, "测试禁止类")

    def test_prohibited_after_a_correction(self):
        """A name that becomes prohibited with a correction is refused too."""
        filing = self._submit()
        self._decide(filing, "return")
        filing.name = "甲一禁词甲队"
        self.assertRefused(UserError, filing.action_submit)

    def test_archived_prohibition_does_not_count(self):
        """A prohibition that the district has archived is history."""
        self.category_prohibited.active = False
        self._complete_filing(name="甲一禁词甲队").action_submit()

    def test_restricted_needs_a_reason(self):
        """A restricted category, or a word of one in the name, asks why; then it may pass."""
        for vals in ({"category_id": self.category_restricted.id}, {"name": "甲一慎办队"}):
            for reason in (False, "  "):
                filing = self._complete_filing(restricted_reason=reason, **vals)
                self.assertNotSubmitted(filing, "测试从严类", "测试条款：从严备案。")
            filing.restricted_reason = "居民代表会议提出。"
            filing.action_submit()
            self.assertEqual(filing.state, "review")

    def test_heading_is_no_category(self):
        """A filing has a category of the lowest level."""
        self.assertRefused(
            ValidationError, self._complete_filing, category_id=self.category_root.id
        )


@tagged("post_install", "-at_install")
class TestOnePerCategory(CommunityCase):
    """«同一类组织一个社区原则上备案一个»."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holder = cls._organization(name="甲一夕阳助老会")

    def _at_last_step(self, **vals):
        filing = self._submit(**vals)
        self._decide(filing)
        self._decide(filing)
        return self._as_root(filing)

    def _override(self, filing, user, reason="另一小区，互不影响。"):
        dialog = self.env["community.filing.override"].with_user(user)
        dialog.create({"filing_id": filing.id, "reason": reason}).action_confirm()

    def test_block_names_the_holder(self):
        """The deciding step is refused and says who takes the place; nothing is recorded."""
        filing = self._at_last_step()
        message = self.assertRefused(UserError, self._decide, filing)
        self.assertIn("甲一夕阳助老会", message)
        self.assertIn("甲一社区", message)
        self.assertEqual(filing.state, "review")
        self.assertEqual(filing.current_task_id.state, "open")

    def test_holder_is_shown_from_the_start(self):
        """Every officer sees the clash on the filing."""
        filing = self._submit()
        for user in self.officer_a1 + self.officer_a + self.officer_d:
            self.assertEqual(filing.with_user(user).clash_organization_ids.ids, self.holder.ids)

    def test_return_and_refusal_stay_possible(self):
        """The block concerns the approval only."""
        self._decide(self._at_last_step(), "reject")
        self._decide(self._at_last_step(), "return")

    def test_override_by_the_acting_street(self):
        """The deciding street may file it with a reason, which is kept on both records."""
        filing = self._at_last_step()
        self._override(filing, self.officer_a)
        self._decide(filing)
        second = filing.organization_id
        self.assertEqual(filing.override_reason, "另一小区，互不影响。")
        self.assertEqual(second.override_reason, "另一小区，互不影响。")
        self.assertFalse(second.holds_category)
        self.assertTrue(self.holder.holds_category)

    def test_override_by_nobody_else(self):
        """Communities, other streets, the district, leaders and the admin cannot override."""
        filing = self._at_last_step()
        for user in (
            self.officer_a1,
            self.officer_b,
            self.officer_d,
            self.leader,
            self.admin,
            self.portal_1,
            self.internal,
        ):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, self._override, filing, user)
        self.assertFalse(filing.override_reason)

    def test_override_not_before_the_streets_step(self):
        """While the community has it, the street cannot override yet."""
        filing = self._submit()
        self.assertRefused(AccessError, self._override, filing, self.officer_a)

    def test_override_not_by_the_applicant(self):
        """A street officer who applied himself cannot grant himself the exception."""
        applicant = self.officer_a.partner_id.id
        filing = self._submit(self.officer_a1, applicant_id=applicant)
        self._decide(filing)
        self.assertRefused(AccessError, self._override, filing, self.officer_a)
        self._override(filing, self.officer_a_too)

    def test_override_needs_words(self):
        """A reason of blanks is none."""
        filing = self._at_last_step()
        for reason in ("", "  ", "\n"):
            with self.subTest(reason=reason):
                self.assertRefused(UserError, self._override, filing, self.officer_a, reason)

    def test_override_is_tracked(self):
        """The exception stands in the history of the filing."""
        filing = self._at_last_step()
        self.cr.precommit.run()
        self._override(filing, self.officer_a)
        self.cr.precommit.run()
        changed = filing.message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("override_reason", changed)

    def test_elsewhere_free(self):
        """Another community or another category is free."""
        self._approve_all(self._submit(name="乙一助老队", area_id=self.area_b1.id))
        self._approve_all(self._submit(name="甲二助老队", area_id=self.area_a2.id))
        self._approve_all(self._submit(name="甲一助残队", category_id=self.category_other.id))

    def test_category_without_the_limit(self):
        """A category that is not limited takes any number, without an override."""
        for number in "一二三":
            organization = self._organization(
                name=f"甲一舞蹈{number}队", category_id=self.category_many.id
            )
            self.assertFalse(organization.holds_category)

    def test_cancelled_frees_the_place(self):
        """After a cancellation the place is free."""
        self.holder.state = "cancelled"
        self._approve_all(self._submit(name="甲一新助老队"))

    def test_the_database_holds_it(self):
        """Two holders of one place are impossible, whatever the code does."""
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.holder.copy(
                {"partner_id": self.env["res.partner"].create({"name": "二"}).id}
            ).flush_recordset()
