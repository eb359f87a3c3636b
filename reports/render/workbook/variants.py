"""A case and its variants (scenarios, options): each calculated from its own cells, all in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from calculations.engine.case_file.records import Benefit, CaseFile, Cost, Scenario
from calculations.engine.methods.cashflow import Cashflow, cashflow
from calculations.engine.methods.guide import Guide, guide
from calculations.engine.methods.tei import Tei, tei
from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.scenarios import scenarios
from calculations.engine.schedule import discount_factors, twelfths
from calculations.engine.wiring import WiredLine
from reports.render.workbook.sheet import Cell, Range

Months = tuple[Decimal, ...]


@dataclass(frozen=True)
class Variant:
    """Lines under terms, as the engine made them ready. An option has lines of its own."""

    key: str
    name: str
    prepared: Prepared
    is_option: bool = False
    # What it says itself, by path; everything else follows the base case.
    stated: frozenset[str] = frozenset()

    def states(self, path: str) -> bool:
        """Whether a value is the variant's own. An option's lines are, a scenario's only where it names them."""
        if self.is_option and not path.startswith("facts."):
            return path.startswith(("benefits.", "costs."))
        return path in self.stated or path.partition("[")[0] in self.stated

    @property
    def lines(self) -> tuple[WiredLine, ...]:
        """Benefits, then costs."""
        return (*self.prepared.benefits, *self.prepared.costs)

    @cached_property
    def guide(self) -> Guide:
        return guide(self.prepared)

    @cached_property
    def cashflow(self) -> Cashflow:
        return cashflow(self.prepared)

    @cached_property
    def tei(self) -> Tei:
        return tei(self.prepared)

    @exactly
    def months_of(self, line: WiredLine, months: int) -> Months:
        """The line's money by month, before p; nothing after the horizon."""
        scale = self.prepared.scale(line)
        shares = twelfths(line.timing, self.prepared.horizon_months)
        money = tuple(scale * share / 12 for share in shares)
        return money + (ZERO,) * (months - self.prepared.horizon_months)

    @exactly
    def uplifted(self, line: WiredLine) -> Decimal:
        """The line's amount after uplift."""
        return self.prepared.base_amounts[line.path] * self.prepared.uplifted(line.line)

    def factors(self, months: int) -> Months:
        return discount_factors(self.prepared.discount_rate, months)

    def ramp(self, months: int) -> Months:
        """The share that comes in each month of use."""
        ramp = self.prepared.case.ramp
        return (ZERO, *(ramp[month] if month < len(ramp) else ONE for month in range(months)))


def base_of(case: CaseFile) -> Variant:
    return Variant("base", _("Base case"), prepare(case))


def variants_of(base: Variant) -> Iterator[Variant]:
    """Every scenario, then every other option."""
    case = base.prepared.case
    for key, prepared in scenarios(base.prepared):
        name = key.replace("_", " ").capitalize()
        yield Variant(key, name, prepared, stated=_stated(case.scenarios.get(key)))
    for option in case.options:
        prepared = prepare(case, benefits=option.benefits, costs=option.costs)
        yield Variant(f"option.{option.key}", _("Option: %(name)s") % {"name": option.name}, prepared, is_option=True)


def _stated(scenario: Scenario | None) -> frozenset[str]:
    """The guide's three state the risk; a scenario of the case what it was written for."""
    if scenario is None:
        return frozenset({"risk"})
    terms = ("risk", "discount_rate", "horizon_months", "ramp")
    return frozenset(scenario.inputs) | {name for name in terms if getattr(scenario, name) is not None}


@dataclass(frozen=True)
class Place:
    """Where a variant's values stand: cells by path, and by line for what is said about a line."""

    cells: Mapping[str, Cell]
    ramp: Range
    lines: Mapping[str, Mapping[str, Cell]]  # by the line's path: kind, cashable, starts, ends, growth, risk
    amounts: Mapping[str, Cell]  # by the line's path: its amount before uplift


def about(line: Benefit | Cost) -> dict[str, Decimal | str | None]:
    """What is said about a line beside its inputs; None where it says nothing or may say nothing."""
    is_yearly = line.model.is_by_year
    said: dict[str, Decimal | str | None] = {
        "kind": line.kind if isinstance(line, Benefit) else line.when,
        "cashable": "yes" if line.is_cashable else "no",
        "starts": None if is_yearly else Decimal(line.starts_month or 1),
        "ends": None if is_yearly or line.ends_month is None else Decimal(line.ends_month),
        "growth": None if is_yearly else line.growth,
        "risk": line.risk_adjustment,
    }
    if isinstance(line, Cost) and line.is_one_time:
        said |= {"starts": Decimal(line.month), "ends": None, "growth": None}
    return said


def has(line: Benefit | Cost, name: str) -> bool:
    """Whether the line may say this: amounts by year take no start, end or growth, one-time costs only a month."""
    if name in ("starts", "ends", "growth") and line.model.is_by_year:
        return False
    is_once = isinstance(line, Cost) and line.is_one_time
    return not (is_once and name in ("ends", "growth")) and not (isinstance(line, Cost) and name == "cashable")
