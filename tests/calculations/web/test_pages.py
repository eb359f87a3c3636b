"""Every page of this room for every role: who sees it, who gets 404, what is absent, and how many queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calculations import services
from calculations.models import BenefitLine, Fact
from cases.models import Case, State
from tenants.models import Role
from tenants.scope import organization_scope
from tests.calculations.web.documents import INVOICE, invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(northwind, membership):
    """The invoice example as it stands in week 3, in the department the cast's people belong to."""
    member, department = membership("consultant"), membership("employee").department
    with organization_scope(northwind):
        case = services.case_file_import(membership=member, data=invoice(), department=department)
        Case.objects.filter(pk=case.pk).update(state=State.TAILOR)
    return case


def address(name, case, **more):
    return reverse(f"calculations:{name}", kwargs={"slug": "northwind", "case_id": case.pk, **more})


EDITORS = {"consultant", "project_lead"}
SEE_ALL = EDITORS | {"cfo", "auditor"}
PAGES = [
    ("today", {}, SEE_ALL | {"ceo", "department_head", "employee"}),
    ("lines", {}, SEE_ALL | {"ceo", "department_head"}),
    ("results", {}, SEE_ALL | {"ceo"}),
    ("checks", {}, SEE_ALL),
    ("export", {}, SEE_ALL),
    ("working", {"path": "npv"}, SEE_ALL | {"ceo"}),
    ("working", {"path": "cashable"}, SEE_ALL | {"ceo"}),
    ("working", {"path": "chance_of_loss"}, SEE_ALL | {"ceo"}),
    ("working", {"path": "guide.year1_roi"}, SEE_ALL | {"ceo"}),
    ("working", {"path": "benefits.errors"}, SEE_ALL | {"ceo"}),
    ("working", {"path": "benefits.time"}, SEE_ALL),
    ("working", {"path": "costs.training"}, SEE_ALL),
    ("working", {"path": "costs.setup"}, SEE_ALL | {"ceo", "department_head"}),
    ("working", {"path": "facts.invoices"}, SEE_ALL | {"ceo", "department_head", "employee"}),
    ("working", {"path": "facts.loaded_rate"}, SEE_ALL),
    ("working", {"path": "nothing.here"}, set()),
]


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_role_sees_its_pages_and_404_elsewhere(case, client_as, role):
    client = client_as(role)
    found = {(name, *more.values()): client.get(address(name, case, **more)).status_code for name, more, _seen in PAGES}
    assert found == {(name, *more.values()): 200 if role in seen_by else 404 for name, more, seen_by in PAGES}


@pytest.fixture
def writes(case, northwind):
    """Every address of this room that writes."""
    with organization_scope(northwind):
        line, fact = BenefitLine.objects.filter(case=case).first(), Fact.objects.filter(case=case).first()
    return {
        "fact_new": address("fact_new", case),
        "fact": address("fact", case, fact_id=fact.pk),
        "fact_delete": address("fact_delete", case, fact_id=fact.pk),
        "facts_take_over": address("facts_take_over", case),
        "terms": address("terms", case),
        "line_new": address("line_new", case, section="benefits"),
        "line": address("line", case, section="benefits", line_id=line.pk),
        "line_delete": address("line_delete", case, section="benefits", line_id=line.pk),
        "line_order": address("line_order", case, section="benefits"),
        "preview": address("preview", case),
        "quote_new": address("quote_new", case),
        "checks": address("checks", case),
        "versions": address("versions", case),
        "submit": address("submit", case),
    }


@pytest.mark.parametrize("role", [role.value for role in Role if role.value not in EDITORS])
def test_nobody_else_writes(writes, client_as, role):
    client = client_as(role)
    assert {name: client.post(to).status_code for name, to in writes.items()} == dict.fromkeys(writes, 403)


def test_another_organization_sees_nothing(case, writes, client_as):
    client = client_as("consultant", "contoso")
    assert {client.get(address(name, case, **more)).status_code for name, more, _seen in PAGES} == {404}
    assert {client.post(to).status_code for to in writes.values()} == {404}


def test_the_chief_executive_reads_no_pay(case, client_as):
    client = client_as("ceo")
    for name in ("today", "lines", "results"):
        page = client.get(address(name, case)).content.decode()
        assert "Loaded rate" not in page
        assert "$44.00" not in page


def test_the_department_head_reads_costs_and_no_benefits(case, client_as):
    page = client_as("department_head").get(address("lines", case)).content.decode()
    assert "Subscription" in page
    assert "Avoided hire" not in page
    assert "Net present value" not in page


def test_an_employee_reads_effort_and_no_money(case, client_as):
    page = client_as("employee").get(address("today", case)).content.decode()
    assert "Invoices" in page
    assert "Loaded rate" not in page
    assert "ERP export" not in page
    assert "$" not in page.split("<main")[1].split("</main>")[0]


def test_the_strip_shows_the_figures_of_the_worked_example(case, client_as):
    page = client_as("cfo").get(address("results", case)).content.decode()
    for text in ("$160,950", "6.5 months", "−$18,517", "$68,678"):
        assert text in page


@pytest.mark.parametrize("method", ["cashflow", "guide", "tei"])
def test_each_method_shows_its_weaknesses_and_every_figure_opens(case, client_as, method):
    from calculations.formulas import METHODS

    client = client_as("cfo")
    page = client.get(address("results", case), {"method": method}).content.decode()
    assert str(METHODS[method].weaknesses[0]) in page
    for figure in METHODS[method].figures:
        to = address("working", case, path=f"{method}.{figure.name}")
        assert to in page
        assert client.get(to, headers={"HX-Request": "true"}).status_code == 200


def test_the_working_of_a_line_tells_formula_inputs_and_sources(case, client_as):
    page = client_as("cfo").get(address("working", case, path="benefits.time")).content.decode()
    for text in (
        "$57,200 a year",
        "25 h/week × 52 weeks × $44.00/h",
        "stopwatch, 40 invoices",
        "measured",
        "HR, rounded",
    ):
        assert text in page


@pytest.mark.parametrize("name", ["today", "lines", "results", "checks"])
def test_queries_do_not_grow_with_the_case(northwind, membership, client_as, name):
    member, client = membership("consultant"), client_as("consultant")

    def queries(count):
        costs = [dict(INVOICE["costs"][0], key=f"cost_{n}", name=f"Cost {n}") for n in range(count)]
        facts = {f"fact_{n}": {"value": 1, "unit": "count"} for n in range(count)}
        data = invoice(costs=costs, facts={**INVOICE["facts"], **facts})
        with organization_scope(northwind):
            case = services.case_file_import(membership=member, data=data)
        client.get(address(name, case))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, case)).status_code == 200
        return len(captured)

    assert queries(2) == queries(40)


def test_those_who_may_export_find_the_way(case, client_as):
    assert address("export", case) in client_as("auditor").get(address("results", case)).content.decode()
    assert address("export", case) not in client_as("ceo").get(address("results", case)).content.decode()


def test_the_export_is_the_case_file(case, client_as):
    from calculations.engine.case_file import dump, parse

    response = client_as("auditor").get(address("export", case))
    assert response.content.decode() == dump(parse(invoice()))
    assert response.headers["Content-Disposition"].endswith('.case.json"')
