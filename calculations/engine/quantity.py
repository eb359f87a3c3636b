"""One formula, four readings: an ordinary function runs on Decimal, on arrays, and on numbers that record themselves.

A formula uses + - * / ** on its inputs and whole numbers, and the functions of this module. On `Decimal` and on
NumPy arrays these are plain arithmetic; on `Recorded` they build the tree that `working` prints for people and for
Excel.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, TypeAlias, TypeVar

import numpy as np

from calculations.engine.units import Unit

# Decimal, a float array or Recorded: one formula takes each of them, which no static type says without noise.
Quantity: TypeAlias = Any
# What a formula reads its inputs from: one attribute per declared input, None where it was not given.
Inputs: TypeAlias = Any
Q = TypeVar("Q")


class Whole(int):
    """A whole number that a formula may contain, with the word a person reads after it: 52 weeks."""

    word: str

    def __new__(cls, number: int, word: str) -> "Whole":
        whole = super().__new__(cls, number)
        whole.word = word
        return whole


MONTHS = Whole(12, "months")
WEEKS = Whole(52, "weeks")
MINUTES_AN_HOUR = Whole(60, "min/h")


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """A number that remembers where it came from."""

    # "input", "constant", "line", "step", "at_least", "at_most", or one of + - * / ^
    operation: str
    value: Decimal
    operands: tuple["Recorded", ...] = ()
    label: str = ""
    unit: Unit | None = None
    path: str = ""
    source: str = ""
    confidence: str = ""

    def __add__(self, other: object) -> "Recorded":
        return _record("+", self, other)

    def __radd__(self, other: object) -> "Recorded":
        return _record("+", other, self)

    def __sub__(self, other: object) -> "Recorded":
        return _record("-", self, other)

    def __rsub__(self, other: object) -> "Recorded":
        return _record("-", other, self)

    def __mul__(self, other: object) -> "Recorded":
        return _record("*", self, other)

    def __rmul__(self, other: object) -> "Recorded":
        return _record("*", other, self)

    def __truediv__(self, other: object) -> "Recorded":
        return _record("/", self, other)

    def __rtruediv__(self, other: object) -> "Recorded":
        return _record("/", other, self)

    def __pow__(self, other: object) -> "Recorded":
        return _record("^", self, other)

    def __bool__(self) -> bool:
        raise TypeError("a formula does not branch on a value: use at_least or at_most")


OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "at_least": max,
    "at_most": min,
}


def _record(operation: str, left: object, right: object) -> Recorded:
    a, b = _operand(left), _operand(right)
    return Recorded(operation, OPERATIONS[operation](a.value, b.value), (a, b))


def _operand(number: object) -> Recorded:
    if isinstance(number, Recorded):
        return number
    if isinstance(number, int) and not isinstance(number, bool):
        return Recorded("constant", Decimal(number), label=getattr(number, "word", ""))
    raise TypeError(f"a formula holds inputs and whole numbers only, not {number!r}")


def step(quantity: Q, label: str, unit: Unit) -> Q:
    """Give an intermediate result a name and a unit; the working shows it as a line of its own."""
    if isinstance(quantity, Recorded):
        return Recorded("step", quantity.value, (quantity,), label=label, unit=unit)  # type: ignore[return-value]
    return quantity


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of any number of quantities, recorded flat so that a thousand rows stay one sum."""
    terms = tuple(quantities)
    if len(terms) > 1 and isinstance(terms[0], Recorded):
        return Recorded("+", sum((term.value for term in terms), Decimal(0)), terms)
    return reduce(add, terms)


def at_least(quantity: Quantity, floor: Quantity) -> Quantity:
    """The quantity, or the floor where the quantity is below it."""
    return _bound("at_least", quantity, floor)


def at_most(quantity: Quantity, ceiling: Quantity) -> Quantity:
    """The quantity, or the ceiling where the quantity is above it."""
    return _bound("at_most", quantity, ceiling)


def _bound(operation: str, quantity: Quantity, limit: Quantity) -> Quantity:
    if isinstance(quantity, Recorded) or isinstance(limit, Recorded):
        return _record(operation, quantity, limit)
    if isinstance(quantity, np.ndarray) or isinstance(limit, np.ndarray):
        return np.maximum(quantity, limit) if operation == "at_least" else np.minimum(quantity, limit)
    return OPERATIONS[operation](quantity, limit)
