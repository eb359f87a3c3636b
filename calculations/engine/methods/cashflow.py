"""The cash-flow method: money by month from today to the horizon; the one a CFO reads first."""

from dataclasses import dataclass
from decimal import Decimal

from calculations.engine import finance
from calculations.engine.answer import NOTHING_INVESTED, Answer
from calculations.engine.flows import net, running_total
from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.prepared import Prepared
from calculations.engine.schedule import Months, discount_factors, monthly_rate, present_value


@dataclass(frozen=True, slots=True)
class Cashflow:
    """Rates are annual. `negative_again` is the month in which the sum falls below 0 after it had paid back."""

    npv: Decimal
    irr: Answer
    mirr: Answer
    profitability_index: Answer
    roi: Answer
    payback_months: Answer
    discounted_payback_months: Answer
    peak_funding: Decimal
    peak_funding_month: int
    negative_again: int | None
    flows: Months
    cumulative: Months


@dataclass(frozen=True, slots=True)
class Funding:
    """The part of a cash flow that a second view repeats: all benefits, or cashable ones only."""

    npv: Decimal
    payback_months: Answer
    peak_funding: Decimal


@exactly
def cashflow(prepared: Prepared) -> Cashflow:
    benefits, costs = prepared.twelfths()
    # In twelfths: payback and the rates of return do not depend on the scale, and stay exact on it.
    flows = net(benefits, costs)
    rate = monthly_rate(prepared.discount_rate)
    factors = discount_factors(prepared.discount_rate, prepared.horizon_months)
    benefit_value, cost_value = present_value(benefits, factors), present_value(costs, factors)
    cumulative = running_total(flows)
    payback = finance.payback(flows)
    trough, trough_month = lowest(cumulative)
    return Cashflow(
        npv=benefit_value - cost_value,
        irr=annual(finance.irr(flows)),
        mirr=annual(finance.mirr(flows, rate, rate)),
        profitability_index=finance.profitability_index(rate, flows),
        roi=Answer((benefit_value - cost_value) / cost_value) if cost_value > 0 else Answer(None, NOTHING_INVESTED),
        payback_months=payback,
        discounted_payback_months=finance.discounted_payback(rate, flows),
        peak_funding=trough / 12,
        peak_funding_month=trough_month,
        negative_again=_negative_again(payback, cumulative),
        flows=tuple(flow / 12 for flow in flows),
        cumulative=tuple(flow / 12 for flow in cumulative),
    )


@exactly
def cashable(prepared: Prepared) -> Funding:
    """Only benefits that leave the budget, against all costs."""
    benefits, costs = prepared.twelfths(cashable_only=True)
    factors = discount_factors(prepared.discount_rate, prepared.horizon_months)
    flows = net(benefits, costs)
    return Funding(
        npv=present_value(flows, factors),
        payback_months=finance.payback(flows),
        peak_funding=lowest(running_total(flows))[0] / 12,
    )


def lowest(cumulative: Months) -> tuple[Decimal, int]:
    """The deepest the sum goes below 0, and the first month it does; 0 today where it never does."""
    trough = min(cumulative)
    return (trough, cumulative.index(trough)) if trough < 0 else (ZERO, 0)


def annual(monthly: Answer) -> Answer:
    return monthly if monthly.value is None else Answer((ONE + monthly.value) ** 12 - 1)


def _negative_again(payback: Answer, cumulative: Months) -> int | None:
    if payback.value is None:
        return None
    return next((month for month, total in enumerate(cumulative) if month > payback.value and total < 0), None)
