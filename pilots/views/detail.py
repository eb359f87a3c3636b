"""One pilot: how it stands, its decision, its lessons, its numbers as a file."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calculations.engine.inputs import InvalidInputs
from cases.access import reads_all_words
from cases.errors import StaleVersion, TransitionBlocked
from cases.selectors import reference_of
from display.numbers import Numbers
from pilots.access import LEARNERS, MEASURERS, pilot_for, verdicts_open_to
from pilots.export import actuals_csv
from pilots.forms import DecisionForm, LessonForm
from pilots.history import decisions_of, history_of_measurements, lessons_for
from pilots.models import Pilot
from pilots.months import today_in
from pilots.page import pilot_page
from pilots.selectors import comparison_of
from pilots.services import lesson_add, pilot_decide
from tenants.access import confirm
from tenants.models import Membership


@require_safe
def show_pilot(request: HttpRequest, slug: str, pilot_id: UUID) -> HttpResponse:
    """The pilot as it stands today."""
    return _page(request, pilot_for(request.membership, pilot_id))  # type: ignore[attr-defined]


@require_POST
def decide_pilot(request: HttpRequest, slug: str, pilot_id: UUID) -> HttpResponse:
    """Scales, extends or stops. A refusal shows the page again, with everything that was typed."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    pilot = pilot_for(membership, pilot_id)
    verdicts = verdicts_open_to(membership)
    if not verdicts:
        raise PermissionDenied(_("Your role may not decide this."))
    form = DecisionForm(request.POST, verdicts=verdicts)
    if form.is_valid():
        values = form.cleaned_data | {"more_months": form.cleaned_data["more_months"] or 0}
        try:
            pilot_decide(pilot=pilot, membership=membership, **values)
            return redirect("pilots:detail", slug, pilot.pk)
        except InvalidInputs as refusal:
            for name, message in refusal.errors.items():
                form.add_error(name, message)
        except TransitionBlocked as refusal:
            for reason in refusal.blockers:
                form.add_error(None, reason)
        except StaleVersion as refusal:
            return _page(request, refusal.current, decision=_again(form, refusal.current, membership), status=412)
    return _page(request, pilot, decision=form, status=422)


@require_POST
def add_lesson(request: HttpRequest, slug: str, pilot_id: UUID) -> HttpResponse:
    """Adds a lesson."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    pilot = pilot_for(membership, pilot_id)
    confirm(membership, roles=LEARNERS)
    form = LessonForm(request.POST)
    if not form.is_valid():
        return _page(request, pilot, lesson=form, status=422)
    lesson_add(pilot=pilot, membership=membership, **form.cleaned_data)
    return redirect("pilots:detail", slug, pilot.pk)


@require_safe
def export_actuals(request: HttpRequest, slug: str, pilot_id: UUID) -> HttpResponse:
    """Every measurement with its revisions, as CSV."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    pilot = pilot_for(membership, pilot_id)
    name = f"{reference_of(pilot.case, membership.organization)}-pilot.csv"
    return HttpResponse(
        actuals_csv(pilot, membership),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _again(form: DecisionForm, current: Pilot, membership: Membership) -> DecisionForm:
    """The same words on the pilot as it is now: who reads what changed may decide again."""
    again = DecisionForm({**form.data.dict(), "version": current.version}, verdicts=verdicts_open_to(membership))
    again.add_error(
        None, _("Someone decided on this pilot while you were reading. See how it stands now, then decide again.")
    )
    return again


def _page(
    request: HttpRequest,
    pilot: Pilot,
    *,
    decision: DecisionForm | None = None,
    lesson: LessonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    today = today_in(membership.organization)
    comparison = comparison_of(pilot, today)
    numbers = Numbers(comparison.currency, membership.organization.locale)
    is_running = pilot.state == Pilot.State.RUNNING
    verdicts = verdicts_open_to(membership) if is_running else []
    context = {
        "pilot": pilot,
        "reference": reference_of(pilot.case, membership.organization),
        "page": pilot_page(pilot, comparison, membership, today),
        "may_measure": is_running and membership.role in MEASURERS,
        "decision": (decision or DecisionForm(verdicts=verdicts, initial={"version": pilot.version}))
        if verdicts
        else None,
        "decisions": decisions_of(pilot, membership),
        "history": history_of_measurements(pilot, membership, numbers),
        "lessons": lessons_for(pilot, membership),
        "lesson": (lesson or LessonForm()) if membership.role in LEARNERS else None,
        "reads_all_words": reads_all_words(membership),
    }
    return render(request, "pilots/detail.html", context, status=status)
