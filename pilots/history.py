"""What happened to a pilot as its page tells it: measurements with their corrections, decisions, lessons."""

from dataclasses import dataclass
from datetime import datetime

from cases.access import reads_all_words
from display.numbers import Numbers
from pilots.models import Decision, Lesson, Measurement, Pilot
from pilots.page import metric_names
from pilots.wording import Writer, month_text
from tenants.models import Membership

SHOWN = 10


@dataclass(frozen=True)
class Entry:
    """A value somebody entered, and the one it corrects."""

    who: str
    at: datetime
    metric: str
    month: str
    value: str
    before: str
    note: str


def history_of_measurements(pilot: Pilot, membership: Membership, numbers: Numbers) -> list[Entry]:
    """Returns the latest entries of the metrics a person may see, newest first."""
    names = metric_names(membership, list(pilot.metrics.all()))
    latest = Measurement.objects.filter(metric__in=names).select_related("metric").order_by("-at", "-revision")[:SHOWN]
    entries = list(latest)
    earlier = Measurement.objects.filter(
        metric__in={entry.metric_id for entry in entries}, period__in={entry.period for entry in entries}
    )
    values = {(row.metric_id, row.period, row.revision): row.value for row in earlier}
    writer = Writer(numbers)
    shows_notes = reads_all_words(membership)
    return [
        Entry(
            who=entry.entered_by_name,
            at=entry.at,
            metric=names[entry.metric_id],
            month=month_text(entry.period),
            value=writer.value(entry.value, entry.metric.unit),
            before=writer.value(values[entry.metric_id, entry.period, entry.revision - 1], entry.metric.unit)
            if entry.revision > 1
            else "",
            # Free text may quote any figure.
            note=entry.note if shows_notes or entry.entered_by == membership.user_id else "",
        )
        for entry in entries
    ]


def decisions_of(pilot: Pilot, membership: Membership) -> list[Decision]:
    """Returns the decisions, latest first; their reasons only to those who may read all words."""
    decisions = list(pilot.decisions.defer("actuals"))
    if not reads_all_words(membership):
        for decision in decisions:
            decision.reason = ""
    return decisions


def lessons_for(pilot: Pilot, membership: Membership) -> list[Lesson]:
    """Returns the lessons a person may read: their own, or all of them."""
    lessons = pilot.lessons.all()
    return list(lessons if reads_all_words(membership) else lessons.filter(person=membership.user_id))
