from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.community_org.models import target_arithmetic as arithmetic
from odoo.tests import BaseCase, tagged


@tagged("post_install", "-at_install")
class TestTargetArithmetic(BaseCase):
    """Whole numbers decide: «≥ 上年总数10%», «每万人≥25个», «满意度≥80%»."""

    def test_growth(self):
        """10 % of 100 are 10, of 101 are 11; nothing grows from nothing."""
        expected = {
            (100, 10): 10,
            (101, 10): 11,
            (109, 10): 11,
            (110, 10): 11,
            (1, 10): 1,
            (7, 5): 1,
        }
        for (base, percent), needed in expected.items():
            self.assertEqual(arithmetic.growth_needed(base, percent), needed, (base, percent))
        self.assertIsNone(arithmetic.growth_needed(0, 10))
        self.assertEqual(arithmetic.growth_needed(100, 0), 0)

    @given(base=st.integers(1, 10**6), percent=st.integers(0, 100))
    def test_growth_is_the_smallest_that_reaches(self, base, percent):
        """The number asked for reaches the percentage, and one less does not."""
        needed = arithmetic.growth_needed(base, percent)
        self.assertGreaterEqual(needed * 100, base * percent)
        self.assertTrue(needed == 0 or (needed - 1) * 100 < base * percent)

    def test_density(self):
        """1.59 million residents ask for 3,975 organisations at 25 in 10,000."""
        self.assertEqual(arithmetic.density_needed(1_590_000, 25), 3975)
        self.assertEqual(arithmetic.density_needed(400, 25), 1)
        self.assertEqual(arithmetic.density_needed(401, 25), 2)
        self.assertIsNone(arithmetic.density_needed(0, 25))

    def test_satisfaction(self):
        """79.5 % is not 80 %, and no answers are no satisfaction."""
        self.assertFalse(arithmetic.is_satisfied(795, 1000, 80))
        self.assertTrue(arithmetic.is_satisfied(800, 1000, 80))
        self.assertFalse(arithmetic.is_satisfied(0, 0, 80))
        self.assertFalse(arithmetic.is_satisfied(799_999, 1_000_000, 80))

    def test_forecast(self):
        """As from 1 January on; the last day forecasts what there is."""
        self.assertEqual(arithmetic.forecast(10, date(2026, 12, 31)), 10)
        self.assertEqual(arithmetic.forecast(5, date(2026, 7, 1)), 10)
        self.assertEqual(arithmetic.forecast(3, date(2024, 2, 29)), 18)
