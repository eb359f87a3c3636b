"""What a reader other than ours finds in a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from reports.document import Document
from reports.render.pdf import Layout, render_pdf

WITHOUT_COVER = Layout(cover=False)


def read(document: Document, layout: Layout = WITHOUT_COVER) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(document, layout)))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def letters_of(reader: PdfReader) -> str:
    """The text without the spaces and lines that its setting adds."""
    return "".join(text_of(reader).split())


def elements(reader: PdfReader) -> Iterator[DictionaryObject]:
    """The elements of the structure, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()]
    while waiting:
        element = waiting.pop()
        yield element
        kids = [kid.get_object() for kid in element["/K"]]
        waiting += [kid for kid in reversed(kids) if "/S" in kid]


def kinds(reader: PdfReader) -> list[str]:
    return [element["/S"][1:] for element in elements(reader)]


def drawn_outside_the_structure(reader: PdfReader) -> list[bytes]:
    """Operators that paint, and stand neither in a tagged element nor in an artifact."""
    return [operator for page in reader.pages for operator in _untagged(ContentStream(page.get_contents(), reader))]


def _untagged(stream: ContentStream) -> Iterator[bytes]:
    painting = {b"Tj", b"TJ", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
    depth = 0
    for _, operator in stream.operations:
        depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
        if operator in painting and not depth:
            yield operator


def keys(value: Any) -> set[str]:
    """Every name of an entry anywhere in the file."""
    seen: set[int] = set()
    found: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            found |= set(item)
            waiting += [item.raw_get(key) for key in item]
        elif isinstance(item, list):
            waiting += list(item)
    return found


def fonts(reader: PdfReader) -> dict[str, bool]:
    """The fonts of all pages, and whether each is in the file."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object().get("/FontDescriptor", {})
            found[font.get_object()["/BaseFont"]] = "/FontFile2" in descriptor
    return found
