"""The financial functions: textbook values, agreement with pyxirr, and every answer that is a reason."""

import random
import time
from datetime import date
from decimal import Decimal, getcontext, localcontext
from itertools import pairwise
from math import comb

import numpy as np
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from calculations.engine import finance
from calculations.engine.answer import (
    MORE_THAN_ONE_RATE,
    NEVER_PAYS_BACK,
    NO_SIGN_CHANGE,
    NOTHING_INVESTED,
    Answer,
)
from calculations.engine.roots import simplified, terms_of
from calculations.engine.squarefree import greatest_common_divisor, square_free

D = Decimal


def multiplied(*polynomials: list[int]) -> list[int]:
    result = [1]
    for polynomial in polynomials:
        product = [0] * (len(result) + len(polynomial) - 1)
        for i, a in enumerate(result):
            for j, b in enumerate(polynomial):
                product[i + j] += a * b
        result = product
    return result


# --- net present value -------------------------------------------------------------------------------------------


def test_npv_discounts_each_period_and_not_today() -> None:
    assert finance.npv(D("0.1"), [-100, 55, D("60.5")]) == 0
    assert finance.npv(D("0.08"), [-1000, 500, 400, 300]).quantize(D("0.0001")) == D("44.0482")


def test_npv_of_nothing_is_nothing() -> None:
    assert finance.npv(D("0.1"), []) == 0


def test_npv_keeps_34_digits_whatever_the_callers_context() -> None:
    with localcontext() as context:
        context.prec = 5
        assert finance.npv(D("0.07"), [0, 1]) == D("0.9345794392523364485981308411214953")
    assert getcontext().prec == 28


@pytest.mark.parametrize("rate", [-1, D("-1.5"), "-2"])
def test_a_rate_of_minus_100_percent_or_below_discounts_nothing(rate: D) -> None:
    for call in (finance.npv, finance.discounted_payback, finance.profitability_index):
        with pytest.raises(ValueError, match="-100%"):
            call(rate, [-1, 2])
    with pytest.raises(ValueError, match="-100%"):
        finance.xnpv(rate, [(date(2026, 1, 1), 1)])


def test_whole_numbers_texts_and_floats_are_read_as_written() -> None:
    assert finance.npv(0.1, ["-100", 110]) == finance.npv("0.1", [D(-100), D(110)]) == 0
    assert finance.npv(np.float64(0.1), np.array([-100.0, 110.0])) == 0


@pytest.mark.parametrize("flow", ["NaN", "Infinity", D("-Infinity"), "money"])
def test_what_is_no_finite_number_is_refused(flow: D) -> None:
    with pytest.raises(ValueError, match="finite"):
        finance.npv(0, [flow])


# --- internal rate of return -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-100, 110], "0.1"),
        ([-100, 60, 60], "0.1306623862918074852584262744907492"),
        ([100, -110], "0.1"),
        ([0, 0, -1, 2, 0], "1"),
        ([-100, 100], "0"),
        ([-100, 50], "-0.5"),
        ([-1, D("1e-12")], "-0.999999999999"),
        ([D("-1e-12"), 10**14], "99999999999999999999999999"),
        # A tiny rate still has all its digits.
        ([-(10**30), 10**30 + 1], "1E-30"),
    ],
)
def test_irr_of_flows_with_one_rate(flows: list[D], rate: str) -> None:
    found = finance.irr(flows).value
    assert found is not None
    assert abs(found - D(rate)) <= abs(D(rate)) * D("1e-18")


@pytest.mark.parametrize("flows", [[], [0, 0], [5], [-5, -1], [1, 2, 3], [0, -3, 0]])
def test_irr_needs_money_both_ways(flows: list[int]) -> None:
    assert finance.irr(flows) == Answer(None, NO_SIGN_CHANGE)


def test_irr_has_no_answer_where_no_rate_brings_the_value_to_zero() -> None:
    assert finance.irr([1, -1, 1]) == Answer(None, NO_SIGN_CHANGE)


@pytest.mark.parametrize(
    "flows",
    [
        # The oil pump problem (Lorie and Savage 1955): 25% and 400%.
        [-1600, 10000, -10000],
        [-100, 230, -132],
        # Rates of 0%, 100% and 200%.
        [-1, 6, -11, 6],
        # One rate is negative: every rate above -100% counts.
        multiplied([-1, 2], [-10, 9], [1]),
        # 10% and 10.0001%.
        multiplied([-100000, 110000], [100000, -110001]),
    ],
)
def test_irr_never_gives_one_of_several_rates(flows: list[int]) -> None:
    assert finance.irr(flows) == Answer(None, MORE_THAN_ONE_RATE)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([1, -2, 1], "0"),
        ([100, -220, 121], "0.1"),
        (multiplied(*[[-10, 11]] * 3), "0.1"),
        (multiplied(*[[-10, 11]] * 9, [1, 2, 3], [1, 0, 5]), "0.1"),
        (multiplied(*[[-1, 3]] * 20, [1] + [0] * 299 + [1]), "2"),
    ],
)
def test_a_rate_at_which_the_value_only_touches_zero_is_one_rate(flows: list[int], rate: str) -> None:
    assert finance.irr(flows).value == D(rate)


def test_a_triple_rate_beside_two_others_is_counted_once() -> None:
    """Widened intervals reach past their neighbours here: they must be put in order before they are merged."""
    flows = multiplied([-1, 20], [-2, 20], *[[-3, 20]] * 3)
    assert simplified(terms_of(flows))[1] == 2
    assert finance.irr(flows) == Answer(None, MORE_THAN_ONE_RATE)


def test_two_rates_that_touch_zero_are_two_rates() -> None:
    flows = multiplied(*[[-10, 11]] * 2, *[[-10, 12]] * 2)
    assert finance.irr(flows) == Answer(None, MORE_THAN_ONE_RATE)


def test_one_rate_is_found_where_the_sign_changes_several_times() -> None:
    """A repair in the third year: three changes of sign, and one rate."""
    flows = multiplied([-10, 12], [10, 3, 5, 1])
    assert [flow > 0 for flow in flows] == [False, True, False, True, True]
    assert finance.irr(flows) == Answer(D("0.2"))


def test_flows_a_trillionth_apart_are_told_apart() -> None:
    touching = multiplied([-10, 11], [-10, 11])
    above, below = [*touching], [*touching]
    above[1] += D("1e-24")
    below[1] -= D("1e-24")
    assert finance.irr(touching).value == D("0.1")
    assert finance.irr([D(flow) for flow in above]) == Answer(None, NO_SIGN_CHANGE)
    assert finance.irr([D(flow) for flow in below]) == Answer(None, MORE_THAN_ONE_RATE)


def _random_flows(source: random.Random) -> list[int]:
    flows = [source.randint(-1000, 1000) for _ in range(source.randint(2, 14))]
    if source.random() < 0.5:
        flows[0] = -source.randint(500, 5000)
    return flows


def test_irr_agrees_with_pyxirr_where_there_is_one_rate() -> None:
    source = random.Random(20260501)
    compared = 0
    for _ in range(3000):
        flows = _random_flows(source)
        ours, theirs = finance.irr(flows), pyxirr.irr(flows, silent=True)
        if ours.value is None or theirs is None or not -0.99 < theirs < 100:
            continue
        assert float(ours.value) == pytest.approx(theirs, rel=1e-6, abs=1e-7), flows
        compared += 1
    assert compared > 1000


def test_irr_counts_the_rates_that_a_general_root_finder_sees() -> None:
    """NumPy's eigenvalues find all roots at once, if only to a few digits."""
    numpy = pytest.importorskip("numpy")
    source = random.Random(7)
    for _ in range(1500):
        flows = _random_flows(source)
        roots = numpy.roots(flows[::-1])
        positive = sorted(root.real for root in roots if abs(root.imag) < 1e-7 and root.real > 1e-7)
        if any(1e-10 < abs(root.imag) < 1e-5 for root in roots) or any(b - a < 1e-5 for a, b in pairwise(positive)):
            continue
        ours = finance.irr(flows)
        assert (ours.reason == MORE_THAN_ONE_RATE) == (len(positive) > 1), flows
        assert (ours.value is not None) == (len(positive) == 1), flows


money = st.decimals(-(10**12), 10**12, places=4)
exact_flows = st.lists(money, min_size=2, max_size=30)
invested = st.decimals(-(10**12), -1, places=4)
received = st.lists(st.decimals(1, 10**12, places=4), min_size=1, max_size=30)


@settings(max_examples=150, deadline=None)
@given(paid=invested, received=received)
def test_flows_at_their_irr_are_worth_nothing(paid: D, received: list[D]) -> None:
    rate = finance.irr([paid, *received]).value
    assert rate is not None
    assert abs(finance.npv(rate, [paid, *received])) <= D("1e-26") * abs(paid) * (1 + 1 / (1 + rate)) ** 2


@settings(max_examples=100, deadline=None)
@given(flows=exact_flows, scale=st.integers(1, 10**9))
def test_irr_does_not_depend_on_the_unit_of_money(flows: list[D], scale: int) -> None:
    assert finance.irr([flow * scale for flow in flows]).reason == finance.irr(flows).reason


@settings(max_examples=60, deadline=None)
@given(
    roots=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    others=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=6),
)
def test_distinct_rates_are_counted_once_each(roots: list[int], others: list[tuple[int, int]]) -> None:
    """Products of chosen factors: x = root / 20, and quadratics without a positive root."""
    factors = [[-root, 20] for root in roots] + [[a * a, -a, b + 1] for a, b in others]
    _, count = simplified(terms_of(multiplied(*factors)))
    assert count == min(len(set(roots)), 2)


def _renewals(payment: str, renewal: int, months: int) -> list[D]:
    flows = [D(-1000)] + [D(payment) * D("1.02") ** (month // 12) for month in range(600)]
    for month in range(months, 601, months):
        flows[month] -= renewal
    return flows


SIX_HUNDRED_MONTHS = {
    "one investment": [D(-1000)] + [D("13.37")] * 600,
    "yearly payments": _renewals("13.37", 100, 12),
    "renewals every five years": _renewals("33.37", 900, 60),
    "alternating": [D(-(10**14)) if month % 2 else D(10**14) for month in range(601)],
    "years up and down": [D(-1000)] + [D(1 + month // 12) * (-1) ** (month // 12) for month in range(600)],
    "binomial": [D((-1) ** month * comb(600, month)) for month in range(601)],
    "random": [D(random.Random(3).randint(-(10**15), 10**15)) for _ in range(601)],
    "a square": [D(flow) for flow in multiplied(*[[random.Random(5).randint(-99, 99) for _ in range(301)]] * 2)],
    "nearly touching": [
        D(flow + (index == 300))
        for index, flow in enumerate(
            multiplied([10, -11], [10, -11], [random.Random(k).randint(1, 10**9) for k in range(599)])
        )
    ],
}


@pytest.mark.parametrize("name", SIX_HUNDRED_MONTHS)
def test_irr_of_600_months_takes_bounded_time(name: str) -> None:
    start = time.process_time()
    finance.irr(SIX_HUNDRED_MONTHS[name])
    assert time.process_time() - start < 2


def test_the_square_free_part_holds_each_root_once() -> None:
    assert square_free(multiplied([-1, 3], [-1, 3], [2, 1])) == multiplied([-1, 3], [2, 1])
    assert greatest_common_divisor(multiplied([7, 5], [1, 1]), multiplied([7, 5], [1, 2])) == [7, 5]


def test_the_square_free_part_is_found_with_large_coefficients() -> None:
    source = random.Random(11)
    factor = [source.randint(-(10**30), 10**30) for _ in range(12)]
    other = [source.randint(1, 10**30) for _ in range(9)]
    found = square_free(multiplied(factor, factor, other))
    assert len(found) == len(factor) + len(other) - 1
    assert finance.irr(found).reason == finance.irr(multiplied(factor, factor, other)).reason


# --- modified internal rate of return ----------------------------------------------------------------------------


def test_mirr_of_the_usual_example() -> None:
    flows = [-120000, 39000, 30000, 21000, 37000, 46000]
    found = finance.mirr(flows, D("0.10"), D("0.12")).value
    assert found is not None
    assert round(found, 6) == D("0.126094")
    assert float(found) == pytest.approx(pyxirr.mirr(flows, 0.10, 0.12), rel=1e-12)


@pytest.mark.parametrize("flows", [[], [0], [1, 2], [-1, -2]])
def test_mirr_needs_both_signs(flows: list[int]) -> None:
    assert finance.mirr(flows, 0, 0) == Answer(None, NO_SIGN_CHANGE)


# --- payback -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flows", "periods"),
    [
        ([-100, 50, 50], "2"),
        ([-100, 40, 80], "1.75"),
        ([-100, 150], "0.6666666666666666666666666666666667"),
        # It pays back once, falls again, and pays back again: the first time counts.
        ([-100, 200, -300, 300], "0.5"),
        # Money comes first; the sum falls below 0 later and rises from there.
        ([50, -100, 25, 50], "2.5"),
        ([0, -10, 10], "2"),
    ],
)
def test_payback_is_linear_inside_a_period(flows: list[int], periods: str) -> None:
    assert finance.payback(flows) == Answer(D(periods))


def test_payback_without_an_answer() -> None:
    assert finance.payback([-100, 99]) == Answer(None, NEVER_PAYS_BACK)
    assert finance.payback([100, -100]) == Answer(None, NOTHING_INVESTED)
    assert finance.payback([]) == Answer(None, NOTHING_INVESTED)


def test_discounted_payback_counts_discounted_money() -> None:
    assert finance.discounted_payback(D("0.1"), [-100, 55, D("60.5")]) == Answer(D(2))
    assert finance.discounted_payback(D("0.1"), [-100, 60, 40]) == Answer(None, NEVER_PAYS_BACK)
    assert finance.discounted_payback(0, [-100, 40, 80]) == finance.payback([-100, 40, 80])


def test_profitability_index() -> None:
    assert finance.profitability_index(D("0.1"), [-100, 110, -121]) == Answer(D("0.5"))
    assert finance.profitability_index(D("0.1"), [1, 2]) == Answer(None, NOTHING_INVESTED)


# --- dated flows -------------------------------------------------------------------------------------------------

# Microsoft's example for XNPV and XIRR.
DATED = [
    (date(2008, 1, 1), -10000),
    (date(2008, 3, 1), 2750),
    (date(2008, 10, 30), 4250),
    (date(2009, 2, 15), 3250),
    (date(2009, 4, 1), 2750),
]


def test_xnpv_and_xirr_of_the_usual_example_in_any_order() -> None:
    for flows in (DATED, DATED[::-1], random.Random(1).sample(DATED, 5)):
        assert round(finance.xnpv(D("0.09"), flows), 4) == D("2086.6476")
        found = finance.xirr(flows).value
        assert found is not None
        assert round(found, 8) == D("0.37336253")


def test_a_year_of_365_days_is_one_period() -> None:
    flows = [(date(2026, 1, 1), -100), (date(2027, 1, 1), 60), (date(2028, 1, 1), 60)]
    assert finance.xirr(flows) == finance.irr([-100, 60, 60])


def test_flows_of_one_day_are_one_flow() -> None:
    start, end = date(2026, 1, 1), date(2027, 1, 1)
    assert finance.xirr([(start, -60), (end, 110), (start, -40)]) == Answer(D("0.1"))
    assert finance.xirr([(start, -60), (start, 70)]) == Answer(None, NO_SIGN_CHANGE)


def test_xirr_without_an_answer() -> None:
    years = [date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)]
    assert finance.xirr([]) == Answer(None, NO_SIGN_CHANGE)
    assert finance.xirr(zip(years, [-1, -2, -3], strict=True)) == Answer(None, NO_SIGN_CHANGE)
    assert finance.xirr(zip(years, [-1600, 10000, -10000], strict=True)) == Answer(None, MORE_THAN_ONE_RATE)
    assert finance.xirr(zip(years, [100, -220, 121], strict=True)) == Answer(D("0.1"))
    assert finance.xirr(zip(years, [1, -1, 1], strict=True)) == Answer(None, NO_SIGN_CHANGE)


def test_xirr_agrees_with_pyxirr_where_there_is_one_rate() -> None:
    source = random.Random(42)
    compared = 0
    for _ in range(300):
        days = sorted(source.sample(range(4000), source.randint(2, 12)))
        dates = [date.fromordinal(735000 + day) for day in days]
        amounts = [-source.randint(500, 5000), *(source.randint(-400, 1000) for _ in days[1:])]
        ours, theirs = finance.xirr(zip(dates, amounts, strict=True)), pyxirr.xirr(dates, amounts, silent=True)
        if ours.value is None or theirs is None or not -0.95 < theirs < 50:
            continue
        assert float(ours.value) == pytest.approx(theirs, rel=1e-6, abs=1e-7), (dates, amounts)
        compared += 1
    assert compared > 100
