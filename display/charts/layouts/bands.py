"""Lines with a band around them: cumulative cash, and a pilot's measurements against its projection."""

from __future__ import annotations

from collections.abc import Sequence

from ..axes import Scale
from ..paint import Role
from ..scene import Circle, Line, Point, Polygon, Polyline, Scene, Spot, Text
from ..sketch import Sketch, widest
from ..spec import CumulativeCash, PilotBand
from .frame import Plot, time_axis, value_axis, zero_line

MARKER_HEIGHT = 44.0
MOST_SPOTS = 40
# Beyond so many measurements only the latest says in words on which side it lies.
MOST_NAMED = 8


def cumulative_cash(spec: CumulativeCash, width: float) -> Scene:
    sketch = Sketch(width, 300 if width >= 520 else 250)
    expected, low, high = (tuple(map(float, series)) for series in (spec.expected, spec.low, spec.high))
    ends = _end_labels(spec)
    room = max(widest([text], role) for _, text, role in ends) + 12
    plot = value_axis(sketch, [*expected, *low, *high], spec.numbers.money_compact, right_margin=room, depth=0.12)
    x = Scale(0, max(spec.months, 1), plot.left, plot.right)
    if spec.has_band:
        sketch.add(Polygon(_between(x, plot, low, high), Role.BAND))
    zero_line(sketch, plot)
    path = tuple((x(month), plot.y(cash)) for month, cash in enumerate(expected))
    sketch.add(Polyline(path, Role.LINE))
    sketch.avoid_path(path)
    sketch.place_column(plot.right + 8, [(plot.y(v), t, r) for v, t, r in ends], plot.top, plot.bottom)
    time_axis(sketch, _months(spec.months, x))
    _mark_payback(sketch, spec, x, plot)
    _mark_deepest(sketch, spec, path)
    _cash_spots(sketch, spec, x, plot)
    return sketch.scene(spec)


def _end_labels(spec: CumulativeCash) -> list[tuple[float, str, Role]]:
    money = spec.numbers.money_compact
    last = spec.expected[-1]
    labels = [(float(last), money(last), Role.LABEL)]
    if spec.has_band:
        labels.append((float(spec.low[-1]), f"{spec.low_name}: {money(spec.low[-1])}", Role.NOTE))
        labels.append((float(spec.high[-1]), f"{spec.high_name}: {money(spec.high[-1])}", Role.NOTE))
    return labels


def _mark_payback(sketch: Sketch, spec: CumulativeCash, x: Scale, plot: Plot) -> None:
    if spec.payback_months is None:
        return
    at = x(float(spec.payback_months))
    text = f"Paid back, month {spec.payback_month}"
    lowest = int(plot.zero - MARKER_HEIGHT)
    heights = (*range(lowest, int(plot.top + 12), -12), plot.zero + 20, plot.zero + 38)
    label = sketch.place(Text(at + 8, y, text, Role.LABEL) for y in heights) or sketch.place(
        Text(at - 8, y, text, Role.LABEL, "end") for y in heights
    )
    top = max(min(label.y if label else lowest, lowest) - 4, plot.top)
    sketch.add(Line(at, plot.zero, at, top, Role.MARK), Circle(at, plot.zero, 4, Role.DOT))


def _mark_deepest(sketch: Sketch, spec: CumulativeCash, path: Sequence[Point]) -> None:
    deepest = spec.expected[spec.deepest_month]
    if deepest >= 0:
        return
    at, y = path[spec.deepest_month]
    sketch.add(Circle(at, y, 4, Role.DOT_BAD))
    when = f"month {spec.deepest_month}" if spec.deepest_month else "start"
    text = f"Deepest: {spec.numbers.money_compact(deepest)}, {when}"
    sketch.place(
        Text(at + dx, y + dy, text, Role.LABEL_BAD, "start" if dx >= 0 else "end")
        for dy in (20.0, 14.0, 34.0, -12.0, -26.0)
        for dx in (6.0, 0.0, -6.0)
    )


def _months(months: int, x: Scale) -> list[tuple[float, str]]:
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 100_000) if months / step <= 7)
    return [(x(0), "Start"), *((x(m), str(m)) for m in range(step, months, step)), (x(months), f"{months} months")]


def _cash_spots(sketch: Sketch, spec: CumulativeCash, x: Scale, plot: Plot) -> None:
    money = spec.numbers.money_compact
    step = -(-len(spec.expected) // MOST_SPOTS)
    for month in range(0, len(spec.expected), step):
        label = f"{f'Month {month}' if month else 'Start'}: {money(spec.expected[month])}"
        if spec.has_band:
            label += f" ({spec.low_name} {money(spec.low[month])}, {spec.high_name} {money(spec.high[month])})"
        sketch.spot(_column_spot(x(month), plot, (plot.right - plot.left) / max(spec.months, 1) * step, label))


def pilot_band(spec: PilotBand, width: float) -> Scene:
    sketch = Sketch(width, 280 if width >= 520 else 240)
    low, high = tuple(map(float, spec.low)), tuple(map(float, spec.high))
    measured = {position: float(value) for position, value in spec.measured().items()}
    limits = tuple(map(float, spec.limits or ()))
    ends = _pilot_ends(spec)
    room = max(widest([text], role) for _, text, role in ends) + 12
    values = [*low, *high, *measured.values(), *limits]
    plot = value_axis(sketch, values, lambda v: spec.numbers.short(v, spec.unit), right_margin=room)
    x = Scale(0, max(len(low) - 1, 1), plot.left + 8, plot.right)
    sketch.add(Polygon(_between(x, plot, low, high), Role.BAND))
    for limit in limits:
        sketch.add(Line(plot.left, plot.y(limit), plot.right, plot.y(limit), Role.LIMIT))
    zero_line(sketch, plot)
    path = tuple((x(position), plot.y(value)) for position, value in measured.items())
    if len(path) > 1:
        sketch.add(Polyline(path, Role.LINE_ACTUAL))
    sketch.avoid_path(path)
    sketch.place_column(plot.right + 8, [(plot.y(v), t, r) for v, t, r in ends], plot.top, plot.bottom)
    time_axis(sketch, _periods(spec, x))
    _latest(sketch, spec, path)
    _dots(sketch, spec, path)
    _pilot_spots(sketch, spec, x, plot)
    return sketch.scene(spec)


def _pilot_ends(spec: PilotBand) -> list[tuple[float, str, Role]]:
    short = spec.numbers.short
    ends = [
        (float(spec.high[-1]), f"Projected {short(spec.high[-1], spec.unit)}", Role.NOTE),
        (float(spec.low[-1]), f"to {short(spec.low[-1], spec.unit)}", Role.NOTE),
    ]
    for name, limit in zip(("Lower limit", "Upper limit"), spec.limits or (), strict=False):
        ends.append((float(limit), f"{name} {short(limit, spec.unit)}", Role.NOTE))
    return ends


def _dots(sketch: Sketch, spec: PilotBand, path: Sequence[Point]) -> None:
    """A measurement amiss is a larger, red dot that says on which side of its band it lies."""
    last = max(spec.measured(), default=0)
    for (x, y), position in zip(path, spec.measured(), strict=True):
        amiss = spec.is_amiss(position)
        sketch.add(Circle(x, y, 5 if amiss else 3.5, Role.DOT_BAD if amiss else Role.DOT_ACTUAL))
        if amiss and (position == last or len(path) <= MOST_NAMED):
            sketch.place_around(x, y, spec.side(position).capitalize(), Role.LABEL_BAD, distance=9)


def _latest(sketch: Sketch, spec: PilotBand, path: Sequence[Point]) -> None:
    if not path:
        return
    (x, y), value = path[-1], list(spec.measured().values())[-1]
    text = f"Measured {spec.numbers.short(value, spec.unit)}"
    sketch.place_around(x, y, text, Role.LABEL_ACTUAL, distance=10)


def _periods(spec: PilotBand, x: Scale) -> list[tuple[float, str]]:
    first, last = spec.first_period, spec.first_period + len(spec.low) - 1
    names = [f"{spec.period_name} {first}", *map(str, range(first + 1, last)), f"{spec.period_name} {last}"]
    return [(x(position), name) for position, name in enumerate(names[: len(spec.low)])]


def _pilot_spots(sketch: Sketch, spec: PilotBand, x: Scale, plot: Plot) -> None:
    measured, short = spec.measured(), spec.numbers.short
    width = (plot.right - plot.left) / max(len(spec.low) - 1, 1)
    for position, (low, high) in enumerate(zip(spec.low, spec.high, strict=True)):
        projected = f"projected {short(low, spec.unit)} to {short(high, spec.unit)}"
        actual = f"{short(measured[position], spec.unit)}, {spec.side(position)}; " if position in measured else ""
        label = f"{spec.period_name} {spec.first_period + position}: {actual}{projected}"
        sketch.spot(_column_spot(x(position), plot, width, label))


def _between(x: Scale, plot: Plot, low: Sequence[float], high: Sequence[float]) -> tuple[Point, ...]:
    there = [(x(position), plot.y(value)) for position, value in enumerate(high)]
    back = [(x(position), plot.y(value)) for position, value in enumerate(low)]
    return (*there, *reversed(back))


def _column_spot(centre: float, plot: Plot, width: float, label: str) -> Spot:
    left, right = max(centre - width / 2, plot.left), min(centre + width / 2, plot.right)
    return Spot(left, plot.top, max(right - left, 1.0), plot.bottom - plot.top, label)
