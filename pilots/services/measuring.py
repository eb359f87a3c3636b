"""Entering what was measured. A correction is a new revision: the latest counts, all are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calculations.engine.inputs import InvalidInputs
from calculations.engine.numbers import LARGEST, plain
from pilots.access import MEASURERS, visible_metrics
from pilots.metrics import MEASURES
from pilots.models import Measurement, Metric, Pilot
from pilots.months import add_months, month_start, today_in
from pilots.selectors import readings_by_metric
from pilots.services.record import lock_running, record
from tenants.access import confirm
from tenants.models import Membership

# Minutes taken for hours are 60 times too much, a share taken for a percentage 100 times: from here on a value is asked
# about. Real months stay well inside, even the first after a slow start.
JUMP = 20
MOST_DECIMALS = 8


@dataclass(frozen=True)
class Reading:
    """A value somebody enters for one metric."""

    metric: UUID
    value: Decimal
    note: str = ""


class UnusualValues(InvalidInputs):
    """Values that may be right and are not what anyone expects: enter them again, confirmed."""


@transaction.atomic
def measurements_enter(
    *, pilot: Pilot, membership: Membership, month: int, readings: Sequence[Reading], is_confirmed: bool = False
) -> list[Measurement]:
    """Enters the values of one month (1 is the first) and returns the new rows; a value that stands already adds none.

    Raises InvalidInputs by metric, its subclass UnusualValues where a value needs `is_confirmed`, and TransitionBlocked
    once the pilot is decided.
    """
    confirm(membership, roles=MEASURERS)
    locked = lock_running(pilot)
    period = _period(locked, month, today_in(membership.organization))
    metrics = {metric.pk: metric for metric in visible_metrics(membership, locked.metrics.all())}
    _require_measurable(readings, metrics)
    known = readings_by_metric([locked], list(locked.metrics.all()))
    if not is_confirmed:
        _require_usual(readings, metrics, known, month)
    changed = [reading for reading in readings if known[reading.metric].get(month) != reading.value]
    return [_enter(locked, membership, metrics[reading.metric], period, reading) for reading in changed]


def _period(pilot: Pilot, month: int, today: date) -> date:
    """Returns the month's first day. Raises InvalidInputs for months that have not begun or are not the pilot's."""
    if not 1 <= month <= pilot.months:
        raise InvalidInputs({"month": _("The pilot has no such month.")})
    period = add_months(pilot.starts_on, month - 1)
    if period > month_start(today):
        raise InvalidInputs({"month": _("This month has not begun: enter what was measured, not what is expected.")})
    return period


def _require_measurable(readings: Sequence[Reading], metrics: Mapping[UUID, Metric]) -> None:
    errors = {str(reading.metric): error for reading in readings if (error := _fault(reading, metrics))}
    if errors:
        raise InvalidInputs(errors)


def _fault(reading: Reading, metrics: Mapping[UUID, Metric]) -> str:
    metric = metrics.get(reading.metric)
    if metric is None:
        return _("This pilot does not measure that.")
    if not reading.value.is_finite() or abs(reading.value) >= LARGEST:
        return _("This is too large to be a measurement.")
    measure = MEASURES[metric.unit]
    if measure.minimum is not None and reading.value < measure.minimum:
        return _("This cannot be negative.")
    if measure.maximum is not None and reading.value > measure.maximum:
        return _("A share is at most 100%.")
    if reading.value != round(reading.value, MOST_DECIMALS):
        return _("Write at most %(digits)s decimals.") % {"digits": MOST_DECIMALS}
    return ""


def _require_usual(
    readings: Sequence[Reading],
    metrics: Mapping[UUID, Metric],
    known: Mapping[UUID, Mapping[int, Decimal]],
    month: int,
) -> None:
    """Raises UnusualValues for values far from what is known of their metric: units are easily mixed up."""
    errors = {}
    for reading in readings:
        metric = metrics[reading.metric]
        if is_jump(reading.value, expected(metric, known[reading.metric], month)):
            errors[str(reading.metric)] = _(
                "This is more than %(times)s times away from what was expected. Is the unit right (%(unit)s)?"
            ) % {"times": JUMP, "unit": MEASURES[metric.unit].label}
    if errors:
        raise UnusualValues(errors)


def expected(metric: Metric, known: Mapping[int, Decimal], month: int) -> Sequence[Decimal]:
    """Returns every figure a value may be near to: the month before, the projection, baseline and target."""
    before = [known[earlier] for earlier in range(month - 1, 0, -1) if earlier in known][:1]
    stated = [value for value in (metric.baseline, metric.target) if value is not None]
    return [*before, Decimal(metric.projected[month - 1]), *stated]


def is_jump(value: Decimal, figures: Sequence[Decimal]) -> bool:
    """Returns whether a value is more than JUMP times above or below every figure that is not zero."""
    sizes = [abs(figure) for figure in figures if figure]
    if not value or not sizes:
        return False
    return not any(size / JUMP <= abs(value) <= size * JUMP for size in sizes)


def _enter(pilot: Pilot, membership: Membership, metric: Metric, period: date, reading: Reading) -> Measurement:
    last = Measurement.objects.filter(metric=metric, period=period).order_by("-revision").first()
    measurement = Measurement.objects.create(
        metric=metric,
        period=period,
        revision=last.revision + 1 if last else 1,
        value=reading.value,
        note=reading.note.strip()[:300],
        entered_by=membership.user_id,
        entered_by_name=membership.user.name,
    )
    outcome = _("Corrected “%(metric)s” for %(period)s.") if last else _("Entered “%(metric)s” for %(period)s.")
    record(
        pilot,
        membership,
        "pilot.measured",
        outcome % {"metric": metric.name, "period": period.strftime("%Y-%m")},
        metric=str(metric.pk),
        period=period.isoformat(),
        revision=measurement.revision,
        value=plain(measurement.value),
        before=plain(last.value) if last else None,
    )
    return measurement
