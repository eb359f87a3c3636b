"""Facts and inputs: every number somebody may change, by name, with its limits, source and confidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reports.render.workbook.entries import PROBABILITY, Entry, Group, groups
from reports.render.workbook.names import names_of
from reports.render.workbook.sheet import WHOLE, Book, Cell, Range, Sheet, as_stated, share_as_stated
from reports.render.workbook.variants import Variant

SHEET = "Facts and inputs"
LABEL, VALUE, UNIT, LOW, HIGH, SOURCE, CONFIDENCE, NAME, NOTE = range(9)
FIRST_ROW = 4
# Longer sources are read in the case; here they would push everything apart.
LONGEST_PROMPT = 255
MOST_SHOWN = 12


class Inputs:
    """The sheet's cells by path, and their names."""

    def __init__(self, book: Book, base: Variant) -> None:
        self.book = book
        self.groups = groups(base.prepared)
        self.entries = {entry.identity: entry for group in self.groups for entry in group.entries}
        self.cells: dict[str, Cell] = {}
        paths = [entry.path for entry in self.entries.values() if entry.kind != "text"]
        self.names = names_of("probability" if path == PROBABILITY else path for path in paths)
        if "probability" in self.names:
            self.names[PROBABILITY] = self.names.pop("probability")

    @property
    def ramp(self) -> Range:
        first, *rest = [cell for path, cell in self.cells.items() if path.startswith("ramp[")]
        last = rest[-1] if rest else first
        return Range(SHEET, first.row, VALUE, last.row, VALUE)

    def write(self, sheet: Sheet) -> None:
        sheet.widths(42, 16, 15, 10, 10, 36, 13, 30, 34)
        head = (
            _("Input"), _("Value"), _("Unit"), _("Low"), _("High"),
            _("Source"), _("Confidence"), _("Name in formulas"), _("Note"),
        )  # fmt: skip
        sheet.headings(FIRST_ROW - 1, *head, numbers_from=len(head), numbers=(VALUE, LOW, HIGH))
        sheet.worksheet.freeze_panes(FIRST_ROW, 1)
        sheet.worksheet.repeat_rows(FIRST_ROW - 1)
        row = FIRST_ROW
        for group in self.groups:
            row = self._group(sheet, row, group)
        self.book.workbook.define_name("ramp", f"={self.ramp.seen_from('')}")
        sheet.worksheet.autofilter(FIRST_ROW - 1, 0, row - 1, NOTE)

    def _group(self, sheet: Sheet, row: int, group: Group) -> int:
        if not group.entries:
            return row
        sheet.subheading(row, group.title, NOTE + 1)
        for entry in group.entries:
            row += 1
            self._entry(sheet, row, entry)
        return row + 1

    def _entry(self, sheet: Sheet, row: int, entry: Entry) -> None:
        sheet.text(row, LABEL, entry.label, indent=1, text_wrap=True)
        sheet.text(row, UNIT, entry.unit, indent=1)
        sheet.text(row, SOURCE, entry.origin.source, text_wrap=True, indent=1)
        sheet.text(row, CONFIDENCE, _confidence(entry))
        sheet.text(row, NOTE, entry.note, font_color=sheet.muted, text_wrap=True)
        shown = str(entry.value) if entry.kind == "text" else ""
        sheet.fit(row, {LABEL: entry.label, VALUE: shown, SOURCE: entry.origin.source, NOTE: entry.note})
        if entry.kind == "text":
            sheet.text(row, VALUE, entry.value or "", align="right", text_wrap=True)
            return
        number = number_of(self.book, entry)
        cell = sheet.input(row, VALUE, entry.value, number)
        self.cells[entry.path] = cell
        if entry.estimate:
            sheet.value(row, LOW, entry.estimate.low, number, font_color=sheet.muted)
            sheet.value(row, HIGH, entry.estimate.high, number, font_color=sheet.muted)
        validate(sheet, cell, entry)
        name = self.names[entry.path]
        sheet.text(row, NAME, name, font_color=sheet.muted)
        self.book.workbook.define_name(name, f"={cell.seen_from('')}")


def _confidence(entry: Entry) -> str:
    """A word for what was said; a case's own terms and the models' defaults claim nothing."""
    if entry.path.startswith(("facts.", "benefits.", "costs.")) and not entry.note:
        return entry.origin.confidence.replace("_", " ")
    return entry.origin.confidence.replace("_", " ") if entry.origin.source else ""


def number_of(book: Book, entry: Entry) -> str:
    """How the value is shown: with the decimals it was given, money with those of its currency at least."""
    value = entry.value
    if entry.kind == "share":
        return share_as_stated(value)
    if entry.kind == "whole":
        return WHOLE
    return as_stated(value, least=book.currency.minor_units if entry.kind == "money" else 0, most=MOST_SHOWN)


def validate(sheet: Sheet, cell: Cell, entry: Entry) -> None:
    """The limits the case file itself would be held to."""
    low, high = entry.minimum, entry.maximum
    kind = "integer" if entry.kind == "whole" else "decimal"
    if entry.path == "horizon_months" and isinstance(entry.value, Decimal):
        high = entry.value
    rule: dict[str, Any] = {"validate": kind, "ignore_blank": True, "error_title": _("Outside its limits")}
    if high is None:
        rule |= {"criteria": ">=", "value": float(low or 0)}
        message = _("At least %(low)s.") % {"low": f"{low or 0:f}"}
    else:
        rule |= {"criteria": "between", "minimum": float(low or 0), "maximum": float(high)}
        message = _("From %(low)s to %(high)s.") % {"low": f"{low or 0:f}", "high": f"{high:f}"}
    rule["error_message"] = message[:LONGEST_PROMPT]
    sheet.worksheet.data_validation(cell.row, cell.column, cell.row, cell.column, rule)
