"""Which version of a case a person may open, and of which snapshot. Every page, file and job goes through here."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404

from calculations.models import Snapshot
from calculations.selectors import latest_snapshot
from cases.access import case_for
from cases.models import Case, State
from opportunities.access import EDITORS
from reports.models import Document, Job
from reports.views_for import READ_ALL, STAKEHOLDER_VIEWS, View
from tenants.models import Membership, Role

# While a version is being made, only who makes it or checks it reads it unread by the owner.
IN_THE_MAKING = frozenset({State.SELECT, State.CALCULATE, State.TAILOR})
SEES_DRAFTS = EDITORS | {Role.AUDITOR}
Row = TypeVar("Row", Document, Job)


def view_for(membership: Membership, name: str) -> View:
    """Returns one of the four versions. Raises Http404 for an unknown one and for one the role may not open."""
    view = STAKEHOLDER_VIEWS.get(name)
    if view is None or membership.role not in READ_ALL | view.readers:
        raise Http404
    return view


def snapshot_for(membership: Membership, case: Case, view: View) -> Snapshot | None:
    """Returns the snapshot a person reads a version of: the latest; while it is in the making, the last reviewed."""
    if membership.role in SEES_DRAFTS or case.state not in IN_THE_MAKING:
        return latest_snapshot(case)
    reviewed = case.reviews.filter(view=view.name).values("snapshot_hash")
    return case.snapshots.filter(hash__in=reviewed).order_by("-number").first()


def version_for(membership: Membership, case_id: UUID, name: str) -> tuple[Case, View, Snapshot]:
    """Returns a case, one of its versions, and the snapshot it is made from. Raises Http404 where one is not there."""
    case, view = case_for(membership, case_id), view_for(membership, name)
    snapshot = snapshot_for(membership, case, view)
    if snapshot is None:
        raise Http404
    return case, view, snapshot


def document_for(membership: Membership, document_id: UUID) -> Document:
    """Returns a file's row to someone who may open the version it holds. Raises Http404."""
    return _readable(membership, Document.objects.select_related("case").filter(pk=document_id).first())


def job_for(membership: Membership, job_id: UUID) -> Job:
    """Returns a job to the one who asked for it, while they may open the version. Raises Http404."""
    found = Job.objects.select_related("case", "document").filter(pk=job_id, requested_by=membership.user_id)
    return _readable(membership, found.first())


def _readable(membership: Membership, row: Row | None) -> Row:
    if row is None:
        raise Http404
    view_for(membership, row.view)
    case_for(membership, row.case_id)
    return row
