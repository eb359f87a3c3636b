"""Dated figures from outside that a case is measured against, each with its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Range:
    low: Decimal
    high: Decimal

    def holds(self, value: Decimal | None) -> bool:
        return value is not None and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How pilots end: shares of those that never reach production, and of those that deliver less than expected."""

    fail: Range
    underdeliver: Decimal
    source: str
    as_of: date

    @property
    def highest_success(self) -> Decimal:
        return 1 - self.fail.low


@dataclass(frozen=True, slots=True)
class Tier:
    """What a project of this ambition usually reaches: payback in months and three-year ROI by the guide's method."""

    label: str
    payback_months: Range
    three_year_roi: Range


# The latest last; a case is measured against the latest.
BASE_RATES = (
    BaseRate(
        fail=Range(Decimal("0.30"), Decimal("0.40")),
        underdeliver=Decimal("0.20"),
        source="How to Calculate AI ROI: A Complete Guide for SMB Leaders",
        as_of=date(2026, 11, 1),
    ),
)

TIERS = {
    "quick_win": Tier("a quick win", Range(Decimal(3), Decimal(6)), Range(Decimal(3), Decimal(8))),
    "strategic": Tier("a strategic project", Range(Decimal(6), Decimal(12)), Range(Decimal(2), Decimal(4))),
    "transformational": Tier(
        "a transformational project", Range(Decimal(12), Decimal(24)), Range(Decimal("1.5"), Decimal(3))
    ),
}


def base_rate() -> BaseRate:
    return BASE_RATES[-1]
