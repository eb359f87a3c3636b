"""Which figures a role may see: one function, asked by page, API, document, export, search and notification."""

from enum import StrEnum

from tenants.models import Role


class Figure(StrEnum):
    """A kind of figure. A role that may not see a kind never receives it, in any form."""

    RESULT = "result"  # NPV, IRR, payback, ROI, cash flow, cashable or not
    COST = "cost"  # what it costs, line by line
    BENEFIT = "benefit"  # what it is worth, line by line, in money
    PAY = "pay"  # salaries, hourly rates, load factors
    HEADCOUNT = "headcount"  # positions avoided, removed or not hired
    RISK = "risk"  # probability of success, scenarios, simulation, sensitivity
    EFFORT = "effort"  # hours, volumes, minutes, error rates
    SOURCE = "source"  # where an assumption comes from, quotes, evidence
    OUTCOME = "outcome"  # what a pilot measured


EVERYTHING = frozenset(Figure)

VISIBLE: dict[Role, frozenset[Figure]] = {
    Role.CONSULTANT: EVERYTHING,
    Role.PROJECT_LEAD: EVERYTHING,
    Role.CFO: EVERYTHING,
    Role.AUDITOR: EVERYTHING,
    Role.CEO: EVERYTHING - {Figure.PAY},
    Role.DEPARTMENT_HEAD: frozenset({Figure.COST, Figure.EFFORT, Figure.OUTCOME}),
    Role.EMPLOYEE: frozenset({Figure.EFFORT, Figure.OUTCOME}),
    # An administrator looks after people and settings, not after the figures.
    Role.ADMINISTRATOR: frozenset(),
}


def visible_figures(role: str) -> frozenset[Figure]:
    """Returns the kinds of figures `role` may see; a role nobody described sees nothing."""
    return VISIBLE.get(role, frozenset())  # type: ignore[call-overload,no-any-return]


def may_see(role: str, *kinds: Figure) -> bool:
    """Returns whether `role` may see every one of `kinds`."""
    return visible_figures(role).issuperset(kinds)
