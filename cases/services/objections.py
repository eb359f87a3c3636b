"""Doubts about a case: raised by a stakeholder, answered by who works on it, closed by the one who raised it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import WEEKS, Case, Objection
from cases.services.cases import case_lock
from cases.services.record import record
from cases.services.stakeholders import stakeholder_of
from opportunities.access import EDITORS
from tenants.access import confirm
from tenants.models import Membership


@transaction.atomic
def objection_raise(*, case: Case, membership: Membership, subject: str, text: str, path: str = "") -> Objection:
    """Raises a doubt about the case, or about the line, fact or figure at `path`."""
    confirm(membership)
    locked = _lock_in_weeks(case)
    stakeholder_of(locked, membership)
    objection = Objection(
        case=locked,
        path=path.strip(),
        subject=subject.strip(),
        text=text.strip(),
        person=membership.user_id,
        name=membership.user.name,
    )
    objection.full_clean(exclude=["answered_by", "answered_at"])
    objection.save(force_insert=True)
    _record(objection, membership, "objection.raised", _("Raised an objection."), text=objection.text)
    return objection


@transaction.atomic
def objection_answer(
    *,
    objection: Objection,
    membership: Membership,
    version: int,
    answer: str,
    npv_before: str = "",
    npv_after: str = "",
    payback_before: str = "",
    payback_after: str = "",
) -> Objection:
    """Answers an objection. The caller gives what the answer changed, as it is to be read: before and after."""
    confirm(membership, roles=EDITORS)
    locked = _lock(objection, version)
    if locked.state == Objection.State.CLOSED:
        raise TransitionBlocked([_("The objection is closed.")])
    if not answer.strip():
        raise TransitionBlocked([_("Write an answer.")])
    locked.state, locked.answer = Objection.State.ANSWERED, answer.strip()
    locked.answered_by, locked.answered_by_name = membership.user_id, membership.user.name
    locked.answered_at = clock.now()
    locked.npv_before, locked.npv_after = npv_before, npv_after
    locked.payback_before, locked.payback_after = payback_before, payback_after
    _save(locked)
    figures = {"npv": [npv_before, npv_after], "payback": [payback_before, payback_after]}
    _record(locked, membership, "objection.answered", _("Answered an objection."), answer=locked.answer, **figures)
    return locked


@transaction.atomic
def objection_close(*, objection: Objection, membership: Membership, version: int) -> Objection:
    """Closes an objection: the one who raised it is satisfied, answered or not."""
    confirm(membership)
    locked = _lock(objection, version)
    if locked.person != membership.user_id:
        raise PermissionDenied(_("Only %(name)s, who raised it, closes it.") % {"name": locked.name})
    if locked.state == Objection.State.CLOSED:
        raise TransitionBlocked([_("The objection is closed.")])
    locked.state = Objection.State.CLOSED
    _save(locked)
    _record(locked, membership, "objection.closed", _("Closed their objection."))
    return locked


def _lock_in_weeks(case: Case) -> Case:
    locked = case_lock(case=case)
    if locked.state not in WEEKS:
        raise TransitionBlocked([_("The case is no longer in its five weeks.")])
    return locked


def _lock(objection: Objection, version: int) -> Objection:
    # The case first, as every write does, so that two of them never wait for each other.
    case = _lock_in_weeks(objection.case)
    locked = Objection.objects.select_for_update().get(pk=objection.pk, case=case)
    if locked.version != version:
        raise StaleVersion(locked)
    return locked


def _save(objection: Objection) -> None:
    objection.version += 1
    objection.save()


def _record(objection: Objection, membership: Membership, action: str, outcome: str, **inputs: object) -> None:
    about = {"objection": str(objection.pk), "path": objection.path, "subject": objection.subject}
    record(objection.case, membership, action, outcome, **about, **inputs)
