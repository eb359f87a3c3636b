"""When a line's amount falls: factors by month, discount factors, and the present value of one unit a year.

Factors count in twelfths: 12 is a whole year's amount in one month. Sums stay exact until the one division by 12.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import mul

from calculations.engine.numbers import ONE, ZERO, exactly

Months = tuple[Decimal, ...]
TWELVE = Decimal(12)
CACHED = 512


@dataclass(frozen=True, slots=True)
class Timing:
    """How a line's amount spreads over the months; equal timings share one schedule."""

    one_time_month: int | None = None
    starts_month: int = 1
    ends_month: int | None = None
    growth: Decimal = ZERO
    ramp: Months = ()
    # Given year by year: the amounts themselves, for a line that counts once.
    amounts: Months = ()


@lru_cache(maxsize=CACHED)
@exactly
def twelfths(timing: Timing, horizon_months: int) -> Months:
    """Twelfths of the line's amount in each month, 0 to the horizon; what lies past the horizon is dropped."""
    if timing.amounts:
        return _by_year(timing.amounts, horizon_months)
    if timing.one_time_month is not None:
        return tuple(TWELVE if month == timing.one_time_month else ZERO for month in range(horizon_months + 1))
    last = horizon_months if timing.ends_month is None else min(timing.ends_month, horizon_months)
    running = range(timing.starts_month, last + 1)
    growth = [(1 + timing.growth) ** year for year in range(horizon_months // 12 + 1)] if timing.growth else None
    return tuple(
        _ramp(timing, month) * (growth[year_of(month) - 1] if growth else ONE) if month in running else ZERO
        for month in range(horizon_months + 1)
    )


def _ramp(timing: Timing, month: int) -> Decimal:
    """The ramp's first entry is the line's first month; after its last entry everything is there."""
    position = month - timing.starts_month
    return timing.ramp[position] if position < len(timing.ramp) else ONE


def _by_year(amounts: Months, horizon_months: int) -> Months:
    years = (year_of(month) for month in range(1, horizon_months + 1))
    return (amounts[0] * TWELVE, *(amounts[year] if year < len(amounts) else ZERO for year in years))


def year_of(month: int) -> int:
    """Month 0 is year 0, months 1 to 12 are year 1."""
    return -(-month // 12)


@lru_cache(maxsize=CACHED)
@exactly
def monthly_rate(annual_rate: Decimal) -> Decimal:
    """i = (1 + r)^(1/12) - 1, and exactly 0 at 0."""
    return ((ONE + annual_rate).ln() / 12).exp() - 1 if annual_rate else ZERO


@lru_cache(maxsize=CACHED)
@exactly
def discount_factors(annual_rate: Decimal, horizon_months: int) -> Months:
    """1 / (1 + i)^m for each month."""
    step = ONE + monthly_rate(annual_rate)
    compounded = [ONE]
    for _ in range(horizon_months):
        compounded.append(compounded[-1] * step)
    return tuple(ONE / factor for factor in compounded)


@lru_cache(maxsize=CACHED)
@exactly
def present_value_factor(timing: Timing, horizon_months: int, annual_rate: Decimal) -> Decimal:
    """The present value of a line whose amount is 1."""
    return present_value(twelfths(timing, horizon_months), discount_factors(annual_rate, horizon_months))


def present_value(months: Months, factors: Months) -> Decimal:
    """Discounted sum of amounts kept in twelfths."""
    return sum(map(mul, months, factors), ZERO) / 12
