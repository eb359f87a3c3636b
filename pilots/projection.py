"""What a signed case promises month by month, and what it is worth when an input turns out otherwise.

Everything here is the engine's own formulas on the case file that was signed. Month 1 of a pilot is month 1 of the
case, its first month in use. Amounts are what the lines promise: before optimism uplift and before the probability of
success, because a trial shows whether the promise itself holds; what the approved NPV counts on stands beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from calculations.engine.benefits.time_saved import hours_a_month, hours_freed
from calculations.engine.case_file.parse import parse
from calculations.engine.case_file.records import Benefit
from calculations.engine.numbers import ZERO, exactly
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.schedule import twelfths
from calculations.engine.wiring import NO_VALUES, Wire, WiredLine, wire_line
from pilots.metrics import MEASURES, METRICS, PROOFS, Layer, Proof

Months = tuple[Decimal, ...]


@dataclass(frozen=True)
class Proposal:
    """A metric that would prove a line: where it stood, where it should go, and month by month in between."""

    kind: str
    line: str
    line_name: str
    layer: Layer
    baseline: Decimal
    target: Decimal
    projected: Months


@dataclass(frozen=True)
class ProvenLine:
    """A benefit in the form its metrics measure it in."""

    line: Benefit
    wired: WiredLine
    proofs: tuple[Proof, ...]

    @exactly
    def month(self, measured: Mapping[str, Decimal]) -> Decimal:
        """Returns what one month was worth: a twelfth of the year the formula gives for the measured values.

        No ramp, growth or uplift: what was measured already contains whatever there is of them.
        """
        values = {}
        for proof in self.proofs:
            wire = self.wired.wired[proof.after]
            values[wire.path] = wire.ratio.undo(measured[proof.metric] * proof.times)
        return self.wired.amount(values, {}) / 12


@dataclass(frozen=True)
class Projection:
    """The months of one pilot as its case projects them."""

    prepared: Prepared
    months: int

    # --- money ---------------------------------------------------------------------------------------------------

    @cached_property
    @exactly
    def money_by_line(self) -> dict[str, Months]:
        """What each benefit promises in each month, by its key."""
        return {line.line.key: self._money(line) for line in self.prepared.benefits}

    @cached_property
    @exactly
    def counted_on_by_line(self) -> dict[str, Months]:
        """The promise after optimism uplift and probability of success: what the approved NPV rests on."""
        factors = {line.line.key: self.prepared.uplifted(line.line) for line in self.prepared.benefits}
        probability = self.prepared.probability
        return {
            key: tuple(month * factors[key] * probability for month in months)
            for key, months in self.money_by_line.items()
        }

    @cached_property
    @exactly
    def full_month_by_line(self) -> dict[str, Decimal]:
        """What each benefit brings in a month once everything is there: the scale that a shortfall is judged on."""
        amounts = self.prepared.base_amounts
        return {line.line.key: amounts[line.path] / 12 for line in self.prepared.benefits}

    @cached_property
    def layer_of_line(self) -> dict[str, Layer]:
        return {line.line.key: _layer(line) for line in self.prepared.benefits}

    def _money(self, line: WiredLine) -> Months:
        amount = Decimal(1) if line.timing.amounts else self.prepared.base_amounts[line.path]
        return tuple(amount * share / 12 for share in twelfths(line.timing, self.months)[1:])

    # --- metrics -------------------------------------------------------------------------------------------------

    @cached_property
    def proven(self) -> dict[str, ProvenLine]:
        """The benefits that can be measured, by key."""
        lines = (self._in_measured_form(line) for line in self.prepared.benefits)
        return {line.line.key: line for line in lines if line.proofs}

    @cached_property
    @exactly
    def proposals(self) -> tuple[Proposal, ...]:
        """A metric for every input that a pilot can measure, in the order of the case."""
        return tuple(self._propose(line, proof) for line in self.proven.values() for proof in line.proofs)

    @exactly
    def ramped(self, kind: str, baseline: Decimal, target: Decimal) -> Months:
        """The way of a metric that no line is tied to: from baseline to target by the ramp of the case."""
        ramp = self.prepared.case.ramp
        shares = (ramp[month] if month < len(ramp) else Decimal(1) for month in range(self.months))
        return _way(kind, baseline, target, tuple(shares))

    def _propose(self, line: ProvenLine, proof: Proof) -> Proposal:
        baseline = _read(line.wired, proof.before) / proof.times if proof.before else ZERO
        target = _read(line.wired, proof.after) / proof.times
        original = self.prepared.by_path[line.line.path]
        if original.timing.amounts:
            projected = self._money(original)
        else:
            shares = twelfths(replace(original.timing, growth=ZERO), self.months)[1:]
            projected = _way(proof.metric, baseline, target, shares)
        layer = _layer(original)
        return Proposal(proof.metric, line.line.key, line.line.name, layer, baseline, target, projected)

    def _in_measured_form(self, wired: WiredLine) -> ProvenLine:
        line = wired.line
        assert isinstance(line, Benefit)  # noqa: S101 - `benefits` holds nothing else
        if line.model_name in MEASURED_FORMS:
            line = MEASURED_FORMS[line.model_name](line, wired, self.prepared)
            wired = wire_line(line, {}, ())
        proofs = tuple(proof for proof in PROOFS[line.model_name] if wired.wired[proof.after] is not None)
        return ProvenLine(line, wired, proofs)


@exactly
def projection_of(case_file: str, months: int) -> Projection:
    """Returns the projection of the case in a stored file."""
    return Projection(prepare(parse(case_file)), months)


def _in_hours(line: Benefit, wired: WiredLine, prepared: Prepared) -> Benefit:
    """Minutes, volumes and people as the model's other form: hours a month, at what an hour of them is worth."""
    inputs = wired.inputs(lambda wire: wire.read(NO_VALUES), {}.__getitem__)
    before, after = hours_a_month(inputs)
    freed = hours_freed(inputs)
    rate = prepared.base_amounts[wired.path] / freed if freed else ZERO
    stated = {"hours_before_per_month": before, "hours_after_per_month": after, "hourly_rate": rate}
    return replace(line, inputs={**stated, "annualisation": inputs.annualisation})


def _as_amount(line: Benefit, wired: WiredLine, prepared: Prepared) -> Benefit:
    """Amounts by year as the one amount a month can be measured against."""
    return replace(line, model_name="fixed_annual", inputs={"amount": prepared.base_amounts[wired.path]})


# Models whose own inputs nobody measures in a month, restated in a form somebody can.
MEASURED_FORMS: dict[str, Callable[[Benefit, WiredLine, Prepared], Benefit]] = {
    "time_saved": _in_hours,
    "by_year": _as_amount,
}


def _way(kind: str, baseline: Decimal, target: Decimal, shares: Months) -> Months:
    measure = MEASURES[METRICS[kind].unit]
    return tuple(measure.clip(baseline + share * (target - baseline)) for share in shares)


def _read(wired: WiredLine, name: str) -> Decimal:
    wire = wired.wired[name]
    assert isinstance(wire, Wire)  # noqa: S101 - a proof names a number that the line gives
    return wire.read(NO_VALUES)


def _layer(line: WiredLine) -> Layer:
    assert isinstance(line.line, Benefit)  # noqa: S101 - only benefits have a layer
    return Layer(line.line.layer)
