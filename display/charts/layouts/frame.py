"""The frame that several charts share: the plot's area, horizontal grid lines with their values, a time axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..axes import Scale, domain, ticks, to_next_tick
from ..paint import Role
from ..scene import Line, Text
from ..sketch import Sketch, widest

TOP, BOTTOM = 14.0, 30.0
AXIS_GAP = 10.0
WIDEST_MARGIN = 0.4  # of the width: long names are shortened before the plot disappears


@dataclass(frozen=True, slots=True)
class Plot:
    """The area between the axes, and the scale of its values."""

    left: float
    right: float
    top: float
    bottom: float
    y: Scale

    @property
    def zero(self) -> float:
        return self.y(0.0)


def value_axis(
    sketch: Sketch,
    values: Sequence[float],
    write: Callable[[float], str],
    *,
    right_margin: float = 8.0,
    top: float = TOP,
    bottom: float = BOTTOM,
    zero: bool = True,
    depth: float = 0.02,
) -> Plot:
    """Draws the grid and its labels at the left, as wide as they need, and returns what is left for the plot."""
    low, high = domain(values, include_zero=zero)
    high = to_next_tick(low, high) if high > 0 else max(high, 0.0)
    if low < 0:
        low -= (high - low) * depth  # room for a label under the lowest point
    marks = ticks(low, high)
    widest_margin = sketch.width * WIDEST_MARGIN
    left = min(widest(map(write, marks), Role.TICK) + AXIS_GAP, widest_margin)
    floor = sketch.height - bottom
    plot = Plot(left, sketch.width - min(right_margin, widest_margin), top, floor, Scale(low, high, floor, top))
    for mark in marks:
        y = plot.y(mark)
        sketch.add(Line(plot.left, y, plot.right, y, Role.GRID))
        sketch.place([Text(plot.left - AXIS_GAP, y + 4, write(mark), Role.TICK, "end")])
    return plot


def zero_line(sketch: Sketch, plot: Plot) -> None:
    if plot.y.low <= 0 <= plot.y.high:
        sketch.add(Line(plot.left, plot.zero, plot.right, plot.zero, Role.ZERO))


def time_axis(sketch: Sketch, positions: Sequence[tuple[float, str]]) -> None:
    """Writes the names under the plot: first and last in any case, then those between that have room."""
    first_and_last, between = [*positions[-1:], *positions[:1]], positions[1:-1]
    for x, name in [*first_and_last, *between]:
        sketch.place([_under(sketch, x, name)])


def _under(sketch: Sketch, x: float, name: str) -> Text:
    half = widest([name], Role.TICK) / 2
    centre = min(max(x, half), sketch.width - half)
    return Text(centre, sketch.height - 8, name, Role.TICK, "middle")
