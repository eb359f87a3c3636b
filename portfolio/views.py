"""The pages of this room: the home across organizations, the home of one organization, the sample data."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import WEEKS
from opportunities.access import CONTRIBUTORS, EDITORS, SEES_EVERYTHING
from pilots.months import today_in
from portfolio import sample as sample_data
from portfolio.board import board_of
from portfolio.overview import rows_of, tasks_in
from portfolio.work import tasks_of
from tenants.models import User
from tenants.selectors import memberships_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A stranger's front page; a person's organizations as rows; or the one organization they have."""
    if not isinstance(request.user, User):
        return render(request, "portfolio/landing.html", _demo())
    slugs = memberships_of(request.user).values_list("organization__slug", flat=True)[:2]
    if len(slugs) == 1:
        return redirect("portfolio:organization", slug=slugs[0])
    rows = rows_of(request.user)
    consultancies = {row.organization.consultancy.name for row in rows}
    context = {
        "title": consultancies.pop() if len(consultancies) == 1 else _("Your organizations"),
        "rows": rows,
        "weeks": WEEKS,
        "late": sum(row.late for row in rows),
        "tasks": tasks_in(rows),
        "may_load_sample": sample_data.may_load(request.user),
        "may_remove_sample": sample_data.may_remove(request.user),
    }
    return render(request, "portfolio/home.html", context)


@login_required
@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """The organizations to switch to: a part of a page, fetched when the switcher is opened."""
    return render(request, "portfolio/organizations.html", {"memberships": memberships_of(_person(request))})


@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """One organization: the five weeks, the pilots, and what needs a decision."""
    membership = request.membership  # type: ignore[attr-defined]
    today = today_in(membership.organization)
    board, tasks = board_of(membership, today), tasks_of(membership, today)
    context = {
        "board": board,
        "concerns": board.in_weeks,
        "mine": [task for task in tasks if task.is_mine],
        "others": [task for task in tasks if not task.is_mine],
        "nothing_mine": "" if any(task.is_mine for task in tasks) else _("Nothing waits for you here."),
        "sees_everything": membership.role in SEES_EVERYTHING,
        "may_edit": membership.role in EDITORS,
        "may_suggest": membership.role in CONTRIBUTORS,
        "may_remove_sample": sample_data.may_remove_through(membership),
    }
    return render(request, "portfolio/organization.html", context)


@login_required
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """What the sample data are, and what goes when they are removed."""
    person = _person(request)
    may_load, may_remove = sample_data.may_load(person), sample_data.may_remove(person)
    if not (may_load or may_remove):
        raise PermissionDenied(_("Sample data are loaded and removed by consultants and administrators."))
    going = sample_data.contents() if may_remove else None
    context = {"may_remove": may_remove, "going": going, "goes_too": going and person in going.people}
    return render(request, "portfolio/sample.html", context)


@login_required
@require_POST
def sample_load(request: HttpRequest) -> HttpResponse:
    """Loads the sample data, with the person who asked as a consultant in each organization."""
    try:
        sample_data.sample_load_for(person=_person(request), today=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The sample organizations are ready."))
    return redirect("shared:home")


@login_required
@require_POST
def sample_remove(request: HttpRequest) -> HttpResponse:
    """Removes the sample organizations and the people who only existed for them."""
    if sample_data.sample_remove_for(person=_person(request)):
        logout(request)
    messages.success(request, _("The sample data are gone."))
    return redirect("shared:home")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required has seen to it
    return request.user


def _demo() -> dict[str, object]:
    """The sample sign-ins, shown in the demo only."""
    if not getattr(settings, "DEMO", False):
        return {"sign_ins": ()}
    return {"sign_ins": sample_data.SIGN_INS, "password": sample_data.PASSWORD}
