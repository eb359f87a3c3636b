"""Money by month: one block for the case and for each of its variants, lines first, then what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from calculations.engine.numbers import ZERO
from calculations.engine.schedule import year_of
from calculations.engine.wiring import WiredLine
from reports.render.workbook.entries import HORIZON, PROBABILITY, RATE, UPLIFT_BENEFITS, UPLIFT_COSTS
from reports.render.workbook.months import (
    AMOUNT,
    CASHABLE,
    ENDS,
    FIRST_MONTH,
    GROWTH,
    KIND,
    STARTS,
    UPLIFTED,
    MonthRows,
    by_name,
    exact_rows,
)
from reports.render.workbook.sheet import FACTOR, PERCENT, WHOLE, Range, Sheet, across, beside
from reports.render.workbook.variants import Place, Variant, about, has

SAID = {"kind": (KIND, ""), "cashable": (CASHABLE, ""), "starts": (STARTS, WHOLE), "growth": (GROWTH, PERCENT)}


@dataclass(frozen=True)
class Flows:
    """Where the rows of a block stand, and what the measures need of its lines."""

    rows: Mapping[str, Range]
    lines: Mapping[str, Range]
    kinds: Range
    amounts: Range
    today: tuple[str, ...]  # what costs given by year take in month 0
    bottom: int

    def references(self, sheet: str) -> dict[str, str]:
        """The rows by the names the measures of a cash flow call them."""
        signs = self.rows["signs"]
        return {name: row.seen_from(sheet) for name, row in self.rows.items()} | {
            "last": self.rows["cumulative"].last.seen_from(sheet),
            "last_discounted": self.rows["cumulative_discounted"].last.seen_from(sheet),
            "last_cashable": self.rows["cumulative_cashable"].last.seen_from(sheet),
            "signs_before": signs.shortened(right=1).seen_from(sheet),
            "signs_after": signs.shortened(left=1).seen_from(sheet),
        }

    def sums(self, sheet: str) -> dict[str, str]:
        """The sums of amounts that the guide's method starts from."""
        kinds, amounts = self.kinds.seen_from(sheet), self.amounts.seen_from(sheet)
        by_kind = {kind: f'SUMIF({kinds},"{kind}",{amounts})' for kind in ("direct", "indirect", "annual", "one_time")}
        return {
            "direct_lines": by_kind["direct"],
            "indirect_lines": by_kind["indirect"],
            "ongoing_lines": by_kind["annual"],
            "one_time_lines": "+".join((by_kind["one_time"], *self.today)),
        }


class FlowBlock:
    """Writes the months of one variant below `top`, to the last month drawn."""

    def __init__(self, sheet: Sheet, top: int, months: int, variant: Variant, place: Place) -> None:
        self.sheet, self.variant, self.place = sheet, variant, place
        self.prepared = variant.prepared
        self.rows = MonthRows(sheet, top, months)
        self.accounting = sheet.book.accounting
        self.lines: dict[str, Range] = {}
        self.today: list[str] = []

    def write(self) -> Flows:
        self._head()
        first = self.rows.row
        benefits = self._section(_("Benefits"), self.prepared.benefits)
        costs = self._section(_("Costs"), self.prepared.costs)
        last = self.rows.row - 1
        self._totals(benefits, costs)
        self._traces()
        name = self.sheet.name
        return Flows(
            self.rows.ranges,
            self.lines,
            Range(name, first, KIND, last, KIND),
            Range(name, first, UPLIFTED, last, UPLIFTED),
            tuple(self.today),
            self.rows.row,
        )

    def _term(self, path: str) -> str:
        return self.place.cells[path].seen_from(self.sheet.name)

    # --- head

    def _head(self) -> None:
        rows, sheet = self.rows, self.sheet
        months = range(rows.months + 1)
        titles = (
            _("Line"), _("Kind"), _("Cashable"), _("Amount"), _("After uplift"),
            _("From month"), _("To month"), _("Growth a year"), _("Total"),
        )  # fmt: skip
        sheet.headings(rows.row, *titles, *months, numbers_from=AMOUNT)
        row = rows.next()
        for month in months:
            sheet.head_number(row, FIRST_MONTH + month, month)
        rows.ranges["months"] = rows.range(row)
        muted = {"font_color": sheet.muted}
        years = tuple(Decimal(year_of(month)) for month in months)
        rows.combine("years", _("Year"), "ROUNDUP({months}/12,0)", WHOLE, years, **muted)
        ramp = self.place.ramp.seen_from(sheet.name)
        rows.combine(
            "ramp",
            _("Ramp by month of use"),
            f"IF({{months}}=0,0,IF({{months}}<=COUNT({ramp}),INDEX({ramp},MAX(1,{{months}})),1))",
            PERCENT,
            self.variant.ramp(rows.months),
            **muted,
        )

    # --- lines

    def _section(self, title: str, lines: tuple[WiredLine, ...]) -> tuple[int, int]:
        """The first and the last row of a kind of lines, its title included."""
        first = self.rows.row
        self.rows.title(title)
        for line in lines:
            self._line(line)
        return first, self.rows.row - 1

    def _line(self, line: WiredLine) -> None:
        row, sheet = self.rows.row, self.sheet
        money = self.variant.months_of(line, self.rows.months)
        formula = self._by_year(line) if line.timing.amounts else self._by_month(line, row)
        self.lines[line.path] = self.rows.write(line.path, line.line.name, self.accounting, formula, money, indent=1)
        self.rows.total(line.path, sum(money, ZERO), self.accounting)
        self._said(line, row)
        amount = self.place.amounts[line.path].seen_from(sheet.name)
        sheet.formula(row, AMOUNT, amount, self.prepared.base_amounts[line.path], self.accounting)
        uplifted = across(row, AMOUNT) + self._uplift(line)
        sheet.formula(row, UPLIFTED, uplifted, self.variant.uplifted(line), self.accounting)

    def _said(self, line: WiredLine, row: int) -> None:
        """What is said of the line, from where it is said; a line without an end runs to the horizon."""
        said, cells = about(line.line), self.place.lines[line.path]
        columns = {
            "kind": (KIND, ""),
            "cashable": (CASHABLE, ""),
            "starts": (STARTS, WHOLE),
            "growth": (GROWTH, PERCENT),
        }
        for name, (column, number) in columns.items():
            if has(line.line, name):
                align = "right" if number else "left"
                reference = cells[name].seen_from(self.sheet.name)
                self.sheet.formula(row, column, reference, said[name], number, align=align)
        if has(line.line, "ends"):
            ends, horizon = cells["ends"].seen_from(self.sheet.name), self._term(HORIZON)
            last = min(line.line.ends_month or self.prepared.horizon_months, self.prepared.horizon_months)
            self.sheet.formula(row, ENDS, f'IF({ends}="",{horizon},MIN({ends},{horizon}))', last, WHOLE)

    def _uplift(self, line: WiredLine) -> str:
        """What optimism bias multiplies with, where the case states any."""
        if not self.prepared.case.uplift:
            return ""
        is_benefit = line in self.prepared.benefits
        return f"*(1-{self._term(UPLIFT_BENEFITS)})" if is_benefit else f"*(1+{self._term(UPLIFT_COSTS)})"

    def _by_month(self, line: WiredLine, row: int) -> Callable[[int], str]:
        """Once in its month, or in twelfths while it runs, by ramp and growth."""
        starts, ends, amount = across(row, STARTS), across(row, ENDS), across(row, UPLIFTED)
        horizon = self._term(HORIZON)
        if line.timing.one_time_month is not None:
            return lambda column: f"IF(AND({self.rows.at('months', column)}={starts},{starts}<={horizon}),{amount},0)"
        is_benefit = line in self.prepared.benefits
        ramp = self.rows.ranges["ramp"].seen_from(self.sheet.name)

        def formula(column: int) -> str:
            month, year = self.rows.at("months", column), self.rows.at("years", column)
            share = f"*INDEX({ramp},1,{month}-{starts}+2)" if is_benefit else ""
            money = f"{amount}/12{share}*(1+{across(row, GROWTH)})^({year}-1)"
            return f"IF(AND({month}>={starts},{month}<={ends}),{money},0)"

        return formula

    def _by_year(self, line: WiredLine) -> Callable[[int], str]:
        """Year 0 today, each later year in twelfths, to the horizon."""
        uplift = self._uplift(line)
        amounts = [self.place.cells[wire.path].seen_from(self.sheet.name) for wire in line.wired["amounts"]]
        if line in self.prepared.costs:
            self.today.append(amounts[0] + uplift)

        def formula(column: int) -> str:
            year = year_of(column - FIRST_MONTH)
            if year >= len(amounts):
                return "0"
            if year == 0:
                return amounts[0] + uplift
            return f"IF({self.rows.at('months', column)}<={self._term(HORIZON)},{amounts[year]}/12{uplift},0)"

        return formula

    # --- together

    def _totals(self, benefits: tuple[int, int], costs: tuple[int, int]) -> None:
        rows, money = self.rows, exact_rows(self.variant, self.rows.months)
        self.traces = by_name(money)
        probability, rate = self._term(PROBABILITY), self._term(RATE)
        flags = f"${_letter(CASHABLE)}${benefits[0] + 1}:${_letter(CASHABLE)}${benefits[1] + 1}"

        def added(lines: tuple[int, int], before: str = "SUM(") -> Callable[[int], str]:
            return lambda column: f"{before}{beside(lines[0], column)}:{beside(lines[1], column)})"

        def is_cashable(column: int) -> str:
            sums = added(benefits, f'SUMIF({flags},"yes",')(column)
            return f"{sums}*{probability}-{rows.at('costs', column)}"

        rows.title(_("Together"))
        number = self.accounting
        rows.write("benefits_before", _("Benefits before risk"), number, added(benefits), money["benefits_before"])
        risked = f"{{benefits_before}}*{probability}"
        rows.combine("benefits", _("Benefits x probability of success"), risked, number, money["benefits"])
        rows.write("costs", _("Costs"), number, added(costs), money["costs"])
        strong = {"bold": True, "top": 1}
        rows.combine("net", _("Net cash flow"), "{benefits}-{costs}", number, money["net"], **strong)
        rows.accumulate("cumulative", _("Cumulative"), "net", number, money["cumulative"], bold=True)
        rows.combine("factors", _("Discount factor"), f"1/(1+{rate})^({{months}}/12)", FACTOR, money["factors"])
        rows.combine("discounted", _("Net, discounted"), "{net}*{factors}", number, money["discounted"])
        rows.accumulate(
            "cumulative_discounted", _("Cumulative, discounted"), "discounted", number, money["cumulative_discounted"]
        )
        rows.write("cashable", _("Net, cashable benefits only"), number, is_cashable, money["cashable"])
        rows.accumulate(
            "cumulative_cashable", _("Cumulative, cashable only"), "cashable", number, money["cumulative_cashable"]
        )
        for name in ("benefits_before", "benefits", "costs", "net", "discounted", "cashable"):
            rows.total(name, sum(money[name], ZERO), number, **(strong if name == "net" else {}))

    def _traces(self) -> None:
        """Rows that find a month: the sign of the flow, and where a running total crosses zero."""
        self.rows.title(_("How paybacks and changes of sign are found"))
        self._trace("signs", _("Sign of the net flow"), WHOLE, self._sign)
        for name, running, flow, label in (
            ("crossed", "cumulative", "net", _("Paid back, months")),
            ("crossed_discounted", "cumulative_discounted", "discounted", _("Paid back, discounted")),
            ("crossed_cashable", "cumulative_cashable", "cashable", _("Paid back, cashable only")),
        ):
            self._trace(name, label, "0.00", self._crossing(running, flow))
        crossed = self.rows.ranges["crossed"].seen_from(self.sheet.name)

        def below(column: int) -> str:
            month, total = self.rows.at("months", column), self.rows.at("cumulative", column)
            return f'IF(COUNT({crossed})=0,"",IF(AND({month}>MIN({crossed}),ROUND({total},4)<0),{month},""))'

        self._trace("below_again", _("Below zero again"), WHOLE, below)

    def _trace(self, name: str, label: str, number: str, formula: Callable[[int], str]) -> None:
        self.rows.write(name, label, number, formula, self.traces[name], font_color=self.sheet.muted)

    def _sign(self, column: int) -> str:
        flow = f"ROUND({self.rows.at('net', column)},4)"
        if column == FIRST_MONTH:
            return f"SIGN({flow})"
        return f"IF({flow}=0,{beside(self.rows.row - 1, column - 1)},SIGN({flow}))"

    def _crossing(self, running: str, flow: str) -> Callable[[int], str]:
        """Linear inside the month in which the total rises to zero from below."""
        at = self.rows.at

        def formula(column: int) -> str:
            if column == FIRST_MONTH:
                return '""'
            before, after = at(running, column - 1), at(running, column)
            return (
                f"IF(AND(ROUND({before},4)<0,ROUND({after},4)>=0),"
                f'{at("months", column - 1)}-{before}/{at(flow, column)},"")'
            )

        return formula


def _letter(column: int) -> str:
    return across(0, column)[1:-1]
