"""Scenarios: the case as it would be written under other terms or inputs, evaluated from its inputs again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from calculations.engine.case_file.records import Benefit, CaseFile, Cost, Scenario
from calculations.engine.case_file.scenario_reader import RISK_SCENARIOS, ROW_INPUT
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.terms import PROBABILITIES
from calculations.engine.values import InputValue, Person

L = TypeVar("L", Benefit, Cost)


def scenarios(prepared: Prepared) -> Iterator[tuple[str, Prepared]]:
    """The guide's three levels of risk, then the case's own scenarios."""
    for name, level in RISK_SCENARIOS.items():
        yield name, replace(prepared, probability=PROBABILITIES[level])
    for name, scenario in prepared.case.scenarios.items():
        yield name, prepare(apply(prepared.case, scenario))


def apply(case: CaseFile, scenario: Scenario) -> CaseFile:
    """The case with the scenario's terms, facts and inputs in place of its own."""
    terms = {name: getattr(scenario, name) for name in ("risk", "discount_rate", "horizon_months", "ramp")}
    return replace(
        case,
        **{name: term for name, term in terms.items() if term is not None},
        facts=case.facts | {key: replace(case.facts[key], value=value) for key, value in _at(scenario, "facts")},
        benefits=tuple(_with_inputs(line, scenario) for line in case.benefits),
        costs=tuple(_with_inputs(line, scenario) for line in case.costs),
    )


def _at(scenario: Scenario, prefix: str) -> list[tuple[str, Any]]:
    """The scenario's values below a path, by the rest of their path."""
    start = f"{prefix}."
    return [(path.removeprefix(start), value) for path, value in scenario.inputs.items() if path.startswith(start)]


def _with_inputs(line: L, scenario: Scenario) -> L:
    given = _at(scenario, line.path)
    if not given:
        return line
    inputs = dict(line.inputs)
    for name, value in given:
        if row := ROW_INPUT.fullmatch(name):
            inputs[row[1]] = _with_row(inputs[row[1]], int(row[2]), row[3], value)
        else:
            inputs[name] = value
    return replace(line, inputs=inputs)


def _with_row(rows: Any, index: int, name: str, value: InputValue) -> tuple[Person, ...]:
    row = rows[index]
    return (*rows[:index], replace(row, inputs={**row.inputs, name: value}), *rows[index + 1 :])
