"""Nothing is written without its line in the history, and no line without what it says: row G3 of docs/faults.md."""

import ast
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from audit.models import Event
from calculations import services as calculations
from calculations.services import snapshots
from cases import services as cases
from cases.models import Case
from opportunities import services as opportunities
from pilots import services as pilots
from tests.cases import build
from tests.pilots.build import INVOICES, approved_case, proposed_pilot
from tests.sweep import Sweep, Work, sweep

FILE = json.dumps(INVOICES)


class World:
    """Northwind before a use case: the people, and cases that are ready for it."""

    def __init__(self, member: Callable) -> None:
        self.member = member
        self.lead, self.consultant, self.cfo = member("project_lead"), member("consultant"), member("cfo")

    def case(self, state: str) -> Case:
        case = build.case_at(state, author=self.consultant, owner=self.lead)
        build.ask(case, self.cfo)
        build.answer(case, self.cfo)
        return case

    def step(self, case: Case) -> dict[str, object]:
        return {"case": case, "membership": self.lead, "version": case.version}

    def imported(self) -> Case:
        return calculations.case_file_import(membership=self.consultant, data=FILE)

    def pilot(self, *, measured: bool = False) -> "pilots.starting.Pilot":
        pilot = proposed_pilot(approved_case(FILE, self.member), self.lead, date(2026, 1, 1))
        if measured:
            enter(self, pilot)()
        return pilot


def enter(world: World, pilot) -> Work:
    metric = pilot.metrics.get(kind="hours_a_month")
    readings = [pilots.Reading(metric.pk, Decimal(110))]
    return lambda: pilots.measurements_enter(pilot=pilot, membership=world.lead, month=1, readings=readings)


# --- Each use case: what must be there before, then the work itself.


def opportunity_create(world: World) -> Work:
    values = {"title": "Orders by mail"}
    return lambda: opportunities.opportunity_create(membership=world.consultant, values=values)


def case_create(world: World) -> Work:
    chosen = opportunities.opportunity_create(membership=world.consultant, values={"title": "Orders by mail"})
    return lambda: cases.case_create(
        membership=world.consultant, name="Orders", opportunity=chosen, started_on=date(2026, 11, 2)
    )


def case_update(world: World) -> Work:
    case = world.case("calculate")
    return lambda: cases.case_update(**world.step(case), name="Orders", owner=world.consultant, department=None)


def case_move(world: World) -> Work:
    case = world.case("tailor")
    return lambda: cases.case_move(**world.step(case), transition="socialize")


def case_withdraw(world: World) -> Work:
    case = world.case("calculate")
    return lambda: cases.case_withdraw(**world.step(case), reason="No budget.")


def case_versions_build(world: World) -> Work:
    case = world.case("calculate")
    return lambda: calculations.case_versions_build(**world.step(case))


def case_submit(world: World) -> Work:
    case = world.case("socialize")
    return lambda: calculations.case_submit(**world.step(case))


def case_decide(world: World) -> Work:
    case = world.case("approve")
    return lambda: cases.case_decide(
        case=case, membership=world.cfo, decision="approved", snapshot_hash=build.HASH, version=case.version
    )


def stakeholder_add(world: World) -> Work:
    case = world.case("calculate")
    ceo = world.member("ceo")
    return lambda: cases.stakeholder_add(case=case, membership=world.lead, person=ceo, view="ceo")


def feedback_give(world: World) -> Work:
    case = world.case("socialize")
    return lambda: cases.feedback_give(case=case, membership=world.cfo, stance="support", snapshot_hash=build.HASH)


def objection_raise(world: World) -> Work:
    case = world.case("socialize")
    return lambda: cases.objection_raise(case=case, membership=world.cfo, subject="Rate", text="Too low.")


def objection_answer(world: World) -> Work:
    case = world.imported()
    calculations.snapshot_freeze(case=case, membership=world.lead)
    objection = build.objection(case, world.cfo)
    return lambda: calculations.objection_answer(
        objection=objection, membership=world.lead, version=objection.version, answer="It is the loaded rate."
    )


def case_file_import(world: World) -> Work:
    return lambda: calculations.case_file_import(membership=world.consultant, data=FILE)


def line_create(world: World) -> Work:
    case = world.imported()
    document = {"name": "Licences", "category": "software", "when": "one_time", "model": "fixed",
                "inputs": {"amount": "10"}}  # fmt: skip
    return lambda: calculations.line_create(case=case, membership=world.consultant, section="costs", document=document)


def line_delete(world: World) -> Work:
    line = world.imported().benefit_lines.first()
    return lambda: calculations.line_delete(line=line, membership=world.consultant, version=line.version)


def pilot_start(world: World) -> Work:
    case = approved_case(FILE, world.member)
    return lambda: proposed_pilot(case, world.lead, date(2026, 1, 1))


def measurements_enter(world: World) -> Work:
    return enter(world, world.pilot())


def pilot_decide(world: World) -> Work:
    pilot = world.pilot(measured=True)
    return lambda: pilots.pilot_decide(
        pilot=pilot, membership=world.cfo, verdict="scale", reason="It holds.", version=pilot.version
    )


def lesson_add(world: World) -> Work:
    pilot = world.pilot()
    return lambda: pilots.lesson_add(pilot=pilot, membership=world.lead, theme="Volume", text="Counted too high.")


# What each writes beside its history, and how many messages follow.
USE_CASES: dict[Callable[[World], Work], tuple[set[str], int]] = {
    opportunity_create: ({"opportunities_opportunity"}, 0),
    case_create: ({"cases_case", "opportunities_opportunity"}, 0),
    case_update: ({"cases_case"}, 0),
    case_move: ({"cases_case"}, 1),
    case_withdraw: ({"cases_case"}, 1),
    case_versions_build: ({"cases_case", "calculations_snapshot"}, 1),
    case_submit: ({"cases_case", "calculations_snapshot"}, 1),
    case_decide: ({"cases_case", "cases_approval"}, 1),
    stakeholder_add: ({"cases_stakeholder"}, 0),
    feedback_give: ({"cases_feedback"}, 0),
    objection_raise: ({"cases_objection"}, 0),
    objection_answer: ({"cases_objection"}, 0),
    case_file_import: (
        {"cases_case", "calculations_assumptions", "calculations_fact", "calculations_benefitline",
         "calculations_costline"},
        0,
    ),
    line_create: ({"calculations_costline"}, 0),
    line_delete: ({"calculations_benefitline"}, 0),
    pilot_start: ({"pilots_pilot", "pilots_metric"}, 0),
    measurements_enter: ({"pilots_measurement"}, 0),
    pilot_decide: ({"cases_case", "pilots_pilot", "pilots_decision"}, 1),
    lesson_add: ({"pilots_lesson"}, 0),
}  # fmt: skip


@pytest.fixture
def world(in_northwind, membership, monkeypatch) -> World:
    monkeypatch.setattr(snapshots, "PATHS", 64)  # the figures do not matter here, and are worked out at every cut
    return World(membership)


def history_is_told(done: Sweep) -> bool:
    return done.after.events > done.before.events and "audit_event" in done.changed


@pytest.mark.parametrize("use_case", USE_CASES, ids=lambda use_case: use_case.__name__)
def test_G3_a_use_case_cut_anywhere_happens_with_its_history_or_not_at_all(world, use_case):
    tables, messages = USE_CASES[use_case]
    done = sweep(use_case(world))
    assert done.torn == []
    assert done.cuts >= 3, "hardly a statement was cut: this would prove nothing"
    assert history_is_told(done)
    assert done.changed - {"audit_event"} == tables
    assert done.after.messages - done.before.messages == messages


def test_the_sweep_finds_a_use_case_that_is_not_one_transaction(world):
    """What the sweep is for: a write that stays when the next one fails."""
    case = world.case("calculate")

    def torn() -> None:
        Case.objects.filter(pk=case.pk).update(name="Renamed")
        build.objection(case, world.cfo)

    assert sweep(torn).torn


def test_the_sweep_finds_a_use_case_that_hides_a_failure(world):
    from django.db import DatabaseError

    def careless() -> None:
        try:
            Event.objects.count()
        except DatabaseError:
            return

    with pytest.raises(AssertionError, match="as if statement 1 had not been cut"):
        sweep(careless)


# --- Every service, also those that come later: none writes without appending to the history.

# Services whose writes the history does not hold, each with the reason.
WITHOUT_HISTORY = {
    "tenants.services": "shared tables: no organization's history is open there",
    "reports.services.job_advance": "says how far a file is; making it is recorded",
    "reports.services.job_fail": "a file that was not made changes nothing",
    "notifications.services.mail_send": "the message it carries out was recorded with its cause",
    "calculations.services.snapshots.snapshot_verify": "reads",
    "calculations.services.importing.case_file_export": "reads",
}
APPENDS = "event_append"


def service_files() -> dict[str, Path]:
    """Returns the modules of services of the organizations' rooms, by name."""
    found = {}
    for config in apps.get_app_configs():
        if config.name not in [*settings.ORGANIZATION_APPS, "tenants"] or config.name == "audit":
            continue
        root = Path(config.path)
        for path in (*root.glob("services.py"), *root.glob("services/*.py")):
            found[".".join(path.relative_to(root.parent).with_suffix("").parts)] = path
    return found


def functions() -> dict[str, tuple[str, set[str], bool]]:
    """Returns each function of the services: its module, the names it calls, whether it writes."""
    found = {}
    for module, path in service_files().items():
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                calls = {call.func for call in ast.walk(node) if isinstance(call, ast.Call)}
                names = {getattr(call, "id", None) or getattr(call, "attr", "") for call in calls}
                found[f"{module}.{node.name}"] = (module, names, is_atomic(node))
    return found


def is_atomic(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.dump(decorator) for decorator in node.decorator_list)


def appends(found: dict, name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Returns whether a function reaches the history, itself or through what it calls."""
    calls = found[name][1]
    if APPENDS in calls:
        return True
    inner = [other for other in found if other.rsplit(".", 1)[1] in calls and other not in seen | {name}]
    return any(appends(found, other, seen | {name}) for other in inner)


def test_G3_every_service_reaches_the_history():
    found = functions()
    public = {
        name for name, (_, _, is_atomic) in found.items() if is_atomic and not name.split(".")[-1].startswith("_")
    }
    silent = {name for name in public if not appends(found, name)}
    assert {name for name in silent if name not in WITHOUT_HISTORY and found[name][0] not in WITHOUT_HISTORY} == set()
    assert len(public) > 30, "hardly a service was found: this would prove nothing"


def test_the_walk_sees_a_service_without_history():
    found = {"a.thing_save": ("a", {"save"}, True), "a.thing_tell": ("a", {"record"}, True),
             "a.record": ("a", {APPENDS}, False)}  # fmt: skip
    assert [name for name in found if not appends(found, name)] == ["a.thing_save"]
