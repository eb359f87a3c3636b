"""The document that page, PDF, deck and workbook are made from: titled sections of plain text, figures and tables.

Everything is frozen and everything is data. A string is text, never markup: each renderer escapes it for its own
format. Words are written once, here, in the reader's language; a renderer adds none but those of its frame
("Page 2 of 9").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from display.charts.spec import ChartSpec

Align: TypeAlias = Literal["start", "end"]
NoticeKind: TypeAlias = Literal["info", "good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is read. `value` is its exact amount; `working` is the key of the `Working` that explains it."""

    text: str
    value: Decimal | None = None
    working: str = ""


Run: TypeAlias = str | Figure
"""A stretch of text: plain, or a figure, which readers find at a glance."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `lead` is the one that opens a document and says it all."""

    runs: tuple[Run, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, a paragraph for each item."""

    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One cell of the strip; `tone` bad asks for a warning colour beside the sign the text has already."""

    label: str
    figure: Figure
    note: str = ""
    tone: Literal["plain", "bad"] = "plain"


@dataclass(frozen=True, slots=True)
class FigureStrip:
    """The few figures a reader wants first, side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: words start, numbers end. A `row_header` column names its rows."""

    label: str
    align: Align = "start"
    row_header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row. A `total` row closes what stands above it; `level` indents a part under its whole."""

    cells: tuple[Run, ...]
    total: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. Every row has as many cells as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        uneven = [row for row in self.rows if len(row.cells) != len(self.columns)]
        if uneven:
            raise ValueError(f"a row has {len(uneven[0].cells)} cells for {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures. Its title says the finding, `alt` what one sees; the spec says what is not given."""

    spec: ChartSpec
    title: str = ""
    note: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    term: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms, each with what it is."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """How a figure comes about: its formula in words, and under it, in turn, what goes into it."""

    label: str
    value: str
    formula: str = ""
    unit: str = ""
    source: str = ""
    confidence: str = ""
    children: tuple[Working, ...] = ()
    key: str = ""

    def walk(self) -> Iterator[tuple[int, Working]]:
        """Yields every step with its depth, each whole before its parts."""
        waiting = [(0, self)]
        while waiting:
            depth, step = waiting.pop()
            yield depth, step
            waiting.extend((depth + 1, child) for child in reversed(step.children))


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark set apart. The title carries the kind in words, since colour alone does not."""

    kind: NoticeKind
    runs: tuple[Run, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page, where there are pages."""


Block: TypeAlias = (
    Heading | Paragraph | Bullets | FigureStrip | Table | Chart | Definitions | Working | Notice | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part. `key` is its address on the page and its bookmark in the PDF."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `kind` says whom it is for ("For the CFO"); `snapshot_hash` says which figures it shows."""

    title: str
    subtitle: str
    kind: str
    language: str
    organization: str
    author: str
    created: datetime
    snapshot_hash: str
    sections: tuple[Section, ...]


def plain(runs: tuple[Run, ...]) -> str:
    """The text of the runs, without its emphasis."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)
