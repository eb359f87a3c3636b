"""What an evaluation gives, and its JSON: every figure a decimal text, every null with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calculations.engine.answer import Answer
from calculations.engine.checks import CheckResult
from calculations.engine.methods.cashflow import Cashflow, Funding
from calculations.engine.methods.guide import Guide
from calculations.engine.methods.tei import Tei
from calculations.engine.numbers import exactly, plain
from calculations.engine.sensitivity import Swing, Switching
from calculations.engine.simulation import Simulation
from calculations.engine.terms import Rate

FORMAT = "case-result/1"
# What a file need not say and what need not happen is left out: null stands for a question without an answer.
LEFT_OUT_WHEN_NONE = {"as_of", "negative_again"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line: its amount is positive, before p and before uplift."""

    key: str
    name: str
    path: str
    amount: Decimal
    is_one_time: bool
    working: str
    cashable: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the line should know about how it is calculated."""

    line: str
    message: str


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    guide: Guide
    cashflow: Cashflow


@dataclass(frozen=True, slots=True)
class Difference:
    """An option minus the baseline; minus zero where there is none."""

    npv: Decimal
    tei_npv: Decimal
    three_year_net: Decimal


@dataclass(frozen=True, slots=True)
class OptionResult:
    guide: Guide
    cashflow: Cashflow
    tei: Tei
    difference: Difference


@dataclass(frozen=True, slots=True)
class Terms:
    """What the figures were calculated with."""

    horizon_months: int
    discount_rate: Rate
    probability: Decimal
    ramp: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    engine: str
    currency: str
    guide: Guide
    cashflow: Cashflow
    tei: Tei
    scenarios: Mapping[str, ScenarioResult]
    sensitivity: tuple[Swing, ...]
    switching: tuple[Switching, ...]
    simulation: Simulation | None
    lines: tuple[LineResult, ...]
    layers: Mapping[str, Decimal]
    cashable: Funding
    options: Mapping[str, OptionResult]
    checks: tuple[CheckResult, ...]
    notes: tuple[Note, ...]
    terms: Terms

    @exactly
    def as_json(self) -> Json:
        """The result as format case-result/1."""
        reasons: dict[str, str] = {}
        body = {
            field.name: [_line(line) for line in self.lines]
            if field.name == "lines"
            else as_json(getattr(self, field.name), field.name, reasons)
            for field in fields(self)
        }
        return {"format": FORMAT, **body, "reasons": reasons}


def _line(line: LineResult) -> Json:
    amount = "one_time" if line.is_one_time else "annual"
    return {"key": line.key, amount: plain(line.amount), "working": line.working, "cashable": line.cashable}


def as_json(value: Any, path: str, reasons: dict[str, str]) -> Any:
    """A value as JSON; an answer without a value leaves its reason under its path."""
    if isinstance(value, Answer):
        if value.value is None:
            reasons[path] = value.reason
            return None
        return plain(value.value)
    if isinstance(value, Decimal):
        return plain(value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_json(item, f"{path}[{index}]", reasons) for index, item in enumerate(value)]
    return {name: as_json(item, f"{path}.{name}", reasons) for name, item in _items(value)}


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        # `from_` is `from`, which Python keeps for itself.
        items = ((field.name.rstrip("_"), getattr(value, field.name)) for field in fields(value))
        return ((name, item) for name, item in items if item is not None or name not in LEFT_OUT_WHEN_NONE)
    return iter(value.items())
