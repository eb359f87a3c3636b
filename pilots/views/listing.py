"""The pilots of an organization, and the cases that wait for theirs."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import visible_cases
from cases.models import State
from display.numbers import Numbers
from opportunities.access import EDITORS
from pilots.access import sees_money, visible_pilots
from pilots.comparison import Comparison
from pilots.models import Pilot
from pilots.months import today_in
from pilots.selectors import comparisons_of
from pilots.wording import Standing, Writer, when
from tenants.models import Membership


@dataclass(frozen=True)
class Row:
    """One pilot in the list."""

    pilot: Pilot
    standing: Standing
    when: str
    promised: str
    realised: str


@require_safe
def list_pilots(request: HttpRequest, slug: str) -> HttpResponse:
    """The pilots a person may see, the running ones first."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    pilots = list(visible_pilots(membership).order_by("-state", "-created_at"))
    comparisons = comparisons_of(pilots, today_in(membership.organization))
    waiting = visible_cases(membership).filter(state=State.PILOT).exclude(pilots__state=Pilot.State.RUNNING)
    context = {
        "rows": [_row(pilot, comparisons[pilot.pk], membership) for pilot in pilots],
        "waiting": waiting,
        "may_start": membership.role in EDITORS,
        "sees_money": sees_money(membership),
    }
    return render(request, "pilots/list.html", context)


def _row(pilot: Pilot, comparison: Comparison, membership: Membership) -> Row:
    writer = Writer(Numbers(comparison.currency, membership.organization.locale))
    total = comparison.total if sees_money(membership) else None
    return Row(
        pilot=pilot,
        standing=Standing(comparison.status),
        when=when(pilot, today_in(membership.organization)),
        promised=writer.numbers.money_whole(total.projected_to_date) if total else "",
        realised=writer.money(total.realised_to_date) if total else "",
    )
