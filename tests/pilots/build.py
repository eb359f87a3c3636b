"""Builds what a pilot finds: the guide's invoice example approved, its snapshot and signature, and a pilot of it."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date

from django.utils import timezone

from calculations.models import Snapshot
from cases.models import Approval, Case, State
from pilots.models import Pilot
from pilots.projection import projection_of
from pilots.selectors import signed_snapshot
from pilots.services import MetricPlan, pilot_start
from tenants.models import Membership

INVOICES = {
    "format": "case/1",
    "name": "Invoice processing",
    "currency": "USD",
    "risk": "medium",
    "ramp": ["-0.10", "0", "0.25", "0.50", "0.75", "1"],
    "facts": {
        "invoices": {"value": 250, "unit": "per_month"},
        "clerk_rate": {"value": "44", "unit": "per_hour"},
    },
    "benefits": [
        {
            "key": "time",
            "name": "Time saved",
            "kind": "direct",
            "layer": "efficiency",
            "model": "time_saved",
            "use": "redeployed",
            "inputs": {
                "volume_per_month": {"fact": "invoices"},
                "people": 2,
                "minutes_before": 15,
                "automated_share": "0.90",
                "minutes_when_automated": 3,
                "minutes_when_escalated": 3,
                "hourly_rate": {"fact": "clerk_rate"},
            },
        },
        {
            "key": "errors",
            "name": "Errors avoided",
            "kind": "direct",
            "layer": "quality",
            "model": "error_reduction",
            "inputs": {
                "volume_per_month": {"fact": "invoices"},
                "rate_before": "0.05",
                "rate_after": "0.005",
                "cost_per_error": 50,
            },
        },
        {
            "key": "discounts",
            "name": "Early-payment discounts",
            "kind": "indirect",
            "layer": "revenue",
            "model": "early_payment_discount",
            "inputs": {
                "volume_per_month": {"fact": "invoices"},
                "share_offering": "0.30",
                "average_amount": 2000,
                "discount": "0.02",
            },
        },
        {
            "key": "hire",
            "name": "Avoided hire",
            "kind": "indirect",
            "layer": "efficiency",
            "model": "avoided_hire",
            "inputs": {"fte": "0.3", "annual_salary": 50000},
        },
        {
            "key": "risk",
            "name": "Risk reduction",
            "kind": "indirect",
            "layer": "quality",
            "model": "loss_avoided",
            "inputs": {
                "probability_before": "0.10",
                "impact_before": 60000,
                "probability_after": "0.05",
                "impact_after": 20000,
            },
        },
    ],
    "costs": [
        {
            "key": "setup",
            "name": "Set-up",
            "category": "software",
            "when": "one_time",
            "model": "fixed",
            "inputs": {"amount": 16808},
        },
    ],
}


def approved_case(file: str, member: Callable[[str], Membership], number: int = 1) -> Case:
    """Writes a case that was signed and now waits for its pilot, in the finance department."""
    lead, consultant, cfo = member("project_lead"), member("consultant"), member("cfo")
    case = Case.objects.create(
        number=number,
        name="Invoice processing",
        department=lead.department_id,
        department_name="Finance",
        owner=lead.user_id,
        owner_name=lead.user.name,
        created_by=consultant.user_id,
        state=State.PILOT,
        started_on=date(2026, 1, 5),
    )
    snapshot = Snapshot.objects.create(
        case=case,
        number=1,
        case_file=file,
        result="{}",
        engine="1",
        author=consultant.user_id,
        author_name=consultant.user.name,
        at=timezone.now(),
        hash=hashlib.sha256(file.encode()).hexdigest(),
    )
    Approval.objects.create(
        case=case,
        round=case.round,
        step="cfo",
        person=cfo.user_id,
        name=cfo.user.name,
        role="cfo",
        decision="approved",
        snapshot_hash=snapshot.hash,
        author=snapshot.author,
        owner=case.owner,
    )
    return case


def proposed_pilot(
    case: Case, lead: Membership, starts_on: date, months: int = 3, extra: Sequence[MetricPlan] = ()
) -> Pilot:
    """Starts a pilot that measures everything its case proposes, and more."""
    projection = projection_of(signed_snapshot(case).case_file, months)
    proposed = [MetricPlan(proposal.kind, proposal.line) for proposal in projection.proposals]
    return pilot_start(case=case, membership=lead, starts_on=starts_on, months=months, plans=[*proposed, *extra])
