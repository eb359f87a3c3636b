"""The structure of a tagged PDF: what each part of the page is, in reading order, for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFObject, PDFPage, PDFString

from .fonts import clean


class Mark(NamedTuple):
    """A piece of a page's content, by the index of the page and its number on it."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Element:
    """A node of the structure: `H1`, `Table`, `Figure`. Its kids are elements and marks, in reading order."""

    kind: str
    alt: str = ""
    spoken: str = ""
    """The text itself, where the page can only show replacements for it."""
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list[Element | Mark] = field(default_factory=list)

    def add(self, kind: str, *, alt: str = "", spoken: str = "", **attributes: str) -> Element:
        """Appends an element. Attributes are given by owner: `Table="/Scope /Column"`."""
        kid = Element(kind, alt=alt, spoken=spoken, attributes=attributes)
        self.kids.append(kid)
        return kid

    @property
    def is_empty(self) -> bool:
        return all(isinstance(kid, Element) and kid.is_empty for kid in self.kids)


Pages = Sequence[tuple[PDFPage, Sequence[Element]]]
"""Each page with the elements of its marks, by number."""


def write_structure(pdf: PDFDocument, root: Element, pages: Pages) -> None:
    """Adds the structure tree to the document's catalog, and to each page the way back into it."""
    tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    written: dict[int, PDFDictionary] = {}
    page_objects = [page for page, _ in pages]
    _write_element(pdf, root, tree, page_objects, written)
    tree["K"] = PDFArray([pdf.Reference(written[id(root)])])
    tree["ParentTree"] = pdf.Reference(_parent_tree(pdf, pages, written))
    tree["ParentTreeNextKey"] = len(pages)
    pdf.Catalog.StructTreeRoot = tree
    pdf.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _write_element(
    pdf: PDFDocument, element: Element, parent: PDFObject, pages: list[PDFPage], written: dict[int, PDFDictionary]
) -> PDFObject:
    node = written[id(element)] = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.kind)})
    node["P"] = pdf.Reference(parent)
    if element.alt:
        node["Alt"] = PDFString(clean(element.alt))
    if element.spoken:
        node["ActualText"] = PDFString(clean(element.spoken))
    if element.attributes:
        node["A"] = PDFArray([f"<< /O /{owner} {entries} >>" for owner, entries in element.attributes.items()])
    reference = pdf.Reference(node)
    node["K"] = PDFArray(
        [
            _mark(pdf, kid, pages) if isinstance(kid, Mark) else _write_element(pdf, kid, node, pages, written)
            for kid in element.kids
            if isinstance(kid, Mark) or not kid.is_empty
        ]
    )
    return reference


def _mark(pdf: PDFDocument, mark: Mark, pages: list[PDFPage]) -> PDFObject:
    page = pdf.Reference(pages[mark.page])
    return PDFDictionary({"Type": PDFName("MCR"), "Pg": page, "MCID": mark.number})


def _parent_tree(pdf: PDFDocument, pages: Pages, written: dict[int, PDFDictionary]) -> PDFDictionary:
    """A page's marks lead to their elements: an array of references for each page, under the page's index."""
    numbers: list[object] = []
    for index, (_, elements) in enumerate(pages):
        numbers += [index, pdf.Reference(PDFArray([pdf.Reference(written[id(element)]) for element in elements]))]
    return PDFDictionary({"Nums": PDFArray(numbers)})
