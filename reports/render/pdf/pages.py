"""The pages a story flows through: paper, cover, the running head and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from babel.dates import format_date
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Spacer

from display.numbers import known_locale
from reports.document import Document

from . import fonts
from .canvas import PAGE_TOTAL, TaggedCanvas
from .grid import Grid, GridRow, Rule
from .labels import Labels
from .story import section_key
from .tags import Element
from .text import Ink, TextBlock, spans_of, spoken

PRODUCER = "Proofcase"
Paper: TypeAlias = Literal["A4", "Letter"]

PAPERS: dict[Paper, tuple[float, float]] = {"A4": A4, "Letter": LETTER}
SIDE, TOP, BOTTOM = 60.0, 68.0, 62.0
HEAD_Y, FOOT_Y = 40.0, 32.0
COVER_DROP = 96
RUNNING, FACT, TERM = Ink(size=7.5, colour="muted"), Ink(size=9), Ink(size=9, colour="muted")
HASH_SHOWN = 12
TERM_WIDTH, NUMBER_WIDTH, FORM_WIDTH = 90.0, 24.0, 200.0


@dataclass(frozen=True, slots=True)
class Layout:
    """What a reader may choose: the paper, and whether the title has a page of its own."""

    paper: Paper = "A4"
    cover: bool = True

    @property
    def size(self) -> tuple[float, float]:
        return PAPERS[self.paper]

    @property
    def column(self) -> float:
        return self.size[0] - 2 * SIDE


class ReportTemplate(BaseDocTemplate):  # type: ignore[misc]
    """One column on every page; the cover has no running head."""

    def __init__(self, file: Any, document: Document, layout: Layout, labels: Labels) -> None:
        super().__init__(file, pagesize=layout.size, **_properties(document))
        self.layout, self.labels = layout, labels
        self._title = _running(document.title, layout.column * 0.65)
        self._kind = _running(document.kind, layout.column * 0.3)
        self._stamp = _running(stamp_of(document, labels), layout.column * 0.7)
        column = (SIDE, BOTTOM, layout.column, layout.size[1] - TOP - BOTTOM)
        self.addPageTemplates(
            [
                PageTemplate(name, [Frame(*column, 0, 0, 0, 0)], onPageEnd=draw)
                for name, draw in (("first", self._foot), ("next", self._head_and_foot))
            ]
        )

    def _head_and_foot(self, canvas: TaggedCanvas, template: object) -> None:
        width, height = self.layout.size
        with canvas.artifact("/Type /Pagination /Subtype /Header"):
            _write(canvas, SIDE, height - HEAD_Y, self._title)
            _write(canvas, width - SIDE - _width(self._kind), height - HEAD_Y, self._kind)
            canvas.stroke("line", 0.5)
            canvas.line(SIDE, height - HEAD_Y - 8, width - SIDE, height - HEAD_Y - 8)
        self._foot(canvas, template)

    def _foot(self, canvas: TaggedCanvas, template: object) -> None:
        width, _ = self.layout.size
        page, _, _ = self.labels.page.partition("{pages}")
        page = fonts.printable(page.format(page=canvas.getPageNumber()))
        with canvas.artifact("/Type /Pagination /Subtype /Footer"):
            _write(canvas, SIDE, FOOT_Y, page)
            canvas.saveState()
            canvas.translate(SIDE + _width(page), FOOT_Y)
            canvas.doForm(PAGE_TOTAL)
            canvas.restoreState()
            _write(canvas, width - SIDE - _width(self._stamp), FOOT_Y, self._stamp)


def _properties(document: Document) -> dict[str, str]:
    properties = {
        "title": document.title,
        "author": document.author,
        "subject": document.subtitle or document.kind,
        "keywords": document.snapshot_hash,
    }
    return {name: fonts.clean(text) for name, text in properties.items()} | {"creator": PRODUCER, "producer": PRODUCER}


def stamp_of(document: Document, labels: Labels) -> str:
    """Which figures these are: organization, date, and the snapshot by the start of its hash."""
    snapshot = f"{labels.snapshot} {document.snapshot_hash[:HASH_SHOWN]}" if document.snapshot_hash else ""
    return " · ".join(filter(None, (document.organization, date_of(document), snapshot)))


def date_of(document: Document) -> str:
    return format_date(document.created, format="long", locale=known_locale(document.language))


def draw_numbers(canvas: TaggedCanvas, labels: Labels, total: int) -> None:
    """Draws what is known only when all pages are: the end of "Page 2 of 9", and the numbers of the contents.

    Each is a form, which the pages that are already drawn show by its name.
    """
    _, _, rest = labels.page.partition("{pages}")
    _draw_form(canvas, PAGE_TOTAL, fonts.printable(f"{total}{rest}"), RUNNING)
    for key, page in canvas.section_pages.items():
        _draw_form(canvas, key, str(page), FACT)


def _draw_form(canvas: TaggedCanvas, name: str, text: str, ink: Ink) -> None:
    canvas.beginForm(name, 0, -4, FORM_WIDTH, 12)
    _write(canvas, 0, 0, text, ink)
    canvas.endForm()


def opening(document: Document, layout: Layout, labels: Labels, root: Element) -> Iterator[Flowable]:
    """The title: on a page of its own with who, when and which figures, or at the head of the first."""
    yield NextPageTemplate("next")
    if layout.cover:
        yield Spacer(0, COVER_DROP)
    yield _line(document.kind, Ink(fonts.MEDIUM, 10.5, "accent"), root.add("P"), after=6)
    yield _line(document.title, Ink(fonts.BOLD, 30 if layout.cover else 22), root.add("H1"), after=8)
    yield _line(document.subtitle, Ink(size=13, colour="muted"), root.add("P"), after=24 if layout.cover else 12)
    if not layout.cover:
        return
    yield _facts(document, layout, labels, root)
    if len(document.sections) > 1:
        yield from _contents(document, layout, labels, root)
    yield PageBreak()


def _facts(document: Document, layout: Layout, labels: Labels, root: Element) -> Grid:
    facts = (
        (labels.organization, document.organization),
        (labels.author, document.author),
        (labels.created, date_of(document)),
        (labels.snapshot, document.snapshot_hash),
    )
    node = root.add("L", List="/ListNumbering /None")
    rows = [_fact(term, text, node.add("LI")) for term, text in facts if text]
    return Grid(rows, [TERM_WIDTH, layout.column - TERM_WIDTH - 12], gutter=12, before=12)


def _fact(term: str, text: str, item: Element) -> GridRow:
    cells = (
        TextBlock(spans_of(term, TERM), item.add("Lbl", spoken=spoken(term))),
        TextBlock(spans_of(text, FACT), item.add("LBody", spoken=spoken(text))),
    )
    return GridRow(cells, Rule(), above=6, below=6)


class PageNumber(TextBlock):
    """The number of the page that a section begins on, which is drawn last."""

    def __init__(self, key: str, element: Element) -> None:
        super().__init__(spans_of("0", FACT), element)
        self.key = key

    def paint(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        canvas.saveState()
        canvas.translate(x, self.first_baseline(top))
        canvas.doForm(self.key)
        canvas.restoreState()


def _contents(document: Document, layout: Layout, labels: Labels, root: Element) -> Iterator[Flowable]:
    yield _line(labels.contents, Ink(fonts.BOLD, 11), root.add("P"), before=36, after=4)
    tree, widths = root.add("TOC"), [NUMBER_WIDTH, layout.column - NUMBER_WIDTH]
    rows = [
        _content(section_key(index), section.title, tree.add("TOCI")) for index, section in enumerate(document.sections)
    ]
    yield Grid(rows, widths, gutter=0)


def _content(key: str, title: str, item: Element) -> GridRow:
    cells = (
        PageNumber(key, item.add("Lbl")),
        TextBlock(spans_of(title, FACT), item.add("Reference", spoken=spoken(title))),
    )
    return GridRow(cells, above=3, below=3)


def _line(text: str, ink: Ink, element: Element, *, before: float = 0, after: float) -> TextBlock:
    element.spoken = spoken(text)
    return TextBlock(spans_of(text, ink), element, before=before, after=after if text else 0)


def _running(text: str, room: float) -> str:
    """The text on one line, cut short where it would run into its neighbour."""
    shown = fonts.printable(text[:200]).replace("\n", " ")
    if _width(shown) <= room:
        return shown
    while shown and _width(shown + "…") > room:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def _width(text: str) -> float:
    return fonts.width(text, RUNNING.font, RUNNING.size)


def _write(canvas: TaggedCanvas, x: float, y: float, text: str, ink: Ink = RUNNING) -> None:
    canvas.setFont(ink.font, ink.size)
    canvas.fill(ink.colour)
    canvas.drawString(x, y, text)
