"""The annual method: years across, each line adjusted by its own risk, then totals, present values and payback."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.schedule import year_of
from calculations.engine.wiring import WiredLine
from reports.render.workbook.entries import RATE
from reports.render.workbook.flows import Flows
from reports.render.workbook.months import crossings
from reports.render.workbook.sheet import FACTOR, PERCENT, Range, Sheet, across, beside
from reports.render.workbook.variants import Months, Place, Variant

NAME, RISK, FIRST_YEAR = 0, 1, 2


@dataclass(frozen=True)
class Years:
    """Where the rows of the annual method stand."""

    rows: Mapping[str, Range]
    bottom: int

    def references(self, sheet: str) -> dict[str, str]:
        found = {name: row.seen_from(sheet) for name, row in self.rows.items()}
        return found | {"last": self.rows["cumulative"].last.seen_from(sheet)}


class YearBlock:
    """Writes the years of one variant below `top`, from the months of its flows."""

    def __init__(self, sheet: Sheet, top: int, months: int, variant: Variant, place: Place, flows: Flows) -> None:
        self.sheet, self.variant, self.place, self.flows = sheet, variant, place, flows
        self.years, self.months, self.row = year_of(months), months, top
        self.rows: dict[str, Range] = {}

    def write(self) -> Years:
        self._head()
        benefits = self._section(_("Benefits"), self.variant.prepared.benefits, "-")
        costs = self._section(_("Costs"), self.variant.prepared.costs, "+")
        self._totals(benefits, costs)
        return Years(self.rows, self.row)

    def _head(self) -> None:
        years = [_("Year %(number)s") % {"number": year} for year in range(self.years + 1)]
        self.sheet.headings(self.row, _("Line"), _("Risk"), *years)
        self.row += 1
        self._row("years", _("Year"), "0", lambda _column: "", tuple(map(Decimal, range(self.years + 1))), plain=True)

    def _section(self, title: str, lines: tuple[WiredLine, ...], sign: str) -> tuple[int, int]:
        first = self.row
        self.sheet.subheading(self.row, title, FIRST_YEAR + self.years + 1)
        self.row += 1
        for line in lines:
            self._line(line, sign)
        return first, self.row - 1

    def _line(self, line: WiredLine, sign: str) -> None:
        row, name = self.row, self.sheet.name
        risk = self.place.lines[line.path]["risk"]
        self.sheet.formula(row, RISK, risk.seen_from(name), line.line.risk_adjustment, PERCENT)
        months, money = self.flows.rows["years"].seen_from(name), self.flows.lines[line.path].seen_from(name)
        years = self.rows["years"].top

        def formula(column: int) -> str:
            return f"SUMIF({months},{beside(years, column)},{money})*(1{sign}{across(row, RISK)})"

        self._row(line.path, line.line.name, self.sheet.book.accounting, formula, self._money(line, sign), indent=1)

    @exactly
    def _money(self, line: WiredLine, sign: str) -> Months:
        factor = ONE - line.line.risk_adjustment if sign == "-" else ONE + line.line.risk_adjustment
        years = [ZERO] * (self.years + 1)
        for month, money in enumerate(self.variant.months_of(line, self.months)):
            years[year_of(month)] += money * factor
        return tuple(years)

    def _totals(self, benefits: tuple[int, int], costs: tuple[int, int]) -> None:
        money, rate = self._exact(), self.place.cells[RATE].seen_from(self.sheet.name)
        number = self.sheet.book.accounting

        def added(lines: tuple[int, int]) -> Callable[[int], str]:
            return lambda column: f"SUM({beside(lines[0], column)}:{beside(lines[1], column)})"

        def at(name: str, column: int) -> str:
            return beside(self.rows[name].top, column)

        def running(column: int) -> str:
            net = at("net", column)
            return net if column == FIRST_YEAR else f"{beside(self.row - 1, column - 1)}+{net}"

        def crossed(column: int) -> str:
            if column == FIRST_YEAR:
                return '""'
            before, after = at("cumulative", column - 1), at("cumulative", column)
            crosses = f"AND(ROUND({before},4)<0,ROUND({after},4)>=0)"
            return f'IF({crosses},{at("years", column - 1)}-{before}/{at("net", column)},"")'

        self.sheet.subheading(self.row, _("Together"), FIRST_YEAR + self.years + 1)
        self.row += 1
        self._row("benefits", _("Benefits"), number, added(benefits), money["benefits"], bold=True)
        self._row("costs", _("Costs"), number, added(costs), money["costs"], bold=True)
        net = lambda column: f"{at('benefits', column)}-{at('costs', column)}"  # noqa: E731
        self._row("net", _("Net"), number, net, money["net"], bold=True, top=1)
        self._row("cumulative", _("Cumulative"), number, running, money["cumulative"])
        factor = lambda column: f"1/(1+{rate})^{at('years', column)}"  # noqa: E731
        self._row("factors", _("Discount factor"), FACTOR, factor, money["factors"])
        self._row("crossed", _("Paid back, years"), "0.00", crossed, crossings(money["cumulative"], money["net"]))

    @exactly
    def _exact(self) -> dict[str, Months]:
        years = self.variant.tei.years
        missing = (ZERO,) * (self.years + 1 - len(years))
        rows = {
            "benefits": tuple(year.benefits for year in years) + missing,
            "costs": tuple(year.costs for year in years) + missing,
            "net": tuple(year.net for year in years) + missing,
        }
        growth = ONE + self.variant.prepared.discount_rate
        factors = tuple(ONE / growth**year for year in range(self.years + 1))
        return rows | {"cumulative": tuple(accumulate(rows["net"])), "factors": factors}

    def _row(
        self, name: str, label: str, number: str, formula: Callable[[int], str], values: Sequence[Decimal | None],
        *, plain: bool = False, **properties: Any,
    ) -> None:  # fmt: skip
        row = self.row
        self.row += 1
        self.sheet.text(row, NAME, label, **properties)
        properties.pop("indent", None)
        for column, value in enumerate(values, start=FIRST_YEAR):
            if plain:
                self.sheet.value(row, column, value, number, font_color=self.sheet.muted)
            else:
                self.sheet.formula(row, column, formula(column), value, number, **properties)
        self.rows[name] = Range(self.sheet.name, row, FIRST_YEAR, row, FIRST_YEAR + self.years)
