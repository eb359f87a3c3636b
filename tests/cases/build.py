"""A case on which every gate is open, at any state, written row by row: tests then take away what they are about."""

import json
from typing import Any

from django.utils import timezone

from calculations.models import Assumptions, BenefitLine, CostLine, Fact, Snapshot
from cases.models import Case, Feedback, Objection, Review, Stakeholder, StakeholderView, State
from cases.services.cases import _next_number
from pilots.models import Decision, Pilot
from tenants.models import Membership

HASH = "a" * 64

# As much of a stored result as the pages about a case read.
RESULT = json.dumps(
    {
        "currency": "USD",
        "cashflow": {"npv": "1000", "payback_months": None},
        "reasons": {"cashflow.payback_months": "nothing invested"},
    }
)


def case_at(state: str, *, author: Membership, owner: Membership, **fields: Any) -> Case:
    """Returns a case at `state` that may take any step out of it, but for signatures and pilots' decisions."""
    case = Case.objects.create(
        number=_next_number(),
        name="Invoice processing",
        department=owner.department_id,
        department_name="Finance",
        owner=owner.user_id,
        owner_name=owner.user.name,
        created_by=author.user_id,
        state=state,
        started_on=timezone.localdate(),
        **fields,
    )
    Fact.objects.create(case=case, key="invoices", name="Invoices", value="250", unit="per_month")
    BenefitLine.objects.create(
        case=case,
        key="time",
        name="Time saved",
        model="fixed_annual",
        kind="direct",
        layer="efficiency",
        inputs={"amount": "52000"},
    )
    CostLine.objects.create(
        case=case,
        key="setup",
        name="Set-up",
        model="fixed",
        category="software",
        when="one_time",
        inputs={"amount": "20000"},
    )
    Assumptions.objects.create(case=case, currency="USD", settings={"risk": "medium"})
    snapshot(case, author)
    for view in StakeholderView:
        review(case, owner, view)
    return case


def snapshot(case: Case, author: Membership, *, hash: str = HASH) -> Snapshot:
    """Freezes a case, as the room of calculations does, with the next number."""
    return Snapshot.objects.create(
        case=case,
        number=case.snapshots.count() + 1,
        case_file="{}",
        result=RESULT,
        engine="1",
        author=author.user_id,
        author_name=author.user.name,
        at=timezone.now(),
        hash=hash,
    )


def ask(case: Case, person: Membership, view: str = StakeholderView.CFO) -> Stakeholder:
    """Makes a person a stakeholder."""
    return Stakeholder.objects.create(case=case, person=person.user_id, name=person.user.name, view=view)


def answer(case: Case, person: Membership, *, hash: str = HASH) -> Feedback:
    """Gives a stakeholder's answer to one snapshot."""
    return Feedback.objects.create(
        case=case, view="cfo", person=person.user_id, name=person.user.name, stance="support", snapshot_hash=hash
    )


def review(case: Case, owner: Membership, view: str, *, hash: str = HASH) -> Review:
    """Records that the owner has read one reader's version."""
    return Review.objects.create(
        case=case, view=view, snapshot_hash=hash, reviewed_by=owner.user_id, reviewed_by_name=owner.user.name
    )


def objection(case: Case, person: Membership, *, subject: str = "Loaded rate", **fields: Any) -> Objection:
    """Raises an objection."""
    return Objection.objects.create(
        case=case, subject=subject, text="Too low.", person=person.user_id, name=person.user.name, **fields
    )


def pilot_decided(case: Case, person: Membership, verdict: str) -> Decision:
    """Gives a case a pilot and the decision on it."""
    pilot = Pilot.objects.create(
        case=case,
        snapshot_hash=HASH,
        owner=person.user_id,
        owner_name=person.user.name,
        starts_on=timezone.localdate(),
        state=Pilot.State.DECIDED,
    )
    return Decision.objects.create(
        pilot=pilot, verdict=verdict, reason="Measured.", person=person.user_id, name=person.user.name
    )


STATES = [state.value for state in State]
