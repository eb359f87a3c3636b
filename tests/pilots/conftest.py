"""An approved case as a pilot finds it: the guide's invoice example, its snapshot, and the CFO's signature under it."""

import hashlib
import json
from datetime import date

import pytest
from django.utils import timezone

from calculations.engine.case_file.parse import parse
from calculations.engine.case_file.write import dump

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


@pytest.fixture
def case_file() -> str:
    """The canonical file of the invoice example."""
    return dump(parse(json.dumps(INVOICES)))


@pytest.fixture
def approve(in_northwind, membership):
    """approve(file) makes a case that was signed and now waits for its pilot, in the finance department."""
    from calculations.models import Snapshot
    from cases.models import Approval, Case, State

    def make(file: str, number: int = 1) -> Case:
        lead, consultant, cfo = membership("project_lead"), membership("consultant"), membership("cfo")
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

    return make


@pytest.fixture
def approved(approve, case_file):
    """The invoice case, approved."""
    return approve(case_file)


@pytest.fixture
def months_ago():
    """months_ago(2) is the first day of the month before last month, where Northwind is."""
    from pilots.months import add_months, month_start, today_in
    from tenants.models import Organization

    def start(count: int) -> date:
        return add_months(month_start(today_in(Organization.objects.get(slug="northwind"))), -count)

    return start


@pytest.fixture
def start_pilot(approved, membership, months_ago):
    """start_pilot(ago=2) starts the invoice pilot that many months ago, with every metric the case proposes."""
    from pilots.projection import projection_of
    from pilots.selectors import signed_snapshot
    from pilots.services import MetricPlan, pilot_start

    def start(ago: int = 2, months: int = 3, extra: tuple[MetricPlan, ...] = ()):
        projection = projection_of(signed_snapshot(approved).case_file, months)
        proposed = [MetricPlan(proposal.kind, proposal.line) for proposal in projection.proposals]
        return pilot_start(
            case=approved,
            membership=membership("project_lead"),
            starts_on=months_ago(ago),
            months=months,
            plans=[*proposed, *extra],
        )

    return start
