"""The pictures of a pilot: one small chart for each layer, projected band against what was measured."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from display.charts.spec import PilotBand
from display.numbers import Numbers
from pilots.comparison import LayerComparison, MetricComparison
from pilots.metrics import MEASURES, UP
from pilots.realised import Money
from pilots.status import SMALLEST_SCALE, WATCH_ABOVE
from pilots.wording import CHART_UNITS


def layer_chart(
    layer: LayerComparison, metrics: Sequence[MetricComparison], names: Mapping[UUID, str], numbers: Numbers
) -> PilotBand | None:
    """Returns the layer's money where the reader may see it and something is measured, else its first metric.

    `metrics` are those of the layer that the reader may see, `names` what they are called for them.
    """
    if layer.money:
        return money_chart(layer.money, numbers)
    return metric_chart(metrics[0], names[metrics[0].metric.pk], numbers) if metrics else None


def money_chart(money: Money, numbers: Numbers) -> PilotBand:
    """From what the approved NPV counts on to what the lines promise, and what was realised."""
    pairs = list(zip(money.projected, money.counted_on, strict=True))
    return PilotBand(
        measure=_("Worth a month"),
        low=[min(pair) for pair in pairs],
        high=[max(pair) for pair in pairs],
        actual=money.realised,
        unit="money",
        period_name=_("Month"),
        better="higher",
        numbers=numbers,
    )


def metric_chart(row: MetricComparison, name: str, numbers: Numbers) -> PilotBand:
    """What counts as on track around the projection, and what was measured."""
    bands = [_on_track(row, cell.projected) for cell in row.cells]
    return PilotBand(
        measure=name,
        low=[low for low, _high in bands],
        high=[high for _low, high in bands],
        actual=[cell.actual for cell in row.cells],
        unit=CHART_UNITS[row.metric.unit],  # type: ignore[arg-type]
        period_name=_("Month"),
        better="higher" if row.metric.direction == UP else "lower",
        numbers=numbers,
    )


def _on_track(row: MetricComparison, projected: Decimal) -> tuple[Decimal, Decimal]:
    baseline, target = row.metric.baseline or Decimal(0), row.metric.target or Decimal(0)
    scale = max(abs(projected - baseline), abs(target - baseline) * SMALLEST_SCALE)
    measure = MEASURES[row.metric.unit]
    return measure.clip(projected - scale * WATCH_ABOVE), measure.clip(projected + scale * WATCH_ABOVE)
