"""A chart's scene painted in vectors, with the geometry and the colours it has in the browser."""

from __future__ import annotations

from functools import singledispatch

from reportlab.platypus import Flowable

from display.charts.paint import PAINTS, Paint
from display.charts.scene import Circle, Line, Point, Polygon, Polyline, Rect, Scene, Spot, Text

from . import fonts
from .canvas import TaggedCanvas
from .tags import Element

BOLD_FROM = 600
HALO, VEIL = 2, 0.75


class ChartPicture(Flowable):  # type: ignore[misc]
    """The scene as wide as the column, as one figure of the structure."""

    def __init__(self, scene: Scene, element: Element, width: float, tallest: float) -> None:
        super().__init__()
        self.scene, self.element = scene, element
        self.scale = min(width / scene.width, tallest / scene.height)
        self.width, self.height = scene.width * self.scale, scene.height * self.scale
        self.spaceBefore, self.spaceAfter = 4, 12

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        x, y = canvas.absolutePosition(0, 0)
        box = f"{x:.2f} {y:.2f} {x + self.width:.2f} {y + self.height:.2f}"
        self.element.attributes["Layout"] = f"/Placement /Block /BBox [{box}]"
        with canvas.tagged(self.element):
            canvas.saveState()
            canvas.scale(self.scale, self.scale)
            paint_scene(canvas, self.scene)
            canvas.restoreState()


def paint_scene(canvas: TaggedCanvas, scene: Scene) -> None:
    """Paints the marks in order. A scene counts from the top, paper from the bottom."""
    for mark in scene.marks:
        if isinstance(mark, Spot):
            continue
        paint = PAINTS[mark.role]
        canvas.saveState()
        _take_up(canvas, paint)
        _draw(mark, canvas, paint, scene.height)
        canvas.restoreState()


def _take_up(canvas: TaggedCanvas, paint: Paint) -> None:
    canvas.setLineJoin(1)
    if paint.opacity != 1:
        canvas.setFillAlpha(paint.opacity)
    if paint.fill:
        canvas.fill(paint.fill)
    if paint.stroke:
        canvas.stroke(paint.stroke, paint.stroke_width, paint.dash)


@singledispatch
def _draw(mark: object, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    raise TypeError(f"{type(mark).__name__} cannot be painted")


@_draw.register
def _(mark: Line, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)


@_draw.register
def _(mark: Polyline, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    _path(canvas, mark.points, height, closed=False, fill=0, stroke=1)


@_draw.register
def _(mark: Polygon, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    _path(canvas, mark.points, height, closed=True, fill=bool(paint.fill), stroke=bool(paint.stroke))


@_draw.register
def _(mark: Rect, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    radius = min(mark.radius, mark.width / 2, mark.height / 2)
    box = (mark.x, height - mark.y - mark.height, mark.width, mark.height)
    canvas.roundRect(*box, radius, fill=bool(paint.fill), stroke=bool(paint.stroke))


@_draw.register
def _(mark: Circle, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    canvas.circle(mark.x, height - mark.y, mark.radius, fill=bool(paint.fill), stroke=bool(paint.stroke))


@_draw.register
def _(mark: Text, canvas: TaggedCanvas, paint: Paint, height: float) -> None:
    text, font = (
        fonts.printable(mark.text).replace("\n", " "),
        fonts.BOLD if paint.weight >= BOLD_FROM else fonts.REGULAR,
    )
    width, baseline = fonts.width(text, font, paint.size), height - mark.y
    left = mark.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor] * width
    if paint.halo:
        _halo(canvas, left, baseline, width, paint.size)
    canvas.fill(paint.fill or "ink")
    canvas.setFont(font, paint.size)
    canvas.drawString(left, baseline, text)


def _halo(canvas: TaggedCanvas, left: float, baseline: float, width: float, size: float) -> None:
    """A veil behind a label. An outline of its letters, as in the browser, would say the label twice in the text."""
    canvas.saveState()
    canvas.fill("surface")
    canvas.setFillAlpha(VEIL)
    canvas.roundRect(left - HALO, baseline - size * 0.25, width + 2 * HALO, size * 1.1, HALO, stroke=0, fill=1)
    canvas.restoreState()


def _path(
    canvas: TaggedCanvas, points: tuple[Point, ...], height: float, *, closed: bool, fill: int, stroke: int
) -> None:
    path = canvas.beginPath()
    for index, (x, y) in enumerate(points):
        (path.lineTo if index else path.moveTo)(x, height - y)
    if closed:
        path.close()
    canvas.drawPath(path, fill=fill, stroke=stroke)
