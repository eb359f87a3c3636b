"""Reads of pilots: what was signed, what was measured, and the two side by side."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from calculations.models import Snapshot
from cases.models import Approval, Case
from pilots.comparison import Comparison, compare
from pilots.models import Measurement, Metric, Pilot
from pilots.months import ended_months, months_between
from pilots.projection import Projection, projection_of


def signed_snapshot(case: Case) -> Snapshot | None:
    """Returns the snapshot an approval of this round was signed under, or None."""
    approval = case.approvals.filter(round=case.round, decision=Approval.Decision.APPROVED).first()
    return case.snapshots.filter(hash=approval.snapshot_hash).first() if approval else None


def running_pilot(case: Case) -> Pilot | None:
    """Returns the pilot a case is in, or None."""
    return case.pilots.filter(state=Pilot.State.RUNNING).first()


def projection_for(pilot: Pilot) -> Projection:
    """Returns what the signed case promises for the months of a pilot."""
    # Submitted as its versions were built, a case has two snapshots of one hash: they hold the same.
    signed = Snapshot.objects.filter(case=pilot.case_id, hash=pilot.snapshot_hash)
    return projection_of(signed.values_list("case_file", flat=True)[:1].get(), pilot.months)


def currency_of(pilot: Pilot) -> str:
    """Returns the currency the signed case is in."""
    return projection_for(pilot).prepared.case.currency


def latest_measurements(pilots: Sequence[Pilot]) -> list[Measurement]:
    """Returns the measurement that counts for each metric and period: the one of the highest revision."""
    rows = Measurement.objects.filter(metric__pilot__in=pilots).order_by("metric_id", "period", "-revision")
    return list(rows.distinct("metric_id", "period"))


def readings_by_metric(pilots: Sequence[Pilot], metrics: Sequence[Metric]) -> dict[UUID, dict[int, Decimal]]:
    """Returns what counts, by metric and by number of the month."""
    starts = {pilot.pk: pilot.starts_on for pilot in pilots}
    starts_of_metric = {metric.pk: starts[metric.pilot_id] for metric in metrics}
    readings: dict[UUID, dict[int, Decimal]] = {metric.pk: {} for metric in metrics}
    for row in latest_measurements(pilots):
        readings[row.metric_id][months_between(starts_of_metric[row.metric_id], row.period) + 1] = row.value
    return readings


def comparison_of(pilot: Pilot, today: date) -> Comparison:
    """Returns one pilot as it stands today."""
    return comparisons_of([pilot], today)[pilot.pk]


def comparisons_of(pilots: Sequence[Pilot], today: date) -> dict[UUID, Comparison]:
    """Returns many pilots as they stand today, in three queries however many they are."""
    files = Snapshot.objects.filter(hash__in={pilot.snapshot_hash for pilot in pilots})
    case_files = {
        (row["case_id"], row["hash"]): row["case_file"] for row in files.values("case_id", "hash", "case_file")
    }
    metrics = list(Metric.objects.filter(pilot__in=pilots))
    readings = readings_by_metric(pilots, metrics)
    return {
        pilot.pk: compare(
            projection_of(case_files[pilot.case_id, pilot.snapshot_hash], pilot.months),
            [metric for metric in metrics if metric.pilot_id == pilot.pk],
            readings,
            ended_months(pilot.starts_on, pilot.months, today),
        )
        for pilot in pilots
    }
