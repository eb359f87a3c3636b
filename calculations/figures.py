"""Which kinds of figures an input, a fact or a line gives away. Who may see which stands in tenants/visibility.py."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.costs import COST_MODELS
from calculations.engine.inputs import Declaration, Input
from calculations.engine.units import HOURLY_PAY, YEARLY_PAY
from calculations.models import CostLine, Line
from tenants.visibility import Figure

PAY_UNITS = frozenset({HOURLY_PAY.name, YEARLY_PAY.name})
HEADCOUNT = frozenset({"fte", "headcount", "turnover_rate"})
# A fact that no line uses yet is judged by its unit alone, and shown to fewer people rather than to more.
BY_FACT_UNIT = {"per_hour": Figure.PAY, "per_year": Figure.PAY, "money": Figure.BENEFIT}


def figure_of_input(declared: Input) -> Figure:
    """Returns the kind of figure an input holds."""
    if declared.unit.name in PAY_UNITS or declared.name == "load_factor":
        return Figure.PAY
    if declared.name in HEADCOUNT:
        return Figure.HEADCOUNT
    return Figure.BENEFIT if declared.unit.money else Figure.EFFORT


def figures_of_line(line: Line) -> frozenset[Figure]:
    """Returns the kinds of figures a line's inputs give away, its own amount among them."""
    amount = Figure.COST if isinstance(line, CostLine) else Figure.BENEFIT
    found = {figure_of_input(declared) for declared, _value in inputs_given(line.model, line.inputs)}
    if amount == Figure.COST:
        found.discard(Figure.BENEFIT)  # the money of a cost line is cost
    return frozenset({amount, *found})


def figures_of_facts(documents: Mapping[str, Mapping[str, Any]], lines: Iterable[Line]) -> dict[str, frozenset[Figure]]:
    """Returns the kinds of figures each fact gives away, by what its lines use it for."""
    uses: dict[str, set[Figure]] = {key: set() for key in documents}
    for line in lines:
        for declared, value in inputs_given(line.model, line.inputs):
            if isinstance(value, Mapping) and value.get("fact") in uses:
                uses[value["fact"]].add(figure_of_input(declared))
    return {key: frozenset(found or {figure_of_unit(documents[key]["unit"])}) for key, found in uses.items()}


def figures_of_path(path: str, documents: Mapping[str, Mapping[str, Any]], lines: Iterable[Line]) -> frozenset[Figure]:
    """Returns the kinds of figures a driver gives away: a fact, an input of a line, a term of the case."""
    head, _dot, rest = path.partition(".")
    if head == "facts":
        return figures_of_facts({rest: documents[rest]}, lines)[rest]
    if head not in ("benefits", "costs"):
        return frozenset({Figure.RISK})
    key, _dot, name = rest.partition(".")
    name = name.rpartition(".")[2] or name
    line = next(line for line in lines if f"{line.SECTION}.{line.key}" == f"{head}.{key}" and not line.option)
    kinds = {
        figure_of_input(declared) for declared, _value in inputs_given(line.model, line.inputs) if declared.name == name
    }
    return frozenset(kinds or {Figure.BENEFIT})


def figure_of_unit(unit: str) -> Figure:
    """Returns what a fact nobody uses is taken for."""
    return BY_FACT_UNIT.get(unit, Figure.EFFORT)


def inputs_given(model_name: str, inputs: Mapping[str, Any]) -> Iterator[tuple[Input, Any]]:
    """Returns the numeric inputs a line states, rows of people included, with what is written there."""
    model = BENEFIT_MODELS.get(model_name) or COST_MODELS.get(model_name)
    return _given(model.declaration, inputs) if model else iter(())


def _given(declaration: Declaration, inputs: Mapping[str, Any]) -> Iterator[tuple[Input, Any]]:
    for name, value in inputs.items():
        declared = declaration.by_name.get(name)
        if isinstance(declared, Input):
            yield declared, value
        elif declared and hasattr(declared, "row"):
            for row in value:
                yield from _given(declared.row, row)
