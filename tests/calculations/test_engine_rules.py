"""Single rules of the reference: units, timing, years, options, scenarios, uplift, cashable, risk."""

from decimal import Decimal
from typing import Any

import pytest

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.case_file import from_dict
from calculations.engine.currencies import currencies
from calculations.engine.evaluate import evaluate
from calculations.engine.inputs import InvalidInputs, parse_inputs
from calculations.engine.numbers import exact, plain, read_number
from calculations.engine.prepared import prepare
from calculations.engine.result import CaseResult
from tests.calculations.cases import benefit, cost, document


def result(**changes: Any) -> CaseResult:
    return evaluate(from_dict(document(**changes)))


def flows(**changes: Any) -> list[Decimal]:
    return list(prepare(from_dict(document(**changes))).flows())


@pytest.mark.parametrize(
    ("raw", "value"),
    [("0.1", "0.1"), (0.1, "0.1"), ("-0", "0"), ("1e3", "1000"), ("10e-13", "0.000000000001"), (7, "7")],
)
def test_numbers_are_read_exactly(raw: object, value: str) -> None:
    assert plain(read_number(raw)) == value


def test_json_shows_28_digits_in_plain_notation() -> None:
    with exact():
        assert plain(Decimal(2) / 3) == "0." + "6" * 27 + "7"
        assert plain(Decimal("1E+30")) == "1" + "0" * 30
        assert plain(Decimal("12.500")) == "12.5"


@pytest.mark.parametrize(
    ("code", "text"), [("USD", "$1,234.57"), ("JPY", "¥1,235"), ("KWD", "KWD 1,234.568"), ("EUR", "€1,234.57")]
)
def test_money_is_rounded_half_up_to_the_minor_unit(code: str, text: str) -> None:
    assert currencies()[code].show(Decimal("1234.5675")) == text


@pytest.mark.parametrize(
    ("unit", "a_month"),
    [
        ("per_day", "365/12"),
        ("per_working_day", "251/12"),
        ("per_week", "52/12"),
        ("per_month", "1"),
        ("per_year", "1/12"),
    ],
)
def test_counts_convert_to_a_month(unit: str, a_month: str) -> None:
    inputs = {"volume_per_month": {"fact": "n"}, "rate_before": 1, "rate_after": 0, "cost_per_error": 1}
    line = benefit(model="error_reduction", inputs=inputs)
    case = from_dict(document(benefits=[line], facts={"n": {"value": 12, "unit": unit}}))
    times, _, over = a_month.partition("/")
    assert prepare(case).base_amounts["benefits.saving"] == 144 * Decimal(times) / Decimal(over or 1)


def test_minutes_and_hours_convert_to_each_other() -> None:
    facts = {"half": {"value": 30, "unit": "minutes"}}
    line = cost(model="hours", inputs={"hours": {"fact": "half"}, "hourly_rate": 50})
    assert prepare(from_dict(document(costs=[line], facts=facts))).base_amounts["costs.setup"] == 25


def test_the_parser_gives_a_message_per_field() -> None:
    with pytest.raises(InvalidInputs) as invalid:
        parse_inputs(BENEFIT_MODELS["avoided_hire"].declaration, {"fte": -1, "colour": 2})
    assert set(invalid.value.errors) == {"fte", "colour", "annual_salary"}


def test_the_ramp_begins_with_the_line() -> None:
    ramped = flows(benefits=[benefit(starts_month=3, ends_month=5)], costs=[], ramp=["0.5"], horizon_months=6)
    assert ramped == [0, 0, 0, 50, 100, 100, 0]


def test_growth_steps_at_the_turn_of_the_year() -> None:
    grown = flows(benefits=[], costs=[cost(when="annual", growth="0.1", inputs={"amount": 120})], horizon_months=25)
    assert [grown[month] for month in (1, 12, 13, 24, 25)] == [-10, -10, -11, -11, Decimal("-12.1")]


def test_amounts_by_year_fall_in_twelfths_and_stop_at_the_horizon() -> None:
    line = benefit(model="by_year", inputs={"amounts": [7, 12, 24]})
    assert flows(benefits=[line], costs=[], horizon_months=13, risk={"probability": "0.5"}) == [
        Decimal("3.5"),
        *[Decimal("0.5")] * 12,
        1,
    ]


def test_a_cost_of_year_0_is_one_time_in_the_guide() -> None:
    yearly = cost(when="annual", model="by_year", inputs={"amounts": [100, 30, 60]})
    guide = result(costs=[yearly], horizon_months=36).guide
    assert (guide.one_time, guide.ongoing) == (100, 30)


def test_uplift_reaches_every_method_and_leaves_the_lines() -> None:
    uplifted = result(uplift={"costs": "0.5", "benefits": "0.25"}, horizon_months=12)
    assert (uplifted.guide.direct, uplifted.guide.one_time) == (900, 900)
    assert uplifted.cashflow.npv == 0
    assert (uplifted.tei.benefits_total, uplifted.tei.costs_total) == (900, 900)
    assert [line.amount for line in uplifted.lines] == [1200, 600]
    assert uplifted.layers["efficiency"] == 1200


def test_lines_adjusted_for_risk_count_in_tei_only() -> None:
    adjusted = result(benefits=[benefit(risk_adjustment="0.1")], costs=[cost(risk_adjustment="0.2")])
    assert (adjusted.tei.benefits_total, adjusted.tei.costs_total) == (1080, 720)
    assert adjusted.cashflow.npv == 600


def test_a_one_time_cost_of_a_month_falls_in_its_year() -> None:
    years = result(costs=[cost(month=12), cost(key="later", month=13)], horizon_months=24).tei.years
    assert [year.costs for year in years] == [0, 600, 600]


@pytest.mark.parametrize(
    ("changes", "is_cashable"),
    [
        ({}, False),
        ({"use": "redeployed"}, False),
        ({"use": "overtime_cut"}, True),
        ({"use": "position_removed"}, True),
        ({"use": "overtime_cut", "cashable": False}, False),
        ({"cashable": True}, True),
    ],
)
def test_time_is_cashable_by_its_use(changes: dict[str, Any], is_cashable: bool) -> None:
    inputs = {"hours_before_per_month": 2, "hours_after_per_month": 1, "hourly_rate": 1}
    assert result(benefits=[benefit(model="time_saved", inputs=inputs, **changes)]).lines[0].cashable is is_cashable


def test_options_are_compared_with_the_baseline() -> None:
    waiting = {"key": "wait", "name": "Wait", "baseline": True, "costs": [cost(inputs={"amount": 100})]}
    options = result(options=[waiting]).options
    assert list(options) == ["wait", "preferred"]
    assert options["wait"].difference.npv == 0
    assert options["preferred"].difference.npv == 600 - -100
    assert options["preferred"].difference.three_year_net == 3000 - -100


def test_without_a_baseline_the_difference_is_the_option_itself() -> None:
    assert result().options["preferred"].difference.npv == 600


def test_a_scenario_is_evaluated_from_its_inputs() -> None:
    facts = {"gain": {"value": 1200, "unit": "money"}}
    better = {"inputs": {"facts.gain": 2400, "costs.setup.amount": 1000}, "horizon_months": 6, "risk": "high"}
    scenarios = result(
        facts=facts, benefits=[benefit(inputs={"amount": {"fact": "gain"}})], scenarios={"better": better}
    ).scenarios
    assert list(scenarios) == ["low_risk", "medium_risk", "high_risk", "better"]
    assert scenarios["better"].cashflow.npv == 600 - 1000
    assert scenarios["better"].guide.three_year_net == 3600 - 1000
    assert scenarios["medium_risk"].cashflow.npv == 240


def test_a_shorter_scenario_drops_what_lies_past_it() -> None:
    yearly = cost(key="years", when="annual", model="by_year", inputs={"amounts": [0, 12, 24]})
    short = result(
        benefits=[], costs=[cost(month=20), yearly], horizon_months=24, scenarios={"short": {"horizon_months": 12}}
    )
    assert short.scenarios["short"].cashflow.npv == -12


@pytest.mark.parametrize(
    ("risk", "probability"),
    [
        ("low", "0.9"),
        ({"level": "high"}, "0.5"),
        ({"probability": "0.65"}, "0.65"),
        ({"answers": dict.fromkeys(("complexity", "technology", "readiness", "sponsorship"), "low")}, "0.9"),
        (
            {"answers": dict.fromkeys(("complexity", "technology", "readiness"), "low") | {"sponsorship": "medium"}},
            "0.7",
        ),
    ],
)
def test_the_probability_follows_the_level(risk: Any, probability: str) -> None:
    assert from_dict(document(risk=risk)).probability == Decimal(probability)


def test_a_case_without_risk_is_taken_at_its_word() -> None:
    assert from_dict(document()).probability == 1


def test_a_share_of_shares_is_taken_in_order() -> None:
    shares = [
        cost(key="tax", model="percent_of", inputs={"share": "0.5", "of": ["fee", "setup"]}),
        cost(key="fee", model="percent_of", inputs={"share": "0.1", "of": ["setup"]}),
        cost(),
    ]
    prepared = prepare(from_dict(document(costs=shares)))
    assert prepared.base_amounts["costs.tax"] == 330
    assert prepared.npv({"costs.setup.amount": Decimal(1200)}) == prepared.npv({}) - 990
    assert [line.key for line in evaluate(prepared.case).lines] == ["saving", "tax", "fee", "setup"]


@pytest.mark.parametrize(("one_time", "months"), [(0, None), (100, 1), (50, Decimal("0.5")), (101, None)])
def test_payback_within_a_single_month_of_100(one_time: int, months: Decimal | None) -> None:
    paid = result(costs=[cost(inputs={"amount": one_time})], horizon_months=1).cashflow
    assert paid.payback_months.value == months


def test_twelve_twelfths_are_a_whole() -> None:
    # 100 a year in twelfths has endless decimals; the sum of twelve is still 100.
    exactly = result(benefits=[benefit(inputs={"amount": 100})], costs=[cost(inputs={"amount": 100})])
    assert exactly.cashflow.payback_months.value == 12
    assert exactly.cashflow.cumulative[-1] == 0


# A rate of 43,333 x 1.3 / 1,690 an hour has endless decimals.
SALARY = {"base_salary": 43333, "load_factor": "1.3", "hours_per_year": 1690}


def paid_hours(hours: int, **changes: Any) -> dict[str, Any]:
    return cost(model="hours", inputs={"hours": hours, "people": 7, "times_per_year": 12, **SALARY}, **changes)


def saved_hours(hours: int, **changes: Any) -> dict[str, Any]:
    inputs = {"hours_before_per_month": hours * 2, "hours_after_per_month": hours, **SALARY}
    return benefit(model="time_saved", inputs=inputs, **changes)


@pytest.mark.parametrize("hours", range(10, 400, 30))
def test_what_is_saved_and_paid_at_the_same_salary_cancels(hours: int) -> None:
    lines = [paid_hours(hours, key="work", when="annual", growth="0.03"), cost()]
    found = result(
        benefits=[saved_hours(hours * 10, growth="0.03")], costs=lines, risk={"probability": "0.7"}, horizon_months=24
    )
    assert set(found.cashflow.flows[1:]) == {0}
    assert found.cashflow.irr.reason == "no sign change"
    assert found.cashflow.payback_months.reason == "never pays back"
    assert found.tei.years[1].net > 0


@pytest.mark.parametrize("hours", range(10, 400, 30))
def test_what_is_earned_back_in_the_last_month_pays_back(hours: int) -> None:
    found = result(
        benefits=[saved_hours(hours * 10)],
        costs=[paid_hours(hours * 3)],
        risk={"probability": "0.7"},
        horizon_months=36,
    ).cashflow
    assert abs((found.payback_months.value or 0) - 36) < Decimal("1e-28")
    assert found.cumulative[-1] == 0
    assert found.negative_again is None
