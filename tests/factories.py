"""Rows for tests, written directly: one of each kind in an organization, so that every address names something."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from audit.ids import uuid7
from calculations.models import Assumptions, BenefitLine, CostLine, Fact, Quote, Snapshot
from cases.models import Case, Feedback, Objection, Stakeholder, State
from opportunities.models import Opportunity
from pilots.models import Metric, Pilot
from reports.models import Document, Job
from tenants.models import Organization


def one_of_each(organization: Organization, *, canary: str, state: str = State.SOCIALIZE) -> dict[str, UUID]:
    """Writes one row of each kind into the open scope and returns their keys by the name addresses use for them.

    Every text of every row holds `canary`, so that it can be searched for where it must not appear.
    """
    someone = uuid7()
    who = {"person": someone, "name": f"{canary} person"}
    opportunity = Opportunity.objects.create(
        title=f"{canary} opportunity", description=canary, submitted_by=someone, submitted_by_name=canary
    )
    case = Case.objects.create(
        number=Case.objects.count() + 900, name=f"{canary} case", opportunity=opportunity, owner=someone,
        owner_name=f"{canary} owner", created_by=someone, state=state, started_on=date(2026, 11, 2),
        department_name=canary,
    )  # fmt: skip
    stakeholder = Stakeholder.objects.create(case=case, view="cfo", **who)
    objection = Objection.objects.create(case=case, subject=canary, text=canary, **who)
    Feedback.objects.create(case=case, view="cfo", stance="support", text=canary, snapshot_hash="0" * 64, **who)
    Assumptions.objects.create(case=case, currency="USD", settings={})
    fact = Fact.objects.create(
        case=case, key="invoices", name=f"{canary} fact", value="250", unit="per_month", source=canary
    )
    benefit = BenefitLine.objects.create(
        case=case, key="saving", name=f"{canary} benefit", model="fixed_annual", inputs={"amount": "1000"},
        kind="direct", layer="efficiency",
    )  # fmt: skip
    cost = CostLine.objects.create(
        case=case, key="setup", name=f"{canary} cost", model="fixed", inputs={"amount": "500"},
        category="software", when="one_time",
    )  # fmt: skip
    quote = Quote.objects.create(case=case, vendor=f"{canary} vendor", amount="500")
    snapshot = _snapshot(case, someone, canary)
    document = Document.objects.create(
        case=case, snapshot_hash=snapshot.hash, view="cfo", format="pdf", language="en", template_version="1",
        file=f"{organization.pk}/none.pdf", size=1, sha256="0" * 64,
    )  # fmt: skip
    job = Job.objects.create(
        case=case, snapshot_hash=snapshot.hash, view="cfo", format="pdf", requested_by=someone, requested_by_name=canary
    )
    pilot = Pilot.objects.create(
        case=case, snapshot_hash=snapshot.hash, starts_on=date(2026, 10, 1), scope=canary, **_owner(someone, canary)
    )
    metric = Metric.objects.create(
        pilot=pilot, kind="hours_a_month", name=f"{canary} metric", layer="efficiency", unit="hours", direction="down",
        baseline=Decimal(125), target=Decimal(25), projected=["100", "80", "60"],
    )  # fmt: skip
    rows = {
        "opportunity": opportunity, "case": case, "stakeholder": stakeholder, "objection": objection, "fact": fact,
        "benefit": benefit, "line": benefit, "cost": cost, "quote": quote, "snapshot": snapshot, "document": document,
        "job": job, "pilot": pilot, "metric": metric, "event": case,
    }  # fmt: skip
    return {f"{name}_id": row.pk for name, row in rows.items()}


def _owner(someone: UUID, canary: str) -> dict[str, Any]:
    return {"owner": someone, "owner_name": f"{canary} owner"}


def _snapshot(case: Case, author: UUID, canary: str) -> Snapshot:
    from calculations.engine.case_file import dump
    from calculations.selectors import case_file_of, result_of
    from calculations.services.snapshots import result_text, snapshot_hash

    text, result = dump(case_file_of(case)), result_text(result_of(case))
    return Snapshot.objects.create(
        case=case, number=1, case_file=text, result=result, engine="1", author=author, author_name=canary,
        at=timezone.now(), hash=snapshot_hash(engine="1", case_file=text, result=result),
    )  # fmt: skip
