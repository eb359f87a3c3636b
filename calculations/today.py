"""What today's process costs: what its benefits would be worth if none of the work, errors or losses were left."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calculations.engine.case_file import Benefit, CaseFile
from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.prepared import prepare
from calculations.engine.values import InputValue, Person

# What each model's inputs are when nothing is left; they replace only what the line states.
NOTHING_LEFT: dict[str, dict[str, Decimal]] = {
    "time_saved": {
        "automated_share": ONE,
        "minutes_when_automated": ZERO,
        "minutes_when_escalated": ZERO,
        "hours_after_per_month": ZERO,
    },
    "error_reduction": {"rate_after": ZERO},
    "downtime_avoided": {"incidents_after": ZERO, "hours_after": ZERO, "planned_count": ZERO},
    "loss_avoided": {"probability_after": ZERO},
}


# What it is that costs, by the model that would take it away.
WHAT_COSTS = {
    "time_saved": _("Work"),
    "error_reduction": _("Errors"),
    "downtime_avoided": _("Downtime"),
    "loss_avoided": _("Losses"),
}


@dataclass(frozen=True)
class TodayCost:
    """What one part of today's process takes in a year: money, and hours where it is work."""

    what: str | Promise
    name: str
    amount: Decimal
    hours: Decimal | None


@exactly
def cost_of_today(case_file: CaseFile) -> list[TodayCost]:
    """Returns what the work, errors and losses named by the case's benefits cost today."""
    lines = tuple(_with_nothing_left(line) for line in case_file.benefits if line.model_name in NOTHING_LEFT)
    prepared = prepare(case_file, benefits=lines, costs=())
    costs = []
    for line in prepared.lines:
        hours = line.line.model.hours_freed
        worked = hours(prepared.inputs_of(line)) if hours else None
        costs.append(
            TodayCost(WHAT_COSTS[line.line.model_name], line.line.name, prepared.base_amounts[line.path], worked)
        )
    return costs


def _with_nothing_left(line: Benefit) -> Benefit:
    after = NOTHING_LEFT[line.model_name]
    return replace(line, inputs={name: _left(name, value, after) for name, value in line.inputs.items()})


def _left(name: str, value: InputValue, after: dict[str, Decimal]) -> InputValue:
    if isinstance(value, tuple):
        return tuple(_row_left(row, after) if isinstance(row, Person) else row for row in value)  # type: ignore[return-value]
    return after.get(name, value)


def _row_left(row: Person, after: dict[str, Decimal]) -> Person:
    return replace(row, inputs={name: _left(name, value, after) for name, value in row.inputs.items()})
