"""Deciding on a pilot: scale, extend or stop, with the actuals it rests on frozen beside it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from calculations.engine.inputs import InvalidInputs
from calculations.engine.numbers import plain
from cases.errors import StaleVersion, TransitionBlocked
from cases.services import case_lock, case_move
from pilots.access import DECIDERS
from pilots.comparison import Comparison
from pilots.frozen import frozen
from pilots.models import Decision, Metric, Pilot
from pilots.months import today_in
from pilots.projection import Projection
from pilots.selectors import comparison_of, projection_for
from pilots.services.record import lock_running, record
from pilots.services.starting import LONGEST_MONTHS
from pilots.status import RULES_VERSION
from tenants.access import confirm
from tenants.models import Membership

Verdict = Decision.Verdict


@transaction.atomic
def pilot_decide(
    *, pilot: Pilot, membership: Membership, verdict: str, reason: str, version: int, more_months: int = 0
) -> Decision:
    """Decides on a pilot and returns the decision. Scale and stop end it and move its case; extend adds months.

    Raises InvalidInputs by field, TransitionBlocked, StaleVersion where it was saved since the page was drawn, and
    PermissionDenied.
    """
    confirm(membership)
    # The case first, as everywhere: two who lock in different order wait for each other.
    case = case_lock(case=pilot.case)
    locked = lock_running(pilot)
    if locked.version != version:
        raise StaleVersion(locked)
    _require_sound(locked, membership, verdict, reason, more_months)
    comparison = comparison_of(locked, today_in(membership.organization))
    if verdict == Verdict.SCALE and not any(metric.latest for metric in comparison.metrics):
        raise TransitionBlocked([_("Nothing has been measured yet: there is nothing to scale on.")])
    decision = _decide(locked, membership, verdict, reason, comparison)
    if verdict == Verdict.EXTEND:
        _extend(locked, more_months)
    else:
        locked.state = Pilot.State.DECIDED
        # Its gate looks for the decision just written.
        case_move(
            case=case,
            membership=membership,
            transition=verdict,
            version=case.version,
            reason=reason,
            snapshot_hash=locked.snapshot_hash,
        )
    locked.version += 1
    locked.save()
    return decision


def _require_sound(pilot: Pilot, membership: Membership, verdict: str, reason: str, more_months: int) -> None:
    errors = {}
    if verdict not in Verdict.values:
        raise InvalidInputs({"verdict": _("Choose a decision.")})
    if membership.role not in DECIDERS[verdict]:
        raise PermissionDenied(_("Your role may not decide this."))
    if not reason.strip():
        errors["reason"] = _("Say what the decision rests on.")
    most = LONGEST_MONTHS - pilot.months
    if verdict == Verdict.EXTEND and not 1 <= more_months <= most:
        errors["more_months"] = _("A pilot runs for at most %(most)s months.") % {"most": LONGEST_MONTHS}
    if errors:
        raise InvalidInputs(errors)


def _decide(pilot: Pilot, membership: Membership, verdict: str, reason: str, comparison: Comparison) -> Decision:
    decision = Decision.objects.create(
        pilot=pilot,
        verdict=verdict,
        reason=reason.strip(),
        actuals=frozen(comparison),
        person=membership.user_id,
        name=membership.user.name,
    )
    record(
        pilot,
        membership,
        "pilot.decided",
        _("Decided on the pilot: %(verdict)s.") % {"verdict": decision.get_verdict_display()},
        verdict=decision.verdict,
        reason=decision.reason,
        status=comparison.status,
        rules=RULES_VERSION,
        snapshot_hash=pilot.snapshot_hash,
    )
    return decision


def _extend(pilot: Pilot, more_months: int) -> None:
    """Adds months, each with its projection from the same signed case."""
    pilot.months += more_months
    projection = projection_for(pilot)
    metrics = list(pilot.metrics.all())
    for metric in metrics:
        metric.projected = [*metric.projected, *_added(projection, metric)]
    Metric.objects.bulk_update(metrics, ["projected"])


def _added(projection: Projection, metric: Metric) -> list[str]:
    proposals = {(proposal.kind, proposal.line): proposal.projected for proposal in projection.proposals}
    if metric.line:
        months = proposals[metric.kind, metric.line]
    else:
        assert metric.baseline is not None  # noqa: S101 - pilot_start asks for both
        assert metric.target is not None  # noqa: S101
        months = projection.ramped(metric.kind, metric.baseline, metric.target)
    return [plain(value) for value in months[len(metric.projected) :]]
