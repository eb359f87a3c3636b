"""Tables and workings as grids: column widths by what stands in them, digits in line, cells tagged."""

from __future__ import annotations

from collections.abc import Sequence

from reports.document import Column, Row, Table, Working, plain

from . import fonts
from .grid import Grid, GridRow, Rule
from .labels import Labels
from .tags import Element
from .text import Ink, Span, TextBlock, run_spans, spans_of, spoken

SIZES = (9.0, 8.0, 7.0, 6.0)
GUTTER = 12
MANY_COLUMNS = 8
INDENT = 10
DEEPEST_INDENT = 8
# A word longer than this share of the table breaks rather than push the other columns together.
WIDEST_WORD = 0.4
WORKING_SHARES = (0.52, 0.2, 0.28)


def table_grid(table: Table, tree: Element, width: float) -> Grid:
    """The table in the largest type that breaks no word, or the smallest there is."""
    texts = [[column.label for column in table.columns], *([plain((c,)) for c in row.cells] for row in table.rows)]
    columns = [[fonts.printable(text) for text in column] for column in zip(*texts, strict=True)]
    gutter = GUTTER if len(columns) <= MANY_COLUMNS else GUTTER / 2
    room = width - gutter * (len(columns) - 1)
    size = next((size for size in SIZES if sum(_least(columns, size, room)) <= room), SIZES[-1])
    widths = column_widths(columns, size, room, [column.align == "start" for column in table.columns])
    hangs = [_hang(column, size) if c.align == "end" else 0 for column, c in zip(columns, table.columns, strict=True)]
    node = tree.add("Table")
    rows = [_head(table.columns, hangs, node, size)]
    rows += [_row(row, table.columns, hangs, node, size) for row in table.rows]
    return Grid(rows, widths, gutter=gutter, head=1, before=4, after=14)


def column_widths(columns: Sequence[Sequence[str]], size: float, room: float, grows: Sequence[bool]) -> list[float]:
    """Each column as wide as its longest text if all fit; else each gives way down to its longest word."""
    natural = [max(_width(text, size) for text in column) for column in columns]
    spare = room - sum(natural)
    if spare >= 0:
        shares = _spare_shares(len(columns), next((index for index, grow in enumerate(grows) if grow), 0))
        return [width + spare * share for width, share in zip(natural, shares, strict=True)]
    least = _least(columns, size, room)
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    share = (room - sum(least)) / (sum(natural) - sum(least))
    return [low + (high - low) * share for low, high in zip(least, natural, strict=True)]


def _spare_shares(columns: int, first: int) -> list[float]:
    """Half of the spare room goes to the first column of words, the rest evenly to the others."""
    if columns == 1:
        return [1]
    return [0.5 if index == first else 0.5 / (columns - 1) for index in range(columns)]


def _least(columns: Sequence[Sequence[str]], size: float, room: float) -> list[float]:
    limit = room * WIDEST_WORD
    return [
        min(
            max(
                (_width(word, size) for word in {word for text in column for word in text.split()}),
                default=_width("", size),
            ),
            limit,
        )
        for column in columns
    ]


def _width(text: str, size: float) -> float:
    """The width in bold with room for a hanging parenthesis, so that a total fits as well."""
    return max(fonts.width(line, fonts.BOLD, size) for line in text.split("\n")) + size * 0.4


def _hang(column: Sequence[str], size: float) -> float:
    return fonts.width(")", fonts.REGULAR, size) if any(text.endswith(")") for text in column) else 0


def _head(columns: Sequence[Column], hangs: Sequence[float], table: Element, size: float) -> GridRow:
    row, ink = table.add("TR"), Ink(fonts.MEDIUM, size - 0.5, "muted")
    cells = tuple(
        TextBlock(spans_of(column.label, ink), _header(row, column.label, "Column"), align=column.align, hang=hang)
        for column, hang in zip(columns, hangs, strict=True)
    )
    return GridRow(cells, above=2, below=3)


def _row(row: Row, columns: Sequence[Column], hangs: Sequence[float], table: Element, size: float) -> GridRow:
    node, ink = table.add("TR"), Ink(fonts.BOLD if row.total else fonts.REGULAR, size)
    cells = []
    for index, (cell, column, hang) in enumerate(zip(row.cells, columns, hangs, strict=True)):
        text = plain((cell,))
        element = _header(node, text, "Row") if column.row_header else node.add("TD", spoken=spoken(text))
        # A closing parenthesis hangs beyond the digits, so that digits stand under digits.
        room = 0 if text.endswith(")") else hang
        indent = min(row.level, DEEPEST_INDENT) * INDENT if index == 0 else 0
        cells.append(TextBlock(spans_of(text, ink), element, align=column.align, hang=room, indent=indent))
    return GridRow(tuple(cells), Rule("ink", 0.9) if row.total else Rule(), stays=row.total)


def _header(row: Element, text: str, scope: str) -> Element:
    return row.add("TH", spoken=spoken(text), Table=f"/Scope /{scope}")


def working_grid(working: Working, tree: Element, width: float, labels: Labels) -> Grid:
    """The working as an indented table: each step with its formula, its value, and where it comes from."""
    node = tree.add("Table")
    columns = (Column(labels.working_step), Column(labels.working_value, "end"), Column(labels.working_source))
    rows = [_head(columns, (0, 0, 0), node, SIZES[0])]
    rows += [_step(step, depth, node) for depth, step in working.walk()]
    room = width - 2 * GUTTER
    return Grid(rows, [share * room for share in WORKING_SHARES], gutter=GUTTER, head=1, before=4, after=14)


def _step(step: Working, depth: int, table: Element) -> GridRow:
    node = table.add("TR")
    strong, small = Ink(fonts.BOLD if depth == 0 else fonts.REGULAR, 9), Ink(size=8, colour="muted")
    blocks = (
        (_header(node, f"{step.label}\n{step.formula}", "Row"), _two_lines(step.label, step.formula, strong, small)),
        (node.add("TD"), _beside(step.value, step.unit, strong, small)),
        (node.add("TD"), _two_lines(step.source, step.confidence, Ink(size=8), small)),
    )
    cells = (
        TextBlock(spans, element, align="end" if index == 1 else "start", indent=_step_indent(index, depth))
        for index, (element, spans) in enumerate(blocks)
    )
    return GridRow(tuple(cells), Rule("line" if depth else "ink", 0.5))


def _step_indent(column: int, depth: int) -> float:
    return min(depth, DEEPEST_INDENT) * INDENT if column == 0 else 0


def _two_lines(first: str, second: str, ink: Ink, under: Ink) -> tuple[Span, ...]:
    gap = "\n" if first and second else ""
    return (*run_spans((first + gap,), ink), *run_spans((second,), under))


def _beside(value: str, unit: str, ink: Ink, after: Ink) -> tuple[Span, ...]:
    return (*run_spans((value,), ink), *run_spans((f" {unit}" if unit else "",), after))
