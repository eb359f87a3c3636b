"""A case made ready to calculate, and the door through which sensitivity, switching and simulation change a value.

`prepare(case_file)` wires every line once. After that a question under changed values costs only the lines that
read them:

    prepared = prepare(case_file)
    prepared.drivers                              what can be moved: path, base, limits, estimate, label
    prepared.npv({"facts.invoices": Decimal(300)})           exact; any number of paths, "risk" and "discount_rate"
    prepared.flows({"risk": Decimal("0.5")})                 monthly flows, month 0 first
    prepared.streams({"facts.invoices": array_of_floats})    for simulations: amounts as arrays, months as floats

`values` replace what is written at a path, in the unit of that path; a fact moves every line that uses it, once.
Amounts are positive and before p; the uplift is in npv, flows, present values and streams, and not in `amounts`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from calculations.engine.case_file.records import Benefit, CaseFile, Cost
from calculations.engine.flows import net
from calculations.engine.numbers import LARGEST, ONE, ZERO, exact, exactly
from calculations.engine.quantity import Inputs, Quantity, Recorded
from calculations.engine.schedule import (
    CACHED,
    Months,
    Timing,
    discount_factors,
    present_value,
    present_value_factor,
    twelfths,
)
from calculations.engine.terms import RATE_ABOVE, RATE_MAXIMUM
from calculations.engine.values import Estimate
from calculations.engine.wiring import NO_VALUES, Values, Wire, WiredLine, wire_line

RISK, DISCOUNT_RATE = "risk", "discount_rate"
TERMS = {RISK, DISCOUNT_RATE}
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Driver:
    """A value somebody may move: a fact, an own input written in the file, the probability, the discount rate."""

    path: str
    label: str
    base: Decimal
    minimum: Decimal
    maximum: Decimal
    estimate: Estimate | None = None
    unit: str = ""


@dataclass(frozen=True)
class Stream:
    """Lines of one timing, for a simulation: `amount` a year, float or array, times `months`, month 0 first."""

    is_benefit: bool
    is_annual: bool
    amount: Quantity
    months: FloatArray


@dataclass(frozen=True)
class Prepared:
    """The lines of a case or of one of its options, wired, with the terms they are calculated under."""

    case: CaseFile
    lines: tuple[WiredLine, ...]
    probability: Decimal
    discount_rate: Decimal
    horizon_months: int

    # --- amounts -------------------------------------------------------------------------------------------------

    @cached_property
    def by_path(self) -> dict[str, WiredLine]:
        return {line.path: line for line in self.lines}

    @cached_property
    @exactly
    def base_amounts(self) -> dict[str, Decimal]:
        """The amount of each line by its path: a steady year, or once."""
        return self.amounts(NO_VALUES)

    @exactly
    def amounts(self, values: Values) -> dict[str, Decimal]:
        amounts: dict[str, Decimal] = {}
        for line in self.lines:
            amounts[line.path] = line.amount(values, amounts)
        return amounts

    @cached_property
    @exactly
    def recorded(self) -> dict[str, Recorded]:
        """The working of each line; a share of other lines shows their amounts, not their insides."""
        amounts = self.base_amounts

        def reference(path: str) -> Recorded:
            return Recorded("line", amounts[path], label=self.by_path[path].line.name, path=path)

        return {line.path: line.recorded(reference) for line in self.lines}

    @exactly
    def inputs_of(self, line: WiredLine, values: Values = NO_VALUES) -> Inputs:
        """What the line's formula reads, for checks and notes."""
        return line.inputs(lambda wire: wire.read(values), self.base_amounts.__getitem__)

    # --- money by month ------------------------------------------------------------------------------------------

    def uplifted(self, line: Benefit | Cost) -> Decimal:
        """What optimism bias multiplies the line with."""
        uplift = self.case.uplift
        if uplift is None:
            return ONE
        return ONE - uplift.benefits if isinstance(line, Benefit) else ONE + uplift.costs

    def scale(self, line: WiredLine, amounts: Mapping[str, Decimal] | None = None) -> Decimal:
        """What the line's schedule is multiplied with, after uplift: its amount, or 1 where the schedule holds it."""
        amount = ONE if line.timing.amounts else (self.base_amounts if amounts is None else amounts)[line.path]
        return amount * self.uplifted(line.line)

    def months(self, scales: Iterable[tuple[WiredLine, Decimal]]) -> Months:
        """Money by month, in twelfths: each line's schedule times its scale. Lines of one timing are added first."""
        sums: dict[Timing, Decimal] = {}
        for line, scale in scales:
            sums[line.timing] = sums.get(line.timing, ZERO) + scale
        months = [ZERO] * (self.horizon_months + 1)
        for timing, amount in sums.items():
            if amount:
                pairs = zip(months, twelfths(timing, self.horizon_months), strict=True)
                months = [month + amount * share if share else month for month, share in pairs]
        return tuple(months)

    @exactly
    def twelfths(self, values: Values = NO_VALUES, *, cashable_only: bool = False) -> tuple[Months, Months]:
        """Benefits (after p) and costs by month, twelve times too large so that twelfths stay exact."""
        amounts = self.base_amounts if values.keys() <= TERMS else self.amounts(values)
        probability = values.get(RISK, self.probability)
        chosen = [line for line in self.benefits if line.line.is_cashable] if cashable_only else self.benefits
        benefits = self.months((line, self.scale(line, amounts)) for line in chosen)
        costs = self.months((line, self.scale(line, amounts)) for line in self.costs)
        return tuple(month * probability for month in benefits), costs

    @exactly
    def flows(self, values: Values = NO_VALUES) -> Months:
        """Net flow by month."""
        return tuple(flow / 12 for flow in net(*self.twelfths(values)))

    @cached_property
    def benefits(self) -> tuple[WiredLine, ...]:
        return tuple(line for line in self.lines if isinstance(line.line, Benefit))

    @cached_property
    def costs(self) -> tuple[WiredLine, ...]:
        return tuple(line for line in self.lines if isinstance(line.line, Cost))

    # --- net present value ---------------------------------------------------------------------------------------

    @exactly
    def npv(self, values: Values = NO_VALUES) -> Decimal:
        """Net present value of the cash flow under changed values."""
        lines = {path for name in values if name not in TERMS for path in self.readers[name]}
        if DISCOUNT_RATE in values or self._move_together(lines):
            factors = discount_factors(values.get(DISCOUNT_RATE, self.discount_rate), self.horizon_months)
            benefits, costs = self.twelfths(values)
            return present_value(benefits, factors) - present_value(costs, factors)
        probability: Decimal = values.get(RISK, self.probability)
        npv = probability * self.base_present_values[0] - self.base_present_values[1]
        for line in map(self.by_path.__getitem__, lines):
            difference = line.amount(values, self.base_amounts) - self.base_amounts[line.path]
            sign = probability if isinstance(line.line, Benefit) else -ONE
            npv += sign * difference * self.worth[line.path]
        return npv

    def _move_together(self, lines: Collection[str]) -> bool:
        """Whether a share may move with what it is a share of, so that neither is worth what it is alone."""
        return len(lines) > 1 and any(self.by_path[path].bases for path in lines)

    @cached_property
    @exactly
    def worth(self) -> dict[str, Decimal]:
        """The present value, before p, of 1 more of a line's amount: its own, and that of shares taken of it."""
        worth = {line.path: self._factor(line) * self.uplifted(line.line) for line in self.lines}
        for line in reversed(self.lines):
            for base in line.bases:
                worth[base] += line.wired["share"].read(NO_VALUES) * worth[line.path]
        return worth

    def _factor(self, line: WiredLine) -> Decimal:
        return present_value_factor(line.timing, self.horizon_months, self.discount_rate)

    @cached_property
    @exactly
    def base_present_values(self) -> tuple[Decimal, Decimal]:
        """Present value of benefits (before p) and of costs."""
        return (
            sum((self.scale(line) * self._factor(line) for line in self.benefits), ZERO),
            sum((self.scale(line) * self._factor(line) for line in self.costs), ZERO),
        )

    @cached_property
    def readers(self) -> dict[str, tuple[str, ...]]:
        """The lines that read a path."""
        readers: dict[str, dict[str, None]] = {}
        for line in self.lines:
            for wire in line.wires:
                readers.setdefault(wire.path, {})[line.path] = None
        return {path: tuple(lines) for path, lines in readers.items()}

    # --- simulation ----------------------------------------------------------------------------------------------

    def streams(self, values: Values) -> tuple[Stream, ...]:
        """Money by timing in floats, with arrays where a path is drawn; after uplift, before p and outcome."""
        amounts: dict[str, Quantity] = {}
        sums: dict[tuple[bool, Timing], Quantity] = {}
        for line in self.lines:
            amounts[line.path] = line.sampled_amount(values, amounts)
            place = isinstance(line.line, Benefit), line.timing
            amount = 1.0 if line.timing.amounts else amounts[line.path]
            sums[place] = sums.get(place, 0.0) + amount * float(self.uplifted(line.line))
        return tuple(
            Stream(
                is_benefit,
                timing.one_time_month is None,
                amount,
                _shares_of_year(timing, self.horizon_months),
            )
            for (is_benefit, timing), amount in sums.items()
        )

    # --- drivers -------------------------------------------------------------------------------------------------

    @cached_property
    def drivers(self) -> tuple[Driver, ...]:
        """Everything that can be moved, in the order of the file, then the probability and the discount rate."""
        wires: dict[str, list[Wire]] = {}
        for line in self.lines:
            for wire in line.wires:
                if wire.is_written and wire.minimum is not None:
                    wires.setdefault(wire.path, []).append(wire)
        return (
            *(_driver(path, uses) for path, uses in wires.items()),
            Driver(RISK, "Probability of success", self.probability, ZERO, ONE, unit="share"),
            Driver(DISCOUNT_RATE, "Discount rate", self.discount_rate, RATE_ABOVE, RATE_MAXIMUM, unit="share"),
        )


@lru_cache(maxsize=CACHED)
def _shares_of_year(timing: Timing, horizon_months: int) -> FloatArray:
    """The line's schedule in floats: a simulation asks for it with every batch of paths."""
    return np.array([float(month) for month in twelfths(timing, horizon_months)]) / 12


def _driver(path: str, uses: list[Wire]) -> Driver:
    """Limits that suit every input that uses the path."""
    wire = uses[0]
    return Driver(
        path,
        wire.label,
        wire.base,
        minimum=max(use.minimum for use in uses if use.minimum is not None),
        maximum=min((use.maximum for use in uses if use.maximum is not None), default=LARGEST),
        estimate=wire.written if isinstance(wire.written, Estimate) else None,
        unit=wire.fact_unit or wire.unit.name,
    )


def prepare(
    case: CaseFile,
    *,
    benefits: tuple[Benefit, ...] | None = None,
    costs: tuple[Cost, ...] | None = None,
    probability: Decimal | None = None,
) -> Prepared:
    """Wire the preferred option's lines, or the given lines of another option, under the terms of the case."""
    chosen: list[Benefit | Cost] = [*(case.benefits if benefits is None else benefits)]
    chosen += _in_order(case.costs if costs is None else costs)
    with exact():
        return Prepared(
            case=case,
            lines=tuple(wire_line(line, case.facts, case.ramp) for line in chosen),
            probability=case.probability if probability is None else probability,
            discount_rate=case.discount_rate.value,
            horizon_months=case.horizon_months,
        )


def _in_order(costs: tuple[Cost, ...]) -> list[Cost]:
    """Costs with every base before its shares; without recursion, because a file may chain thousands."""
    by_key = {cost.key: cost for cost in costs}
    done: dict[str, Cost] = {}
    for cost in costs:
        waiting = [cost]
        while waiting:
            current = waiting[-1]
            if current.key in done:
                waiting.pop()
                continue
            missing = [by_key[key] for key in _bases(current) if key not in done]
            waiting.extend(missing)
            if not missing:
                done[current.key] = current
    return list(done.values())


def _bases(cost: Cost) -> tuple[str, ...]:
    keys = cost.inputs.get("of", ())
    return tuple(key for key in keys if isinstance(key, str)) if isinstance(keys, tuple) else ()
