"""Scenarios and options side by side: each recomputed from its own inputs, in cells that can be changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from calculations.engine.quantity import Recorded
from calculations.engine.working import excel
from reports.render.workbook.columns import (
    cashflow_values,
    guess_of,
    guide_values,
    number_of_measure,
    tei_values,
    write_measures,
)
from reports.render.workbook.entries import HORIZON, PROBABILITY, RAMP, RATE, Entry, Group, groups
from reports.render.workbook.flows import FlowBlock, Flows
from reports.render.workbook.formulas import LONGEST_FORMULA, has_long_sum, in_parts, nodes, printed
from reports.render.workbook.inputs import Inputs, number_of, validate
from reports.render.workbook.lines import COLUMNS, NUMBERS, Lines
from reports.render.workbook.measures import CASHFLOW, GUIDE, TEI, Measure
from reports.render.workbook.months import by_name, exact_rows
from reports.render.workbook.sheet import Cell, Range, Sheet
from reports.render.workbook.tei import YearBlock
from reports.render.workbook.variants import Place, Variant, about, has

SHEET = "Scenarios"
LABEL, UNIT, BASE, FIRST_VARIANT = range(4)
FIRST_ROW = 4
Key = tuple[str, str, str]


class Comparison:
    """The sheet: measures on top, then the inputs and amounts behind them, then each variant's months."""

    def __init__(self, base: Variant, variants: tuple[Variant, ...], inputs: Inputs, lines: Lines) -> None:
        self.base, self.variants, self.inputs, self.lines = base, variants, inputs, lines
        self.months = max([variant.prepared.horizon_months for variant in (base, *variants)])
        self.has_options = any(variant.is_option for variant in variants)
        self.tops: dict[str, int] = {}
        self.cells: dict[str, dict[str, Cell]] = {variant.key: {} for variant in variants}
        self.own: dict[str, dict[Key, Entry]] = {}
        self.amounts: dict[str, dict[str, Cell]] = {variant.key: {} for variant in variants}
        self.measures: dict[str, dict[str, dict[str, Cell]]] = {}
        self.flows: dict[str, Flows] = {}
        self.ramps: tuple[int, int] = (0, 0)

    def write(self, sheet: Sheet, base_measures: dict[str, dict[str, Cell]]) -> None:
        self.sheet = sheet
        sheet.widths(44, 16, *([16] * max(len(self.variants) + 1, 8)))
        names = [variant.name for variant in self.variants]
        sheet.headings(FIRST_ROW - 1, _("Measure"), _("Unit"), self.base.name, *names, numbers_from=BASE)
        sheet.worksheet.freeze_panes(FIRST_ROW, 1)
        row = self._inputs(self._measure_rows(base_measures))
        row = self._amounts(row)
        # On paper the comparison is enough; the months behind it are read on the screen.
        sheet.worksheet.print_area(0, 0, row - 1, FIRST_VARIANT + len(self.variants) - 1)
        row = self._options_lines(row)
        for variant in self.variants:
            row = self._months(row + 1, variant)

    # --- measures

    def _sections(self) -> list[tuple[str, str, tuple[Measure, ...]]]:
        sections: list[tuple[str, str, tuple[Measure, ...]]] = [
            ("cashflow", _("Cash flow"), CASHFLOW),
            ("guide", _("Steady year, the guide's method"), GUIDE),
        ]
        return [*sections, ("tei", _("Year by year (TEI), options"), TEI)] if self.has_options else sections

    def _measure_rows(self, base_measures: dict[str, dict[str, Cell]]) -> int:
        """Labels and the base case; the variants' own follow when their months stand."""
        sheet, row = self.sheet, FIRST_ROW
        values = {
            "cashflow": cashflow_values(self.base, by_name(exact_rows(self.base, self.months))["signs"]),
            "guide": guide_values(self.base),
            "tei": tei_values(self.base),
        }
        for method, title, measures in self._sections():
            sheet.subheading(row, title, FIRST_VARIANT + len(self.variants))
            row += 1
            self.tops[method] = row
            for measure in measures:
                sheet.text(row, LABEL, measure.label, indent=1)
                reference = base_measures[method][measure.key].seen_from(sheet.name)
                sheet.formula(row, BASE, reference, values[method][measure.key], number_of_measure(sheet, measure))
                row += 1
        return row

    # --- inputs

    def _inputs(self, row: int) -> int:
        sheet = self.sheet
        for group in self._grouped():
            if not group.entries:
                continue
            sheet.subheading(row, group.title, FIRST_VARIANT + len(self.variants))
            for position, entry in enumerate(group.entries, start=row + 1):
                self._input(position, entry)
            if group.key == RAMP:
                self.ramps = (row + 1, row + len(group.entries))
            row += 1 + len(group.entries)
        return row

    def _grouped(self) -> list[Group]:
        """Every input any of them has, in the order of the base case."""
        titles: dict[str, str] = {}
        found: dict[str, dict[Key, Entry]] = {}
        for variant in (self.base, *self.variants):
            self.own[variant.key] = {}
            for group in groups(variant.prepared):
                titles.setdefault(group.key, group.title)
                for entry in group.entries:
                    found.setdefault(group.key, {}).setdefault(entry.identity, entry)
                    self.own[variant.key][entry.identity] = entry
        return [Group(key, title, tuple(found.get(key, {}).values())) for key, title in titles.items()]

    def _input(self, row: int, entry: Entry) -> None:
        sheet, base = self.sheet, self.inputs.entries.get(entry.identity)
        sheet.text(row, LABEL, entry.label, indent=1)
        sheet.text(row, UNIT, entry.unit)
        if base and base.kind == "text":
            sheet.text(row, BASE, base.value or "", align="right")
        elif base:
            self._linked(row, BASE, base, self.inputs.cells[base.path])
        for column, variant in enumerate(self.variants, start=FIRST_VARIANT):
            own = self.own[variant.key].get(entry.identity)
            if own is None:
                continue
            if own.kind == "text":
                sheet.text(row, column, own.value or "", align="right")
                continue
            cell = Cell(sheet.name, row, column)
            self.cells[variant.key][own.path] = cell
            if base and not variant.states(own.path):
                self._linked(row, column, own, self.inputs.cells[base.path])
            else:
                sheet.input(row, column, own.value, number_of(sheet.book, own))
                validate(sheet, cell, own)

    def _linked(self, row: int, column: int, entry: Entry, to: Cell) -> None:
        """The input of the base case; where a blank means something, a blank."""
        reference = to.seen_from(self.sheet.name)
        formula = f'IF({reference}="","",{reference})' if entry.path.startswith("ramp[") else reference
        self.sheet.formula(row, column, formula, entry.value, number_of(self.sheet.book, entry))

    # --- amounts of lines

    def _amounts(self, row: int) -> int:
        sheet = self.sheet
        sheet.subheading(row, _("Amounts of the lines, before uplift"), FIRST_VARIANT + len(self.variants))
        row += 1
        names: dict[str, str] = {}
        for variant in (self.base, *self.variants):
            names |= {line.path: line.line.name for line in variant.lines if line.path not in names}
        rows = {path: row + index for index, path in enumerate(names)}
        for path, name in names.items():
            sheet.text(rows[path], LABEL, name, indent=1)
            if path in self.base.prepared.by_path:
                reference = self.lines.amounts[path].seen_from(sheet.name)
                value = self.base.prepared.base_amounts[path]
                sheet.formula(rows[path], BASE, reference, value, sheet.book.accounting)
        self.parts_row = row + len(rows)
        for column, variant in enumerate(self.variants, start=FIRST_VARIANT):
            self._amounts_of(variant, column, rows)
        return self.parts_row

    def _amounts_of(self, variant: Variant, column: int, rows: dict[str, int]) -> None:
        sheet, placed = self.sheet, self.amounts[variant.key]
        cells = {path: cell.seen_from(sheet.name) for path, cell in self.cells[variant.key].items()}
        for line in variant.prepared.lines:
            figure = variant.prepared.recorded[line.path]
            formula = self._formula(figure, cells, column)
            row = rows[line.path]
            placed[line.path] = sheet.formula(row, column, formula, figure.value, sheet.book.accounting)
            cells[line.path] = placed[line.path].seen_from(sheet.name)

    def _formula(self, figure: Recorded, cells: dict[str, str], column: int) -> str:
        """In one cell, or with the steps of a very long formula in rows of their own."""
        whole = "" if has_long_sum(figure) else excel(figure, cells)
        if whole and len(whole) <= LONGEST_FORMULA:
            return whole
        figure = in_parts(figure)
        steps: dict[int, str] = {}

        def cell_of_step(step: Recorded) -> str:
            return steps[id(step)]

        # Parts before wholes: a step refers to those below it.
        for node in reversed(list(nodes(figure))[1:]):
            if node.figure.operation != "step":
                continue
            formula = printed(node.figure, cells, cell_of_step)
            self.sheet.text(self.parts_row, LABEL, node.figure.label, indent=2, font_color=self.sheet.muted)
            cell = self.sheet.formula(self.parts_row, column, formula, node.figure.value, "General")
            steps[id(node.figure)] = cell.seen_from(self.sheet.name)
            self.parts_row += 1
        return printed(figure, cells, cell_of_step)

    # --- lines of options

    def _options_lines(self, row: int) -> int:
        """What is said about the lines of options; scenarios take it from the base case."""
        sheet = self.sheet
        self.said: dict[str, dict[str, dict[str, Cell]]] = {}
        for variant in self.variants:
            if not variant.is_option:
                self.said[variant.key] = self.lines.said
                continue
            head = [""] * (max(COLUMNS.values()) + 1)
            for name, column in COLUMNS.items():
                head[column] = _HEADS[name]
            sheet.headings(row, variant.name, *head[1:])
            said = self.said[variant.key] = {}
            for line in variant.lines:
                row += 1
                sheet.text(row, LABEL, line.line.name, indent=1)
                said[line.path] = {}
                for name, value in about(line.line).items():
                    said[line.path][name] = Cell(sheet.name, row, COLUMNS[name])
                    if has(line.line, name):
                        sheet.input(row, COLUMNS[name], value, NUMBERS.get(name, ""))
            row += 1
        return row

    # --- months

    def _months(self, row: int, variant: Variant) -> int:
        sheet = self.sheet
        sheet.text(row, LABEL, variant.name, bold=True, font_size=12)
        column = FIRST_VARIANT + self.variants.index(variant)
        place = Place(
            self.cells[variant.key],
            Range(sheet.name, self.ramps[0], column, self.ramps[1], column),
            self.said[variant.key],
            self.amounts[variant.key],
        )
        flows = FlowBlock(sheet, row + 1, self.months, variant, place).write()
        self.flows[variant.key] = flows
        self._measures(variant, place, flows, column)
        if not variant.is_option:
            return flows.bottom + 1
        years = YearBlock(sheet, flows.bottom + 1, self.months, variant, place, flows).write()
        cells = write_measures(sheet, self.tops["tei"], column, TEI, years.references(sheet.name), tei_values(variant))
        self.measures[variant.key]["tei"] = cells
        return years.bottom + 1

    def _measures(self, variant: Variant, place: Place, flows: Flows, column: int) -> None:
        sheet = self.sheet
        references = measure_references(sheet, variant, place, flows)
        signs = by_name(exact_rows(variant, self.months))["signs"]
        self.measures[variant.key] = {
            "cashflow": write_measures(
                sheet, self.tops["cashflow"], column, CASHFLOW, references, cashflow_values(variant, signs)
            ),
            "guide": write_measures(sheet, self.tops["guide"], column, GUIDE, references, guide_values(variant)),
        }


_HEADS = {
    "kind": "Kind", "cashable": "Cashable", "starts": "From month", "ends": "To month", "growth": "Growth a year",
    "risk": "TEI risk",
}  # fmt: skip


def measure_references(sheet: Sheet, variant: Variant, place: Place, flows: Flows) -> dict[str, str]:
    """What measures of a cash flow and of a steady year are made of."""
    terms = {"probability": PROBABILITY, "rate": RATE, "horizon": HORIZON}
    return (
        flows.references(sheet.name)
        | flows.sums(sheet.name)
        | {name: place.cells[path].seen_from(sheet.name) for name, path in terms.items()}
        | {"guess": guess_of(variant)}
    )
