"""Benefits and Costs: each line with what is said of it, its amount from the working, and how it comes about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.case_file.records import Benefit, Cost
from calculations.engine.numbers import ZERO
from calculations.engine.terms import GROWTH_MAXIMUM, GROWTH_MINIMUM, LONGEST_HORIZON
from calculations.engine.wiring import WiredLine
from calculations.engine.working import tree
from reports.render.workbook.entries import UPLIFT_BENEFITS, UPLIFT_COSTS
from reports.render.workbook.inputs import Inputs
from reports.render.workbook.sheet import PERCENT, WHOLE, Cell, Sheet, across
from reports.render.workbook.variants import Variant, about, has
from reports.render.workbook.working import LONGEST_WORDS

BENEFITS, COSTS = "Benefits", "Costs"
FIRST_ROW = 4
NAME, KIND, GROUP, CASHABLE, AMOUNT, UPLIFTED, STARTS, ENDS, GROWTH, RISK, HOW, NOTE = range(12)
COLUMNS = {"kind": KIND, "cashable": CASHABLE, "starts": STARTS, "ends": ENDS, "growth": GROWTH, "risk": RISK}
NUMBERS = {"starts": WHOLE, "ends": WHOLE, "growth": PERCENT, "risk": PERCENT}
MONTHS = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": LONGEST_HORIZON}
GROWTHS = {"minimum": float(GROWTH_MINIMUM), "maximum": float(GROWTH_MAXIMUM)}
RULES: dict[str, dict[str, Any]] = {
    "cashable": {"validate": "list", "source": ["yes", "no"]},
    "starts": MONTHS,
    "ends": MONTHS,
    "growth": {"validate": "decimal", "criteria": "between"} | GROWTHS,
    "risk": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
}  # fmt: skip


class Lines:
    """The cells of what is said about each line, and of its amount, by the line's path."""

    def __init__(self, base: Variant, inputs: Inputs, amounts: dict[str, Cell], notes: dict[str, str]) -> None:
        self.base, self.inputs, self.amounts, self.notes = base, inputs, amounts, notes
        self.said: dict[str, dict[str, Cell]] = {}
        self.amount_cells: dict[str, Cell] = {}

    def write(self, benefits: Sheet, costs: Sheet) -> None:
        group = (_("Layer"), _("Cashable"))
        self._sheet(benefits, self.base.prepared.benefits, (_("Benefit"), _("Kind"), *group), _("Amount a year"))
        # The order of the file, not the one in which shares of other costs are calculated.
        by_path = self.base.prepared.by_path
        in_order = tuple(by_path[cost.path] for cost in self.base.prepared.case.costs)
        self._sheet(costs, in_order, (_("Cost"), _("When"), _("Category"), ""), _("Amount"))

    def _sheet(self, sheet: Sheet, lines: Sequence[WiredLine], first: tuple[str, ...], amount: str) -> None:
        sheet.widths(30, 10, 20, 10, 15, 15, 8, 8, 9, 9, 50, 30)
        head = (
            *first, amount, _("After uplift"), _("From month"), _("To month"), _("Growth a year"),
            _("TEI risk"), _("How it is worked out"), _("Note"),
        )  # fmt: skip
        sheet.headings(FIRST_ROW - 1, *head, numbers_from=len(head), numbers=range(AMOUNT, HOW), height=30)
        sheet.worksheet.freeze_panes(FIRST_ROW, 1)
        sheet.worksheet.repeat_rows(FIRST_ROW - 1)
        for row, line in enumerate(lines, start=FIRST_ROW):
            self._line(sheet, row, line)
        self._total(sheet, FIRST_ROW + len(lines), lines)

    def _line(self, sheet: Sheet, row: int, line: WiredLine) -> None:
        written = line.line
        sheet.text(row, NAME, written.name, text_wrap=True)
        sheet.text(row, GROUP, (written.layer if isinstance(written, Benefit) else written.category).replace("_", " "))
        self._said(sheet, row, written)
        number = sheet.book.accounting
        amount = self.base.prepared.base_amounts[line.path]
        self.amount_cells[line.path] = Cell(sheet.name, row, AMOUNT)
        sheet.formula(row, AMOUNT, self.amounts[line.path].seen_from(sheet.name), amount, number)
        sheet.formula(row, UPLIFTED, self._uplifted(row, written), self.base.uplifted(line), number, bold=True)
        words = tree(self.base.prepared.recorded[line.path], written.name, sheet.book.currency).words
        sheet.text(row, HOW, words[:LONGEST_WORDS], text_wrap=True, indent=1)
        note = self.notes.get(written.key, "")
        sheet.text(row, NOTE, note, text_wrap=True, font_color=sheet.muted)
        sheet.fit(row, {NAME: written.name, HOW: words[:LONGEST_WORDS], NOTE: note})

    def _uplifted(self, row: int, line: Benefit | Cost) -> str:
        amount = across(row, AMOUNT)
        if not self.base.prepared.case.uplift:
            return amount
        is_benefit = isinstance(line, Benefit)
        name = self.inputs.names[UPLIFT_BENEFITS if is_benefit else UPLIFT_COSTS]
        return f"{amount}*(1-{name})" if is_benefit else f"{amount}*(1+{name})"

    def _said(self, sheet: Sheet, row: int, line: Benefit | Cost) -> None:
        cells = self.said[line.path] = {}
        for name, value in about(line).items():
            column = COLUMNS[name]
            cells[name] = Cell(sheet.name, row, column)
            if not has(line, name):
                continue
            if name == "kind" and isinstance(line, Cost):
                sheet.text(row, column, value)
                continue
            sheet.input(row, column, value, NUMBERS.get(name, ""))
            sheet.worksheet.data_validation(row, column, row, column, _rule(name, line))

    def _total(self, sheet: Sheet, row: int, lines: Sequence[WiredLine]) -> None:
        """Benefits have one sum; costs once and costs a year do not add up."""
        kinds = {"": lines} if sheet.name == BENEFITS else _by_when(lines)
        for position, (kind, chosen) in enumerate(kinds.items()):
            label = {"": _("Total a year"), "one_time": _("Total once"), "annual": _("Total a year")}[kind]
            place = row + position
            for column in range(NOTE + 1):
                sheet.text(place, column, label if column == NAME else "", bold=True, top=1)
            for column, amount in ((AMOUNT, self.base.prepared.base_amounts), (UPLIFTED, None)):
                value = sum(
                    (self.base.uplifted(line) if amount is None else amount[line.path] for line in chosen), ZERO
                )
                if not lines:
                    sheet.value(place, column, value, sheet.book.accounting, bold=True, top=1)
                    continue
                cells = f"{across(FIRST_ROW, column)}:{across(FIRST_ROW + len(lines) - 1, column)}"
                kinds_of = f"{across(FIRST_ROW, KIND)}:{across(FIRST_ROW + len(lines) - 1, KIND)}"
                formula = f'SUMIF({kinds_of},"{kind}",{cells})' if kind else f"SUM({cells})"
                sheet.formula(place, column, formula, value, sheet.book.accounting, bold=True, top=1)


def _by_when(lines: Sequence[WiredLine]) -> dict[str, list[WiredLine]]:
    found: dict[str, list[WiredLine]] = {"one_time": [], "annual": []}
    for line in lines:
        if isinstance(line.line, Cost):
            found[line.line.when].append(line)
    return found


def _rule(name: str, line: Benefit | Cost) -> dict[str, Any]:
    if name == "kind":
        return {"validate": "list", "source": ["direct", "indirect"]}
    if name == "starts" and isinstance(line, Cost) and line.is_one_time:
        return {**MONTHS, "minimum": 0}
    return RULES[name]
