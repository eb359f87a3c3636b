"""A scene in the making: shapes are added, and labels are placed so that none overlaps another or leaves the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from .findings import finding
from .measure import fit, text_width
from .paint import PAINTS, Role
from .scene import Anchor, Box, Mark, Point, Scene, Spot, Text
from .spec import ChartSpec
from .table import as_sentence

_GAP = 1.5  # the air between two labels


class Sketch:
    """Collects marks; labels placed first win, and give up their place to nobody."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._shapes: list[Mark] = []
        self._texts: list[Text] = []
        self._spots: list[Spot] = []
        self._taken: list[Box] = []
        self._avoided: list[Box] = []

    def add(self, *marks: Mark) -> None:
        self._shapes += marks

    def spot(self, spot: Spot) -> None:
        self._spots.append(spot)

    def avoid(self, *boxes: Box) -> None:
        """Asks labels to stay off these areas where they can."""
        self._avoided += boxes

    def avoid_path(self, points: Sequence[Point], reach: float = 4) -> None:
        """Asks labels to stay off a line."""
        for (x1, y1), (x2, y2) in pairwise(points):
            self.avoid(Box(min(x1, x2), min(y1, y2) - reach, max(x1, x2), max(y1, y2) + reach))

    def place(self, candidates: Iterable[Text]) -> Text | None:
        """Places the best of the candidates: free of other labels and, if it can be, of lines. None fits: none."""
        free = [(text, box) for text in candidates if text.text and self._is_free(box := text.box())]
        if not free:
            return None
        text, box = min(free, key=lambda pair: self._crossings(pair[1]))
        self._texts.append(text)
        self._taken.append(_padded(box))
        return text

    def place_around(self, x: float, y: float, text: str, role: Role, distance: float = 8) -> Text | None:
        """Places a label beside a point: right, left, above, below, then the diagonals."""
        size = PAINTS[role].size
        middle, above, below = y + size * 0.34, y - distance, y + distance + size * 0.8
        spots: list[tuple[float, float, Anchor]] = [
            (x + distance, middle, "start"),
            (x - distance, middle, "end"),
            (x, above, "middle"),
            (x, below, "middle"),
            (x + distance, above, "start"),
            (x + distance, below, "start"),
            (x - distance, above, "end"),
            (x - distance, below, "end"),
        ]
        return self.place(Text(left, baseline, text, role, anchor) for left, baseline, anchor in spots)

    def place_column(self, x: float, wanted: Sequence[tuple[float, str, Role]], top: float, bottom: float) -> None:
        """Places labels at the end of lines, each as near to its own height as the others let it."""
        ordered = sorted(wanted)
        heights = spread([y for y, _, _ in ordered], gap=16, low=top, high=bottom)
        for y, (_, text, role) in zip(heights, ordered, strict=True):
            shown = fit(text, PAINTS[role].size, self.width - x, bold=PAINTS[role].weight >= 600)
            self.place([Text(x, y + PAINTS[role].size * 0.34, shown, role)])

    def scene(self, spec: ChartSpec) -> Scene:
        marks = (*self._shapes, *self._texts, *self._spots)
        return Scene(self.width, self.height, finding(spec), as_sentence(spec), marks)

    def _is_free(self, box: Box) -> bool:
        inside = box.within(Box(0, 0, self.width, self.height))
        return inside and not any(box.overlaps(taken) for taken in self._taken)

    def _crossings(self, box: Box) -> int:
        return sum(box.overlaps(avoided) for avoided in self._avoided)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Moves rising positions apart to at least `gap`, staying within low..high while there is room."""
    placed: list[float] = []
    for position in wanted:
        placed.append(max(position, low, placed[-1] + gap if placed else low))
    limit = high
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed


def widest(texts: Iterable[str], role: Role) -> float:
    """The room that the longest of these texts takes."""
    paint = PAINTS[role]
    return max((text_width(text, paint.size, bold=paint.weight >= 600) for text in texts), default=0)


def _padded(box: Box) -> Box:
    return Box(box.left - _GAP, box.top - _GAP, box.right + _GAP, box.bottom + _GAP)
