"""Which cases a person may see and change, and which figures of them. Every read of a case goes through here."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, Stakeholder, State
from opportunities.access import EDITORS, SEES_EVERYTHING, of_department
from tenants.models import Membership, Role
from tenants.visibility import Figure, may_see

# From week 3 on there is a version made for employees; before that a case is the business of those who work on it.
SEEN_BY_EMPLOYEES = frozenset(
    {State.TAILOR, State.SOCIALIZE, State.APPROVE, State.PILOT, State.OPERATE, State.DECLINED, State.STOPPED}
)


def visible_cases(membership: Membership) -> QuerySet[Case]:
    """Returns the cases a person may see, of whatever state; a role nobody described sees none."""
    if membership.role in SEES_EVERYTHING:
        return Case.objects.all()
    is_asked = Exists(Stakeholder.objects.filter(case=OuterRef("pk"), person=membership.user_id))
    if membership.role == Role.DEPARTMENT_HEAD:
        return Case.objects.filter(of_department(membership) | Q(is_asked))
    if membership.role == Role.EMPLOYEE:
        return Case.objects.filter(of_department(membership) & Q(state__in=SEEN_BY_EMPLOYEES) | Q(is_asked))
    return Case.objects.none()


def case_for(membership: Membership, case_id: UUID) -> Case:
    """Returns one case. Raises Http404 where it does not exist or is not for this person: the two look the same."""
    case = visible_cases(membership).select_related("opportunity").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def case_to_change(membership: Membership, case_id: UUID) -> Case:
    """Returns one case to someone whose role may edit it. Raises Http404, or PermissionDenied with a sentence."""
    case = case_for(membership, case_id)
    if membership.role not in EDITORS:
        raise PermissionDenied(_("Your role may read this case, not change it."))
    return case


def require(membership: Membership, *figures: Figure) -> None:
    """Raises Http404 unless the person's role may see every kind of `figures`: what it may not see is absent."""
    if not may_see(membership.role, *figures):
        raise Http404


def reads_all_words(membership: Membership) -> bool:
    """Returns whether a person may read what others wrote: free text may quote any figure, so only who may see all."""
    return may_see(membership.role, *Figure)
