"""Currencies: the dated ISO 4217 list, and an amount as a person reads it."""

import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from calculations.engine.numbers import DISPLAY


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    minor_units: int
    name: str
    symbol: str = ""

    def round(self, amount: Decimal) -> Decimal:
        """Round half up to the minor unit, for display only."""
        return amount.quantize(Decimal((0, (1,), -self.minor_units)), rounding=ROUND_HALF_UP, context=DISPLAY)

    def show(self, amount: Decimal) -> str:
        """$57,200.00, -$18,517.38, or KWD 1.500 where the currency has no sign of its own."""
        rounded = self.round(amount)
        sign = "-" if rounded < 0 else ""
        return f"{sign}{self.symbol or self.code + ' '}{rounded.copy_abs():,}"


@cache
def currencies() -> dict[str, Currency]:
    """Every currency a case may be kept in, by code."""
    document = json.loads(Path(__file__).with_name("currencies.json").read_text(encoding="utf-8"))
    return {row["code"]: Currency(**row) for row in document["currencies"]}
