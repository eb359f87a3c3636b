"""Asking for a file, watching it being made, and taking it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from reports.access import document_for, job_for, version_for
from reports.compose import locale_for
from reports.files import document_name, document_open
from reports.services import document_request
from reports.views.pages import membership_of
from reports.views_for import STAKEHOLDER_VIEWS


@require_POST
def pdf(request: HttpRequest, slug: str, case_id: UUID, view: str) -> HttpResponse:
    """Asks for a version as a PDF; one that was made before is there at once."""
    membership = membership_of(request)
    _case, wanted, snapshot = version_for(membership, case_id, view)
    locale = locale_for(membership.organization, get_language() or "en")
    job = document_request(snapshot=snapshot, membership=membership, view=wanted, locale=locale)
    return redirect("reports:job", slug=slug, job_id=job.pk)


@require_GET
def job(request: HttpRequest, slug: str, job_id: UUID) -> HttpResponse:
    """How far a file is: a number that grows, then the file, or what went wrong."""
    found = job_for(membership_of(request), job_id)
    context = {"job": found, "case": found.case, "view": STAKEHOLDER_VIEWS[found.view]}
    template = "reports/job.html#progress" if request.htmx else "reports/job.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_GET
def document(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """A file, to be kept. One whose file has gone says so and can be made again."""
    membership = membership_of(request)
    found = document_for(membership, document_id)
    content = document_open(found, membership.organization)
    if content is None:
        context = {"document": found, "case": found.case, "view": STAKEHOLDER_VIEWS[found.view]}
        return render(request, "reports/missing.html", context, status=404)
    response = HttpResponse(content, content_type="application/pdf")
    name = document_name(found, membership.organization)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
