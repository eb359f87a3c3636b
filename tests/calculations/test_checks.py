"""The checks: for each, one case that trips it and one that does not."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calculations.engine.benchmarks import TIERS, base_rate
from calculations.engine.case_file import CaseFile, from_dict, parse
from calculations.engine.case_file.parse import CHECKS as KNOWN
from calculations.engine.checks import CHECKS, CheckResult
from calculations.engine.evaluate import evaluate
from calculations.engine.terms import TIERS as KNOWN_TIERS
from tests.calculations.cases import Json, benefit, cost, document

EXAMPLES = Path(__file__).parents[2] / "examples"
INFOS = {"licence_twice", "one_layer", "narrow_ranges", "unloaded_salary"}


def found(case: CaseFile | Json, **options: Any) -> dict[str, list[CheckResult]]:
    results: dict[str, list[CheckResult]] = {}
    for check in evaluate(case if isinstance(case, CaseFile) else from_dict(case), **options).checks:
        results.setdefault(check.code, []).append(check)
    return results


def time_line(**changes: Any) -> Json:
    inputs = {"hours_before_per_month": 100, "hours_after_per_month": 50, "hourly_rate": 40}
    return benefit(key="time", name="Time", model="time_saved", inputs=inputs, **changes)


def errors_line(rate_after: str = "0.01", **changes: Any) -> Json:
    inputs = {"volume_per_month": 100, "rate_before": "0.05", "rate_after": rate_after, "cost_per_error": 10}
    return benefit(key="errors", layer="quality", model="error_reduction", inputs=inputs, **changes)


def hours_cost(key: str, category: str, hours: int, when: str = "one_time", **inputs: Any) -> Json:
    given = {"hours": hours, "hourly_rate": 50, **inputs}
    return cost(key=key, category=category, when=when, model="hours", inputs=given)


def sourced(confidence: str) -> Json:
    return {"amount": {"source": "letter of May", "confidence": confidence}}


def automated(share: str) -> Json:
    inputs = {
        "volume_per_month": 100,
        "people": 1,
        "minutes_before": 10,
        "automated_share": share,
        "minutes_when_escalated": 5,
        "hourly_rate": 40,
    }
    return benefit(key="time", model="time_saved", inputs=inputs)


def hire(load_factor: str = "1", fte: str = "0.5") -> Json:
    inputs = {"fte": fte, "annual_salary": 50000, "load_factor": load_factor}
    return benefit(key="hire", model="avoided_hire", inputs=inputs)


def redeployed() -> Json:
    inputs = {"hours_per_year": 600, "share_used": "0.5", "value_per_hour": 60}
    return benefit(key="redeployed", model="redeployed_time", inputs=inputs)


def ranged(low: str, high: str) -> Json:
    return benefit(inputs={"amount": {"low": low, "likely": "100", "high": high}})


def licence(month: int = 0) -> Json:
    return cost(key="licence", month=month)


def subscription(**changes: Any) -> Json:
    return cost(key="subscription", category="subscription", when="annual", inputs={"amount": 400}, **changes)


# A case in each direction, close to the limit where there is one.
TRIPS_AND_PASSES: dict[str, list[tuple[Json, Json]]] = {
    "labour_only": [
        ({"benefits": [time_line(), redeployed()]}, {"benefits": [time_line(), errors_line()]}),
        ({"benefits": [time_line(), benefit(inputs={"amount": 0})]}, {"benefits": []}),
    ],
    "below_quote_multiple": [
        ({"quotes": [{"vendor": "A", "amount": 401}]}, {"quotes": [{"vendor": "A", "amount": 400}]}),
        ({"costs": [cost(sources=sourced("quoted"))]}, {"costs": [cost(sources=sourced("estimated"))]}),
        # A line that a quote names is the quote, and counts once.
        (
            {"quotes": [{"vendor": "A", "amount": 400}], "costs": [cost(), cost(key="b", sources=sourced("quoted"))]},
            {
                "quotes": [{"vendor": "A", "amount": 600, "lines": ["b"]}],
                "costs": [cost(), cost(key="b", sources=sourced("quoted"))],
            },
        ),
    ],
    "vendor_claim_only": [
        (
            {"benefits": [benefit(sources=sourced("vendor_claim"))]},
            {"benefits": [benefit(sources=sourced("vendor_claim")), errors_line()]},
        ),
        (
            {
                "facts": {"gain": {"value": 1200, "unit": "money", "source": "brochure", "confidence": "vendor_claim"}},
                "benefits": [benefit(inputs={"amount": {"fact": "gain"}})],
            },
            # Without a source it is an estimate, whatever it calls itself.
            {
                "facts": {"gain": {"value": 1200, "unit": "money", "confidence": "vendor_claim"}},
                "benefits": [benefit(inputs={"amount": {"fact": "gain"}})],
            },
        ),
    ],
    "no_risk_adjustment": [({"risk": {"probability": 1}}, {"risk": "low"}), ({}, {"risk": {"probability": "0.99"}})],
    "above_base_rate": [
        ({"risk": {"probability": "0.71"}}, {"risk": "medium"}),
        ({"risk": "low"}, {"risk": {"level": "low", "reason": "third roll-out of the same robot"}}),
    ],
    "double_counting": [
        ({"benefits": [time_line(), hire("1.4")]}, {"benefits": [hire("1.4"), redeployed()]}),
        ({"benefits": [time_line(), redeployed()]}, {"benefits": [time_line(), hire(fte="0")]}),
    ],
    "no_transition": [({"ramp": []}, {"ramp": ["0.5"]})],
    "perfect_automation": [
        ({"benefits": [automated("0.901")]}, {"benefits": [automated("0.90")]}),
        ({"benefits": [errors_line("0.009")]}, {"benefits": [errors_line("0.01")]}),
    ],
    "no_data_preparation": [
        ({}, {"costs": [cost(category="data_preparation")]}),
        (
            {"costs": [cost(category="data_preparation", inputs={"amount": 0})]},
            {"costs": [cost(category="data_preparation", when="annual")]},
        ),
    ],
    "low_change_management": [
        (
            {
                "costs": [
                    cost(inputs={"amount": 910}),
                    cost(key="b", category="training_and_change", inputs={"amount": 90}),
                ]
            },
            {
                "costs": [
                    cost(inputs={"amount": 900}),
                    cost(key="b", category="training_and_change", inputs={"amount": 100}),
                ]
            },
        ),
        ({}, {"costs": []}),
    ],
    "no_tuning": [
        (
            {"costs": [hours_cost("tuning", "monitoring", 59, "annual")]},
            {"costs": [hours_cost("tuning", "monitoring", 60, "annual")]},
        ),
        (
            {"costs": [hours_cost("tuning", "monitoring", 2, "annual", times_per_year=12, people=2)]},
            {"costs": [hours_cost("tuning", "monitoring", 2, "annual", times_per_year=12, people=3)]},
        ),
        (
            {"costs": [hours_cost("tuning", "monitoring", 600)]},
            {"costs": [hours_cost("tuning", "monitoring", 600, "annual")]},
        ),
    ],
    "one_layer": [
        ({}, {"benefits": [benefit(), errors_line()]}),
        ({"benefits": [benefit(), errors_line("0.05")]}, {"benefits": []}),
    ],
    "outside_tier": [
        # 1,200 a year: payback 3 to 6 months, three-year ROI 500%.
        ({"tier": "strategic"}, {"tier": "quick_win"}),
        ({"tier": "quick_win", "costs": [cost(inputs={"amount": 299})]}, {}),
        ({"tier": "quick_win", "costs": []}, {"tier": "quick_win", "costs": [cost(inputs={"amount": 400})]}),
    ],
    "single_driver": [
        ({}, {"benefits": [benefit(key=key) for key in ("a", "b", "c", "d", "e", "f")]}),
        # What loses money anyway has no driver.
        ({"costs": []}, {"costs": [cost(inputs={"amount": 1300})]}),
    ],
    "narrow_ranges": [
        ({"benefits": [ranged("95", "105")]}, {"benefits": [ranged("94.9", "105")]}),
        ({"benefits": [ranged("100", "100")]}, {"benefits": [ranged("95", "105.1")]}),
    ],
    "not_cashable": [
        (
            {"benefits": [benefit(cashable=False)]},
            {"benefits": [benefit(cashable=False), benefit(key="b", inputs={"amount": 601})]},
        ),
        (
            {"benefits": [time_line(use="redeployed")]},
            {"benefits": [time_line(use="overtime_cut")]},
        ),
        # What never pays back at all is another matter.
        ({"benefits": [time_line()]}, {"benefits": [time_line()], "costs": [cost(inputs={"amount": 10**6})]}),
    ],
    "unloaded_salary": [
        ({"benefits": [hire()]}, {"benefits": [hire("1.01")]}),
        (
            {"costs": [cost(model="hours", inputs={"hours": 5, "base_salary": 50000, "load_factor": 1})]},
            {"costs": [cost(model="hours", inputs={"hours": 5, "base_salary": 50000})]},
        ),
        (
            {
                "costs": [
                    cost(
                        model="hours",
                        inputs={
                            "hours": 5,
                            "people_detail": [{"role": "Clerk", "count": 2, "base_salary": 40000, "load_factor": 1}],
                        },
                    )
                ]
            },
            {
                "costs": [
                    cost(
                        model="hours",
                        inputs={"hours": 5, "people_detail": [{"role": "Clerk", "count": 2, "hourly_rate": 40}]},
                    )
                ]
            },
        ),
    ],
    "licence_twice": [
        (
            {"costs": [licence(), subscription()]},
            {"costs": [licence(), subscription(starts_month=13)], "horizon_months": 24},
        ),
        ({"costs": [licence(12), subscription()]}, {"costs": [licence(13), subscription()], "horizon_months": 24}),
        ({"costs": [licence(), subscription(starts_month=12)]}, {"costs": [subscription()]}),
    ],
}
PAIRS = [(code, *pair) for code, pairs in TRIPS_AND_PASSES.items() for pair in pairs]


@pytest.mark.parametrize(("code", "trips", "passes"), PAIRS)
def test_a_check_trips_where_it_should_and_only_there(code: str, trips: Json, passes: Json) -> None:
    assert code in found(document(**trips))
    assert code not in found(document(**passes))


def test_every_check_has_a_pair_and_a_name_the_parser_knows() -> None:
    codes = [check.code for check in CHECKS]
    assert set(TRIPS_AND_PASSES) == set(codes)
    assert sorted(codes) == sorted(KNOWN)
    assert set(TIERS) == set(KNOWN_TIERS)


def test_severity_is_info_for_four_checks_and_warning_for_the_rest() -> None:
    assert {check.code for check in CHECKS if check.severity == "info"} == INFOS
    assert {check.severity for check in CHECKS if check.code not in INFOS} == {"warning"}


def test_the_invoice_example_trips_what_the_guide_overlooks() -> None:
    checks = found(parse((EXAMPLES / "invoice.case.json").read_bytes()))
    assert set(checks) >= {
        "double_counting",
        "outside_tier",
        "low_change_management",
        "no_tuning",
        "perfect_automation",
        "licence_twice",
        "unloaded_salary",
    }
    assert checks["double_counting"][0].message == "1,924 hours a year are counted as a benefit, 1,300 are freed."
    assert checks["unloaded_salary"][0].line == "hire"


@pytest.mark.parametrize("name", ["invoice", "support-chatbot", "predictive-maintenance", "lead-scoring"])
def test_all_four_examples_lie_outside_their_tier(name: str) -> None:
    case = parse((EXAMPLES / f"{name}.case.json").read_bytes())
    assert case.tier is not None
    assert "outside_tier" in found(case)


def test_a_policy_makes_a_check_blocking() -> None:
    checks = found(document(), blocking={"no_transition"})
    assert checks["no_transition"][0].severity == "blocking"
    assert checks["no_data_preparation"][0].severity == "warning"
    assert {check.severity for results in found(document()).values() for check in results} == {"info", "warning"}


def test_monitoring_as_an_amount_is_only_pointed_out() -> None:
    fixed = cost(key="watch", category="monitoring", when="annual", inputs={"amount": 2000})
    assert found(document(costs=[fixed]))["no_tuning"][0].severity == "info"
    both = [fixed, hours_cost("tuning", "monitoring", 12, "annual")]
    assert found(document(costs=both))["no_tuning"][0].severity == "warning"
    assert found(document(costs=[]))["no_tuning"][0].severity == "warning"


def test_amounts_by_year_of_today_alone_are_planned() -> None:
    today = {"when": "annual", "model": "by_year", "inputs": {"amounts": [500]}}
    prepared = [cost(category="data_preparation", **today)]
    assert "no_data_preparation" not in found(document(costs=prepared))


def test_hours_of_monitoring_count_whatever_they_cost() -> None:
    unpaid = [hours_cost("tuning", "monitoring", 60, "annual", hourly_rate=0)]
    assert "no_tuning" not in found(document(costs=unpaid))


def acknowledged(**changes: Any) -> Json:
    return {"check": "perfect_automation", "reason": "measured for a year", "by": "J. Doe"} | changes


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        (acknowledged(), {"errors": "measured for a year", "more": "measured for a year"}),
        (acknowledged(line="more"), {"errors": None, "more": "measured for a year"}),
        (acknowledged(check="no_tuning"), {"errors": None, "more": None}),
    ],
)
def test_a_check_can_be_acknowledged_everywhere_or_for_one_line(answer: Json, reasons: Json) -> None:
    lines = [errors_line("0"), errors_line("0") | {"key": "more"}]
    checks = found(document(benefits=lines, acknowledged=[answer]))["perfect_automation"]
    assert {check.line: check.acknowledged for check in checks} == reasons


def test_uplift_does_not_hide_a_low_share_of_training() -> None:
    costs = [cost(inputs={"amount": 910}), cost(key="b", category="training_and_change", inputs={"amount": 90})]
    assert "low_change_management" in found(document(costs=costs, uplift={"costs": 1, "benefits": 0, "source": "x"}))


@pytest.mark.parametrize("amount", [-500, 0])
def test_amounts_by_year_below_zero_break_no_check(amount: int) -> None:
    lines = [
        cost(key=key, category=category, when="annual", model="by_year", inputs={"amounts": [amount, 5]})
        for key, category in (("a", "training_and_change"), ("b", "software"))
    ]
    assert "no_data_preparation" in found(document(costs=lines, benefits=[]))


def test_the_base_rate_is_dated_and_sourced() -> None:
    assert base_rate().highest_success == Decimal("0.70")
    assert base_rate().source
    message = found(document())["above_base_rate"][0].message
    assert "30% to 40%" in message
    assert base_rate().source in message


def test_messages_are_whole_sentences_with_a_remedy() -> None:
    words: list[Callable[[CheckResult], str]] = [lambda check: check.message, lambda check: check.remedy]
    for code, trips, _ in PAIRS:
        for check in found(document(**trips))[code]:
            assert all(word(check)[0].isupper() or word(check)[0] in "'0123456789" for word in words)
            assert all(word(check).endswith(".") for word in words)
