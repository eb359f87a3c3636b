"""What people write about a case: stakeholders, reviews, answers, objections, and the case itself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.models import Event
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Case, Objection, State
from cases.services import (
    case_create,
    feedback_give,
    objection_answer,
    objection_close,
    objection_raise,
    stakeholder_add,
    stakeholder_remove,
    view_review,
)
from opportunities.models import Opportunity
from tests.cases import build

CLOSED = ["pilot", "operate", "declined", "stopped", "withdrawn"]


def create(member, **changes) -> Case:
    return case_create(**{"membership": member, "name": "Invoices", "started_on": timezone.localdate()} | changes)


# --- Starting


def test_cases_are_numbered_from_1_without_repetition(in_northwind, membership):
    assert [create(membership("consultant")).number for _ in range(3)] == [1, 2, 3]


def test_who_starts_a_case_owns_it_unless_told_otherwise(in_northwind, membership):
    consultant, lead = membership("consultant"), membership("project_lead")
    assert create(consultant).owner == consultant.user_id
    assert create(consultant, owner=lead).owner == lead.user_id


def test_an_owner_of_another_organization_is_refused(in_northwind, membership, outside):
    with outside():
        foreign = membership("consultant", "contoso")
    with pytest.raises(ValidationError):
        create(membership("consultant"), owner=foreign)


def test_a_process_becomes_one_case(in_northwind, membership):
    consultant = membership("consultant")
    process = Opportunity.objects.create(title="Invoices", submitted_by=consultant.user_id, submitted_by_name="C")
    case = create(consultant, opportunity=process)
    process.refresh_from_db()
    assert (case.opportunity, process.state) == (process, "selected")
    with pytest.raises(ValidationError, match="already is a case"):
        create(consultant, opportunity=process)


def test_W9_a_case_started_twice_under_one_id_is_one_case(in_northwind, membership):
    consultant = membership("consultant")
    first = create(consultant)
    assert create(consultant, id=first.pk) == first
    assert Event.objects.filter(action="case.created").count() == 1


def test_an_id_that_someone_else_used_is_refused(in_northwind, membership):
    taken = create(membership("consultant")).pk
    with pytest.raises(ValidationError):
        create(membership("project_lead"), id=taken)


@pytest.mark.parametrize("role", ["cfo", "ceo", "department_head", "employee", "auditor", "administrator"])
def test_only_editors_start_cases(in_northwind, membership, role):
    with pytest.raises(PermissionDenied):
        create(membership(role))


# --- Stakeholders and reviews


def test_asking_again_changes_the_view_and_both_are_in_the_history(ready_case, membership):
    case, lead = ready_case("tailor"), membership("project_lead")
    for view in ("ceo", "department"):
        stakeholder_add(case=case, membership=lead, person=membership("ceo"), view=view)
    assert case.stakeholders.get(person=membership("ceo").user_id).view == "department"
    assert Event.objects.filter(action="stakeholder.added").count() == 2


def test_what_a_removed_stakeholder_answered_stays(ready_case, membership):
    case = ready_case("socialize")
    stakeholder_remove(case=case, membership=membership("project_lead"), stakeholder=case.stakeholders.get())
    assert (case.stakeholders.count(), case.feedback.count()) == (0, 1)


def test_only_the_owner_reviews(ready_case, membership):
    case = ready_case("tailor")
    with pytest.raises(PermissionDenied, match="Only the owner"):
        view_review(case=case, membership=membership("consultant"), view="cfo", snapshot_hash=build.HASH)


def test_a_review_is_of_the_latest_snapshot_and_is_recorded_once(ready_case, membership):
    case, lead = ready_case("tailor"), membership("project_lead")
    case.reviews.all().delete()
    with pytest.raises(TransitionBlocked, match="newer version"):
        view_review(case=case, membership=lead, view="cfo", snapshot_hash="b" * 64)
    for _ in range(2):
        view_review(case=case, membership=lead, view="cfo", snapshot_hash=build.HASH)
    assert case.reviews.count() == Event.objects.filter(action="view.reviewed").count() == 1


@pytest.mark.parametrize("state", [state for state in build.STATES if state != "tailor"])
def test_versions_are_reviewed_in_week_3_only(ready_case, membership, state):
    case = ready_case(state)
    with pytest.raises(TransitionBlocked):
        view_review(case=case, membership=membership("project_lead"), view="cfo", snapshot_hash=build.HASH)


# --- Answers


def test_every_answer_is_kept(ready_case, membership):
    case = ready_case("socialize")
    for stance in ("oppose", "support"):
        feedback_give(case=case, membership=membership("cfo"), stance=stance, snapshot_hash=build.HASH)
    assert [one.stance for one in case.feedback.all()][:2] == ["support", "oppose"]


def test_who_was_not_asked_does_not_answer(ready_case, membership):
    case, ceo = ready_case("socialize"), membership("ceo")
    with pytest.raises(PermissionDenied):
        feedback_give(case=case, membership=ceo, stance="support", snapshot_hash=build.HASH)
    with pytest.raises(PermissionDenied):
        objection_raise(case=case, membership=ceo, subject="Rate", text="Too low.")


def test_an_answer_to_a_version_that_was_replaced_is_refused(ready_case, membership):
    case = ready_case("socialize")
    with pytest.raises(TransitionBlocked, match="newer version"):
        feedback_give(case=case, membership=membership("cfo"), stance="support", snapshot_hash="b" * 64)


@pytest.mark.parametrize("state", ["select", "calculate", "tailor", *CLOSED])
def test_W27_answers_are_given_in_weeks_4_and_5_only(ready_case, membership, state):
    case = ready_case(state)
    with pytest.raises(TransitionBlocked):
        feedback_give(case=case, membership=membership("cfo"), stance="support", snapshot_hash=build.HASH)


# --- Objections


def test_an_answer_says_what_it_changed(ready_case, membership):
    case = ready_case("socialize")
    objection = objection_raise(
        case=case, membership=membership("cfo"), subject="Loaded rate", text="39.", path="facts.loaded_rate"
    )
    answered = objection_answer(
        objection=objection, membership=membership("project_lead"), version=1, answer="Corrected.",
        npv_before="$160,950", npv_after="$142,300", payback_before="6.5 months", payback_after="7.1 months",
    )  # fmt: skip
    assert (answered.state, answered.npv_before, answered.npv_after) == ("answered", "$160,950", "$142,300")
    event = Event.objects.get(action="objection.answered")
    assert event.inputs["npv"] == ["$160,950", "$142,300"]
    assert "Loaded rate" not in event.outcome  # may be read by who may not see rates


def test_only_who_raised_an_objection_closes_it(ready_case, membership):
    case = ready_case("socialize")
    objection = build.objection(case, membership("cfo"))
    with pytest.raises(PermissionDenied):
        objection_close(objection=objection, membership=membership("project_lead"), version=1)
    assert objection_close(objection=objection, membership=membership("cfo"), version=1).state == "closed"


def test_W7_the_second_of_two_answers_is_told(ready_case, membership):
    objection = build.objection(ready_case("socialize"), membership("cfo"))
    lead = membership("project_lead")
    objection_answer(objection=objection, membership=lead, version=1, answer="First.")
    with pytest.raises(StaleVersion) as refusal:
        objection_answer(objection=objection, membership=membership("consultant"), version=1, answer="Second.")
    assert refusal.value.current.answer == "First."


@pytest.mark.parametrize("state", CLOSED)
def test_W27_a_case_that_is_over_takes_no_more_words(ready_case, membership, state):
    case = ready_case(State.SOCIALIZE)
    objection = build.objection(case, membership("cfo"))
    Case.objects.update(state=state)
    lead, cfo = membership("project_lead"), membership("cfo")
    for write in (
        lambda: objection_raise(case=case, membership=cfo, subject="Rate", text="Too low."),
        lambda: objection_answer(objection=objection, membership=lead, version=1, answer="No."),
        lambda: objection_close(objection=objection, membership=cfo, version=1),
        lambda: stakeholder_add(case=case, membership=lead, person=cfo, view="cfo"),
        lambda: stakeholder_remove(case=case, membership=lead, stakeholder=case.stakeholders.get()),
    ):
        with pytest.raises(TransitionBlocked):
            write()
    assert Objection.objects.get().state == "open"
