"""Deciding on a case: a signature under one exact snapshot, and the move that follows from it."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.selectors import history_of
from cases.errors import TransitionBlocked
from cases.models import Approval, Case
from cases.selectors import Frozen, latest_snapshot_of
from cases.services.cases import case_lock
from cases.services.moves import carry_out, require_open
from cases.services.record import record
from cases.workflow import BY_NAME, Transition
from tenants.access import confirm
from tenants.models import Membership

STEP = "cfo"
# What makes a person one of the authors, as the history names it: later rooms write their own edits under these names.
CONTRIBUTIONS = r"^(case\.(created|updated|imported)|(fact|line|quote|assumptions|check|snapshot)\.)"
DECIDES = {
    Approval.Decision.APPROVED: "approve",
    Approval.Decision.REJECTED: "reject",
    Approval.Decision.CHANGES: "request_changes",
}


@transaction.atomic
def case_decide(
    *, case: Case, membership: Membership, decision: str, snapshot_hash: str, version: int, reason: str = ""
) -> Approval:
    """Signs a decision on the snapshot whose hash the signer has read, and moves the case by it.

    Raises TransitionBlocked (also where the snapshot is no longer the latest), StaleVersion and PermissionDenied.
    """
    confirm(membership)
    step = BY_NAME[DECIDES[Approval.Decision(decision)]]
    locked = case_lock(case=case)
    latest = _latest(step, locked, snapshot_hash)
    require_open(step, locked, membership, version)
    if reasons := decision_blockers(locked, membership):
        raise TransitionBlocked(reasons)
    approval = Approval.objects.create(
        case=locked,
        round=locked.round,
        step=STEP,
        person=membership.user_id,
        name=membership.user.name,
        role=membership.role,
        decision=decision,
        reason=reason.strip(),
        snapshot_hash=latest.hash,
        author=latest.author,
        owner=locked.owner,
    )
    record(
        locked,
        membership,
        "case.decided",
        _("Signed version %(number)s (%(hash)s): %(decision)s.")
        % {"number": latest.number, "hash": latest.hash[:12], "decision": approval.get_decision_display()},
        rule=step.name,
        decision=approval.decision,
        snapshot_hash=latest.hash,
        reason=approval.reason,
    )
    carry_out(step, locked, membership, reason=reason, snapshot_hash=latest.hash)
    return approval


def decision_blockers(case: Case, membership: Membership) -> list[str]:
    """Returns why this person may not sign this case, whatever their role: nobody decides on their own work."""
    latest = latest_snapshot_of(case)
    reasons = []
    if membership.user_id == case.owner:
        reasons.append(_("You own this case. Someone else must decide."))
    if membership.user_id == case.created_by or (latest and membership.user_id == latest.author):
        reasons.append(_("You wrote this case. Someone else must decide."))
    elif history_of(case.pk).filter(actor=membership.user_id, action__regex=CONTRIBUTIONS).exists():
        reasons.append(_("You worked on this case's numbers. Someone else must decide."))
    return reasons


def _latest(step: Transition, case: Case, snapshot_hash: str) -> Frozen:
    """Returns the snapshot to sign. Raises TransitionBlocked where the signer read another one."""
    latest = latest_snapshot_of(case)
    if latest is None or (case.state in step.sources and latest.hash != snapshot_hash):
        raise TransitionBlocked(
            [_("The numbers have changed since you opened this page. Read the latest version, then decide.")]
        )
    return latest
