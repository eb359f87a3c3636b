"""Describing processes: numbers as people write them, who sees which, and nothing typed is lost."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from opportunities.access import visible_opportunities
from opportunities.errors import StaleVersion
from opportunities.forms import OpportunityForm
from opportunities.models import Opportunity
from opportunities.services import opportunity_create, opportunity_drop, opportunity_select, opportunity_update
from tenants.models import Role
from tenants.scope import organization_scope

HOME = "/o/northwind/opportunities/"
TYPED = {"version": 1, "title": "Process invoices", "volume_per_month": "1.2k", "minutes_each": "7.5", "people": "2",
         "error_rate": "2.55%", "systems": "ERP"}  # fmt: skip


@pytest.fixture
def inside(northwind):
    return lambda: organization_scope(northwind)


@pytest.fixture
def process(northwind, membership) -> Opportunity:
    """A process of the consultant's, seen from outside every scope."""
    with organization_scope(northwind):
        return opportunity_create(membership=membership("consultant"), values={"title": "Process invoices"})


# --- Numbers


@pytest.mark.parametrize(("typed", "read"), [("1.2k", 1200), ("1,200", 1200), ("0.5", Decimal("0.5")), ("", None)])
def test_numbers_are_read_as_people_write_them(northwind, typed, read):
    form = OpportunityForm(TYPED | {"volume_per_month": typed}, organization=northwind)
    assert form.is_valid(), form.errors
    assert form.values()["volume_per_month"] == read


def test_numbers_are_read_by_the_organization_s_locale(northwind):
    northwind.locale = "de-DE"
    typed = {"volume_per_month": "1.200,5", "minutes_each": "7,5", "error_rate": "2,55 %"}
    form = OpportunityForm(TYPED | typed, organization=northwind)
    assert form.is_valid(), form.errors
    assert (form.values()["volume_per_month"], form.values()["minutes_each"]) == (Decimal("1200.5"), Decimal("7.5"))


NONSENSE = [("error_rate", "500%"), ("error_rate", "5"), ("people", "-1"), ("people", "many"), ("people", "1e99"),
            ("minutes_each", "9bn")]  # fmt: skip


@pytest.mark.parametrize(("field", "typed"), NONSENSE)
def test_a_number_that_makes_no_sense_is_refused_beside_its_field(northwind, field, typed):
    form = OpportunityForm(TYPED | {field: typed}, organization=northwind)
    assert list(form.errors) == [field]


def test_saving_an_untouched_form_changes_nothing(northwind, client_as, inside, membership):
    consultant = client_as("consultant")
    address = consultant.post(f"{HOME}new/", TYPED).url
    shown = consultant.get(f"{address}edit/")
    form = shown.context["form"]
    again = {name: "" if form[name].value() is None else form[name].value() for name in form.fields if name != "id"}
    assert again["error_rate"] == "2.55%"
    assert consultant.post(f"{address}edit/", again).status_code == 302
    with inside():
        assert Opportunity.objects.get().version == 1
        assert not Event.objects.filter(action="opportunity.updated").exists()


# --- Forms


def test_a_refused_form_keeps_every_word(northwind, client_as):
    answer = client_as("consultant").post(f"{HOME}new/", TYPED | {"people": "many"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="many"' in text
    assert 'value="1.2k"' in text
    assert 'href="#id_people"' in text


def test_W8_the_second_editor_is_told_what_was_saved_and_loses_nothing(process, client_as):
    address = f"{HOME}{process.pk}/edit/"
    first = client_as("project_lead").post(address, TYPED | {"title": "First"})
    second = client_as("consultant").post(address, TYPED | {"title": "Second"})
    text = second.content.decode()
    assert (first.status_code, second.status_code) == (302, 412)
    assert "saved “First”, yours “Second”" in text
    assert 'name="version" value="2"' in text


def test_W9_the_same_form_sent_twice_describes_one_process(northwind, client_as, inside):
    data = TYPED | {"id": "01900000-0000-7000-8000-000000000002"}
    answers = [client_as("consultant").post(f"{HOME}new/", data) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    with inside():
        assert Opportunity.objects.count() == 1


# --- Who


def test_employees_see_their_department_and_what_they_sent_in(in_northwind, membership):
    employee, consultant = membership("employee"), membership("consultant")
    own = opportunity_create(membership=employee, values={"title": "Own"})
    near = opportunity_create(membership=consultant, values={"title": "Near"}, department=consultant.department)
    opportunity_create(membership=consultant, values={"title": "Far"})
    assert set(visible_opportunities(employee)) == {own, near}
    assert visible_opportunities(consultant).count() == 3


def test_who_has_no_department_does_not_see_what_has_none(in_northwind, membership):
    opportunity_create(membership=membership("consultant"), values={"title": "Far"})
    employee = membership("employee")
    employee.department = None
    assert not visible_opportunities(employee).exists()


def test_a_role_nobody_described_sees_nothing(in_northwind, membership):
    opportunity_create(membership=membership("consultant"), values={"title": "Far"})
    member = membership("consultant")
    member.role = "intern"
    assert not visible_opportunities(member).exists()


@pytest.mark.parametrize("address", ["", "edit/", "drop/"])
@pytest.mark.parametrize("who", [("stranger", "northwind"), ("consultant", "contoso")])
def test_Z3_an_outsider_and_another_client_find_nothing(process, client_as, who, address):
    client = client_as(*who)
    for home in (HOME, "/o/contoso/opportunities/"):
        ask = client.post if address == "drop/" else client.get
        assert ask(f"{home}{process.pk}/{address}").status_code == 404


def test_Z4_an_administrator_sees_the_process_without_its_numbers(process, client_as, inside):
    with inside():
        Opportunity.objects.update(volume_per_month=987)
    assert "987" in client_as("auditor").get(HOME).content.decode()
    for address in (HOME, f"{HOME}{process.pk}/"):
        text = client_as("administrator").get(address).content.decode()
        assert "Process invoices" in text
        assert "987" not in text


def test_Z9_a_hidden_column_is_no_order_either(northwind, client_as):
    assert client_as("administrator").get(f"{HOME}?sort=volume").context["listing"].sort == "-updated"
    assert client_as("auditor").get(f"{HOME}?sort=volume").context["listing"].sort == "volume"


@pytest.mark.parametrize("role", Role.values)
def test_everyone_who_takes_part_may_send_in_an_idea(in_northwind, membership, role):
    if role in ("auditor", "administrator"):
        with pytest.raises(PermissionDenied):
            opportunity_create(membership=membership(role), values={"title": "Idea"})
    else:
        assert opportunity_create(membership=membership(role), values={"title": "Idea"}).submitted_by_name


def test_who_sent_an_idea_in_changes_it_until_it_is_chosen(in_northwind, membership):
    employee = membership("employee")
    idea = opportunity_create(membership=employee, values={"title": "Idea"})
    changed = opportunity_update(
        opportunity=idea, membership=employee, version=1, values={"title": "B"}, department=None
    )
    opportunity_select(opportunity=changed, membership=membership("consultant"))
    with pytest.raises(PermissionDenied):
        opportunity_update(opportunity=idea, membership=employee, version=3, values={"title": "C"}, department=None)


# --- Setting aside


def test_setting_aside_needs_a_reason_and_an_editor(in_northwind, membership):
    consultant = membership("consultant")
    idea = opportunity_create(membership=consultant, values={"title": "Idea"})
    with pytest.raises(ValidationError):
        opportunity_drop(opportunity=idea, membership=consultant, version=1, reason=" ")
    with pytest.raises(PermissionDenied):
        opportunity_drop(opportunity=idea, membership=membership("cfo"), version=1, reason="No.")
    with pytest.raises(StaleVersion):
        opportunity_drop(opportunity=idea, membership=consultant, version=2, reason="No.")
    assert opportunity_drop(opportunity=idea, membership=consultant, version=1, reason="No.").state == "dropped"


def test_a_process_with_a_case_is_not_set_aside(process, client_as, inside, membership):
    with inside():
        opportunity_select(opportunity=process, membership=membership("consultant"))
    answer = client_as("consultant").post(f"{HOME}{process.pk}/drop/", {"version": 2, "reason": "No."})
    assert answer.status_code == 422
    assert "Withdraw the case instead" in answer.content.decode()


# --- Lists


def test_an_empty_list_says_what_to_do_and_a_filtered_one_something_else(northwind, client_as):
    client = client_as("consultant")
    assert "No processes yet" in client.get(HOME).content.decode()
    assert "No process matches" in client.get(f"{HOME}?q=x").content.decode()


def test_N4_the_list_asks_the_database_as_often_for_40_as_for_1(process, client_as, inside, membership):
    def queries() -> int:
        client_as("cfo").get(HOME)
        with CaptureQueriesContext(connections["default"]) as captured:
            assert client_as("cfo").get(HOME).status_code == 200
        return len(captured)

    few = queries()
    with inside():
        for number in range(40):
            opportunity_create(membership=membership("consultant"), values={"title": f"Process {number}"})
    assert queries() == few
