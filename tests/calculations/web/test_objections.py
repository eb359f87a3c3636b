"""An answer to an objection says what it changed."""

import pytest

from calculations import services
from cases.models import Case, Objection, State
from cases.services import objection_raise, stakeholder_add
from tenants.scope import organization_scope
from tests.calculations.web.documents import invoice


def doubt(membership) -> tuple[Case, Objection]:
    """Writes the invoice example in week 4, with an objection of the CFO."""
    case = services.case_file_import(membership=membership("consultant"), data=invoice())
    services.snapshot_freeze(case=case, membership=membership("consultant"))
    Case.objects.filter(pk=case.pk).update(state=State.SOCIALIZE)
    case.refresh_from_db()
    stakeholder_add(case=case, membership=membership("project_lead"), person=membership("cfo"), view="cfo")
    return case, objection_raise(case=case, membership=membership("cfo"), subject="Risk reduction", text="Too much.")


@pytest.fixture
def doubted(in_northwind, membership):
    """The case and its objection, with the test inside the organization."""
    return doubt(membership)


@pytest.fixture
def page(northwind, membership, client_as):
    """The case and its objection, and the project lead's browser outside the organization."""
    with organization_scope(northwind):
        case, objection = doubt(membership)
    return case, objection, client_as("project_lead")


def answer(objection: Objection, membership) -> Objection:
    return services.objection_answer(
        objection=objection, membership=membership("project_lead"), version=objection.version, answer="Lowered."
    )


def test_an_answer_that_changes_an_assumption_shows_the_figures_before_and_after(doubted, membership):
    case, objection = doubted
    line = case.benefit_lines.get(key="risk")
    document = {"name": line.name, "kind": line.kind, "layer": line.layer, "model": line.model}
    document["inputs"] = {"amount": "100"}
    services.line_update(line=line, membership=membership("project_lead"), version=line.version, document=document)
    answered = answer(objection, membership)
    assert (answered.npv_before, answered.payback_before) == ("$160,950", "6.5 months")
    assert (answered.npv_after, answered.payback_after) == ("$153,046", "6.6 months")


def test_an_answer_in_words_only_shows_that_nothing_moved(doubted, membership):
    _, objection = doubted
    answered = answer(objection, membership)
    assert answered.npv_before == answered.npv_after


def test_the_form_on_the_page_leads_there_and_the_page_shows_the_answer(page):
    case, objection, lead = page
    feedback = f"/o/northwind/cases/{case.pk}/feedback/"
    address = f"/o/northwind/cases/{case.pk}/objections/{objection.pk}/answer/"
    assert address in lead.get(feedback).content.decode()
    assert lead.post(address, {"version": objection.version, "answer": "It stands."}).status_code == 302
    shown = lead.get(feedback).content.decode()
    assert "It stands." in shown
    assert "→" not in shown, "it changed nothing, so no figures stand beside it"


def test_an_empty_answer_is_refused_and_the_page_stays(page):
    case, objection, lead = page
    address = f"/o/northwind/cases/{case.pk}/objections/{objection.pk}/answer/"
    assert lead.post(address, {"version": objection.version, "answer": ""}).status_code == 422
