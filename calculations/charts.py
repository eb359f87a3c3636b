"""The charts of a result: specifications for the painter, built from what the engine gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from calculations.engine.case_file import CaseFile
from calculations.engine.numbers import ZERO, exactly
from calculations.engine.prepared import Driver, Prepared, prepare
from calculations.engine.result import CaseResult
from calculations.engine.schedule import present_value_factor, year_of
from calculations.engine.simulation import Simulation
from calculations.engine.units import SHARE
from calculations.engine.wiring import WiredLine
from display.charts.spec import CumulativeCash, Distribution, Step, Swing, Tornado, Waterfall
from display.numbers import Numbers

MOST_STEPS = 6
MOST_SWINGS = 10
MONEY_UNITS = frozenset({"money", "per_hour", "money_per_hour", "money_per_year", "hourly_pay", "yearly_pay"})


def cumulative_cash(result: CaseResult, numbers: Numbers) -> CumulativeCash:
    """Cash so far, month by month, between the guide's high and low risk."""
    low, high = result.scenarios["high_risk"].cashflow, result.scenarios["low_risk"].cashflow
    return CumulativeCash(
        expected=result.cashflow.cumulative,
        payback_months=result.cashflow.payback_months.value,
        low=low.cumulative,
        high=high.cumulative,
        low_name=numbers.percent(Decimal("0.50")),
        high_name=numbers.percent(Decimal("0.90")),
        numbers=numbers,
    )


@dataclass(frozen=True)
class Part:
    """A piece of the net present value: of one line, or, without a path, what the risk of failure takes."""

    path: str
    name: str
    value: Decimal
    is_once: bool = False


@exactly
def present_values(case_file: CaseFile) -> list[Part]:
    """Returns what each line is worth today and what risk takes; together they are the net present value."""
    prepared = prepare(case_file)
    benefits = [Part(line.path, line.line.name, _worth(prepared, line)) for line in prepared.benefits]
    at_risk = sum((part.value for part in benefits), ZERO) * (1 - prepared.probability)
    costs = [
        Part(line.path, line.line.name, -_worth(prepared, line), line.timing.one_time_month is not None)
        for line in prepared.costs
    ]
    return [*benefits, *([Part("", "", -at_risk)] if at_risk else []), *costs]


def _worth(prepared: Prepared, line: WiredLine) -> Decimal:
    """The present value of a line, before the probability of success."""
    factor = present_value_factor(line.timing, prepared.horizon_months, prepared.discount_rate)
    return prepared.scale(line) * factor


def waterfall(case_file: CaseFile, numbers: Numbers) -> Waterfall:
    """From what the benefits are worth today, less what risk and costs take, to the net present value."""
    parts = present_values(case_file)
    benefits = sorted((part for part in parts if part.path.startswith("benefits.")), key=lambda part: -part.value)
    steps = [Step(part.name, part.value) for part in benefits]
    if len(steps) > MOST_STEPS:
        rest = steps[MOST_STEPS - 1 :]
        more = _("%(number)s more benefits") % {"number": len(rest)}
        steps = [*steps[: MOST_STEPS - 1], Step(more, _sum(rest))]
    share = numbers.percent(1 - case_file.probability)
    others = {
        _("Risk: %(share)s fail") % {"share": share}: [part for part in parts if not part.path],
        _("One-time costs"): [part for part in parts if part.path.startswith("costs.") and part.is_once],
        _("Running costs"): [part for part in parts if part.path.startswith("costs.") and not part.is_once],
    }
    steps += [Step(name, _sum(taken)) for name, taken in others.items() if taken]
    return Waterfall(steps, _("Net value today"), numbers)


@exactly
def _sum(parts: Iterable[Part | Step]) -> Decimal:
    return sum((Decimal(part.value) for part in parts), ZERO)


def tornado(result: CaseResult, drivers: Mapping[str, Driver], numbers: Numbers) -> Tornado | None:
    """What moves the result most, among `drivers`; None where nothing can be moved."""
    moved = [row for row in result.sensitivity if row.path in drivers][:MOST_SWINGS]
    if not moved:
        return None
    swings = [
        Swing(
            drivers[row.path].label,
            row.npv_low,
            row.npv_high,
            driver_text(row.low, drivers[row.path].unit, numbers),
            driver_text(row.high, drivers[row.path].unit, numbers),
        )
        for row in moved
    ]
    return Tornado(result.cashflow.npv, swings, _("NPV"), numbers)


def driver_text(value: Decimal, unit: str, numbers: Numbers) -> str:
    """Returns an input's value as text, by its unit or its fact's."""
    if unit == SHARE.name:
        return numbers.percent(value)
    return numbers.money(value) if unit in MONEY_UNITS else numbers.count(value)


def distribution(simulated: Simulation, numbers: Numbers) -> Distribution | None:
    """How a simulation's runs end; None where all end alike."""
    if simulated.histogram[0].from_ == simulated.histogram[-1].to:
        return None
    runs = sum(bar.count for bar in simulated.histogram)
    return Distribution(
        edges=[simulated.histogram[0].from_, *(bar.to for bar in simulated.histogram)],
        shares=[bar.count / runs for bar in simulated.histogram],
        p10=simulated.npv.p10,
        p50=simulated.npv.p50,
        p90=simulated.npv.p90,
        chance_of_loss=1 - simulated.probability_npv_positive,
        numbers=numbers,
    )


@exactly
def yearly(case_file: CaseFile) -> list[dict[str, Decimal | int]]:
    """Benefits after risk, costs and net by year, with the cash so far: year 0 is today."""
    benefits, costs = prepare(case_file).twelfths()
    rows: list[dict[str, Decimal | int]] = []
    so_far = ZERO
    for year, months in groupby(range(len(benefits)), key=year_of):
        chosen = list(months)
        gained = sum((benefits[month] for month in chosen), ZERO) / 12
        paid = sum((costs[month] for month in chosen), ZERO) / 12
        so_far += gained - paid
        rows.append({"year": year, "benefits": gained, "costs": -paid, "net": gained - paid, "so_far": so_far})
    return rows
