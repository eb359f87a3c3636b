"""Sensitivity: what moves the result, where it turns, and how it spreads; as calculated, with native charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.prepared import Driver
from display.tokens import colour
from reports.render.workbook.sheet import PERCENT, WHOLE, Sheet, Value, as_stated, share_as_stated
from reports.render.workbook.variants import Variant

SHEET = "Sensitivity"
FIRST_ROW = 4
MOST_BARS, MOST_SHOWN = 15, 4
CHART_COLUMN = 8
SWING_HEAD = 3


class SensitivitySheet:
    """Writes what the stored result says of the drivers; nothing here moves with the inputs."""

    def __init__(self, base: Variant, result: Mapping[str, Any]) -> None:
        self.result = result
        self.base_npv = float(base.cashflow.npv)
        self.drivers = {driver.path: driver for driver in base.prepared.drivers}

    def write(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.widths(44, 15, 24, 24, 18, 18, 3, 3)
        sheet.worksheet.freeze_panes(SWING_HEAD, 1)
        row = self._tornado(FIRST_ROW)
        row = self._switching(row + 2)
        if self.result["simulation"]:
            self._simulation(row + 2, self.result["simulation"])
        else:
            sheet.text(row + 2, 0, _("No simulation was run for this export."), font_color=sheet.muted)

    # --- tornado

    def _tornado(self, row: int) -> int:
        swings: Sequence[Mapping[str, Any]] = self.result["sensitivity"]
        sheet = self.sheet
        title = _("What moves the net present value: each input alone, to its low and to its high")
        sheet.text(row - 1, 0, title, bold=True)
        sheet.headings(row, _("Input"), _("Low"), _("High"), _("NPV at low"), _("NPV at high"), _("Swing"))
        top = row + 1
        for swing in swings:
            row += 1
            self._swing(row, swing)
        if swings:
            self._tornado_chart(top, min(row, top + MOST_BARS - 1))
        return max(row, top + 18)

    def _swing(self, row: int, swing: Mapping[str, Any]) -> None:
        sheet = self.sheet
        sheet.text(row, 0, self._label(swing["path"]))
        for column, name in ((1, "low"), (2, "high")):
            value = Decimal(swing[name])
            sheet.calculated(row, column, value, self._number(swing["path"], value))
        low, high = Decimal(swing["npv_low"]), Decimal(swing["npv_high"])
        for column, value in ((3, low), (4, high), (5, abs(high - low))):
            sheet.calculated(row, column, value, sheet.book.accounting)

    def _tornado_chart(self, top: int, bottom: int) -> None:
        chart = self.sheet.book.workbook.add_chart({"type": "bar"})
        for column, name, fill in ((3, _("at low"), "edge"), (4, _("at high"), "accent")):
            chart.add_series(
                {
                    "name": name,
                    "categories": [SHEET, top, 0, bottom, 0],
                    "values": [SHEET, top, column, bottom, column],
                    "fill": {"color": colour(fill)},
                    "overlap": 100,
                    "gap": 40,
                }
            )
        axis = {"num_format": "#,##0", "crossing": self.base_npv, "major_gridlines": _grid()}
        chart.set_x_axis(axis)
        chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8}})
        chart.set_title({"name": _("Net present value when one input changes"), "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 620, "height": 380})
        self.sheet.worksheet.insert_chart(top - 2, CHART_COLUMN, chart)

    # --- switching values

    def _switching(self, row: int) -> int:
        sheet, reasons = self.sheet, self.result["reasons"]
        sheet.text(row, 0, _("Where it turns: the value of each input at which the NPV is zero"), bold=True)
        row += 1
        sheet.headings(row, _("Input"), _("Base"), _("Switching value"), _("Change"))
        for index, switching in enumerate(self.result["switching"]):
            row += 1
            path = switching["path"]
            sheet.text(row, 0, self._label(path))
            base = Decimal(switching["base"])
            sheet.calculated(row, 1, base, self._number(path, base))
            for column, name in ((2, "value"), (3, "change")):
                stated = switching[name]
                reason = reasons.get(f"switching[{index}].{name}", "")
                value = Decimal(stated) if stated is not None else reason
                sheet.calculated(row, column, value, PERCENT if name == "change" else self._number(path, value))
        return row

    # --- simulation

    def _simulation(self, row: int, simulation: Mapping[str, Any]) -> None:
        sheet = self.sheet
        paths = {"paths": f"{int(simulation['paths']):,}", "seed": simulation["seed"]}
        sheet.text(row, 0, _("How it spreads: %(paths)s paths, seed %(seed)s") % paths, bold=True)
        row += 1
        sheet.headings(row, _("Net present value"), "")
        shares = ("probability_npv_positive", "probability_payback_within_12_months")
        figures = [*simulation["npv"].items(), *((name, simulation[name]) for name in (*shares, "expected_shortfall"))]
        for name, stated in figures:
            row += 1
            sheet.text(row, 0, _figure_label(name))
            sheet.calculated(row, 1, Decimal(stated), PERCENT if name in shares else sheet.book.accounting)
        row = self._influences(row + 2, simulation["drivers"])
        self._histogram(row + 2, simulation["histogram"])

    def _influences(self, row: int, drivers: Sequence[Mapping[str, Any]]) -> int:
        sheet, reasons = self.sheet, self.result["reasons"]
        sheet.headings(row, _("What drives it (Spearman's rank correlation with the NPV)"), "")
        for index, driver in enumerate(drivers):
            row += 1
            sheet.text(row, 0, self._label(driver["path"]))
            stated = driver["correlation"]
            reason = reasons.get(f"simulation.drivers[{index}].correlation", "")
            sheet.calculated(row, 1, Decimal(stated) if stated is not None else reason, "0.00")
        return row

    def _histogram(self, row: int, bins: Sequence[Mapping[str, Any]]) -> None:
        sheet = self.sheet
        sheet.headings(row, _("Paths by net present value: from"), _("to"), _("paths"))
        top = row + 1
        for row, bin_ in enumerate(bins, start=top):
            sheet.value(row, 0, Decimal(bin_["from"]), "#,##0", font_color=sheet.muted, align="right")
            sheet.calculated(row, 1, Decimal(bin_["to"]), "#,##0")
            sheet.calculated(row, 2, int(bin_["count"]), "#,##0")
        chart = sheet.book.workbook.add_chart({"type": "column"})
        last = top + len(bins) - 1
        chart.add_series(
            {
                "categories": [SHEET, top, 0, last, 0],
                "values": [SHEET, top, 2, last, 2],
                "fill": {"color": colour("accent")},
                "gap": 5,
            }
        )
        chart.set_title({"name": _("Paths by net present value"), "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"num_format": "#,##0", "num_font": {"size": 8, "rotation": -45}, "label_position": "low"})
        chart.set_y_axis({"major_gridlines": _grid(), "num_format": WHOLE})
        chart.set_size({"width": 620, "height": 340})
        sheet.worksheet.insert_chart(top - 1, CHART_COLUMN, chart)

    # --- words

    def _driver(self, path: str) -> Driver | None:
        return self.drivers.get(path)

    def _label(self, path: str) -> str:
        driver = self._driver(path)
        if driver is None:
            return path.replace("_", " ").capitalize()
        part, _dot, rest = path.partition(".")
        line = rest.partition(".")[0].replace("_", " ")
        return f"{driver.label} ({line})" if part in ("benefits", "costs") else driver.label

    def _number(self, path: str, value: Value) -> str:
        driver = self._driver(path)
        is_share = driver is not None and driver.unit == "share"
        return share_as_stated(value, most=MOST_SHOWN) if is_share else as_stated(value, most=MOST_SHOWN)


def _figure_label(name: str) -> str:
    labels = {
        "mean": _("Mean"),
        "probability_npv_positive": _("Probability that the NPV is above zero"),
        "probability_payback_within_12_months": _("Probability of payback within 12 months"),
        "expected_shortfall": _("Expected shortfall (mean of the worst 5%)"),
    }
    return labels.get(name) or _("Percentile %(number)s") % {"number": name.removeprefix("p")}


def _grid() -> dict[str, Any]:
    return {"visible": True, "line": {"color": colour("line"), "width": 0.5}}
