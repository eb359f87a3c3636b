"""Actual against projected: variance by metric, money by layer, and how the pilot stands.

Only months that have ended count; what is entered for the running month is shown and not judged. A month's money is
known when every metric that proves its lines has been measured. A question without an answer says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from calculations.engine.answer import Answer
from calculations.engine.numbers import ZERO, exactly
from pilots.metrics import UP, Layer
from pilots.models import Metric
from pilots.projection import Projection
from pilots.realised import Money, total_of
from pilots.status import (
    NO_EFFECT_EXPECTED,
    NOT_ENOUGH_DATA,
    NOT_MEASURED,
    NOTHING_PROJECTED,
    Status,
    combined,
    judge,
    shortfall,
)

# Month number, 1 first, to what was measured in it.
Readings = Mapping[int, Decimal]


@dataclass(frozen=True)
class Cell:
    """One metric in one month."""

    month: int
    projected: Decimal
    actual: Decimal | None
    is_up: bool
    has_ended: bool

    @property
    def variance(self) -> Decimal | None:
        """Actual less projected, in the metric's own unit."""
        return None if self.actual is None else self.actual - self.projected

    @property
    @exactly
    def relative(self) -> Answer:
        """The variance as a share of the projection."""
        if self.variance is None:
            return Answer(None, NOT_MEASURED)
        return Answer(self.variance / abs(self.projected)) if self.projected else Answer(None, NOTHING_PROJECTED)

    @property
    def is_favourable(self) -> bool | None:
        """Whether the variance is on the good side; None where there is none."""
        if not self.variance:
            return None
        return (self.variance > 0) == self.is_up


@dataclass(frozen=True)
class MetricComparison:
    """One metric over the months of its pilot."""

    metric: Metric
    cells: tuple[Cell, ...]

    @property
    def ended(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.has_ended)

    @property
    def missing_months(self) -> tuple[int, ...]:
        """The ended months nobody has entered."""
        return tuple(cell.month for cell in self.ended if cell.actual is None)

    @property
    def latest(self) -> Cell | None:
        """The last month that was measured, ended or not."""
        return next((cell for cell in reversed(self.cells) if cell.actual is not None), None)

    @cached_property
    @exactly
    def shortfall(self) -> Answer:
        """How far the latest ended month lies behind the projection."""
        judged = next((cell for cell in reversed(self.ended) if cell.actual is not None), None)
        if judged is None or judged.actual is None:
            return Answer(None, NOT_ENOUGH_DATA)
        if self.metric.baseline is None or self.metric.target is None:
            return Answer(None, NO_EFFECT_EXPECTED)
        baseline = self.metric.baseline
        return shortfall(judged.projected - baseline, judged.actual - baseline, self.metric.target - baseline)

    @cached_property
    def status(self) -> Status:
        if not self.ended:
            return Status.TOO_EARLY
        if self.missing_months:
            return Status.MISSING
        return judge(self.shortfall, is_behind=self.ended[-1].is_favourable is False)


def compare_metric(metric: Metric, readings: Readings, ended: int) -> MetricComparison:
    """Returns one metric's months, projected and actual side by side."""
    is_up = metric.direction == UP
    cells = (
        Cell(month, Decimal(projected), readings.get(month), is_up, has_ended=month <= ended)
        for month, projected in enumerate(metric.projected, start=1)
    )
    return MetricComparison(metric, tuple(cells))


@dataclass(frozen=True)
class LayerComparison:
    """One layer: its metrics, the money of its lines that are measured, and what is promised but not measured."""

    layer: Layer
    metrics: tuple[MetricComparison, ...]
    money: Money | None
    unproven_full_month: Decimal

    @property
    def status(self) -> Status:
        return combined([metric.status for metric in self.metrics], self.money and self.money.status)


@dataclass(frozen=True)
class Comparison:
    """A pilot as it stands: layers with their metrics and money, the total, and the status."""

    currency: str
    months: int
    ended: int
    metrics: tuple[MetricComparison, ...]
    layers: tuple[LayerComparison, ...]
    total: Money | None

    @property
    def status(self) -> Status:
        return combined([metric.status for metric in self.metrics], self.total and self.total.status)

    @property
    def unproven_full_month(self) -> Decimal:
        return sum((layer.unproven_full_month for layer in self.layers), ZERO)


@exactly
def compare(
    projection: Projection, metrics: Sequence[Metric], readings: Mapping[UUID, Readings], ended: int
) -> Comparison:
    """Returns everything a pilot page says, from the signed case, the metrics and what was measured."""
    rows = tuple(compare_metric(metric, readings.get(metric.pk, {}), ended) for metric in metrics)
    money = {key: _line_money(projection, key, measured, ended) for key, measured in _by_line(projection, rows).items()}
    return Comparison(
        currency=projection.prepared.case.currency,
        months=projection.months,
        ended=ended,
        metrics=rows,
        layers=tuple(_layer(layer, projection, rows, money, ended) for layer in Layer),
        total=total_of(list(money.values()), projection.months, ended) if money else None,
    )


def _by_line(projection: Projection, rows: Sequence[MetricComparison]) -> dict[str, dict[str, MetricComparison]]:
    """The metrics that prove a line, by what they measure; a line counts when all it needs are kept."""
    kept: dict[str, dict[str, MetricComparison]] = {}
    for row in rows:
        if row.metric.line:
            kept.setdefault(row.metric.line, {})[row.metric.kind] = row
    needed = {key: {proof.metric for proof in line.proofs} for key, line in projection.proven.items()}
    return {key: measured for key, measured in kept.items() if key in needed and needed[key] <= set(measured)}


def _line_money(projection: Projection, key: str, measured: Mapping[str, MetricComparison], ended: int) -> Money:
    line = projection.proven[key]

    def realised(position: int) -> Decimal | None:
        values = {kind: row.cells[position].actual for kind, row in measured.items()}
        known = {kind: value for kind, value in values.items() if value is not None}
        return line.month(known) if len(known) == len(values) else None

    return Money(
        projected=projection.money_by_line[key],
        counted_on=projection.counted_on_by_line[key],
        realised=tuple(realised(position) for position in range(projection.months)),
        full_month=projection.full_month_by_line[key],
        ended=ended,
    )


def _layer(
    layer: Layer,
    projection: Projection,
    rows: Sequence[MetricComparison],
    money: Mapping[str, Money],
    ended: int,
) -> LayerComparison:
    lines = [key for key, its_layer in projection.layer_of_line.items() if its_layer == layer]
    proven = [money[key] for key in lines if key in money]
    unproven = [projection.full_month_by_line[key] for key in lines if key not in money]
    return LayerComparison(
        layer=layer,
        metrics=tuple(row for row in rows if row.metric.layer == layer),
        money=total_of(proven, projection.months, ended) if proven else None,
        unproven_full_month=sum(unproven, ZERO),
    )
