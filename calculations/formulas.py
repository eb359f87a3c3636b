"""Every figure of the three methods: its name, its formula in words, and the figures it is made of. A literal table."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calculations.engine.case_file import CaseFile
from calculations.engine.case_file.records import Benefit, Cost
from calculations.engine.result import CaseResult
from display.numbers import Numbers

Line = Benefit | Cost


@dataclass(frozen=True)
class Formula:
    """One figure of a method."""

    name: str
    label: str | Promise
    words: str | Promise
    unit: str = "money"  # money, percent, months or ratio
    parts: tuple[str, ...] = ()
    # The lines whose amounts it adds up.
    lines: Callable[[Line], bool] | None = None


@dataclass(frozen=True)
class Method:
    """A way to judge a case, and what is known to be weak about it."""

    name: str
    label: str | Promise
    note: str | Promise
    weaknesses: tuple[str | Promise, ...]
    figures: tuple[Formula, ...]

    def figure(self, name: str) -> Formula:
        """Returns the figure called `name`; KeyError where there is none."""
        return {figure.name: figure for figure in self.figures}[name]


def _is_benefit(line: Line) -> bool:
    return isinstance(line, Benefit)


def _is_once(line: Line) -> bool:
    return isinstance(line, Cost) and line.is_one_time


def _is_running(line: Line) -> bool:
    return isinstance(line, Cost) and not line.is_one_time


def _is_direct(line: Line) -> bool:
    return isinstance(line, Benefit) and line.kind == "direct"


def _is_indirect(line: Line) -> bool:
    return isinstance(line, Benefit) and line.kind == "indirect"


def _is_cashable(line: Line) -> bool:
    return line.is_cashable


def _any(line: Line) -> bool:
    return True


CASHFLOW = Method(
    "cashflow",
    _("Cash flow"),
    _("Month by month from today to the horizon, discounted; the probability of success scales benefits only."),
    (
        _("It needs a ramp and a discount rate: two judgements that move the result."),
        _("What happens after the horizon counts for nothing, even where benefits go on."),
        _("Failure is one draw: all benefits or none. A project that half works stands between the two."),
    ),
    (
        Formula("npv", _("Net present value"),
                _("Each month's benefits, times the probability of success, less that month's costs, discounted to "
                  "today and added up."), lines=_any),
        Formula("payback_months", _("Payback"),
                _("The first time the cash so far rises from below zero to zero, counted inside the month in a "
                  "straight line."), "months", lines=_any),
        Formula("discounted_payback_months", _("Discounted payback"),
                _("Payback, with every month's cash discounted to today first."), "months", lines=_any),
        Formula("peak_funding", _("Cash needed"),
                _("The lowest point of the cash so far, not discounted: what must be there before it pays."),
                lines=_any),
        Formula("irr", _("Internal rate of return"),
                _("The yearly rate at which the net present value is zero. Given only where there is exactly one."),
                "percent", lines=_any),
        Formula("mirr", _("Modified rate of return"),
                _("The yearly rate at which what is paid in grows to what comes out, both at the discount rate."),
                "percent", lines=_any),
        Formula("roi", _("Return on investment"),
                _("Present value of benefits less present value of costs, over present value of costs."), "percent",
                ("npv",)),
        Formula("profitability_index", _("Profitability index"),
                _("Discounted months that bring money, over discounted months that take money."), "ratio", lines=_any),
    ),
)  # fmt: skip
GUIDE = Method(
    "guide",
    _("Guide"),
    _("One steady year, as the guide to AI return on investment works it out."),
    (
        _("The probability of success scales running costs too, although they are paid either way."),
        _("Three years of benefits stand over one year of running costs."),
        _("Benefits count in full from the first day: no ramp."),
        _("Money in three years counts as much as money today: no discounting."),
    ),
    (
        Formula("direct", _("Direct benefits a year"), _("The sum of the direct benefits of a steady year."),
                lines=_is_direct),
        Formula("indirect", _("Indirect benefits a year"), _("The sum of the indirect benefits of a steady year."),
                lines=_is_indirect),
        Formula("ongoing", _("Running costs a year"), _("The sum of the costs that come every year."),
                lines=_is_running),
        Formula("one_time", _("One-time costs"), _("The sum of the costs that come once."), lines=_is_once),
        Formula("gross_annual", _("Benefit a year"), _("Direct + indirect − running costs."),
                parts=("direct", "indirect", "ongoing")),
        Formula("risk_adjusted", _("Benefit a year, after risk"), _("Benefit a year × probability of success."),
                parts=("gross_annual",)),
        Formula("total_investment", _("Investment"), _("One-time costs + running costs of one year."),
                parts=("one_time", "ongoing")),
        Formula("year1_net", _("First year, net"), _("Benefit a year after risk − one-time costs."),
                parts=("risk_adjusted", "one_time")),
        Formula("year1_roi", _("First-year return"), _("First year, net ÷ investment."), "percent",
                ("year1_net", "total_investment")),
        Formula("payback_months", _("Payback"), _("One-time costs ÷ (benefit a year after risk ÷ 12 months)."),
                "months", ("one_time", "risk_adjusted")),
        Formula("three_year_net", _("Three years, net"), _("3 × benefit a year after risk − one-time costs."),
                parts=("risk_adjusted", "one_time")),
        Formula("three_year_roi", _("Three-year return"), _("Three years, net ÷ investment."), "percent",
                ("three_year_net", "total_investment")),
    ),
)  # fmt: skip
TEI = Method(
    "tei",
    _("TEI"),
    _("Year by year, as published Total Economic Impact studies: each line adjusted for its own risk, no probability "
      "of success."),
    (
        _("A risk adjustment nobody wrote is zero: the result is then as if everything went to plan."),
        _("Money is dated to the end of its year, so a late first year looks like an early one."),
        _("Payback is read inside whole years and is coarse below twelve months."),
    ),
    (
        Formula("benefits_total", _("Benefits, all years"), _("Each benefit × (1 − its risk adjustment), all years."),
                lines=_is_benefit),
        Formula("costs_total", _("Costs, all years"), _("Each cost × (1 + its risk adjustment), all years."),
                lines=lambda line: not _is_benefit(line)),
        Formula("benefits_pv", _("Benefits, present value"), _("Each year's benefits, discounted from the year's end."),
                parts=("benefits_total",)),
        Formula("costs_pv", _("Costs, present value"),
                _("Today's costs in full, each later year's discounted from its end."), parts=("costs_total",)),
        Formula("npv", _("Net present value"), _("Present value of benefits − present value of costs."),
                parts=("benefits_pv", "costs_pv")),
        Formula("roi", _("Return on investment"), _("Net present value ÷ present value of costs."), "percent",
                ("npv", "costs_pv")),
        Formula("payback_months", _("Payback"),
                _("When the yearly net, added up, first reaches zero, in a straight line inside the year."), "months",
                ("benefits_total", "costs_total")),
    ),
)  # fmt: skip
METHODS = {method.name: method for method in (CASHFLOW, GUIDE, TEI)}
# The strip's own names, and where their figures stand.
HEADLINE = {
    "npv": ("cashflow", "npv"),
    "payback": ("cashflow", "payback_months"),
    "cash_needed": ("cashflow", "peak_funding"),
}


def value_of(result: CaseResult, method: str, name: str) -> tuple[Decimal | None, str]:
    """Returns a figure and, where it has none, the reason."""
    figure: Any = getattr(getattr(result, method), name)
    return (figure.value, figure.reason) if hasattr(figure, "reason") else (figure, "")


def shown(formula: Formula, value: Decimal | None, reason: str, numbers: Numbers) -> str:
    """Returns a figure as text, by its unit."""
    if formula.unit == "ratio":
        return numbers.count(value, reason=reason)
    write = {"money": numbers.money_whole, "percent": numbers.percent, "months": numbers.months}[formula.unit]
    return write(value, reason=reason)


def lines_of(case_file: CaseFile, formula: Formula) -> list[Line]:
    """Returns the lines a figure adds up."""
    every: list[Line] = [*case_file.benefits, *case_file.costs]
    return [line for line in every if formula.lines and formula.lines(line)]
