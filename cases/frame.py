"""What surrounds every panel of a case: five weeks with their dates, the tabs a role has, the gate, the next step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.models import Event
from audit.selectors import history_of
from cases.access import reads_all_words
from cases.dates import day
from cases.models import WEEKS, Case, State
from cases.selectors import due_on, reference_of
from cases.workflow import NEXT, TRANSITIONS, Transition, next_step
from opportunities.access import EDITORS
from tenants.models import Membership
from tenants.visibility import Figure, may_see


@dataclass(frozen=True)
class Tab:
    """A panel of the case, and which figures a role must be able to see to have it at all."""

    name: str
    label: str | Promise
    address: str
    figures: tuple[Figure, ...] = ()


TABS = (
    Tab("today", _("Today"), "calculations:today", (Figure.EFFORT,)),
    Tab("lines", _("Lines"), "calculations:lines", (Figure.COST,)),
    Tab("results", _("Results"), "calculations:results", (Figure.RESULT,)),
    Tab("stakeholders", _("Stakeholders"), "reports:stakeholders", (Figure.EFFORT,)),
    Tab("feedback", _("Feedback"), "cases:feedback"),
    Tab("approval", _("Approval"), "cases:approval"),
    Tab("history", _("History"), "cases:history"),
)
# Where a person who opens a case is most likely needed.
TAB_OF_THE_WEEK = {State.SELECT: "today", State.CALCULATE: "lines", State.TAILOR: "stakeholders",
                   State.SOCIALIZE: "feedback", State.APPROVE: "approval"}  # fmt: skip
IN_TRIAL = frozenset({State.PILOT, State.OPERATE, State.STOPPED})


@dataclass(frozen=True)
class Week:
    """One of the five weeks as the stepper shows it."""

    number: int
    label: str | Promise
    position: str  # done, now or todo
    due: date
    done_on: date | None
    days_late: int

    @property
    def is_late(self) -> bool:
        """Whether the case is still in a week that is over."""
        return self.days_late > 0

    @property
    def when(self) -> str:
        """The week's date as the stepper says it."""
        if self.done_on:
            return _("done %(date)s") % {"date": day(self.done_on)}
        if self.is_late:
            words = ngettext("%(date)s, %(count)d day ago", "%(date)s, %(count)d days ago", self.days_late)
            return words % {"date": day(self.due), "count": self.days_late}
        return _("due %(date)s") % {"date": day(self.due)} if self.position != "done" else ""


@dataclass(frozen=True)
class GateItem:
    """One thing that must be true before the week is over, and why it is not yet."""

    label: str | Promise
    reason: str | None


@dataclass(frozen=True)
class Action:
    """A step this person's role may take from here."""

    step: Transition
    address: str


def frame_context(request: HttpRequest, case: Case, *, tab: str) -> dict[str, Any]:
    """Returns what `cases/frame.html` needs; a panel's view merges it into its own context."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    step = next_step(case.state)
    gate = gate_items(case)
    return {
        "case": case,
        "tab": tab,
        "reference": reference_of(case, membership.organization),
        "weeks": weeks_of(case, timezone.localdate()),
        "tabs": [(item, address_of(item.address, case, membership)) for item in tabs_for(membership)],
        "gate": gate,
        "missing": [item.reason for item in gate if item.reason],
        "next": _action(step, case, membership) if step and membership.role in step.roles else None,
        "other_steps": [_action(other, case, membership) for other in _other_steps(case, membership)],
        "may_edit": membership.role in EDITORS,
        "checks_address": address_of("calculations:checks", case, membership) if reads_all_words(membership) else "",
    }


def tabs_for(membership: Membership) -> list[Tab]:
    """Returns the tabs a person's role has."""
    return [tab for tab in TABS if may_see(membership.role, *tab.figures)]


def tab_of_the_week(case: Case, membership: Membership) -> Tab:
    """Returns the tab a case opens at: the week's own, or the first this role has."""
    tabs = tabs_for(membership)
    wanted = TAB_OF_THE_WEEK.get(State(case.state), "results")
    return next((tab for tab in tabs if tab.name == wanted), tabs[0])


def gate_items(case: Case) -> list[GateItem]:
    """Returns everything the step out of this week asks for, met or not."""
    step = next_step(case.state)
    return [GateItem(gate.label, gate.check(case)) for gate in step.gates] if step else []


def weeks_of(case: Case, today: date) -> list[Week]:
    """Returns the five weeks: when each is due, and when each was done."""
    moves = list(history_of(case.pk).filter(action="case.moved"))
    current = _weeks_done(case, moves)
    done_on = {move.rule: timezone.localdate(move.at) for move in reversed(moves)}
    return [_week(case, index, week, current, done_on.get(NEXT[week]), today) for index, week in enumerate(WEEKS)]


def address_of(name: str, case: Case, membership: Membership, **more: str) -> str:
    """Returns the address of one of a case's pages."""
    return reverse(name, kwargs={"slug": membership.organization.slug, "case_id": case.pk, **more})


def _week(case: Case, index: int, week: State, current: int, done_on: date | None, today: date) -> Week:
    is_now = case.state == week
    position = "now" if is_now else "done" if index < current else "todo"
    due = due_on(case, week)
    return Week(
        number=index + 1,
        label=week.label,
        position=position,
        due=due,
        done_on=done_on if position == "done" else None,
        days_late=max(0, (today - due).days) if is_now else 0,
    )


def _weeks_done(case: Case, moves: list[Event]) -> int:
    """Returns how many weeks are behind a case; one that was declined or withdrawn keeps the weeks it had."""
    if case.state in WEEKS:
        return WEEKS.index(State(case.state))
    if case.state in IN_TRIAL or not moves:
        return len(WEEKS)
    source = moves[0].inputs["source"]
    return WEEKS.index(State(source)) if source in WEEKS else len(WEEKS)


def _other_steps(case: Case, membership: Membership) -> list[Transition]:
    """Returns the steps aside and back: those forward, and signatures, have places of their own."""
    forward = next_step(case.state)
    return [
        step
        for step in TRANSITIONS
        if step is not forward
        and case.state in step.sources
        and membership.role in step.roles
        and step.posts_to == "cases:move"
    ]


def _action(step: Transition, case: Case, membership: Membership) -> Action:
    more = {"transition": step.name} if step.posts_to == "cases:move" else {}
    return Action(step, address_of(step.posts_to, case, membership, **more))
