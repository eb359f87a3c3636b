"""The guide's four worked examples, read from the case files a person can open."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from calculations.engine.answer import Answer
from calculations.engine.case_file import CaseFile, parse

EXAMPLES = Path(__file__).parents[3] / "examples"


def example(name: str) -> CaseFile:
    return parse((EXAMPLES / f"{name}.case.json").read_bytes())


def percent(answer: Answer) -> Decimal:
    """2.7518... reads 275.18."""
    assert answer.value is not None
    return to(answer.value * 100, "0.01")


def to(value: Decimal | None, step: str) -> Decimal:
    assert value is not None
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)
