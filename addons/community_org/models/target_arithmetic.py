"""The arithmetic of the yearly targets, in whole numbers: a share is compared, never rounded.

«街道每年新增 ≥ 上年总数10%，镇乡 ≥ 5%»; «每万人 ≥ 25个»; «群众满意度 ≥ 80%».
"""

from calendar import isleap


def growth_needed(base, percent):
    """New bodies that ``percent`` % of ``base`` asks for: 100 at 10 % are 10, 101 are 11.

    None where there was nothing to grow from: the target does not apply.
    """
    return -(-base * percent // 100) if base else None


def density_needed(population, per_10000):
    """Bodies that ``per_10000`` in 10,000 residents ask for; None without a population."""
    return -(-population * per_10000 // 10000) if population else None


def is_satisfied(satisfied, valid, percent):
    """Whether ``satisfied`` of ``valid`` answers are ``percent`` % at least: 795 of 1,000 are not 80 %."""
    return bool(valid) and satisfied * 100 >= percent * valid


def forecast(new, day):
    """New bodies by the end of the year if it goes on as from 1 January to ``day``, rounded down."""
    days = 366 if isleap(day.year) else 365
    return new * days // day.timetuple().tm_yday


def share_in_tenths(part: int, whole: int) -> int:
    """``part`` of ``whole`` in tenths of a percent, rounded down; 0 of nothing."""
    return part * 1000 // whole if whole else 0


def linear_hundredths(part, whole, low, high, points):
    """Hundredths of a point for ``part / whole``, rounded down: none up to ``low``, all ``points`` from ``high``.

    Linear between the two: 85 on a scale from 70 to 100 earn half. None when there is nothing to judge.
    """
    if not whole:
        return None
    reached = part - low * whole
    return max(0, min(100 * points, 100 * points * reached // ((high - low) * whole)))
