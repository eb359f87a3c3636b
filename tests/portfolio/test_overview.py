"""The home across organizations: only one's own, counted exactly, in a fixed number of queries for each."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, State
from opportunities.models import Opportunity
from portfolio.overview import rows_of, tasks_in
from tenants.models import Role
from tenants.scope import organization_scope
from tenants.services import membership_set
from tests.cases import build
from tests.portfolio.build import case_worth

HOME = "/"


@pytest.fixture
def cases_in(membership):
    """cases_in("contoso", 3) writes so many cases at week 3, each worth 1,000.50."""

    def write(slug: str, count: int, npv: str = "1000.50", state: str = State.TAILOR) -> None:
        author, owner = membership("consultant", slug), membership("project_lead", slug)
        with organization_scope(author.organization):
            for _ in range(count):
                case_worth(npv, state=state, author=author, owner=owner)

    return write


@pytest.fixture
def adviser(person, contoso):
    """Northwind's consultant, who is one at Contoso too."""
    membership_set(user=person("consultant"), organization=contoso, role=Role.CONSULTANT)
    return person("consultant")


def test_T37_rows_are_only_those_of_organizations_one_is_a_member_of(person, cases_in):
    cases_in("northwind", 2)
    cases_in("contoso", 3)
    rows = rows_of(person("consultant"))
    assert [(row.organization.slug, row.live) for row in rows] == [("northwind", 2)]


def test_T37_counts_and_sums_are_exact_for_each_organization(adviser, cases_in):
    cases_in("northwind", 2)
    cases_in("contoso", 3)
    cases_in("contoso", 1, state=State.DECLINED)
    rows = {row.organization.slug: row for row in rows_of(adviser)}
    assert {slug: dict(row.weeks)[State.TAILOR] for slug, row in rows.items()} == {"northwind": 2, "contoso": 3}
    assert [str(amount.value) for amount in rows["northwind"].value] == ["2001.00"]
    assert [str(amount.value) for amount in rows["contoso"].value] == ["3001.50"]
    assert (rows["contoso"].live, rows["contoso"].valued) == (3, 3)


def test_a_stranger_has_no_rows(person, cases_in):
    cases_in("northwind", 1)
    assert rows_of(person("stranger")) == []


def test_amounts_of_two_currencies_are_never_added(person, membership, northwind):
    author, owner = membership("consultant"), membership("project_lead")
    with organization_scope(northwind):
        case_worth("100", state=State.TAILOR, author=author, owner=owner)
        case_worth("200", state=State.TAILOR, author=author, owner=owner, currency="EUR")
    (row,) = rows_of(person("consultant"))
    assert [(str(amount.value), amount.numbers.currency) for amount in row.value] == [("200", "EUR"), ("100", "USD")]


def test_a_role_that_may_not_see_results_gets_no_value(person, cases_in):
    cases_in("northwind", 1)
    assert rows_of(person("administrator"))[0].value is None


def test_what_waits_is_gathered_from_every_organization(adviser, membership, contoso):
    consultant = membership("consultant", "contoso")
    with organization_scope(contoso):
        case = build.case_at(State.CALCULATE, author=consultant, owner=consultant)
        Case.objects.filter(pk=case.pk).update(owner=adviser.pk)
    ((row, task),) = tasks_in(rows_of(adviser))
    assert (row.organization.slug, task.case.pk) == ("contoso", case.pk)


def test_queries_do_not_grow_with_cases(person, cases_in):
    consultant, counts = person("consultant"), []
    for more in (1, 4):
        cases_in("northwind", more)
        with CaptureQueriesContext(connection) as queries:
            rows_of(consultant)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_further_organization_costs_the_same(adviser, person, cases_in):
    cases_in("northwind", 2)
    cases_in("contoso", 2)
    with CaptureQueriesContext(connection) as both:
        rows_of(adviser)
    other = person("consultant", "contoso")
    with CaptureQueriesContext(connection) as one:
        rows_of(other)
    memberships = 1
    assert len(both) - memberships == 2 * (len(one) - memberships)


def test_a_person_with_one_organization_is_sent_to_it(client_as):
    response = client_as("cfo").get(HOME)
    assert (response.status_code, response["Location"]) == (302, "/o/northwind/")


def test_a_person_with_several_sees_them_as_rows(adviser, cases_in):
    cases_in("northwind", 1)
    client = Client()
    client.force_login(adviser, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(HOME).content.decode()
    assert "Northwind Foods" in page
    assert "Contoso Clinics" in page
    assert "$1,001" in page


def test_a_person_without_an_organization_is_told(client_as):
    assert "You are in no organization yet" in client_as("stranger").get(HOME).content.decode()


def test_the_front_page_names_sample_people_in_the_demo_only(db, settings):
    settings.DEMO = False
    assert "northwind.example" not in Client().get(HOME).content.decode()
    settings.DEMO = True
    assert "cfo@northwind.example" in Client().get(HOME).content.decode()


def test_the_switcher_lists_only_ones_own_organizations(client_as, adviser):
    assert "Contoso" not in client_as("cfo").get("/organizations/").content.decode()
    assert "Contoso" in client_as("consultant").get("/organizations/").content.decode()


def test_the_switcher_is_for_those_who_are_signed_in(db):
    assert Client().get("/organizations/").status_code == 302


def test_T26_a_form_of_one_tab_is_written_where_its_address_says(adviser, contoso, northwind):
    client = Client()
    client.force_login(adviser, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/o/northwind/opportunities/new/")
    client.get("/o/contoso/opportunities/new/")
    response = client.post("/o/northwind/opportunities/new/", {"title": "Typing orders", "version": 1})
    assert response.status_code == 302
    assert titles_in(northwind) == ["Typing orders"]
    assert titles_in(contoso) == []


def titles_in(organization) -> list[str]:
    with organization_scope(organization):
        return list(Opportunity.objects.values_list("title", flat=True))
