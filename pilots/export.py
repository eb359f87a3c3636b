"""A pilot's measurements as CSV, every revision of them, with exact values."""

import csv
import io

from calculations.engine.numbers import plain
from cases.access import reads_all_words
from pilots.models import Measurement, Pilot
from pilots.months import months_between
from pilots.page import metric_names
from tenants.models import Membership

COLUMNS = ("metric", "layer", "unit", "month", "projected", "actual", "revision", "entered_by", "entered_at", "note")
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def actuals_csv(pilot: Pilot, membership: Membership) -> str:
    """Returns the measurements of every metric a person may see, by metric, month and revision."""
    names = metric_names(membership, list(pilot.metrics.all()))
    rows = Measurement.objects.filter(metric__in=names).select_related("metric")
    shows_notes = reads_all_words(membership)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows.order_by("metric__position", "period", "revision"):
        projected = row.metric.projected[months_between(pilot.starts_on, row.period)]
        note = row.note if shows_notes else ""
        head = [as_cell(names[row.metric_id]), row.metric.layer, row.metric.unit, row.period.strftime("%Y-%m")]
        figures = [projected, plain(row.value), row.revision]
        writer.writerow([*head, *figures, as_cell(row.entered_by_name), row.at.isoformat(), as_cell(note)])
    return text.getvalue()


def as_cell(text: str) -> str:
    """Returns a text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text
