"""The list of cases, a new case, and its name, owner and department."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import case_for, case_to_change, visible_cases
from cases.errors import StaleVersion
from cases.forms import CaseForm
from cases.frame import address_of, frame_context, tab_of_the_week
from cases.listing import SORTS, Listing, as_csv, rows_of
from cases.models import Case, State
from cases.services import case_create, case_update
from opportunities.access import EDITORS, opportunity_for
from opportunities.models import Opportunity
from tenants.models import Membership

PAGE_SIZE = 50


@require_safe
def list_cases(request: HttpRequest, slug: str) -> HttpResponse:
    """The cases a person may see; filters and order stand in the address, and the export follows them."""
    membership: Membership = request.membership
    listing, visible = Listing.of(request.GET), visible_cases(membership)
    cases = listing.apply(visible, membership.organization)
    if request.GET.get("export") == "csv":
        return _csv(as_csv(rows_of(cases, membership.organization)), slug)
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page": page,
        "rows": rows_of(page.object_list, membership.organization),
        "states": State.choices,
        "owners": visible.order_by("owner_name").values_list("owner", "owner_name").distinct(),
        "sorts": _sorts(listing),
        "query": listing.address().removeprefix("?") + "&" if listing.address() != "?" else "",
        "may_create": membership.role in EDITORS,
    }
    return render(request, "cases/list.html#results" if request.htmx else "cases/list.html", context)


@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts a case, alone or from the opportunity that the address names."""
    membership: Membership = request.membership
    if membership.role not in EDITORS:
        raise PermissionDenied(_("Your role does not start cases. Describe the process as an opportunity instead."))
    opportunity = _opportunity(request, membership)
    initial = {"owner": membership.pk}
    if opportunity:
        initial |= {"name": opportunity.title, "department": opportunity.department}
    form = CaseForm(request.POST or None, initial=initial, organization=membership.organization)
    if request.method == "POST" and form.is_valid() and (case := _create(form, membership, opportunity)):
        return redirect(address_of("cases:detail", case, membership))
    status = 422 if form.is_bound else 200
    return render(request, "cases/new.html", {"form": form, "opportunity": opportunity}, status=status)


@require_http_methods(["GET", "POST"])
def edit_case(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Changes the name, the owner, the department. Whoever comes second sees both values and loses nothing."""
    membership: Membership = request.membership
    case = case_to_change(membership, case_id)
    initial = CaseForm.initial_of(case, membership.organization)
    form = CaseForm(request.POST or None, initial=initial, organization=membership.organization)
    status, current = (422, None) if form.is_bound else (200, None)
    if request.method == "POST" and form.is_valid():
        try:
            _update(form, case, membership)
            return redirect(address_of("cases:detail", case, membership))
        except ValidationError as error:
            form.add_error(None, error)
        except StaleVersion as stale:
            status, current = 412, stale.current
            form.data = form.data.copy()
            form.data["version"] = current.version
    context = frame_context(request, case, tab="") | {"form": form, "current": current}
    return render(request, "cases/edit.html", context, status=status)


@require_safe
def case_detail(request: HttpRequest, slug: str, case_id: UUID) -> HttpResponse:
    """Opens a case where this person is most likely needed."""
    case = case_for(request.membership, case_id)
    tab = tab_of_the_week(case, request.membership)
    return redirect(address_of(tab.address, case, request.membership))


def _create(form: CaseForm, membership: Membership, opportunity: Opportunity | None) -> Case | None:
    data = form.cleaned_data
    try:
        return case_create(
            membership=membership,
            id=data["id"],
            name=data["name"],
            owner=data["owner"],
            department=data["department"],
            opportunity=opportunity,
            started_on=timezone.localdate(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _update(form: CaseForm, case: Case, membership: Membership) -> Case:
    data = form.cleaned_data
    return case_update(
        case=case,
        membership=membership,
        version=data["version"],
        name=data["name"],
        owner=data["owner"],
        department=data["department"],
    )


def _opportunity(request: HttpRequest, membership: Membership) -> Opportunity | None:
    named = request.GET.get("opportunity")
    if not named:
        return None
    try:
        return opportunity_for(membership, UUID(named))
    except ValueError:
        return None


def _sorts(listing: Listing) -> dict[str, str]:
    """Returns the address behind each column's head: the first click ascends, the next descends."""
    return {name: listing.address(sort=f"-{name}" if listing.sort == name else name) for name in SORTS}


def _csv(text: str, slug: str) -> HttpResponse:
    moment = timezone.localtime().strftime("%Y-%m-%d-%H%M")
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-cases-{moment}.csv"'
    return response
