"""Small case files for tests: a sound one to break, and strategies that draw sound ones."""

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]


def benefit(**changes: Any) -> Json:
    return {
        "key": "saving",
        "name": "Saving",
        "kind": "direct",
        "layer": "efficiency",
        "model": "fixed_annual",
        "inputs": {"amount": 1200},
    } | changes


def cost(**changes: Any) -> Json:
    return {
        "key": "setup",
        "name": "Set-up",
        "category": "software",
        "when": "one_time",
        "model": "fixed",
        "inputs": {"amount": 600},
    } | changes


def document(**changes: Any) -> Json:
    """A sound case file that pays back in six months: no ramp, no risk, nothing discounted."""
    base: Json = {
        "format": "case/1",
        "name": "Small case",
        "currency": "USD",
        "discount_rate": 0,
        "horizon_months": 12,
        "ramp": [],
        "benefits": [benefit()],
        "costs": [cost()],
    }
    return copy.deepcopy(base | changes)


def with_change(change: Callable[[Json], object], base: Json | None = None) -> Json:
    changed = copy.deepcopy(base) if base is not None else document()
    change(changed)
    return changed


# --- drawn ---------------------------------------------------------------------------------------------------------


def numbers(minimum: str, maximum: str, places: int = 4) -> st.SearchStrategy[str]:
    drawn = st.decimals(Decimal(minimum), Decimal(maximum), places=places, allow_nan=False, allow_infinity=False)
    return drawn.map(lambda number: format(number, "f"))


money = numbers("0", "1000000", 2)
share = numbers("0", "1")
count = numbers("0", "10000", 2)
growth = numbers("-0.9", "5")
HUGE = "999999999999999"


def estimate_of(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A number, or a range of three."""
    ranges = st.tuples(values, values, values, st.sampled_from(("pert", "triangular"))).map(_estimate)
    return st.one_of(values, values, ranges)


def _estimate(drawn: tuple[str, str, str, str]) -> Json:
    low, likely, high = sorted(drawn[:3], key=Decimal)
    return {"low": low, "likely": likely, "high": high, "shape": drawn[3]}


extreme_money = st.one_of(money, st.just(HUGE), st.just("0"), st.just("0.000000000001"))
extreme_count = st.one_of(count, st.just(HUGE), st.just("0"))
FACTS = {
    "volume": {"value": "250", "unit": "per_week"},
    "rate": {
        "value": {"low": 30, "likely": 40, "high": 60},
        "unit": "per_hour",
        "source": "HR",
        "confidence": "quoted",
    },
    "price": {"value": "12.5", "unit": "money"},
}


def _fact_or(key: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.one_of(st.just({"fact": key}), estimate_of(values))


def _inputs(**drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(drawn)


volume, rate = _fact_or("volume", extreme_count), _fact_or("rate", money)
role = _inputs(role=st.just("Clerk"), count=count, hourly_rate=rate)
BENEFIT_INPUTS: dict[str, st.SearchStrategy[Json]] = {
    "time_saved": st.one_of(
        _inputs(
            volume_per_month=volume,
            people=count,
            minutes_before=count,
            automated_share=share,
            minutes_when_escalated=count,
            hourly_rate=rate,
            annualisation=st.sampled_from(("monthly", "four_week_month")),
        ),
        _inputs(hours_before_per_month=count, hours_after_per_month=count, base_salary=extreme_money),
        _inputs(
            volume_per_month=volume,
            people_detail=st.lists(role, min_size=1, max_size=3),
            minutes_before=count,
            automated_share=share,
            minutes_when_escalated=count,
        ),
    ),
    "error_reduction": _inputs(
        volume_per_month=volume, rate_before=share, rate_after=share, cost_per_error=extreme_money
    ),
    "early_payment_discount": _inputs(
        volume_per_month=volume, share_offering=share, average_amount=extreme_money, discount=share, days_earlier=count
    ),
    "avoided_hire": _inputs(fte=count, annual_salary=extreme_money, load_factor=count),
    "redeployed_time": _inputs(hours_per_year=count, share_used=share, value_per_hour=extreme_money),
    "capacity": _inputs(
        hours_before_per_month=count,
        hours_after_per_month=count,
        volume_growth=growth,
        years=numbers("0", "50", 1),
        annual_salary=extreme_money,
    ),
    "downtime_avoided": _inputs(
        incidents_before=extreme_count,
        hours_before=count,
        incidents_after=count,
        hours_after=count,
        value_per_hour=extreme_money,
        repair_cost=money,
    ),
    "revenue_uplift": st.one_of(
        _inputs(deals_before=extreme_count, deals_after=extreme_count, deal_value=extreme_money),
        _inputs(
            leads_before=count, conversion_before=share, leads_after=count, conversion_after=share, deal_value=money
        ),
    ),
    "loss_avoided": _inputs(
        probability_before=share, impact_before=extreme_money, probability_after=share, impact_after=money
    ),
    "turnover_avoided": _inputs(headcount=count, turnover_rate=share, relative_reduction=share, replacement_cost=money),
    "stale_reactivated": _inputs(stale_per_year=count, reactivation_rate=share, deal_value=money),
    "faster_response": _inputs(leads_per_month=count, conversion_fast=share, conversion_slow=share, deal_value=money),
    "fixed_annual": _inputs(amount=_fact_or("price", extreme_money)),
}
COST_INPUTS: dict[str, st.SearchStrategy[Json]] = {
    "fixed": _inputs(amount=_fact_or("price", extreme_money)),
    "hours": _inputs(hours=count, people=count, hourly_rate=rate, times_per_year=count),
    "per_unit": _inputs(units=extreme_count, price=_fact_or("price", extreme_money)),
}
signed_money = numbers("-1000000", "1000000", 2)
by_year = st.lists(signed_money, min_size=1, max_size=2).map(lambda amounts: {"amounts": amounts})
timing = st.fixed_dictionaries(
    {}, optional={"growth": growth, "starts_month": st.integers(1, 40), "risk_adjustment": share}
)
"""`ends_month` is left to the tests of the schedule: it has to lie after the start."""


@st.composite
def benefits(draw: st.DrawFn, key: str) -> Json:
    model = draw(st.sampled_from([*BENEFIT_INPUTS, "by_year"]))
    inputs = draw(by_year if model == "by_year" else BENEFIT_INPUTS[model])
    run = {} if model == "by_year" else draw(timing)
    kind, layer = (
        draw(st.sampled_from(("direct", "indirect"))),
        draw(st.sampled_from(("efficiency", "quality", "revenue"))),
    )
    return benefit(key=key, model=model, inputs=inputs, kind=kind, layer=layer) | run


@st.composite
def costs(draw: st.DrawFn, key: str, earlier: list[str]) -> Json:
    model = draw(st.sampled_from([*COST_INPUTS, "by_year", *(["percent_of"] if earlier else [])]))
    when = "annual" if model == "by_year" else draw(st.sampled_from(("one_time", "annual")))
    if model == "percent_of":
        inputs = {"share": draw(share), "of": draw(st.lists(st.sampled_from(earlier), min_size=1, unique=True))}
    else:
        inputs = draw(by_year if model == "by_year" else COST_INPUTS[model])
    run = draw(timing) if when == "annual" and model != "by_year" else {}
    return cost(key=key, model=model, when=when, inputs=inputs) | run


@st.composite
def documents(draw: st.DrawFn) -> Json:
    """Sound case files of every model, with facts, ranges, uplift, scenarios and options."""
    lines = [draw(benefits(f"benefit_{number}")) for number in range(draw(st.integers(0, 3)))]
    spent: list[Json] = []
    for number in range(draw(st.integers(0, 4))):
        bases = [line["key"] for line in spent if line["model"] != "by_year"]
        spent.append(draw(costs(f"cost_{number}", bases)))
    return document(
        benefits=lines,
        costs=spent,
        facts=FACTS,
        horizon_months=draw(st.integers(1, 60)),
        discount_rate=draw(numbers("-0.4999", "1")),
        risk={"probability": draw(share)},
        ramp=draw(st.lists(numbers("-1", "1", 2), max_size=8)),
        uplift={"costs": draw(numbers("0", "3", 2)), "benefits": draw(share), "source": "Finished pilots"},
        options=[{"key": "do_nothing", "name": "Do nothing", "baseline": draw(st.booleans()), "costs": spent[:1]}]
        if not spent or spent[0]["model"] != "percent_of"
        else [],
        scenarios={"short": {"horizon_months": draw(st.integers(1, 60)), "inputs": {"facts.price": draw(money)}}},
    )
