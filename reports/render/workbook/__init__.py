"""A case as a workbook that recalculates: from inputs over workings and methods to the answers, in live formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.case_file import CaseFile
from calculations.engine.currencies import currencies
from reports.render.workbook import lines as lines_sheets
from reports.render.workbook import sensitivity, summary, working
from reports.render.workbook.columns import tei_values, write_measures
from reports.render.workbook.flows import FlowBlock
from reports.render.workbook.inputs import SHEET as INPUTS
from reports.render.workbook.inputs import Inputs
from reports.render.workbook.measures import TEI
from reports.render.workbook.months import by_name, exact_rows
from reports.render.workbook.scenarios import SHEET as SCENARIOS
from reports.render.workbook.scenarios import Comparison, measure_references
from reports.render.workbook.sheet import Book, Sheet, WorkbookTooLarge, clean
from reports.render.workbook.tei import FIRST_YEAR, YearBlock
from reports.render.workbook.variants import Place, Variant, base_of, variants_of

__all__ = ["Stamp", "WorkbookTooLarge", "render_workbook"]

CASH_FLOW, TEI_SHEET = "Cash flow", "TEI"
# More than this no spreadsheet program opens in comfort, and nobody reads.
MOST_CELLS = 1_500_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose figures these are, and when the file was made."""

    snapshot_hash: str
    created: datetime
    organization: str = ""
    author: str = ""


def render_workbook(case: CaseFile, result: Mapping[str, Any], stamp: Stamp) -> bytes:
    """Returns the workbook of a case and its stored result (case-result/1). It depends on its arguments alone."""
    base = base_of(case)
    variants = tuple(variants_of(base))
    _refuse_too_large(base, variants)
    file = BytesIO()
    book = Book(file, currencies()[case.currency])
    book.workbook.set_properties(
        {
            "title": clean(case.name)[:250],
            "author": clean(stamp.author)[:250],
            "company": clean(stamp.organization)[:250],
            "comments": f"Snapshot {stamp.snapshot_hash}",
            "created": stamp.created.replace(tzinfo=None),
        }
    )
    _write(book, base, variants, result, stamp)
    book.workbook.close()
    return file.getvalue()


def _refuse_too_large(base: Variant, variants: tuple[Variant, ...]) -> None:
    months = max(variant.prepared.horizon_months for variant in (base, *variants)) + 1
    rows = sum(len(variant.lines) + 20 for variant in (base, *variants))
    if rows * months > MOST_CELLS:
        raise WorkbookTooLarge(
            _("%(cells)s cells of monthly figures, and a workbook holds %(most)s at most")
            % {"cells": f"{rows * months:,}", "most": f"{MOST_CELLS:,}"}
        )


def _write(book: Book, base: Variant, variants: tuple[Variant, ...], result: Mapping[str, Any], stamp: Stamp) -> None:
    """Sheets in the order they are read; their cells in the order they refer to each other."""
    sheets = _sheets(book, base, result, stamp)
    inputs = Inputs(book, base)
    inputs.write(sheets[INPUTS])
    workings = working.WorkingSheet(book, base, inputs)
    workings.write(sheets[working.SHEET])
    lines = lines_sheets.Lines(base, inputs, workings.amounts, _notes(result))
    lines.write(sheets[lines_sheets.BENEFITS], sheets[lines_sheets.COSTS])

    place = Place(inputs.cells, inputs.ramp, lines.said, lines.amount_cells)
    months = base.prepared.horizon_months
    cash = sheets[CASH_FLOW]
    flows = FlowBlock(cash, 3, months, base, place).write()
    _lay_out_months(cash, months)
    tei = sheets[TEI_SHEET]
    years = YearBlock(tei, 3, months, base, place, flows).write()
    tei_cells = _tei_measures(tei, years.bottom + 1, base, years.references(tei.name))

    front = summary.SummarySheet(sheets[summary.SHEET], base, result)
    signs = by_name(exact_rows(base, months))["signs"]
    front.write_measures(measure_references(front.sheet, base, place, flows), signs, tei_cells)
    comparison = Comparison(base, variants, inputs, lines)
    comparison.write(sheets[SCENARIOS], front.measures)
    front.write_tables(comparison)
    front.write_frame(flows, years.rows, TEI_SHEET)
    sensitivity.SensitivitySheet(base, result).write(sheets[sensitivity.SHEET])
    front.sheet.worksheet.activate()


def _sheets(book: Book, base: Variant, result: Mapping[str, Any], stamp: Stamp) -> dict[str, Sheet]:
    case = base.prepared.case
    all_in = _("All amounts in %(currency)s, nominal, before tax.") % {"currency": case.currency}
    stamped = _("As calculated by engine %(engine)s for snapshot %(hash)s; does not move with the inputs.") % {
        "engine": result["engine"], "hash": stamp.snapshot_hash,
    }  # fmt: skip
    notes = {
        summary.SHEET: _("%(currency)s · snapshot %(hash)s · %(date)s")
        % {"currency": case.currency, "hash": stamp.snapshot_hash[:12], "date": f"{stamp.created:%Y-%m-%d}"},
        INPUTS: _("Change a blue cell and every sheet but Sensitivity follows. %(all_in)s") % {"all_in": all_in},
        lines_sheets.BENEFITS: _("A steady year, before the probability of success. %(all_in)s") % {"all_in": all_in},
        lines_sheets.COSTS: all_in,
        CASH_FLOW: _("Month 0 is today. %(all_in)s") % {"all_in": all_in},
        TEI_SHEET: _("Each line adjusted by its own risk; the probability of success plays no part. %(all_in)s")
        % {"all_in": all_in},
        SCENARIOS: _("Black inputs follow the base case, blue ones are the scenario's own. %(all_in)s")
        % {"all_in": all_in},
        sensitivity.SHEET: stamped,
        working.SHEET: _("How each line's amount comes about, step by step. %(all_in)s") % {"all_in": all_in},
    }
    titles = {summary.SHEET: case.name}
    return {name: book.sheet(name, titles.get(name, name), note) for name, note in notes.items()}


def _notes(result: Mapping[str, Any]) -> dict[str, str]:
    notes: dict[str, list[str]] = {}
    for note in result["notes"]:
        notes.setdefault(note["line"], []).append(note["message"])
    return {line: " ".join(messages) for line, messages in notes.items()}


def _lay_out_months(sheet: Sheet, months: int) -> None:
    sheet.widths(38, 10, 9, 15, 15, 9, 9, 10, 16, *([12] * (months + 1)))
    sheet.worksheet.freeze_panes(4, 1)
    sheet.worksheet.repeat_columns(0)
    sheet.worksheet.repeat_rows(3)
    sheet.worksheet.fit_to_pages(0, 1)


def _tei_measures(sheet: Sheet, row: int, base: Variant, references: Mapping[str, str]) -> dict[str, Any]:
    sheet.widths(38, 16, *([15] * 51))
    sheet.worksheet.freeze_panes(4, 1)
    sheet.headings(row, _("Result"), "", "")
    for position, measure in enumerate(TEI, start=row + 1):
        sheet.text(position, 0, measure.label)
    return write_measures(sheet, row + 1, FIRST_YEAR, TEI, references, tei_values(base))
