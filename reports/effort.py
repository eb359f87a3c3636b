"""What a case says about people's time: hours freed and for what, hours month by month, hours spent on the change."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine.benefits.time_saved import hours_a_month
from calculations.engine.case_file.records import Benefit, Cost
from calculations.engine.numbers import ONE, ZERO, exactly
from pilots.metrics import METRICS
from pilots.projection import Proposal
from reports.reading import Reading
from tenants.visibility import Figure

HOURS = "hours_a_month"


@dataclass(frozen=True)
class Effort:
    """Hours somebody has to find for the change: each, for how many people, how often a year (or once)."""

    name: str
    category: str
    hours_each: Decimal
    people: Decimal
    times: Decimal
    is_one_time: bool

    @property
    def total(self) -> Decimal:
        return self.hours_each * self.people * self.times


@exactly
def freed_by_use(reading: Reading) -> dict[str, Decimal]:
    """Returns the hours a year that become free, by what is said of their use; an empty name where nothing is said."""
    freed: dict[str, Decimal] = {}
    for wired in reading.prepared.benefits:
        line = wired.line
        if isinstance(line, Benefit) and line.model.hours_freed:
            hours = line.model.hours_freed(reading.prepared.inputs_of(wired))
            freed[line.use or ""] = freed.get(line.use or "", ZERO) + hours
    return freed


def uses(reading: Reading) -> frozenset[str]:
    """Returns every use that the case's saved time is put to; an empty name where a line says nothing."""
    return frozenset(
        line.line.use or ""
        for line in reading.prepared.benefits
        if isinstance(line.line, Benefit) and line.line.model.is_time
    )


def measurable(reading: Reading) -> list[Proposal]:
    """Returns what a pilot can measure of the work itself: hours, errors, shares; never money or positions."""
    return [proposal for proposal in reading.year.proposals if METRICS[proposal.kind].figure == Figure.EFFORT]


@exactly
def hours_before_and_after(reading: Reading) -> tuple[Decimal, Decimal] | None:
    """Returns the hours a month the work takes today and once everything is in use; None where time is not at stake."""
    pairs = [hours_a_month(inputs) for _line, inputs in reading.lines_of("time_saved")]
    return (sum((pair[0] for pair in pairs), ZERO), sum((pair[1] for pair in pairs), ZERO)) if pairs else None


@exactly
def hours_by_month(reading: Reading) -> tuple[Decimal, ...]:
    """Returns the hours the work takes in each month of the first year; nothing where time is not at stake."""
    times = {line.key for line, _inputs in reading.lines_of("time_saved")}
    found = [p.projected for p in reading.year.proposals if p.kind == HOURS and p.line in times]
    return tuple(sum(hours, ZERO) for hours in zip(*found, strict=True))


def months_to_show(reading: Reading) -> int:
    """Returns how many months pass until everything is there, that month included; at least three."""
    starts = [line.line.starts_month or 1 for line in reading.prepared.benefits]
    return min(max(max(starts, default=1) + len(reading.case_file.ramp) - 1, 3), reading.year.months)


@exactly
def efforts(reading: Reading) -> list[Effort]:
    """Returns the hours of work among the costs."""
    return list(_efforts(reading))


def _efforts(reading: Reading) -> Iterator[Effort]:
    for wired in reading.prepared.costs:
        line = wired.line
        if not isinstance(line, Cost) or line.model_name != "hours":
            continue
        inputs = reading.prepared.inputs_of(wired)
        rows = inputs.people_detail
        people = inputs.people if rows is None else sum((row.count for row in rows), ZERO)
        times = ONE if inputs.times_per_year is None else inputs.times_per_year
        yield Effort(line.name, line.category, inputs.hours, people, times, line.is_one_time)


def trainings(reading: Reading) -> list[Effort]:
    """Returns the hours set aside for learning."""
    return [effort for effort in efforts(reading) if effort.category == "training_and_change" and effort.is_one_time]
