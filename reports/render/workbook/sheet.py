"""The sheets of a workbook as its parts write them: text that is never a formula, formulas with their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from calculations.engine.answer import Answer
from calculations.engine.currencies import Currency
from display.tokens import colour

Value: TypeAlias = Decimal | int | float | str | Answer | None
Format: TypeAlias = Any

INPUT_BLUE = "#0000FF"
FONT = {"font_name": "Arial", "font_size": 10}
# What a spreadsheet program might take for the start of a formula when the cell is edited.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_000
HEADING_HEIGHT, LINE_HEIGHT, HIGHEST_ROW = 20, 13.5, 400
# A letter takes about 9 tenths of the unit in which widths are stated.
LETTER = 9
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PERCENT, MONTHS, WHOLE, FACTOR = "0.0%", "0.0", "0", "0.0000"
MOST_DECIMALS = 6


class WorkbookTooLarge(Exception):
    """The case has more than a workbook that people open can hold."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, as formulas of its own sheet or of another refer to it."""

    sheet: str
    row: int
    column: int

    def seen_from(self, sheet: str) -> str:
        return f"{_qualified(self.sheet, sheet)}{xl_rowcol_to_cell(self.row, self.column, True, True)}"


@dataclass(frozen=True, slots=True)
class Range:
    """A block of cells; rows of months are one cell high."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def seen_from(self, sheet: str) -> str:
        return f"{_qualified(self.sheet, sheet)}{xl_range_abs(self.top, self.left, self.bottom, self.right)}"

    @property
    def last(self) -> Cell:
        return Cell(self.sheet, self.bottom, self.right)

    def shortened(self, *, left: int = 0, right: int = 0) -> Range:
        """The row without its first or last cells."""
        return Range(self.sheet, self.top, self.left + left, self.bottom, self.right - right)


def _qualified(sheet: str, reader: str) -> str:
    return "" if sheet == reader else f"'{sheet}'!"


def beside(row: int, column: int) -> str:
    """A reference that moves with its column: B$5."""
    return f"{xl_col_to_name(column)}${row + 1}"


def across(row: int, column: int) -> str:
    """A reference that moves with its row: $B5."""
    return f"${xl_col_to_name(column)}{row + 1}"


def as_cell_value(value: Value) -> float | int | str:
    """What a cell holds of a figure: a double, or the reason there is none."""
    if isinstance(value, Answer):
        return value.reason if value.value is None else float(value.value)
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal) else value


def clean(text: str) -> str:
    """Text that XML and a cell can hold."""
    kept = NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return kept if len(kept) <= LONGEST_TEXT else kept[:LONGEST_TEXT] + "…"


def as_stated(value: Value, *, least: int = 0, most: int = MOST_DECIMALS) -> str:
    """A format with the decimals the value has; optional ones leave Excel with a point at the end."""
    decimals = min(max(least, decimals_of(value)), most)
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def share_as_stated(value: Value, *, most: int = MOST_DECIMALS) -> str:
    """A percentage with the decimals the value has."""
    decimals = min(max(decimals_of(value) - 2, 0), most)
    return f"0.{'0' * decimals}%" if decimals else "0%"


def decimals_of(value: Value) -> int:
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


class Book:
    """A workbook with its formats: blue is an input, black is a formula, grey was calculated elsewhere."""

    def __init__(self, file: Any, currency: Currency) -> None:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = Workbook(file, options)
        self.workbook.set_calc_mode("auto")
        self.currency = currency
        self.money = "#,##0" + (f".{'0' * currency.minor_units}" if currency.minor_units else "")
        self.accounting = f'{self.money};[Red]-{self.money};"–"'
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        if not properties.get("num_format", True):
            del properties["num_format"]
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(FONT | {"valign": "vcenter"} | properties)
        return self._formats[key]

    def sheet(self, name: str, title: str, note: str, *, landscape: bool = True) -> Sheet:
        sheet = Sheet(self, self.workbook.add_worksheet(name))
        sheet.set_up(title, note, landscape=landscape)
        return sheet


class Sheet:
    """One worksheet. Rows and columns count from 0."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self.book, self.worksheet, self.name = book, worksheet, str(worksheet.get_name())
        self.muted = colour("muted")
        self.width: dict[int, float] = {}

    def set_up(self, title: str, note: str, *, landscape: bool) -> None:
        page = self.worksheet
        page.hide_gridlines(2)
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        page.set_column(0, 255, None, self.book.format())
        if landscape:
            page.set_landscape()
        self.text(0, 0, title, bold=True, font_size=15, font_color=colour("ink"))
        self.text(1, 0, note, font_color=colour("muted"))

    def widths(self, *widths: float) -> None:
        self.width = dict(enumerate(widths))
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width, self.book.format())

    def fit(self, row: int, texts: Mapping[int, str], *, merged_to: int = 0, level: int = 0) -> None:
        """Makes a row as high as its wrapped texts need; the last text may run over merged columns."""
        lines = 1
        for column, text in texts.items():
            last = merged_to if column == max(texts) else column
            width = sum(self.width[beneath] for beneath in range(column, max(column, last) + 1))
            lines = max(lines, -(-len(text) * LETTER // int(width * 10)))
        height = min(lines * LINE_HEIGHT, HIGHEST_ROW) if lines > 1 else None
        self.worksheet.set_row(row, height, None, {"level": level} if level else {})

    # --- cells

    def text(self, row: int, column: int, text: object, **properties: Any) -> None:
        cleaned = clean(str(text))
        if not cleaned:
            self.worksheet.write_blank(row, column, None, self.book.format(**properties))
            return
        if cleaned.startswith(FORMULA_STARTS):
            properties["quote_prefix"] = True
        self.worksheet.write_string(row, column, cleaned, self.book.format(**properties))

    def headings(
        self, row: int, *headings: object, numbers_from: int = 1, numbers: Collection[int] = (),
        height: float = HEADING_HEIGHT,
    ) -> None:  # fmt: skip
        """Words start and numbers end: from `numbers_from` on, and in the columns `numbers`."""
        self.worksheet.set_row(row, height)
        ends = [position >= numbers_from or position in numbers for position in range(len(headings))]
        for position, heading in enumerate(headings):
            align = "right" if ends[position] else "left"
            indent = 1 if position and ends[position - 1] and not ends[position] else 0
            self.text(
                row, position, heading, bold=True, text_wrap=True, align=align, indent=indent,
                bg_color=colour("wash"), font_color=colour("accent_strong"), bottom=1,
                bottom_color=colour("accent"),
            )  # fmt: skip

    def head_number(self, row: int, column: int, number: int) -> None:
        """A number among the headings, which formulas may refer to."""
        style = self.book.format(
            bold=True, align="right", bg_color=colour("wash"), font_color=colour("accent_strong"), bottom=1,
            bottom_color=colour("accent"), num_format="0",
        )  # fmt: skip
        self.worksheet.write_number(row, column, number, style)

    def subheading(self, row: int, text: object, columns: int) -> None:
        for column in range(columns):
            self.text(row, column, text if column == 0 else "", bold=True, bg_color=colour("sunken"))

    def value(self, row: int, column: int, value: Value, number: str = "", **properties: Any) -> Cell:
        """A figure that stands as it is: an input, or one calculated elsewhere."""
        shown = as_cell_value(value)
        if isinstance(shown, str):
            self.text(row, column, shown, **{"align": "right"} | properties)
        else:
            self.worksheet.write_number(row, column, shown, self.book.format(num_format=number, **properties))
        return Cell(self.name, row, column)

    def input(self, row: int, column: int, value: Value, number: str = "") -> Cell:
        """A cell to be changed: blue on a tint."""
        align = "left" if isinstance(value, str) else "right"
        return self.value(row, column, value, number, font_color=INPUT_BLUE, bg_color="#FFFBE6", align=align)

    def calculated(self, row: int, column: int, value: Value, number: str = "") -> Cell:
        """A figure calculated elsewhere, which does not move with the inputs: grey."""
        return self.value(row, column, value, number, font_color=colour("muted"), align="right")

    def formula(self, row: int, column: int, formula: str, value: Value, number: str = "", **properties: Any) -> Cell:
        """A live formula, given without its equals sign, with the value it has now."""
        style = self.book.format(num_format=number, **{"align": "right"} | properties)
        self.worksheet.write_formula(row, column, f"={formula}", style, as_cell_value(value))
        return Cell(self.name, row, column)
