"""Which pilots a person may see, which of their metrics, and who may do what. Every read goes through here."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cases.access import require, visible_cases
from cases.workflow import BY_NAME
from opportunities.access import EDITORS
from pilots.metrics import METRICS
from pilots.models import Decision, Metric, Pilot
from tenants.models import Membership, Role
from tenants.visibility import Figure, may_see, visible_figures

Verdict = Decision.Verdict
# Those who do the work know its numbers.
MEASURERS = EDITORS | {Role.DEPARTMENT_HEAD}
# Going on for some months is a matter for those who run the pilot; money and people follow from the other two verdicts,
# and these move the case: who may do that stands in its table of transitions.
DECIDERS: dict[str, frozenset[Role]] = {
    Verdict.SCALE: BY_NAME["scale"].roles,
    Verdict.EXTEND: EDITORS | {Role.CFO},
    Verdict.STOP: BY_NAME["stop"].roles,
}
# Everyone who takes part learns something; auditors and administrators only look on.
LEARNERS = MEASURERS | {Role.CFO, Role.CEO, Role.EMPLOYEE}


def visible_pilots(membership: Membership) -> QuerySet[Pilot]:
    """Returns the pilots of the cases a person may see. Raises Http404 for a role that sees no measurement."""
    require(membership, Figure.OUTCOME)
    return Pilot.objects.filter(case__in=visible_cases(membership)).select_related("case")


def pilot_for(membership: Membership, pilot_id: UUID) -> Pilot:
    """Returns one pilot. Raises Http404 where it does not exist or is not for this person: the two look the same."""
    pilot = visible_pilots(membership).filter(pk=pilot_id).first()
    if pilot is None:
        raise Http404
    return pilot


def visible_metrics(membership: Membership, metrics: Iterable[Metric]) -> list[Metric]:
    """Returns the metrics whose figures the person's role may see."""
    seen = visible_figures(membership.role)
    return [metric for metric in metrics if METRICS[metric.kind].figure in seen]


def sees_money(membership: Membership) -> bool:
    """Returns whether a person may see what the measured effect is worth."""
    return may_see(membership.role, Figure.BENEFIT)


def verdicts_open_to(membership: Membership) -> list[str]:
    """Returns the verdicts a person may give."""
    return [verdict for verdict, roles in DECIDERS.items() if membership.role in roles]
