"""The guide's method: one steady-state year, as its worked examples calculate it.

Shown with its known weaknesses: p scales certain costs too; three years of benefit stand over one year of cost; no
ramp; no discounting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine.answer import NEVER_PAYS_BACK, NOTHING_INVESTED, Answer
from calculations.engine.case_file.records import Benefit, Cost
from calculations.engine.flows import difference
from calculations.engine.numbers import ZERO, exactly
from calculations.engine.prepared import Prepared
from calculations.engine.wiring import WiredLine

YEARS = 3


@dataclass(frozen=True, slots=True)
class Guide:
    direct: Decimal
    indirect: Decimal
    ongoing: Decimal
    one_time: Decimal
    gross_annual: Decimal
    risk_adjusted: Decimal
    year1_net: Decimal
    total_investment: Decimal
    year1_roi: Answer
    payback_months: Answer
    three_year_net: Decimal
    three_year_roi: Answer


@exactly
def guide(prepared: Prepared) -> Guide:
    """Ramp, growth, start, end and horizon play no part; every one-time cost counts."""
    amounts = prepared.base_amounts
    direct = _sum(prepared, amounts, (line for line in prepared.benefits if _kind(line) == "direct"))
    indirect = _sum(prepared, amounts, (line for line in prepared.benefits if _kind(line) == "indirect"))
    ongoing = _sum(prepared, amounts, (line for line in prepared.costs if not _is_one_time(line)))
    one_time = _sum(prepared, amounts, (line for line in prepared.costs if _is_one_time(line)))
    one_time += _year_zero(prepared)
    gross_annual = difference(direct + indirect, ongoing)
    risk_adjusted = gross_annual * prepared.probability
    year1_net = risk_adjusted - one_time
    three_year_net = YEARS * risk_adjusted - one_time
    total_investment = one_time + ongoing
    return Guide(
        direct=direct,
        indirect=indirect,
        ongoing=ongoing,
        one_time=one_time,
        gross_annual=gross_annual,
        risk_adjusted=risk_adjusted,
        year1_net=year1_net,
        total_investment=total_investment,
        year1_roi=_roi(year1_net, total_investment),
        payback_months=_payback_months(one_time, risk_adjusted, total_investment),
        three_year_net=three_year_net,
        three_year_roi=_roi(three_year_net, total_investment),
    )


def _sum(prepared: Prepared, amounts: Mapping[str, Decimal], lines: Iterable[WiredLine]) -> Decimal:
    return sum((amounts[line.path] * prepared.uplifted(line.line) for line in lines), ZERO)


def _year_zero(prepared: Prepared) -> Decimal:
    """What costs given by year take today; a benefit of year 0 is left out."""
    return sum(
        (line.timing.amounts[0] * prepared.uplifted(line.line) for line in prepared.costs if line.timing.amounts), ZERO
    )


def _kind(line: WiredLine) -> str:
    return line.line.kind if isinstance(line.line, Benefit) else ""


def _is_one_time(line: WiredLine) -> bool:
    return isinstance(line.line, Cost) and line.line.is_one_time


def _roi(net: Decimal, total_investment: Decimal) -> Answer:
    return Answer(net / total_investment) if total_investment > 0 else Answer(None, NOTHING_INVESTED)


def _payback_months(one_time: Decimal, risk_adjusted: Decimal, total_investment: Decimal) -> Answer:
    if total_investment <= 0:
        return Answer(None, NOTHING_INVESTED)
    if risk_adjusted <= 0:
        return Answer(None, NEVER_PAYS_BACK)
    # Money received at the start (a negative amount of year 0) has paid back before it begins.
    return Answer(max(one_time, ZERO) / (risk_adjusted / 12))
