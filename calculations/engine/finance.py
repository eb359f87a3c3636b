"""The financial functions, on exact flows: flows[0] is now, one flow a period, money out negative."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, repeat
from math import gcd, lcm
from operator import mul
from typing import TypeAlias

from calculations.engine.answer import (
    MORE_THAN_ONE_RATE,
    NEVER_PAYS_BACK,
    NO_SIGN_CHANGE,
    NOTHING_INVESTED,
    Answer,
)
from calculations.engine.intervals import at_precision
from calculations.engine.numbers import CONTEXT, ONE, ZERO, decimal_from_text
from calculations.engine.roots import Terms, only_root, sign_changes, simplified, terms_of

# A float stands for the number its shortest text says: 0.1 is 0.1.
Number: TypeAlias = Decimal | int | str | float
DatedFlows: TypeAlias = Iterable[tuple[date, Number]]

DAYS_A_YEAR = 365
# Digits carried between the steps of one function, so that its result is right in all of the engine's 34.
GUARD, MOST_DIGITS = 50, 800


def npv(rate: Number, flows: Iterable[Number]) -> Decimal:
    """Net present value: the sum of flow / (1 + rate)^period."""
    return _rounded(_present_value(_growth(rate), _exact(flows)))


def irr(flows: Iterable[Number]) -> Answer:
    """The one rate above -100% a period at which the flows are worth nothing.

    `no sign change` also where signs change but no rate brings the value to zero: it has one sign at every rate.
    """
    return _rate(terms_of(_whole(_exact(flows))), ONE)


def mirr(flows: Iterable[Number], finance_rate: Number, reinvest_rate: Number) -> Answer:
    """The rate at which what is paid, at the finance rate, grows to what is received, at the reinvest rate."""
    exact = _exact(flows)
    paid, received = [min(flow, ZERO) for flow in exact], [max(flow, ZERO) for flow in exact]
    if not any(paid) or not any(received):
        return Answer(None, NO_SIGN_CHANGE)
    periods = len(exact) - 1
    finance, reinvest = _growth(finance_rate), _growth(reinvest_rate)
    with at_precision(GUARD):
        multiple = _present_value(reinvest, received) * reinvest**periods / -_present_value(finance, paid)
        return Answer(_rounded((multiple.ln() / periods).exp() - 1))


def payback(flows: Iterable[Number]) -> Answer:
    """Periods until the cumulative flow first rises to 0 from below, linear inside a period."""
    exact = _exact(flows)
    with at_precision(GUARD):
        return _payback(exact)


def discounted_payback(rate: Number, flows: Iterable[Number]) -> Answer:
    """Payback on discounted flows."""
    growth = _growth(rate)
    exact = _exact(flows)
    with at_precision(GUARD):
        return _payback(_discounted(growth, exact))


def profitability_index(rate: Number, flows: Iterable[Number]) -> Answer:
    """Discounted positive flows over discounted negative flows."""
    growth = _growth(rate)
    exact = _exact(flows)
    gained = _present_value(growth, [max(flow, ZERO) for flow in exact])
    spent = _present_value(growth, [-min(flow, ZERO) for flow in exact])
    if not spent:
        return Answer(None, NOTHING_INVESTED)
    with at_precision(GUARD):
        return Answer(_rounded(gained / spent))


def xnpv(rate: Number, flows: DatedFlows) -> Decimal:
    """Net present value at the earliest date, actual days over 365."""
    growth = _growth(rate)
    with at_precision(GUARD):
        log = growth.ln()
        discounted = (flow * (-log * day / DAYS_A_YEAR).exp() for day, flow in _by_day(flows))
        return _rounded(sum(discounted, ZERO))


def xirr(flows: DatedFlows) -> Answer:
    """The one yearly rate above -100% at which dated flows are worth nothing; in days it is a polynomial too."""
    by_day = [(day, flow) for day, flow in _by_day(flows) if flow]
    first = by_day[0][0] if by_day else 0
    step = gcd(*(day - first for day, _ in by_day)) or 1
    amounts = _whole([flow for _, flow in by_day])
    terms = terms_of(amounts, [(day - first) // step for day, _ in by_day])
    return _rate(terms, Decimal(DAYS_A_YEAR) / step)


def _rate(terms: Terms, periods: Decimal) -> Answer:
    """The rate over so many periods, from the polynomial in x = 1 / (1 + rate of one period)."""
    if not sign_changes(terms):
        return Answer(None, NO_SIGN_CHANGE)
    terms, count = simplified(terms)
    if count > 1:
        return Answer(None, MORE_THAN_ONE_RATE)
    if count == 0:
        return Answer(None, NO_SIGN_CHANGE)
    if sum(coefficient for _, coefficient in terms) == 0:
        return Answer(ZERO)
    return Answer(_refined(terms, periods))


def _refined(terms: Terms, periods: Decimal) -> Decimal:
    """More digits until both ends of the interval around the root round to the same rate."""
    precision = GUARD
    while True:
        with at_precision(precision):
            low, high = (_rounded((-periods * x.ln()).exp() - 1) for x in only_root(terms, precision))
        if low == high or precision >= MOST_DIGITS:
            return low
        precision *= 2


def _payback(flows: Sequence[Decimal]) -> Answer:
    total = ZERO
    for period, flow in enumerate(flows):
        before, total = total, total + flow
        if before < 0 <= total:
            return Answer(_rounded(period - 1 - before / flow))
    return Answer(None, NEVER_PAYS_BACK if total < 0 else NOTHING_INVESTED)


def _present_value(growth: Decimal, flows: Sequence[Decimal]) -> Decimal:
    with at_precision(GUARD):
        return sum(_discounted(growth, flows), ZERO)


def _discounted(growth: Decimal, flows: Sequence[Decimal]) -> list[Decimal]:
    """Divided by the exact power while that fits, so that flows meant to cancel do."""
    powers = accumulate(repeat(growth), mul, initial=ONE)
    return [flow / power for flow, power in zip(flows, powers, strict=False)]


def _growth(rate: Number) -> Decimal:
    """1 + rate, the factor of one period."""
    exact = _number(rate)
    if exact <= -1:
        raise ValueError("a rate of -100% or below discounts nothing")
    with at_precision(GUARD):
        return ONE + exact


def _by_day(flows: DatedFlows) -> list[tuple[int, Decimal]]:
    """Flows summed by date, in days from the earliest."""
    sums: dict[date, Decimal] = {}
    with at_precision(GUARD):
        for day, flow in flows:
            sums[day] = sums.get(day, ZERO) + _number(flow)
    earliest = min(sums, default=date.min)
    return [((day - earliest).days, sums[day]) for day in sorted(sums)]


def _whole(flows: Sequence[Decimal]) -> list[int]:
    """The same flows as whole numbers of a small enough part of the unit: ratios, and so rates, stay exact."""
    ratios = [flow.as_integer_ratio() for flow in flows]
    common = lcm(*(denominator for _, denominator in ratios))
    return [numerator * (common // denominator) for numerator, denominator in ratios]


def _exact(flows: Iterable[Number]) -> list[Decimal]:
    return [_number(flow) for flow in flows]


def _number(number: Number) -> Decimal:
    exact = (
        number
        if isinstance(number, Decimal)
        else decimal_from_text(float.__repr__(number) if isinstance(number, float) else number)
    )
    if not exact.is_finite():
        raise ValueError("a flow or a rate must be a finite number")
    return exact


def _rounded(number: Decimal) -> Decimal:
    """In the engine's 34 digits."""
    return CONTEXT.plus(number)
