"""A document's blocks as flowables, each with its element of the structure, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatchmethod

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether
from reportlab.platypus import PageBreak as NewPage

from display.charts.layouts import layout
from reports.document import (
    Bullets,
    Chart,
    Definitions,
    Document,
    FigureStrip,
    Heading,
    KeyFigure,
    Notice,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Working,
    plain,
)

from . import fonts
from .charts import ChartPicture
from .grid import Grid, GridRow, Panel
from .labels import Labels
from .tables import table_grid, working_grid
from .tags import Element
from .text import Ink, Span, TextBlock, run_spans, spans_of, spoken

BODY, LEAD, SMALL = Ink(size=10), Ink(size=13), Ink(size=8.5, colour="muted")
SECTION, HEADING, TITLE = Ink(fonts.BOLD, 15), Ink(fonts.BOLD, 11), Ink(fonts.BOLD, 10.5)
FIGURE = Ink(fonts.BOLD, 15)
BULLET = "\N{BULLET}"
BULLET_WIDTH = 10
TERM_SHARE = 0.28
FIGURES_A_ROW = 5
# The room that a heading and the first lines under it need; less is left empty at the foot of a page.
ROOM_UNDER_SECTION, ROOM_UNDER_HEADING = 130, 90
# Charts are laid out in CSS pixels; a pixel is three quarters of a point.
POINTS_PER_PIXEL = 0.75
TALLEST_CHART, SMALL_TABLE = 330, 200
WASHES = {"info": "sunken", "good": "good_wash", "warn": "warn_wash", "bad": "bad_wash"}
BARS = {"info": "edge", "good": "good", "warn": "warn", "bad": "bad"}


class LeadingText(TextBlock):
    """A heading: never the last thing on a page. With a key it is an entry of the outline too."""

    def __init__(self, text: str, ink: Ink, element: Element, *, before: float, after: float, key: str = "") -> None:
        super().__init__(spans_of(text, ink), element, before=before, after=after)
        self.key, self.title = key, fonts.printable(text).replace("\n", " ")

    def draw(self) -> None:
        if self.key and self.key not in self.canv.section_pages:
            self.canv.bookmarkHorizontal(self.key, 0, self.height)
            self.canv.addOutlineEntry(self.title, self.key, level=0)
            self.canv.section_pages[self.key] = self.canv.getPageNumber()
        super().draw()


def section_key(index: int) -> str:
    """The name of a section inside the file. Its own key may be any text; a PDF's names may not."""
    return f"section-{index}"


class Story:
    """Makes the flowables of a document for a column of a given width."""

    def __init__(self, width: float, labels: Labels) -> None:
        self.width, self.labels = width, labels

    def flowables(self, document: Document, root: Element) -> Iterator[Flowable]:
        for index, section in enumerate(document.sections):
            yield from _led(self._section(section, section_key(index), root.add("Sect")))

    def _section(self, section: Section, key: str, tree: Element) -> Iterator[Flowable]:
        title = tree.add("H2", spoken=spoken(section.title))
        yield LeadingText(section.title, SECTION, title, before=18, after=6, key=key)
        for block in section.blocks:
            yield from self.block(block, tree)

    @singledispatchmethod
    def block(self, block: object, tree: Element) -> Iterator[Flowable]:
        raise TypeError(f"{type(block).__name__} is no block")

    @block.register
    def _(self, block: Heading, tree: Element) -> Iterator[Flowable]:
        yield LeadingText(block.text, HEADING, tree.add("H3", spoken=spoken(block.text)), before=8, after=4)

    @block.register
    def _(self, block: Paragraph, tree: Element) -> Iterator[Flowable]:
        spans = run_spans(block.runs, LEAD if block.lead else BODY)
        yield TextBlock(spans, tree.add("P", spoken=spoken(plain(block.runs))), after=14 if block.lead else 8)

    @block.register
    def _(self, block: Bullets, tree: Element) -> Iterator[Flowable]:
        node = tree.add("L", List="/ListNumbering /Disc")
        rows = [self._item(BULLET, run_spans(item, BODY), plain(item), node) for item in block.items]
        yield Grid(rows, [BULLET_WIDTH, self.width - BULLET_WIDTH], gutter=0, after=8)

    @block.register
    def _(self, block: Definitions, tree: Element) -> Iterator[Flowable]:
        node, room = tree.add("L", List="/ListNumbering /None"), self.width - 12
        rows = [self._item(item.term, run_spans(item.runs, BODY), plain(item.runs), node) for item in block.items]
        yield Grid(rows, [room * TERM_SHARE, room * (1 - TERM_SHARE)], gutter=12, after=10)

    def _item(self, label: str, spans: tuple[Span, ...], text: str, tree: Element) -> GridRow:
        item = tree.add("LI")
        ink = BODY if label == BULLET else Ink(size=BODY.size, colour="muted")
        cells = (
            TextBlock(spans_of(label, ink), item.add("Lbl", spoken=spoken(label))),
            TextBlock(spans, item.add("LBody", spoken=spoken(text))),
        )
        return GridRow(cells, above=2, below=2)

    @block.register
    def _(self, block: FigureStrip, tree: Element) -> Iterator[Flowable]:
        node, figures = tree.add("L", List="/ListNumbering /None"), block.figures
        rows = -(-len(figures) // FIGURES_A_ROW)
        across = -(-len(figures) // rows) if rows else 0
        for start in range(0, len(figures), max(across, 1)):
            yield self._strip(figures[start : start + across], across, node)

    def _strip(self, figures: tuple[KeyFigure, ...], across: int, tree: Element) -> Grid:
        gutter, panel = 20.0, Panel(outline="line", dividers=True, padding=12)
        width = (self.width - 2 * panel.padding - gutter * (across - 1)) / across
        cells = tuple(self._key_figure(figure, tree.add("LI")) for figure in figures)
        row = GridRow(cells, above=9, below=9)
        return Grid([row], [width] * len(cells), gutter=gutter, panel=panel, before=4, after=12)

    def _key_figure(self, figure: KeyFigure, item: Element) -> TextBlock:
        value = Ink(FIGURE.font, FIGURE.size, "bad" if figure.tone == "bad" else "ink")
        note = spans_of(f"\n{figure.note}", SMALL) if figure.note else ()
        spans = (*spans_of(f"{figure.label}\n", SMALL), *spans_of(figure.figure.text, value), *note)
        text = f"{figure.label} {figure.figure.text} {figure.note}"
        return TextBlock(spans, item.add("LBody", spoken=spoken(text)))

    @block.register
    def _(self, block: Table, tree: Element) -> Iterator[Flowable]:
        caption = [self._caption(block.caption, tree)] if block.caption else []
        yield from _kept([*caption, table_grid(block, tree, self.width)])

    @block.register
    def _(self, block: Working, tree: Element) -> Iterator[Flowable]:
        yield from _kept([working_grid(block, tree, self.width, self.labels)])

    @block.register
    def _(self, block: Chart, tree: Element) -> Iterator[Flowable]:
        scene = layout(block.spec, self.width / POINTS_PER_PIXEL)
        title = block.title or scene.title
        parts = [self._caption(title, tree)]
        if block.note:
            parts.append(self._text(block.note, SMALL, tree.add("P", spoken=spoken(block.note)), after=2))
        figure = tree.add("Figure", alt=block.alt or f"{scene.title}. {scene.description}")
        yield KeepTogether([*parts, ChartPicture(scene, figure, self.width, TALLEST_CHART)])

    @block.register
    def _(self, block: Notice, tree: Element) -> Iterator[Flowable]:
        title = spans_of(f"{block.title}\n", Ink(fonts.BOLD, 9.5)) if block.title else ()
        text = f"{block.title}\n{plain(block.runs)}" if block.title else plain(block.runs)
        cell = TextBlock((*title, *run_spans(block.runs, Ink(size=9.5))), tree.add("P", spoken=spoken(text)))
        panel = Panel(fill=WASHES[block.kind], bar=BARS[block.kind], padding=12)
        yield Grid([GridRow((cell,), above=8, below=8)], [self.width - 24], panel=panel, before=4, after=10)

    @block.register
    def _(self, block: PageBreak, tree: Element) -> Iterator[Flowable]:
        yield NewPage()

    def _caption(self, text: str, tree: Element) -> TextBlock:
        return self._text(text, TITLE, tree.add("P", spoken=spoken(text)), before=6, after=2)

    def _text(self, text: str, ink: Ink, element: Element, *, before: float = 0, after: float = 0) -> TextBlock:
        return TextBlock(spans_of(text, ink), element, before=before, after=after)


def _led(flowables: Iterable[Flowable]) -> Iterator[Flowable]:
    """Keeps headings with what they head: with all of it if it stays whole, else with its first lines."""
    held: list[Flowable] = []
    for flowable in flowables:
        if isinstance(flowable, LeadingText):
            held.append(flowable)
        elif not held:
            yield flowable
        elif isinstance(flowable, KeepTogether):
            yield KeepTogether([*held, *flowable._content])
            held = []
        elif not isinstance(flowable, CondPageBreak):  # the heading asks for more room than the break
            yield from (CondPageBreak(ROOM_UNDER_SECTION), *held, flowable)
            held = []
    yield from held


def _kept(parts: list[Flowable]) -> list[Flowable]:
    """A small table stays whole, under its caption; a tall one needs room for a few rows to begin."""
    *_, grid = parts
    return [KeepTogether(parts)] if sum(grid.heights) <= SMALL_TABLE else [CondPageBreak(ROOM_UNDER_HEADING), *parts]
