"""An approved case as a pilot finds it, and its pilot."""

import json
from datetime import date

import pytest

from calculations.engine.case_file.parse import parse
from calculations.engine.case_file.write import dump


@pytest.fixture
def case_file() -> str:
    """The canonical file of the invoice example."""
    from tests.pilots.build import INVOICES

    return dump(parse(json.dumps(INVOICES)))


@pytest.fixture
def approve(in_northwind, membership):
    """approve(file, number=2) makes another case that was signed and waits for its pilot."""
    from tests.pilots.build import approved_case

    return lambda file, number=1: approved_case(file, membership, number)


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
    from tests.pilots.build import proposed_pilot

    def start(ago: int = 2, months: int = 3, extra=(), case=None):
        return proposed_pilot(case or approved, membership("project_lead"), months_ago(ago), months, extra)

    return start
