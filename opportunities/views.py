"""Pages of opportunities: the list, a new one, one of them, and its form."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.selectors import history_of
from opportunities.access import (
    CONTRIBUTORS,
    EDITORS,
    may_change,
    opportunity_for,
    opportunity_to_change,
    visible_opportunities,
)
from opportunities.errors import StaleVersion
from opportunities.forms import DropForm, OpportunityForm
from opportunities.listing import SORTS, Listing
from opportunities.models import Opportunity
from opportunities.services import opportunity_create, opportunity_drop, opportunity_update
from tenants.models import Membership
from tenants.visibility import Figure, may_see

PAGE_SIZE = 50


@require_safe
def list_opportunities(request: HttpRequest, slug: str) -> HttpResponse:
    """The processes a person may see; filters and order stand in the address."""
    membership: Membership = request.membership
    sorts = frozenset(SORTS) if may_see(membership.role, Figure.EFFORT) else frozenset(SORTS) - {"volume"}
    listing = Listing.of(request.GET, sorts=sorts)
    page = Paginator(listing.apply(visible_opportunities(membership)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "states": Opportunity.State.choices,
        "sorts": {name: listing.address(sort=f"-{name}" if listing.sort == name else name) for name in sorts},
        "query": listing.address().removeprefix("?") + "&" if listing.address() != "?" else "",
        "may_create": membership.role in CONTRIBUTORS,
    }
    name = "opportunities/list.html#results" if request.htmx else "opportunities/list.html"
    return render(request, name, context)


@require_http_methods(["GET", "POST"])
def new_opportunity(request: HttpRequest, slug: str) -> HttpResponse:
    """Writes a process down."""
    membership: Membership = request.membership
    if membership.role not in CONTRIBUTORS:
        raise PermissionDenied(_("Your role does not describe processes."))
    form = OpportunityForm(request.POST or None, organization=membership.organization)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opportunity = opportunity_create(
                membership=membership, id=data["id"], values=form.values(), department=data["department"]
            )
            return redirect("opportunities:detail", slug, opportunity.pk)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "opportunities/form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def opportunity_detail(request: HttpRequest, slug: str, opportunity_id: UUID) -> HttpResponse:
    """One process: what is known, what is missing, and where it leads."""
    membership: Membership = request.membership
    return _detail(request, opportunity_for(membership, opportunity_id))


@require_http_methods(["GET", "POST"])
def edit_opportunity(request: HttpRequest, slug: str, opportunity_id: UUID) -> HttpResponse:
    """Changes what is known. Whoever comes second is told what was saved, and loses nothing."""
    membership: Membership = request.membership
    opportunity = opportunity_to_change(membership, opportunity_id)
    form = OpportunityForm(request.POST or None, organization=membership.organization)
    form.show(opportunity)
    status, current = (422, None) if form.is_bound else (200, None)
    if request.method == "POST" and form.is_valid():
        try:
            _update(form, opportunity, membership)
            return redirect("opportunities:detail", slug, opportunity.pk)
        except ValidationError as error:
            form.add_error(None, error)
        except StaleVersion as stale:
            status, current = 412, stale.current
            form.data = form.data.copy()
            form.data["version"] = current.version
    context = {"form": form, "opportunity": opportunity, "current": _saved(form, current) if current else None}
    return render(request, "opportunities/form.html", context, status=status)


@require_POST
def drop_opportunity(request: HttpRequest, slug: str, opportunity_id: UUID) -> HttpResponse:
    """Sets a process aside."""
    membership: Membership = request.membership
    opportunity = opportunity_to_change(membership, opportunity_id)
    form = DropForm(request.POST)
    if form.is_valid():
        try:
            opportunity_drop(opportunity=opportunity, membership=membership, **form.cleaned_data)
            return redirect("opportunities:detail", slug, opportunity.pk)
        except ValidationError as error:
            form.add_error(None, error)
    return _detail(request, opportunity, drop_form=form, status=422)


def _detail(
    request: HttpRequest, opportunity: Opportunity, *, drop_form: DropForm | None = None, status: int = 200
) -> HttpResponse:
    membership: Membership = request.membership
    may_edit = membership.role in EDITORS
    context = {
        "opportunity": opportunity,
        "may_change": may_change(membership, opportunity),
        "may_start": may_edit and opportunity.state != Opportunity.State.SELECTED,
        "drop_form": drop_form or DropForm(initial={"version": opportunity.version}),
        "may_drop": may_edit and opportunity.state == Opportunity.State.IDEA,
        "cases": opportunity.cases.all() if may_edit else [],
        "events": history_of(opportunity.pk)[:20],
    }
    return render(request, "opportunities/detail.html", context, status=status)


def _update(form: OpportunityForm, opportunity: Opportunity, membership: Membership) -> None:
    data = form.cleaned_data
    opportunity_update(
        opportunity=opportunity,
        membership=membership,
        version=data["version"],
        values=form.values(),
        department=data["department"],
    )


def _saved(form: OpportunityForm, current: Opportunity) -> list[tuple[str, str, str]]:
    """Returns where the saved row differs from what was typed: the field's name, what is saved, what was typed."""
    form.show(current)
    typed = {name: form.data.get(name, "") for name in form.fields}
    shown = {name: "" if form.initial.get(name) is None else str(form.initial[name]) for name in form.fields}
    return [
        (str(field.label), shown[name], typed[name])
        for name, field in form.fields.items()
        if name not in ("id", "version", "department") and shown[name] != typed[name]
    ]
