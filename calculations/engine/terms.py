"""The terms of a case: what stands outside its lines, and their defaults and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from calculations.engine.numbers import ONE, ZERO

DEFAULT_HORIZON = 36
LONGEST_HORIZON = 600
LONGEST_RAMP = 60
# The guide's second pitfall: the first months bring less than nothing.
DEFAULT_RAMP = tuple(Decimal(entry) for entry in ("-0.10", "0", "0.25", "0.50", "0.75", "1"))

# A discount rate lies above the first and does not pass the second.
RATE_ABOVE, RATE_MAXIMUM = Decimal("-0.5"), ONE
GROWTH_MINIMUM, GROWTH_MAXIMUM = Decimal("-0.9"), Decimal(5)

# The guide's probability of success by level of risk, in order of risk.
PROBABILITIES = {"low": Decimal("0.90"), "medium": Decimal("0.70"), "high": Decimal("0.50")}
QUESTIONS = ("complexity", "technology", "readiness", "sponsorship")
TIERS = ("quick_win", "strategic", "transformational")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with the place and the day it was taken from."""

    value: Decimal
    source: str = ""
    as_of: date | None = None


DEFAULT_RATE = Rate(Decimal("0.10"))


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely the project succeeds: a level, a probability, or four answers that suggest a level."""

    level: str | None = None
    stated_probability: Decimal | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def suggested_level(self) -> str | None:
        return suggest_level(self.answers)

    @property
    def probability(self) -> Decimal:
        if self.stated_probability is not None:
            return self.stated_probability
        level = self.level or self.suggested_level
        return PROBABILITIES[level] if level else ONE


def suggest_level(answers: Mapping[str, str]) -> str | None:
    """The riskiest of the four answers; nothing while one is missing."""
    levels = list(PROBABILITIES)
    if any(question not in answers for question in QUESTIONS):
        return None
    return max((answers[question] for question in QUESTIONS), key=levels.index)


# A case that says nothing about risk is taken at its word; the checks point it out.
NO_RISK = Risk(stated_probability=ONE)


@dataclass(frozen=True, slots=True)
class Uplift:
    """Optimism bias: costs x (1 + costs), benefits x (1 - benefits)."""

    costs: Decimal = ZERO
    benefits: Decimal = ZERO
    source: str = ""


@dataclass(frozen=True, slots=True)
class Underdelivers:
    """A third outcome of the simulation: with this probability, benefits fall short by this share."""

    probability: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """`stop_month` ends annual costs where the project fails."""

    stop_month: int | None = None
    underdelivers: Underdelivers | None = None


NO_SETTINGS = SimulationSettings()
