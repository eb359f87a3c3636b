"""A drawn chart as pure geometry: lines, polygons, rectangles, circles and texts, each with a role.

Units are CSS pixels (a PDF painter may read them as points and scale). The origin is the top left corner, y grows
downwards, and a text's y is its baseline. A mark names its role; what the role looks like stands in `paint.PAINTS`,
so that the browser, the PDF and the deck paint the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .measure import text_width
from .paint import PAINTS, Role

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box, slack: float = 0.01) -> bool:
        return (
            self.left >= other.left - slack
            and self.top >= other.top - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    role: Role

    def box(self) -> Box:
        return Box(min(self.x1, self.x2), min(self.y1, self.y2), max(self.x1, self.x2), max(self.y1, self.y2))


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open path through its points."""

    points: tuple[Point, ...]
    role: Role

    def box(self) -> Box:
        return _box_of(self.points)


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed, filled path."""

    points: tuple[Point, ...]
    role: Role

    def box(self) -> Box:
        return _box_of(self.points)


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    role: Role
    radius: float = 0

    def box(self) -> Box:
        return Box(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float
    role: Role

    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; x is where the anchor says, y is the baseline."""

    x: float
    y: float
    text: str
    role: Role
    anchor: Anchor = "start"

    def box(self) -> Box:
        paint = PAINTS[self.role]
        width = text_width(self.text, paint.size, bold=paint.weight >= 600)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - paint.size * 0.78, left + width, self.y + paint.size * 0.24)


@dataclass(frozen=True, slots=True)
class Spot:
    """An invisible area that says its value when pointed at or focused; painters without a pointer leave it out."""

    x: float
    y: float
    width: float
    height: float
    label: str

    def box(self) -> Box:
        return Box(self.x, self.y, self.x + self.width, self.y + self.height)


Mark: TypeAlias = Line | Polyline | Polygon | Rect | Circle | Text | Spot


@dataclass(frozen=True, slots=True)
class Scene:
    """A chart ready to paint, in painting order. `title` is the finding; `description` is the text alternative."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]

    def frame(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def texts(self) -> tuple[Text, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Text))


def _box_of(points: tuple[Point, ...]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
