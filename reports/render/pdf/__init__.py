"""A document as a PDF: paged, bookmarked, tagged, with its fonts inside, and the same bytes every time."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from reports.document import Document

from .canvas import TaggedCanvas
from .fonts import clean
from .labels import Labels
from .pages import Layout, ReportTemplate, draw_numbers, opening
from .story import Story
from .tags import Element

__all__ = ["Labels", "Layout", "render_pdf"]

_DEFAULT_LAYOUT, _ENGLISH = Layout(), Labels()


def render_pdf(document: Document, layout: Layout = _DEFAULT_LAYOUT, labels: Labels = _ENGLISH) -> bytes:
    """Returns the PDF. It depends on its arguments alone: no clock, no chance, no file but the fonts."""
    root, file = Element("Document"), BytesIO()
    template = ReportTemplate(file, document, layout, labels)
    story = Story(layout.column, labels)
    flowables = [*opening(document, layout, labels, root), *story.flowables(document, root)]
    template.build(flowables, canvasmaker=partial(_canvas, document=document, labels=labels, root=root))
    return file.getvalue()


def _canvas(file: BytesIO, *, document: Document, labels: Labels, root: Element, **options: object) -> TaggedCanvas:
    options |= {"lang": clean(document.language), "pageCompression": 1}
    canvas = TaggedCanvas(file, root=root, closing=partial(_close, labels=labels), **options)
    created = f"D:{document.created:%Y%m%d%H%M%S}"
    canvas.setDateFormatter(lambda *_: created)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    return canvas


def _close(canvas: TaggedCanvas, *, labels: Labels) -> None:
    draw_numbers(canvas, labels, canvas.getPageNumber() - 1)
