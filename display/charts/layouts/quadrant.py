"""The portfolio quadrant: value against ease, four named corners, each candidate named where there is room."""

from __future__ import annotations

from ..axes import Scale, domain
from ..measure import fit
from ..paint import PAINTS, Role
from ..scene import Box, Circle, Line, Rect, Scene, Spot, Text
from ..sketch import Sketch
from ..spec import Candidate, Quadrant

LEFT, RIGHT, TOP, BOTTOM = 8.0, 8.0, 26.0, 26.0
RADIUS = 6.0


def quadrant(spec: Quadrant, width: float) -> Scene:
    sketch = Sketch(width, 420 if width >= 520 else 360)
    x, y = _scales(spec, sketch)
    middle_x, middle_y = x(float(spec.middle_ease)), y(float(spec.middle_value))
    sketch.add(Rect(middle_x, TOP, width - RIGHT - middle_x, middle_y - TOP, Role.REGION))
    sketch.add(Rect(LEFT, TOP, width - LEFT - RIGHT, sketch.height - TOP - BOTTOM, Role.FRAME))
    sketch.add(Line(middle_x, TOP, middle_x, sketch.height - BOTTOM, Role.GRID))
    sketch.add(Line(LEFT, middle_y, width - RIGHT, middle_y, Role.GRID))
    _corner_names(sketch, spec, middle_x, middle_y)
    _axis_names(sketch, spec)
    points = [(x(float(c.ease)), y(float(c.value)), c) for c in sorted(spec.candidates, key=lambda c: -float(c.value))]
    for at_x, at_y, _ in points:
        sketch.add(Circle(at_x, at_y, RADIUS, Role.BUBBLE))
        sketch.avoid(Box(at_x - RADIUS, at_y - RADIUS, at_x + RADIUS, at_y + RADIUS))
    for at_x, at_y, candidate in points:
        name = fit(candidate.name, PAINTS[Role.ROW].size, width * 0.4)
        sketch.place_around(at_x, at_y, name, Role.ROW, distance=RADIUS + 4)
        sketch.spot(_spot(spec, candidate, at_x, at_y, sketch))
    return sketch.scene(spec)


def _scales(spec: Quadrant, sketch: Sketch) -> tuple[Scale, Scale]:
    """The middle lines stay inside the picture, however the candidates lie."""
    eases = [float(c.ease) for c in spec.candidates] + [float(spec.middle_ease)]
    values = [float(c.value) for c in spec.candidates] + [float(spec.middle_value)]
    inner = RADIUS + 8
    x = Scale(*domain(eases, padding=0.12), LEFT + inner, sketch.width - RIGHT - inner)
    y = Scale(*domain(values, padding=0.12), sketch.height - BOTTOM - inner, TOP + inner)
    return x, y


def _corner_names(sketch: Sketch, spec: Quadrant, middle_x: float, middle_y: float) -> None:
    left, right = LEFT + 8, sketch.width - RIGHT - 8
    top, bottom = TOP + 18, sketch.height - BOTTOM - 9
    size = PAINTS[Role.CORNER].size
    rooms = (middle_x - left, right - middle_x) * 2
    places = ((left, top, "start"), (right, top, "end"), (left, bottom, "start"), (right, bottom, "end"))
    for name, room, (x, y, anchor) in zip(spec.corners, rooms, places, strict=True):
        shown = fit(name, size, room - 8, bold=True)
        sketch.place([Text(x, y, shown, Role.CORNER, "start" if anchor == "start" else "end")])


def _axis_names(sketch: Sketch, spec: Quadrant) -> None:
    half = sketch.width - LEFT - RIGHT
    size = PAINTS[Role.TICK].size
    sketch.place([Text(LEFT, 15, fit(f"↑ {spec.value_name}", size, half), Role.TICK)])
    sketch.place(
        [Text(sketch.width - RIGHT, sketch.height - 8, fit(f"{spec.ease_name} →", size, half), Role.TICK, "end")]
    )


def _spot(spec: Quadrant, candidate: Candidate, x: float, y: float, sketch: Sketch) -> Spot:
    value = spec.numbers.short(candidate.value, spec.value_unit)
    ease = spec.numbers.short(candidate.ease, spec.ease_unit)
    label = f"{candidate.name}: {spec.value_name.lower()} {value}, {spec.ease_name.lower()} {ease}"
    left, top = min(max(x - 12, 0), sketch.width - 24), min(max(y - 12, 0), sketch.height - 24)
    return Spot(left, top, 24, 24, label)
