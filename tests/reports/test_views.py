"""The four versions as pages: who opens which, what they say, how they are answered."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.ids import uuid7
from calculations.models import Fact
from calculations.selectors import latest_snapshot
from cases.models import Objection, Review
from reports.views_for import READ_ALL, STAKEHOLDER_VIEWS
from tenants.models import Role
from tests.reports.cases import EXAMPLES, READERS, address, example


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_version_of_every_example_is_a_page(shared_case, client_as, name):
    case = shared_case(name)
    for view in STAKEHOLDER_VIEWS:
        page = client_as(READERS[view]).get(address("view", case, view=view))
        assert page.status_code == 200
        assert case.name in page.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_own_version_and_finds_no_other(shared_case, client_as, role):
    case, client = shared_case(), client_as(role)
    for name, view in STAKEHOLDER_VIEWS.items():
        expected = 200 if role in READ_ALL | view.readers else 404
        assert client.get(address("view", case, view=name)).status_code == expected, name


def test_the_tab_lists_the_versions_of_ones_role(shared_case, client_as):
    case = shared_case()
    for role, labels in {"project_lead": 4, "cfo": 4, "ceo": 1, "employee": 1}.items():
        page = client_as(role).get(address("stakeholders", case)).content.decode()
        assert page.count("reviewed</span>") + page.count("not reviewed") >= 1
        assert sum(str(view.label) in page for view in STAKEHOLDER_VIEWS.values()) == labels


# --- What a version says


def text_of(client, case, view) -> str:
    page = client.get(address("view", case, view=view))
    assert page.status_code == 200
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


def test_the_cfos_version_leads_with_the_decision_in_words(shared_case, client_as):
    page = " ".join(text_of(client_as("cfo"), shared_case(), "cfo").replace(" .", ".").split())
    assert (
        "This pays back in 6.5 months and is worth $160,950 in today’s money over three years. It never ties up more "
        "than $18,517. If success were a coin toss it would still be worth $105,665. Counting only money that leaves "
        "the budget, it is worth $68,678 and pays back in 9.5 months."
    ) in page


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("redeployed", "No position ends because of this plan. The time it frees is meant for other work"),
        (
            "growth_absorbed",
            "No position ends because of this plan. The time it frees is meant for the work",
        ),
        ("overtime_cut", "No position ends because of this plan. Overtime becomes less."),
        ("position_removed", "This plan counts on positions that end."),
        (None, "For a part of the freed time the plan does not say what it is used for."),
    ],
)
def test_an_employee_is_told_what_becomes_of_the_freed_time(shared_case, client_as, use, words):
    case = shared_case(text=changed(use=use))
    assert words in text_of(client_as("employee"), case, "employee")


def test_time_counted_as_money_without_a_use_is_no_promise(shared_case, client_as):
    page = text_of(client_as("employee"), shared_case(text=changed(use=None, cashable=True)), "employee")
    assert "does not say how. Ask what it means" in page
    assert "No position ends" not in page


def changed(**terms) -> str:
    """The invoice example with other terms on its time line."""
    document = json.loads(example("invoice"))
    line = next(line for line in document["benefits"] if line["key"] == "time")
    line.update(terms)
    document["benefits"] = [{k: v for k, v in line.items() if v is not None} for line in document["benefits"]]
    return json.dumps(document)


def test_a_figure_opens_its_working_until_the_draft_moves_on(shared_case, client_as, membership, inside):
    case, client = shared_case(), client_as("cfo")
    page = client.get(address("view", case, view="cfo")).content.decode()
    workings = set(re.findall(r'href="([^"]*/working/[^"]*)"', page))
    assert len(workings) >= 4
    assert all(client.get(working).status_code == 200 for working in workings)
    with inside():
        Fact.objects.filter(case=case, key="invoices").update(value="300")
    page = client.get(address("view", case, view="cfo")).content.decode()
    assert "/working/" not in page
    assert "in this version $160,950" in page
    assert "in this version" not in client_as("employee").get(address("view", case, view="employee")).content.decode()


# --- Answering


def test_a_reader_answers_on_the_page_they_have_read(shared_case, client_as, inside):
    case, client = shared_case(), client_as("ceo")
    with inside():
        snapshot = latest_snapshot(case)
    data = {"stance": "conditions", "text": "Once the pilot is staffed.", "snapshot_hash": snapshot.hash}
    assert client.post(address("answer", case, view="ceo"), data).status_code == 302
    assert "Once the pilot is staffed." in client.get(address("view", case, view="ceo")).content.decode()
    with inside():
        assert case.feedback.get().stance == "conditions"


def test_an_answer_without_a_stance_keeps_its_words(shared_case, client_as):
    refused = client_as("ceo").post(address("answer", shared_case(), view="ceo"), {"text": "Only half written"})
    assert refused.status_code == 422
    assert "Only half written" in refused.content.decode()


def test_an_objection_names_a_section_or_a_figure_the_reader_sees(shared_case, client_as, inside):
    case, client = shared_case(), client_as("employee")
    data = {"path": "for.employee.learning", "text": "Eight hours are not enough."}
    assert client.post(address("object", case, view="employee"), data).status_code == 302
    hidden = client.post(address("object", case, view="employee"), {"path": "cashflow.npv", "text": "Too high."})
    assert hidden.status_code == 422
    with inside():
        assert [found.path for found in case.objections.all()] == ["for.employee.learning"]


def test_who_was_not_asked_reads_and_is_asked_nothing(shared_case, client_as):
    case = shared_case()
    page = client_as("auditor").get(address("view", case, view="cfo")).content.decode()
    assert "Your answer" not in page
    refused = client_as("auditor").post(
        address("answer", case, view="cfo"), {"stance": "support", "snapshot_hash": "0" * 64}
    )
    assert refused.status_code == 403


# --- Reviewing


def test_a_version_is_shown_to_its_readers_once_its_owner_has_read_it(built_case, client_as, inside):
    here = address("view", built_case, view="cfo")
    assert client_as("cfo").get(here).status_code == 404
    assert client_as("project_lead").get(here).status_code == 200
    with inside():
        data = {"snapshot_hash": latest_snapshot(built_case).hash}
    assert client_as("consultant").post(address("review", built_case, view="cfo"), data).status_code == 403
    assert client_as("project_lead").post(address("review", built_case, view="cfo"), data).status_code == 302
    assert client_as("cfo").get(here).status_code == 200
    assert client_as("ceo").get(address("view", built_case, view="ceo")).status_code == 404


# --- How much it asks of the database


@pytest.mark.parametrize("name", ["view", "stakeholders"])
def test_a_page_takes_the_same_queries_however_long_the_case(shared_case, client_as, inside, name):
    case, client = shared_case(), client_as("cfo")
    page = address(name, case, **({"view": "cfo"} if name == "view" else {}))
    client.get(page)
    counts = []
    for rows in (range(1), range(1, 12)):
        with inside():
            for number in rows:
                more_of_everything(case, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 32


def more_of_everything(case, number: int) -> None:
    """One more fact in the draft, one more objection, one more review."""
    Fact.objects.create(case=case, key=f"more_{number}", name="More", value="1", unit="count", position=number)
    Objection.objects.create(case=case, subject="x", text="x", person=uuid7(), name="x")
    Review.objects.create(
        case=case, view="cfo", snapshot_hash=f"{number:064}", reviewed_by=uuid7(), reviewed_by_name="x"
    )
