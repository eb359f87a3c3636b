"""What a chart says in one sentence, computed from its specification: it stands above the chart as its title."""

from __future__ import annotations

from functools import singledispatch

from .spec import (
    Comparison,
    ComparisonBars,
    CumulativeCash,
    Distribution,
    PilotBand,
    Quadrant,
    SmallMultiples,
    Tornado,
    Waterfall,
    YearlyBars,
)

# Above ten times, "1,830% more" says less than the two values.
MOST_TELLING_CHANGE = 10


@singledispatch
def finding(spec: object) -> str:
    """Returns the sentence."""
    raise TypeError(f"{type(spec).__name__} is no chart")


@finding.register
def _(spec: CumulativeCash) -> str:
    money = spec.numbers.money_compact
    deepest = spec.expected[spec.deepest_month]
    if deepest >= 0:
        return f"Cash never goes below zero; {money(spec.expected[-1])} after {spec.months} months"
    when = f"in month {spec.deepest_month}" if spec.deepest_month else "at the start"
    dip = f"cash dips to {money(deepest)} {when}"
    if spec.payback_month is None:
        return f"Does not pay back within {spec.months} months; {dip}"
    return f"Pays back in month {spec.payback_month}; {dip}"


@finding.register
def _(spec: YearlyBars) -> str:
    money = spec.numbers.money_compact
    first, *later = spec.periods
    nets = sorted(period.net for period in later)
    if first.net < 0 and nets and nets[0] > 0:
        span = money(nets[0]) if money(nets[0]) == money(nets[-1]) else f"{money(nets[0])} to {money(nets[-1])}"
        return f"Costs {money(-first.net)} at the start, then brings in {span} a year"
    positive = sum(period.net > 0 for period in spec.periods)
    total = money(sum(period.net for period in spec.periods))
    return f"Positive in {positive} of {len(spec.periods)} periods; {total} in all"


@finding.register
def _(spec: Waterfall) -> str:
    money = spec.numbers.money_compact
    largest = max(spec.steps, key=lambda step: step.value)
    result = f"{spec.total_name.lower()} {money(spec.total)}"
    if largest.value <= 0:
        return f"Nothing comes in: {result}"
    return f"{largest.name} brings the most, {money(largest.value)}; {result}"


@finding.register
def _(spec: Tornado) -> str:
    top = spec.ranked[0]
    fatal = [swing.name for swing in spec.ranked if min(swing.at_low, swing.at_high) < 0]
    if spec.base < 0:
        return f"{top.name} matters most; {spec.measure} starts negative"
    if not fatal:
        return f"{top.name} matters most; no single input breaks the case"
    if len(fatal) == 1:
        return f"{top.name} matters most; {fatal[0]} alone could make {spec.measure} negative"
    return f"{top.name} matters most; {len(fatal)} inputs could each make {spec.measure} negative"


@finding.register
def _(spec: Distribution) -> str:
    chance = spec.numbers.percent(spec.chance_of_loss, digits=0)
    middle = spec.numbers.money_compact(spec.p50)
    if spec.chance_of_loss <= 0:
        return f"No run ends in a loss; the middle outcome is {middle}"
    # "A 0% chance" would deny what the simulation found.
    likely = "less than 1%" if spec.chance_of_loss < 0.005 else chance
    return f"Chance of a loss {likely}; the middle outcome is {middle}"


@finding.register
def _(spec: Quadrant) -> str:
    wins = spec.quick_wins
    if not wins:
        return "No candidate is both easy and valuable"
    worth = spec.numbers.short(sum(candidate.value for candidate in wins), spec.value_unit)
    plural = "quick win" if len(wins) == 1 else "quick wins"
    return f"{len(wins)} {plural} worth {worth}; {wins[0].name} leads"


@finding.register
def _(spec: PilotBand) -> str:
    measured = spec.measured()
    if not measured:
        return f"{spec.measure}: nothing measured yet"
    last = max(measured)
    value = spec.numbers.short(measured[last], spec.unit)
    where = {
        "inside": "inside what was projected",
        "above": "above what was projected",
        "below": "below what was projected",
    }[spec.side(last)]
    return f"{spec.measure} {value} in {spec.period_name.lower()} {spec.first_period + last}, {where}"


@finding.register
def _(spec: SmallMultiples) -> str:
    judged = [panel for panel in spec.panels if panel.is_on_target is not None]
    if not judged:
        return "Nothing measured yet"
    behind = [panel.name for panel in judged if not panel.is_on_target]
    if not behind:
        return "On target everywhere" if len(judged) > 1 else f"{judged[0].name} on target"
    return f"{len(judged) - len(behind)} of {len(judged)} on target; {behind[0]} behind"


@finding.register
def _(spec: ComparisonBars) -> str:
    compared = [row for row in spec.rows if row.second is not None and row.first]
    if not compared:
        top = max(spec.rows, key=lambda row: row.first)
        return f"{top.name} is the largest: {spec.numbers.short(top.first, spec.unit)}"
    row = max(compared, key=lambda row: abs(_change(row)))
    first, second = (spec.numbers.short(value, spec.unit) for value in (row.first, row.second))
    comparison = f"{row.name}: {first} {spec.first_name.lower()}, {second} {spec.second_name.lower()}"
    share = _change(row) / abs(float(row.first))
    if not 0 < abs(share) < MOST_TELLING_CHANGE:
        return comparison
    return f"{comparison}, {spec.numbers.percent(abs(share), digits=0)} {'less' if share < 0 else 'more'}"


def _change(row: Comparison) -> float:
    return float(row.second or 0) - float(row.first)
