"""Upright bars: benefits and costs by year with their net, and a waterfall from benefits to what is left."""

from __future__ import annotations

from itertools import accumulate

from ..measure import fit
from ..paint import PAINTS, Role
from ..scene import Circle, Line, Polyline, Rect, Scene, Spot, Text
from ..sketch import Sketch, widest
from ..spec import Period, Step, Waterfall, YearlyBars
from .frame import Plot, value_axis, zero_line
from .rows import lying_waterfall

LEAST_BAR = 1.0
BROADEST_BAR = 64.0
NAME_LINES = 34.0
NARROWEST_SLOT = 64.0


def yearly_bars(spec: YearlyBars, width: float) -> Scene:
    sketch = Sketch(width, 280 if width >= 520 else 250)
    ends = [float(value) for period in spec.periods for value in (period.benefits, period.costs, period.net)]
    plot = value_axis(sketch, ends, spec.numbers.money_compact, top=44, depth=0.14)
    slot = (plot.right - plot.left) / len(spec.periods)
    centres = [plot.left + slot * (index + 0.5) for index in range(len(spec.periods))]
    bar = min(slot * 0.5, BROADEST_BAR)
    for centre, period in zip(centres, spec.periods, strict=True):
        _period_bars(sketch, plot, period, centre, bar)
    zero_line(sketch, plot)
    _net_line(sketch, spec, plot, centres)
    for centre, period in zip(centres, spec.periods, strict=True):
        _name(sketch, period.name, centre, slot, sketch.height - 10)
        sketch.spot(Spot(centre - slot / 2, plot.top, slot, plot.bottom - plot.top, _period_label(spec, period)))
    _key(sketch, plot)
    return sketch.scene(spec)


def _period_bars(sketch: Sketch, plot: Plot, period: Period, centre: float, bar: float) -> None:
    for value, role in ((float(period.benefits), Role.BAR), (float(period.costs), Role.BAR_MUTED)):
        if value:
            sketch.add(_bar(plot, centre - bar / 2, bar, 0.0, value, role))


def _net_line(sketch: Sketch, spec: YearlyBars, plot: Plot, centres: list[float]) -> None:
    """The net is a dot on its own line, so that it is told apart by shape as well as by colour."""
    path = tuple((centre, plot.y(float(p.net))) for centre, p in zip(centres, spec.periods, strict=True))
    if len(path) > 1:
        sketch.add(Polyline(path, Role.LINE_ACTUAL))
    for (x, y), period in zip(path, spec.periods, strict=True):
        sketch.add(Circle(x, y, 4.5, Role.DOT_ACTUAL))
        role = Role.LABEL_BAD if period.net < 0 else Role.LABEL_ACTUAL
        above = plot.y(max(float(period.benefits), float(period.net))) - 10
        below = plot.y(min(float(period.costs), float(period.net))) + 21
        heights = (below, above) if period.net < 0 else (above, below)
        sketch.place(Text(x, height, spec.numbers.money_compact(period.net), role, "middle") for height in heights)


def _key(sketch: Sketch, plot: Plot) -> None:
    """Three names at the top: a label in each bar would not fit."""
    x = plot.left if plot.left < sketch.width / 4 else 0.0
    for name, role in (("Benefits", Role.BAR), ("Costs", Role.BAR_MUTED)):
        sketch.add(Rect(x, 9, 11, 11, role, 2))
        sketch.place([Text(x + 17, 19, name, Role.NOTE)])
        x += widest([name], Role.NOTE) + 35
    sketch.add(Circle(x + 5, 14.5, 4.5, Role.DOT_ACTUAL))
    sketch.place([Text(x + 17, 19, "Net", Role.NOTE)])


def _period_label(spec: YearlyBars, period: Period) -> str:
    benefits, costs, net = map(spec.numbers.money_whole, (period.benefits, period.costs, period.net))
    return f"{period.name}: benefits {benefits}, costs {costs}, net {net}"


def waterfall(spec: Waterfall, width: float) -> Scene:
    if (width - 60) / (len(spec.steps) + 1) < NARROWEST_SLOT:
        return lying_waterfall(spec, width)
    sketch = Sketch(width, 300)
    tops = list(accumulate(float(step.value) for step in spec.steps))
    starts = [0.0, *tops[:-1]]
    plot = value_axis(sketch, [*starts, *tops], spec.numbers.money_compact, top=26, bottom=NAME_LINES + 12)
    slot = (plot.right - plot.left) / (len(spec.steps) + 1)
    bar = min(slot * 0.66, BROADEST_BAR)
    zero_line(sketch, plot)
    columns = [*zip(spec.steps, starts, tops, strict=True), (Step(spec.total_name, spec.total), 0.0, tops[-1])]
    for index, (step, start, end) in enumerate(columns):
        x = plot.left + slot * index + (slot - bar) / 2
        is_total = index == len(spec.steps)
        role = Role.BAR_TOTAL if is_total else Role.BAR if end >= start else Role.BAR_MUTED
        sketch.add(_bar(plot, x, bar, start, end, role))
        if not is_total:
            sketch.add(Line(x + bar, plot.y(end), x + slot, plot.y(end), Role.CONNECTOR))
        _step_texts(sketch, spec, plot, step, (x + bar / 2, slot, start, end))
    return sketch.scene(spec)


def _step_texts(
    sketch: Sketch, spec: Waterfall, plot: Plot, step: Step, place: tuple[float, float, float, float]
) -> None:
    centre, slot, start, end = place
    top, bottom = plot.y(max(start, end)), plot.y(min(start, end))
    text = spec.numbers.money_compact(step.value)
    role = Role.LABEL_BAD if step.value < 0 else Role.LABEL
    above, below = Text(centre, top - 7, text, role, "middle"), Text(centre, bottom + 17, text, role, "middle")
    sketch.place([below, above] if end < start else [above, below])
    _name(sketch, step.name, centre, slot, sketch.height - NAME_LINES + 8)
    full = f"{step.name}: {spec.numbers.money_whole(step.value)}"
    sketch.spot(Spot(centre - slot / 2, plot.top, slot, plot.bottom - plot.top, full))


def _bar(plot: Plot, x: float, width: float, start: float, end: float, role: Role) -> Rect:
    top, bottom = plot.y(max(start, end)), plot.y(min(start, end))
    return Rect(x, top, width, max(bottom - top, LEAST_BAR), role, 2)


def _name(sketch: Sketch, name: str, centre: float, slot: float, y: float) -> None:
    """A column's name on up to two lines, shortened to its slot; the whole name is in the tooltip and the table."""
    size, room = PAINTS[Role.TICK].size, slot - 6
    first, second = _two_lines(name, size, room)
    half = slot / 2
    x = min(max(centre, half), sketch.width - half)
    sketch.place([Text(x, y, first, Role.TICK, "middle")])
    if second:
        sketch.place([Text(x, y + size + 3, second, Role.TICK, "middle")])


def _two_lines(name: str, size: float, room: float) -> tuple[str, str]:
    words = name.split()
    for count in range(len(words), 0, -1):
        first = " ".join(words[:count])
        if fit(first, size, room) == first:
            return first, fit(" ".join(words[count:]), size, room)
    return fit(name, size, room), ""
