"""Entering the numbers of a month: a form for two minutes on a phone."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calculations.engine.inputs import InvalidInputs
from cases.errors import TransitionBlocked
from cases.selectors import reference_of
from display.numbers import Numbers
from pilots.access import MEASURERS, pilot_for
from pilots.comparison import Readings
from pilots.forms import MonthForm, typed_value
from pilots.metrics import MEASURES, Text
from pilots.models import Metric, Pilot
from pilots.months import month_start, months_between, today_in
from pilots.page import metric_names
from pilots.selectors import currency_of, readings_by_metric
from pilots.services import UnusualValues, measurements_enter
from pilots.wording import Writer, month_name
from tenants.models import Membership


@dataclass(frozen=True)
class MonthField:
    """One field of the form, with what helps to fill it in."""

    field: BoundField
    unit: Text
    projected: str
    before: str


@require_http_methods(["GET", "POST"])
def enter_month(request: HttpRequest, slug: str, pilot_id: UUID, month: int) -> HttpResponse:
    """Shows what is known of a month and takes what is new. A refused form keeps what was typed."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    pilot = pilot_for(membership, pilot_id)
    if membership.role not in MEASURERS:
        raise PermissionDenied(_("Your role reads the numbers of a pilot and does not enter them."))
    if not 1 <= month <= pilot.months:
        raise Http404
    metrics = _named_metrics(pilot, membership)
    known = readings_by_metric([pilot], metrics)
    writer = Writer(Numbers(currency_of(pilot), membership.organization.locale))
    initial = {
        str(metric.pk): typed_value(known[metric.pk].get(month), metric.unit, writer.numbers) for metric in metrics
    }
    form = MonthForm(request.POST or None, metrics=metrics, numbers=writer.numbers, initial=initial)
    asks = False
    if form.is_bound and form.is_valid():
        try:
            _enter(form, pilot, membership, month)
            return redirect("pilots:detail", slug, pilot.pk)
        except UnusualValues as question:
            asks = True
            _add_errors(form, question)
        except InvalidInputs as refusal:
            _add_errors(form, refusal)
        except TransitionBlocked as refusal:
            form.add_error(None, " ".join(refusal.blockers))
    context = {
        "pilot": pilot,
        "reference": reference_of(pilot.case, membership.organization),
        "month": month,
        "month_name": month_name(pilot, month),
        "is_running": months_between(pilot.starts_on, month_start(today_in(membership.organization))) + 1 == month,
        "form": form,
        "asks": asks or "is_confirmed" in form.data,
        "fields": [_field(form, metric, month, known[metric.pk], writer) for metric in metrics],
    }
    return render(request, "pilots/month.html", context, status=422 if form.is_bound else 200)


def _named_metrics(pilot: Pilot, membership: Membership) -> list[Metric]:
    """The metrics a person may enter, called what they are called for them."""
    every = list(pilot.metrics.all())
    names = metric_names(membership, every)
    shown = [metric for metric in every if metric.pk in names]
    for metric in shown:
        metric.name = names[metric.pk]
    return shown


def _enter(form: MonthForm, pilot: Pilot, membership: Membership, month: int) -> None:
    measurements_enter(
        pilot=pilot,
        membership=membership,
        month=month,
        readings=form.readings(),
        is_confirmed=form.cleaned_data["is_confirmed"],
    )


def _add_errors(form: MonthForm, refusal: InvalidInputs) -> None:
    for name, message in refusal.errors.items():
        form.add_error(name if name in form.fields else None, message)


def _field(form: MonthForm, metric: Metric, month: int, known: Readings, writer: Writer) -> MonthField:
    return MonthField(
        field=form[str(metric.pk)],
        unit=writer.numbers.currency if metric.unit == "money" else MEASURES[metric.unit].label,
        projected=writer.value(Decimal(metric.projected[month - 1]), metric.unit),
        before=writer.value(known.get(month - 1, metric.baseline if month == 1 else None), metric.unit),
    )
