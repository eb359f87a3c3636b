"""The editors on screen: what is typed, previewed, saved, refused and kept when two people meet."""

import statistics
import time

import pytest
from django.urls import reverse

from calculations import services
from calculations.forms.lines import LineForm, line_texts, ways_of
from calculations.models import BenefitLine, CostLine, Fact
from calculations.rows import document_of, line_document
from cases.models import Case
from display.numbers import Numbers
from tenants.scope import organization_scope
from tests.calculations.web.documents import INVOICE, invoice

pytestmark = pytest.mark.django_db
AIM_MILLISECONDS = 100


@pytest.fixture
def case(northwind, membership):
    member = membership("consultant")
    with organization_scope(northwind):
        return services.case_file_import(membership=member, data=invoice())


@pytest.fixture
def row(northwind, case):
    """row(BenefitLine, "time") is a row as it is in the database now."""

    def find(model, key):
        with organization_scope(northwind):
            return model.objects.get(case=case, key=key)

    return find


def address(name, case, **more):
    return reverse(f"calculations:{name}", kwargs={"slug": "northwind", "case_id": case.pk, **more})


def form_of(northwind, case, line):
    """The texts of a line's form as a page shows them, and what it carries along."""
    with organization_scope(northwind):
        document, fresh = document_of(Case.objects.get(pk=case.pk)), type(line).objects.get(pk=line.pk)
    stored, numbers = line_document(fresh), Numbers("USD", "en-US")
    form = LineForm(line.SECTION, _model(line), {}, numbers, document, line.key, stored)
    texts = line_texts(stored, form.model, numbers)
    return {**texts, "version": str(fresh.version), "model": line.model, "part": line.SECTION, "key": line.key}


def _model(line):
    from calculations.forms.lines import MODELS

    return MODELS[line.SECTION][line.model]


def test_a_form_sent_back_untouched_changes_nothing(northwind, case, client_as, row):
    client = client_as("consultant")
    for model, key in [(BenefitLine, line["key"]) for line in INVOICE["benefits"]] + [
        (CostLine, line["key"]) for line in INVOICE["costs"]
    ]:
        line = row(model, key)
        to = address("line", case, section=line.SECTION, line_id=line.pk)
        assert client.post(to, form_of(northwind, case, line)).status_code == 302
        assert row(model, key).version == 1, key


def test_a_line_is_changed_as_a_person_types(northwind, case, client_as, row):
    line = row(CostLine, "subscription")
    to = address("line", case, section="costs", line_id=line.pk)
    typed = {**form_of(northwind, case, line), "inputs.amount": "$4.5k", "inputs.amount.low": "4,000",
             "inputs.amount.high": "6,000", "inputs.amount.source": "Acme, offer of May",
             "inputs.amount.confidence": "quoted"}  # fmt: skip
    assert client_as("project_lead").post(to, typed).status_code == 302
    changed = row(CostLine, "subscription")
    assert changed.inputs == {"amount": {"low": "4000", "likely": "4500", "high": "6000", "shape": "pert"}}
    assert changed.sources == {"amount": {"source": "Acme, offer of May", "confidence": "quoted"}}


def test_a_refused_line_keeps_every_word_and_says_what_is_wrong(northwind, case, client_as, row):
    line = row(BenefitLine, "time")
    to = address("line", case, section="benefits", line_id=line.pk)
    typed = {**form_of(northwind, case, line), "name": "A name I typed", "inputs.people": "two",
             "inputs.automated_share": "190%"}  # fmt: skip
    response = client_as("consultant").post(to, typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "A name I typed" in page
    assert 'value="two"' in page
    assert "must be at most 1" in page
    assert "Write one number" in page
    assert row(BenefitLine, "time").version == 1


def test_the_second_of_two_editors_sees_both_values_and_may_save_again(northwind, case, client_as, row):
    line = row(CostLine, "training")
    to = address("line", case, section="costs", line_id=line.pk)
    both_started_from = form_of(northwind, case, line)
    first, second = client_as("consultant"), client_as("project_lead")
    assert first.post(to, {**both_started_from, "inputs.hours": "12"}).status_code == 302
    refused = second.post(to, {**both_started_from, "inputs.hours": "16", "name": "Training and coaching"})
    page = refused.content.decode()
    assert refused.status_code == 412
    assert "Training and coaching" in page
    assert 'value="16"' in page
    assert ">12<" in page
    assert 'name="version" value="2"' in page
    again = {**both_started_from, "version": "2", "inputs.hours": "16"}
    assert second.post(to, again).status_code == 302
    assert row(CostLine, "training").inputs["hours"] == "16"


def test_a_preview_shows_how_far_figures_moved_and_saves_nothing(northwind, case, client_as, row):
    line = row(BenefitLine, "time")
    typed = {**form_of(northwind, case, line), "inputs.minutes_before": "18"}
    page = client_as("consultant").post(address("preview", case), typed).content.decode()
    assert "$184,018" in page
    assert "+$23,068" in page
    assert row(BenefitLine, "time").version == 1


def test_a_preview_of_a_fact_moves_every_line_that_uses_it(northwind, case, client_as):
    typed = {"part": "facts", "key": "invoices", "name": "Invoices", "value": "300", "unit": "per_month"}
    page = client_as("consultant").post(address("preview", case), typed).content.decode()
    assert "figure-change" in page


def test_a_preview_of_what_cannot_be_read_keeps_the_saved_figures(northwind, case, client_as, row):
    line = row(BenefitLine, "time")
    typed = {**form_of(northwind, case, line), "inputs.minutes_before": ""}
    page = client_as("consultant").post(address("preview", case), typed).content.decode()
    assert "$160,950" in page
    assert "is required" in page


@pytest.mark.slow
def test_a_preview_with_thirty_lines_takes_less_than_a_tenth_of_a_second(northwind, membership, client_as, capsys):
    costs = [dict(INVOICE["costs"][3], key=f"cost_{n}", name=f"Cost {n}") for n in range(25)]
    member, client = membership("consultant"), client_as("consultant")
    with organization_scope(northwind):
        case = services.case_file_import(membership=member, data=invoice(costs=costs))
        line = BenefitLine.objects.get(case=case, key="time")
    typed = form_of(northwind, case, line)
    walls, works = [], []
    for minutes in range(45):
        wall, work = time.perf_counter(), time.process_time()
        response = client.post(address("preview", case), {**typed, "inputs.minutes_before": str(minutes)})
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
        assert response.status_code == 200
    p95 = {name: statistics.quantiles(taken[5:], n=20)[-1] * 1000 for name, taken in (("wall", walls), ("cpu", works))}
    with capsys.disabled():
        print(f"\npreview, 30 lines: p95 {p95['wall']:.0f} ms, of our own work {p95['cpu']:.0f} ms")
    # Our own work: what else the machine does at the same time is not what is tested.
    assert p95["cpu"] < AIM_MILLISECONDS


def test_a_new_line_is_added_from_its_model(northwind, case, client_as, row):
    client = client_as("consultant")
    to = address("line_new", case, section="costs")
    assert "Units at a price" in client.get(to).content.decode()
    assert "Price each" in client.get(to, {"model": "per_unit"}).content.decode()
    typed = {"model": "per_unit", "name": "Seats", "category": "subscription", "when": "annual",
             "inputs.units": "20", "inputs.price": "12.50", "inputs.times_per_year": "12"}  # fmt: skip
    assert client.post(to, typed).status_code == 302
    assert row(CostLine, "seats").inputs == {"units": "20", "price": "12.5", "times_per_year": "12"}


def test_another_way_to_know_shows_other_fields_and_saves_nothing(northwind, case, client_as, row):
    line = row(BenefitLine, "time")
    to = address("line", case, section="benefits", line_id=line.pk)
    ways = [way.label for way in ways_of(_model(line).declaration)]
    hours = next(index for index, label in enumerate(ways) if label.startswith("Hours a month today"))
    typed = {**form_of(northwind, case, line), "way": str(hours), "redraw": "yes"}
    page = client_as("consultant").post(to, typed).content.decode()
    assert "Hours a month afterwards" in page
    assert "Minutes each today" not in page
    assert row(BenefitLine, "time").version == 1


def test_people_with_different_pay_are_entered_in_rows(northwind, case, client_as, row):
    client = client_as("consultant")
    typed = {"model": "hours", "name": "Workshop", "category": "training_and_change", "when": "one_time",
             "way": "2", "inputs.hours": "3", "inputs.people_detail[0].role": "Clerk",
             "inputs.people_detail[0].count": "4", "inputs.people_detail[0].hourly_rate": "30",
             "inputs.people_detail[1].role": "Head", "inputs.people_detail[1].count": "1",
             "inputs.people_detail[1].hourly_rate": "70"}  # fmt: skip
    response = client.post(address("line_new", case, section="costs"), typed)
    assert response.status_code == 302, response.content.decode()
    assert [person["role"] for person in row(CostLine, "workshop").inputs["people_detail"]] == ["Clerk", "Head"]


def test_a_removed_line_is_brought_back_by_the_page_that_follows(northwind, case, client_as, row):
    client = client_as("consultant")
    line = row(BenefitLine, "hire")
    removed = client.post(address("line_delete", case, section="benefits", line_id=line.pk), {"version": "1"})
    page = client.get(removed.url).content.decode()
    assert "Avoided hire" not in page
    undo = page.split("lines/restore/")[1].split("/")[0]
    for _ in range(2):
        assert client.post(address("line_restore", case, event_id=undo)).status_code == 302
    assert row(BenefitLine, "hire").pk == line.pk


def test_a_fact_is_added_changed_and_removed(northwind, case, client_as, row):
    client = client_as("consultant")
    typed = {"name": "Rework", "value": "12%", "unit": "share", "value.source": "Sample of 50"}
    assert client.post(address("fact_new", case), typed).status_code == 302
    fact = row(Fact, "rework")
    assert (fact.value, fact.source) == ("0.12", "Sample of 50")
    to = address("fact", case, fact_id=fact.pk)
    assert client.post(to, {**typed, "value": "15%", "version": "1"}).status_code == 302
    stale = client.post(to, {**typed, "value": "18%", "version": "1"})
    assert stale.status_code == 412
    assert 'value="18%"' in stale.content.decode()
    assert client.post(address("fact_delete", case, fact_id=fact.pk), {"version": "2"}).status_code == 302


def test_terms_are_saved_and_sent_back_untouched_change_nothing(northwind, case, client_as):
    client = client_as("consultant")
    to = address("terms", case)
    typed = {"version": "1", "currency": "USD", "tier": "quick_win", "horizon_months": "36", "discount_rate": "10%",
             "risk.level": "medium", "ramp": "−10%; 0%; 25%; 50%; 75%; 100%"}  # fmt: skip
    assert client.post(to, typed).status_code == 302
    assert client.post(to, {**typed, "horizon_months": "48"}).status_code == 302
    assert client.post(to, {**typed, "horizon_months": "24"}).status_code == 412
    refused = client.post(to, {**typed, "version": "2", "horizon_months": "0"})
    assert refused.status_code == 422
    assert "must be at least 1" in refused.content.decode()


def test_the_import_page_lists_faults_and_keeps_the_text(northwind, client_as):
    to = reverse("calculations:import", kwargs={"slug": "northwind"})
    client = client_as("consultant")
    broken = invoice(currency="XXX", surprise=1)
    response = client.post(to, {"text": broken})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<code>currency</code>" in page
    assert "<code>surprise</code>" in page
    assert "Invoice processing" in page
    with organization_scope(northwind):
        assert not Case.objects.exists()
    assert client.post(to, {"text": invoice()}).status_code == 302
    assert client_as("cfo").get(to).status_code == 403


def test_a_check_is_answered_on_the_page(northwind, case, client_as):
    client = client_as("consultant")
    answer = {"version": "1", "check": "licence_twice", "line": "subscription", "reason": "The first year is free."}
    assert client.post(address("checks", case), answer).status_code == 302
    assert "The first year is free." in client.get(address("checks", case)).content.decode()
    stale = client.post(address("checks", case), {**answer, "reason": "Mine"})
    assert stale.status_code == 412
    assert "Mine" in stale.content.decode()
