"""Tornado and switching values: what is moved, how far, and where nothing is left."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculations.engine.answer import NO_VALUE_WITHIN_LIMITS, Answer
from calculations.engine.case_file import from_dict
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.sensitivity import BASE_IS_ZERO, Switching, sensitivity, switching
from tests.calculations.cases import benefit, cost, document

D = Decimal
HOURS = {"hours": 10, "hourly_rate": {"fact": "rate"}}


def prepared(**changes: Any) -> Prepared:
    return prepare(from_dict(document(**changes)))


def switching_of(case: Prepared, path: str) -> Switching:
    return next(row for row in switching(case) if row.path == path)


def test_every_written_number_moves_by_a_fifth_of_its_base() -> None:
    swings = {swing.path: swing for swing in sensitivity(prepared())}
    assert set(swings) == {"benefits.saving.amount", "costs.setup.amount", "risk", "discount_rate"}
    saving = swings["benefits.saving.amount"]
    assert (saving.low, saving.high) == (960, 1440)
    assert (saving.npv_low, saving.npv_high) == (360, 840)


def test_an_estimate_moves_to_its_own_ends() -> None:
    lines = [benefit(inputs={"amount": {"low": 1000, "likely": 1200, "high": 2000}})]
    saving = sensitivity(prepared(benefits=lines))[0]
    assert (saving.path, saving.low, saving.high) == ("benefits.saving.amount", 1000, 2000)
    assert (saving.npv_low, saving.npv_high) == (400, 1400)


def test_a_share_is_cut_to_its_limits() -> None:
    swings = {swing.path: swing for swing in sensitivity(prepared(risk={"probability": "0.9"}))}
    assert (swings["risk"].low, swings["risk"].high) == (D("0.72"), 1)


def test_a_fact_moves_once_wherever_it_is_used_and_defaults_do_not_move() -> None:
    facts = {"rate": {"value": 40, "unit": "per_hour"}, "unused": {"value": 1, "unit": "money"}}
    costs = [cost(key=key, model="hours", inputs=HOURS) for key in ("training", "project")]
    swings = {swing.path: swing for swing in sensitivity(prepared(facts=facts, costs=costs))}
    assert set(swings) == {
        "facts.rate",
        "costs.training.hours",
        "costs.project.hours",
        "benefits.saving.amount",
        "risk",
        "discount_rate",
    }
    assert (swings["facts.rate"].npv_low, swings["facts.rate"].npv_high) == (560, 240)


def test_the_largest_swing_comes_first_and_equal_ones_by_path() -> None:
    swings = sensitivity(prepared(costs=[cost(key="b"), cost(key="a"), cost(key="c", inputs={"amount": 9000})]))
    assert [swing.path for swing in swings[:4]] == [
        "costs.c.amount",
        "benefits.saving.amount",
        "costs.a.amount",
        "costs.b.amount",
    ]
    assert [swing.size for swing in swings] == sorted((swing.size for swing in swings), reverse=True)


def test_factors_of_one_product_swing_alike_whatever_the_last_digit_says() -> None:
    hours = {"hours": "25.8", "people": "2.46", "base_salary": "42133.769", "hours_per_year": 2038}
    lines = [cost(model="hours", inputs=hours | {"times_per_year": "18.404"}, month=11)]
    swings = [swing.path for swing in sensitivity(prepared(costs=lines, discount_rate="0.10"))]
    factors = [f"costs.setup.{name}" for name in ("base_salary", "hours", "people", "times_per_year")]
    assert [path for path in swings if path in factors] == factors


def test_the_switching_value_of_a_straight_line_is_exact() -> None:
    case = prepared()
    assert switching_of(case, "costs.setup.amount") == Switching(
        "costs.setup.amount", D(600), Answer(D(1200)), Answer(D(1))
    )
    assert switching_of(case, "benefits.saving.amount").value == Answer(D(600))
    assert switching_of(case, "benefits.saving.amount").change == Answer(D("-0.5"))
    assert switching_of(case, "risk").value == Answer(D("0.5"))


def test_no_switching_value_outside_the_limits() -> None:
    case = prepared(benefits=[benefit(inputs={"amount": 300})], risk={"probability": "0.9"})
    assert switching_of(case, "risk").value == Answer(None, NO_VALUE_WITHIN_LIMITS)
    assert switching_of(case, "risk").change == Answer(None, NO_VALUE_WITHIN_LIMITS)


def test_no_switching_value_where_nothing_depends_on_the_input() -> None:
    case = prepared(benefits=[benefit(), benefit(key="gone", starts_month=12, ends_month=12, inputs={"amount": 0})])
    case_without = prepared(costs=[cost(), cost(key="free", model="hours", inputs={"hours": 0, "hourly_rate": 5})])
    assert switching_of(case, "benefits.gone.amount").value == Answer(None, NO_VALUE_WITHIN_LIMITS)
    assert switching_of(case_without, "costs.free.hourly_rate").value == Answer(None, NO_VALUE_WITHIN_LIMITS)


def test_a_base_of_zero_has_no_relative_change() -> None:
    case = prepared(costs=[cost(), cost(key="extra", inputs={"amount": 0})])
    found = switching_of(case, "costs.extra.amount")
    assert found.value == Answer(D(600))
    assert found.change == Answer(None, BASE_IS_ZERO)


def test_where_nothing_is_left_the_base_itself_is_the_switching_value() -> None:
    case = prepared(costs=[cost(inputs={"amount": 1200})])
    assert {row.value.value == row.base for row in switching(case)} == {True}
    assert switching_of(case, "risk").change == Answer(D(0))


def test_the_discount_rate_switches_at_the_internal_rate_of_return() -> None:
    case = prepared(costs=[cost(inputs={"amount": 1150})], discount_rate="0.02")
    found = switching_of(case, "discount_rate").value.value
    assert found is not None
    assert abs(case.npv({"discount_rate": found})) < D("1e-28")
    assert D("0.02") < found < D("0.2")


def test_a_rate_above_the_limit_is_no_switching_value() -> None:
    assert switching_of(prepared(), "discount_rate").value == Answer(None, NO_VALUE_WITHIN_LIMITS)


def test_of_several_rates_the_nearest_counts() -> None:
    """Amounts by year with a late clean-up: the value is zero at about 8% and at about 55%."""
    case = prepared(
        horizon_months=24,
        discount_rate="0.10",
        benefits=[benefit(model="by_year", inputs={"amounts": [0, 2600, 0]})],
        costs=[cost(when="annual", model="by_year", inputs={"amounts": [1000, 0, 1640]})],
    )
    found = switching_of(case, "discount_rate").value.value
    assert found is not None
    assert abs(case.npv({"discount_rate": found})) < D("1e-25")
    signs = [case.npv({"discount_rate": D("0.10") + (found - D("0.10")) * D(part) / 20}) > 0 for part in range(20)]
    assert len(set(signs)) == 1


def capacity_case() -> Prepared:
    inputs = {
        "hours_before_per_month": 100,
        "hours_after_per_month": 40,
        "volume_growth": "0.2",
        "years": 3,
        "annual_salary": 50000,
    }
    return prepared(benefits=[benefit(model="capacity", inputs=inputs)], costs=[cost(inputs={"amount": 9000})])


@pytest.mark.parametrize("name", ["volume_growth", "years"])
def test_the_switching_value_of_a_curve_is_solved(name: str) -> None:
    case = capacity_case()
    found = switching_of(case, f"benefits.saving.{name}").value.value
    assert found is not None
    assert abs(case.npv({f"benefits.saving.{name}": found})) < D("1e-25")


def test_a_divisor_is_solved_too() -> None:
    inputs = {"hours": 10, "base_salary": 50000, "hours_per_year": 2000}
    case = prepared(costs=[cost(model="hours", inputs=inputs)])
    found = switching_of(case, "costs.setup.hours_per_year").value.value
    assert found is not None
    assert abs(found - D("583.3333333333333333333333333333")) < D("1e-25")


@settings(max_examples=40, deadline=None)
@given(
    amount=st.integers(1, 10**9),
    spent=st.integers(1, 10**9),
    probability=st.integers(1, 100),
    rate=st.integers(-40, 100),
)
def test_at_every_switching_value_nothing_is_left(amount: int, spent: int, probability: int, rate: int) -> None:
    case = prepared(
        benefits=[benefit(inputs={"amount": amount})],
        costs=[cost(inputs={"amount": spent})],
        risk={"probability": str(D(probability) / 100)},
        discount_rate=str(D(rate) / 100),
    )
    for row in switching(case):
        if row.value.value is not None:
            assert abs(case.npv({row.path: row.value.value})) <= D("1e-25") * (amount + spent)
