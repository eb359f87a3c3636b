"""The annual method of published Total Economic Impact studies: risk-adjusted lines, year 0 undiscounted."""

from dataclasses import dataclass
from decimal import Decimal

from calculations.engine import finance
from calculations.engine.answer import NOTHING_INVESTED, Answer
from calculations.engine.flows import net
from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.prepared import Prepared
from calculations.engine.schedule import Months, year_of
from calculations.engine.wiring import WiredLine


@dataclass(frozen=True, slots=True)
class Year:
    benefits: Decimal
    costs: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Tei:
    years: tuple[Year, ...]
    benefits_total: Decimal
    costs_total: Decimal
    benefits_pv: Decimal
    costs_pv: Decimal
    npv: Decimal
    roi: Answer
    payback_months: Answer


@exactly
def tei(prepared: Prepared) -> Tei:
    """p is not applied; benefits x (1 - a) and costs x (1 + a), with each line's own risk adjustment a."""
    benefits = _by_year(prepared, prepared.benefits, -1)
    costs = _by_year(prepared, prepared.costs, 1)
    nets = net(benefits, costs)
    benefits_pv = finance.npv(prepared.discount_rate, benefits)
    costs_pv = finance.npv(prepared.discount_rate, costs)
    npv = benefits_pv - costs_pv
    return Tei(
        years=tuple(map(Year, benefits, costs, nets)),
        benefits_total=sum(benefits, ZERO),
        costs_total=sum(costs, ZERO),
        benefits_pv=benefits_pv,
        costs_pv=costs_pv,
        npv=npv,
        roi=Answer(npv / costs_pv) if costs_pv > 0 else Answer(None, NOTHING_INVESTED),
        payback_months=_months(finance.payback(nets)),
    )


def _by_year(prepared: Prepared, lines: tuple[WiredLine, ...], sign: int) -> Months:
    """The lines' money by year, adjusted for each line's risk."""
    months = prepared.months((line, prepared.scale(line) * (ONE + sign * line.line.risk_adjustment)) for line in lines)
    years = [ZERO] * (year_of(prepared.horizon_months) + 1)
    for month, money in enumerate(months):
        years[year_of(month)] += money
    return tuple(year / 12 for year in years)


def _months(years: Answer) -> Answer:
    return years if years.value is None else Answer(years.value * 12)
