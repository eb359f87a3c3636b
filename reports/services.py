"""Every write of this room: asking for a file, carrying the work forward, and keeping what was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Actor, effect_claim, event_append, message_publish
from calculations.models import Snapshot
from cases.services.record import record
from reports.compose import TEMPLATE_VERSION
from reports.files import document_open
from reports.models import Document, Job
from reports.views_for import READ_ALL, View
from tenants.access import confirm
from tenants.models import Membership

PDF = "pdf"
# A second click within this time is the same wish; later it may be one whose worker never came back.
SAME_WISH = timedelta(minutes=2)


@dataclass(frozen=True)
class Made:
    """A file that has been written: where, how long, and its hash."""

    file: str
    size: int
    sha256: str


@transaction.atomic
def document_request(*, snapshot: Snapshot, membership: Membership, view: View, locale: str) -> Job:
    """Asks for a version as a file, and returns the work to wait for: done at once where the file is there."""
    confirm(membership, roles=READ_ALL | view.readers)
    wish = {"case": snapshot.case, "snapshot_hash": snapshot.hash, "view": view.name, "format": PDF, "language": locale}
    if waiting := _waiting(wish, membership):
        return waiting
    kept = Document.objects.filter(**wish, template_version=TEMPLATE_VERSION).first()
    job = Job(**wish, requested_by=membership.user_id, requested_by_name=membership.user.name)
    if kept and document_open(kept, membership.organization) is not None:
        return _save_done(job, kept)
    job.save(force_insert=True)
    payload = {"job": str(job.pk), "membership": str(membership.pk)}
    message_publish(organization=membership.organization_id, kind="reports.document", payload=payload)
    outcome = _("Asked for the version for the %(view)s as a PDF.") % {"view": job.get_view_display()}
    record(snapshot.case, membership, "document.requested", outcome, view=view.name, snapshot_hash=snapshot.hash)
    return job


def _waiting(wish: Mapping[str, Any], membership: Membership) -> Job | None:
    unfinished = Job.objects.filter(**wish, requested_by=membership.user_id, state__in=Job.UNFINISHED)
    return unfinished.filter(created_at__gte=timezone.now() - SAME_WISH).first()


def _save_done(job: Job, document: Document) -> Job:
    job.state, job.percent, job.document, job.finished_at = Job.State.DONE, 100, document, timezone.now()
    job.save(force_insert=True)
    return job


def job_advance(*, job: Job, percent: int, step: str) -> None:
    """Says how far the work is. Committed at once, so that whoever waits sees it."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, percent=percent, step=step)


def job_fail(*, job: Job, error: str) -> None:
    """Ends the work without a file. `error` is read by the one who asked for it."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, step="", error=error, finished_at=timezone.now())


@transaction.atomic
def document_finish(*, job: Job, message: UUID, made: Made) -> Document:
    """Keeps the row of a file that has been written, once however often the work was done, and ends the job."""
    document, _created = Document.objects.update_or_create(
        case=job.case,
        snapshot_hash=job.snapshot_hash,
        view=job.view,
        format=job.format,
        language=job.language,
        template_version=TEMPLATE_VERSION,
        defaults={"file": made.file, "size": made.size, "sha256": made.sha256},
    )
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.DONE, percent=100, step="", error="", document=document, finished_at=timezone.now()
    )
    if effect_claim(message=message):
        outcome = _("Made the version for the %(view)s as a PDF.") % {"view": job.get_view_display()}
        event_append(
            actor=Actor(id=job.requested_by, name=job.requested_by_name),
            action="document.made",
            subject_type="case",
            subject=job.case_id,
            outcome=outcome,
            inputs={"view": job.view, "snapshot_hash": job.snapshot_hash, "sha256": made.sha256},
        )
    return document
