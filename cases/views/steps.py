"""The steps a case takes: forward, back and aside; and the signature."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access import case_for, reads_all_words
from cases.forms import DecisionForm, StepForm
from cases.frame import address_of, frame_context
from cases.models import State
from cases.selectors import latest_snapshot_of
from cases.services import case_decide, case_move, decision_blockers
from cases.workflow import BY_NAME, SIGNERS, blockers_before_signing
from tenants.models import Membership
from tenants.selectors import members


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, slug: str, case_id: UUID, transition: str) -> HttpResponse:
    """Takes a step, and asks for a reason first where one is needed. Steps of other rooms are not taken here."""
    membership: Membership = request.membership
    case, step = case_for(membership, case_id), BY_NAME.get(transition)
    if step is None or step.posts_to != "cases:move" or (request.method == "GET" and not step.needs_reason):
        raise Http404
    if request.method == "POST" and membership.role not in step.roles:
        raise PermissionDenied(_("Your role may not take this step."))
    form = StepForm(request.POST or None, initial={"version": case.version})
    form.fields["reason"].required = step.needs_reason
    if request.method == "POST" and form.is_valid():
        case_move(case=case, membership=membership, transition=step.name, **form.cleaned_data)
        return redirect(address_of("cases:detail", case, membership))
    context = frame_context(request, case, tab="") | {"form": form, "step": step}
    return render(request, "cases/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Who signs what: the exact snapshot, the decisions made so far, and why this person may not sign it."""
    membership: Membership = request.membership
    case = case_for(membership, case_id)
    if request.method == "POST" and membership.role not in SIGNERS:
        raise PermissionDenied(_("Your role may not take this step."))
    latest = latest_snapshot_of(case)
    initial = {"version": case.version, "snapshot_hash": latest.hash if latest else ""}
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        case_decide(case=case, membership=membership, **form.cleaned_data)
        return redirect(address_of("cases:approval", case, membership))
    context = frame_context(request, case, tab="approval")
    context |= {
        "form": form,
        "snapshot": latest,
        "approvals": case.approvals.all(),
        "signers": members(membership.organization).filter(role__in=SIGNERS),
        "may_sign": membership.role in SIGNERS and case.state == State.APPROVE,
        "never": decision_blockers(case, membership),
        "not_yet": blockers_before_signing(case),
        "reads_all": reads_all_words(membership),
    }
    return render(request, "cases/approval.html", context, status=422 if form.is_bound else 200)
