"""What the panels of a case share: getting the case, drawing inside its frame, and the answers to a refused write."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from calculations.changes import differences, label_of
from calculations.engine.case_file import CaseFile, from_dict
from calculations.rows import Json, document_of
from cases.access import reads_all_words
from cases.frame import frame_context
from cases.models import Case
from display.numbers import Numbers
from opportunities.access import EDITORS
from tenants.models import Membership


def membership_of(request: HttpRequest) -> Membership:
    """Returns the role the request came in by; the middleware has looked it up."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    return membership


def numbers_of(request: HttpRequest, document: Json) -> Numbers:
    """Returns the reader's way of writing numbers, in the currency of the case."""
    return Numbers(document["currency"], membership_of(request).organization.locale)


def panel(
    request: HttpRequest, case: Case, template: str, context: Mapping[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """Draws a panel inside the frame of its case."""
    own = {"may_edit": may_edit(request, case), "reads_words": reads_all_words(membership_of(request))}
    return render(request, template, {**frame_context(request, case, tab=tab), **own, **context}, status=status)


def may_edit(request: HttpRequest, case: Case) -> bool:
    """Returns whether this person may change the numbers now."""
    return membership_of(request).role in EDITORS and case.is_editable


def address(case: Case, request: HttpRequest, name: str, **more: Any) -> str:
    """Returns the address of one of this room's pages about a case."""
    slug = membership_of(request).organization.slug
    return reverse(f"calculations:{name}", kwargs={"slug": slug, "case_id": case.pk, **more})


def loaded(case: Case) -> tuple[Json, CaseFile]:
    """Returns the document of a case and the case in it."""
    document = document_of(case)
    return document, from_dict(document)


def conflict(mine: Json, theirs: Json) -> list[dict[str, str]]:
    """Returns what two people wrote differently: theirs is saved, mine is still in the form."""
    model = str(mine.get("model", ""))
    return [
        {"field": label_of(path, model), "theirs": saved, "mine": typed}
        for path, (saved, typed) in differences(theirs, mine).items()
    ]


def version_in(request: HttpRequest) -> int:
    """Returns the version a form was drawn from; a missing or broken one counts as stale."""
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def undo_address(request: HttpRequest, case: Case, name: str) -> str:
    """Returns where the removal that led to this page can be taken back, or nothing."""
    try:
        event = UUID(request.GET.get("removed", ""))
    except ValueError:
        return ""
    return address(case, request, name, event_id=event)
