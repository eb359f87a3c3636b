"""One worked figure per model, small enough to check by hand."""

from decimal import Decimal
from typing import Any

import pytest

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.case_file import from_dict
from calculations.engine.costs import COST_MODELS
from calculations.engine.prepared import prepare
from tests.calculations.cases import benefit, cost, document

VOLUME = {"volume_per_month": 100, "automated_share": "0.8", "minutes_before": 30, "minutes_when_escalated": 15}
# 100 x 30 / 60 = 50 h before; 100 x (0.8 x 0 + 0.2 x 15) / 60 = 5 h after; 45 h saved for each person.
CLERK = {"role": "Clerk", "count": 2, "hourly_rate": 30}
MANAGER = {"role": "Manager", "count": 1, "base_salary": 83200, "load_factor": 1, "minutes_before": 6}
BENEFITS: list[tuple[str, dict[str, Any], str]] = [
    ("time_saved", VOLUME | {"people": 2, "hourly_rate": 30}, "32400"),  # 45 h x 2 x 12 x 30
    ("time_saved", VOLUME | {"people_detail": [CLERK]}, "32400"),
    # The manager: 100 x 6 / 60 = 10 h before, 5 h after, 5 h x 12 x 40.
    ("time_saved", VOLUME | {"people_detail": [CLERK, MANAGER]}, "34800"),
    ("time_saved", {"hours_before_per_month": 9, "hours_after_per_month": 1, "base_salary": 52000}, "3360"),
    (
        "time_saved",
        {
            "hours_before_per_month": 9,
            "hours_after_per_month": 1,
            "hourly_rate": 10,
            "annualisation": "four_week_month",
        },
        "1040",  # 8 h / 4 x 52 x 10
    ),
    ("time_saved", {"hours_before_per_month": 1, "hours_after_per_month": 9, "hourly_rate": 10}, "-960"),
    (
        "error_reduction",
        {"volume_per_month": 250, "rate_before": "0.05", "rate_after": "0.005", "cost_per_error": 50},
        "6750",
    ),
    (
        "early_payment_discount",
        {"volume_per_month": 250, "share_offering": "0.3", "average_amount": 2000, "discount": "0.02"},
        "36000",
    ),
    (
        "early_payment_discount",  # 900 x 2,000 x (2% - 7.3% x 50 / 365)
        {
            "volume_per_month": 250,
            "share_offering": "0.3",
            "average_amount": 2000,
            "discount": "0.02",
            "days_earlier": 50,
            "financing_rate": "0.073",
        },
        "18000",
    ),
    ("avoided_hire", {"fte": "0.3", "annual_salary": 50000}, "15000"),
    ("avoided_hire", {"fte": 2, "annual_salary": 50000, "load_factor": "1.4", "recruiting_cost": 5000}, "150000"),
    ("redeployed_time", {"hours_per_year": 1000, "share_used": "0.1", "value_per_hour": 80}, "8000"),
    (
        "capacity",  # 100 h x ((1.2)^2 - 1) x 12 / 2,080 x 52,000
        {
            "hours_before_per_month": 125,
            "hours_after_per_month": 25,
            "volume_growth": "0.2",
            "years": 2,
            "annual_salary": 52000,
        },
        "13200",
    ),
    (
        "downtime_avoided",
        {
            "incidents_before": 24,
            "hours_before": 8,
            "incidents_after": 6,
            "hours_after": 4,
            "value_per_hour": 3000,
            "repair_cost": 4500,
            "planned_count": 18,
            "planned_cost": 2000,
        },
        "549000",
    ),
    (
        "revenue_uplift",
        {"deals_before": 40, "deals_after": 69, "deal_value": 24000, "attribution": "0.5", "gross_margin": "0.7"},
        "2923200",
    ),
    (
        "revenue_uplift",  # 62.5 - 40 deals x 12 x 1,000
        {
            "leads_before": 500,
            "conversion_before": "0.08",
            "leads_after": 625,
            "conversion_after": "0.1",
            "deal_value": 1000,
        },
        "270000",
    ),
    (
        "loss_avoided",
        {"probability_before": "0.1", "impact_before": 200000, "probability_after": "0.02", "impact_after": 100000},
        "18000",
    ),
    (
        "turnover_avoided",
        {"headcount": 40, "turnover_rate": "0.2", "relative_reduction": "0.25", "replacement_cost": 15000},
        "30000",
    ),
    (
        "stale_reactivated",
        {"stale_per_year": 400, "reactivation_rate": "0.05", "deal_value": 3000, "gross_margin": "0.5"},
        "30000",
    ),
    (
        "faster_response",
        {
            "leads_per_month": 100,
            "conversion_fast": "0.12",
            "conversion_slow": "0.1",
            "deal_value": 5000,
            "gross_margin": "0.5",
        },
        "60000",
    ),
    ("fixed_annual", {"amount": 5000}, "5000"),
    ("by_year", {"amounts": [500, 3000, 6000]}, "3000"),  # the mean of years 1 to 3, a missing year counting 0
    ("by_year", {"amounts": [500]}, "0"),
]
COSTS: list[tuple[str, dict[str, Any], str]] = [
    ("fixed", {"amount": 8000}, "8000"),
    ("hours", {"hours": 8, "people": 4, "hourly_rate": 44}, "1408"),
    ("hours", {"hours": 2, "hourly_rate": 44, "times_per_year": 12}, "1056"),
    ("hours", {"hours": 2, "base_salary": 65000}, "87.5"),  # 65,000 x 1.4 / 2,080 = 43.75 an hour
    ("hours", {"hours": 10, "people_detail": [CLERK | {"count": 3}, CLERK | {"hourly_rate": 5}]}, "1000"),
    ("per_unit", {"units": 25, "price": "19.90", "times_per_year": 12}, "5970"),
    ("percent_of", {"share": "0.2", "of": ["base"]}, "200"),
    ("by_year", {"amounts": [9, 300, 300, 300, 300]}, "300"),
]


@pytest.mark.parametrize(("model", "inputs", "amount"), BENEFITS)
def test_benefit(model: str, inputs: dict[str, Any], amount: str) -> None:
    case = from_dict(document(benefits=[benefit(model=model, inputs=inputs)], horizon_months=60))
    assert prepare(case).base_amounts["benefits.saving"] == Decimal(amount)


@pytest.mark.parametrize(("model", "inputs", "amount"), COSTS)
def test_cost(model: str, inputs: dict[str, Any], amount: str) -> None:
    base = cost(key="base", inputs={"amount": 1000}, when="annual", growth="0.5")
    line = cost(model=model, inputs=inputs, when="annual")
    case = from_dict(document(costs=[line, base], horizon_months=60))
    assert prepare(case).base_amounts["costs.setup"] == Decimal(amount)


def test_every_model_has_a_worked_figure() -> None:
    assert {model for model, _, _ in BENEFITS} == set(BENEFIT_MODELS)
    assert {model for model, _, _ in COSTS} == set(COST_MODELS)
