"""Every change of a case's state, in one table: from where, to where, who may, and what must be true first."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import gates
from cases.models import WEEKS, Case, State
from opportunities.access import EDITORS
from tenants.models import Role

# Written into the history beside each move. Raise it when a row below changes.
VERSION = "1"
SIGNERS = frozenset({Role.CFO})
SPONSORS = frozenset({Role.CFO, Role.CEO})


@dataclass(frozen=True)
class Gate:
    """What must be true, as a page lists it, and the function that says why it is not."""

    label: str | Promise
    check: gates.Check


@dataclass(frozen=True)
class Transition:
    """One row of the table."""

    name: str
    label: str | Promise
    sources: frozenset[State]
    target: State
    roles: frozenset[Role]
    gates: tuple[Gate, ...] = ()
    # Writes a snapshot first: the caller hands its hash over, in the same transaction.
    freezes: bool = False
    # Begins the next round: what was signed in the last no longer counts.
    begins_round: bool = False
    needs_reason: bool = False
    # The address a page posts to. Steps that write elsewhere too belong to the room that does.
    posts_to: str = "cases:move"


START = (
    Gate(_("Owner named"), gates.owner),
    Gate(_("Department named"), gates.department),
    Gate(_("Today's process described"), gates.process_described),
)
BUILD_VERSIONS = (
    Gate(_("At least one benefit"), gates.benefits),
    Gate(_("At least one cost"), gates.costs),
    Gate(_("Risk answered"), gates.risk),
)
SOCIALIZE = (
    Gate(_("CFO version reviewed"), gates.cfo_version),
    Gate(_("CEO version reviewed"), gates.ceo_version),
    Gate(_("Department head version reviewed"), gates.department_version),
    Gate(_("Employee version reviewed"), gates.employee_version),
)
SUBMIT = (
    Gate(_("Stakeholders named"), gates.stakeholders),
    Gate(_("Every stakeholder has answered"), gates.answers),
    Gate(_("Every objection is answered"), gates.objections),
)
BEFORE_SIGNING = (Gate(_("Every objection is answered"), gates.objections),)
APPROVE = (*BEFORE_SIGNING, Gate(_("Decision signed by the CFO"), gates.approval))
REJECT = (Gate(_("Decision signed by the CFO"), gates.rejection),)
REQUEST_CHANGES = (Gate(_("Decision signed by the CFO"), gates.change_request),)

IN_WEEKS = frozenset(WEEKS)
OVER = frozenset({State.OPERATE, State.DECLINED, State.STOPPED, State.WITHDRAWN})
CAN_REFINE = frozenset({State.TAILOR, State.SOCIALIZE, State.APPROVE})

# fmt: off
TRANSITIONS = (
    Transition("start", _("Start calculating"), frozenset({State.SELECT}), State.CALCULATE, EDITORS, START),
    Transition("build_versions", _("Build stakeholder versions"), frozenset({State.CALCULATE}), State.TAILOR, EDITORS,
               BUILD_VERSIONS, freezes=True, posts_to="calculations:versions"),
    Transition("socialize", _("Send to stakeholders"), frozenset({State.TAILOR}), State.SOCIALIZE, EDITORS, SOCIALIZE),
    Transition("submit", _("Submit for approval"), frozenset({State.SOCIALIZE}), State.APPROVE, EDITORS, SUBMIT,
               freezes=True, posts_to="calculations:submit"),
    Transition("approve", _("Approve"), frozenset({State.APPROVE}), State.PILOT, SIGNERS, APPROVE,
               posts_to="cases:approval"),
    Transition("reject", _("Reject"), frozenset({State.APPROVE}), State.DECLINED, SIGNERS, REJECT,
               needs_reason=True, posts_to="cases:approval"),
    Transition("request_changes", _("Ask for changes"), frozenset({State.APPROVE}), State.CALCULATE, SIGNERS,
               REQUEST_CHANGES, begins_round=True, needs_reason=True, posts_to="cases:approval"),
    Transition("scale", _("Scale"), frozenset({State.PILOT}), State.OPERATE, SPONSORS,
               (Gate(_("Pilot decided: scale"), gates.scale_decision),), posts_to="pilots:list"),
    Transition("stop", _("Stop"), frozenset({State.PILOT}), State.STOPPED, SPONSORS,
               (Gate(_("Pilot decided: stop"), gates.stop_decision),), posts_to="pilots:list"),
    Transition("refine", _("Back to the numbers"), CAN_REFINE, State.CALCULATE, EDITORS,
               begins_round=True, needs_reason=True),
    Transition("withdraw", _("Withdraw"), IN_WEEKS, State.WITHDRAWN, EDITORS, needs_reason=True),
    # From week 1 again, so that no gate is passed by on the strength of an old answer.
    Transition("reopen", _("Reopen"), OVER, State.SELECT, EDITORS, begins_round=True, needs_reason=True),
)
# fmt: on
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
# The step that carries a case on from each state: its gate is what the page shows as still missing.
NEXT = {State.SELECT: "start", State.CALCULATE: "build_versions", State.TAILOR: "socialize", State.SOCIALIZE: "submit",
        State.APPROVE: "approve"}  # fmt: skip


def next_step(state: str) -> Transition | None:
    """Returns the step forward out of `state`, or None after the five weeks."""
    return BY_NAME.get(NEXT.get(State(state), ""))


def blockers_before_signing(case: Case) -> list[str]:
    """Returns what stands in the way of a signature under an approval."""
    return [reason for gate in BEFORE_SIGNING if (reason := gate.check(case))]


def blockers(transition: Transition, case: Case) -> list[str]:
    """Returns every reason the gates of `transition` block `case`, not only the first."""
    return [reason for gate in transition.gates if (reason := gate.check(case))]
