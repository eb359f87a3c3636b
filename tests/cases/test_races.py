"""Two people decide at once: every schedule leaves one decision, and tells the other one."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connections

from audit import chain
from audit.ids import uuid7
from audit.models import Event
from audit.services import content
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Approval, Case, State
from cases.services import case_create, case_decide, case_move, case_update, case_withdraw
from tenants.models import Membership, Organization, Role, User
from tenants.scope import organization_scope
from tenants.selectors import PRIVATE
from tenants.services import membership_set
from tests import cast
from tests.cases import build
from tests.schedules import Outcome, Pair

# 1,000 schedules in all; a soak sets more.
SCHEDULES = int(os.environ.get("PROOFCASE_SCHEDULES", "250"))


@dataclass
class Stage:
    """A case under approval, the people around it, and two of them acting at once."""

    case: Case
    people: dict[str, Membership]
    pair: Pair

    def reset(self, state: str = State.APPROVE) -> None:
        """Puts the case at `state` in a round of its own: signatures of the last stay, and no longer count."""
        self.case.state = state
        self.case.round += 1
        self.case.version += 10
        Case.objects.filter(pk=self.case.pk).update(
            state=state, round=self.case.round, version=self.case.version, name="Invoice processing"
        )

    def decides(self, who: str, decision: str) -> Callable[[], Approval]:
        return lambda: case_decide(
            case=self.case, membership=self.people[who], decision=decision, version=self.case.version,
            snapshot_hash=build.HASH, reason="Because.",
        )  # fmt: skip

    def withdraws(self) -> Callable[[], Case]:
        lead, version = self.people["project_lead"], self.case.version
        return lambda: case_withdraw(case=self.case, membership=lead, version=version, reason="No budget.")

    def submits(self) -> Callable[[], Case]:
        lead, version = self.people["project_lead"], self.case.version
        return lambda: case_move(
            case=self.case, membership=lead, transition="submit", version=version, snapshot_hash=build.HASH
        )

    def renames(self, name: str) -> Callable[[], Case]:
        who, lead, version = self.people["consultant"], self.people["project_lead"], self.case.version
        return lambda: case_update(
            case=self.case, membership=who, version=version, name=name, owner=lead, department=lead.department
        )

    def starts(self, id: UUID | None = None) -> Callable[[], Case]:
        who = self.people["consultant"]
        return lambda: case_create(membership=who, name="Orders", started_on=self.case.started_on, id=id)

    def signed(self) -> list[str]:
        """The decisions of this round."""
        return list(self.case.approvals.filter(round=self.case.round).values_list("decision", flat=True))

    def state(self) -> str:
        return Case.objects.values_list("state", flat=True).get(pk=self.case.pk)


def second_cfo(organization: Organization) -> None:
    person = User.objects.get(email="stranger@elsewhere.example")
    membership_set(user=person, organization=organization, role=Role.CFO)


@pytest.fixture
def stage(committed) -> Iterator[Stage]:
    organization = Organization.objects.get(slug="northwind")
    second_cfo(organization)
    with organization_scope(organization):
        members = Membership.objects.select_related("user", "organization", "department").defer(*PRIVATE)
        people = {role: members.get(user__email=cast.email(role, "northwind")) for role in Role.values}
        people["other_cfo"] = members.get(user__email="stranger@elsewhere.example")
        case = build.case_at(State.APPROVE, author=people["consultant"], owner=people["project_lead"])
        build.ask(case, people["cfo"])
        build.answer(case, people["cfo"])
        with Pair(organization) as pair:
            yield Stage(case, people, pair)
    connections.close_all()


def loser(outcomes: tuple[Outcome, Outcome]) -> Exception:
    """The one refusal among two outcomes; anything else is a failure of its own."""
    errors = [outcome.error for outcome in outcomes if outcome.error]
    assert len(errors) == 1, outcomes
    return errors[0]


def assert_chain_holds() -> None:
    assert chain.verify([content(event) for event in Event.objects.order_by("sequence")]) is None


def test_W1_two_approvers_at_one_instant_leave_one_approval(stage):
    winners: Counter[str] = Counter()
    for seed in range(SCHEDULES):
        stage.reset()
        outcomes = stage.pair.run(seed, stage.decides("cfo", "approved"), stage.decides("other_cfo", "approved"))
        assert isinstance(loser(outcomes), TransitionBlocked)
        assert "Pilot" in str(loser(outcomes))
        assert (stage.signed(), stage.state()) == (["approved"], State.PILOT)
        winners["first" if outcomes[0].result else "second"] += 1
    assert min(winners["first"], winners["second"]) > SCHEDULES // 10  # both orders were tried
    assert_chain_holds()


def test_W2_approval_against_rejection_leaves_the_one_that_came_first(stage):
    for seed in range(SCHEDULES):
        stage.reset()
        outcomes = stage.pair.run(seed, stage.decides("cfo", "approved"), stage.decides("other_cfo", "rejected"))
        assert isinstance(loser(outcomes), TransitionBlocked)
        assert (stage.signed(), stage.state()) in [
            (["approved"], State.PILOT),
            (["rejected"], State.DECLINED),
        ]
    assert_chain_holds()


def test_W3_approval_against_withdrawal_leaves_the_one_that_came_first(stage):
    for seed in range(SCHEDULES):
        stage.reset()
        outcomes = stage.pair.run(seed, stage.decides("cfo", "approved"), stage.withdraws())
        assert isinstance(loser(outcomes), TransitionBlocked)
        assert (stage.signed(), stage.state()) in [(["approved"], State.PILOT), ([], State.WITHDRAWN)]
    assert_chain_holds()


def test_W4_an_edit_against_a_submission_is_before_it_or_refused(stage):
    for seed in range(SCHEDULES):
        stage.reset(State.SOCIALIZE)
        outcomes = stage.pair.run(seed, stage.submits(), stage.renames("Renamed"))
        assert isinstance(loser(outcomes), TransitionBlocked | StaleVersion)
        name = Case.objects.values_list("name", flat=True).get(pk=stage.case.pk)
        assert (stage.state(), name) in [(State.APPROVE, "Invoice processing"), (State.SOCIALIZE, "Renamed")]
    assert_chain_holds()


def test_W9_a_double_click_starts_one_case(stage):
    for seed in range(SCHEDULES // 10):
        first, second = stage.pair.run(seed, stage.starts(id := uuid7()), stage.starts(id))
        assert first.result == second.result
        assert Case.objects.filter(pk=id).count() == 1


def test_W26_two_cases_started_at_once_never_share_a_number(stage):
    for seed in range(SCHEDULES // 10):
        first, second = stage.pair.run(seed, stage.starts(), stage.starts())
        assert {first.result.number, second.result.number} == {2 * seed + 2, 2 * seed + 3}
