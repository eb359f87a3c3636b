"""Feedback and objections: whom to ask, what they answer, what they doubt, and how it was settled."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import case_for, case_to_change, reads_all_words
from cases.conversation import asked, objections_for, subjects_for
from cases.errors import StaleVersion
from cases.forms import AnswerForm, FeedbackForm, ObjectionForm, StakeholderForm, VersionForm
from cases.frame import address_of, frame_context
from cases.models import WEEKS, Case, Objection
from cases.selectors import latest_snapshot_of
from cases.services import (
    feedback_give,
    objection_close,
    objection_raise,
    stakeholder_add,
    stakeholder_remove,
)
from cases.services.stakeholders import ANSWERABLE, stakeholder_of
from tenants.models import Membership


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """The tab; a POST to it is a stakeholder's answer."""
    case = case_for(request.membership, case_id)
    if request.method == "GET":
        return _page(request, case)
    stakeholder_of(case, request.membership)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, feedback_form=form)
    feedback_give(case=case, membership=request.membership, **form.cleaned_data)
    return _back(case, request.membership)


@require_POST
def add_stakeholder(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Asks one more person."""
    case = case_to_change(request.membership, case_id)
    form = StakeholderForm(request.POST, organization=request.membership.organization)
    if form.is_valid():
        try:
            stakeholder_add(case=case, membership=request.membership, **form.cleaned_data)
            return _back(case, request.membership)
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, case, status=422, stakeholder_form=form)


@require_POST
def remove_stakeholder(request: HttpRequest, slug: str, case_id: UUID, stakeholder_id: UUID) -> HttpResponse:
    """No longer asks a person."""
    case = case_to_change(request.membership, case_id)
    stakeholder = get_object_or_404(case.stakeholders, pk=stakeholder_id)
    stakeholder_remove(case=case, membership=request.membership, stakeholder=stakeholder)
    return _back(case, request.membership)


@require_POST
def raise_objection(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Raises an objection."""
    case = case_for(request.membership, case_id)
    stakeholder_of(case, request.membership)
    form = ObjectionForm(request.POST, subjects=subjects_for(case, request.membership))
    if not form.is_valid():
        return _page(request, case, status=422, objection_form=form)
    objection_raise(case=case, membership=request.membership, **form.values())
    return _back(case, request.membership)


def answer_objection(
    request: HttpRequest, case_id: UUID, objection_id: UUID, *, answer: Callable[..., Objection]
) -> HttpResponse:
    """Answers an objection by the service `answer` of the room that knows the figures, whose address the form posts to.

    Who comes second sees the answer of the first and keeps their own text.
    """
    case = case_to_change(request.membership, case_id)
    objection = _objection(case, request.membership, objection_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422, answer_form=form, answering=objection)
    try:
        answer(objection=objection, membership=request.membership, **form.cleaned_data)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = stale.current.version
        return _page(request, case, status=412, answer_form=form, answering=objection)
    return _back(case, request.membership)


@require_POST
def close_objection(request: HttpRequest, slug: str, case_id: UUID, objection_id: UUID) -> HttpResponse:
    """Closes one's own objection."""
    case = case_for(request.membership, case_id)
    objection = _objection(case, request.membership, objection_id)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422)
    objection_close(objection=objection, membership=request.membership, **form.cleaned_data)
    return _back(case, request.membership)


def _objection(case: Case, membership: Membership, objection_id: UUID) -> Objection:
    return get_object_or_404(objections_for(case, membership), pk=objection_id)


def _back(case: Case, membership: Membership) -> HttpResponse:
    return redirect(address_of("cases:feedback", case, membership))


def _page(request: HttpRequest, case: Case, *, status: int = 200, **forms: object) -> HttpResponse:
    membership: Membership = request.membership
    latest = latest_snapshot_of(case)
    snapshot_hash = latest.hash if latest else ""
    people = asked(case, membership, snapshot_hash)
    is_asked = any(one.stakeholder.person == membership.user_id for one in people)
    context = frame_context(request, case, tab="feedback") | {
        "people": people,
        "objections": objections_for(case, membership),
        "reads_all": reads_all_words(membership),
        "in_weeks": case.state in WEEKS,
        "is_asked": is_asked,
        "may_answer": is_asked and case.state in ANSWERABLE,
        "snapshot": latest,
        "feedback_form": FeedbackForm(initial={"snapshot_hash": snapshot_hash}),
        "objection_form": ObjectionForm(subjects=subjects_for(case, membership)) if is_asked else None,
        "stakeholder_form": StakeholderForm(organization=membership.organization),
        "answer_form": AnswerForm(),
        "answering": None,
    }
    return render(request, "cases/feedback.html", context | forms, status=status)
