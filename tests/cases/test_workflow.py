"""Every step of a case: from which states, by which roles, and what it leaves behind."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from audit.outbox.models import Message
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Approval, Case, State
from cases.services import case_move, case_reopen, case_withdraw
from cases.workflow import BY_NAME, TRANSITIONS
from tenants.models import Membership, Role
from tests.cases import build

EDITORS = {"consultant", "project_lead"}
CFO = {"cfo"}
SPONSORS = {"cfo", "ceo"}
# Written out, not read from the table under test: every cell that is not here is a refusal.
EXPECTED = {
    ("select", "start"): ("calculate", EDITORS),
    ("select", "withdraw"): ("withdrawn", EDITORS),
    ("calculate", "build_versions"): ("tailor", EDITORS),
    ("calculate", "withdraw"): ("withdrawn", EDITORS),
    ("tailor", "socialize"): ("socialize", EDITORS),
    ("tailor", "refine"): ("calculate", EDITORS),
    ("tailor", "withdraw"): ("withdrawn", EDITORS),
    ("socialize", "submit"): ("approve", EDITORS),
    ("socialize", "refine"): ("calculate", EDITORS),
    ("socialize", "withdraw"): ("withdrawn", EDITORS),
    ("approve", "approve"): ("pilot", CFO),
    ("approve", "reject"): ("declined", CFO),
    ("approve", "request_changes"): ("calculate", CFO),
    ("approve", "refine"): ("calculate", EDITORS),
    ("approve", "withdraw"): ("withdrawn", EDITORS),
    ("pilot", "scale"): ("operate", SPONSORS),
    ("pilot", "stop"): ("stopped", SPONSORS),
    ("operate", "reopen"): ("select", EDITORS),
    ("declined", "reopen"): ("select", EDITORS),
    ("stopped", "reopen"): ("select", EDITORS),
    ("withdrawn", "reopen"): ("select", EDITORS),
}
SIGNED = {"approve": "approved", "reject": "rejected", "request_changes": "changes"}
NAMES = ["start", "build_versions", "socialize", "submit", "approve", "reject", "request_changes", "scale", "stop",
         "refine", "withdraw", "reopen"]  # fmt: skip


def make_possible(case: Case, transition: str, cfo: Membership) -> None:
    """Writes what a later room writes before it takes the step: a signature, or the decision on a pilot."""
    if transition in ("scale", "stop"):
        build.pilot_decided(case, cfo, transition)
    if transition in SIGNED:
        sign(case, cfo, SIGNED[transition])


def sign(case: Case, cfo: Membership, decision: str) -> Approval:
    return Approval.objects.create(
        case=case, round=case.round, step="cfo", person=cfo.user_id, name=cfo.user.name, role="cfo", decision=decision,
        snapshot_hash=build.HASH, author=case.created_by, owner=case.owner,
    )  # fmt: skip


def outcome_of(case: Case, member: Membership, transition: str) -> str:
    """Returns the state after a step, or the name of what refused it; either way the case is afterwards as it was."""
    Case.objects.filter(pk=case.pk).update(state=case.state, version=case.version, round=case.round)
    try:
        return case_move(
            case=case, membership=member, transition=transition, version=case.version, reason="Because.",
            snapshot_hash=build.HASH,
        ).state  # fmt: skip
    except (TransitionBlocked, PermissionDenied, StaleVersion) as refusal:
        return type(refusal).__name__


def test_the_table_names_the_steps_this_test_knows():
    assert sorted(BY_NAME) == sorted(NAMES)
    assert len(BY_NAME) == len(TRANSITIONS)


@pytest.mark.parametrize(("state", "transition"), list(itertools.product(build.STATES, NAMES)))
def test_W19_every_state_transition_and_role(ready_case, membership, state, transition):
    case = ready_case(state)
    make_possible(case, transition, membership("cfo"))
    target, roles = EXPECTED.get((state, transition), ("TransitionBlocked", set(Role.values)))
    expected = {role: target if role in roles else "PermissionDenied" for role in Role.values}
    assert {role: outcome_of(case, membership(role), transition) for role in Role.values} == expected


def test_a_role_nobody_described_takes_no_step(ready_case, membership, give_role):
    case, member = ready_case("select"), membership("consultant")
    give_role(member, "intern")
    member.role = "intern"
    assert outcome_of(case, member, "start") == "PermissionDenied"


@pytest.mark.parametrize("transition", list(SIGNED))
def test_W19_a_decision_without_a_signature_is_no_step(ready_case, membership, transition):
    assert outcome_of(ready_case("approve"), membership("cfo"), transition) == "TransitionBlocked"


@pytest.mark.parametrize(("signed", "transition"), [("approved", "reject"), ("rejected", "approve")])
def test_W19_a_signature_carries_out_its_own_decision_only(ready_case, membership, signed, transition):
    case = ready_case("approve")
    sign(case, membership("cfo"), signed)
    assert outcome_of(case, membership("cfo"), transition) == "TransitionBlocked"


@pytest.mark.parametrize(("state", "transition"), [("calculate", "build_versions"), ("socialize", "submit")])
def test_a_step_that_freezes_needs_the_snapshot_just_written(ready_case, membership, state, transition):
    case, lead, other = ready_case(state), membership("project_lead"), "b" * 64
    with pytest.raises(TransitionBlocked, match="not been frozen"):
        case_move(case=case, membership=lead, transition=transition, version=1, snapshot_hash=other)


def test_W7_a_step_on_an_older_version_is_refused_and_names_the_row_as_it_is(ready_case, membership):
    case = ready_case("select", version=3)
    with pytest.raises(StaleVersion) as refusal:
        case_move(case=case, membership=membership("project_lead"), transition="start", version=2)
    assert refusal.value.current.version == 3


def test_W18_a_role_revoked_after_the_page_was_drawn_takes_no_step(ready_case, membership, give_role):
    case, member = ready_case("select"), membership("project_lead")
    give_role(member, Role.EMPLOYEE)
    with pytest.raises(PermissionDenied):
        case_move(case=case, membership=member, transition="start", version=1)
    case.refresh_from_db()
    assert case.state == State.SELECT


def test_a_step_raises_the_version_and_leaves_one_event_with_its_rule_and_one_message(ready_case, membership, outside):
    case = ready_case("select")
    moved = case_move(case=case, membership=membership("project_lead"), transition="start", version=1)
    event = Event.objects.get(subject=case.pk)
    assert (moved.state, moved.version) == ("calculate", 2)
    assert (event.action, event.rule, event.rule_version) == ("case.moved", "start", "1")
    assert event.inputs["source"] == "select"
    assert event.inputs["target"] == "calculate"
    assert "Select" in event.outcome
    assert "Calculate" in event.outcome
    with outside():
        message = Message.objects.get(kind="cases.moved", key=str(case.pk))
    assert message.payload == {"case": str(case.pk), "transition": "start"}


def test_a_blocked_step_names_every_reason_and_leaves_nothing(ready_case, membership, outside):
    case = ready_case("calculate")
    case.benefit_lines.all().delete()
    case.cost_lines.all().delete()
    with pytest.raises(TransitionBlocked) as refusal:
        case_move(
            case=case, membership=membership("project_lead"), transition="build_versions", version=1,
            snapshot_hash=build.HASH, blocked_by=["A check is open."],
        )  # fmt: skip
    assert len(refusal.value.blockers) == 3
    assert refusal.value.blockers[-1] == "A check is open."
    assert not Event.objects.filter(subject=case.pk).exists()
    with outside():
        assert not Message.objects.filter(key=str(case.pk)).exists()


@pytest.mark.parametrize("name", ["refine", "withdraw"])
def test_a_step_back_or_aside_needs_a_reason(ready_case, membership, name):
    case, lead = ready_case("approve"), membership("project_lead")
    with pytest.raises(TransitionBlocked, match="needs a reason"):
        case_move(case=case, membership=lead, transition=name, version=1, reason=" ")


def test_going_back_to_the_numbers_begins_a_round_in_which_old_signatures_do_not_count(ready_case, membership):
    case = ready_case("approve")
    refined = case_move(
        case=case, membership=membership("project_lead"), transition="refine", version=1, reason="The rate was wrong."
    )
    assert refined.round == 2
    sign(case, membership("cfo"), "approved")  # of round 1
    Case.objects.filter(pk=case.pk).update(state="approve")
    refined.refresh_from_db()
    assert outcome_of(refined, membership("cfo"), "approve") == "TransitionBlocked"


def test_a_reopened_case_begins_again_in_week_1(ready_case, membership):
    lead = membership("project_lead")
    case = ready_case("socialize")
    withdrawn = case_withdraw(case=case, membership=lead, version=1, reason="No budget.")
    reopened = case_reopen(case=withdrawn, membership=lead, version=2, reason="Budget found.")
    assert (withdrawn.state, reopened.state, reopened.round) == ("withdrawn", "select", 2)


def test_a_step_asks_the_database_a_fixed_number_of_times(ready_case, membership):
    lead = membership("project_lead")

    def queries(objections: int) -> int:
        case = ready_case("socialize")
        for number in range(objections):
            build.objection(case, membership("cfo"), subject=f"Rate {number}", state="answered")
        with CaptureQueriesContext(connection) as captured:
            case_move(case=case, membership=lead, transition="submit", version=1, snapshot_hash=build.HASH)
        return len(captured)

    assert queries(1) == queries(20)
