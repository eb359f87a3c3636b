"""A scene as inline SVG: classes instead of styles, a title and a description, and spots a keyboard can reach."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from .scene import Circle, Line, Point, Polygon, Polyline, Rect, Scene, Spot, Text
from .styles import css_class


def to_svg(scene: Scene, identifier: str, *, spots: bool = True) -> str:
    """Returns the SVG. `identifier` starts its ids and is unique on the page.

    The picture is one image to a screen reader. The spots stand beside it, because an image's children are not read:
    one can be tabbed to, and the page's script moves among them with the arrow keys. The table has the values as well.
    """
    title, description = f"{identifier}-title", f"{identifier}-desc"
    picture = "".join(_element(mark) for mark in scene.marks if not isinstance(mark, Spot))
    return (
        f'<svg class="chart" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" '
        f'width="{_n(scene.width)}" height="{_n(scene.height)}" role="group" aria-labelledby="{title}">'
        f'<title id="{title}">{escape(scene.title)}</title><desc id="{description}">{escape(scene.description)}</desc>'
        f'<g role="img" aria-labelledby="{title}" aria-describedby="{description}">{picture}</g>'
        f"{_spots(scene) if spots else ''}</svg>"
    )


def _spots(scene: Scene) -> str:
    found = [mark for mark in scene.marks if isinstance(mark, Spot)]
    rects = "".join(
        f'<rect class="spot" x="{_n(s.x)}" y="{_n(s.y)}" width="{_n(s.width)}" height="{_n(s.height)}" role="img" '
        f'tabindex="{0 if index == 0 else -1}" aria-label="{escape(s.label)}"/>'
        for index, s in enumerate(found)
    )
    return f'<g class="spots">{rects}</g>' if rects else ""


@singledispatch
def _element(mark: object) -> str:
    raise TypeError(f"{type(mark).__name__} cannot be painted")


@_element.register
def _(mark: Line) -> str:
    ends = f'x1="{_n(mark.x1)}" y1="{_n(mark.y1)}" x2="{_n(mark.x2)}" y2="{_n(mark.y2)}"'
    return f'<line class="{css_class(mark.role)}" {ends}/>'


@_element.register
def _(mark: Polyline) -> str:
    return f'<polyline class="{css_class(mark.role)}" points="{_points(mark.points)}"/>'


@_element.register
def _(mark: Polygon) -> str:
    return f'<polygon class="{css_class(mark.role)}" points="{_points(mark.points)}"/>'


@_element.register
def _(mark: Rect) -> str:
    size = f'x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}"'
    rounded = f' rx="{_n(mark.radius)}"' if mark.radius else ""
    return f'<rect class="{css_class(mark.role)}" {size}{rounded}/>'


@_element.register
def _(mark: Circle) -> str:
    return f'<circle class="{css_class(mark.role)}" cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}"/>'


@_element.register
def _(mark: Text) -> str:
    anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    place = f'x="{_n(mark.x)}" y="{_n(mark.y)}"{anchor}'
    return f'<text class="{css_class(mark.role)}" {place}>{escape(mark.text)}</text>'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """A tenth of a pixel is finer than the eye; `64.0` is written `64`."""
    return f"{value:.1f}".removesuffix(".0")
