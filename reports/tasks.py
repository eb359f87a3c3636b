"""What the worker does for this room: making a file from a snapshot, step by step, whoever asked for it."""

import hashlib
from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.access import case_for
from reports.access import view_for
from reports.compose import document_of
from reports.files import file_keep
from reports.models import Job
from reports.paper import labels, layout_for
from reports.render.pdf import render_pdf
from reports.services import Made, document_finish, job_advance, job_fail
from reports.views_for import View
from tenants.access import confirm
from tenants.models import Membership, Organization
from tenants.selectors import members

log = structlog.get_logger(__name__)


def document_make(*, organization: Organization, message: UUID, payload: dict[str, Any]) -> None:
    """Makes the file a job asks for. Called again after a kill, it begins again and ends with the same one file."""
    job = Job.objects.select_related("case").filter(pk=payload["job"]).first()
    if job is None or job.state not in Job.UNFINISHED:
        return
    with override(job.language.split("-")[0]):
        try:
            _make(job, organization, message, UUID(payload["membership"]))
        except (OperationalError, InterfaceError):
            raise  # the database will be back: the relay tries again
        except (Http404, PermissionDenied):
            job_fail(job=job, error=_("You may no longer open this version."))
        except OSError as error:
            log.error("document_not_stored", job=str(job.pk), error=type(error).__name__)
            job_fail(job=job, error=_("The file could not be stored. Nothing is lost; try again in a few minutes."))
        except Exception:
            log.exception("document_failed", job=str(job.pk))
            job_fail(job=job, error=_("The file could not be made. The version itself is unchanged; try again."))


def _make(job: Job, organization: Organization, message: UUID, membership_id: UUID) -> None:
    job_advance(job=job, percent=10, step=_("Reading the version"))
    view = _still_readable(job, organization, membership_id)
    snapshot = job.case.snapshots.filter(hash=job.snapshot_hash).latest("number")
    job_advance(job=job, percent=30, step=_("Working out the figures"))
    document = document_of(snapshot, view, organization, job.language)
    job_advance(job=job, percent=60, step=_("Drawing the pages"))
    content = render_pdf(document, layout_for(job.language), labels())
    job_advance(job=job, percent=90, step=_("Keeping the file"))
    made = Made(file_keep(organization, content), len(content), hashlib.sha256(content).hexdigest())
    document_finish(job=job, message=message, made=made)


def _still_readable(job: Job, organization: Organization, membership_id: UUID) -> View:
    """Asks again whether the one who asked may read this: roles change while work waits."""
    membership: Membership | None = members(organization).filter(pk=membership_id).first()
    if membership is None:
        raise Http404
    confirm(membership)
    case_for(membership, job.case_id)
    return view_for(membership, job.view)
