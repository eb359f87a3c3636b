"""Starting the pilot of an approved case."""

from uuid import UUID

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from calculations.engine.inputs import InvalidInputs
from calculations.models import Snapshot
from cases.access import case_to_change
from cases.models import Case
from cases.selectors import reference_of
from display.numbers import Numbers
from pilots.forms import OwnMetricForms, StartForm
from pilots.metrics import LAYER_LABELS, METRICS
from pilots.models import Pilot
from pilots.months import today_in
from pilots.projection import Projection, Proposal, projection_of
from pilots.selectors import running_pilot, signed_snapshot
from pilots.services import pilot_start
from pilots.services.starting import DEFAULT_MONTHS
from pilots.wording import Writer
from tenants.models import Membership


@require_http_methods(["GET", "POST"])
def start_pilot(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Proposes what to measure from the signed case, and starts the pilot. A case that has one leads to it."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    case = case_to_change(membership, case_id)
    if pilot := running_pilot(case):
        return redirect("pilots:detail", slug, pilot.pk)
    snapshot = signed_snapshot(case)
    if snapshot is None:
        return render(request, "pilots/not_approved.html", {"case": case}, status=409)
    projection = projection_of(snapshot.case_file, DEFAULT_MONTHS)
    numbers = Numbers(projection.prepared.case.currency, membership.organization.locale)
    form = StartForm(
        request.POST or None,
        today=today_in(membership.organization),
        proposals=[(_value(proposal), proposal.line_name) for proposal in projection.proposals],
    )
    own = OwnMetricForms(
        request.POST or None, prefix="own", form_kwargs={"numbers": numbers}, initial=[{"kind": "adoption"}]
    )
    if form.is_bound and form.is_valid() and own.is_valid() and (pilot := _start(form, own, case, membership)):
        return redirect("pilots:detail", slug, pilot.pk)
    context = _context(form, own, case, membership, snapshot, projection, Writer(numbers))
    return render(request, "pilots/start.html", context, status=422 if form.is_bound else 200)


def _value(proposal: Proposal) -> str:
    return f"{proposal.kind}:{proposal.line}"


def _start(form: StartForm, own: BaseFormSet, case: Case, membership: Membership) -> Pilot | None:
    """Returns the pilot, or None with the refusal written into the form."""
    plans = [*form.plans(), *filter(None, (row.plan() for row in own.forms))]
    values = {name: form.cleaned_data[name] for name in ("starts_on", "months", "scope")}
    try:
        return pilot_start(case=case, membership=membership, plans=plans, **values)
    except InvalidInputs as refusal:
        for message in refusal.errors.values():
            form.add_error(None, message)
    return None


def _context(
    form: StartForm,
    own: BaseFormSet,
    case: Case,
    membership: Membership,
    snapshot: Snapshot,
    projection: Projection,
    writer: Writer,
) -> dict[str, object]:
    chosen = form["proposals"].value() or []
    return {
        "case": case,
        "reference": reference_of(case, membership.organization),
        "snapshot": snapshot,
        "form": form,
        "own": own,
        "proposals": [_shown(proposal, writer, chosen) for proposal in projection.proposals],
        "unproven": [line.line.name for line in projection.prepared.benefits if line.line.key not in projection.proven],
    }


def _shown(proposal: Proposal, writer: Writer, chosen: list[str]) -> dict[str, object]:
    kind = METRICS[proposal.kind]
    return {
        "value": _value(proposal),
        "is_chosen": _value(proposal) in chosen,
        "label": kind.label,
        "help": kind.help,
        "line": proposal.line_name,
        "layer": LAYER_LABELS[proposal.layer],
        "baseline": writer.value(proposal.baseline, kind.unit),
        "target": writer.value(proposal.target, kind.unit),
        "projected": [writer.value(value, kind.unit) for value in proposal.projected],
    }
