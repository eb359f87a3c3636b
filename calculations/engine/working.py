"""The working of a figure, from what `Recorded` remembers: one line of text, a tree of steps, an Excel formula."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from calculations.engine.currencies import Currency
from calculations.engine.numbers import DISPLAY, exactly
from calculations.engine.quantity import Recorded
from calculations.engine.units import MONEY, SHARE, Unit

PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
SIGNS = {"+": " + ", "-": " - ", "*": " x ", "/": " / ", "^": "^"}
EXCEL_SIGNS = {"+": "+", "-": "-", "*": "*", "/": "/", "^": "^"}
WORDS = {"at_least": "the larger of", "at_most": "the smaller of"}
EXCEL_FUNCTIONS = {"at_least": "MAX", "at_most": "MIN"}
# A result that no input states is shown to a ten-thousandth.
RESULT = Decimal("0.0001")
ATOM = 4


@dataclass(frozen=True, slots=True)
class Working:
    """A step of the working: its formula in words and in numbers, and the inputs and steps it is made of."""

    label: str
    words: str
    numbers: str
    value: Decimal
    shown: str
    unit: str
    path: str
    source: str
    confidence: str
    parts: tuple["Working", ...] = ()


@exactly
def text(figure: Recorded, currency: Currency) -> str:
    """25 h/week x 52 weeks x $44.00/h = $57,200.00, after the steps that lead there."""
    clauses = [f"{step.label}: {_equation(step, currency)}" for step in _steps(figure)]
    if figure.operation in ("input", "line"):
        clauses.append(f"{figure.label}: {show(figure, currency)}")
    elif figure.operation != "step":
        clauses.append(f"{_numbers(figure, currency)} = {currency.show(figure.value)}")
    # A role or a name may hold a line break; a working is one line.
    return " ".join("; ".join(clauses).split())


@exactly
def tree(figure: Recorded, label: str, currency: Currency) -> Working:
    """The working of one figure, for pages and the appendix of a report."""
    inner = figure.operands[0] if figure.operation == "step" else figure
    unit = figure.unit or MONEY
    return Working(
        label=figure.label or label,
        words=_words(inner),
        numbers=_numbers(inner, currency),
        value=figure.value,
        shown=show(figure, currency) if figure.unit else currency.show(figure.value),
        unit=unit.label,
        path=figure.path,
        source=figure.source,
        confidence=figure.confidence,
        parts=() if inner.operation in ("input", "line") else tuple(tree(part, "", currency) for part in _parts(inner)),
    )


def excel(figure: Recorded, cells: Mapping[str, str]) -> str:
    """The same formula with cell references, without the leading equals sign; `cells` maps each path to a cell."""

    def leaf(part: Recorded) -> str:
        return str(part.value) if part.operation == "constant" else cells[part.path]

    return _expression(figure, leaf, EXCEL_SIGNS, EXCEL_FUNCTIONS, opens_steps=True)[0]


def _equation(step: Recorded, currency: Currency) -> str:
    return f"{_numbers(step.operands[0], currency)} = {show(step, currency)}"


def _numbers(figure: Recorded, currency: Currency) -> str:
    return _expression(figure, lambda leaf: show(leaf, currency), SIGNS, WORDS)[0]


def _words(figure: Recorded) -> str:
    return _expression(figure, _name, SIGNS, WORDS)[0]


def _name(leaf: Recorded) -> str:
    return _constant(leaf) if leaf.operation == "constant" else leaf.label


def _constant(leaf: Recorded) -> str:
    return f"{leaf.value} {leaf.label}".rstrip()


def _expression(
    figure: Recorded,
    leaf: Callable[[Recorded], str],
    signs: Mapping[str, str],
    functions: Mapping[str, str],
    *,
    opens_steps: bool = False,
) -> tuple[str, int]:
    """The expression and how tightly its outermost sign binds."""

    def of(part: Recorded) -> tuple[str, int]:
        return _expression(part, leaf, signs, functions, opens_steps=opens_steps)

    if figure.operation == "step" and opens_steps:
        return of(figure.operands[0])
    if figure.operation in functions:
        return f"{functions[figure.operation]}({', '.join(of(part)[0] for part in figure.operands)})", ATOM
    if figure.operation not in PRECEDENCE:
        return leaf(figure), ATOM
    binding = PRECEDENCE[figure.operation]
    pieces = []
    for position, part in enumerate(figure.operands):
        piece, tightness = of(part)
        # a - (b - c), a / (b x c) and (a^b)^c need their brackets; a + b + c does not.
        same_needs = figure.operation == "^" if position == 0 else figure.operation in "-/^"
        needs = tightness < binding or (tightness == binding and same_needs)
        pieces.append(f"({piece})" if needs else piece)
    return signs[figure.operation].join(pieces), binding


def _steps(figure: Recorded) -> Iterator[Recorded]:
    """Named steps below a figure and the figure itself if it is one, each after those it is made of."""
    for part in figure.operands:
        yield from _steps(part)
    if figure.operation == "step":
        yield figure


def _parts(figure: Recorded) -> Iterator[Recorded]:
    """The inputs and steps an expression names, once each."""
    seen: set[str] = set()
    for part in _leaves(figure):
        name = part.path or part.label
        if part.operation != "constant" and name not in seen:
            seen.add(name)
            yield part


def _leaves(figure: Recorded) -> Iterator[Recorded]:
    if figure.operation in ("step", "input", "line", "constant"):
        yield figure
        return
    for part in figure.operands:
        yield from _leaves(part)


def show(figure: Recorded, currency: Currency) -> str:
    """A value with its unit: $44.00/h, 90%, 250/month, 15 min."""
    if figure.operation == "constant":
        return _constant(figure)
    is_stated = figure.operation == "input"
    return show_value(figure.value, MONEY if figure.operation == "line" else figure.unit, currency, is_stated=is_stated)


def show_value(value: Decimal, unit: Unit | None, currency: Currency, *, is_stated: bool = True) -> str:
    """What was stated is shown in full, what was calculated is rounded."""
    if unit is None:
        return number(value if is_stated else _rounded(value))
    if unit.money:
        return _money(value, currency, is_stated=is_stated) + unit.suffix
    if unit is SHARE:
        return number(value * 100 if is_stated else _rounded(value * 100)) + "%"
    suffix = unit.singular if unit.singular and value == 1 else unit.suffix
    return number(value if is_stated else _rounded(value)) + suffix


def _money(value: Decimal, currency: Currency, *, is_stated: bool) -> str:
    """A price of $0.0025 keeps its decimals."""
    if is_stated and value != currency.round(value):
        sign = "-" if value < 0 else ""
        return f"{sign}{currency.symbol or currency.code + ' '}{number(value.copy_abs())}"
    return currency.show(value)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(RESULT, rounding=ROUND_HALF_UP, context=DISPLAY)


def number(value: Decimal) -> str:
    """1,200 or 0.005: separated thousands, no trailing zeros."""
    whole = f"{value:,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole
