"""Money in less money out, and nothing where only rounding keeps a difference from nothing.

A salary of 50,000 over 2,080 hours has endless decimals. Saved here and paid there it must cancel: or a case that
earns nothing has a rate of return, and one that pays back in its last month never does.
"""

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

from calculations.engine.finance import GUARD
from calculations.engine.intervals import at_precision
from calculations.engine.numbers import ZERO
from calculations.engine.schedule import Months

# Relative to what is added and taken away: far above the rounding of 34 digits, far below what a file can state.
ROUNDING = Decimal("1e-30")


def difference(gained: Decimal, spent: Decimal) -> Decimal:
    rest = gained - spent
    return ZERO if abs(rest) <= ROUNDING * (abs(gained) + abs(spent)) else rest


def net(benefits: Months, costs: Months) -> Months:
    """Net flows by month; one that brings their sum to nothing, but for rounding, brings it to exactly that."""
    flows: list[Decimal] = []
    total = moved = ZERO
    with at_precision(GUARD):
        for benefit, cost in zip(benefits, costs, strict=True):
            flow = difference(benefit, cost)
            moved += abs(flow)
            total += flow
            if abs(total) <= ROUNDING * moved:
                flow, total = flow - total, ZERO
            flows.append(flow)
    return tuple(flows)


def running_total(flows: Iterable[Decimal]) -> Months:
    """The sum so far, month by month."""
    with at_precision(GUARD):
        return tuple(accumulate(flows))
