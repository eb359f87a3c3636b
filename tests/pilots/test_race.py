"""Two people at one pilot at the same moment."""

import json
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections

from pilots.models import Measurement
from pilots.services import Reading, measurements_enter
from tenants.models import Membership, Organization
from tenants.scope import organization_scope
from tests.pilots.build import INVOICES, approved_case, proposed_pilot


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Runs each in a thread of its own inside Northwind, all starting together; returns what they raised."""
    northwind = Organization.objects.get(slug="northwind")
    start, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            with organization_scope(northwind):
                start.wait()
                act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.fixture
def member(committed):
    """member("project_lead") is a membership of Northwind, read outside its scope."""
    found = {
        row.role: row
        for row in Membership.objects.select_related("user", "organization").filter(organization__slug="northwind")
    }
    return found.__getitem__


def test_two_who_enter_at_once_are_both_kept(member):
    lead = member("project_lead")
    with organization_scope(lead.organization):
        pilot = proposed_pilot(approved_case(json.dumps(INVOICES), member), lead, date(2026, 1, 1))
        hours = pilot.metrics.get(kind="hours_a_month")

    def enter(value: int) -> Callable[[], object]:
        reading = Reading(hours.pk, Decimal(value))
        return lambda: measurements_enter(pilot=pilot, membership=lead, month=1, readings=[reading])

    assert at_once(enter(110), enter(120)) == []
    with organization_scope(lead.organization):
        rows = Measurement.objects.filter(metric=hours)
        assert sorted(rows.values_list("revision", flat=True)) == [1, 2]
        assert sorted(rows.values_list("value", flat=True)) == [110, 120]


def test_two_who_start_at_once_start_one_pilot(member):
    lead = member("project_lead")
    with organization_scope(lead.organization):
        case = approved_case(json.dumps(INVOICES), member)

    def start() -> object:
        return proposed_pilot(case, lead, date(2026, 1, 1))

    faults = at_once(start, start)
    assert [type(fault).__name__ for fault in faults] == ["TransitionBlocked"]
    with organization_scope(lead.organization):
        assert case.pilots.count() == 1
