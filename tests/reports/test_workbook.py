"""The workbook says what the engine says: as it is made, and after a reader has changed its inputs."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculations.engine.case_file import from_dict
from calculations.engine.evaluate import evaluate
from calculations.engine.result import CaseResult
from reports.render.workbook.measures import CASHFLOW, GUIDE, SEVERAL_SIGN_CHANGES, TEI
from tests.calculations.cases import HUGE, benefits, costs, document, numbers, share
from tests.reports.recalculation import (
    Cells,
    calculated,
    calculated_in_python,
    changed,
    formulas_of,
    has_libreoffice,
    labelled,
    names,
    values_of,
)
from tests.reports.workbook_cases import (
    EXAMPLES,
    Json,
    everything,
    example,
    figure,
    name_in_formulas,
    with_values,
    workbook_of,
)

CENT = Decimal("0.005")
# Five inputs of each example, as a reader would change them: a fact or two, inputs of lines, the risk, the rate.
CHANGES: dict[str, dict[str, str]] = {
    "invoice": {
        "facts.invoices": "310",
        "facts.loaded_rate": "51.25",
        "benefits.time.minutes_before": "11",
        "costs.setup.amount": "13500",
        "risk": "0.55",
    },
    "support-chatbot": {"risk": "0.8", "discount_rate": "0.14"},
    "predictive-maintenance": {
        "facts.breakdowns": "9",
        "facts.production_value": "7250.5",
        "costs.platform.amount": "99000",
        "discount_rate": "0.065",
        "risk": "0.45",
    },
    "lead-scoring": {"risk": "0.6", "discount_rate": "0.12"},
}
TITLES = {
    "cashflow": "Cash flow",
    "guide": "Steady year, the guide's method",
    "tei": "Year by year (TEI)",
    "cashable": "Cashable benefits only",
}


def five_changes(name: str) -> dict[str, str]:
    """Five inputs to change; where none are named, the first own amounts of the example a half larger."""
    changes = dict(CHANGES[name])
    case = from_dict(example(name))
    for line in (*case.benefits, *case.costs):
        for input_name, value in line.inputs.items():
            if isinstance(value, Decimal) and value > 1 and len(changes) < 5:
                changes[f"{line.path}.{input_name}"] = str(value * Decimal("1.5"))
    return changes


def assert_says(cells: Cells, result: CaseResult, tolerance: Decimal = CENT) -> None:
    """The summary and the scenarios show what the engine found."""
    for measures, method in ((CASHFLOW, "cashflow"), (GUIDE, "guide"), (TEI, "tei")):
        for measure in measures:
            stated = getattr(getattr(result, method), measure.key, None)
            if stated is not None:
                shown = labelled(cells, "Summary", str(measure.label), "B", after=TITLES[method])
                assert_same(shown, stated, tolerance, f"{method}.{measure.key}")
    for row, stated in (("Net present value, cashable only", result.cashable.npv),
                        ("Payback, cashable only, months", result.cashable.payback_months),
                        ("Peak funding, cashable only", result.cashable.peak_funding)):  # fmt: skip
        assert_same(labelled(cells, "Summary", row, "B"), stated, tolerance, row)
    for position, (key, scenario) in enumerate(result.scenarios.items()):
        column = "DEFGHIJ"[position]
        for label, stated in (("Net present value", scenario.cashflow.npv),
                              ("Payback, months", scenario.cashflow.payback_months)):  # fmt: skip
            shown = labelled(cells, "Scenarios", label, column, after="Cash flow")
            assert_same(shown, stated, tolerance, f"{key}: {label}")
        shown = labelled(cells, "Scenarios", "Net of three years", column)
        assert_same(shown, scenario.guide.three_year_net, tolerance, f"{key}: three years")


def assert_same(shown: Any, stated: Any, tolerance: Decimal, what: str) -> None:
    expected = figure(stated)
    if isinstance(expected, str) or shown == SEVERAL_SIGN_CHANGES:
        assert shown in (expected, SEVERAL_SIGN_CHANGES), what
        return
    assert isinstance(shown, float | int), f"{what}: {shown!r} for {expected}"
    assert abs(Decimal(repr(shown)) - expected) < tolerance, f"{what}: {shown} for {expected}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_new_workbook_holds_the_engines_figures_without_being_calculated(name: str) -> None:
    workbook, result = workbook_of(example(name))
    assert_says(values_of(workbook), result)


@pytest.mark.parametrize("name", EXAMPLES)
def test_five_changed_inputs_give_what_evaluate_gives(name: str) -> None:
    workbook, _ = workbook_of(example(name))
    changes, addresses = five_changes(name), names(workbook)
    assert len(changes) == 5
    cells = calculated(changed(workbook, {addresses[name_in_formulas(at)]: float(to) for at, to in changes.items()}))
    assert_says(cells, evaluate(from_dict(with_values(example(name), changes))))


def test_a_case_that_uses_everything_follows_its_inputs_through_options_and_scenarios() -> None:
    workbook, _ = workbook_of(everything())
    changes = {
        "facts.a1": "120", "facts.salary": "61000", "benefits.time.automated_share": "0.55", "risk": "0.9",
        "discount_rate": "0.03", "costs.rollout.amount": "7250.75", "benefits.sales.deals_after": "5",
    }  # fmt: skip
    addresses = names(workbook)
    at = {path: addresses["a1_" if path == "facts.a1" else name_in_formulas(path)] for path in changes}
    cells = calculated(changed(workbook, {at[path]: float(value) for path, value in changes.items()}))
    result = evaluate(from_dict(with_values(everything(), changes)))
    assert_says(cells, result)
    for name, key in (
        ("Option: Do nothing", "nothing"),
        ("Option: Do the minimum", "small"),
        ("Base case", "preferred"),
    ):
        option = result.options[key]
        for column, stated in (
            ("B", option.cashflow.npv), ("D", option.tei.npv), ("E", option.guide.three_year_net),
            ("F", option.difference.npv), ("G", option.difference.tei_npv),
        ):  # fmt: skip
            shown = labelled(cells, "Summary", name, column, after="Options")
            assert_same(shown, stated, CENT, f"{key} {column}")


def test_what_is_said_about_a_line_can_be_changed_where_it_stands() -> None:
    case = everything()
    # A shorter horizon refuses a year beyond it, and a year given for nobody else.
    case["costs"][4]["inputs"]["amounts"].pop()
    workbook, _ = workbook_of(case)
    time, sales = case["benefits"][0], case["benefits"][3]
    time |= {"growth": "0.2", "starts_month": 2, "ends_month": 20, "cashable": True, "risk_adjustment": "0.4"}
    sales["kind"] = "direct"
    case["costs"][3]["month"] = 5
    case["horizon_months"] = 30
    edits: dict[str, float | str] = {
        "Benefits!D5": "yes", "Benefits!G5": 2, "Benefits!H5": 20, "Benefits!I5": 0.2, "Benefits!J5": 0.4,
        "Benefits!B8": "direct", "Costs!G8": 5, names(workbook)["horizon_months"]: 30,
    }  # fmt: skip
    result = evaluate(from_dict(case))
    cells = calculated(changed(workbook, edits))
    assert_says(cells, result)


@pytest.mark.parametrize("name", [*EXAMPLES, "everything"])
def test_a_spreadsheet_finds_every_value_the_file_was_written_with(name: str) -> None:
    workbook, _ = workbook_of(everything() if name == "everything" else example(name))
    assert_unchanged(values_of(workbook), calculated_in_python(changed(workbook, {})))


@pytest.mark.skipif(not has_libreoffice(), reason="the same test runs in Python; this one adds LibreOffice")
def test_libreoffice_finds_every_value_the_file_was_written_with() -> None:
    workbook, _ = workbook_of(everything())
    assert_unchanged(values_of(workbook), calculated(changed(workbook, {})))


def assert_unchanged(written: Cells, found: Cells) -> None:
    different = {
        address: (written.get(address), found.get(address))
        for address in written.keys() | found.keys()
        if not _alike(written.get(address, ""), found.get(address, ""))
    }
    assert not different


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one))
    return bool(one == other)


@st.composite
def drawn(draw: st.DrawFn) -> Json:
    """Cases of every model, in amounts a cent of which a spreadsheet can hold."""
    lines = [draw(benefits(f"benefit_{number}")) for number in range(draw(st.integers(1, 3)))]
    spent: list[Json] = []
    for number in range(draw(st.integers(1, 3))):
        bases = [line["key"] for line in spent if line["model"] != "by_year"]
        spent.append(draw(costs(f"cost_{number}", bases)))
    made: Json = json.loads(json.dumps({"benefits": lines, "costs": spent}).replace(HUGE, "54321.99"))
    return document(
        **made,
        facts={
            "volume": {"value": "250", "unit": "per_week"},
            "rate": {"value": 40, "unit": "per_hour"},
            "price": {"value": "12.5", "unit": "money"},
        },
        horizon_months=draw(st.integers(12, 40)),
        discount_rate=draw(numbers("-0.2", "0.5")),
        risk={"probability": draw(share)},
        ramp=draw(st.lists(numbers("-1", "1", 2), max_size=8)),
        uplift={"costs": draw(numbers("0", "3", 2)), "benefits": draw(share), "source": "Finished pilots"},
        scenarios={"short": {"horizon_months": draw(st.integers(1, 60)), "inputs": {"facts.price": "11"}}},
    )


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(case=drawn(), price=numbers("0", "500", 2), rate=numbers("1", "200", 2), p=share, r=numbers("0", "0.4"))
def test_generated_cases_follow_their_inputs(case: Json, price: str, rate: str, p: str, r: str) -> None:
    changes = {"facts.price": price, "facts.rate": rate, "facts.volume": "301", "risk": p, "discount_rate": r}
    after = evaluate(from_dict(with_values(case, changes)))
    workbook, _ = workbook_of(case)
    addresses = names(workbook)
    values = {addresses[name_in_formulas(path)]: float(value) for path, value in changes.items()}
    assert_money(calculated_in_python(changed(workbook, values)), after)


def assert_money(cells: Cells, result: CaseResult) -> None:
    """To the cent, or to the fifteen digits a spreadsheet has where the amounts are larger than that allows."""
    size = sum((abs(line.amount) for line in result.lines), Decimal(1))
    tolerance = max(CENT, size * Decimal("1e-9"))
    for measures, method in ((CASHFLOW, "cashflow"), (GUIDE, "guide"), (TEI, "tei")):
        for measure in measures:
            stated = getattr(getattr(result, method), measure.key, None)
            if stated is not None and measure.kind == "money":
                shown = labelled(cells, "Summary", str(measure.label), "B", after=TITLES[method])
                assert_same(shown, stated, tolerance, f"{method}.{measure.key}")
    shown = labelled(cells, "Scenarios", "Net present value", "G", after="Cash flow")
    assert_same(shown, result.scenarios["short"].cashflow.npv, tolerance, "scenario")


def test_formulas_read_by_the_names_of_their_inputs() -> None:
    workbook, _ = workbook_of(example("invoice"))
    working = [formula for address, formula in formulas_of(workbook).items() if address.startswith("Working!")]
    assert "invoices*time_minutes_before*time_people/60" in working


def test_no_figure_on_the_way_from_inputs_to_summary_is_written_as_a_constant() -> None:
    workbook, _ = workbook_of(everything())
    formulas, cells = formulas_of(workbook), values_of(workbook)
    for sheet in ("Cash flow", "TEI", "Working"):
        figures = {
            address for address, value in cells.items()
            if address.startswith(f"{sheet}!") and isinstance(value, float) and int(address.rpartition("!")[2].lstrip(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 5
        }  # fmt: skip
        assert figures
        assert figures <= formulas.keys()
