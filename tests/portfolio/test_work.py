"""What waits for whom: every kind of task reaches the one who has to act, and words reach only who may read them."""

from datetime import date, timedelta

import pytest

from audit.services import event_append
from cases.models import Case, Feedback, Objection, Review, StakeholderView, State
from cases.services import decision_blockers
from pilots.models import Metric, Pilot
from portfolio.dates import Due
from portfolio.work import tasks_of
from tenants.access import actor_of
from tenants.models import Role
from tests.cases import build

TODAY = date(2026, 3, 18)
SUBJECT = "The vendor's 65%"


@pytest.fixture
def tasks(membership):
    """tasks("cfo") is what the CFO sees: (text, whether it is theirs), most urgent first."""

    def read(role: str) -> list[tuple[str, bool]]:
        return [(task.text, task.is_mine) for task in tasks_of(membership(role), TODAY)]

    return read


@pytest.fixture
def case_at(membership, in_northwind):
    """case_at("approve") is a case of the project lead's, written by the consultant."""

    def write(state: str) -> Case:
        return build.case_at(state, author=membership("consultant"), owner=membership("project_lead"))

    return write


def test_a_signature_waits_for_the_cfo(tasks, case_at):
    case_at(State.APPROVE)
    assert tasks("cfo") == [("Decide: sign or send back", True)]
    assert tasks("ceo") == [("Decide: sign or send back", False)]


@pytest.mark.parametrize("field", ["owner", "created_by"])
def test_a_signature_never_waits_for_who_worked_on_the_case(tasks, case_at, membership, field):
    case = case_at(State.APPROVE)
    Case.objects.filter(pk=case.pk).update(**{field: membership("cfo").user_id})
    assert tasks("cfo") == [("Decide: sign or send back", False)]


def test_a_signature_never_waits_for_the_author_of_the_snapshot(tasks, case_at, membership):
    build.snapshot(case_at(State.APPROVE), membership("cfo"), hash="c" * 64)
    assert tasks("cfo") == [("Decide: sign or send back", False)]


def test_a_signature_never_waits_for_who_changed_a_number(tasks, case_at, membership):
    case = case_at(State.APPROVE)
    event_append(
        actor=actor_of(membership("cfo")),
        action="fact.updated",
        subject_type="case",
        subject=case.pk,
        outcome="Changed.",
    )
    assert decision_blockers(case, membership("cfo"))
    assert tasks("cfo") == [("Decide: sign or send back", False)]


def test_versions_wait_for_the_owner_until_all_four_are_reviewed(tasks, case_at):
    case_at(State.TAILOR)
    assert tasks("project_lead") == [("Send to stakeholders", True)]
    Review.objects.filter(view=StakeholderView.CFO).delete()
    assert tasks("project_lead") == [("Review 1 version", True)]
    assert tasks("consultant") == [("Review 1 version", False)]


def test_a_review_of_an_older_snapshot_does_not_count(tasks, case_at, membership):
    build.snapshot(case_at(State.TAILOR), membership("consultant"), hash="c" * 64)
    assert tasks("project_lead") == [("Review 4 versions", True)]


def test_an_answer_waits_for_each_stakeholder_until_given(tasks, case_at, membership):
    case = case_at(State.SOCIALIZE)
    build.ask(case, membership("employee"), "employee")
    assert tasks("employee") == [("Read your version and answer", True)]
    build.answer(case, membership("employee"))
    assert tasks("employee") == []
    assert tasks("project_lead") == [("Submit for approval", True)]


def test_another_persons_answer_leads_to_the_feedback_not_to_their_version(case_at, membership):
    case = case_at(State.SOCIALIZE)
    build.ask(case, membership("cfo"))
    (task,) = tasks_of(membership("ceo"), TODAY)
    assert (task.text, task.person, task.url.endswith("/feedback/")) == ("Answer", membership("cfo").user.name, True)


def test_an_answer_to_an_older_version_does_not_count(tasks, case_at, membership):
    case = case_at(State.SOCIALIZE)
    build.ask(case, membership("cfo"))
    Feedback.objects.create(
        case=case, view="cfo", person=membership("cfo").user_id, name="CFO", stance="support", snapshot_hash="d" * 64
    )
    assert tasks("cfo") == [("Read your version and answer", True)]


@pytest.fixture
def objection(case_at, membership):
    """An open objection of the department head's."""
    case, head = case_at(State.SOCIALIZE), membership("department_head")
    return Objection.objects.create(case=case, subject=SUBJECT, text="Whose?", person=head.user_id, name=head.user.name)


def test_an_objection_waits_for_the_owner_then_for_who_raised_it(tasks, objection):
    assert tasks("project_lead") == [(f"Answer the objection: {SUBJECT}", True)]
    Objection.objects.update(state=Objection.State.ANSWERED)
    assert tasks("department_head") == [(f"Read the answer to: {SUBJECT}", True)]
    Objection.objects.update(state=Objection.State.CLOSED)
    assert tasks("department_head") == []


def test_the_words_of_an_objection_stay_with_those_who_may_read_them(tasks, objection):
    assert tasks("ceo") == [("Answer an objection", False)]
    assert tasks("administrator") == [("Answer an objection", False)]


def test_the_step_of_the_week_waits_for_the_owner(tasks, case_at):
    case_at(State.CALCULATE)
    assert tasks("project_lead") == [("Build stakeholder versions", True)]


def test_those_who_see_only_some_cases_see_only_their_own_tasks(tasks, case_at, membership):
    case = case_at(State.SOCIALIZE)
    build.ask(case, membership("department_head"), "department")
    build.ask(case, membership("cfo"))
    assert tasks("department_head") == [("Read your version and answer", True)]
    assert len(tasks("consultant")) == 2


@pytest.fixture
def pilot(case_at, membership):
    """A pilot of the project lead's that began in January, with one metric and no value yet."""
    lead = membership("project_lead")
    pilot = Pilot.objects.create(
        case=case_at(State.PILOT),
        snapshot_hash=build.HASH,
        owner=lead.user_id,
        owner_name=lead.user.name,
        starts_on=date(2026, 1, 1),
        months=2,
    )
    Metric.objects.create(
        pilot=pilot, kind="error_rate", name="Errors", layer="quality", unit="share", direction="down"
    )
    return pilot


def test_values_wait_for_the_owner_of_a_pilot_once_their_month_is_over(tasks, pilot):
    assert tasks("project_lead") == [("Enter 2 values", True)]
    Pilot.objects.update(starts_on=date(2026, 3, 1))
    assert tasks("project_lead") == []


def test_a_measured_pilot_that_is_over_waits_for_its_decision(tasks, pilot, membership):
    for month in (1, 2):
        pilot.metrics.get().measurements.create(
            period=date(2026, month, 1), value=0, entered_by=membership("cfo").user_id, entered_by_name="CFO"
        )
    assert tasks("cfo") == [("Decide: scale, extend or stop", True)]
    assert tasks("project_lead") == [("Decide: scale, extend or stop", False)]


def test_an_approved_case_waits_for_its_pilot(tasks, case_at):
    case_at(State.PILOT)
    assert tasks("project_lead") == [("Start the pilot", True)]


def test_the_most_urgent_comes_first(tasks, case_at):
    case_at(State.CALCULATE)
    early = case_at(State.SELECT)
    Case.objects.filter(pk=early.pk).update(started_on=TODAY - timedelta(days=60))
    assert [text for text, _ in tasks("project_lead")] == ["Start calculating", "Build stakeholder versions"]


@pytest.mark.parametrize("role", Role.values)
def test_every_role_can_ask(tasks, case_at, role):
    for state in State.values:
        case_at(state)
    assert isinstance(tasks(role), list)


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "1 day late"), (-12, "12 days late"), (0, "due today"), (1, "due tomorrow")]
)
def test_a_due_day_says_in_words_how_it_stands(days, words):
    due = Due(TODAY + timedelta(days=days), TODAY)
    assert (str(due), due.is_late) == (words, days < 0)
