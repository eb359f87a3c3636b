"""The home of one organization: what each role sees of it, and what it never receives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import State
from tenants.models import Role
from tenants.scope import organization_scope
from tests.cases import build
from tests.portfolio.build import case_worth

HOME = "/o/northwind/"
# However 161,234 may be written.
FIGURES = (b"161,234", b"161234", b"161k", b"161.2k", b"6.5 months")
SEES_RESULTS = {Role.CONSULTANT, Role.PROJECT_LEAD, Role.CFO, Role.CEO, Role.AUDITOR}


@pytest.fixture
def valued(membership, northwind):
    """A case of Finance at week 3, worth 161,234."""
    author, owner = membership("consultant"), membership("project_lead")
    with organization_scope(northwind):
        case = case_worth("161234", state=State.TAILOR, author=author, owner=owner)
        build.ask(case, membership("cfo"))
        build.ask(case, membership("employee"), "employee")
    return case


@pytest.mark.parametrize("role", Role.values)
def test_figures_reach_only_roles_that_may_see_them(client_as, valued, role):
    page = client_as(role).get(HOME)
    assert page.status_code == 200
    found = [figure for figure in FIGURES if figure in page.content]
    assert bool(found) == (role in SEES_RESULTS), found


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.DEPARTMENT_HEAD])
def test_those_concerned_see_the_case_in_words(client_as, valued, role):
    page = client_as(role).get(HOME).content.decode()
    assert valued.name in page
    assert "Tailor" in page


def test_outsiders_find_nothing(client_as, valued):
    assert client_as("stranger").get(HOME).status_code == 404
    assert client_as("cfo", "contoso").get(HOME).status_code == 404


def test_an_empty_organization_says_where_to_begin(client_as):
    page = client_as("consultant").get(HOME).content.decode()
    assert "No cases yet" in page
    assert "/o/northwind/opportunities/new/" in page
    assert "/sample/" in page


def test_an_empty_organization_offers_an_auditor_nothing_to_start(client_as):
    page = client_as("auditor").get(HOME).content.decode()
    assert "/o/northwind/opportunities/new/" not in page


def test_the_board_takes_a_fixed_number_of_queries(client_as, membership, northwind):
    author, owner, client, counts = membership("consultant"), membership("project_lead"), client_as("cfo"), []
    for more in (1, 5):
        with organization_scope(northwind):
            for state in (State.TAILOR, State.SOCIALIZE, State.APPROVE, State.PILOT) * more:
                build.ask(case_worth("1", state=state, author=author, owner=owner), membership("cfo"))
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1]
