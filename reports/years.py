"""What a case takes and gives by year, after risk, with what each row is worth today."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine.numbers import ZERO, exactly
from calculations.engine.prepared import Prepared
from calculations.engine.schedule import Months, discount_factors, present_value, year_of


@dataclass(frozen=True)
class Yearly:
    """One row: an amount for today (year 0) and for each year, and its present value."""

    years: tuple[Decimal, ...]
    present_value: Decimal


@dataclass(frozen=True)
class Schedule:
    """Costs are negative."""

    benefits: Yearly
    cashable: Yearly
    costs: Yearly
    net: Yearly


@exactly
def schedule_of(prepared: Prepared) -> Schedule:
    """Returns the rows a signature stands under."""
    factors = discount_factors(prepared.discount_rate, prepared.horizon_months)
    benefits, costs = prepared.twelfths()
    cashable, _costs = prepared.twelfths(cashable_only=True)
    spent = tuple(-month for month in costs)
    net = tuple(gained + paid for gained, paid in zip(benefits, spent, strict=True))
    row = _row(factors)
    return Schedule(row(benefits), row(cashable), row(spent), row(net))


def _row(factors: Months) -> Callable[[Months], Yearly]:
    def row(twelfths: Months) -> Yearly:
        years = [ZERO] * (year_of(len(twelfths) - 1) + 1)
        for month, amount in enumerate(twelfths):
            years[year_of(month)] += amount
        return Yearly(tuple(year / 12 for year in years), present_value(twelfths, factors))

    return row
