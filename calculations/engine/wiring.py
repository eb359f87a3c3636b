"""A line made ready to calculate: each input wired to the path its value comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeAlias

from calculations.engine.case_file.records import Benefit, Cost
from calculations.engine.inputs import Amounts, AnyInput, Choice, Declaration, Input, LineKeys, People
from calculations.engine.quantity import Inputs, Quantity, Recorded, step
from calculations.engine.schedule import Timing
from calculations.engine.units import MONEY_PER_YEAR, SAME, Ratio, Unit
from calculations.engine.values import (
    UNSOURCED,
    Estimate,
    Fact,
    FactRef,
    InputValue,
    Person,
    Source,
    likely,
    source_name,
)

Facts = Mapping[str, Fact]
# Values that replace the written ones, by path: "facts.invoices", "benefits.time.people".
Values = Mapping[str, Quantity]
NO_VALUES: Values = {}


@dataclass(frozen=True, slots=True)
class Wire:
    """One number: the path that may replace it, what is written there, and its conversion to the input's unit."""

    path: str
    written: Decimal | Estimate
    label: str
    input_label: str
    unit: Unit
    minimum: Decimal | None
    maximum: Decimal | None
    ratio: Ratio = SAME
    fact_unit: str = ""
    origin: Source = UNSOURCED
    is_written: bool = True

    @property
    def base(self) -> Decimal:
        return likely(self.written)

    def read(self, values: Values) -> Decimal:
        """The exact value."""
        exact: Decimal = self._converted(values.get(self.path, self.base))
        return exact

    def sample(self, values: Values) -> Quantity:
        """The value for a simulation: an array where the path is drawn, a float where it is not."""
        drawn = values.get(self.path)
        return self._converted(float(self.base) if drawn is None else drawn)

    def record(self) -> Recorded:
        """The value with its origin; a conversion shows as a step of its own."""
        recorded = Recorded(
            "input",
            self.base,
            label=self.label,
            unit=FACT_AS_UNIT.get(self.fact_unit, self.unit) if not self.ratio.is_one else self.unit,
            path=self.path,
            source=self.origin.source,
            confidence=self.origin.confidence if self.is_written else "default",
        )
        return recorded if self.ratio.is_one else step(self._converted(recorded), self.input_label, self.unit)

    def _converted(self, value: Quantity) -> Quantity:
        if self.ratio.times != 1:
            value = value * self.ratio.times
        return value if self.ratio.over == 1 else value / self.ratio.over


FACT_AS_UNIT = {
    "per_day": Unit("per_day", "a day", "/day"),
    "per_working_day": Unit("per_working_day", "a working day", "/working day"),
    "per_week": Unit("per_week", "a week", "/week"),
    "per_month": Unit("per_month", "a month", "/month"),
    "per_year": Unit("per_year", "a year", "/year"),
    "minutes": Unit("minutes", "minutes", " min"),
    "hours": Unit("hours", "hours", " h"),
}

Wired: TypeAlias = Any  # Wire, a choice, keys of lines, or rows of (role, wires)
Reader = Callable[[Wire], Quantity]


@dataclass(frozen=True)
class WiredLine:
    """A benefit or cost with its inputs wired."""

    line: Benefit | Cost
    wired: Mapping[str, Wired]
    wires: tuple[Wire, ...]
    bases: tuple[str, ...]
    timing: Timing

    @property
    def path(self) -> str:
        return self.line.path

    def inputs(self, read: Reader, amount_of: Callable[[str], Quantity]) -> Inputs:
        """What the formula reads; `amount_of` gives the amounts of the cost lines it is a share of."""
        bound = {name: None if wired is None else _bind(wired, read) for name, wired in self.wired.items()}
        if self.bases:
            bound["of"] = tuple(amount_of(path) for path in self.bases)
        return SimpleNamespace(**bound)

    def amount(self, values: Values, amounts: Mapping[str, Quantity]) -> Decimal:
        exact: Decimal = self.line.model.formula(self.inputs(lambda wire: wire.read(values), amounts.__getitem__))
        return exact

    def sampled_amount(self, values: Values, amounts: Mapping[str, Quantity]) -> Quantity:
        return self.line.model.formula(self.inputs(lambda wire: wire.sample(values), amounts.__getitem__))

    def recorded(self, amount_of: Callable[[str], Recorded]) -> Recorded:
        recorded: Recorded = self.line.model.formula(self.inputs(Wire.record, amount_of))
        return recorded


def _bind(wired: Wired, read: Reader) -> Any:
    if isinstance(wired, Wire):
        return read(wired)
    if isinstance(wired, tuple):
        return tuple(_bind(part, read) for part in wired)
    if isinstance(wired, Mapping):
        return SimpleNamespace(**{name: None if part is None else _bind(part, read) for name, part in wired.items()})
    return wired


def wire_line(line: Benefit | Cost, facts: Facts, ramp: tuple[Decimal, ...]) -> WiredLine:
    """Wire every input of a line: to a fact, to what the line states, or to the model's default."""
    wired = _wire_all(line.model.declaration, line.inputs, line, facts, f"{line.path}.")
    keys = line.inputs.get("of", ())
    assert isinstance(keys, tuple)  # noqa: S101 - the parser reads `of` as keys
    return WiredLine(
        line=line,
        wired=wired,
        wires=tuple(_wires(wired)),
        bases=tuple(f"costs.{key}" for key in keys),
        timing=timing_of(line, ramp),
    )


def _wires(wired: Wired) -> list[Wire]:
    if isinstance(wired, Wire):
        return [wired]
    parts = wired.values() if isinstance(wired, Mapping) else wired if isinstance(wired, tuple) else ()
    return [wire for part in parts for wire in _wires(part)]


def _wire_all(
    declaration: Declaration, given: Mapping[str, InputValue], line: Benefit | Cost, facts: Facts, prefix: str
) -> dict[str, Wired]:
    active = declaration.active(given)
    return {
        declared.name: _wire(declared, given.get(declared.name), line, facts, prefix + declared.name)
        if declared.name in active
        else None
        for declared in declaration.inputs
    }


def _wire(declared: AnyInput, given: InputValue | None, line: Benefit | Cost, facts: Facts, path: str) -> Wired:
    if isinstance(declared, Choice):
        return given or declared.default
    if isinstance(declared, LineKeys):
        return None
    if isinstance(declared, Amounts):
        return _wire_amounts(given, line, path)
    if isinstance(declared, People):
        return _wire_people(declared, given, line, facts, path)
    return _wire_number(declared, given, line, facts, path)


def _wire_number(declared: Input, given: InputValue | None, line: Benefit | Cost, facts: Facts, path: str) -> Wired:
    if isinstance(given, FactRef):
        fact = facts[given.key]
        ratio = declared.unit.accepts[fact.unit]
        return Wire(
            f"facts.{fact.key}",
            fact.value,
            fact.label,
            declared.label,
            declared.unit,
            minimum=ratio.undo(declared.minimum),
            maximum=None if declared.maximum is None else ratio.undo(declared.maximum),
            ratio=ratio,
            fact_unit=fact.unit,
            origin=fact.origin,
        )
    value = declared.default if given is None else given
    if value is None:
        return None
    assert isinstance(value, Decimal | Estimate)  # noqa: S101 - the parser reads an Input as a number
    return Wire(
        path,
        value,
        declared.label,
        declared.label,
        declared.unit,
        declared.minimum,
        declared.maximum,
        origin=line.source(source_name(path.removeprefix(f"{line.path}."))),
        is_written=given is not None,
    )


def _wire_amounts(given: InputValue | None, line: Benefit | Cost, path: str) -> Wired:
    assert isinstance(given, tuple)  # noqa: S101 - the parser reads `amounts` as numbers
    origin = line.source("amounts")
    return tuple(
        Wire(f"{path}[{year}]", amount, f"Year {year}", f"Year {year}", MONEY_PER_YEAR, None, None, origin=origin)
        for year, amount in enumerate(given)
        if isinstance(amount, Decimal)
    )


def _wire_people(declared: People, given: InputValue | None, line: Benefit | Cost, facts: Facts, path: str) -> Wired:
    if given is None:
        return None
    assert isinstance(given, tuple)  # noqa: S101 - the parser reads rows as people
    return tuple(
        {"role": row.role} | _wire_all(declared.row, row.inputs, line, facts, f"{path}[{index}].")
        for index, row in enumerate(given)
        if isinstance(row, Person)
    )


def timing_of(line: Benefit | Cost, ramp: tuple[Decimal, ...]) -> Timing:
    """The line's own months; only benefits take the ramp."""
    if line.model.is_by_year:
        amounts = line.inputs["amounts"]
        assert isinstance(amounts, tuple)  # noqa: S101 - the parser reads `amounts` as numbers
        return Timing(amounts=tuple(amount for amount in amounts if isinstance(amount, Decimal)))
    if isinstance(line, Cost) and line.is_one_time:
        return Timing(one_time_month=line.month)
    return Timing(
        starts_month=line.starts_month or 1,
        ends_month=line.ends_month,
        growth=line.growth,
        ramp=ramp if isinstance(line, Benefit) else (),
    )
