"""The pages of this room: what each role reads and does, what strangers get, how many queries a page takes."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilots.models import Decision, Lesson, Measurement, Pilot
from pilots.services import MetricPlan, Reading, lesson_add, measurements_enter
from tenants.models import Role

NAMES = ("list", "detail", "export", "month", "start")
POSTS = ("decide", "lesson", "month", "start")
ADOPTION = MetricPlan("adoption", baseline=Decimal(0), target=Decimal("0.8"))


def address(name: str, pilot: Pilot, month: int = 1) -> str:
    arguments = {
        "list": {},
        "start": {"case_id": pilot.case_id},
        "month": {"pilot_id": pilot.pk, "month": month},
    }.get(name, {"pilot_id": pilot.pk})
    return reverse(f"pilots:{name}", kwargs={"slug": "northwind", **arguments})


@pytest.fixture
def client_as(client_as, in_northwind):
    """A browser stands outside every organization, while the test itself stands inside Northwind."""
    connected = connections["default"]

    def outside(act: Callable) -> Callable:
        def acted(*given, **named):
            connected.park()
            try:
                return act(*given, **named)
            finally:
                connected.enter(in_northwind)

        return acted

    def sign_in(role: str, slug: str = "northwind") -> Client:
        client = outside(client_as)(role, slug)
        client.get, client.post = outside(client.get), outside(client.post)
        return client

    return sign_in


@pytest.fixture
def pilot(start_pilot):
    """The invoice pilot in its third month, with adoption beside what the case proposes."""
    return start_pilot(extra=(ADOPTION,))


@pytest.fixture
def fields(pilot):
    """fields(hours_a_month="100") names the values of a month form as the page does."""
    by_kind = {metric.kind: str(metric.pk) for metric in pilot.metrics.all()}
    return lambda **values: {by_kind[kind]: value for kind, value in values.items()}


@pytest.fixture
def measured(pilot, membership):
    """Two full months of numbers, one of them corrected."""
    metrics = {metric.kind: metric.pk for metric in pilot.metrics.all()}
    months = {
        1: {"hours_a_month": "131", "error_rate": "0.052", "discount_captured": "0.02", "adoption": "0.1"},
        2: {"hours_a_month": "112", "error_rate": "0.041", "discount_captured": "0.05", "adoption": "0.3"},
    }
    for month, values in months.items():
        readings = [
            Reading(metrics[kind], Decimal(value), "timesheet")
            for kind, value in {**values, "hires_avoided": "0"}.items()
        ]
        measurements_enter(
            pilot=pilot, membership=membership("project_lead"), month=month, readings=readings, is_confirmed=True
        )
    correction = [Reading(metrics["hours_a_month"], Decimal("110"))]
    measurements_enter(pilot=pilot, membership=membership("project_lead"), month=2, readings=correction)
    return pilot


# --- who sees what


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("role", "slug"), [("stranger", "northwind"), ("consultant", "contoso")])
def test_outsiders_get_404_on_every_address(client_as, pilot, name, role, slug):
    assert client_as(role, slug).get(address(name, pilot)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize(("role", "slug"), [("stranger", "northwind"), ("consultant", "contoso")])
def test_outsiders_get_404_on_every_write(client_as, pilot, name, role, slug):
    assert client_as(role, slug).post(address(name, pilot)).status_code == 404


@pytest.mark.parametrize("name", ["list", "detail", "export", "month"])
def test_an_administrator_sees_no_pilot(client_as, pilot, name):
    assert client_as("administrator").get(address(name, pilot)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_everyone_else_reads_the_pilot(client_as, measured, role):
    response = client_as(role).get(address("detail", measured))
    assert response.status_code == 200
    assert "Hours a month" in response.content.decode()


@pytest.mark.parametrize("role", ["department_head", "employee"])
def test_money_headcount_and_others_words_are_absent_where_a_role_may_not_see_them(client_as, measured, role):
    for name in ("list", "detail", "export"):
        page = client_as(role).get(address(name, measured)).content.decode()
        for hidden in ("$", "Hires avoided", "timesheet", "Promised to date", "Time saved"):
            assert hidden not in page, (name, hidden)


def test_the_cfo_reads_the_money(client_as, measured):
    page = client_as("cfo").get(address("detail", measured)).content.decode()
    # Hours: (125 - 131) x $44 and (125 - 110) x $44; errors: 250 x (-0.2% + 0.9%) x $50; discounts: 250 x 7% x $40.
    worth = (-6 + 15) * 44 + 250 * Decimal("0.007") * 50 + 250 * Decimal("0.07") * 40
    assert f"${round(worth):,}" in page


def test_another_departments_pilot_is_not_for_the_department_head(client_as, pilot):
    pilot.case.department = None
    pilot.case.save()
    for role in ("department_head", "employee"):
        assert client_as(role).get(address("detail", pilot)).status_code == 404


def test_lessons_of_others_are_read_by_those_who_read_all_words(client_as, pilot, membership):
    lesson_add(pilot=pilot, membership=membership("employee"), theme="Data", text="Clean the vendors first.")
    assert "Clean the vendors" in client_as("cfo").get(address("detail", pilot)).content.decode()
    assert "Clean the vendors" in client_as("employee").get(address("detail", pilot)).content.decode()
    assert "Clean the vendors" not in client_as("department_head").get(address("detail", pilot)).content.decode()


# --- starting


def start_values(**more: str) -> dict[str, str]:
    rows = {"own-TOTAL_FORMS": "3", "own-INITIAL_FORMS": "1", "own-0-kind": ""}
    return {"months": "3", **rows, **more}


@pytest.fixture
def start_address(approved):
    return reverse("pilots:start", kwargs={"slug": "northwind", "case_id": approved.pk})


def test_the_form_proposes_what_the_signed_case_can_prove(client_as, start_address):
    page = client_as("project_lead").get(start_address).content.decode()
    for text in ("Hours a month", "125", "Error rate", "Discounts captured", "Risk reduction"):
        assert text in page


def test_a_started_pilot_measures_what_was_chosen(client_as, start_address, months_ago):
    values = start_values(
        **{
            "starts_on": months_ago(0).isoformat(),
            "proposals": "hours_a_month:time",
            "own-0-kind": "adoption",
            "own-0-baseline": "0",
            "own-0-target": "80%",
        }
    )
    response = client_as("project_lead").post(start_address, values)
    pilot = Pilot.objects.get()
    assert response.status_code == 302
    assert response["Location"] == address("detail", pilot)
    assert list(pilot.metrics.values_list("kind", "target")) == [("hours_a_month", 25), ("adoption", Decimal("0.8"))]


@pytest.mark.parametrize(
    "wrong",
    [
        {"months": "0"},
        {"starts_on": "2001-01-01"},
        {"proposals": "hours_a_month:unheard_of"},
        {"own-0-kind": "adoption", "own-0-baseline": "0"},
        {"own-0-kind": "adoption", "own-0-baseline": "0", "own-0-target": "eighty"},
        {"own-0-baseline": "0"},
        {"proposals": ""},
    ],
)
def test_a_refused_start_keeps_what_was_typed(client_as, start_address, months_ago, wrong):
    values = {"starts_on": months_ago(0).isoformat(), "proposals": "hours_a_month:time", "scope": "Two teams"}
    given = {name: value for name, value in start_values(**values | wrong).items() if value or name == "own-0-kind"}
    response = client_as("project_lead").post(start_address, given)
    assert response.status_code == 422
    assert "Two teams" in response.content.decode()
    assert not Pilot.objects.exists()


@pytest.mark.parametrize("role", ["cfo", "ceo", "auditor", "employee", "department_head"])
def test_others_do_not_start_pilots(client_as, start_address, role):
    assert client_as(role).get(start_address).status_code == 403


def test_a_case_with_a_pilot_leads_to_it(client_as, pilot):
    assert client_as("consultant").get(address("start", pilot))["Location"] == address("detail", pilot)


def test_a_case_nobody_signed_says_so(client_as, start_address, approved):
    approved.round = 2
    approved.save()
    assert client_as("consultant").get(start_address).status_code == 409


# --- entering


def test_values_are_read_as_people_write_them(client_as, pilot, fields):
    client = client_as("department_head")
    refused = client.post(address("month", pilot), fields(hours_a_month="1.1e2", error_rate="5.2%"))
    assert refused.status_code == 422
    assert client.post(address("month", pilot), fields(hours_a_month="110", error_rate="5.2%")).status_code == 302
    assert sorted(Measurement.objects.values_list("value", flat=True)) == [Decimal("0.052"), 110]


def test_beside_a_percent_sign_a_bare_number_is_a_percentage(client_as, pilot, fields):
    client_as("project_lead").post(address("month", pilot), fields(error_rate="5.2"))
    assert Measurement.objects.get().value == Decimal("0.052")


def test_a_share_written_as_a_fraction_is_asked_about(client_as, pilot, fields):
    response = client_as("project_lead").post(address("month", pilot), fields(error_rate="0.00052"))
    assert "Is the unit right" in response.content.decode()


def test_sending_the_form_back_unchanged_enters_nothing(client_as, measured):
    before = Measurement.objects.count()
    client = client_as("project_lead")
    form = client.get(address("month", measured, 2)).context["form"]
    client.post(address("month", measured, 2), {name: form[name].value() or "" for name in form.fields})
    assert Measurement.objects.count() == before


def test_exact_values_survive_the_form(client_as, pilot, fields, membership):
    metric = pilot.metrics.get(kind="error_rate")
    for value in ("0.0512345", "0.05"):
        reading = Reading(metric.pk, Decimal(value))
        measurements_enter(pilot=pilot, membership=membership("consultant"), month=1, readings=[reading])
        client = client_as("project_lead")
        form = client.get(address("month", pilot)).context["form"]
        client.post(address("month", pilot), {name: form[name].value() or "" for name in form.fields})
    assert list(Measurement.objects.values_list("value", flat=True)) == [Decimal("0.0512345"), Decimal("0.05")]


def test_an_unusual_value_is_asked_about_and_kept_in_its_field(client_as, pilot, fields):
    values = fields(hours_a_month="7500")
    response = client_as("project_lead").post(address("month", pilot), values)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Is the unit right" in page
    assert 'value="7500"' in page
    assert 'name="is_confirmed"' in page
    assert client_as("project_lead").post(address("month", pilot), values | {"is_confirmed": "on"}).status_code == 302


def test_a_month_to_come_is_refused_on_the_form(client_as, start_pilot, approved):
    pilot = start_pilot(ago=0)
    metric = pilot.metrics.get(kind="hours_a_month")
    response = client_as("project_lead").post(address("month", pilot, 2), {str(metric.pk): "100"})
    assert response.status_code == 422
    assert "has not begun" in response.content.decode()


def test_months_outside_the_pilot_are_not_found(client_as, pilot):
    for month in (0, 4):
        assert client_as("project_lead").get(address("month", pilot, month)).status_code == 404


@pytest.mark.parametrize("role", ["cfo", "ceo", "auditor", "employee"])
def test_others_do_not_enter_numbers(client_as, pilot, role):
    assert client_as(role).post(address("month", pilot)).status_code == 403


# --- deciding and learning


def decision(pilot: Pilot, verdict: str, **more: str) -> dict[str, str]:
    return {"verdict": verdict, "reason": "The numbers say so.", "version": str(pilot.version), **more}


def test_the_cfo_scales(client_as, measured):
    client = client_as("cfo")
    assert client.post(address("decide", measured), decision(measured, "scale")).status_code == 302
    page = client.get(address("detail", measured)).content.decode()
    assert "Decided: Scale" in page
    assert "The numbers say so." in page


def test_the_project_lead_is_offered_to_extend_and_nothing_else(client_as, measured):
    client = client_as("project_lead")
    assert 'value="scale"' not in client.get(address("detail", measured)).content.decode()
    assert client.post(address("decide", measured), decision(measured, "scale")).status_code == 422
    extended = client.post(address("decide", measured), decision(measured, "extend", more_months="2"))
    assert extended.status_code == 302
    assert not Decision.objects.exclude(verdict="extend").exists()


def test_a_decision_on_an_old_page_shows_the_new_one_and_keeps_the_words(client_as, measured):
    stale = decision(measured, "stop", reason="Too slow for us.")
    client_as("project_lead").post(address("decide", measured), decision(measured, "extend", more_months="2"))
    response = client_as("cfo").post(address("decide", measured), stale)
    page = response.content.decode()
    assert response.status_code == 412
    assert "Too slow for us." in page
    assert 'name="version" value="2"' in page
    assert Decision.objects.count() == 1


def test_a_refused_decision_keeps_what_was_typed(client_as, pilot):
    response = client_as("cfo").post(address("decide", pilot), decision(pilot, "scale"))
    assert response.status_code == 422
    assert "there is nothing to scale on" in response.content.decode()


def test_an_auditor_reads_and_does_nothing(client_as, measured):
    client = client_as("auditor")
    page = client.get(address("detail", measured)).content.decode()
    assert "Add a lesson" not in page
    assert 'name="verdict"' not in page
    assert client.post(address("decide", measured), decision(measured, "stop")).status_code == 403
    assert client.post(address("lesson", measured), {"theme": "A", "text": "B"}).status_code == 403


def test_a_lesson_is_added(client_as, pilot):
    client_as("employee").post(address("lesson", pilot), {"theme": "Training", "text": "Start earlier."})
    assert Lesson.objects.get().theme == "Training"
    assert client_as("employee").post(address("lesson", pilot), {"theme": "Only"}).status_code == 422


# --- the page itself


def test_the_page_shows_corrections_with_what_was_corrected(client_as, measured):
    page = client_as("cfo").get(address("detail", measured)).content.decode()
    assert "<del>112" in page
    assert "<ins>110" in page


def test_an_empty_list_says_what_to_do(client_as, in_northwind):
    page = client_as("cfo").get(reverse("pilots:list", kwargs={"slug": "northwind"})).content.decode()
    assert "No pilots yet" in page


def test_the_list_names_cases_that_wait_for_their_pilot(client_as, approved):
    page = client_as("consultant").get(reverse("pilots:list", kwargs={"slug": "northwind"})).content.decode()
    assert "Start the pilot" in page


def test_I4_the_csv_holds_every_revision_exactly_and_runs_nothing(client_as, measured, membership):
    metric = measured.metrics.get(kind="adoption")
    reading = Reading(metric.pk, Decimal("0.123456"), "=HYPERLINK(1)")
    measurements_enter(
        pilot=measured, membership=membership("consultant"), month=3, readings=[reading], is_confirmed=True
    )
    text = client_as("cfo").get(address("export", measured)).content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    hours = [row for row in rows if row["metric"] == "Hours a month"]
    assert [(row["revision"], row["actual"], row["projected"]) for row in hours] == [
        ("1", "131", "135"),
        ("1", "112", "125"),
        ("2", "110", "125"),
    ]
    assert rows[-1]["actual"] == "0.123456"
    assert rows[-1]["note"] == "'=HYPERLINK(1)"


# --- queries


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def large_case(file: str) -> str:
    """Twenty benefits that twenty metrics prove."""
    document = json.loads(file)
    amounts = [
        {
            "key": f"line_{number}",
            "name": f"Line {number}",
            "kind": "direct",
            "layer": ("efficiency", "quality", "revenue")[number % 3],
            "model": "fixed_annual",
            "inputs": {"amount": 1200 * (number + 1)},
        }
        for number in range(20)
    ]
    return json.dumps(document | {"benefits": amounts})


def test_the_page_takes_as_many_queries_for_twenty_metrics_over_two_years(
    client_as, measured, approve, start_pilot, case_file, membership
):
    client = client_as("cfo")
    small = queries(client, address("detail", measured))
    large = start_pilot(ago=24, months=24, case=approve(large_case(case_file), number=2))
    lead = membership("project_lead")
    metrics = list(large.metrics.all())
    assert len(metrics) == 20
    for month in range(1, 25):
        readings = [Reading(metric.pk, Decimal(100 + month)) for metric in metrics]
        measurements_enter(pilot=large, membership=lead, month=month, readings=readings, is_confirmed=True)
    assert queries(client, address("detail", large)) == small


def test_the_list_takes_as_many_queries_for_many_pilots(client_as, measured, approve, start_pilot, case_file):
    client = client_as("cfo")
    few = queries(client, address("list", measured))
    for number in range(2, 6):
        start_pilot(case=approve(case_file, number=number))
    assert queries(client, address("list", measured)) == few
