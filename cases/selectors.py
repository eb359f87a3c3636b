"""Reads of cases that serve several callers: reference numbers, the snapshots that count, due dates."""

from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from cases.models import WEEKS, Case, State
from tenants.models import Organization


class Frozen(Protocol):
    """What this room needs to know of a snapshot, which a later room writes."""

    number: int
    hash: str
    author: UUID
    author_name: str


def reference_of(case: Case, organization: Organization) -> str:
    """Returns what people call a case, such as `NW-12`: a label and a search term, never an address."""
    return f"{organization.prefix}-{case.number}"


def due_on(case: Case, week: State) -> date:
    """Returns the last day of one of the five weeks, counted in sevens from the start of week 1."""
    return case.started_on + timedelta(days=7 * (WEEKS.index(week) + 1))


def is_late(case: Case, today: date) -> bool:
    """Returns whether the case is in one of the five weeks and that week is over."""
    return case.state in WEEKS and due_on(case, State(case.state)) < today


def latest_snapshot_of(case: Case) -> Frozen | None:
    """Returns the latest snapshot without its long texts: what an approval signs and a review refers to."""
    latest: Frozen | None = case.snapshots.defer("case_file", "result").order_by("-number").first()
    return latest


def shared_snapshot_number(case: Case) -> int | None:
    """Returns the number of the snapshot stakeholders were given: the latest the owner has reviewed, or None."""
    reviewed = case.reviews.values("snapshot_hash")
    return case.snapshots.filter(hash__in=reviewed).order_by("-number").values_list("number", flat=True).first()
