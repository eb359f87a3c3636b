"""The engine's recorded formulas as cells: cut at their named steps, printed with references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from calculations.engine.quantity import Recorded
from calculations.engine.units import MONEY
from calculations.engine.working import excel

# A spreadsheet formula has at most 8,192 characters.
LONGEST_FORMULA = 8_000
# Longer sums are cut into parts of so many terms.
MOST_TERMS = 100
LEAVES = ("input", "line", "step")


@dataclass(frozen=True, slots=True)
class Node:
    """One row of a working: a result, a step, or something it reads, as deep as it lies."""

    figure: Recorded
    level: int


def has_long_sum(figure: Recorded) -> bool:
    """Whether a sum in it is longer than a spreadsheet's reader of formulas may follow."""
    return len(figure.operands) > MOST_TERMS or any(map(has_long_sum, figure.operands))


def in_parts(figure: Recorded) -> Recorded:
    """The same formula with every very long sum cut into named parts."""
    operands = tuple(in_parts(operand) for operand in figure.operands)
    if figure.operation == "+" and len(operands) > MOST_TERMS:
        sums = [operands[start : start + MOST_TERMS] for start in range(0, len(operands), MOST_TERMS)]
        operands = tuple(_part(terms, number, len(sums)) for number, terms in enumerate(sums, start=1))
    return replace(figure, operands=operands)


def _part(terms: tuple[Recorded, ...], number: int, count: int) -> Recorded:
    value = sum(term.value for term in terms)
    added = Recorded("+", value, terms) if len(terms) > 1 else terms[0]  # type: ignore[arg-type]
    label = _("Part %(number)s of %(count)s") % {"number": number, "count": count}
    return Recorded("step", value, (added,), label=label, unit=MONEY)  # type: ignore[arg-type]


def nodes(figure: Recorded, level: int = 0) -> Iterator[Node]:
    """The figure, then in turn the steps and inputs it is made of, each once below its whole."""
    yield Node(figure, level)
    if figure.operation in ("input", "line"):
        return
    inner = figure.operands[0] if figure.operation == "step" else figure
    if inner.operation in LEAVES:
        yield from nodes(inner, level + 1)
        return
    seen: set[object] = set()
    for leaf in _leaves(inner):
        if (identity := leaf.path or id(leaf)) not in seen:
            seen.add(identity)
            yield from nodes(leaf, level + 1)


def _leaves(figure: Recorded) -> Iterator[Recorded]:
    for operand in figure.operands:
        if operand.operation in LEAVES:
            yield operand
        else:
            yield from _leaves(operand)


def printed(figure: Recorded, cells: Mapping[str, str], cell_of_step: Callable[[Recorded], str]) -> str:
    """The formula of one row: inputs by their cells, and steps by the cells they stand in."""
    inner = figure.operands[0] if figure.operation == "step" else figure
    steps: dict[str, str] = {}
    cut = _cut(inner, cell_of_step, steps)
    return excel(cut, {**cells, **steps} if steps else cells)


def _cut(figure: Recorded, cell_of_step: Callable[[Recorded], str], steps: dict[str, str]) -> Recorded:
    if figure.operation == "step":
        path = f"step {len(steps)}"
        steps[path] = cell_of_step(figure)
        return Recorded("input", figure.value, path=path)
    operands = tuple(_cut(operand, cell_of_step, steps) for operand in figure.operands)
    return replace(figure, operands=operands)
