"""What waits for whom: signatures, versions to review, answers, objections, a pilot's numbers, the step of the week."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Event
from calculations.models import Snapshot
from cases.access import reads_all_words, visible_cases
from cases.models import WEEKS, Case, Feedback, Objection, StakeholderView, State
from cases.selectors import due_on, reference_of
from cases.services.approvals import CONTRIBUTIONS
from cases.workflow import SIGNERS, SPONSORS, next_step
from opportunities.access import SEES_EVERYTHING
from pilots.models import Pilot
from pilots.months import add_months, ended_months
from portfolio.dates import Due
from tenants.models import Membership, Role


@dataclass(frozen=True)
class Task:
    """One thing that one person, or one role, has to do."""

    text: str
    case: Case
    reference: str
    url: str
    due: Due
    person: str
    is_mine: bool


@dataclass(frozen=True)
class Desk:
    """Who looks, at which organization, on which day, and the cases that are open to them."""

    membership: Membership
    today: date
    cases: Sequence[Case]

    def in_state(self, *states: State) -> list[Case]:
        """Returns the cases in one of `states`."""
        return [case for case in self.cases if case.state in states]

    def is_me(self, person: UUID) -> bool:
        """Returns whether `person` is the one who looks."""
        return person == self.membership.user_id

    def task(self, case: Case, text: str, url: str, *, person: str, is_mine: bool, due: date | None = None) -> Task:
        """Returns a task on a case; due, unless said otherwise, with the week the case is in."""
        day = due or due_on(case, State(case.state))
        reference = reference_of(case, self.membership.organization)
        return Task(text, case, reference, url, Due(day, self.today), person, is_mine)

    def url(self, name: str, **kwargs: object) -> str:
        """Returns an address in this organization."""
        return reverse(name, kwargs={"slug": self.membership.organization.slug, **kwargs})


def tasks_of(membership: Membership, today: date) -> list[Task]:
    """Returns what is to be done in the organization whose scope is open, most urgent first.

    Those who see every case also see what waits for others; everyone else only what waits for them. The number of
    queries does not depend on the number of cases.
    """
    open_cases = visible_cases(membership).filter(state__in=(*WEEKS, State.PILOT))
    desk = Desk(membership, today, list(_with_what_decides(open_cases)))
    tasks = [task for source in SOURCES for task in source(desk)]
    tasks += _steps(desk, {task.case.pk for task in tasks})
    if membership.role not in SEES_EVERYTHING:
        tasks = [task for task in tasks if task.is_mine]
    return sorted(tasks, key=lambda task: (task.due.on, task.reference))


def _with_what_decides(cases: Iterable[Case]) -> Iterable[Case]:
    # Snapshots without their texts: a list needs their numbers, hashes and authors only.
    snapshots = Snapshot.objects.only("case_id", "number", "hash", "author").order_by("-number")
    return cases.prefetch_related(  # type: ignore[attr-defined,no-any-return]
        Prefetch("snapshots", snapshots),
        "reviews",
        "stakeholders",
        Prefetch("feedback", Feedback.objects.only("case_id", "person", "snapshot_hash")),
        Prefetch("objections", Objection.objects.exclude(state=Objection.State.CLOSED)),
        Prefetch("pilots", Pilot.objects.filter(state=Pilot.State.RUNNING)),
        "pilots__metrics__measurements",
    )


def _signatures(desk: Desk) -> Iterator[Task]:
    cases = desk.in_state(State.APPROVE)
    worked_on = _worked_on(desk, cases) if desk.membership.role in SIGNERS else set()
    for case in cases:
        may_sign = desk.membership.role in SIGNERS and case.pk not in worked_on
        url = desk.url("cases:approval", case_id=case.pk)
        yield desk.task(case, _("Decide: sign or send back"), url, person=str(Role.CFO.label), is_mine=may_sign)


def _worked_on(desk: Desk, cases: Sequence[Case]) -> set[UUID]:
    """Returns the cases this person owns or has written on: by the rule that a signature is refused by."""
    events = Event.objects.filter(subject__in=[case.pk for case in cases], actor=desk.membership.user_id)
    contributed = set(events.filter(action__regex=CONTRIBUTIONS).values_list("subject", flat=True))
    for case in cases:
        authors = {case.owner, case.created_by, *(snapshot.author for snapshot in case.snapshots.all()[:1])}
        if desk.membership.user_id in authors:
            contributed.add(case.pk)
    return contributed


def _reviews(desk: Desk) -> Iterator[Task]:
    for case in desk.in_state(State.TAILOR):
        latest = next(iter(case.snapshots.all()), None)
        done = {
            review.view
            for review in case.reviews.all()
            if latest and review.snapshot_hash == latest.hash and review.reviewed_by == case.owner
        }
        missing = len(StakeholderView.values) - len(done)
        if missing:
            text = ngettext("Review %(count)s version", "Review %(count)s versions", missing) % {"count": missing}
            # The case opens at the versions, for who may read one.
            url = desk.url("cases:detail", case_id=case.pk)
            yield desk.task(case, text, url, person=case.owner_name, is_mine=desk.is_me(case.owner))


def _answers(desk: Desk) -> Iterator[Task]:
    for case in desk.in_state(State.SOCIALIZE):
        shared = _hashes_since_shared(case)
        answered = {answer.person for answer in case.feedback.all() if answer.snapshot_hash in shared}
        feedback = desk.url("cases:feedback", case_id=case.pk)
        for stakeholder in case.stakeholders.all():
            if stakeholder.person in answered:
                continue
            is_mine = desk.is_me(stakeholder.person)
            # Each reads their own version, and not everyone may read another's.
            own = desk.url("reports:view", case_id=case.pk, view=stakeholder.view)
            text, url = (_("Read your version and answer"), own) if is_mine else (_("Answer"), feedback)
            yield desk.task(case, text, url, person=stakeholder.name, is_mine=is_mine)


def _hashes_since_shared(case: Case) -> set[str]:
    """Returns the snapshots an answer may be about: the latest the owner has reviewed, and those after it."""
    reviewed = {review.snapshot_hash for review in case.reviews.all()}
    shared = max((snapshot.number for snapshot in case.snapshots.all() if snapshot.hash in reviewed), default=1)
    return {snapshot.hash for snapshot in case.snapshots.all() if snapshot.number >= shared}


def _objections(desk: Desk) -> Iterator[Task]:
    for case in desk.in_state(*WEEKS):
        url = desk.url("cases:feedback", case_id=case.pk)
        by_state = defaultdict(list)
        for objection in case.objections.all():
            by_state[objection.state].append(objection)
        for objection in by_state[Objection.State.OPEN]:
            text = _about(objection, desk, _("Answer the objection: %(subject)s"), _("Answer an objection"))
            yield desk.task(case, text, url, person=case.owner_name, is_mine=desk.is_me(case.owner))
        for objection in by_state[Objection.State.ANSWERED]:
            text = _about(objection, desk, _("Read the answer to: %(subject)s"), _("Read the answer to an objection"))
            yield desk.task(case, text, url, person=objection.name, is_mine=desk.is_me(objection.person))


def _about(objection: Objection, desk: Desk, in_full: str, in_general: str) -> str:
    # Free text may quote any figure: it is for those who see them all, and for whoever wrote it.
    may_read = reads_all_words(desk.membership) or desk.is_me(objection.person)
    return in_full % {"subject": objection.subject} if may_read else in_general


def _pilots(desk: Desk) -> Iterator[Task]:
    for case in desk.in_state(State.PILOT):
        pilot = next(iter(case.pilots.all()), None)
        if pilot is None:
            text, url = _("Start the pilot"), desk.url("pilots:start", case_id=case.pk)
            yield desk.task(case, text, url, person=case.owner_name, is_mine=desk.is_me(case.owner), due=desk.today)
            continue
        yield from _of_pilot(desk, case, pilot)


def _of_pilot(desk: Desk, case: Case, pilot: Pilot) -> Iterator[Task]:
    url = desk.url("pilots:detail", pilot_id=pilot.pk)
    ended = ended_months(pilot.starts_on, pilot.months, desk.today)
    missing = _values_missing(pilot, ended)
    if missing:
        text = ngettext("Enter %(count)s value", "Enter %(count)s values", missing) % {"count": missing}
        due = add_months(pilot.starts_on, ended)
        yield desk.task(case, text, url, person=pilot.owner_name, is_mine=desk.is_me(pilot.owner), due=due)
    elif ended == pilot.months:
        is_mine = desk.membership.role in SPONSORS
        due = add_months(pilot.starts_on, ended)
        yield desk.task(
            case, _("Decide: scale, extend or stop"), url, person=str(Role.CFO.label), is_mine=is_mine, due=due
        )


def _values_missing(pilot: Pilot, ended: int) -> int:
    """Returns how many values of months that are over nobody has entered."""
    over = {add_months(pilot.starts_on, month) for month in range(ended)}
    return sum(len(over - {row.period for row in metric.measurements.all()}) for metric in pilot.metrics.all())


def _steps(desk: Desk, busy: set[UUID]) -> Iterator[Task]:
    """The step forward, for the owner, of every case in which nothing else is waited for."""
    for case in desk.in_state(*WEEKS):
        step = next_step(case.state)
        if case.pk in busy or step is None:
            continue
        url = desk.url("cases:detail", case_id=case.pk)
        yield desk.task(case, str(step.label), url, person=case.owner_name, is_mine=desk.is_me(case.owner))


SOURCES: tuple[Callable[[Desk], Iterator[Task]], ...] = (_signatures, _reviews, _answers, _objections, _pilots)
