"""What an input may hold: a number, an estimate, a reference to a fact, people in rows, or a choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

MEASURED, QUOTED, ESTIMATED, VENDOR_CLAIM = "measured", "quoted", "estimated", "vendor_claim"
CONFIDENCES = (MEASURED, QUOTED, ESTIMATED, VENDOR_CLAIM)
SHAPES = ("pert", "triangular", "uniform")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A range; `likely` of a uniform one is its midpoint. Deterministic results use `likely`."""

    low: Decimal
    likely: Decimal
    high: Decimal
    shape: str = "pert"


@dataclass(frozen=True, slots=True)
class FactRef:
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    """A row of `people_detail`."""

    role: str
    inputs: Mapping[str, "InputValue"]


InputValue: TypeAlias = Decimal | Estimate | FactRef | str | tuple[str, ...] | tuple[Decimal, ...] | tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. Evidence is a list of texts and flat objects, kept as written."""

    source: str = ""
    stated_confidence: str = ""
    evidence: tuple[Any, ...] = ()

    @property
    def confidence(self) -> str:
        """What nobody gave a source for is an estimate, whatever it calls itself."""
        return (self.stated_confidence or ESTIMATED) if self.source else ESTIMATED


UNSOURCED = Source()


@dataclass(frozen=True, slots=True)
class Fact:
    """A named figure of today's process; every input that refers to it moves with it."""

    key: str
    value: Decimal | Estimate
    unit: str
    name: str = ""
    origin: Source = field(default=UNSOURCED)

    @property
    def label(self) -> str:
        return self.name or self.key.replace("_", " ").capitalize()


def likely(value: Decimal | Estimate) -> Decimal:
    return value.likely if isinstance(value, Estimate) else value


def spread(value: Decimal | Estimate) -> tuple[Decimal, ...]:
    """Every figure a value states, for checking it against limits."""
    return (value.low, value.likely, value.high) if isinstance(value, Estimate) else (value,)


def source_name(input_path: str) -> str:
    """The input a source is written for: rows of people share one."""
    return input_path.split("[")[0]
