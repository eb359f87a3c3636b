"""What the page of a pilot shows one reader: layers, metrics by month, months to enter. Nothing they may not see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from display.charts.spec import PilotBand
from display.numbers import Numbers
from pilots.access import sees_money, visible_metrics
from pilots.charts import layer_chart
from pilots.comparison import Cell, Comparison, MetricComparison
from pilots.metrics import LAYER_LABELS, LAYER_QUESTIONS, METRICS, MONEY_LAYERS, Layer, Text
from pilots.models import Metric, Pilot
from pilots.months import month_start, months_between
from pilots.status import Status
from pilots.wording import Standing, Writer, explanation, month_name, when
from tenants.models import Membership


@dataclass(frozen=True)
class LayerCard:
    """One layer: its question, how it stands, its picture, its money in words."""

    name: Text
    question: Text
    standing: Standing
    chart: PilotBand | None
    promised: str
    realised: str
    unproven: str


@dataclass(frozen=True)
class CellText:
    """One metric in one month, as text."""

    month: int
    actual: str
    projected: str
    variance: str
    verdict: str  # better, worse or nothing
    is_running: bool


@dataclass(frozen=True)
class MetricRow:
    """One metric, as text."""

    name: str
    layer: Text
    way: str
    standing: Standing
    cells: list[CellText]


@dataclass(frozen=True)
class MonthLink:
    """A month whose numbers can be entered, and how many of them are there."""

    number: int
    name: str
    measured: int
    of: int
    is_running: bool

    @property
    def is_complete(self) -> bool:
        return self.measured == self.of


@dataclass(frozen=True)
class PilotPage:
    """Everything above, with the headline."""

    standing: Standing
    explanation: str
    when: str
    promised: str
    realised: str
    relative: str
    unproven: str
    sees_money: bool
    money_layers: list[LayerCard]
    adoption: LayerCard
    metrics: list[MetricRow]
    months: list[MonthLink]

    @property
    def next_month(self) -> MonthLink | None:
        """The first month that waits for numbers."""
        return next((month for month in self.months if not month.is_complete), None)


def pilot_page(pilot: Pilot, comparison: Comparison, membership: Membership, today: date) -> PilotPage:
    """Returns the page of a pilot for one reader."""
    writer = Writer(Numbers(comparison.currency, membership.organization.locale))
    names = metric_names(membership, [row.metric for row in comparison.metrics])
    rows = [row for row in comparison.metrics if row.metric.pk in names]
    shows_money = sees_money(membership)
    total = comparison.total if shows_money else None
    return PilotPage(
        standing=Standing(comparison.status),
        explanation=explanation(comparison, names),
        when=when(pilot, today),
        promised=writer.numbers.money_whole(total.projected_to_date) if total else "",
        realised=writer.money(total.realised_to_date) if total else "",
        relative=writer.relative(total.relative) if total else "",
        unproven=_unproven(writer, comparison.unproven_full_month) if shows_money else "",
        sees_money=shows_money,
        money_layers=[_layer(layer, comparison, rows, names, writer, shows_money) for layer in MONEY_LAYERS],
        adoption=_layer(Layer.ADOPTION, comparison, rows, names, writer, shows_money),
        metrics=[_metric(row, names, writer) for row in rows],
        months=_months(pilot, rows, today),
    )


def metric_names(membership: Membership, metrics: list[Metric]) -> Mapping[UUID, str]:
    """Returns the metrics a reader may see, by what they are called for them.

    A name may carry that of a benefit line; whoever may not see benefits reads the name of the kind.
    """
    shows_lines = sees_money(membership)
    return {
        metric.pk: metric.name if shows_lines else str(METRICS[metric.kind].label)
        for metric in visible_metrics(membership, metrics)
    }


def _layer(
    layer: Layer,
    comparison: Comparison,
    rows: list[MetricComparison],
    names: Mapping[UUID, str],
    writer: Writer,
    shows_money: bool,
) -> LayerCard:
    known = next(item for item in comparison.layers if item.layer == layer)
    shown = known if shows_money else replace(known, money=None)
    metrics = [row for row in rows if row.metric.layer == layer]
    return LayerCard(
        name=LAYER_LABELS[layer],
        question=LAYER_QUESTIONS[layer],
        # A role that sees none of a layer's metrics learns nothing of how they stand.
        standing=Standing(known.status if metrics else Status.TOO_EARLY),
        chart=layer_chart(shown, metrics, names, writer.numbers),
        promised=writer.numbers.money_whole(shown.money.projected_to_date) if shown.money else "",
        realised=writer.money(shown.money.realised_to_date) if shown.money else "",
        unproven=_unproven(writer, known.unproven_full_month) if shows_money else "",
    )


def _unproven(writer: Writer, full_month: Decimal) -> str:
    return writer.numbers.money_whole(full_month) if full_month else ""


def _metric(row: MetricComparison, names: Mapping[UUID, str], writer: Writer) -> MetricRow:
    metric = row.metric
    return MetricRow(
        name=names[metric.pk],
        layer=LAYER_LABELS[Layer(metric.layer)],
        way=_("from %(baseline)s to %(target)s")
        % {
            "baseline": writer.value(metric.baseline, metric.unit),
            "target": writer.value(metric.target, metric.unit),
        },
        standing=Standing(row.status),
        cells=[_cell(cell, metric.unit, writer) for cell in row.cells],
    )


def _cell(cell: Cell, unit: str, writer: Writer) -> CellText:
    verdicts = {None: "", True: _("better"), False: _("worse")}
    return CellText(
        month=cell.month,
        actual=writer.value(cell.actual, unit),
        projected=writer.value(cell.projected, unit),
        variance=writer.variance(cell, unit),
        verdict=verdicts[cell.is_favourable],
        is_running=cell.actual is not None and not cell.has_ended,
    )


def _months(pilot: Pilot, rows: list[MetricComparison], today: date) -> list[MonthLink]:
    """The months that have begun."""
    begun = min(months_between(pilot.starts_on, month_start(today)) + 1, pilot.months)
    return [
        MonthLink(
            number=month,
            name=month_name(pilot, month),
            measured=sum(row.cells[month - 1].actual is not None for row in rows),
            of=len(rows),
            is_running=month == months_between(pilot.starts_on, today) + 1,
        )
        for month in range(1, begun + 1)
    ]
