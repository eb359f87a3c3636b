"""The four versions side by side, and each as a page its reader answers."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from calculations.models import Snapshot
from calculations.workings import WORTH
from cases.access import case_for, case_to_change, require
from cases.conversation import subjects_for
from cases.forms import FeedbackForm, ObjectionForm
from cases.frame import address_of, frame_context
from cases.models import WEEKS, Case, Stakeholder, State
from cases.selectors import due_on, latest_snapshot_of, reference_of
from cases.services import feedback_give, objection_raise, view_review
from cases.services.stakeholders import ANSWERABLE, stakeholder_of
from reports.access import snapshot_for, version_for, view_for
from reports.compose import document_of, locale_for
from reports.document import Document
from reports.draft import draft_since
from reports.render.html import HrefOf, render_html
from reports.views_for import View, views_of
from tenants.models import Membership
from tenants.visibility import Figure, may_see

# Where an objection to a section points: `for.cfo.cash`.
SECTION_PATH = "for"
APPENDIX = "workings"


@require_GET
def stakeholders(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """The tab: the versions this person may open, from which snapshot each is made, and whether it was reviewed."""
    membership = membership_of(request)
    case = case_for(membership, case_id)
    require(membership, Figure.EFFORT)
    latest = latest_snapshot_of(case)
    reviews = {(review.view, review.snapshot_hash): review for review in case.reviews.all()}
    versions = [_listed(membership, case, view, reviews) for view in views_of(membership.role)]
    context = {
        "versions": versions,
        "snapshot": latest,
        "draft": _draft(membership, case, case.snapshots.order_by("-number").first()),
        "sees_result": may_see(membership.role, Figure.RESULT),
        "may_review": membership.user_id == case.owner and case.state == State.TAILOR,
    }
    return render(request, "reports/stakeholders.html", frame_context(request, case, tab="stakeholders") | context)


def _listed(membership: Membership, case: Case, view: View, reviews: dict[tuple[str, str], Any]) -> dict[str, Any]:
    snapshot = snapshot_for(membership, case, view)
    return {"view": view, "snapshot": snapshot, "review": reviews.get((view.name, snapshot.hash)) if snapshot else None}


@require_GET
def view(request: HttpRequest, slug: str, case_id: UUID, view: str) -> HttpResponse:
    """A stakeholder's page: readable alone, printable, with a place to answer."""
    return _page(request, case_id, view)


@require_POST
def review(request: HttpRequest, slug: str, case_id: UUID, view: str) -> HttpResponse:
    """The owner has read this version and stands behind it."""
    case = case_to_change(membership_of(request), case_id)
    wanted = view_for(membership_of(request), view)
    view_review(
        case=case,
        membership=membership_of(request),
        view=wanted.name,
        snapshot_hash=request.POST.get("snapshot_hash", ""),
    )
    return redirect(address_of("reports:stakeholders", case, membership_of(request)))


@require_POST
def answer(request: HttpRequest, slug: str, case_id: UUID, view: str) -> HttpResponse:
    """A stakeholder's answer to the version on the page."""
    case, wanted, _snapshot = version_for(membership_of(request), case_id, view)
    stakeholder_of(case, membership_of(request))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, case_id, view, status=422, feedback_form=form)
    feedback_give(case=case, membership=membership_of(request), **form.cleaned_data)
    return _back(request, case, wanted)


@require_POST
def object_to(request: HttpRequest, slug: str, case_id: UUID, view: str) -> HttpResponse:
    """An objection to a section or a figure of the version on the page."""
    membership = membership_of(request)
    case, wanted, snapshot = version_for(membership, case_id, view)
    stakeholder_of(case, membership)
    document = _document(membership, wanted, snapshot)
    form = ObjectionForm(request.POST, subjects=_subjects(case, membership, wanted, document))
    if not form.is_valid():
        return _page(request, case_id, view, status=422, objection_form=form)
    objection_raise(case=case, membership=membership, **form.values())
    return _back(request, case, wanted)


def membership_of(request: HttpRequest) -> Membership:
    """Returns the role the request came in by; the middleware has looked it up."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    return membership


def _page(request: HttpRequest, case_id: UUID, name: str, *, status: int = 200, **forms: Any) -> HttpResponse:
    membership = membership_of(request)
    case, view, snapshot = version_for(membership, case_id, name)
    document, draft = _document(membership, view, snapshot), _draft(membership, case, snapshot)
    asked = case.stakeholders.filter(person=membership.user_id, view=view.name).first()
    is_latest = latest_snapshot_of(case).hash == snapshot.hash  # type: ignore[union-attr]
    context = {
        "case": case,
        "view": view,
        "document": document,
        "snapshot": snapshot,
        "reference": reference_of(case, membership.organization),
        **_body(document, _workings(case, membership, is_current=draft is None)),
        "draft": draft,
        "sees_result": may_see(membership.role, Figure.RESULT),
        "is_reviewed": case.reviews.filter(view=view.name, snapshot_hash=snapshot.hash).exists(),
        "decision_due": due_on(case, State.APPROVE) if case.state in WEEKS else None,
        **_answering(case, membership, view, document, asked, is_latest=is_latest),
    }
    return render(request, "reports/view.html", context | forms, status=status)


def _body(document: Document, href_of: HrefOf) -> dict[str, str]:
    """The sections, and apart from them the long appendix, which a page keeps folded."""
    parts = {
        "body": [section for section in document.sections if section.key != APPENDIX],
        "appendix": [section for section in document.sections if section.key == APPENDIX],
    }
    return {
        name: render_html(replace(document, sections=tuple(sections)), href_of) if sections else ""
        for name, sections in parts.items()
    }


def _answering(
    case: Case, membership: Membership, view: View, document: Document, asked: Stakeholder | None, *, is_latest: bool
) -> dict[str, Any]:
    """What the place at the foot of the page needs; empty forms for someone who was not asked would lead nowhere."""
    if asked is None:
        return {"asked": None}
    subjects = _subjects(case, membership, view, document)
    return {
        "asked": asked,
        "answered": case.feedback.filter(person=membership.user_id).first(),
        "may_answer": case.state in ANSWERABLE and is_latest,
        "may_object": case.state in WEEKS,
        "feedback_form": FeedbackForm(initial={"snapshot_hash": document.snapshot_hash}),
        "objection_form": ObjectionForm(subjects=subjects),
    }


def _document(membership: Membership, view: View, snapshot: Snapshot) -> Document:
    locale = locale_for(membership.organization, get_language() or "en")
    return document_of(snapshot, view, membership.organization, locale)


def _draft(membership: Membership, case: Case, snapshot: Snapshot | None) -> Any:
    if snapshot is None:
        return None
    return draft_since(case, snapshot, locale_for(membership.organization, get_language() or "en"))


def _subjects(case: Case, membership: Membership, view: View, document: Document) -> list[tuple[str, str]]:
    """What an objection can be about: a section of this page, or a figure or line this role may see."""
    sections = [
        (f"{SECTION_PATH}.{view.name}.{section.key}", _("Section: %(title)s") % {"title": section.title})
        for section in document.sections
    ]
    whole, *figures = subjects_for(case, membership)
    return [whole, *sections, *figures]


def _workings(case: Case, membership: Membership, *, is_current: bool) -> HrefOf:
    """Where a figure's working stands. Once the draft has moved on, its working would explain another figure."""
    if not is_current or not may_see(membership.role, *WORTH):
        return lambda key: ""
    address = {"slug": membership.organization.slug, "case_id": case.pk}
    return lambda key: reverse("calculations:working", kwargs={**address, "path": key})


def _back(request: HttpRequest, case: Case, view: View) -> HttpResponse:
    return redirect(address_of("reports:view", case, membership_of(request), view=view.name) + "#answer")
