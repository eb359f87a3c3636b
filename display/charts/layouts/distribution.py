"""How a simulation's runs are spread: columns, with P10, P50 and P90 named above and zero marked below."""

from __future__ import annotations

from ..axes import Scale, ticks
from ..paint import Role
from ..scene import Line, Rect, Scene, Spot, Text
from ..sketch import Sketch, widest
from ..spec import Distribution

HEAD, FOOT = 46.0, 30.0
SIDE = 12.0


def distribution(spec: Distribution, width: float) -> Scene:
    sketch = Sketch(width, 250 if width >= 520 else 230)
    low, high = float(spec.edges[0]), float(spec.edges[-1])
    x = Scale(low, high, SIDE, width - SIDE)
    floor = sketch.height - FOOT
    y = Scale(0, max(*map(float, spec.shares), 1e-9), floor, HEAD)
    _columns(sketch, spec, x, y)
    sketch.add(Line(SIDE, floor, width - SIDE, floor, Role.ZERO))
    _percentiles(sketch, spec, x, floor)
    if low < 0 < high:
        _mark_zero(sketch, x(0), floor)
    for mark in ticks(low, high, 5 if width >= 520 else 3):
        _tick(sketch, x(mark), spec.numbers.money_compact(mark))
    return sketch.scene(spec)


def _columns(sketch: Sketch, spec: Distribution, x: Scale, y: Scale) -> None:
    money = spec.numbers.money_compact
    edges = [x(float(edge)) for edge in spec.edges]
    for index, share in enumerate(spec.shares):
        left, right, top = edges[index], edges[index + 1], y(float(share))
        is_loss = spec.edges[index + 1] <= 0
        gap = min(1.0, (right - left) * 0.1)
        if y.start - top > 0.05:
            column = Rect(left, top, right - left - gap, y.start - top, Role.BAR_BAD if is_loss else Role.BAR_MUTED)
            sketch.add(column)
            sketch.avoid(column.box())
        between = f"{money(spec.edges[index])} to {money(spec.edges[index + 1])}"
        label = f"{between}: {spec.numbers.percent(share)} of runs"
        sketch.spot(Spot(left, HEAD, max(right - left, 0.5), y.start - HEAD, label))


def _percentiles(sketch: Sketch, spec: Distribution, x: Scale, floor: float) -> None:
    """Each name stands above its line; where two are close, they step down to a second row."""
    points = [("P10", spec.p10), ("P50", spec.p50), ("P90", spec.p90)]
    texts = [f"{name} {spec.numbers.money_compact(value)}" for name, value in points]
    for text, (name, value) in zip(texts, points, strict=True):
        at = x(float(value))
        sketch.add(Line(at, HEAD - 8, at, floor, Role.MARK))
        role = Role.LABEL if name == "P50" else Role.NOTE
        half = widest([text], role) / 2
        centre = min(max(at, half), sketch.width - half)
        sketch.place(Text(centre, baseline, text, role, "middle") for baseline in (HEAD - 13, HEAD - 30))


def _mark_zero(sketch: Sketch, at: float, floor: float) -> None:
    sketch.add(Line(at, HEAD + 6, at, floor + 5, Role.ZERO))
    sketch.place(Text(at + 6, height, "← Loss", Role.LABEL_BAD) for height in (HEAD + 16, HEAD + 36, HEAD + 66))


def _tick(sketch: Sketch, x: float, name: str) -> None:
    half = widest([name], Role.TICK) / 2
    sketch.place([Text(min(max(x, half), sketch.width - half), sketch.height - 9, name, Role.TICK, "middle")])
