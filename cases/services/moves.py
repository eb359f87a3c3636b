"""Carrying a case from one state to the next: the only place where a state changes."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from audit.services import message_publish
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Case, State
from cases.selectors import latest_snapshot_of
from cases.services.cases import case_lock
from cases.services.record import record
from cases.workflow import BY_NAME, VERSION, Transition, blockers
from tenants.access import confirm
from tenants.models import Membership


@transaction.atomic
def case_move(
    *,
    case: Case,
    membership: Membership,
    transition: str,
    version: int,
    reason: str = "",
    snapshot_hash: str = "",
    blocked_by: Sequence[str] = (),
) -> Case:
    """Takes one step of the table and returns the case after it.

    A step that freezes names the snapshot its caller has just written; `blocked_by` carries reasons only the caller can
    know, and they are reported together with those of the gates. Raises TransitionBlocked with all of them,
    StaleVersion where the case was saved since the page was drawn, and PermissionDenied.
    """
    confirm(membership)
    step = BY_NAME[transition]
    locked = case_lock(case=case)
    require_open(step, locked, membership, version)
    return carry_out(step, locked, membership, reason=reason, snapshot_hash=snapshot_hash, blocked_by=blocked_by)


def case_withdraw(*, case: Case, membership: Membership, version: int, reason: str) -> Case:
    """Ends a case before its decision."""
    return case_move(case=case, membership=membership, transition="withdraw", version=version, reason=reason)


def case_reopen(*, case: Case, membership: Membership, version: int, reason: str) -> Case:
    """Begins a new round of a case that was over, in week 1 of today."""
    return case_move(case=case, membership=membership, transition="reopen", version=version, reason=reason)


def require_open(step: Transition, case: Case, membership: Membership, version: int) -> None:
    """Raises unless `step` leads out of the case's state, nobody saved it since, and the role may take the step."""
    if case.state not in step.sources:
        raise TransitionBlocked(
            [
                _("“%(step)s” is not possible: the case is at “%(state)s” now.")
                % {"step": step.label, "state": case.get_state_display()}
            ]
        )
    if case.version != version:
        raise StaleVersion(case)
    if membership.role not in step.roles:
        raise PermissionDenied(_("Your role may not take this step."))


def carry_out(
    step: Transition,
    case: Case,
    membership: Membership,
    *,
    reason: str = "",
    snapshot_hash: str = "",
    blocked_by: Sequence[str] = (),
) -> Case:
    """Checks the gates of an open step on a locked case, changes its state, records why. Raises TransitionBlocked."""
    reasons = [*blockers(step, case), *_missing(step, case, reason, snapshot_hash), *blocked_by]
    if reasons:
        raise TransitionBlocked(reasons)
    source = State(case.state)
    case.state = step.target
    case.version += 1
    if step.begins_round:
        case.round += 1
    if step.target == State.SELECT:
        case.started_on = clock.today()
    case.save()
    _record_move(step, source, case, membership, reason, snapshot_hash)
    return case


def _missing(step: Transition, case: Case, reason: str, snapshot_hash: str) -> list[str]:
    missing = []
    if step.needs_reason and not reason.strip():
        missing.append(_("Say why: “%(step)s” needs a reason.") % {"step": step.label})
    if step.freezes:
        latest = latest_snapshot_of(case)
        if latest is None or latest.hash != snapshot_hash:
            missing.append(_("The numbers have not been frozen."))
    return missing


def _record_move(
    step: Transition, source: State, case: Case, membership: Membership, reason: str, snapshot_hash: str
) -> None:
    outcome = _("%(step)s: from “%(source)s” to “%(target)s”.") % {
        "step": step.label,
        "source": source.label,
        "target": case.get_state_display(),
    }
    record(
        case,
        membership,
        "case.moved",
        outcome,
        rule=step.name,
        rule_version=VERSION,
        source=source,
        target=case.state,
        round=case.round,
        reason=reason.strip(),
        snapshot_hash=snapshot_hash,
        gates=[str(gate.label) for gate in step.gates],
    )
    message_publish(
        organization=membership.organization_id,
        kind="cases.moved",
        payload={"case": str(case.pk), "transition": step.name},
        key=str(case.pk),
    )
