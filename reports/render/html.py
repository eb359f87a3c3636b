"""A document as a page: the same blocks, shown with the components of the design."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, TypeAlias

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports import document as model
from reports.document import Document, Figure, Run

HrefOf: TypeAlias = Callable[[str], str]
"""The address of a working by its key, or nothing when the reader has no page for it."""

INDENTS = 4


@dataclass(frozen=True, slots=True)
class Text:
    """A run as the template shows it: a figure stands out, and leads to its working when it has one."""

    text: str
    is_figure: bool = False
    href: str = ""


def render_html(document: Document, href_of: HrefOf = lambda key: "") -> SafeString:
    """Returns the sections of the document as HTML; head, title and actions are the page's own."""
    sections = [
        {"key": section.key, "title": section.title, "parts": [_part(block, href_of) for block in section.blocks]}
        for section in document.sections
    ]
    return render_to_string("reports/document.html", {"sections": sections, "language": document.language})


def _part(block: object, href_of: HrefOf) -> dict[str, Any]:
    return {"template": f"reports/blocks/{type(block).__name__.lower()}.html", **_context(block, href_of)}


@singledispatch
def _context(block: object, href_of: HrefOf) -> dict[str, Any]:
    """What the block's template needs."""
    return {"block": block}


@_context.register(model.Paragraph)
@_context.register(model.Notice)
def _(block: model.Paragraph | model.Notice, href_of: HrefOf) -> dict[str, Any]:
    return {"block": block, "texts": _texts(block.runs, href_of)}


@_context.register
def _(block: model.Bullets, href_of: HrefOf) -> dict[str, Any]:
    return {"items": [_texts(item, href_of) for item in block.items]}


@_context.register
def _(block: model.Definitions, href_of: HrefOf) -> dict[str, Any]:
    return {"items": [(item.term, _texts(item.runs, href_of)) for item in block.items]}


@_context.register
def _(block: model.FigureStrip, href_of: HrefOf) -> dict[str, Any]:
    return {"figures": [(figure, _href(figure.figure, href_of)) for figure in block.figures]}


@_context.register
def _(block: model.Table, href_of: HrefOf) -> dict[str, Any]:
    rows = [(row, min(row.level, INDENTS), _cells(row, block, href_of)) for row in block.rows]
    return {"block": block, "rows": rows}


@_context.register
def _(block: model.Working, href_of: HrefOf) -> dict[str, Any]:
    return {"block": block, "steps": [(min(depth, INDENTS), step) for depth, step in block.walk()]}


def _cells(row: model.Row, table: model.Table, href_of: HrefOf) -> Iterator[tuple[model.Column, list[Text]]]:
    return zip(table.columns, (_texts((cell,), href_of) for cell in row.cells), strict=True)


def _texts(runs: tuple[Run, ...], href_of: HrefOf) -> list[Text]:
    return [Text(run) if isinstance(run, str) else Text(run.text, True, _href(run, href_of)) for run in runs]


def _href(figure: Figure, href_of: HrefOf) -> str:
    return href_of(figure.working) if figure.working else ""
