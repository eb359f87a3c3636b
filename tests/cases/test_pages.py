"""The pages of a case, through the browser's door: who sees what, what a form keeps, how many queries a page takes."""

import csv
from io import StringIO

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from cases.models import Case, Objection, State
from tenants.models import Role
from tenants.scope import organization_scope
from tests.cases import build

HOME = "/o/northwind/"
TABS = ["feedback/", "approval/", "history/"]


@pytest.fixture
def case(ready_case, outside):
    """A case in week 5, seen from outside every scope, as a browser sees it."""
    made = ready_case("approve")
    connections["default"].park()
    return made


@pytest.fixture
def inside(northwind):
    """`with inside():` looks at what a request has left."""
    return lambda: organization_scope(northwind)


def page(case: Case, tab: str = "") -> str:
    return f"{HOME}cases/{case.pk}/{tab}"


def decide(client, case: Case, decision: str = "approved", **changes: object):
    data = {"version": case.version, "snapshot_hash": build.HASH, "decision": decision, "reason": "Read and agreed."}
    return client.post(page(case, "approval/"), data | changes)


# --- Who sees what


@pytest.mark.parametrize("tab", ["", "edit/", "move/withdraw/", *TABS])
def test_Z3_an_outsider_and_another_client_find_nothing(case, client_as, tab):
    for client in (client_as("stranger"), client_as("consultant", "contoso")):
        assert client.get(page(case, tab)).status_code == 404
    foreign = client_as("consultant", "contoso").get(f"/o/contoso/cases/{case.pk}/{tab}")
    assert foreign.status_code == 404


WRITES = ["move/withdraw/", "feedback/", "feedback/people/", "feedback/objections/", "approval/", "edit/"]


@pytest.mark.parametrize("address", WRITES)
def test_Z3_what_may_not_be_seen_may_not_be_written(case, client_as, address):
    assert client_as("consultant", "contoso").post(f"/o/contoso/cases/{case.pk}/{address}").status_code == 404


@pytest.mark.parametrize("role", Role.values)
def test_every_role_of_the_organization_opens_the_frame_s_own_tabs(case, client_as, role):
    for tab in TABS:
        assert client_as(role).get(page(case, tab)).status_code == 200


def test_an_employee_s_case_appears_in_week_3(case, client_as, inside):
    with inside():
        Case.objects.update(state=State.CALCULATE)
    assert client_as("employee").get(page(case, "history/")).status_code == 404
    with inside():
        Case.objects.update(state=State.TAILOR)
    assert client_as("employee").get(page(case, "history/")).status_code == 200


def test_a_department_head_sees_their_department_and_where_they_were_asked(case, client_as, inside, membership):
    head = client_as("department_head")
    with inside():
        Case.objects.update(department=None)
    assert head.get(page(case, "feedback/")).status_code == 404
    with inside():
        build.ask(case, membership("department_head"), "department")
    assert head.get(page(case, "feedback/")).status_code == 200


def test_Z4_what_others_wrote_is_read_only_by_who_may_see_every_figure(case, client_as, inside, membership):
    with inside():
        build.objection(case, membership("cfo"), subject="Salary of the clerks")
        case.feedback.update(text="44 an hour is too low")
    for role in Role.values:
        text = client_as(role).get(page(case, "feedback/")).content.decode()
        reads = role in {"consultant", "project_lead", "cfo", "auditor"}
        assert ("Salary of the clerks" in text, "44 an hour" in text) == (reads, reads)


def test_Z4_the_history_of_who_may_not_see_every_figure_holds_steps_only(case, client_as):
    client_as("project_lead").post(page(case, "move/refine/"), {"version": 1, "reason": "The rate of 44 was wrong."})
    lead, head = client_as("project_lead"), client_as("department_head")
    assert "The rate of 44" in lead.get(page(case, "history/")).content.decode()
    text = head.get(page(case, "history/")).content.decode()
    assert "Back to the numbers" in text
    assert "The rate of 44" not in text


# --- Approving


def test_the_cfo_signs_the_exact_snapshot_and_the_case_goes_to_pilot(case, client_as, inside):
    shown = client_as("cfo").get(page(case, "approval/")).content.decode()
    assert build.HASH in shown
    assert decide(client_as("cfo"), case).status_code == 302
    with inside():
        signed = case.approvals.get()
        case.refresh_from_db()
    assert (case.state, signed.snapshot_hash, signed.decision) == ("pilot", build.HASH, "approved")


def test_W6_a_snapshot_that_is_no_longer_the_latest_is_not_signed(case, client_as, inside, membership):
    with inside():
        build.snapshot(case, membership("consultant"), hash="b" * 64)
    answer = decide(client_as("cfo"), case)
    assert answer.status_code == 409
    assert "numbers have changed" in answer.content.decode()
    with inside():
        assert not case.approvals.exists()


def test_W20_a_decision_sent_again_is_refused_and_leaves_no_second_event(case, client_as, inside):
    assert [decide(client_as("cfo"), case).status_code for _ in range(3)] == [302, 409, 409]
    with inside():
        assert Event.objects.filter(subject=case.pk, action="case.decided").count() == 1


def test_W20_a_decision_of_the_last_round_does_not_reach_into_the_next(case, client_as, inside):
    assert decide(client_as("cfo"), case, "changes").status_code == 302
    with inside():
        Case.objects.update(state=State.APPROVE)
    assert decide(client_as("cfo"), case).status_code == 412


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"cfo"}))
def test_only_the_cfo_signs(case, client_as, role):
    assert decide(client_as(role), case).status_code == 403


def test_a_no_without_a_reason_keeps_the_page_and_says_so(case, client_as):
    answer = decide(client_as("cfo"), case, "rejected", reason="")
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()


def test_an_open_objection_stands_beside_the_disabled_button(case, client_as, inside, membership):
    with inside():
        build.objection(case, membership("cfo"))
    text = client_as("cfo").get(page(case, "approval/")).content.decode()
    assert "1 objection waits for an answer." in text
    assert 'value="approved"' not in text
    assert decide(client_as("cfo"), case).status_code == 409


# --- Steps


def test_a_blocked_step_answers_409_with_every_reason(case, client_as, inside):
    with inside():
        Case.objects.update(state=State.TAILOR)
        case.reviews.all().delete()
    answer = client_as("project_lead").post(page(case, "move/socialize/"), {"version": 1})
    assert answer.status_code == 409
    assert answer.content.decode().count("has not reviewed") == 4
    frame = client_as("project_lead").get(page(case, "history/")).content.decode()
    assert frame.count("has not reviewed") == 4
    assert "4 left" in frame


@pytest.mark.parametrize("name", ["build_versions", "submit", "approve", "reject", "scale", "nonsense"])
def test_steps_that_write_elsewhere_too_are_not_taken_here(case, client_as, name):
    assert client_as("project_lead").post(page(case, f"move/{name}/"), {"version": 1}).status_code == 404


def test_a_step_that_needs_a_reason_asks_for_it(case, client_as):
    lead = client_as("project_lead")
    assert lead.get(page(case, "move/refine/")).status_code == 200
    assert lead.post(page(case, "move/refine/"), {"version": 1, "reason": ""}).status_code == 422
    assert lead.post(page(case, "move/refine/"), {"version": 1, "reason": "Wrong rate."}).status_code == 302


# --- Editing


@pytest.fixture
def draft(case, inside):
    with inside():
        Case.objects.update(state=State.CALCULATE)
    return case


def fields(membership, **changes: object) -> dict[str, object]:
    lead = membership("project_lead")
    return {"version": 1, "name": "Invoices", "department": lead.department_id, "owner": lead.pk} | changes


def test_W8_the_second_editor_sees_both_names_and_may_put_theirs_in_place(draft, client_as, membership):
    lead = client_as("project_lead")
    assert lead.post(page(draft, "edit/"), fields(membership, name="First")).status_code == 302
    second = client_as("consultant").post(page(draft, "edit/"), fields(membership, name="Second"))
    text = second.content.decode()
    assert second.status_code == 412
    assert 'value="Second"' in text
    assert "“First”" in text
    assert 'name="version" value="2"' in text
    again = client_as("consultant").post(page(draft, "edit/"), fields(membership, name="Second", version=2))
    assert again.status_code == 302


def test_W4_a_case_under_approval_stands_still(case, client_as, membership):
    answer = client_as("project_lead").post(page(case, "edit/"), fields(membership))
    assert answer.status_code == 409
    assert "stands still" in answer.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"consultant", "project_lead"}))
def test_only_editors_edit_and_start_cases(case, client_as, role):
    assert client_as(role).get(page(case, "edit/")).status_code == 403
    assert client_as(role).get(f"{HOME}cases/new/").status_code == 403


def test_an_owner_who_could_not_keep_the_numbers_is_refused_and_nothing_typed_is_lost(draft, client_as, membership):
    answer = client_as("consultant").post(page(draft, "edit/"), fields(membership, owner=membership("cfo").pk))
    assert answer.status_code == 422
    assert 'value="Invoices"' in answer.content.decode()


def test_W9_the_same_form_sent_twice_starts_one_case(northwind, client_as, membership, inside):
    consultant, data = client_as("consultant"), fields(membership) | {"id": "01900000-0000-7000-8000-000000000001"}
    answers = [consultant.post(f"{HOME}cases/new/", data) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer.url for answer in answers}) == 1
    with inside():
        assert Case.objects.count() == 1


# --- Objections


def test_an_objection_from_raising_to_closing(case, client_as, inside):
    cfo, lead = client_as("cfo"), client_as("project_lead")
    raised = cfo.post(page(case, "feedback/objections/"), {"path": "facts.invoices", "text": "Where is this from?"})
    assert raised.status_code == 302
    with inside():
        objection = Objection.objects.get()
    address = page(case, f"feedback/objections/{objection.pk}/")
    assert (objection.subject, objection.path) == ("Invoices", "facts.invoices")
    answer = page(case, f"objections/{objection.pk}/answer/")
    assert lead.post(answer, {"version": 1, "answer": "From the ERP."}).status_code == 302
    assert "From the ERP." in cfo.get(page(case, "feedback/")).content.decode()
    assert lead.post(f"{address}close/", {"version": 2}).status_code == 403
    assert cfo.post(f"{address}close/", {"version": 2}).status_code == 302


def test_W8_the_second_answer_to_an_objection_is_told_and_keeps_its_text(case, client_as, inside, membership):
    with inside():
        objection = build.objection(case, membership("cfo"))
    address = page(case, f"objections/{objection.pk}/answer/")
    assert client_as("project_lead").post(address, {"version": 1, "answer": "First answer"}).status_code == 302
    second = client_as("consultant").post(address, {"version": 1, "answer": "Second answer"})
    assert second.status_code == 412
    assert "First answer" in second.content.decode()
    assert "Second answer" in second.content.decode()


def test_an_objection_to_what_a_role_may_not_see_is_refused(case, client_as, inside, membership):
    with inside():
        build.ask(case, membership("employee"), "employee")
    answer = client_as("employee").post(page(case, "feedback/objections/"), {"path": "facts.invoices", "text": "Why?"})
    assert answer.status_code == 422


# --- The list


def test_the_export_holds_exactly_what_the_list_shows(northwind, client_as, inside, membership):
    with inside():
        for number in range(3):
            made = build.case_at("select", author=membership("consultant"), owner=membership("project_lead"))
            Case.objects.filter(pk=made.pk).update(name=f"=Case {number}", state="select" if number else "pilot")
    address = f"{HOME}cases/?state=select&sort=name"
    text = client_as("cfo").get(address).content.decode()
    rows = list(csv.reader(StringIO(client_as("cfo").get(f"{address}&export=csv").content.decode())))
    assert [row[1] for row in rows[1:]] == ["'=Case 1", "'=Case 2"]
    assert text.index("=Case 1") < text.index("=Case 2")
    assert "=Case 0" not in text


def test_a_reference_is_a_search_term(case, client_as):
    for term, found in [("NO-1", True), ("1", True), ("invoice", True), ("NO-2", False)]:
        assert ("Invoice processing" in client_as("cfo").get(f"{HOME}cases/?q={term}").content.decode()) == found


@pytest.mark.parametrize(
    "query", ["sort=secret", "owner=x", "state=x", "page=x", "q=%00", "q=" + "9" * 300, "sort=--name"]
)
def test_an_address_that_makes_no_sense_shows_the_plain_list(case, client_as, query):
    assert client_as("cfo").get(f"{HOME}cases/?{query}").status_code == 200


def test_late_is_said_in_words(case, client_as, inside):
    with inside():
        Case.objects.update(started_on="2020-01-06", state=State.SELECT)
    assert "late: Mon, Jan 13" in client_as("cfo").get(f"{HOME}cases/").content.decode()
    assert "Late:" in client_as("cfo").get(page(case, "history/")).content.decode()


# --- Constant numbers of queries


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connections["default"]) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_N4_the_list_asks_the_database_as_often_for_40_cases_as_for_1(case, client_as, inside, membership):
    cfo = client_as("cfo")
    few = queries(cfo, f"{HOME}cases/")
    with inside():
        for _ in range(40):
            build.case_at("select", author=membership("consultant"), owner=membership("project_lead"))
    assert queries(cfo, f"{HOME}cases/") == few


@pytest.mark.parametrize("tab", TABS)
def test_N4_a_tab_asks_the_database_as_often_for_much_as_for_little(case, client_as, inside, membership, tab):
    lead = client_as("project_lead")
    few = queries(lead, page(case, tab))
    with inside():
        for role in ("ceo", "employee", "department_head"):
            build.ask(case, membership(role))
            build.answer(case, membership(role))
            build.objection(case, membership(role), state="answered", answer="Because.")
    assert queries(lead, page(case, tab)) == few
