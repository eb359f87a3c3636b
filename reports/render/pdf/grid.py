"""Rows of text blocks in columns: tables, figure strips, lists, notices. Splits between rows, and within tall ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable, FrameBreak

from .canvas import TaggedCanvas
from .text import SLACK, TextBlock, fresh_copy

# A row taller than this may be cut; a head taller than this is not repeated. Both fit the smallest page together.
TALLEST_UNCUT = 240


@dataclass(frozen=True, slots=True)
class Rule:
    """A line above a row."""

    colour: str = "line"
    width: float = 0.5


@dataclass(frozen=True, slots=True)
class GridRow:
    cells: tuple[TextBlock, ...]
    rule: Rule | None = None
    above: float = 4
    below: float = 4
    stays: bool = False
    """Whether the row stays with the one before it. The last of a grid always does."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands behind the rows: a fill, an outline, a bar at the left, lines between the columns."""

    fill: str = ""
    outline: str = ""
    bar: str = ""
    dividers: bool = False
    padding: float = 0


class Grid(Flowable):  # type: ignore[misc]
    """Cells side by side in `widths`, with a gutter between them; the first `head` rows repeat on each page."""

    def __init__(
        self,
        rows: Sequence[GridRow],
        widths: Sequence[float],
        *,
        gutter: float = 12,
        head: int = 0,
        panel: Panel | None = None,
        before: float = 0,
        after: float = 0,
    ) -> None:
        super().__init__()
        self.widths, self.gutter, self.panel = list(widths), gutter, panel or Panel()
        self.repeated = False
        self.spaceBefore, self.spaceAfter = before, after
        self.width = sum(widths) + gutter * (len(widths) - 1) + 2 * self.panel.padding
        self._fill(list(rows))
        self.head = head if sum(self.heights[:head]) <= TALLEST_UNCUT else 0

    def _row_height(self, row: GridRow) -> float:
        tallest = max((cell.lay(width) for cell, width in zip(row.cells, self.widths, strict=True)), default=0)
        return row.above + tallest + row.below

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.height = sum(self.heights)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        at = self._rows_fitting(height)
        if at < len(self.rows) and self.heights[at] > TALLEST_UNCUT:
            return self._split_row(at, height - sum(self.heights[:at]))
        while at > self.head + 1 and (self.rows[at].stays or at == len(self.rows) - 1):
            at -= 1
        return self._parts(self.rows[:at], self.rows[at:]) if at > self.head else []

    def _split_row(self, at: int, height: float) -> list[Flowable]:
        if parts := _cut(self.rows[at], height):
            return self._parts([*self.rows[:at], parts[0]], [parts[1], *self.rows[at + 1 :]])
        return self._parts(self.rows[:at], self.rows[at:]) if at > self.head else []

    def _rows_fitting(self, height: float) -> int:
        used = 0.0
        for index, row_height in enumerate(self.heights):
            used += row_height
            if used > height + SLACK:
                return index
        return len(self.rows)

    def _parts(self, first: list[GridRow], rest: list[GridRow]) -> list[Flowable]:
        upper, lower = fresh_copy(self), fresh_copy(self)
        upper._fill(first)
        lower._fill([*self.rows[: self.head], *rest])
        lower.repeated = True
        upper.spaceAfter = lower.spaceBefore = 0
        # What is left goes to the next page, even if rows that stay together left room on this one.
        return [upper, FrameBreak(), lower]

    def _fill(self, rows: list[GridRow]) -> None:
        self.rows = rows
        self.heights = [self._row_height(row) for row in rows]

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.artifact():
            self._draw_panel(canvas)
            self._draw_rules(canvas)
        top = self.height
        for index, (row, height) in enumerate(zip(self.rows, self.heights, strict=True)):
            if self.repeated and index < self.head:
                with canvas.artifact("/Type /Pagination"):
                    self._draw_row(canvas, row, top, tagged=False)
            else:
                self._draw_row(canvas, row, top)
            top -= height

    def _draw_row(self, canvas: TaggedCanvas, row: GridRow, top: float, *, tagged: bool = True) -> None:
        x = self.panel.padding
        for cell, width in zip(row.cells, self.widths, strict=True):
            if tagged:
                with canvas.tagged(cell.element):
                    cell.paint(canvas, x, top - row.above)
            else:
                cell.paint(canvas, x, top - row.above)
            x += width + self.gutter

    def _draw_rules(self, canvas: TaggedCanvas) -> None:
        y = self.height
        for row, height in zip(self.rows, self.heights, strict=True):
            if row.rule:
                canvas.stroke(row.rule.colour, row.rule.width)
                canvas.line(self.panel.padding, y, self.width - self.panel.padding, y)
            y -= height

    def _draw_panel(self, canvas: TaggedCanvas) -> None:
        panel = self.panel
        if panel.fill:
            canvas.fill(panel.fill)
            canvas.roundRect(0, 0, self.width, self.height, 4, stroke=0, fill=1)
        if panel.bar:
            canvas.fill(panel.bar)
            canvas.rect(0, 0, 2.5, self.height, stroke=0, fill=1)
        if panel.outline:
            canvas.stroke(panel.outline, 0.75)
            canvas.roundRect(0, 0, self.width, self.height, 6, stroke=1, fill=0)
        if panel.dividers:
            canvas.stroke("line", 0.75)
            self._draw_dividers(canvas)

    def _draw_dividers(self, canvas: TaggedCanvas) -> None:
        x = self.panel.padding - self.gutter / 2
        for width in self.widths[:-1]:
            x += width + self.gutter
            canvas.line(x, 0, x, self.height)


def _cut(row: GridRow, height: float) -> tuple[GridRow, GridRow] | None:
    """The row in two at `height`, or nothing when not a line of it fits."""
    pairs = [cell.cut(height - row.above - row.below) for cell in row.cells]
    if not any(head.line_count for head, _ in pairs) or not any(tail.line_count for _, tail in pairs):
        return None
    heads, tails = zip(*pairs, strict=True)
    return replace(row, cells=heads, below=0), replace(row, cells=tails, rule=None, above=0, stays=False)
