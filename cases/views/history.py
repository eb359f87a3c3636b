"""What happened to a case, latest first, in plain words."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.selectors import history_of
from cases.access import case_for, reads_all_words
from cases.frame import frame_context

PAGE_SIZE = 50
# What a reader may ask for, and the actions it is made of.
KINDS = {
    "steps": (_("Steps and decisions"), r"^case\.(created|moved|decided)$"),
    "people": (_("People and answers"), r"^(stakeholder|view|feedback|objection)\."),
    "changes": (
        _("Changes to the case and its numbers"),
        r"^(?!case\.(created|moved|decided)$|stakeholder|view|feedback|objection)",
    ),
}
# What everyone who sees the case may read: its steps, without the words that go with them.
FOR_EVERYONE = "steps"


@require_safe
def history(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """The events of a case; who may not see every figure reads its steps only."""
    case = case_for(request.membership, case_id)
    reads_all = reads_all_words(request.membership)
    kind = request.GET.get("kind", "") if reads_all else FOR_EVERYONE
    events = history_of(case.pk)
    if kind in KINDS:
        events = events.filter(action__regex=KINDS[kind][1])
    context = frame_context(request, case, tab="history") | {
        "page": Paginator(events, PAGE_SIZE).get_page(request.GET.get("page")),
        "kind": kind,
        "kinds": [(name, label) for name, (label, _pattern) in KINDS.items()] if reads_all else [],
        "reads_all": reads_all,
    }
    return render(request, "cases/history.html", context)
