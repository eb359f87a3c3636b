"""The case file as frozen data: what was written, with exact numbers, and nothing calculated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.costs import COST_MODELS
from calculations.engine.models import Model
from calculations.engine.numbers import ZERO
from calculations.engine.terms import (
    DEFAULT_HORIZON,
    DEFAULT_RAMP,
    DEFAULT_RATE,
    NO_RISK,
    NO_SETTINGS,
    Rate,
    Risk,
    SimulationSettings,
    Uplift,
)
from calculations.engine.values import UNSOURCED, Fact, InputValue, Source

KINDS = ("direct", "indirect")
LAYERS = ("efficiency", "quality", "revenue")
USES = ("redeployed", "growth_absorbed", "overtime_cut", "position_removed")
# Uses of saved time by which money leaves the budget.
CASHABLE_USES = ("overtime_cut", "position_removed")
CATEGORIES = (
    "software",
    "integration",
    "data_preparation",
    "training_and_change",
    "internal_labour",
    "subscription",
    "maintenance",
    "monitoring",
    "infrastructure",
    "migration",
    "other",
)
ONE_TIME, ANNUAL = "one_time", "annual"


@dataclass(frozen=True)
class Line:
    """What benefits and costs share. `inputs` holds what was written; defaults stay with the model."""

    key: str
    name: str
    model_name: str
    inputs: Mapping[str, InputValue]
    sources: Mapping[str, Source] = field(default_factory=dict, kw_only=True)
    starts_month: int | None = field(default=None, kw_only=True)
    ends_month: int | None = field(default=None, kw_only=True)
    growth: Decimal = field(default=ZERO, kw_only=True)
    risk_adjustment: Decimal = field(default=ZERO, kw_only=True)

    def source(self, input_name: str) -> Source:
        return self.sources.get(input_name, UNSOURCED)


@dataclass(frozen=True)
class Benefit(Line):
    kind: str
    layer: str
    stated_cashable: bool | None = None
    use: str | None = None

    @property
    def model(self) -> Model:
        return BENEFIT_MODELS[self.model_name]

    @property
    def path(self) -> str:
        return f"benefits.{self.key}"

    @property
    def is_cashable(self) -> bool:
        """Whether money leaves the budget; saved time does so only by overtime cut or a position removed."""
        if self.stated_cashable is not None:
            return self.stated_cashable
        return not self.model.is_time or self.use in CASHABLE_USES


@dataclass(frozen=True)
class Cost(Line):
    category: str
    when: str
    month: int = 0

    @property
    def model(self) -> Model:
        return COST_MODELS[self.model_name]

    @property
    def path(self) -> str:
        return f"costs.{self.key}"

    @property
    def is_cashable(self) -> bool:
        """A cost always leaves the budget."""
        return True

    @property
    def is_one_time(self) -> bool:
        return self.when == ONE_TIME


@dataclass(frozen=True)
class Option:
    """A full set of lines to be compared with the preferred one."""

    key: str
    name: str
    benefits: tuple[Benefit, ...] = ()
    costs: tuple[Cost, ...] = ()
    is_baseline: bool = False


@dataclass(frozen=True)
class Scenario:
    """What differs from the base case; None and missing paths mean no difference."""

    key: str
    risk: Risk | None = None
    discount_rate: Rate | None = None
    horizon_months: int | None = None
    ramp: tuple[Decimal, ...] | None = None
    inputs: Mapping[str, InputValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Quote:
    vendor: str
    amount: Decimal
    valid_until: date | None = None
    lines: tuple[str, ...] = ()
    evidence: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Acknowledgement:
    """A check that somebody has seen and answered; without a line it answers every line."""

    check: str
    reason: str
    line: str | None = None
    by: str = ""


@dataclass(frozen=True)
class Intangible:
    text: str
    evidence: tuple[Any, ...] = ()
    indicator: str = ""


@dataclass(frozen=True)
class CaseFile:
    name: str
    currency: str
    benefits: tuple[Benefit, ...] = ()
    costs: tuple[Cost, ...] = ()
    tier: str | None = None
    horizon_months: int = DEFAULT_HORIZON
    discount_rate: Rate = DEFAULT_RATE
    risk: Risk = NO_RISK
    ramp: tuple[Decimal, ...] = DEFAULT_RAMP
    facts: dict[str, Fact] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    uplift: Uplift | None = None
    quotes: tuple[Quote, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    simulation: SimulationSettings = NO_SETTINGS
    # Today's steps, people and systems in words: one text, or lists of texts by heading.
    process: str | Mapping[str, tuple[str, ...]] | None = None
    intangibles: tuple[Intangible, ...] = ()

    @property
    def probability(self) -> Decimal:
        return self.risk.probability
