"""What a signed case promises month by month, and what it was worth when the inputs turned out otherwise."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.case_file.parse import parse
from calculations.engine.case_file.write import dump
from pilots.metrics import MEASURES, METRICS, PROOFS
from pilots.projection import Projection, projection_of


def money(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


def with_line(model: str, inputs: dict, **terms) -> Projection:
    """A case of one benefit, without ramp unless told otherwise."""
    line = {
        "key": "it",
        "name": "It",
        "kind": "direct",
        "layer": "efficiency",
        "model": model,
        "inputs": inputs,
        **terms,
    }
    ramp = terms.pop("ramp", [])
    line.pop("ramp", None)
    document = {"format": "case/1", "name": "One", "currency": "USD", "ramp": ramp, "benefits": [line], "costs": []}
    return projection_of(json.dumps(document), 3)


def close(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= Decimal("1e-24") * max(abs(left), abs(right), Decimal(1))


def proposal(projection: Projection, line: str):
    return next(proposal for proposal in projection.proposals if proposal.line == line)


# --- the table


def test_every_model_says_what_proves_it_or_that_nothing_does():
    assert set(PROOFS) | {"by_year"} == set(BENEFIT_MODELS)


def test_proofs_name_inputs_of_their_model_and_metrics_that_exist():
    for model, proofs in PROOFS.items():
        names = BENEFIT_MODELS[model].declaration.by_name
        for proof in proofs:
            assert proof.metric in METRICS
            assert proof.after in names
            assert not proof.before or proof.before in names


def test_every_metric_has_a_measure_a_label_and_help():
    for kind in METRICS.values():
        assert kind.unit in MEASURES
        assert str(kind.label)
        assert str(kind.help).endswith(".")


# --- the invoice example, by hand


def test_hours_go_from_125_to_25_along_the_ramp(case_file):
    hours = proposal(projection_of(case_file, 6), "time")
    assert (hours.kind, hours.baseline, hours.target) == ("hours_a_month", 125, 25)
    assert hours.projected == money("135", "125", "100", "75", "50", "25")


def test_errors_go_from_five_percent_to_half_a_percent(case_file):
    errors = proposal(projection_of(case_file, 6), "errors")
    assert (errors.kind, errors.layer) == ("error_rate", "quality")
    assert errors.projected == money("0.0545", "0.05", "0.03875", "0.0275", "0.01625", "0.005")


def test_a_projected_share_never_falls_below_nothing(case_file):
    discounts = proposal(projection_of(case_file, 3), "discounts")
    assert discounts.projected == money("0", "0", "0.075")


def test_money_of_a_month_is_a_twelfth_of_the_year_on_the_ramp(case_file):
    # 100 h x 12 x $44 = $52,800 a year, $4,400 a month.
    assert projection_of(case_file, 4).money_by_line["time"] == money("-440", "0", "1100", "2200")


def test_what_the_npv_counts_on_is_the_promise_after_uplift_and_probability(case_file):
    document = json.loads(case_file) | {"uplift": {"benefits": "0.20", "costs": "0.10"}}
    projection = projection_of(json.dumps(document), 4)
    # 2,200 x (1 - 20%) x 70%
    assert projection.counted_on_by_line["time"][3] == Decimal("1232")


def test_what_three_months_cannot_show_is_not_proposed(case_file):
    projection = projection_of(case_file, 3)
    assert "risk" not in projection.proven
    assert {proposal.line for proposal in projection.proposals} == {"time", "errors", "discounts", "hire"}


# --- one worked month for every metric that proves a line

TIME_IN_HOURS = {"hours_before_per_month": 100, "hours_after_per_month": 20, "hourly_rate": 50}
TWO_ROLES = {
    "volume_per_month": 600,
    "automated_share": "0.5",
    "minutes_before": 10,
    "minutes_when_escalated": 10,
    "people_detail": [
        {"role": "Clerk", "count": 1, "hourly_rate": 30},
        {"role": "Manager", "count": 1, "hourly_rate": 70},
    ],
}
DEALS = {"deals_before": 40, "deals_after": 69, "deal_value": 24000, "attribution": "0.5", "gross_margin": "0.7"}
LEADS = {
    "leads_before": 500,
    "conversion_before": "0.08",
    "leads_after": 625,
    "conversion_after": "0.11",
    "deal_value": 1000,
}
DOWNTIME = {
    "incidents_before": 24,
    "hours_before": 8,
    "incidents_after": 6,
    "hours_after": 4,
    "value_per_hour": 3000,
    "repair_cost": 4500,
    "planned_count": 18,
    "planned_cost": 2000,
}
WORKED = [
    # 100 - 60 hours, at $50
    ("time_saved", TIME_IN_HOURS, {"hours_a_month": "60"}, "2000"),
    # 200 hours before; 20 fewer at the mean rate of both roles, $50
    ("time_saved", TWO_ROLES, {"hours_a_month": "180"}, "1000"),
    # 1,000 items x (4% - 3%) x $50
    (
        "error_reduction",
        {"volume_per_month": 1000, "rate_before": "0.04", "rate_after": "0.01", "cost_per_error": 50},
        {"error_rate": "0.03"},
        "500",
    ),
    # 250 invoices x 10% x $2,000 x 2%
    (
        "early_payment_discount",
        {"volume_per_month": 250, "share_offering": "0.3", "average_amount": 2000, "discount": "0.02"},
        {"discount_captured": "0.10"},
        "1000",
    ),
    # 0.2 x $60,000 / 12
    ("avoided_hire", {"fte": "0.3", "annual_salary": 60000}, {"hires_avoided": "0.2"}, "1000"),
    # 1,200 h x 25% x $40 / 12
    (
        "redeployed_time",
        {"hours_per_year": 1200, "share_used": "0.5", "value_per_hour": 40},
        {"redeployed_share": "0.25"},
        "1000",
    ),
    # (100 - 60) h x 100% growth x 12 / 2,080 x $52,000 / 12
    (
        "capacity",
        {
            "hours_before_per_month": 100,
            "hours_after_per_month": 20,
            "volume_growth": 1,
            "years": 1,
            "annual_salary": 52000,
        },
        {"hours_a_month": "60"},
        "1000",
    ),
    # 24 x 28,500 - 12 x (5 x 3,000 + 4,500) - 36,000 = 414,000 a year
    ("downtime_avoided", DOWNTIME, {"incidents": "1", "incident_hours": "5"}, "34500"),
    # 10 deals x $24,000 x 50% x 70%
    ("revenue_uplift", DEALS, {"deals": "50"}, "84000"),
    # (600 x 10% - 500 x 8%) x $1,000
    ("revenue_uplift", LEADS, {"leads": "600", "stage_conversion": "0.10"}, "20000"),
    # 240 / 12 x 5% x $3,000
    (
        "stale_reactivated",
        {"stale_per_year": 240, "reactivation_rate": "0.10", "deal_value": 3000},
        {"reactivated_share": "0.05"},
        "3000",
    ),
    # 100 leads x (12% - 10%) x $500
    (
        "faster_response",
        {"leads_per_month": 100, "conversion_fast": "0.15", "conversion_slow": "0.10", "deal_value": 500},
        {"stage_conversion": "0.12"},
        "1000",
    ),
    ("fixed_annual", {"amount": 12000}, {"amount_realised": "700"}, "700"),
    ("by_year", {"amounts": [0, 12000, 24000, 36000]}, {"amount_realised": "900"}, "900"),
]


@pytest.mark.parametrize(("model", "inputs", "measured", "worth"), WORKED)
def test_a_measured_month_is_worth_what_the_formula_says(model, inputs, measured, worth):
    line = with_line(model, inputs).proven["it"]
    assert close(line.month({kind: Decimal(value) for kind, value in measured.items()}), Decimal(worth))


def test_every_metric_that_proves_something_has_a_worked_month():
    proving = {proof.metric for proofs in PROOFS.values() for proof in proofs}
    assert {kind for _, _, measured, _ in WORKED for kind in measured} == proving


# Metrics without a line follow the ramp of the case: a quarter of the way in the third month.
OWN = [
    ("hours_a_case", "2", "1", "1.75"),
    ("manual_touches", "6", "2", "5"),
    ("cycle_time", "10", "2", "8"),
    ("tuning_hours", "10", "6", "9"),
    ("required_fields", "0.60", "0.98", "0.695"),
    ("override_rate", "0.20", "0.04", "0.16"),
    ("qualified_pipeline", "100000", "180000", "120000"),
    ("adoption", "0", "0.80", "0.2"),
]


@pytest.mark.parametrize(("kind", "baseline", "target", "third"), OWN)
def test_a_metric_of_its_own_follows_the_ramp(case_file, kind, baseline, target, third):
    months = projection_of(case_file, 3).ramped(kind, Decimal(baseline), Decimal(target))
    assert months[2] == Decimal(third)


def test_every_metric_has_a_worked_number():
    assert {kind for kind, *_ in OWN} | {kind for _, _, measured, _ in WORKED for kind in measured} == set(METRICS)


# --- measured on plan, worth what was planned

LINEAR = [(model, inputs) for model, inputs, *_ in WORKED if model != "downtime_avoided" and inputs is not LEADS]


@pytest.mark.parametrize(("model", "inputs"), LINEAR)
@settings(max_examples=15, deadline=None)
@given(ramp=st.lists(st.decimals("0", "1", places=3), min_size=1, max_size=3))
def test_measuring_exactly_the_plan_realises_exactly_the_plan(model, inputs, ramp):
    terms = {} if model == "by_year" else {"ramp": [str(entry) for entry in ramp]}
    projection = with_line(model, inputs, **terms)
    line = projection.proven["it"]
    for month in range(3):
        measured = {proposal.kind: proposal.projected[month] for proposal in projection.proposals}
        assert close(line.month(measured), projection.money_by_line["it"][month])


def test_several_metrics_at_their_targets_realise_the_full_month():
    for model, inputs in (("downtime_avoided", DOWNTIME), ("revenue_uplift", LEADS)):
        projection = with_line(model, inputs)
        measured = {proposal.kind: proposal.target for proposal in projection.proposals}
        assert close(projection.proven["it"].month(measured), projection.full_month_by_line["it"])


# --- terms of a line


def test_a_line_that_starts_later_promises_nothing_before():
    projection = with_line("fixed_annual", {"amount": 1200}, starts_month=3, ramp=["0.5", "1"])
    assert projection.money_by_line["it"] == money("0", "0", "50")
    assert proposal(projection, "it").projected == money("0", "0", "50")


def test_amounts_by_year_are_projected_as_written_and_targeted_at_their_mean():
    projection = with_line("by_year", {"amounts": [500, 12000, 24000, 36000]})
    assert projection.money_by_line["it"] == money("1000", "1000", "1000")
    assert proposal(projection, "it").target == 2000


def test_hours_in_a_four_week_month_keep_their_four_week_month():
    inputs = {**TIME_IN_HOURS, "annualisation": "four_week_month"}
    # 40 hours / 4 x 52 x $50 / 12
    worth = with_line("time_saved", inputs).proven["it"].month({"hours_a_month": Decimal(60)})
    assert close(worth, Decimal(40) / 4 * 52 * 50 / 12)


def test_a_fact_in_another_unit_is_measured_in_the_metrics_unit():
    document = {
        "format": "case/1",
        "name": "One",
        "currency": "USD",
        "ramp": [],
        "facts": {"late": {"value": 20, "unit": "per_week"}, "now": {"value": 40, "unit": "per_week"}},
        "benefits": [
            {
                "key": "it",
                "name": "It",
                "kind": "direct",
                "layer": "efficiency",
                "model": "time_saved",
                "inputs": {
                    "hours_before_per_month": {"fact": "now"},
                    "hours_after_per_month": {"fact": "late"},
                    "hourly_rate": 12,
                },
            }
        ],
        "costs": [],
    }
    projection = projection_of(json.dumps(document), 1)
    assert close(proposal(projection, "it").baseline, Decimal(40) * 52 / 12)
    # Measured in hours a month, whatever the fact counts in.
    worth = projection.proven["it"].month({"hours_a_month": Decimal(130)})
    assert close(worth, (Decimal(40) * 52 / 12 - 130) * 12)


def test_the_file_may_be_written_by_the_engine(case_file):
    assert projection_of(dump(parse(case_file)), 2).money_by_line == projection_of(case_file, 2).money_by_line
