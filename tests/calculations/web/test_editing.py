"""Edits: parsed by the engine's parser, versioned, recorded in words, refused once a case is submitted."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from calculations import services
from calculations.engine.inputs import InvalidInputs
from calculations.models import BenefitLine, CostLine, Fact
from calculations.rows import fact_document, line_document
from calculations.selectors import case_file_of, result_of
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Case, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant(membership):
    return membership("consultant")


def last_event():
    return Event.objects.order_by("-sequence").first()


def rate(case):
    return Fact.objects.get(case=case, key="loaded_rate")


def test_a_changed_fact_moves_every_line_that_uses_it(case, consultant):
    fact = rate(case)
    before = result_of(case).lines[0].amount
    services.fact_update(fact=fact, membership=consultant, version=1, document={**fact_document(fact), "value": "39"})
    assert before == 57200
    assert result_of(case).lines[0].amount == 57200 / 44 * 39


def test_an_edit_is_recorded_in_words_with_before_and_after(case, consultant):
    fact = rate(case)
    services.fact_update(fact=fact, membership=consultant, version=1, document={**fact_document(fact), "value": "39"})
    assert last_event().inputs["words"] == "Loaded rate, clerk and approver: value 44 → 39"
    assert "44" not in last_event().outcome


def test_a_line_s_inputs_are_named_by_their_labels_in_the_history(case, consultant):
    line = CostLine.objects.get(case=case, key="training")
    document = line_document(line)
    document["inputs"]["hourly_rate"] = "39.00"
    services.line_update(line=line, membership=consultant, version=1, document=document)
    assert last_event().inputs["words"] == "Training: hourly rate 44 → 39"


def test_an_edit_that_changes_nothing_writes_nothing(case, consultant):
    line = CostLine.objects.get(case=case, key="training")
    events = Event.objects.count()
    document = line_document(line)
    document["inputs"]["hourly_rate"] = "44.00"
    assert services.line_update(line=line, membership=consultant, version=1, document=document).version == 1
    assert Event.objects.count() == events


def test_the_second_of_two_editors_is_told_and_the_first_one_s_words_stay(case, consultant, membership):
    line = BenefitLine.objects.get(case=case, key="errors")
    services.line_update(
        line=line, membership=consultant, version=1, document={**line_document(line), "name": "Fewer errors"}
    )
    with pytest.raises(StaleVersion) as stale:
        services.line_update(
            line=line,
            membership=membership("project_lead"),
            version=1,
            document={**line_document(line), "name": "Mine"},
        )
    assert stale.value.current.name == "Fewer errors"
    assert BenefitLine.objects.get(pk=line.pk).name == "Fewer errors"


def test_what_the_parser_refuses_is_refused_by_field_and_nothing_changes(case, consultant):
    line = BenefitLine.objects.get(case=case, key="time")
    document = line_document(line)
    document["inputs"] |= {"people": "-1", "automated_share": "1.5"}
    with pytest.raises(InvalidInputs) as refused:
        services.line_update(line=line, membership=consultant, version=1, document=document)
    assert refused.value.errors == {
        "inputs.people": "must not be negative",
        "inputs.automated_share": "must be at most 1",
    }
    assert BenefitLine.objects.get(pk=line.pk).inputs["people"] == "2"


def test_a_fact_in_use_cannot_be_removed(case, consultant):
    with pytest.raises(InvalidInputs) as refused:
        services.fact_delete(fact=rate(case), membership=consultant, version=1)
    assert "benefits[0].inputs.hourly_rate" in refused.value.errors


def test_a_removed_line_comes_back_as_it_was(case, consultant):
    before = case_file_of(case)
    line = BenefitLine.objects.get(case=case, key="hire")
    event = services.line_delete(line=line, membership=consultant, version=1)
    assert len(case_file_of(Case.objects.get(pk=case.pk)).benefits) == 4
    services.line_restore(case=case, membership=consultant, event=event.pk)
    assert case_file_of(Case.objects.get(pk=case.pk)) == before


def test_a_removed_fact_comes_back_as_it_was(case, consultant):
    fact = services.fact_create(
        case=case, membership=consultant, document={"name": "Spare", "value": "3", "unit": "count", "source": "me"}
    )
    before = case_file_of(Case.objects.get(pk=case.pk))
    event = services.fact_delete(fact=fact, membership=consultant, version=1)
    services.fact_restore(case=case, membership=consultant, event=event.pk)
    assert case_file_of(Case.objects.get(pk=case.pk)) == before


def test_a_new_line_gets_a_key_of_its_own(case, consultant):
    document = {
        "name": "Set-up",
        "category": "software",
        "when": "one_time",
        "model": "fixed",
        "inputs": {"amount": "1"},
    }
    keys = [
        services.line_create(case=case, membership=consultant, section="costs", document=document).key for _ in range(3)
    ]
    assert keys == ["set_up", "set_up_2", "set_up_3"]


def test_lines_are_put_in_order(case, consultant):
    services.line_reorder(case=case, membership=consultant, section="benefits", keys=["risk", "hire"])
    keys = [line.key for line in BenefitLine.objects.filter(case=case)]
    assert keys == ["risk", "hire", "time", "errors", "discounts"]


def test_terms_change_and_go_back_to_their_defaults(case, consultant):
    services.assumptions_update(case=case, membership=consultant, version=1, changes={"horizon_months": 60})
    assert case_file_of(Case.objects.get(pk=case.pk)).horizon_months == 60
    services.assumptions_update(case=case, membership=consultant, version=2, changes={"horizon_months": None})
    assert case_file_of(Case.objects.get(pk=case.pk)).horizon_months == 36


def test_a_risk_nobody_stated_is_not_an_answer(in_northwind, consultant):
    case = services.case_file_import(
        membership=consultant,
        data='{"format": "case/1", "name": "New", "currency": "USD", "benefits": [], "costs": []}',
    )
    assert "risk" not in case.assumptions.settings


def test_a_check_is_answered_for_with_a_reason_and_a_name(case, consultant):
    services.check_acknowledge(
        case=case, membership=consultant, version=1, check="licence_twice", reason="Second year is cheaper."
    )
    (answer,) = case_file_of(Case.objects.get(pk=case.pk)).acknowledged
    assert (answer.check, answer.reason, answer.by) == (
        "licence_twice", "Second year is cheaper.", consultant.user.name,
    )  # fmt: skip


def test_a_quote_is_kept_changed_and_removed(case, consultant):
    quote = services.quote_create(
        case=case, membership=consultant, document={"vendor": "Acme", "amount": "8000", "lines": ["setup"]}
    )
    services.quote_update(
        quote=quote, membership=consultant, version=1, document={"vendor": "Acme", "amount": "8100", "lines": ["setup"]}
    )
    assert last_event().inputs["words"] == "Acme: amount 8000 → 8100"
    services.quote_delete(quote=quote, membership=consultant, version=2)
    assert not case_file_of(Case.objects.get(pk=case.pk)).quotes


@pytest.mark.parametrize("state", [State.APPROVE, State.PILOT, State.OPERATE, State.WITHDRAWN])
def test_nothing_changes_once_a_case_is_submitted(case, consultant, state):
    Case.objects.filter(pk=case.pk).update(state=state)
    line, fact = BenefitLine.objects.filter(case=case).first(), rate(case)
    edits = [
        lambda: services.line_update(line=line, membership=consultant, version=1, document=line_document(line)),
        lambda: services.line_delete(line=line, membership=consultant, version=1),
        lambda: services.fact_update(fact=fact, membership=consultant, version=1, document=fact_document(fact)),
        lambda: services.assumptions_update(case=case, membership=consultant, version=1, changes={}),
        lambda: services.line_reorder(case=case, membership=consultant, section="costs", keys=[]),
        lambda: services.quote_create(case=case, membership=consultant, document={}),
        lambda: services.check_acknowledge(
            case=case, membership=consultant, version=1, check="no_tuning", reason="Known."
        ),
        lambda: services.snapshot_freeze(case=case, membership=consultant),
    ]
    for edit in edits:
        with pytest.raises(TransitionBlocked):
            edit()


@pytest.mark.parametrize("role", ["cfo", "ceo", "department_head", "employee", "auditor", "administrator"])
def test_only_those_who_work_on_cases_may_edit(case, membership, role):
    with pytest.raises(PermissionDenied):
        services.line_delete(line=BenefitLine.objects.filter(case=case).first(), membership=membership(role), version=1)
