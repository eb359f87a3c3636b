"""Today's process: its facts, what it costs, and the terms under which the case is worked out."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.models import Event
from calculations import services
from calculations.engine.currencies import currencies
from calculations.engine.inputs import InvalidInputs
from calculations.figures import figures_of_facts
from calculations.forms import choices
from calculations.forms.facts import FactForm, fact_texts
from calculations.forms.lines import fact_value
from calculations.forms.terms import TermsForm, terms_texts
from calculations.headline import headline_of, strip
from calculations.models import Assumptions, Fact
from calculations.rows import Json, assumptions_of, fact_document
from calculations.today import cost_of_today
from calculations.views.page import (
    address,
    conflict,
    loaded,
    membership_of,
    numbers_of,
    panel,
    undo_address,
    version_in,
)
from calculations.workings import confidence_word
from cases.access import case_for, case_to_change, require
from cases.errors import StaleVersion
from cases.models import Case
from display.numbers import Numbers
from tenants.visibility import Figure, visible_figures


@require_GET
def today(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Facts of today's process and, for those who may see money, what it costs."""
    membership = membership_of(request)
    case = case_for(membership, case_id)
    require(membership, Figure.EFFORT)
    document, case_file = loaded(case)
    seen = visible_figures(membership.role)
    kinds = figures_of_facts(document["facts"], [*case.benefit_lines.all(), *case.cost_lines.all()])
    numbers = numbers_of(request, document)
    facts = [
        {
            "fact": fact,
            "value": fact_value(fact_document(fact), numbers),
            "confidence": confidence_word(case_file.facts[fact.key].origin.confidence),
        }
        for fact in case.facts.all()
        if kinds[fact.key] <= seen
    ]
    sees_cost = seen >= {Figure.PAY, Figure.BENEFIT}
    costs = cost_of_today(case_file) if sees_cost else []
    context = {
        "facts": facts,
        "numbers": numbers,
        "shows_sources": Figure.SOURCE in seen,
        "costs": costs,
        "cost_total": sum((cost.amount for cost in costs), Decimal(0)),
        "hours_total": sum((cost.hours for cost in costs if cost.hours is not None), Decimal(0)),
        "process": _process(document.get("process")),
        "terms": _terms(document, case_file.probability, numbers) if Figure.RISK in seen else [],
        "can_take_over": bool(case.opportunity) and not facts,
        "undo": undo_address(request, case, "fact_restore"),
    }
    return panel(request, case, "calculations/today.html", context, tab="today")


def _process(process: object) -> list[tuple[str, list[str]]]:
    if isinstance(process, dict):
        return [(heading, list(lines)) for heading, lines in process.items()]
    return [("", [str(process)])] if process else []


def _terms(document: Json, probability: Decimal, numbers: Numbers) -> list[tuple[str, str]]:
    texts = terms_texts(document, numbers)
    return [
        (_("Probability of success"), numbers.percent(probability)),
        (_("Discount rate"), texts["discount_rate"]),
        (_("Horizon"), numbers.months(Decimal(texts["horizon_months"]))),
        (_("First months bring"), texts["ramp"] or _("all from the first month")),
    ]


@require_http_methods(["GET", "POST"])
def fact_new(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """A new fact."""
    case = case_to_change(membership_of(request), case_id)
    document, _case_file = loaded(case)
    form = FactForm(request.POST.dict(), numbers_of(request, document))
    if request.method == "POST":
        try:
            services.fact_create(case=case, membership=membership_of(request), document=form.document)
            return redirect(address(case, request, "today"))
        except InvalidInputs as refused:
            form.errors = {**refused.errors, **form.reading.errors}
    return _fact_page(request, case, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, slug: str, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """One fact, to change."""
    case = case_to_change(membership_of(request), case_id)
    row = get_object_or_404(Fact, pk=fact_id, case=case)
    document, _case_file = loaded(case)
    stored, numbers = fact_document(row), numbers_of(request, document)
    if request.method == "GET":
        return _fact_page(request, case, FactForm(fact_texts(stored, numbers), numbers, stored), row)
    form = FactForm(request.POST.dict(), numbers, stored)
    try:
        services.fact_update(
            fact=row, membership=membership_of(request), version=version_in(request), document=form.document
        )
        return redirect(address(case, request, "today"))
    except InvalidInputs as refused:
        form.errors = {**refused.errors, **form.reading.errors}
    except StaleVersion as stale:
        theirs = fact_document(stale.current)  # type: ignore[arg-type]
        return _fact_page(request, case, form, stale.current, conflict(form.document, theirs), status=412)  # type: ignore[arg-type]
    return _fact_page(request, case, form, row, status=422)


def _fact_page(
    request: HttpRequest,
    case: Case,
    form: FactForm,
    row: Fact | None = None,
    theirs: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    _document, case_file = loaded(case)
    context = {"form": form, "fact": row, "conflict": theirs, "choices": choices, "numbers": form.numbers,
               "figures": strip(headline_of(case_file), form.numbers),
               "preview": address(case, request, "preview")}  # fmt: skip
    return panel(request, case, "calculations/fact.html", context, tab="today", status=status)


@require_POST
def fact_delete(request: HttpRequest, slug: str, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """Removes a fact no line needs, and offers to bring it back."""
    case = case_to_change(membership_of(request), case_id)
    row = get_object_or_404(Fact, pk=fact_id, case=case)
    try:
        event = services.fact_delete(fact=row, membership=membership_of(request), version=version_in(request))
    except InvalidInputs:
        messages.error(
            request, _("“%(fact)s” is used by a line. Give the line a number of its own first.") % {"fact": row}
        )
        return redirect(address(case, request, "fact", fact_id=row.pk))
    return redirect(f"{address(case, request, 'today')}?removed={event.pk}")


@require_POST
def fact_restore(request: HttpRequest, slug: str, case_id: UUID, event_id: UUID) -> HttpResponse:
    """Brings a removed fact back."""
    case = case_to_change(membership_of(request), case_id)
    removed = get_object_or_404(Event, pk=event_id, subject=case.pk, action="fact.deleted")
    services.fact_restore(case=case, membership=membership_of(request), event=removed.pk)
    return redirect(address(case, request, "today"))


@require_POST
def facts_take_over(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Writes what the opportunity told as facts."""
    case = case_to_change(membership_of(request), case_id)
    services.facts_take_over(case=case, membership=membership_of(request))
    return redirect(address(case, request, "today"))


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Horizon, discount rate, risk, ramp and today's process in words."""
    case = case_to_change(membership_of(request), case_id)
    document, _case_file = loaded(case)
    numbers, assumptions = numbers_of(request, document), assumptions_of(case)
    if request.method == "GET":
        return _terms_page(request, case, TermsForm(terms_texts(document, numbers), numbers), assumptions)
    form = TermsForm(request.POST.dict(), numbers)
    try:
        services.assumptions_update(
            case=case, membership=membership_of(request), version=version_in(request), changes=form.changes
        )
        return redirect(address(case, request, "today"))
    except InvalidInputs as refused:
        form.errors = {**refused.errors, **form.reading.errors}
    except StaleVersion as stale:
        theirs = {name: value for name, value in document.items() if name in form.changes}
        mine = {name: value for name, value in form.changes.items() if value is not None}
        return _terms_page(request, case, form, stale.current, conflict(mine, theirs), status=412)  # type: ignore[arg-type]
    return _terms_page(request, case, form, assumptions, status=422)


def _terms_page(
    request: HttpRequest,
    case: Case,
    form: TermsForm,
    assumptions: Assumptions,
    theirs: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "texts": form.texts, "assumptions": assumptions, "conflict": theirs, "choices": choices,
               "currencies": sorted(currencies()), "numbers": form.numbers}  # fmt: skip
    return panel(request, case, "calculations/terms.html", context, tab="today", status=status)
