"""What people do with a case on its way, as the stories need it. A repeated step does only what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings

from audit import clock
from calculations.selectors import latest_snapshot
from calculations.services import case_file_import, case_submit, case_versions_build, objection_answer
from cases.models import Case, Feedback, Objection, StakeholderView, State
from cases.services import (
    case_decide,
    case_move,
    feedback_give,
    objection_raise,
    stakeholder_add,
    view_review,
)
from pilots.models import Metric, Pilot
from pilots.months import add_months
from pilots.services import MetricPlan, Reading, measurements_enter, pilot_start
from portfolio.sample.people import People
from tenants.models import Membership, Role

READERS = {
    Role.CFO: StakeholderView.CFO,
    Role.CEO: StakeholderView.CEO,
    Role.DEPARTMENT_HEAD: StakeholderView.DEPARTMENT,
    Role.EMPLOYEE: StakeholderView.EMPLOYEE,
}


@dataclass(frozen=True)
class Voice:
    """What one stakeholder answers."""

    role: Role
    stance: Feedback.Stance
    text: str


def case_from_example(
    people: People, example: str, department: str, started_on: date, owner: Membership | None = None
) -> Case:
    """Imports one of the worked examples as a case written by the consultant; the project lead owns it, or `owner`."""
    return case_file_import(
        membership=people.consultant,
        data=(settings.BASE_DIR / "examples" / f"{example}.case.json").read_bytes(),
        owner=owner or people.lead,
        department=people.departments[department],
        started_on=started_on,
        id=people.id_of(f"case/{example}"),
        is_sample=True,
    )


def bring(case: Case, people: People, to: State, voices: Sequence[Voice] = ()) -> Case:
    """Takes a case forward, week by week, to the state `to`; the voices speak in week 4."""
    forward = list(STEPS)
    for state in forward[: forward.index(to)] if to in STEPS else forward:
        if case.state == state:
            with clock.at(_end_of_week(case, forward.index(state))):
                STEPS[state](case, people, voices)
            case.refresh_from_db()
    return case


def _end_of_week(case: Case, week: int) -> datetime:
    """Returns the afternoon of a week's fifth day."""
    return _working_hours(case.started_on + timedelta(days=7 * week + 4))


def _working_hours(day: date) -> datetime:
    """Returns the afternoon of a day, or now where that lies ahead."""
    return min(datetime.combine(day, time(14, 30), UTC), clock.now())


def review(case: Case, people: People, views: Sequence[StakeholderView]) -> None:
    """The owner reads some of the versions and stands behind them."""
    for view in views:
        view_review(case=case, membership=people.owner_of(case), view=view, snapshot_hash=_hash(case))


def ask(case: Case, people: People) -> None:
    """Asks the four readers."""
    asked = set(case.stakeholders.values_list("person", flat=True))
    for role, view in READERS.items():
        if people[role].user_id not in asked:
            stakeholder_add(case=case, membership=people.lead, person=people[role], view=view)


def hear(case: Case, people: People, voices: Sequence[Voice]) -> None:
    """Lets stakeholders answer who have not yet."""
    for voice in voices:
        member = people[voice.role]
        if not case.feedback.filter(person=member.user_id).exists():
            feedback_give(case=case, membership=member, stance=voice.stance, text=voice.text, snapshot_hash=_hash(case))


def object_to(case: Case, people: People, role: Role, *, path: str, subject: str, text: str) -> Objection:
    """Lets one stakeholder raise a doubt."""
    raised = case.objections.filter(subject=subject).first()
    return raised or objection_raise(case=case, membership=people[role], path=path, subject=subject, text=text)


def answer(objection: Objection, people: People, text: str) -> None:
    """Lets the project lead answer a doubt."""
    if objection.state == Objection.State.OPEN:
        objection_answer(objection=objection, membership=people.lead, version=objection.version, answer=text)


def pilot(case: Case, people: People, *, starts_on: date, scope: str, plans: Sequence[MetricPlan]) -> Pilot:
    """Starts the pilot of an approved case."""
    with clock.at(_working_hours(starts_on)):
        return case.pilots.first() or pilot_start(
            case=case, membership=people.lead, starts_on=starts_on, plans=plans, scope=scope
        )


def measure(pilot: Pilot, people: People, month: int, values: Mapping[str, str], note: str = "") -> None:
    """Enters one month's values, by the kind of their metric."""
    metrics: dict[str, Metric] = {metric.kind: metric for metric in pilot.metrics.all()}
    readings = [Reading(metrics[kind].pk, Decimal(value), note) for kind, value in values.items()]
    with clock.at(_working_hours(add_months(pilot.starts_on, month) + timedelta(days=1))):
        measurements_enter(pilot=pilot, membership=people.lead, month=month, readings=readings, is_confirmed=True)


def _start(case: Case, people: People, voices: Sequence[Voice]) -> None:
    case_move(case=case, membership=people.lead, transition="start", version=case.version)


def _build(case: Case, people: People, voices: Sequence[Voice]) -> None:
    case_versions_build(case=case, membership=people.consultant, version=case.version)


def _socialize(case: Case, people: People, voices: Sequence[Voice]) -> None:
    review(case, people, list(StakeholderView))
    case_move(case=case, membership=people.lead, transition="socialize", version=case.version)


def _submit(case: Case, people: People, voices: Sequence[Voice]) -> None:
    ask(case, people)
    hear(case, people, voices)
    case_submit(case=case, membership=people.consultant, version=case.version)


def _approve(case: Case, people: People, voices: Sequence[Voice]) -> None:
    case_decide(
        case=case,
        membership=people.cfo,
        decision="approved",
        snapshot_hash=_hash(case),
        version=case.version,
        reason="The cashable part pays for it on its own. I want to see the error rate every month of the pilot.",
    )


def _hash(case: Case) -> str:
    snapshot = latest_snapshot(case)
    assert snapshot is not None  # noqa: S101 - called from week 3 on
    return snapshot.hash


STEPS: dict[State, Callable[[Case, People, Sequence[Voice]], None]] = {
    State.SELECT: _start,
    State.CALCULATE: _build,
    State.TAILOR: _socialize,
    State.SOCIALIZE: _submit,
    State.APPROVE: _approve,
}
