"""Each gate: one case it lets pass, one it blocks, and what it says."""

import pytest

from cases import gates
from cases.models import Case
from cases.selectors import shared_snapshot_number
from opportunities.models import Opportunity
from tests.cases import build

OTHER = "b" * 64
DESCRIBED = {"volume_per_month": 250, "minutes_each": 15, "people": 2, "error_rate": "0.05", "systems": "ERP"}


def opportunity(case: Case, **fields: object) -> None:
    case.facts.all().delete()
    case.opportunity = Opportunity.objects.create(
        title="Invoices", submitted_by=case.owner, submitted_by_name="Lead", **fields
    )


def take_away(case: Case, gate: str, membership) -> None:
    """Takes from a ready case what one gate asks for."""
    match gate:
        case "owner":
            case.owner = membership("cfo").user_id
        case "department":
            case.department = None
        case "process_described":
            case.facts.all().delete()
        case "benefits":
            case.benefit_lines.all().delete()
        case "costs":
            case.cost_lines.all().delete()
        case "risk":
            case.assumptions.settings = {}
        case "cfo_version" | "ceo_version" | "department_version" | "employee_version":
            case.reviews.filter(view=gate.removesuffix("_version")).delete()
        case "stakeholders":
            case.stakeholders.all().delete()
        case "answers":
            case.feedback.all().delete()
        case "objections":
            build.objection(case, membership("cfo"))


SAYS = {
    "owner": "Name another owner",
    "department": "Name the department",
    "process_described": "Describe today's process",
    "benefits": "at least one benefit",
    "costs": "at least one cost",
    "risk": "how risky",
    "cfo_version": "has not reviewed the version for the CFO",
    "ceo_version": "for the CEO",
    "department_version": "for the Department head",
    "employee_version": "for the Employees",
    "stakeholders": "at least one stakeholder",
    "answers": "Waiting for an answer from CFO of Northwind Foods",
    "objections": "1 objection waits",
}


@pytest.mark.parametrize("gate", list(SAYS))
def test_a_gate_lets_a_ready_case_pass_and_says_why_it_blocks(ready_case, membership, gate):
    case, check = ready_case("socialize"), getattr(gates, gate)
    assert check(case) is None
    take_away(case, gate, membership)
    assert SAYS[gate] in check(case)


def test_the_process_may_be_described_on_the_opportunity(ready_case):
    case = ready_case("select")
    opportunity(case, **DESCRIBED)
    assert gates.process_described(case) is None


def test_what_the_opportunity_lacks_is_named(ready_case):
    case = ready_case("select")
    opportunity(case, **DESCRIBED | {"people": None, "systems": ""})
    assert gates.process_described(case) == "Describe today's process. Missing: people involved, systems used."


def test_nothing_wrong_in_a_hundred_is_an_answer(ready_case):
    case = ready_case("select")
    opportunity(case, **DESCRIBED | {"error_rate": 0})
    assert gates.process_described(case) is None


def test_an_owner_who_was_removed_blocks(ready_case, membership, give_role):
    case = ready_case("select")
    give_role(membership("project_lead"), "employee")
    assert "no longer works on cases" in gates.owner(case)


def test_a_review_of_an_older_snapshot_does_not_count(ready_case, membership):
    case = ready_case("tailor")
    build.snapshot(case, membership("consultant"), hash=OTHER)
    assert "has not reviewed" in gates.cfo_version(case)


def test_a_review_by_someone_who_is_not_the_owner_does_not_count(ready_case, membership):
    case = ready_case("tailor")
    case.reviews.update(reviewed_by=membership("consultant").user_id)
    assert "has not reviewed" in gates.cfo_version(case)


def test_without_a_snapshot_no_version_was_made(ready_case):
    case = ready_case("tailor")
    assert gates.cfo_version(Case(owner=case.owner)) == "The version for the CFO has not been made."


def test_an_answer_to_an_older_round_does_not_count(ready_case, membership):
    case, owner = ready_case("socialize"), membership("project_lead")
    build.snapshot(case, membership("consultant"), hash=OTHER)
    build.review(case, owner, "cfo", hash=OTHER)
    assert shared_snapshot_number(case) == 2
    assert "Waiting for an answer" in gates.answers(case)
    build.answer(case, membership("cfo"), hash=OTHER)
    assert gates.answers(case) is None


def test_an_answer_to_the_shared_version_still_counts_when_the_submission_freezes_the_next(ready_case, membership):
    case = ready_case("socialize")
    build.snapshot(case, membership("consultant"), hash=OTHER)
    assert gates.answers(case) is None


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_an_objection_that_was_answered_does_not_block(ready_case, membership, state):
    case = ready_case("socialize")
    build.objection(case, membership("cfo"), state=state)
    assert gates.objections(case) is None


@pytest.mark.parametrize(("verdict", "gate"), [("scale", "scale_decision"), ("stop", "stop_decision")])
def test_only_the_latest_pilot_s_own_verdict_opens_the_gate(ready_case, membership, verdict, gate):
    case, check = ready_case("pilot"), getattr(gates, gate)
    assert check(case) == "The pilot has not been decided that way."
    build.pilot_decided(case, membership("cfo"), verdict)
    assert check(case) is None
    build.pilot_decided(case, membership("cfo"), "extend")
    assert check(case) is not None
