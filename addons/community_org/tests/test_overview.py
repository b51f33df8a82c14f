from odoo.tests import tagged

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestOverview(CommunityCase):
    """The leader's page shows the figures of the own area, and each opens its records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()
        cls.year = cls._local_today().year
        cls.env["community.target"]._refresh_year(cls.year)
        cls.env["community.scorecard"]._refresh_year(cls.year)

    def _overview(self, user):
        return self.env["community.overview"].with_user(user).get_overview()

    def _opened(self, action, user):
        records = self.env[action["res_model"]].with_user(user)
        return records.search(action["domain"])

    def test_numbers_open_their_records(self):
        """New ones of the district: as many records as the card says."""
        overview = self._overview(self.leader)
        growth = overview["cards"][0]
        self.assertEqual((growth["value"], growth["state"]), ("1", "none"))
        self.assertEqual(self._opened(growth["action"], self.leader), self.organization)

    def test_overdue_opens_what_is_late(self):
        """The number of steps overdue is that of the list behind it."""
        filing = self._submit(name="迟办队", category_id=self.category_other.id)
        self._current_task(filing).deadline = "2020-01-02"
        late = self._overview(self.leader)["overdue"][0]
        self.assertEqual(late["count"], 1)
        self.assertEqual(self._opened(late["action"], self.leader).res_id, filing.id)

    def test_own_area(self):
        """A street sees the street; somebody without an area sees nothing."""
        names = [row["name"] for row in self._overview(self.leader)["ranking"]]
        self.assertEqual(set(names), {"甲街道", "乙街道", "丙镇"})
        self.assertEqual(
            [row["name"] for row in self._overview(self.officer_a)["ranking"]], ["甲街道"]
        )
        empty = self._overview(self.internal_staff())
        self.assertEqual((empty["cards"], empty["ranking"]), ([], []))

    def internal_staff(self):
        return self._user("test_staff", "无区域", "staff")

    def test_months(self):
        """Twelve months, the last of them this one, and a number opens the activities of its month."""
        activity = self.env["community.activity"].create(self._activity_vals(self.organization))
        self.env["community.activity.report"]._cron_refresh()
        months = self._overview(self.leader)["months"]
        self.assertEqual(len(months), 12)
        counted = [month for month in months if month["count"]]
        self.assertEqual([month["count"] for month in counted], [1])
        self.assertEqual(self._opened(counted[0]["action"], self.leader), activity)
