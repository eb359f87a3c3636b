"""What a case states: every number somebody may change, with its limits and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from calculations.engine.case_file.records import Benefit, CaseFile, Cost
from calculations.engine.inputs import Choice
from calculations.engine.numbers import LARGEST, ONE, ZERO
from calculations.engine.prepared import Prepared
from calculations.engine.terms import RATE_ABOVE, RATE_MAXIMUM
from calculations.engine.units import FACT_UNITS
from calculations.engine.values import UNSOURCED, Estimate, Fact, Person, Source
from calculations.engine.wiring import Wire, WiredLine

PROBABILITY, RATE, HORIZON = "risk", "discount_rate", "horizon_months"
UPLIFT_COSTS, UPLIFT_BENEFITS = "uplift.costs", "uplift.benefits"
RAMP = "ramp"
# A ramp shorter than this leaves room to be made longer.
RAMP_ROWS = 6
# Units of facts that are money; pay by the year shares its unit with counts by the year and is told by its use.
MONEY_FACTS = ("per_hour", "money")


@dataclass(frozen=True)
class Entry:
    """One value by its path. `value` is None where a blank cell means something (100% of the benefit, no end)."""

    path: str
    label: str
    value: Decimal | str | None
    kind: str  # money, share, whole, count, text
    unit: str = ""
    minimum: Decimal | None = ZERO
    maximum: Decimal | None = None
    estimate: Estimate | None = None
    origin: Source = field(default=UNSOURCED)
    note: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two values comparable between a case and its variants."""
        return self.path, self.kind, self.unit


@dataclass(frozen=True)
class Group:
    """Entries under one title; the key tells groups of one title apart."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def groups(prepared: Prepared) -> list[Group]:
    """Terms, ramp, facts, then each line's own inputs; the order people read them in."""
    case = prepared.case
    stated = [
        Group("terms", _("Terms"), tuple(_terms(prepared))),
        Group(RAMP, _("Ramp: the share of the benefits that comes in each month of use"), tuple(_ramp(case))),
        Group("facts", _("Facts"), tuple(_facts(prepared))),
    ]
    return stated + [Group(line.path, line.line.name, tuple(_own(line))) for line in prepared.lines]


def _terms(prepared: Prepared) -> Iterator[Entry]:
    case = prepared.case
    rate = case.discount_rate
    dated = _("%(source)s, %(date)s") % {"source": rate.source, "date": rate.as_of} if rate.as_of else rate.source
    share = _("share")
    yield Entry(
        HORIZON, _("Horizon"), Decimal(prepared.horizon_months), "whole", _("months"), ONE,
        note=_("May be shortened here; a longer one needs a new export."),
    )  # fmt: skip
    yield Entry(
        RATE, _("Discount rate a year"), prepared.discount_rate, "share", share, RATE_ABOVE, RATE_MAXIMUM,
        origin=Source(dated, "quoted" if dated else ""),
    )  # fmt: skip
    yield Entry(
        PROBABILITY, _("Probability of success"), prepared.probability, "share", share, ZERO, ONE,
        origin=Source(case.risk.reason),
    )  # fmt: skip
    if uplift := case.uplift:
        origin = Source(uplift.source)
        yield Entry(
            UPLIFT_BENEFITS, _("Optimism: benefits less"), uplift.benefits, "share", share, ZERO, ONE, origin=origin
        )
        yield Entry(UPLIFT_COSTS, _("Optimism: costs more"), uplift.costs, "share", share, origin=origin)


def _ramp(case: CaseFile) -> Iterator[Entry]:
    for index in range(max(len(case.ramp), RAMP_ROWS)):
        value = case.ramp[index] if index < len(case.ramp) else None
        label = _("Month %(number)s of use") % {"number": index + 1}
        note = "" if index else _("A month left blank, and every later one, brings 100%.")
        yield Entry(f"ramp[{index}]", label, value, "share", _("share"), -ONE, ONE, note=note)


def _facts(prepared: Prepared) -> Iterator[Entry]:
    uses: dict[str, list[Wire]] = {}
    for line in prepared.lines:
        for wire in line.wires:
            uses.setdefault(wire.path, []).append(wire)
    for fact in prepared.case.facts.values():
        yield _fact(fact, uses.get(f"facts.{fact.key}", []))


def _fact(fact: Fact, uses: list[Wire]) -> Entry:
    """A fact obeys the limits of every input that uses it."""
    is_money = fact.unit in MONEY_FACTS or any(use.unit.money for use in uses)
    kind = "money" if is_money else "share" if fact.unit == "share" else "count"
    return Entry(
        f"facts.{fact.key}",
        fact.label,
        fact.value.likely if isinstance(fact.value, Estimate) else fact.value,
        kind,
        FACT_UNITS[fact.unit],
        max((use.minimum for use in uses if use.minimum is not None), default=ZERO),
        min((use.maximum for use in uses if use.maximum is not None), default=None),
        fact.value if isinstance(fact.value, Estimate) else None,
        fact.origin,
    )


def _own(line: WiredLine) -> Iterator[Entry]:
    for wire in line.wires:
        if wire.path.startswith(f"{line.path}."):
            yield _entry(wire, line.line)
    declaration = line.line.model.declaration
    for name, declared in declaration.active(line.line.inputs).items():
        if isinstance(declared, Choice):
            chosen = line.line.inputs.get(name, declared.default)
            note = _("Part of the formula: change it in the case, not here.")
            yield Entry(
                f"{line.path}.{name}", declared.label, dict(declared.choices)[str(chosen)], "text",
                origin=line.line.source(name), note=note,
            )  # fmt: skip


def _entry(wire: Wire, line: Benefit | Cost) -> Entry:
    kind = "money" if wire.unit.money else "share" if wire.unit.name == "share" else "count"
    return Entry(
        wire.path,
        _label(wire, line),
        wire.base,
        kind,
        _("share") if kind == "share" else wire.unit.label,
        -LARGEST if wire.minimum is None else wire.minimum,
        wire.maximum,
        wire.written if isinstance(wire.written, Estimate) else None,
        wire.origin,
        "" if wire.is_written else _("The model's default."),
    )


def _label(wire: Wire, line: Benefit | Cost) -> str:
    """Inputs of a row of people say whose they are."""
    rows = line.inputs.get("people_detail")
    _name, found, place = wire.path.partition(".people_detail[")
    if not found or not isinstance(rows, tuple):
        return wire.label
    person = rows[int(place.partition("]")[0])]
    return f"{person.role}: {wire.label}" if isinstance(person, Person) else wire.label
