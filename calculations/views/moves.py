"""What a case's pages post here because it needs its numbers: the two steps that freeze them, and an answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from calculations import services
from calculations.views.page import membership_of, version_in
from cases.access import case_to_change
from cases.views.conversation import answer_objection


@require_POST
def versions(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Freezes the numbers and goes on to week 3."""
    case = case_to_change(membership_of(request), case_id)
    services.case_versions_build(case=case, membership=membership_of(request), version=version_in(request))
    return redirect("cases:detail", slug=slug, case_id=case.pk)


@require_POST
def submit(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Freezes the numbers and submits the case for approval."""
    case = case_to_change(membership_of(request), case_id)
    services.case_submit(case=case, membership=membership_of(request), version=version_in(request))
    return redirect("cases:detail", slug=slug, case_id=case.pk)


@require_POST
def objection(request: HttpRequest, slug: str, case_id: UUID, objection_id: UUID) -> HttpResponse:
    """Answers an objection and keeps, beside the answer, what it changed."""
    return answer_objection(request, case_id, objection_id, answer=services.objection_answer)
