"""STAKEHOLDER_VIEWS: who reads which sections, and which kinds of figures they may show. A literal table."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import StakeholderView
from reports.document import Section
from reports.reading import Reading
from reports.sections import grounds, money, strategy, team, work
from tenants.models import Role
from tenants.visibility import EVERYTHING, Figure


@dataclass(frozen=True)
class View:
    """One reader's version: the sections in the order they are read."""

    name: str
    label: str | Promise
    question: str | Promise
    # Whose version it is. `figures` is never more than tenants/visibility.py gives each of these roles.
    readers: frozenset[Role]
    figures: frozenset[Figure]
    sections: tuple[Callable[[Reading], Section], ...]


STAKEHOLDER_VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View(
            StakeholderView.CFO.value,
            _("For the CFO"),
            _("When is the money back, what is it worth, and what if it goes wrong?"),
            frozenset({Role.CFO}),
            EVERYTHING,
            (
                money.decision, money.cash, money.signing, money.downside, money.layers, grounds.assumptions,
                grounds.checks, grounds.method, grounds.appendix,
            ),
        ),
        View(
            StakeholderView.CEO.value,
            _("For the CEO"),
            _("What does it make possible, and what is asked of us?"),
            frozenset({Role.CEO}),
            frozenset({Figure.RESULT, Figure.BENEFIT, Figure.COST, Figure.RISK, Figure.HEADCOUNT, Figure.EFFORT}),
            (strategy.possible, money.layers, strategy.ask, strategy.risk),
        ),
        View(
            StakeholderView.DEPARTMENT.value,
            _("For the department head"),
            _("What does the team gain, and what does it cost them on the way?"),
            frozenset({Role.DEPARTMENT_HEAD}),
            frozenset({Figure.EFFORT}),
            (team.gain, team.months, team.training, team.measured, team.questions),
        ),
        View(
            StakeholderView.EMPLOYEE.value,
            _("For the people who do the work"),
            _("Is my job safe, and what changes for me?"),
            frozenset({Role.EMPLOYEE}),
            frozenset({Figure.EFFORT}),
            (work.safety, work.change, work.better, work.learning, work.say),
        ),
    )
}  # fmt: skip
# These read every version: they make it, answer for it, or check it.
READ_ALL = frozenset({Role.CONSULTANT, Role.PROJECT_LEAD, Role.CFO, Role.AUDITOR})


def views_of(role: str) -> list[View]:
    """Returns the versions a role may open."""
    return [view for view in STAKEHOLDER_VIEWS.values() if role in READ_ALL | view.readers]
