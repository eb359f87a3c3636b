"""Lying bars: the tornado (which input moves the result most), a comparison of today with after, a lying waterfall."""

from __future__ import annotations

from itertools import accumulate

from ..axes import Scale, domain
from ..measure import fit
from ..paint import PAINTS, Role
from ..scene import Line, Rect, Scene, Spot, Text
from ..sketch import Sketch, widest
from ..spec import Comparison, ComparisonBars, Step, Swing, Tornado, Waterfall

ROW, BAR = 42.0, 22.0
STACKED_ROW = 58.0
STACKED_STEP = 46.0
MOST_ROWS = 12


def tornado(spec: Tornado, width: float) -> Scene:
    swings = spec.ranked[:MOST_ROWS]
    beside = width >= 520
    row = ROW if beside else STACKED_ROW
    sketch = Sketch(width, 16 + row * len(swings) + 30)
    left = _name_room(sketch, [swing.name for swing in swings]) if beside else 0.0
    x = _tornado_scale(spec, swings, left, width)
    base = x(float(spec.base))
    for index, swing in enumerate(swings):
        top = 16 + row * index
        sketch.place([_row_name(swing.name, top, left, width, beside)])
        bar_top = top + (row - BAR) / 2 if beside else top + 26
        _swing_bars(sketch, swing, x, base, bar_top)
        at_low, at_high = map(spec.numbers.money_compact, (swing.at_low, swing.at_high))
        label = f"{swing.name}: {spec.measure} {at_low} at {swing.low_text}, {at_high} at {swing.high_text}"
        sketch.spot(Spot(0, top, width, row, label))
    bottom = sketch.height - 22
    sketch.add(Line(base, 10, base, bottom, Role.ZERO))
    _centred(sketch, base, sketch.height - 6, f"{spec.measure} {spec.numbers.money_compact(spec.base)}")
    _mark_zero(sketch, spec, x, bottom)
    return sketch.scene(spec)


def _tornado_scale(spec: Tornado, swings: list[Swing], left: float, width: float) -> Scale:
    ends = [float(end) for swing in swings for end in (swing.at_low, swing.at_high)]
    low, high = domain([*ends, float(spec.base)])
    room = min(widest([text for s in swings for text in (s.low_text, s.high_text)], Role.TICK) + 10, width * 0.2)
    return Scale(low, high, left + room, width - room)


def _swing_bars(sketch: Sketch, swing: Swing, x: Scale, base: float, top: float) -> None:
    """The low input hollow, the high input filled; each end carries its input."""
    ends = (
        (x(float(swing.at_low)), swing.low_text, Role.BAR_MUTED),
        (x(float(swing.at_high)), swing.high_text, Role.BAR),
    )
    for end, _, role in sorted(ends, key=lambda item: -abs(item[0] - base)):
        sketch.add(Rect(min(base, end), top, max(abs(end - base), 1.0), BAR, role, 2))
    size = PAINTS[Role.TICK].size
    (low_end, low_text, _), (high_end, high_text, _) = ends
    low_is_left = low_end <= high_end
    for end, text, is_left in ((low_end, low_text, low_is_left), (high_end, high_text, not low_is_left)):
        room = end - 8 if is_left else sketch.width - end - 8
        outer = min(end, base) - 6 if is_left else max(end, base) + 6
        sketch.place([Text(outer, top + 15, fit(text, size, room), Role.TICK, "end" if is_left else "start")])


def _mark_zero(sketch: Sketch, spec: Tornado, x: Scale, bottom: float) -> None:
    if x.low < 0 < x.high:
        sketch.add(Line(x(0), 10, x(0), bottom, Role.LIMIT))
        _centred(sketch, x(0), sketch.height - 6, spec.numbers.money_compact(0))


def lying_waterfall(spec: Waterfall, width: float) -> Scene:
    """The waterfall of a narrow page, or of many steps: one row for each, its name above its bar."""
    steps = [*spec.steps, Step(spec.total_name, spec.total)]
    sketch = Sketch(width, STACKED_STEP * len(steps) + 8)
    tops = list(accumulate(float(step.value) for step in spec.steps))
    starts, ends = [0.0, *tops[:-1], 0.0], [*tops, tops[-1]]
    room = widest([spec.numbers.money_compact(step.value) for step in steps], Role.LABEL) + 8
    x = Scale(*domain([*starts, *ends]), room, width - room)
    sketch.add(Line(x(0), 4, x(0), sketch.height - 4, Role.ZERO))
    for index, (step, start, end) in enumerate(zip(steps, starts, ends, strict=True)):
        is_total = index == len(spec.steps)
        role = Role.BAR_TOTAL if is_total else Role.BAR if end >= start else Role.BAR_MUTED
        _lying_step(sketch, spec, step, (x(start), x(end), STACKED_STEP * index), role)
    return sketch.scene(spec)


def _lying_step(sketch: Sketch, spec: Waterfall, step: Step, place: tuple[float, float, float], role: Role) -> None:
    start, end, top = place
    left, right, bar_top = min(start, end), max(start, end), top + 24
    sketch.add(Rect(left, bar_top, max(right - left, 1.0), 18, role, 2))
    sketch.place([Text(0, top + 17, fit(step.name, PAINTS[Role.ROW].size, sketch.width), Role.ROW)])
    text, baseline = spec.numbers.money_compact(step.value), bar_top + 13.5
    after, before = Text(right + 6, baseline, text, Role.LABEL), Text(left - 6, baseline, text, Role.LABEL_BAD, "end")
    sketch.place([before] if step.value < 0 else [after])
    sketch.spot(Spot(0, top, sketch.width, STACKED_STEP, f"{step.name}: {spec.numbers.money_whole(step.value)}"))


def comparison_bars(spec: ComparisonBars, width: float) -> Scene:
    rows = spec.rows[:MOST_ROWS]
    is_pair = any(row.second is not None for row in rows)
    bars = 2 if is_pair else 1
    beside = width >= 520
    key = 26.0 if is_pair else 4.0
    row_height = bars * 24 + 16 + (0 if beside else 22)
    sketch = Sketch(width, key + row_height * len(rows) + 6)
    left = _name_room(sketch, [row.name for row in rows]) if beside else 0.0
    values = [float(value) for row in rows for value in (row.first, row.second) if value is not None]
    texts = [spec.numbers.short(value, spec.unit) for value in values]
    low, high = domain(values, include_zero=True)
    room = widest(texts, Role.LABEL) + 10
    x = Scale(low, high, left + (room if low < 0 else 0), width - room)
    if is_pair:
        _comparison_key(sketch, spec, left)
    for index, row in enumerate(rows):
        top = key + row_height * index
        sketch.place([_row_name(row.name, top, left, width, beside, middle=top + row_height / 2 + 1)])
        _comparison_row(sketch, spec, row, x, top + (8 if beside else 26))
        sketch.spot(Spot(0, top, width, row_height, _comparison_label(spec, row)))
    sketch.add(Line(x(0), key, x(0), sketch.height - 6, Role.ZERO))
    return sketch.scene(spec)


def _comparison_row(sketch: Sketch, spec: ComparisonBars, row: Comparison, x: Scale, top: float) -> None:
    single = row.second is None
    for offset, value, role in ((0, row.first, Role.BAR if single else Role.BAR_MUTED), (24, row.second, Role.BAR)):
        if value is None:
            continue
        end = x(float(value))
        sketch.add(Rect(min(x(0), end), top + offset, max(abs(end - x(0)), 1.0), 20, role, 2))
        text, baseline = spec.numbers.short(value, spec.unit), top + offset + 14.5
        outer = (
            Text(end + 6, baseline, text, Role.LABEL)
            if value >= 0
            else Text(end - 6, baseline, text, Role.LABEL, "end")
        )
        sketch.place([outer])


def _comparison_key(sketch: Sketch, spec: ComparisonBars, left: float) -> None:
    x = left
    for name, role in ((spec.first_name, Role.BAR_MUTED), (spec.second_name, Role.BAR)):
        sketch.add(Rect(x, 5, 11, 11, role, 2))
        shown = fit(name, PAINTS[Role.NOTE].size, sketch.width / 3)
        sketch.place([Text(x + 17, 15, shown, Role.NOTE)])
        x += 17 + widest([shown], Role.NOTE) + 20


def _comparison_label(spec: ComparisonBars, row: Comparison) -> str:
    text = f"{row.name}: {spec.first_name.lower()} {spec.numbers.text(row.first, spec.unit)}"
    if row.second is None:
        return f"{row.name}: {spec.numbers.text(row.first, spec.unit)}"
    return f"{text}, {spec.second_name.lower()} {spec.numbers.text(row.second, spec.unit)}"


def _name_room(sketch: Sketch, names: list[str]) -> float:
    return min(widest(names, Role.ROW) + 16, sketch.width * 0.34)


def _row_name(name: str, top: float, left: float, width: float, beside: bool, middle: float | None = None) -> Text:
    """Beside its bars on a wide chart, above them on a narrow one."""
    size = PAINTS[Role.ROW].size
    if not beside:
        return Text(0, top + 18, fit(name, size, width), Role.ROW)
    baseline = (middle if middle is not None else top + ROW / 2) + size * 0.34
    return Text(0, baseline, fit(name, size, left - 12), Role.ROW)


def _centred(sketch: Sketch, x: float, y: float, text: str) -> None:
    half = widest([text], Role.TICK) / 2
    sketch.place([Text(min(max(x, half), sketch.width - half), y, text, Role.TICK, "middle")])
