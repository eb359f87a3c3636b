"""The three methods as formulas over cells: how totals become answers, in the order they are read.

Amounts of lines come from the engine's own formulas; what stands here is the arithmetic of a method on its rows.
A test on zero rounds to a ten-thousandth first, because a spreadsheet's sums leave remainders that exact ones do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calculations.engine.answer import NEVER_PAYS_BACK, NO_SIGN_CHANGE, NOTHING_INVESTED

SEVERAL_SIGN_CHANGES = "more than one sign change"
NO_RATE_FOUND = "not found by this program"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a method. `formula` names cells in braces; what it names first stands above it."""

    key: str
    label: str | Promise
    kind: str  # money, share, months, whole, ratio
    formula: str


def _none(reason: str) -> str:
    return f'"{reason}"'


def _rate_of_return() -> str:
    """A spreadsheet searches from a guess and may miss: first from the rate found before, then from a few others."""
    tried = _none(NO_RATE_FOUND)
    for guess in ("1", "-0.02", "0.3", "0.1", "0.01", "{guess}"):
        tried = f"IFERROR((1+IRR({{net}},{guess}))^12-1,{tried})"
    return tried


GUIDE = (
    Measure("direct", _("Direct benefits"), "money", "{direct_lines}"),
    Measure("indirect", _("Indirect benefits"), "money", "{indirect_lines}"),
    Measure("ongoing", _("Ongoing costs"), "money", "{ongoing_lines}"),
    Measure("one_time", _("One-time costs"), "money", "{one_time_lines}"),
    Measure("gross_annual", _("Gross a year"), "money", "{direct}+{indirect}-{ongoing}"),
    Measure("risk_adjusted", _("After risk"), "money", "{gross_annual}*{probability}"),
    Measure("year1_net", _("Net of year 1"), "money", "{risk_adjusted}-{one_time}"),
    Measure("total_investment", _("Total investment"), "money", "{one_time}+{ongoing}"),
    Measure(
        "year1_roi", _("Year-1 ROI"), "share",
        f"IF(ROUND({{total_investment}},4)<=0,{_none(NOTHING_INVESTED)},{{year1_net}}/{{total_investment}})",
    ),
    Measure(
        "payback_months", _("Payback, months"), "months",
        f"IF(ROUND({{total_investment}},4)<=0,{_none(NOTHING_INVESTED)},"
        f"IF(ROUND({{risk_adjusted}},4)<=0,{_none(NEVER_PAYS_BACK)},MAX({{one_time}},0)/({{risk_adjusted}}/12)))",
    ),
    Measure("three_year_net", _("Net of three years"), "money", "3*{risk_adjusted}-{one_time}"),
    Measure(
        "three_year_roi", _("Three-year ROI"), "share",
        f"IF(ROUND({{total_investment}},4)<=0,{_none(NOTHING_INVESTED)},{{three_year_net}}/{{total_investment}})",
    ),
)  # fmt: skip

PAYBACK = (
    f"IF(COUNT({{crossed}})>0,MIN({{crossed}}),"
    f"IF(ROUND({{last}},4)<0,{_none(NEVER_PAYS_BACK)},{_none(NOTHING_INVESTED)}))"
)
PEAK = "MIN(0,MIN({cumulative}))"
CASHFLOW = (
    Measure("npv", _("Net present value"), "money", "SUM({discounted})"),
    Measure("payback_months", _("Payback, months"), "months", PAYBACK),
    Measure(
        "discounted_payback_months", _("Discounted payback, months"), "months",
        PAYBACK.replace("crossed", "crossed_discounted").replace("last", "last_discounted"),
    ),
    Measure(
        "negative_again", _("Below zero again in month"), "whole",
        'IF(COUNT({below_again})>0,MIN({below_again}),"no")',
    ),
    Measure("peak_funding", _("Peak funding"), "money", PEAK),
    Measure(
        "peak_funding_month", _("Month of peak funding"), "whole",
        "IF({peak_funding}<0,INDEX({months},1,MATCH(MIN({cumulative}),{cumulative},0)),0)",
    ),
    Measure("benefits_pv", _("Present value of benefits"), "money", "SUMPRODUCT({benefits},{factors})"),
    Measure("costs_pv", _("Present value of costs"), "money", "SUMPRODUCT({costs},{factors})"),
    Measure(
        "roi", _("Return on investment"), "share",
        f"IF(ROUND({{costs_pv}},4)<=0,{_none(NOTHING_INVESTED)},({{benefits_pv}}-{{costs_pv}})/{{costs_pv}})",
    ),
    Measure(
        "profitability_index", _("Profitability index"), "ratio",
        f'IF(ROUND(SUMIF({{discounted}},"<0"),4)=0,{_none(NOTHING_INVESTED)},'
        'SUMIF({discounted},">0")/-SUMIF({discounted},"<0"))',
    ),
    Measure(
        "mirr", _("MIRR a year"), "share",
        f'IF(OR(ROUND(SUMIF({{discounted}},"<0"),4)=0,ROUND(SUMIF({{discounted}},">0"),4)=0),{_none(NO_SIGN_CHANGE)},'
        '(SUMIF({discounted},">0")/-SUMIF({discounted},"<0"))^(12/{horizon})*(1+{rate})-1)',
    ),
    Measure(
        "irr", _("IRR a year"), "share",
        "IF(SUMPRODUCT(--({signs_before}*{signs_after}<0))=0," + _none(NO_SIGN_CHANGE) + ","
        "IF(SUMPRODUCT(--({signs_before}*{signs_after}<0))>1," + _none(SEVERAL_SIGN_CHANGES) + ","
        f"{_rate_of_return()}))",
    ),
)  # fmt: skip

TEI = (
    Measure("benefits_total", _("Benefits, all years"), "money", "SUM({benefits})"),
    Measure("costs_total", _("Costs, all years"), "money", "SUM({costs})"),
    Measure("benefits_pv", _("Present value of benefits"), "money", "SUMPRODUCT({benefits},{factors})"),
    Measure("costs_pv", _("Present value of costs"), "money", "SUMPRODUCT({costs},{factors})"),
    Measure("npv", _("Net present value"), "money", "{benefits_pv}-{costs_pv}"),
    Measure(
        "roi", _("Return on investment"), "share",
        f"IF(ROUND({{costs_pv}},4)<=0,{_none(NOTHING_INVESTED)},{{npv}}/{{costs_pv}})",
    ),
    Measure("payback_months", _("Payback, months"), "months", PAYBACK.replace("MIN({crossed})", "MIN({crossed})*12")),
)  # fmt: skip


def formula_of(measure: Measure, cells: Mapping[str, str]) -> str:
    return measure.formula.format_map(cells)
