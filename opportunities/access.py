"""Which opportunities a person may see and change. Every read and write goes through here."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from opportunities.models import Opportunity
from tenants.models import Membership, Role

# Who works on opportunities and cases.
EDITORS = frozenset({Role.CONSULTANT, Role.PROJECT_LEAD})
SEES_EVERYTHING = EDITORS | {Role.CFO, Role.CEO, Role.AUDITOR, Role.ADMINISTRATOR}
SEES_OWN_DEPARTMENT = frozenset({Role.DEPARTMENT_HEAD, Role.EMPLOYEE})
# An idea may come from anyone who takes part; auditors and administrators only look after things.
CONTRIBUTORS = EDITORS | SEES_OWN_DEPARTMENT | {Role.CFO, Role.CEO}


def visible_opportunities(membership: Membership) -> QuerySet[Opportunity]:
    """Returns the opportunities a person may see; a role nobody described sees none."""
    if membership.role in SEES_EVERYTHING:
        return Opportunity.objects.all()
    if membership.role in SEES_OWN_DEPARTMENT:
        return Opportunity.objects.filter(of_department(membership) | Q(submitted_by=membership.user_id))
    return Opportunity.objects.none()


def opportunity_for(membership: Membership, opportunity_id: UUID) -> Opportunity:
    """Returns one opportunity. Raises Http404 where there is none, or not for this person."""
    opportunity = visible_opportunities(membership).filter(pk=opportunity_id).first()
    if opportunity is None:
        raise Http404
    return opportunity


def opportunity_to_change(membership: Membership, opportunity_id: UUID) -> Opportunity:
    """Returns one opportunity to someone who may change it. Raises Http404, or PermissionDenied with a sentence."""
    opportunity = opportunity_for(membership, opportunity_id)
    if not may_change(membership, opportunity):
        raise PermissionDenied(
            _("Only those who work on cases, or the person who sent it in, may change this process.")
        )
    return opportunity


def may_change(membership: Membership, opportunity: Opportunity) -> bool:
    """Returns whether a person may change an opportunity: editors may, and whoever sent it in while it is an idea."""
    is_own_idea = opportunity.submitted_by == membership.user_id and opportunity.state == Opportunity.State.IDEA
    return membership.role in EDITORS or (membership.role in CONTRIBUTORS and is_own_idea)


def of_department(membership: Membership) -> Q:
    """Returns the condition for rows of the person's own department; who has none matches nothing."""
    return Q(department=membership.department_id) if membership.department_id else Q(pk__in=[])
