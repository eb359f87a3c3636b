"""What a check looks at, what it says, and how it words figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from calculations.engine.case_file.records import CaseFile, Cost
from calculations.engine.methods.cashflow import Cashflow, Funding
from calculations.engine.methods.guide import Guide
from calculations.engine.numbers import ZERO, plain
from calculations.engine.prepared import Prepared
from calculations.engine.schedule import present_value_factor
from calculations.engine.wiring import WiredLine


@dataclass(frozen=True, slots=True)
class Subject:
    """What the checks look at: the preferred option's lines and what the methods made of them."""

    prepared: Prepared
    guide: Guide
    cashflow: Cashflow
    cashable: Funding

    @property
    def case(self) -> CaseFile:
        return self.prepared.case

    def amount(self, line: WiredLine) -> Decimal:
        return self.prepared.base_amounts[line.path]

    def gains(self) -> list[WiredLine]:
        """Benefits that bring something."""
        return [line for line in self.prepared.benefits if self.amount(line) > 0]

    def costs_of(self, category: str, *, one_time: bool | None = None) -> list[WiredLine]:
        return [
            wired
            for wired in self.prepared.costs
            if isinstance(wired.line, Cost) and wired.line.category == category
            if one_time is None or wired.line.is_one_time == one_time
        ]

    def worth(self, line: WiredLine) -> Decimal:
        """The present value of a benefit: what the case is worth less without it."""
        prepared = self.prepared
        factor = present_value_factor(line.timing, prepared.horizon_months, prepared.discount_rate)
        return prepared.probability * prepared.scale(line) * factor

    def one_time(self, line: WiredLine) -> Decimal:
        """What the line costs once, with uplift, as the guide counts it: year 0 of amounts by year is once too."""
        first_year = line.timing.amounts[0] if line.timing.amounts else ZERO
        once = self.amount(line) if line.timing.one_time_month is not None else first_year
        return once * self.prepared.uplifted(line.line)

    def is_planned(self, line: WiredLine) -> bool:
        """Whether the line takes any money: amounts by year may take all of it today."""
        return self.amount(line) > 0 or self.one_time(line) > 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check objects to; `severity` only where it differs from the check's own."""

    message: str
    remedy: str
    line: str | None = None
    severity: str = ""


Findings = Iterator[Finding]


def line_of(path: str) -> str | None:
    """The line a driver belongs to; a fact belongs to none."""
    section, key, *_ = path.split(".")
    return None if section == "facts" else key


def percent(share: Decimal) -> str:
    return f"{_rounded(share * 100, '0.1')}%"


def tenths(number: Decimal) -> str:
    return _rounded(number, "0.1")


def hundredths(number: Decimal) -> str:
    return _rounded(number, "0.01")


def whole(number: Decimal) -> str:
    return f"{number.to_integral_value(ROUND_HALF_UP):,}"


def _rounded(number: Decimal, places: str) -> str:
    return plain((number / Decimal(places)).to_integral_value(ROUND_HALF_UP) * Decimal(places))
