"""What is said about a case, as one person may read it: who was asked, answers, objections."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.access import reads_all_words
from cases.models import Case, Feedback, Objection, Stakeholder
from tenants.models import Membership
from tenants.visibility import Figure, may_see

# What a form calls the case itself; an objection to it has no path.
WHOLE_CASE = "case"


@dataclass(frozen=True)
class Asked:
    """A stakeholder, and their latest answer where this reader may see it."""

    stakeholder: Stakeholder
    feedback: Feedback | None
    is_current: bool


def asked(case: Case, membership: Membership, snapshot_hash: str) -> list[Asked]:
    """Returns the stakeholders with their latest answers: to who may read all words everyone's, to others their own."""
    latest = {feedback.person: feedback for feedback in reversed(case.feedback.all())}
    readable = reads_all_words(membership)
    return [
        Asked(
            stakeholder,
            latest.get(stakeholder.person) if readable or stakeholder.person == membership.user_id else None,
            stakeholder.person in latest and latest[stakeholder.person].snapshot_hash == snapshot_hash,
        )
        for stakeholder in case.stakeholders.all()
    ]


def objections_for(case: Case, membership: Membership) -> QuerySet[Objection]:
    """Returns the objections a person may read: all, or their own."""
    objections = case.objections.all()
    return objections if reads_all_words(membership) else objections.filter(person=membership.user_id)


def subjects_for(case: Case, membership: Membership) -> list[tuple[str, str]]:
    """Returns what a person may object to, by path: the case, and the figures, lines and facts their role may see."""
    role, subjects = membership.role, [(WHOLE_CASE, _("The case as a whole"))]
    if may_see(role, Figure.RESULT):
        subjects += [("cashflow.npv", _("Net present value")), ("cashflow.payback_months", _("Payback"))]
    if may_see(role, Figure.BENEFIT):
        subjects += [(f"benefits.{key}", name) for key, name in case.benefit_lines.values_list("key", "name")]
    if may_see(role, Figure.COST):
        subjects += [(f"costs.{key}", name) for key, name in case.cost_lines.values_list("key", "name")]
    if may_see(role, *Figure):
        subjects += [(f"facts.{key}", name) for key, name in case.facts.values_list("key", "name")]
    return subjects
