"""What a chart shows, before anyone draws it: one frozen specification for each kind, in the terms of a business case.

A specification holds exact values and how to write them (`numbers`). From it come the finding (its title), the scene,
the table and, in the reports, native charts of a deck or a workbook.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from display.numbers import Number, Numbers, Unit

Better: TypeAlias = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class CumulativeCash:
    """Cash so far at the start (position 0) and after each month; low and high are the band around it."""

    expected: Sequence[Number]
    payback_months: Number | None = None
    low: Sequence[Number] = ()
    high: Sequence[Number] = ()
    low_name: str = "Low"
    high_name: str = "High"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_finite(*self.expected, *self.low, *self.high)
        _require_equal_lengths(self.expected, *filter(None, (self.low, self.high)))

    @property
    def months(self) -> int:
        return len(self.expected) - 1

    @property
    def has_band(self) -> bool:
        return bool(self.low and self.high)

    @property
    def deepest_month(self) -> int:
        return min(range(len(self.expected)), key=lambda month: self.expected[month])

    @property
    def payback_month(self) -> int | None:
        """The month within which the money is back: 6.5 months is month 7."""
        return None if self.payback_months is None else max(1, math.ceil(self.payback_months))


@dataclass(frozen=True, slots=True)
class Period:
    """One column: what comes in (positive) and what goes out (negative)."""

    name: str
    benefits: Number
    costs: Number

    @property
    def net(self) -> Number:
        return self.benefits + self.costs  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class YearlyBars:
    periods: Sequence[Period]
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.periods)
        _require_finite(*(value for period in self.periods for value in (period.benefits, period.costs)))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall, up or down."""

    name: str
    value: Number


@dataclass(frozen=True, slots=True)
class Waterfall:
    steps: Sequence[Step]
    total_name: str = "Net"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.steps)
        _require_finite(*(step.value for step in self.steps))

    @property
    def total(self) -> Number:
        return sum(step.value for step in self.steps)


@dataclass(frozen=True, slots=True)
class Swing:
    """What the result becomes when one input moves to its low and to its high, and those inputs as text."""

    name: str
    at_low: Number
    at_high: Number
    low_text: str
    high_text: str

    @property
    def width(self) -> float:
        return abs(float(self.at_high) - float(self.at_low))


@dataclass(frozen=True, slots=True)
class Tornado:
    base: Number
    swings: Sequence[Swing]
    measure: str = "NPV"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.swings)
        _require_finite(self.base, *(end for swing in self.swings for end in (swing.at_low, swing.at_high)))

    @property
    def ranked(self) -> list[Swing]:
        return sorted(self.swings, key=lambda swing: -swing.width)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How often a simulation ended where: `shares[i]` of the runs between `edges[i]` and `edges[i + 1]`."""

    edges: Sequence[Number]
    shares: Sequence[Number]
    p10: Number
    p50: Number
    p90: Number
    chance_of_loss: Number
    measure: str = "NPV"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.shares)
        _require_finite(*self.edges, *self.shares, self.p10, self.p50, self.p90, self.chance_of_loss)
        if len(self.edges) != len(self.shares) + 1:
            raise ValueError("a distribution has one more edge than shares")
        if any(left >= right for left, right in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError("the edges of a distribution rise")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point of the quadrant."""

    name: str
    ease: Number
    value: Number


@dataclass(frozen=True, slots=True)
class Quadrant:
    """Value against ease; the middle lines divide quick wins from big bets, fill-ins and what to leave."""

    candidates: Sequence[Candidate]
    middle_ease: Number
    middle_value: Number
    ease_name: str = "Ease"
    value_name: str = "Value a year"
    ease_unit: Unit = "count"
    value_unit: Unit = "money"
    corners: tuple[str, str, str, str] = ("Big bets", "Quick wins", "Leave", "Fill-ins")
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_finite(self.middle_ease, self.middle_value)
        _require_finite(*(number for point in self.candidates for number in (point.ease, point.value)))

    @property
    def quick_wins(self) -> list[Candidate]:
        chosen = [c for c in self.candidates if c.ease >= self.middle_ease and c.value >= self.middle_value]
        return sorted(chosen, key=lambda candidate: -candidate.value)


@dataclass(frozen=True, slots=True)
class PilotBand:
    """What was projected, period by period, against what was measured; a period without a measurement is None."""

    measure: str
    low: Sequence[Number]
    high: Sequence[Number]
    actual: Sequence[Number | None]
    unit: Unit = "count"
    limits: tuple[Number, Number] | None = None
    first_period: int = 1
    # Where a side is better, a measurement on it is outside the band and not amiss.
    better: Better | None = None
    period_name: str = "Week"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.low)
        _require_finite(*self.low, *self.high, *self.measured().values(), *(self.limits or ()))
        _require_equal_lengths(self.low, self.high)
        if len(self.actual) > len(self.low):
            raise ValueError("nothing is measured beyond the projection")

    def measured(self) -> dict[int, Number]:
        """The measurements by their position."""
        return {position: value for position, value in enumerate(self.actual) if value is not None}

    def side(self, position: int) -> Literal["above", "below", "inside"]:
        """Where a measurement lies from its band."""
        value = self.measured()[position]
        if value > self.high[position]:
            return "above"
        return "below" if value < self.low[position] else "inside"

    def is_amiss(self, position: int) -> bool:
        """Whether a measurement lies outside its band on a side that is not the better one."""
        good = {"higher": "above", "lower": "below", None: "inside"}[self.better]
        return self.side(position) not in ("inside", good)


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts: measurements against a target."""

    name: str
    values: Sequence[Number | None]
    target: Number
    better: Better = "higher"
    unit: Unit = "count"

    def measured(self) -> dict[int, Number]:
        return {position: value for position, value in enumerate(self.values) if value is not None}

    @property
    def latest(self) -> Number | None:
        return next((value for value in reversed(self.values) if value is not None), None)

    @property
    def is_on_target(self) -> bool | None:
        if self.latest is None:
            return None
        return bool(self.latest >= self.target if self.better == "higher" else self.latest <= self.target)


@dataclass(frozen=True, slots=True)
class SmallMultiples:
    panels: Sequence[Panel]
    period_name: str = "Week"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.panels)
        for panel in self.panels:
            _require_finite(panel.target, *panel.measured().values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row: today and after, or one value alone."""

    name: str
    first: Number
    second: Number | None = None


@dataclass(frozen=True, slots=True)
class ComparisonBars:
    rows: Sequence[Comparison]
    first_name: str = "Today"
    second_name: str = "After"
    unit: Unit = "money"
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        _require_some(self.rows)
        _require_finite(*(n for row in self.rows for n in (row.first, row.second) if n is not None))


ChartSpec: TypeAlias = (
    CumulativeCash
    | YearlyBars
    | Waterfall
    | Tornado
    | Distribution
    | Quadrant
    | PilotBand
    | SmallMultiples
    | ComparisonBars
)


def _require_finite(*values: Number) -> None:
    if not all(math.isfinite(value) for value in values):
        raise ValueError("a chart shows finite numbers only")


def _require_some(items: Sequence[object]) -> None:
    if not items:
        raise ValueError("a chart needs something to show")


def _require_equal_lengths(first: Sequence[object], *others: Iterable[object]) -> None:
    _require_some(first)
    if any(len(list(other)) != len(first) for other in others):
        raise ValueError("the series of a chart are equally long")
