"""A ReportLab canvas that knows what it draws: every operator stands in a tagged element or in an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import md5
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfdoc import PDFName, PDFPage
from reportlab.pdfgen.canvas import Canvas

from display.tokens import colour

from .fonts import REGULAR, font
from .tags import Element, Mark, write_structure

# Compressed bytes as they are; spelled out in ASCII they would be a quarter more.
rl_config.useA85 = 0
# ReportLab writes only the page entries it knows; a tagged page has two more.
_PAGE_ENTRIES = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
PAGE_TOTAL = "page-total"


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """Collects marks while drawing; when saved, lets `closing` draw what needs all pages, and writes the structure."""

    def __init__(
        self, filename: Any, *, root: Element, closing: Callable[[TaggedCanvas], None], **options: Any
    ) -> None:
        options |= {"pdfVersion": (1, 7), "initialFontName": font(REGULAR).fontName, "invariant": 1}
        super().__init__(filename, **options)
        # The file's id comes from what it says alone; ReportLab also takes in a date that the environment can set.
        self._doc.signature = md5(usedforsecurity=False)
        self._root, self._closing = root, closing
        self._marks: list[list[Element]] = [[]]
        self.section_pages: dict[str, int] = {}

    @contextmanager
    def tagged(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to the element."""
        marks = self._marks[-1]
        element.kids.append(Mark(len(self._marks) - 1, len(marks)))
        self._code.append(f"/{element.kind} <</MCID {len(marks)}>> BDC")
        marks.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, properties: str = "/Type /Layout") -> Iterator[None]:
        """What is drawn inside is decoration, and is not read aloud."""
        self._code.append(f"/Artifact <<{properties}>> BDC")
        yield
        self._code.append("EMC")

    def showPage(self) -> None:
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = _PAGE_ENTRIES
        page.StructParents, page.Tabs = len(self._marks) - 1, PDFName("S")
        self._marks.append([])

    def save(self) -> None:
        if self._code:
            self.showPage()
        self._closing(self)
        write_structure(self._doc, self._root, list(zip(self._doc.Pages.pages, self._marks, strict=False)))
        super().save()

    def fill(self, token: str) -> None:
        self.setFillColor(ink_colour(token))

    def stroke(self, token: str, width: float, dash: tuple[float, ...] = ()) -> None:
        self.setStrokeColor(ink_colour(token))
        self.setLineWidth(width)
        self.setDash(list(dash))


@cache
def ink_colour(token: str) -> Color:
    """A colour of the design by its name, as it is on paper."""
    return HexColor(colour(token))
