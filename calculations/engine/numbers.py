"""Exact numbers: how they are read, the context they are calculated in, and how they are written as JSON."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

ZERO = Decimal(0)
ONE = Decimal(1)

# Every absolute value read from outside stays below this; a switching value without an upper limit stops here.
LARGEST = Decimal(10) ** 15
MOST_DECIMALS = 12
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")

# Wide exponents, because growth over fifty years may pass what a narrower context holds.
CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
SHOWN = CONTEXT.copy()
SHOWN.prec = 28
# Display rounds whole figures of any size: the largest a file can produce has some 150 digits.
DISPLAY = CONTEXT.copy()
DISPLAY.prec = 500
# Reading must not depend on what the caller traps: an impossible number becomes NaN and is refused by name.
READING = CONTEXT.copy()
READING.clear_traps()


@contextmanager
def exact() -> Iterator[None]:
    """Calculate with 34 digits, half even, whatever context the caller has set."""
    with localcontext(CONTEXT):
        yield


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function so that its body runs in the engine's context."""

    @wraps(function)
    def in_context(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(CONTEXT):
            return function(*args, **kwargs)

    return in_context


def read_number(raw: object) -> Decimal:
    """Read a JSON number (as int, Decimal or float) or a string exactly; ValueError says what is wrong with it."""
    number = _as_decimal(raw)
    if not number.is_finite() or number.copy_abs() >= LARGEST:
        raise ValueError("must be below 10^15")
    if number == ZERO:
        return ZERO
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS and _decimals(number) > MOST_DECIMALS:
        raise ValueError(f"has more than {MOST_DECIMALS} decimals")
    return number


def _as_decimal(raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | float | str):
        raise ValueError("must be a number")
    if isinstance(raw, str) and not NUMBER.fullmatch(raw):
        raise ValueError("must be a number")
    # The shortest text of a float is what its writer meant: 0.1 is 0.1.
    return decimal_from_text(repr(raw) if isinstance(raw, float) else raw)


def decimal_from_text(text: str | int | Decimal) -> Decimal:
    """The number as written, without rounding; NaN where no Decimal can hold it."""
    with localcontext(READING):
        return Decimal(text)


def _decimals(number: Decimal) -> int:
    """Decimal places that carry something: 1.50 has one."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - finite, tested by the caller
    trailing = 0
    for digit in reversed(digits):
        if digit:
            break
        trailing += 1
    return -(exponent + trailing)


def plain(number: Decimal) -> str:
    """The number as JSON shows it: at most 28 significant digits, no exponent, no trailing zeros."""
    text = format(SHOWN.plus(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
