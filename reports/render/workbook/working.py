"""The working: how each line's amount comes about, every step a live formula over the inputs it names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from calculations.engine.case_file.records import Cost
from calculations.engine.quantity import Recorded
from calculations.engine.units import MONEY, SHARE, Unit
from calculations.engine.working import tree
from reports.render.workbook.formulas import Node, in_parts, nodes, printed
from reports.render.workbook.inputs import MOST_SHOWN, Inputs
from reports.render.workbook.sheet import Book, Cell, Sheet, as_stated, share_as_stated
from reports.render.workbook.variants import Variant

SHEET = "Working"
LABEL, VALUE, UNIT, WORDS, SOURCE, CONFIDENCE = range(6)
FIRST_ROW = 4
DEEPEST_INDENT = 12
MOST_CALCULATED = 4
LONGEST_WORDS = 2_000
# A spreadsheet folds rows at so many levels.
MOST_LEVELS = 7


class WorkingSheet:
    """Writes the sheet; `amounts` are the cells in which the amounts of the lines stand, by path."""

    def __init__(self, book: Book, base: Variant, inputs: Inputs) -> None:
        self.book, self.base, self.inputs = book, base, inputs
        self.amounts: dict[str, Cell] = {}
        self.cells = dict(inputs.names)

    def write(self, sheet: Sheet) -> None:
        sheet.widths(44, 16, 16, 72, 34, 13)
        head = (_("Step"), _("Value"), _("Unit"), _("How"), _("Source"), _("Confidence"))
        sheet.headings(FIRST_ROW - 1, *head, numbers_from=len(head), numbers=(VALUE,))
        sheet.worksheet.freeze_panes(FIRST_ROW, 1)
        sheet.worksheet.repeat_rows(FIRST_ROW - 1)
        sheet.worksheet.outline_settings(symbols_below=False)
        row = FIRST_ROW
        # In the engine's order: a share of other costs comes after the costs it is a share of.
        for line in self.base.prepared.lines:
            row = self._line(sheet, row, line.path, line.line.name)

    def _line(self, sheet: Sheet, top: int, path: str, name: str) -> int:
        figure = in_parts(self.base.prepared.recorded[path])
        rows = list(enumerate(nodes(figure), start=top))
        steps = {id(node.figure): Cell(sheet.name, row, VALUE) for row, node in rows[1:]}
        self.amounts[path] = Cell(sheet.name, top, VALUE)

        def cell_of_step(step: Recorded) -> str:
            return steps[id(step)].seen_from(sheet.name)

        self.unit_of_line = _("once") if self._is_once(path) else _("a year")
        for row, node in rows:
            formula = printed(node.figure, self.cells, cell_of_step)
            self._node(sheet, row, node, formula, name)
        self.cells[path] = self.amounts[path].seen_from(sheet.name)
        return top + len(rows)

    def _is_once(self, path: str) -> bool:
        line = self.base.prepared.by_path[path].line
        return isinstance(line, Cost) and line.is_one_time

    def _node(self, sheet: Sheet, row: int, node: Node, formula: str, name: str) -> None:
        figure, is_line = node.figure, node.level == 0
        style = {"bold": True, "bg_color": "#f3f1ed"} if is_line else {}
        label = name if is_line else figure.label
        sheet.text(row, LABEL, label, indent=min(node.level, DEEPEST_INDENT), **style)
        sheet.formula(row, VALUE, formula, figure.value, self._number(figure, is_line=is_line), **style)
        unit = self.unit_of_line if is_line else _unit(figure.unit)
        sheet.text(row, UNIT, unit, indent=1, **style)
        is_leaf = figure.operation in ("input", "line")
        words = "" if is_leaf else tree(figure, name, self.book.currency).words
        sheet.text(row, WORDS, words[:LONGEST_WORDS], text_wrap=True, **style)
        sheet.text(row, SOURCE, figure.source, text_wrap=True, **style)
        sheet.text(row, CONFIDENCE, figure.confidence.replace("_", " "), **style)
        sheet.fit(row, {WORDS: words[:LONGEST_WORDS], SOURCE: figure.source}, level=min(node.level, MOST_LEVELS))

    def _number(self, figure: Recorded, *, is_line: bool) -> str:
        """What was stated is shown in full, what was calculated is rounded."""
        unit = MONEY if is_line or figure.operation == "line" else figure.unit
        most = MOST_SHOWN if figure.operation == "input" else MOST_CALCULATED
        if unit is not None and unit.money:
            least = self.book.currency.minor_units
            is_stated = figure.operation == "input"
            return as_stated(figure.value, least=least, most=most) if is_stated else self.book.accounting
        return share_as_stated(figure.value, most=most) if unit is SHARE else as_stated(figure.value, most=most)


def _unit(unit: Unit | None) -> str:
    if unit is None:
        return ""
    return _("share") if unit is SHARE else unit.label
