"""One formula, four readings: exact, simulated, recorded, and as an Excel formula."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from calculations.engine.case_file import from_dict
from calculations.engine.evaluate import workings
from calculations.engine.prepared import prepare
from calculations.engine.quantity import Recorded, at_least, at_most, step, total
from calculations.engine.units import HOURS
from calculations.engine.working import excel
from tests.calculations.cases import benefit, document
from tests.calculations.golden.examples import example
from tests.calculations.golden.test_models import BENEFITS


def recorded(value: int, path: str = "x") -> Recorded:
    return Recorded("input", Decimal(value), label=path, path=path)


@pytest.mark.parametrize(("model", "inputs", "amount"), BENEFITS)
def test_every_reading_of_a_formula_gives_the_same_figure(model: str, inputs: dict[str, Any], amount: str) -> None:
    prepared = prepare(from_dict(document(benefits=[benefit(model=model, inputs=inputs)], horizon_months=60)))
    line, figure = prepared.benefits[0], prepared.recorded["benefits.saving"]
    assert figure.value == Decimal(amount)
    drawn = {wire.path: np.full(3, float(wire.base)) for wire in line.wires}
    assert np.allclose(line.sampled_amount(drawn, {}), float(amount))
    formula = excel(figure, {wire.path: f"({float(wire.base)!r})" for wire in line.wires})
    assert eval(formula.replace("^", "**")) == pytest.approx(float(amount))  # noqa: S307


def test_an_array_moves_every_line_that_uses_the_fact() -> None:
    prepared = prepare(example("invoice"))
    benefits, *_ = prepared.streams({"facts.invoices": np.array([250.0, 500.0])})
    exact = [float(sum(prepared.amounts({"facts.invoices": Decimal(n)}).values())) for n in (250, 500)]
    costs = float(sum(amount for path, amount in prepared.base_amounts.items() if path.startswith("costs")))
    assert np.allclose(benefits.amount, np.array(exact) - costs)


def test_a_formula_holds_whole_numbers_and_inputs_only() -> None:
    with pytest.raises(TypeError, match="whole numbers only"):
        recorded(1) * 1.4
    with pytest.raises(TypeError, match="at_least"):
        assert recorded(1)


def test_bounds_work_in_every_reading() -> None:
    assert at_least(Decimal(-1), 0) == 0
    assert at_most(np.array([1.0, 5.0]), 3).tolist() == [1.0, 3.0]
    bounded = at_least(recorded(-1), 0)
    assert bounded.value == 0
    assert excel(bounded, {"x": "A1"}) == "MAX(A1, 0)"


def test_excel_keeps_the_order_of_calculation() -> None:
    a, b, c = (recorded(n, name) for n, name in ((8, "a"), (4, "b"), (2, "c")))
    cells = {"a": "A1", "b": "B1", "c": "C1"}
    assert excel(a - (b - c), cells) == "A1-(B1-C1)"
    assert excel(a / (b * c), cells) == "A1/(B1*C1)"
    assert excel((1 + a) ** b - 1, cells) == "(1+A1)^B1-1"
    assert excel(step(a + b, "Sum", HOURS) * c, cells) == "(A1+B1)*C1"
    assert excel(total([a, b, c]), cells) == "A1+B1+C1"


def test_a_thousand_rows_stay_one_sum() -> None:
    rows = [{"role": f"Role {n}", "count": 1, "hourly_rate": 1} for n in range(100)]
    inputs = {"volume_per_month": 60, "automated_share": 1, "minutes_before": 1, "minutes_when_escalated": 0}
    case = from_dict(document(benefits=[benefit(model="time_saved", inputs=inputs | {"people_detail": rows})]))
    assert prepare(case).recorded["benefits.saving"].value == 1200


def test_the_working_names_source_and_confidence() -> None:
    time = workings(example("invoice"))["benefits.time"]
    assert time.words == "Hours saved a week x 52 weeks x Loaded rate, clerk and approver"
    assert (time.shown, time.unit) == ("$57,200.00", "money")
    rate = time.parts[1]
    assert (rate.path, rate.shown, rate.confidence) == ("facts.loaded_rate", "$44.00/h", "estimated")


def test_what_has_no_source_is_an_estimate() -> None:
    claim = {"value": 1, "unit": "money", "confidence": "measured"}
    raw = document(facts={"a": claim}, benefits=[benefit(inputs={"amount": {"fact": "a"}})])
    assert workings(from_dict(raw))["benefits.saving"].confidence == "estimated"


def test_a_converted_fact_shows_its_conversion() -> None:
    raw = document(
        facts={"leads": {"name": "Leads", "value": 60, "unit": "per_week", "source": "CRM"}},
        benefits=[
            benefit(
                model="faster_response",
                inputs={
                    "leads_per_month": {"fact": "leads"},
                    "conversion_fast": "0.1",
                    "conversion_slow": 0,
                    "deal_value": 10,
                },
            )
        ],
    )
    prepared = prepare(from_dict(raw))
    assert prepared.base_amounts["benefits.saving"] == 60 * 52 // 10 * 10
    working = prepared.recorded["benefits.saving"]
    assert excel(working, dict.fromkeys((w.path for w in prepared.benefits[0].wires), "A1")).startswith("A1*52/12*12")
