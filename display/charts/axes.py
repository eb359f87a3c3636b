"""From values to pixels: scales, and the round numbers an axis is marked with."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps low..high to start..end, in a straight line; what lies outside is drawn at the border."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def domain(values: Iterable[float], *, include_zero: bool = False, padding: float = 0.0) -> tuple[float, float]:
    """The range an axis covers: never empty, so that a scale never divides by zero."""
    known = [*values, *([0.0] if include_zero else [])]
    low, high = min(known, default=0.0), max(known, default=1.0)
    smallest = max(abs(low), abs(high), 1e-6) * 1e-6
    if high - low < smallest:
        reach = max(abs(low) * 0.1, 1.0)
        return low - reach, high + reach
    margin = (high - low) * padding
    return low - margin, high + margin


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers within low..high, about `count` of them."""
    step = nice_step(high - low, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def to_next_tick(low: float, high: float, count: int = 5) -> float:
    """`high`, raised to the next round number, so that the top of a chart carries a line."""
    step = nice_step(high - low, count)
    return math.ceil(high / step - 1e-9) * step


def nice_step(span: float, count: int) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that divides the span into no more than `count` parts."""
    raw = span / max(count, 1)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    return next(step * magnitude for step in _STEPS if step * magnitude >= raw * (1 - 1e-9))
