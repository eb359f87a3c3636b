"""What must hold for every case, whatever its figures."""

import json
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculations.engine.answer import Answer
from calculations.engine.case_file import dump, from_dict, parse
from calculations.engine.evaluate import evaluate
from calculations.engine.methods.cashflow import cashflow
from calculations.engine.methods.guide import guide
from calculations.engine.numbers import plain
from calculations.engine.prepared import prepare
from tests.calculations.cases import benefit, benefits, cost, costs, document, documents, money, numbers

bounded = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@bounded
@given(documents())
def test_no_file_the_parser_accepts_makes_the_engine_raise(raw: dict[str, Any]) -> None:
    result = evaluate(parse(json.dumps(raw))).as_json()
    for path in _nulls({name: result[name] for name in ("guide", "cashflow", "tei", "cashable")}, ""):
        assert path in result["reasons"] or path == "cashflow.negative_again"
    assert json.dumps(result, allow_nan=False)


def _nulls(value: Any, path: str) -> Iterator[str]:
    if value is None:
        yield path
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _nulls(part, f"{path}.{name}" if path else name)


@bounded
@given(documents())
def test_a_case_survives_writing_and_reading(raw: dict[str, Any]) -> None:
    case = parse(json.dumps(raw))
    assert parse(dump(case)) == case
    assert dump(parse(dump(case))) == dump(case)


@bounded
@given(
    st.lists(numbers("0", "1", 2), max_size=6),
    numbers("-0.4", "1"),
    numbers("0", "1"),
    money,
    numbers("0.01", "100000", 2),
)
def test_more_benefit_never_lowers_the_net_present_value(
    ramp: list[str], rate: str, probability: str, amount: str, more: str
) -> None:
    terms = {"ramp": ramp, "discount_rate": rate, "risk": {"probability": probability}, "horizon_months": 36}
    prepared = prepare(from_dict(document(benefits=[benefit(inputs={"amount": amount})], **terms)))
    raised = prepared.npv({"benefits.saving.amount": Decimal(amount) + Decimal(more)})
    assert raised >= prepared.npv({})


MONEY_INPUTS = ("amount", "amounts")


@bounded
@given(
    st.lists(money, min_size=1, max_size=3),
    st.lists(money, min_size=1, max_size=3),
    numbers("-0.4", "1"),
    st.integers(2, 1000),
)
def test_scaling_money_scales_the_net_present_value_and_leaves_the_ratios(
    gains: list[str], outlays: list[str], rate: str, factor: int
) -> None:
    def case(scale: int) -> dict[str, Any]:
        return document(
            benefits=[benefit(key=f"b{n}", inputs={"amount": plain(Decimal(x) * scale)}) for n, x in enumerate(gains)],
            costs=[cost(key=f"c{n}", inputs={"amount": plain(Decimal(x) * scale)}) for n, x in enumerate(outlays)],
            discount_rate=rate,
            horizon_months=30,
        )

    plain_case, scaled_case = prepare(from_dict(case(1))), prepare(from_dict(case(factor)))
    small, large = cashflow(plain_case), cashflow(scaled_case)
    assert large.npv == pytest.approx(small.npv * factor, rel=Decimal("1e-25"), abs=Decimal("1e-15"))
    for name in ("roi", "profitability_index", "payback_months", "irr", "mirr"):
        _same(getattr(small, name), getattr(large, name))
    _same(guide(plain_case).three_year_roi, guide(scaled_case).three_year_roi)


def _same(one: Answer, other: Answer) -> None:
    assert one.reason == other.reason
    if one.value is not None and other.value is not None:
        assert other.value == pytest.approx(one.value, rel=Decimal("1e-15"), abs=Decimal("1e-15"))


@bounded
@given(st.data())
def test_without_risk_ramp_and_rate_the_cash_flow_is_the_guide(data: st.DataObject) -> None:
    raw = document(
        benefits=[_steady(data.draw(benefits("gain")))],
        costs=[_steady(data.draw(costs("outlay", []))) | {"when": "annual"}, cost()],
        facts={
            "volume": {"value": 10, "unit": "per_day"},
            "rate": {"value": 44, "unit": "per_hour"},
            "price": {"value": 7, "unit": "money"},
        },
        horizon_months=36,
    )
    raw["benefits"] = [line for line in raw["benefits"] if line["model"] != "by_year"]
    raw["costs"] = [line for line in raw["costs"] if line["model"] != "by_year"]
    three_years = prepare(from_dict(raw))
    one_year = prepare(from_dict(deepcopy(raw) | {"horizon_months": 12}))
    result = guide(three_years)
    assert cashflow(one_year).npv == pytest.approx(result.year1_net, rel=Decimal("1e-28"), abs=Decimal("1e-9"))
    assert cashflow(three_years).npv == pytest.approx(result.three_year_net, rel=Decimal("1e-28"), abs=Decimal("1e-9"))


def _steady(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in ("growth", "starts_month")}


@bounded
@given(documents(), st.data())
def test_a_changed_value_gives_what_the_changed_file_gives(raw: dict[str, Any], data: st.DataObject) -> None:
    prepared = prepare(parse(json.dumps(raw)))
    driver = data.draw(st.sampled_from(prepared.drivers))
    value = (driver.base + min(driver.maximum, driver.base * 2 + 1)) / 2
    moved = {driver.path: value}
    flows = prepared.flows(moved)
    rate = moved.get("discount_rate", prepared.discount_rate)
    factors = [(1 + rate) ** (Decimal(month) / 12) for month in range(len(flows))]
    exact = sum(flow / factor for flow, factor in zip(flows, factors, strict=True))
    scale = sum(abs(flow / factor) for flow, factor in zip(flows, factors, strict=True))
    base_scale = sum(abs(flow) for flow in prepared.flows()) * 100 + 1
    assert abs(prepared.npv(moved) - exact) <= (scale + base_scale) * Decimal("1e-20")


def test_the_caller_s_context_changes_nothing() -> None:
    from decimal import ROUND_UP, Inexact, localcontext

    raw = json.dumps(document(discount_rate="0.1", ramp=["0.5"]))
    expected = evaluate(parse(raw)).as_json()
    with localcontext() as context:
        context.prec, context.rounding = 5, ROUND_UP
        context.traps[Inexact] = True
        assert evaluate(parse(raw)).as_json() == expected
