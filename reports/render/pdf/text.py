"""Text on paper: spans of ink broken into lines, and the block that draws them.

ReportLab's own paragraph reads its text as markup. Here nothing is ever parsed, so nothing needs to be escaped, and a
block of any length breaks once and splits over pages for free.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TypeVar

from reportlab.platypus import Flowable

from reports.document import Align, Run

from . import fonts
from .canvas import TaggedCanvas, ink_colour
from .tags import Element

LEADING, BASELINE = 1.38, 1.02  # of the font size, from the top of a line to the next and to its baseline
_Block = TypeVar("_Block", bound=Flowable)
_CHUNK = re.compile(r"\n| +|[^\n ]+")
_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_]-)(?=[^\W\d_])")
# What floating point may add to a height; ReportLab's frames allow a hundred times as much.
SLACK = 1e-8
# Fewer lines than this of a paragraph look lost at the foot or the head of a page.
FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Ink:
    """How text looks: a font, a size in points, a colour by token."""

    font: str = fonts.REGULAR
    size: float = 10
    colour: str = "ink"


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one ink, as the fonts can show it."""

    text: str
    ink: Ink

    @property
    def width(self) -> float:
        return fonts.width(self.text, self.ink.font, self.ink.size)


@dataclass(frozen=True, slots=True)
class Word:
    """What stays on one line; `space` is the room to the next word of that line."""

    spans: tuple[Span, ...]
    width: float
    space: float = 0
    ends_line: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    spans: tuple[Span, ...]
    width: float
    size: float

    @property
    def height(self) -> float:
        return self.size * LEADING

    @property
    def drop(self) -> float:
        """From the top of the line down to its baseline."""
        return self.size * BASELINE


class Lines:
    """Lines with where each begins, counted from the top."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.tops = list(accumulate((line.height for line in lines), initial=0.0))

    def fitting(self, first: int, height: float) -> int:
        """The number of the line after the last that fits, when `first` is the first."""
        return max(first, bisect_right(self.tops, self.tops[first] + height + SLACK) - 1)


def break_lines(spans: Iterable[Span], width: float) -> Lines:
    """Fills lines with words, greedily; a word wider than a line is broken where the line ends."""
    lines: list[Line] = []
    words: list[Word] = []
    used = 0.0
    for word in _words(spans, width):
        if words and used + word.width > width + 1e-6:
            lines.append(_line(words))
            words, used = [], 0.0
        words.append(word)
        used += word.width + word.space
        if word.ends_line:
            lines.append(_line(words))
            words, used = [], 0.0
    return Lines([*lines, _line(words)] if words else lines)


def _words(spans: Iterable[Span], width: float) -> Iterator[Word]:
    pieces: list[Span] = []
    ink = Ink()
    for span in spans:
        ink = span.ink
        for chunk in _CHUNK.findall(span.text):
            if chunk[0] in " \n":
                # A line end is written as a space as well, so that readers of the text do not run words together.
                yield from _closed([*pieces, Span(" ", ink)], width, chunk == "\n")
                pieces = []
                continue
            *heads, last = _AFTER_HYPHEN.split(chunk)
            for head in heads:
                yield from _closed([*pieces, Span(head, ink)], width)
                pieces = []
            pieces.append(Span(last, ink))
    if pieces:
        yield from _closed(pieces, width)


def _closed(spans: list[Span], width: float, ends_line: bool = False) -> Iterator[Word]:
    """The finished word, in as many parts as the width asks for."""
    space = spans[-1].width if spans[-1].text == " " else 0
    total = sum(span.width for span in spans) - space
    if total <= width:
        yield Word(tuple(spans), total, space, ends_line)
        return
    *parts, last = _parts(spans, width)
    for part in parts:
        yield Word((part,), part.width)
    yield Word((last,), last.width, 0, ends_line)


def _parts(spans: list[Span], width: float) -> Iterator[Span]:
    """Parts of a long word, none wider than the width and each at least a character."""
    for span in spans:
        start, used, limit = 0, 0.0, width * 1000 / span.ink.size
        for index, char in enumerate(span.text):
            used += (step := fonts.char_width(char, span.ink.font))
            if used > limit and index > start:
                yield Span(span.text[start:index], span.ink)
                start, used = index, step
        yield Span(span.text[start:], span.ink)


def _line(words: list[Word]) -> Line:
    spans = [span for word in words for span in word.spans]
    size = max(span.ink.size for span in spans)
    merged = tuple(Span("".join(s.text for s in run), ink) for ink, run in groupby(spans, key=lambda s: s.ink))
    width = sum(word.width + word.space for word in words) - words[-1].space
    return Line(merged, width, size)


class TextBlock(Flowable):  # type: ignore[misc]
    """Spans set in the width that is given. The parts of a split block belong to one element of the structure."""

    def __init__(
        self,
        spans: Iterable[Span],
        element: Element,
        *,
        align: Align = "start",
        indent: float = 0,
        hang: float = 0,
        before: float = 0,
        after: float = 0,
    ) -> None:
        super().__init__()
        self.spans, self.element = tuple(spans), element
        self.align, self.indent, self.hang = align, indent, hang
        self.spaceBefore, self.spaceAfter = before, after
        self._lines: Lines | None = None
        self._first, self._stop = 0, 0

    def lay(self, width: float) -> float:
        """Breaks the lines, once, and returns the height."""
        if self._lines is None:
            self.width = width
            self._lines = break_lines(self.spans, width - self.indent - self.hang)
            self._stop = len(self._lines.lines)
        return self._lines.tops[self._stop] - self._lines.tops[self._first]

    def cut(self, height: float) -> tuple[TextBlock, TextBlock]:
        """The block in two: what fits into the height, and the rest."""
        return self._cut_at(self._fitting(height))

    def _fitting(self, height: float) -> int:
        assert self._lines is not None  # noqa: S101 - laid before it is cut
        return min(self._lines.fitting(self._first, height), self._stop)

    def _cut_at(self, line: int) -> tuple[TextBlock, TextBlock]:
        return self._part(self._first, line), self._part(line, self._stop)

    def _part(self, first: int, stop: int) -> TextBlock:
        part = fresh_copy(self)
        part._first, part._stop = first, stop
        part.spaceBefore = self.spaceBefore if first == self._first else 0
        part.spaceAfter = self.spaceAfter if stop == self._stop else 0
        return part

    @property
    def line_count(self) -> int:
        return self._stop - self._first

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.height = self.lay(width)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.lay(width)
        at = min(self._fitting(height), self._stop - FEWEST_LINES)
        return list(self._cut_at(at)) if at - self._first >= FEWEST_LINES else []

    def draw(self) -> None:
        with self.canv.tagged(self.element):
            self.paint(self.canv, 0, self.height)

    def paint(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draws the lines below `top`."""
        if not self.line_count:
            return
        assert self._lines is not None  # noqa: S101
        pen = canvas.beginText()
        y = top
        for line in self._lines.lines[self._first : self._stop]:
            pen.setTextOrigin(x + self._left(line), y - line.drop)
            for span in line.spans:
                pen.setFont(span.ink.font, span.ink.size)
                pen.setFillColor(ink_colour(span.ink.colour))
                pen.textOut(span.text)
            y -= line.height
        canvas.drawText(pen)

    def first_baseline(self, top: float) -> float:
        assert self._lines is not None  # noqa: S101
        return top - self._lines.lines[self._first].drop

    def _left(self, line: Line) -> float:
        return self.indent if self.align == "start" else self.width - self.hang - line.width


def fresh_copy(block: _Block) -> _Block:
    """A copy to become a part. ReportLab gives up on what it has moved to a new page before; a part is yet unmoved."""
    part = copy(block)
    part.__dict__.pop("_postponed", None)
    return part


def spans_of(text: str, ink: Ink) -> tuple[Span, ...]:
    return (Span(fonts.printable(text), ink),)


def run_spans(runs: Iterable[Run], ink: Ink) -> tuple[Span, ...]:
    """Plain runs in the ink, figures in its bold."""
    bold = replace(ink, font=fonts.BOLD)
    return tuple(
        Span(fonts.printable(run), ink) if isinstance(run, str) else Span(fonts.printable(run.text), bold)
        for run in runs
    )


def spoken(text: str) -> str:
    """The text itself when the page shows replacements for some of it, else nothing."""
    return fonts.clean(text) if fonts.REPLACEMENT in fonts.printable(text) else ""
