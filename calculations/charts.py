"""The charts of a result: specifications for the painter, built from what the engine gives."""

from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from calculations.engine.case_file import CaseFile
from calculations.engine.numbers import ZERO, exactly
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.result import CaseResult
from calculations.engine.schedule import present_value_factor, year_of
from calculations.engine.units import SHARE
from calculations.engine.wiring import WiredLine
from display.charts.spec import CumulativeCash, Distribution, Step, Swing, Tornado, Waterfall
from display.numbers import Numbers

MOST_STEPS = 6
MOST_SWINGS = 10


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


@exactly
def waterfall(case_file: CaseFile, numbers: Numbers) -> Waterfall:
    """From what the benefits are worth today, less what risk and costs take, to the net present value."""
    prepared = prepare(case_file)
    worth = [Step(line.line.name, _worth(prepared, line)) for line in prepared.benefits]
    kept = sorted(worth, key=lambda step: -step.value)
    steps = kept if len(kept) <= MOST_STEPS else [*kept[: MOST_STEPS - 1], _rest(kept[MOST_STEPS - 1 :])]
    at_risk = sum((step.value for step in worth), ZERO) * (1 - prepared.probability)
    if at_risk:
        share = numbers.percent(1 - prepared.probability)
        steps.append(Step(_("Risk: %(share)s fail") % {"share": share}, -at_risk))
    return Waterfall([*steps, *_cost_steps(prepared)], _("Net present value"), numbers)


def _worth(prepared: Prepared, line: WiredLine) -> Decimal:
    """The present value of a line, before the probability of success."""
    factor = present_value_factor(line.timing, prepared.horizon_months, prepared.discount_rate)
    return prepared.scale(line) * factor


def _rest(steps: list[Step]) -> Step:
    name = _("%(number)s more benefits") % {"number": len(steps)}
    return Step(name, sum((step.value for step in steps), ZERO))


def _cost_steps(prepared: Prepared) -> list[Step]:
    names = {True: _("One-time costs"), False: _("Running costs")}
    totals = dict.fromkeys(names, ZERO)
    for line in prepared.costs:
        totals[line.timing.one_time_month is not None] += _worth(prepared, line)
    return [Step(names[once], -total) for once, total in totals.items() if total]


def tornado(result: CaseResult, labels: dict[str, str], numbers: Numbers) -> Tornado | None:
    """What moves the result most, among the inputs in `labels`; None where nothing can be moved."""
    moved = [row for row in result.sensitivity if row.path in labels][:MOST_SWINGS]
    if not moved:
        return None
    swings = [
        Swing(labels[row.path], row.npv_low, row.npv_high, _text(row, row.low, numbers),
              _text(row, row.high, numbers))
        for row in moved
    ]  # fmt: skip
    return Tornado(result.cashflow.npv, swings, _("NPV"), numbers)


def _text(row: object, value: Decimal, numbers: Numbers) -> str:
    return numbers.percent(value) if getattr(row, "unit", "") == SHARE.name else numbers.count(value)


def distribution(result: CaseResult, numbers: Numbers) -> Distribution | None:
    """How the simulation's runs end; None without a simulation, or where every run ends alike."""
    simulated = result.simulation
    if simulated is None or simulated.npv.p5 == simulated.npv.p95:
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
