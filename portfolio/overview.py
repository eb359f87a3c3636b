"""A person's organizations as rows: only those they belong to, each read inside its own scope, one after the other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cases.access import visible_cases
from cases.models import WEEKS, Case, State
from cases.selectors import is_late
from opportunities.access import visible_opportunities
from opportunities.models import Opportunity
from pilots.models import Pilot
from pilots.months import today_in
from portfolio.figures import Amount, headlines_of, total
from portfolio.standing import Standing, standings
from portfolio.work import Task, tasks_of
from tenants.models import Membership, Organization, User
from tenants.scope import organization_scope
from tenants.selectors import memberships_of
from tenants.visibility import Figure, may_see

# A case is live until it was declined, withdrawn or stopped, or runs for good.
LIVE = frozenset({*WEEKS, State.PILOT})


@dataclass(frozen=True)
class Row:
    """One organization in numbers. `value` is None for a role that may not see results."""

    organization: Organization
    role: str
    weeks: Sequence[tuple[State, int]]
    ideas: int
    pilots: Sequence[tuple[Standing | None, int]]
    late: int
    live: int
    valued: int
    value: Sequence[Amount] | None
    tasks: Sequence[Task]

    @property
    def mine(self) -> list[Task]:
        """What waits for the person who looks."""
        return [task for task in self.tasks if task.is_mine]


def rows_of(person: User) -> list[Row]:
    """Returns one row for each organization `person` is a member of. Call it outside every scope."""
    return [_row(membership) for membership in memberships_of(person).select_related("user")]


def tasks_in(rows: Sequence[Row]) -> list[tuple[Row, Task]]:
    """Returns what waits for the person in all their organizations, most urgent first."""
    return sorted(((row, task) for row in rows for task in row.mine), key=lambda pair: pair[1].due.on)


def _row(membership: Membership) -> Row:
    organization = membership.organization
    today = today_in(organization)
    with organization_scope(organization):
        cases = list(visible_cases(membership))
        ideas = visible_opportunities(membership).filter(state=Opportunity.State.IDEA).count()
        live = [case for case in cases if case.state in LIVE]
        figures = headlines_of(membership, (case.pk for case in live))
        pilots = list(Pilot.objects.filter(state=Pilot.State.RUNNING, case__in=[case.pk for case in live]))
        stands = standings(membership, pilots, today)
        tasks = tasks_of(membership, today)
    return Row(
        organization=organization,
        role=membership.get_role_display(),
        weeks=[(state, _count(cases, state)) for state in WEEKS],
        ideas=ideas,
        pilots=_tally(pilots, stands),
        late=sum(is_late(case, today) for case in cases),
        live=len(live),
        valued=len(figures),
        value=total(figures.values()) if may_see(membership.role, Figure.RESULT) else None,
        tasks=tasks,
    )


def _tally(pilots: Sequence[Pilot], stands: Mapping[UUID, Standing]) -> list[tuple[Standing | None, int]]:
    """Returns how many pilots stand how; those whose standing the role may not see come together as None."""
    return list(Counter(stands.get(pilot.pk) for pilot in pilots).items())


def _count(cases: Sequence[Case], state: State) -> int:
    return sum(case.state == state for case in cases)
