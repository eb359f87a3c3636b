"""Signing: who may, what exactly, and what the database itself refuses."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import Event
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Approval, Case
from cases.services import case_decide, decision_blockers
from cases.services.record import record
from tests.cases import build


def decide(case: Case, member, decision: str = "approved", **changes):
    values = {"decision": decision, "snapshot_hash": build.HASH, "version": case.version, "reason": "Because."}
    return case_decide(case=case, membership=member, **values | changes)


def make_author(case: Case, member) -> None:
    case.created_by = member.user_id
    case.save()


def make_snapshot_author(case: Case, member) -> None:
    build.snapshot(case, member)


def make_owner(case: Case, member) -> None:
    case.owner = member.user_id
    case.save()


@pytest.mark.parametrize("how", [make_author, make_snapshot_author, make_owner])
@pytest.mark.parametrize("decision", ["approved", "rejected", "changes"])
def test_W12_nobody_decides_on_their_own_work(ready_case, membership, how, decision):
    case, cfo = ready_case("approve"), membership("cfo")
    how(case, cfo)
    assert decision_blockers(case, cfo)
    with pytest.raises(TransitionBlocked, match="Someone else must decide"):
        decide(case, cfo, decision)
    assert not case.approvals.exists()


def test_W12_a_consultant_who_became_cfo_does_not_sign_what_they_wrote(ready_case, membership, give_role):
    case, author = ready_case("approve"), membership("consultant")
    give_role(author, "cfo")
    author.role = "cfo"
    with pytest.raises(TransitionBlocked, match="You wrote this case"):
        decide(case, author)


@pytest.mark.parametrize(
    "action", ["fact.changed", "line.created", "quote.deleted", "check.acknowledged", "case.updated"]
)
def test_W13_who_changed_one_number_does_not_sign(ready_case, membership, action):
    case, cfo = ready_case("approve"), membership("cfo")
    record(case, cfo, action, "Changed something, in a role held before.")
    with pytest.raises(TransitionBlocked, match="worked on this case's numbers"):
        decide(case, cfo)


@pytest.mark.parametrize("action", ["feedback.given", "objection.raised", "case.decided", "pilot.started"])
def test_W13_who_only_read_and_answered_signs(ready_case, membership, action):
    case, cfo = ready_case("approve"), membership("cfo")
    record(case, cfo, action, "Read and answered.")
    assert decide(case, cfo).decision == "approved"


@pytest.mark.parametrize("field", ["author", "owner"])
def test_W12_the_database_itself_refuses_a_signature_of_author_or_owner(ready_case, membership, field):
    case, cfo = ready_case("approve"), membership("cfo")
    values = {"author": case.created_by, "owner": case.owner, field: cfo.user_id}
    with pytest.raises(IntegrityError, match="author_and_owner_never_sign"), transaction.atomic():
        Approval.objects.create(
            case=case, round=1, step="cfo", person=cfo.user_id, name="CFO", role="cfo", decision="approved",
            snapshot_hash=build.HASH, **values,
        )  # fmt: skip


def test_W1_the_database_itself_refuses_a_second_signature_of_a_step_and_round(ready_case, membership):
    case, cfo = ready_case("approve"), membership("cfo")
    first = decide(case, cfo)
    first.pk = None
    with pytest.raises(IntegrityError, match="one_decision_per_step_and_round"), transaction.atomic():
        Approval(**{field.attname: getattr(first, field.attname) for field in Approval._meta.fields[1:]}).save()


@pytest.mark.parametrize("change", [{"decision": "rejected"}, {"snapshot_hash": "b" * 64}, {"reason": ""}])
def test_W5_a_signature_cannot_be_changed(ready_case, membership, change):
    decide(ready_case("approve"), membership("cfo"))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Approval.objects.update(**change)


def test_W5_a_signature_cannot_be_removed(ready_case, membership):
    decide(ready_case("approve"), membership("cfo"))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Approval.objects.all().delete()


def test_W5_a_signature_is_bound_to_the_snapshot_and_not_to_the_rows(ready_case, membership):
    case = ready_case("approve")
    signed = decide(case, membership("cfo"))
    case.quotes.create(vendor="Other", amount="1")
    signed.refresh_from_db()
    assert signed.snapshot_hash == case.snapshots.get().hash == build.HASH


@pytest.mark.parametrize("hash", ["b" * 64, "", build.HASH[:12]])
def test_W6_only_the_exact_latest_hash_is_signed(ready_case, membership, hash):
    case = ready_case("approve")
    with pytest.raises(TransitionBlocked, match="numbers have changed"):
        decide(case, membership("cfo"), snapshot_hash=hash)


def test_W6_an_older_snapshot_of_the_same_case_is_not_signed(ready_case, membership):
    case = ready_case("approve")
    build.snapshot(case, membership("consultant"), hash="b" * 64)
    with pytest.raises(TransitionBlocked, match="numbers have changed"):
        decide(case, membership("cfo"))


@pytest.mark.parametrize(("decision", "state", "round"), [
    ("approved", "pilot", 1), ("rejected", "declined", 1), ("changes", "calculate", 2)])  # fmt: skip
def test_a_decision_moves_the_case_and_says_so_in_words(ready_case, membership, decision, state, round):
    case = ready_case("approve")
    approval = decide(case, membership("cfo"), decision)
    case.refresh_from_db()
    events = list(Event.objects.filter(subject=case.pk).order_by("sequence").values_list("action", flat=True))
    assert (case.state, case.round, approval.round) == (state, round, 1)
    assert events == ["case.decided", "case.moved"]


@pytest.mark.parametrize("decision", ["rejected", "changes"])
def test_a_no_needs_a_reason(ready_case, membership, decision):
    with pytest.raises(TransitionBlocked, match="needs a reason"):
        decide(ready_case("approve"), membership("cfo"), decision, reason="  ")
    assert not Approval.objects.exists()
    assert not Event.objects.exists()


def test_W7_a_decision_on_an_older_version_of_the_case_is_told(ready_case, membership):
    case = ready_case("approve")
    Case.objects.update(version=2)
    with pytest.raises(StaleVersion):
        decide(case, membership("cfo"))


def test_W18_a_cfo_whose_role_was_taken_signs_nothing(ready_case, membership, give_role):
    case, cfo = ready_case("approve"), membership("cfo")
    give_role(cfo, "employee")
    with pytest.raises(PermissionDenied):
        decide(case, cfo)


@pytest.mark.parametrize("state", [state for state in build.STATES if state != "approve"])
def test_W19_nothing_is_signed_outside_week_5(ready_case, membership, state):
    with pytest.raises(TransitionBlocked):
        decide(ready_case(state), membership("cfo"))
    assert not Approval.objects.exists()
