"""Starting a pilot: the signed snapshot becomes metrics with a projected figure for every month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import event_append
from calculations.engine.inputs import InvalidInputs
from calculations.engine.numbers import plain
from calculations.models import Snapshot
from cases.errors import TransitionBlocked
from cases.models import Case, State
from cases.services import case_lock
from opportunities.access import EDITORS
from pilots.metrics import MEASURES, METRICS
from pilots.models import Metric, Pilot
from pilots.months import month_start
from pilots.projection import Projection, Proposal, projection_of
from pilots.selectors import running_pilot, signed_snapshot
from tenants.access import actor_of, confirm
from tenants.models import Membership

DEFAULT_MONTHS = 3
LONGEST_MONTHS = 24
STORED = Decimal("0.00000001")


@dataclass(frozen=True)
class MetricPlan:
    """What a person chose to measure. With `line` it proves that line, and the signed case says from where to where."""

    kind: str
    line: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None


@transaction.atomic
def pilot_start(
    *,
    case: Case,
    membership: Membership,
    starts_on: date,
    plans: Sequence[MetricPlan],
    months: int = DEFAULT_MONTHS,
    scope: str = "",
) -> Pilot:
    """Starts the pilot of an approved case, against the snapshot whose hash was signed.

    Raises TransitionBlocked with every reason, and InvalidInputs by the position of a plan: `plans[0]`.
    """
    confirm(membership, roles=EDITORS)
    locked = case_lock(case=case)
    snapshot = _require_startable(locked)
    _require_months(months, plans)
    pilot = Pilot.objects.create(
        case=locked,
        snapshot_hash=snapshot.hash,
        owner=membership.user_id,
        owner_name=membership.user.name,
        scope=scope.strip(),
        starts_on=month_start(starts_on),
        months=months,
        is_sample=locked.is_sample,
    )
    metrics = Metric.objects.bulk_create(metrics_for(pilot, projection_of(snapshot.case_file, months), plans))
    _record_start(pilot, snapshot, metrics, membership)
    return pilot


def _require_startable(case: Case) -> Snapshot:
    """Returns the signed snapshot. Raises TransitionBlocked."""
    if case.state != State.PILOT:
        raise TransitionBlocked([_("A pilot starts once its case has been approved.")])
    snapshot = signed_snapshot(case)
    if snapshot is None:
        raise TransitionBlocked([_("No approval of this round names a version of the numbers.")])
    if running_pilot(case):
        raise TransitionBlocked([_("The pilot of this case is already running.")])
    return snapshot


def _require_months(months: int, plans: Sequence[MetricPlan]) -> None:
    errors = {}
    if not 1 <= months <= LONGEST_MONTHS:
        errors["months"] = _("A pilot runs for 1 to %(most)s months.") % {"most": LONGEST_MONTHS}
    if not plans:
        errors["plans"] = _("Choose at least one thing to measure.")
    if errors:
        raise InvalidInputs(errors)


def metrics_for(pilot: Pilot, projection: Projection, plans: Sequence[MetricPlan]) -> list[Metric]:
    """Returns the metrics of a pilot, not saved. Raises InvalidInputs."""
    proposals = {(proposal.kind, proposal.line): proposal for proposal in projection.proposals}
    repeated = {}
    errors = {}
    metrics = []
    for position, plan in enumerate(plans):
        proposal = proposals.get((plan.kind, plan.line)) if plan.line else _own_proposal(plan, projection)
        if (plan.kind, plan.line) in repeated:
            errors[f"plans[{position}]"] = _("This is measured already.")
        elif isinstance(proposal, Proposal):
            metrics.append(_metric(pilot, proposal, position, projection))
        else:
            errors[f"plans[{position}]"] = proposal or _("The signed case has no such line to measure.")
        repeated[plan.kind, plan.line] = position
    if errors:
        raise InvalidInputs(errors)
    return metrics


def _own_proposal(plan: MetricPlan, projection: Projection) -> Proposal | str:
    """A metric of the pilot's own, on the ramp of the case; or what is wrong with it."""
    if plan.kind not in METRICS:
        return _("There is no such metric.")
    if plan.baseline is None or plan.target is None:
        return _("Say where it stands today and where it should go.")
    kind = METRICS[plan.kind]
    if any(MEASURES[kind.unit].clip(value) != value for value in (plan.baseline, plan.target)):
        return _("“%(metric)s” cannot take these values.") % {"metric": kind.label}
    projected = projection.ramped(plan.kind, plan.baseline, plan.target)
    return Proposal(plan.kind, "", "", kind.layer, plan.baseline, plan.target, projected)


def _metric(pilot: Pilot, proposal: Proposal, position: int, projection: Projection) -> Metric:
    kind = METRICS[proposal.kind]
    # The same kind may prove two lines; then the line's name tells them apart.
    is_alone = sum(other.kind == proposal.kind for other in projection.proposals) < 2
    return Metric(
        pilot=pilot,
        kind=proposal.kind,
        name=str(kind.label) if is_alone or not proposal.line else f"{kind.label}: {proposal.line_name}"[:200],
        layer=proposal.layer,
        unit=kind.unit,
        direction=kind.direction,
        line=proposal.line,
        baseline=proposal.baseline.quantize(STORED, ROUND_HALF_UP),
        target=proposal.target.quantize(STORED, ROUND_HALF_UP),
        projected=[plain(value) for value in proposal.projected],
        position=position,
    )


def _record_start(pilot: Pilot, snapshot: Snapshot, metrics: Sequence[Metric], membership: Membership) -> None:
    # On the case, whose history would otherwise be silent between its approval and its end.
    event_append(
        actor=actor_of(membership),
        action="pilot.started",
        subject_type="case",
        subject=pilot.case_id,
        outcome=_("Started a pilot of %(months)s months with %(count)s metrics against version %(number)s (%(hash)s).")
        % {
            "months": pilot.months,
            "count": len(metrics),
            "number": snapshot.number,
            "hash": snapshot.hash[:12],
        },
        inputs={
            "pilot": str(pilot.pk),
            "snapshot_hash": snapshot.hash,
            "starts_on": pilot.starts_on.isoformat(),
            "metrics": [metric.name for metric in metrics],
        },
    )
