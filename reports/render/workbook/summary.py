"""Summary: the answers first, live beside what was calculated, then scenarios, options and what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.case_file.parse import PREFERRED
from calculations.engine.methods.cashflow import Funding, cashable
from display.tokens import colour
from reports.render.workbook.columns import (
    cashflow_values,
    guide_values,
    number_of_measure,
    write_measures,
)
from reports.render.workbook.flows import Flows
from reports.render.workbook.measures import CASHFLOW, GUIDE, PAYBACK, PEAK, TEI, Measure
from reports.render.workbook.months import Traces
from reports.render.workbook.scenarios import Comparison
from reports.render.workbook.sheet import INPUT_BLUE, Cell, Sheet, Value, as_cell_value
from reports.render.workbook.variants import Variant

SHEET = "Summary"
LABEL, LIVE, STORED, STATE = range(4)
LAST = 6
CHART_COLUMN = 5
STRIP_ROW, FIRST_ROW = 3, 6
SAME = 0.005
CASHABLE = (
    Measure("cashable_npv", _("Net present value, cashable only"), "money", "SUMPRODUCT({cashable},{factors})"),
    Measure(
        "cashable_payback", _("Payback, cashable only, months"), "months",
        PAYBACK.replace("{crossed}", "{crossed_cashable}").replace("{last}", "{last_cashable}"),
    ),
    Measure(
        "cashable_peak", _("Peak funding, cashable only"), "money",
        PEAK.replace("{cumulative}", "{cumulative_cashable}"),
    ),
)  # fmt: skip


class SummarySheet:
    """The measures of the base case stand here; `measures` are their cells by method."""

    def __init__(self, sheet: Sheet, base: Variant, result: Mapping[str, Any]) -> None:
        self.sheet, self.base, self.result = sheet, base, result
        self.measures: dict[str, dict[str, Cell]] = {}
        self.row = FIRST_ROW

    # --- measures

    def write_measures(self, references: Mapping[str, str], signs: Traces, tei: Mapping[str, Cell]) -> None:
        sheet = self.sheet
        sheet.widths(42, 18, 18, 18, 18, 22, 22, 14, 14)
        funding = cashable(self.base.prepared)
        flow = cashflow_values(self.base, signs)
        self._method("cashflow", _("Cash flow"), CASHFLOW, references, flow)
        self._method("cashable", _("Cashable benefits only"), CASHABLE, references, _cashable_values(funding))
        self._method("guide", _("Steady year, the guide's method"), GUIDE, references, guide_values(self.base))
        links = {measure.key: tei[measure.key].seen_from(sheet.name) for measure in TEI}
        linked = tuple(Measure(measure.key, measure.label, measure.kind, links[measure.key]) for measure in TEI)
        values = {measure.key: getattr(self.base.tei, measure.key) for measure in TEI}
        self._method("tei", _("Year by year (TEI)"), linked, {}, values)

    def _method(
        self, method: str, title: str, measures: Sequence[Measure], references: Mapping[str, str],
        values: Mapping[str, Value],
    ) -> None:  # fmt: skip
        sheet = self.sheet
        sheet.headings(self.row, title, _("Live"), _("As calculated"), _("Compared"))
        top = self.row + 1
        self.measures[method] = write_measures(sheet, top, LIVE, measures, references, values)
        for row, measure in enumerate(measures, start=top):
            sheet.text(row, LABEL, measure.label, bold=measure.key in ("npv", "payback_months"))
            self._stored(row, method, measure, values[measure.key])
        self.row = top + len(measures) + 1

    def _stored(self, row: int, method: str, measure: Measure, live_value: Value) -> None:
        """The stored figure, and whether the live one still is that."""
        path = _stored_path(method, measure.key)
        stated = _at(self.result, path)
        if path not in self.result["reasons"] and stated is _ABSENT:
            return
        value = Decimal(stated) if stated not in (None, _ABSENT) else self.result["reasons"].get(path, _("no"))
        cell = self.sheet.calculated(row, STORED, value, number_of_measure(self.sheet, measure))
        live, stored = (Cell(SHEET, row, column).seen_from(SHEET) for column in (LIVE, cell.column))
        same = f"IF(AND(ISNUMBER({live}),ISNUMBER({stored})),ABS({live}-{stored})<{SAME},{live}={stored})"
        formula = f'IF({same},"=","{_("differs")}")'
        is_same = as_cell_value(value) == as_cell_value(live_value) or _close(value, live_value)
        shown = "=" if is_same else _("differs")
        self.sheet.formula(row, STATE, formula, shown, "", font_color=self.sheet.muted)

    # --- tables

    def write_tables(self, comparison: Comparison) -> None:
        self._scenarios(comparison)
        self._options(comparison)
        self._checks()

    def _scenarios(self, comparison: Comparison) -> None:
        sheet = self.sheet
        head = (_("NPV"), _("Payback, months"), _("Peak funding"), _("ROI"), _("Net of three years"))
        sheet.headings(self.row, _("Scenarios"), *head)
        shown = (("cashflow", "npv"), ("cashflow", "payback_months"), ("cashflow", "peak_funding"),
                 ("cashflow", "roi"), ("guide", "three_year_net"))  # fmt: skip
        self.row += 1
        self._compared(self.base, self.measures, shown)
        for variant in comparison.variants:
            if not variant.is_option:
                self._compared(variant, comparison.measures[variant.key], shown)
        self.row += 1

    def _compared(
        self, variant: Variant, measures: Mapping[str, Mapping[str, Cell]], shown: Sequence[tuple[str, str]]
    ) -> None:
        sheet = self.sheet
        sheet.text(self.row, LABEL, variant.name)
        for column, (method, key) in enumerate(shown, start=LIVE):
            value = getattr(getattr(variant, method), key)
            measure = next(m for m in _METHODS[method] if m.key == key)
            number = number_of_measure(sheet, measure)
            sheet.formula(self.row, column, measures[method][key].seen_from(sheet.name), value, number)
        self.row += 1

    def _options(self, comparison: Comparison) -> None:
        options = [variant for variant in comparison.variants if variant.is_option]
        if not options:
            return
        sheet = self.sheet
        head = (_("NPV"), _("Payback, months"), _("TEI NPV"), _("Net of three years"))
        minus = (_("NPV against baseline"), _("TEI NPV against baseline"))
        sheet.headings(self.row, _("Options"), *head, *minus)
        shown = (("cashflow", "npv"), ("cashflow", "payback_months"), ("tei", "npv"), ("guide", "three_year_net"))
        self.row += 1
        baselines = [option.key for option in self.base.prepared.case.options if option.is_baseline]
        rows = {}
        for variant in (self.base, *options):
            measures = self.measures if variant is self.base else comparison.measures[variant.key]
            rows[PREFERRED if variant is self.base else variant.key.removeprefix("option.")] = self.row
            self._compared(variant, measures, shown)
        for key, row in rows.items():
            difference = self.result["options"][key]["difference"]
            for column, source, name in ((5, 1, "npv"), (6, 3, "tei_npv")):
                own = Cell(SHEET, row, source).seen_from(SHEET)
                base = f"-{Cell(SHEET, rows[baselines[0]], source).seen_from(SHEET)}" if baselines else ""
                sheet.formula(row, column, f"{own}{base}", Decimal(difference[name]), sheet.book.accounting)
        self.row += 1

    def _checks(self) -> None:
        sheet = self.sheet
        sheet.headings(self.row, _("What to look at"), _("Severity"), _("Line"), numbers_from=9)
        self.row += 1
        if not self.result["checks"]:
            sheet.text(self.row, LABEL, _("Nothing was found."), font_color=sheet.muted)
            self.row += 1
        for check in self.result["checks"]:
            self._check(check)

    def _check(self, check: Mapping[str, Any]) -> None:
        sheet = self.sheet
        sheet.text(self.row, LABEL, check["message"], text_wrap=True)
        sheet.text(self.row, LIVE, check["severity"])
        sheet.text(self.row, STORED, check["line"] or "")
        answered = check["acknowledged"]
        reply = _("Answered: %(reason)s") % {"reason": answered} if answered else check["remedy"]
        style = sheet.book.format(text_wrap=True, font_color=sheet.muted)
        sheet.worksheet.merge_range(self.row, STATE, self.row, LAST, "", style)
        sheet.text(self.row, STATE, reply, text_wrap=True, font_color=sheet.muted)
        sheet.fit(self.row, {LABEL: check["message"], STATE: reply}, merged_to=LAST)
        self.row += 1

    # --- pictures and legend

    def write_frame(self, flows: Flows, years: Mapping[str, Any], tei_sheet: str) -> None:
        sheet = self.sheet
        self._strip()
        legend = ((_("Blue: an input, to be changed"), INPUT_BLUE), (_("Black: a live formula"), colour("ink")),
                  (_("Grey: as calculated, does not move"), colour("muted")))  # fmt: skip
        for row, (text, ink) in enumerate(legend):
            sheet.text(row, CHART_COLUMN, text, font_color=ink)
        sheet.worksheet.insert_chart(FIRST_ROW, CHART_COLUMN, self._cumulative(flows))
        sheet.worksheet.insert_chart(FIRST_ROW + 19, CHART_COLUMN, self._yearly(years, tei_sheet))

    def _strip(self) -> None:
        """The answers a reader wants first, large."""
        sheet, cells = self.sheet, self.measures["cashflow"]
        values: dict[str, Value] = {"npv": self.base.cashflow.npv, "payback_months": self.base.cashflow.payback_months,
                  "peak_funding": self.base.cashflow.peak_funding, "roi": self.base.cashflow.roi}  # fmt: skip
        for column, (key, value) in enumerate(values.items()):
            measure = next(measure for measure in CASHFLOW if measure.key == key)
            align = "left" if column == 0 else "right"
            sheet.text(STRIP_ROW, column, measure.label, font_color=sheet.muted, align=align)
            number = {"money": f'"{sheet.book.currency.code}" #,##0;[Red]-"{sheet.book.currency.code}" #,##0'}
            shown = number.get(measure.kind, number_of_measure(sheet, measure))
            style = {"bold": True, "font_size": 14, "align": align}
            sheet.formula(STRIP_ROW + 1, column, cells[key].seen_from(sheet.name), value, shown, **style)
        sheet.worksheet.set_row(STRIP_ROW + 1, 24)

    def _cumulative(self, flows: Flows) -> Any:
        chart = self.sheet.book.workbook.add_chart({"type": "line"})
        months = flows.rows["months"]
        categories = [months.sheet, months.top, months.left, months.bottom, months.right]
        for name, label, ink in (
            ("cumulative", _("All benefits"), "accent"), ("cumulative_cashable", _("Cashable only"), "edge"),
        ):  # fmt: skip
            row = flows.rows[name]
            chart.add_series(
                {
                    "name": label,
                    "categories": categories,
                    "values": [row.sheet, row.top, row.left, row.bottom, row.right],
                    "line": {"color": colour(ink), "width": 2.25},
                }
            )
        _finish(chart, _("Cumulative cash by month"), interval=6)
        return chart

    def _yearly(self, years: Mapping[str, Any], sheet: str) -> Any:
        chart = self.sheet.book.workbook.add_chart({"type": "column"})
        head = years["years"]
        for name, label, ink in (("benefits", _("Benefits"), "accent"), ("costs", _("Costs"), "edge")):
            row = years[name]
            chart.add_series(
                {
                    "name": label,
                    "categories": [sheet, head.top, head.left, head.bottom, head.right],
                    "values": [sheet, row.top, row.left, row.bottom, row.right],
                    "fill": {"color": colour(ink)},
                }
            )
        _finish(chart, _("Benefits and costs by year (TEI)"))
        return chart


_ABSENT = object()
_METHODS = {"cashflow": CASHFLOW, "guide": GUIDE, "tei": TEI}


def _finish(chart: Any, title: str, interval: int = 1) -> None:
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"label_position": "low", "interval_unit": interval, "num_font": {"size": 8}})
    grid = {"visible": True, "line": {"color": colour("line"), "width": 0.5}}
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": grid})
    chart.set_size({"width": 560, "height": 340})


def _cashable_values(funding: Funding) -> dict[str, Value]:
    return {
        "cashable_npv": funding.npv,
        "cashable_payback": funding.payback_months,
        "cashable_peak": funding.peak_funding,
    }


def _stored_path(method: str, key: str) -> str:
    names = {"cashable_npv": "npv", "cashable_payback": "payback_months", "cashable_peak": "peak_funding"}
    return f"{method}.{names.get(key, key)}"


def _close(first: Value, second: Value) -> bool:
    """What the formula beside it asks, of the values at hand."""
    pair = as_cell_value(first), as_cell_value(second)
    return all(isinstance(one, float | int) for one in pair) and abs(float(pair[0]) - float(pair[1])) < SAME


def _at(result: Mapping[str, Any], path: str) -> Any:
    method, key = path.split(".")
    return result[method].get(key, _ABSENT)
