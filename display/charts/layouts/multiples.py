"""Several small charts side by side, each with its own scale, its target and its latest value."""

from __future__ import annotations

from ..axes import Scale, domain
from ..measure import fit
from ..paint import PAINTS, Role
from ..scene import Circle, Line, Polyline, Scene, Spot, Text
from ..sketch import Sketch
from ..spec import Panel, SmallMultiples

HEIGHT, GAP = 150.0, 28.0
HEAD, FOOT = 62.0, 24.0


def small_multiples(spec: SmallMultiples, width: float) -> Scene:
    across = min(len(spec.panels), 3 if width >= 520 else 1)
    down = -(-len(spec.panels) // across)
    sketch = Sketch(width, down * (HEIGHT + GAP) - GAP + 8)
    panel_width = (width - GAP * (across - 1)) / across
    for index, panel in enumerate(spec.panels):
        left = (index % across) * (panel_width + GAP)
        top = (index // across) * (HEIGHT + GAP)
        _panel(sketch, spec, panel, (left, top, panel_width))
    return sketch.scene(spec)


def _panel(sketch: Sketch, spec: SmallMultiples, panel: Panel, place: tuple[float, float, float]) -> None:
    left, top, width = place
    _panel_head(sketch, spec, panel, place)
    measured = {position: float(value) for position, value in panel.measured().items()}
    y = Scale(*domain([*measured.values(), float(panel.target)], padding=0.1), top + HEIGHT - FOOT, top + HEAD)
    x = Scale(0, max(len(panel.values) - 1, 1), left + 5, left + width - 5)
    target = y(float(panel.target))
    sketch.add(Line(left, target, left + width, target, Role.LIMIT))
    path = tuple((x(position), y(value)) for position, value in measured.items())
    if len(path) > 1:
        sketch.add(Polyline(path, Role.LINE))
    sketch.add(*(Circle(at, height, 2.5, Role.DOT) for at, height in path[:-1]))
    sketch.add(*(Circle(at, height, 4.5, Role.DOT) for at, height in path[-1:]))
    _panel_foot(sketch, spec, panel, place)
    reach = width / max(len(panel.values), 1)
    for (at, _), (position, value) in zip(path, panel.measured().items(), strict=True):
        start = min(max(at - reach / 2, left), left + width - reach)
        label = f"{panel.name}, {spec.period_name.lower()} {position + 1}: {spec.numbers.text(value, panel.unit)}"
        sketch.spot(Spot(start, top + HEAD - 8, reach, HEIGHT - HEAD - FOOT + 16, label))


def _panel_head(sketch: Sketch, spec: SmallMultiples, panel: Panel, place: tuple[float, float, float]) -> None:
    left, top, width = place
    short = spec.numbers.short
    latest = "not measured yet" if panel.latest is None else short(panel.latest, panel.unit)
    verdict = {None: "", True: ", on target", False: ", behind"}[panel.is_on_target]
    role = Role.LABEL_BAD if panel.is_on_target is False else Role.LABEL
    size = PAINTS[role].size
    sketch.place([Text(left, top + 16, fit(panel.name, PAINTS[Role.ROW].size, width), Role.ROW)])
    sketch.place([Text(left, top + 35, fit(latest + verdict, size, width, bold=True), role)])
    target = fit(f"Target {short(panel.target, panel.unit)}", PAINTS[Role.NOTE].size, width)
    sketch.place([Text(left, top + 52, target, Role.NOTE)])


def _panel_foot(sketch: Sketch, spec: SmallMultiples, panel: Panel, place: tuple[float, float, float]) -> None:
    left, top, width = place
    first, last = f"{spec.period_name} 1", str(len(panel.values))
    sketch.place([Text(left, top + HEIGHT - 4, first, Role.TICK)])
    if len(panel.values) > 1:
        sketch.place([Text(left + width, top + HEIGHT - 4, last, Role.TICK, "end")])
