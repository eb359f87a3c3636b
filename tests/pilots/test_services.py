"""Starting, measuring, extending, deciding, learning: who may, what is refused, what is kept."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audit.models import Event
from calculations.engine.inputs import InvalidInputs
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import State
from pilots.models import Decision, Measurement, Metric, Pilot
from pilots.months import add_months, ended_months, running_month, today_in, week_of
from pilots.services import (
    MetricPlan,
    Reading,
    UnusualValues,
    lesson_add,
    measurements_enter,
    pilot_decide,
    pilot_start,
)
from tenants.models import Organization, Role

ADOPTION = MetricPlan("adoption", baseline=Decimal(0), target=Decimal("0.8"))


@pytest.fixture
def enter(membership):
    """enter(pilot, 1, hours_a_month="100") enters values by kind, as the project lead."""

    def write(pilot, month: int, role: str = "project_lead", is_confirmed: bool = False, **values: str):
        metrics = {metric.kind: metric.pk for metric in pilot.metrics.all()}
        readings = [Reading(metrics[kind], Decimal(value)) for kind, value in values.items()]
        return measurements_enter(
            pilot=pilot, membership=membership(role), month=month, readings=readings, is_confirmed=is_confirmed
        )

    return write


@pytest.fixture
def decide(membership):
    def give(pilot, verdict: str, role: str = "cfo", **given):
        values = {"reason": "Because.", "version": pilot.version} | given
        return pilot_decide(pilot=pilot, membership=membership(role), verdict=verdict, **values)

    return give


# --- starting


def test_start_takes_its_metrics_and_their_way_from_the_signed_case(start_pilot, approved):
    pilot = start_pilot()
    hours = pilot.metrics.get(kind="hours_a_month")
    assert pilot.snapshot_hash == approved.approvals.get().snapshot_hash
    assert (hours.line, hours.baseline, hours.target) == ("time", 125, 25)
    assert hours.projected == ["135", "125", "100"]


def test_start_is_written_into_the_history_of_the_case(start_pilot, approved):
    pilot = start_pilot()
    event = Event.objects.get(action="pilot.started")
    assert event.subject == approved.pk
    assert event.inputs["pilot"] == str(pilot.pk)
    assert "3 months with 4 metrics against version 1" in event.outcome


def test_start_is_blocked_until_the_case_is_approved(approved, membership, months_ago):
    approved.state = State.APPROVE
    approved.save()
    with pytest.raises(TransitionBlocked):
        pilot_start(case=approved, membership=membership("consultant"), starts_on=months_ago(0), plans=[ADOPTION])


def test_start_needs_an_approval_of_this_round(approved, membership, months_ago):
    approved.round = 2
    approved.save()
    with pytest.raises(TransitionBlocked, match="No approval of this round"):
        pilot_start(case=approved, membership=membership("consultant"), starts_on=months_ago(0), plans=[ADOPTION])


def test_a_case_has_one_running_pilot(start_pilot):
    start_pilot()
    with pytest.raises(TransitionBlocked, match="already running"):
        start_pilot()


@pytest.mark.parametrize(
    "plan",
    [
        MetricPlan("hours_a_month", "discounts"),
        MetricPlan("hours_a_month", "unheard_of"),
        MetricPlan("unheard_of", baseline=Decimal(1), target=Decimal(2)),
        MetricPlan("adoption"),
        MetricPlan("adoption", baseline=Decimal(0), target=Decimal(80)),
        MetricPlan("cycle_time", baseline=Decimal(-1), target=Decimal(2)),
    ],
)
def test_start_refuses_what_cannot_be_measured(approved, membership, months_ago, plan):
    with pytest.raises(InvalidInputs):
        pilot_start(case=approved, membership=membership("consultant"), starts_on=months_ago(0), plans=[plan])
    assert not Pilot.objects.exists()


@pytest.mark.parametrize("months", [0, 25])
def test_start_refuses_lengths_outside_one_to_twenty_four_months(approved, membership, months_ago, months):
    with pytest.raises(InvalidInputs) as refusal:
        pilot_start(
            case=approved, membership=membership("consultant"), starts_on=months_ago(0), months=months, plans=[]
        )
    assert set(refusal.value.errors) == {"months", "plans"}


# --- measuring


def test_a_correction_is_a_new_revision_and_the_latest_counts(start_pilot, enter):
    pilot = start_pilot()
    enter(pilot, 1, hours_a_month="120")
    enter(pilot, 1, hours_a_month="118")
    assert list(Measurement.objects.values_list("revision", "value")) == [(1, 120), (2, 118)]
    assert Event.objects.filter(action="pilot.measured").last().inputs["before"] == "120"


def test_entering_the_same_value_again_adds_nothing(start_pilot, enter):
    pilot = start_pilot()
    enter(pilot, 1, hours_a_month="120")
    assert enter(pilot, 1, hours_a_month="120.0") == []


def test_history_names_the_metric_and_keeps_figures_out_of_its_words(start_pilot, enter):
    enter(start_pilot(), 1, hours_a_month="120")
    event = Event.objects.get(action="pilot.measured")
    assert event.outcome.startswith("Entered “Hours a month” for ")
    assert "120" not in event.outcome


def test_a_month_that_has_not_begun_is_refused(start_pilot, enter):
    with pytest.raises(InvalidInputs, match="has not begun"):
        enter(start_pilot(ago=1), 3, hours_a_month="100")


def test_the_running_month_may_be_entered(start_pilot, enter):
    assert len(enter(start_pilot(ago=1), 2, hours_a_month="100")) == 1


@pytest.mark.parametrize("month", [0, 4, -1])
def test_a_month_outside_the_pilot_is_refused(start_pilot, enter, month):
    with pytest.raises(InvalidInputs, match="no such month"):
        enter(start_pilot(ago=12), month, hours_a_month="100")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("hours_a_month", "-1"),
        ("error_rate", "1.01"),
        ("error_rate", "-0.01"),
        ("hours_a_month", "1e15"),
        ("hours_a_month", "NaN"),
        ("hours_a_month", "Infinity"),
        ("hours_a_month", "100.123456789"),
    ],
)
def test_values_outside_the_limits_of_their_unit_are_refused(start_pilot, enter, kind, value):
    with pytest.raises(InvalidInputs) as refusal:
        enter(start_pilot(), 1, is_confirmed=True, **{kind: value})
    assert not isinstance(refusal.value, UnusualValues)
    assert not Measurement.objects.exists()


def test_one_bad_value_saves_none(start_pilot, enter):
    with pytest.raises(InvalidInputs):
        enter(start_pilot(), 1, hours_a_month="100", error_rate="2")
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"), [("hours_a_month", "7500"), ("hours_a_month", "1"), ("error_rate", "0.0002")]
)
def test_a_value_sixty_times_off_is_asked_about_and_taken_once_confirmed(start_pilot, enter, kind, value):
    pilot = start_pilot()
    with pytest.raises(UnusualValues):
        enter(pilot, 1, **{kind: value})
    assert len(enter(pilot, 1, is_confirmed=True, **{kind: value})) == 1


@pytest.mark.parametrize("value", ["0", "6", "2000"])
def test_unlikely_but_possible_values_are_taken_without_a_question(start_pilot, enter, value):
    assert len(enter(start_pilot(), 1, hours_a_month=value)) == 1


def test_nothing_is_measured_for_another_pilots_metric(start_pilot, membership):
    pilot = start_pilot()
    other = Metric(pilot=pilot)
    with pytest.raises(InvalidInputs):
        measurements_enter(
            pilot=pilot, membership=membership("consultant"), month=1, readings=[Reading(other.pk, Decimal(1))]
        )


def test_a_department_head_measures_all_but_headcount(start_pilot, enter):
    pilot = start_pilot()
    assert len(enter(pilot, 1, role="department_head", hours_a_month="100")) == 1
    with pytest.raises(InvalidInputs):
        enter(pilot, 1, role="department_head", hires_avoided="0.1")


def test_the_database_refuses_to_change_or_remove_a_measurement(start_pilot, enter):
    enter(start_pilot(), 1, hours_a_month="120")
    for change in (lambda: Measurement.objects.update(value=1), lambda: Measurement.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- deciding


def test_scaling_freezes_the_actuals_and_moves_the_case(start_pilot, enter, decide, approved):
    pilot = start_pilot()
    enter(pilot, 1, hours_a_month="120")
    decision = decide(pilot, "scale")
    approved.refresh_from_db()
    pilot.refresh_from_db()
    assert (approved.state, pilot.state) == (State.OPERATE, Pilot.State.DECIDED)
    assert decision.actuals["metrics"][0]["actual"] == ["120", None, None]
    assert Event.objects.get(action="pilot.decided").inputs["rules"] == "1"
    assert Event.objects.get(action="case.moved").rule == "scale"


def test_stopping_moves_the_case_too_and_needs_no_measurement(start_pilot, decide, approved):
    decide(start_pilot(), "stop")
    approved.refresh_from_db()
    assert approved.state == State.STOPPED


def test_nothing_measured_is_nothing_to_scale_on(start_pilot, decide, approved):
    with pytest.raises(TransitionBlocked, match="Nothing has been measured"):
        decide(start_pilot(), "scale")
    approved.refresh_from_db()
    assert (approved.state, Decision.objects.count()) == (State.PILOT, 0)


def test_extending_adds_months_with_their_projection(start_pilot, decide, approved):
    pilot = start_pilot(extra=(ADOPTION,))
    decide(pilot, "extend", role="project_lead", more_months=3)
    pilot.refresh_from_db()
    approved.refresh_from_db()
    assert (pilot.months, pilot.state, approved.state) == (6, Pilot.State.RUNNING, State.PILOT)
    assert pilot.metrics.get(kind="hours_a_month").projected == ["135", "125", "100", "75", "50", "25"]
    assert pilot.metrics.get(kind="adoption").projected[3:] == ["0.4", "0.6", "0.8"]


@pytest.mark.parametrize("months", [0, -1, 22])
def test_a_pilot_is_not_extended_beyond_two_years_nor_by_nothing(start_pilot, decide, months):
    with pytest.raises(InvalidInputs) as refusal:
        decide(start_pilot(), "extend", more_months=months)
    assert "more_months" in refusal.value.errors


def test_a_decision_needs_a_reason(start_pilot, decide):
    with pytest.raises(InvalidInputs) as refusal:
        decide(start_pilot(), "stop", reason="  ")
    assert "reason" in refusal.value.errors


def test_a_decision_on_a_page_that_is_out_of_date_is_refused(start_pilot, decide):
    pilot = start_pilot()
    decide(pilot, "extend", more_months=1)
    with pytest.raises(StaleVersion):
        decide(pilot, "stop")


def test_after_the_decision_the_numbers_stand_still(start_pilot, enter, decide):
    pilot = start_pilot()
    decide(pilot, "stop")
    with pytest.raises(TransitionBlocked, match="stand still"):
        enter(pilot, 1, hours_a_month="100")
    pilot.refresh_from_db()
    with pytest.raises(TransitionBlocked):
        decide(pilot, "stop")


def test_the_database_refuses_to_change_or_remove_a_decision(start_pilot, decide):
    decide(start_pilot(), "stop")
    for change in (lambda: Decision.objects.update(reason="Other"), lambda: Decision.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- who may

MAY = {
    "start": {Role.CONSULTANT, Role.PROJECT_LEAD},
    "measure": {Role.CONSULTANT, Role.PROJECT_LEAD, Role.DEPARTMENT_HEAD},
    "extend": {Role.CONSULTANT, Role.PROJECT_LEAD, Role.CFO},
    "scale": {Role.CFO, Role.CEO},
    "stop": {Role.CFO, Role.CEO},
    "learn": set(Role) - {Role.AUDITOR, Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", list(MAY))
def test_who_may_do_what(act, role, approved, start_pilot, enter, decide, membership, months_ago):
    if act == "start":
        attempt = lambda: pilot_start(  # noqa: E731
            case=approved, membership=membership(role), starts_on=months_ago(0), plans=[ADOPTION]
        )
    else:
        pilot = start_pilot()
        enter(pilot, 1, hours_a_month="110")
        attempt = {
            "measure": lambda: enter(pilot, 1, role=role, hours_a_month="100"),
            "learn": lambda: lesson_add(pilot=pilot, membership=membership(role), theme="Data", text="Clean it first."),
            "extend": lambda: decide(pilot, "extend", role=role, more_months=1),
            "scale": lambda: decide(pilot, "scale", role=role),
            "stop": lambda: decide(pilot, "stop", role=role),
        }[act]
    if role in MAY[act]:
        attempt()
    else:
        with pytest.raises(PermissionDenied):
            attempt()


def test_an_empty_lesson_is_refused(start_pilot, membership):
    with pytest.raises(InvalidInputs) as refusal:
        lesson_add(pilot=start_pilot(), membership=membership("employee"), theme=" ", text="")
    assert set(refusal.value.errors) == {"theme", "text"}


# --- months


def test_months_cross_years(months_ago):
    from datetime import date

    assert add_months(date(2026, 11, 15), 3) == date(2027, 2, 1)
    assert add_months(date(2026, 1, 31), -1) == date(2025, 12, 1)


def test_a_month_ends_at_the_first_day_of_the_next():
    from datetime import date

    start = date(2026, 11, 1)
    assert [ended_months(start, 3, day) for day in (date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 1))] == [
        0,
        0,
        1,
    ]
    assert ended_months(start, 3, date(2028, 1, 1)) == 3
    assert [running_month(start, 3, day) for day in (date(2026, 10, 31), date(2026, 12, 24), date(2027, 2, 1))] == [
        None,
        2,
        None,
    ]
    assert [week_of(start, day) for day in (date(2026, 10, 31), date(2026, 11, 7), date(2026, 11, 8))] == [None, 1, 2]


def test_today_is_the_date_where_the_organization_is():
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert today_in(Organization(time_zone="UTC"), late).day == 31
    assert today_in(Organization(time_zone="Asia/Tokyo"), late).day == 1
    assert today_in(Organization(time_zone="America/Chicago"), late).day == 31


# --- at the same time
