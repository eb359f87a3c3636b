"""Queries that end too late, and connections that die at the worst moment. Names: rows of docs/faults.md."""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connections

from audit.ids import uuid7
from audit.models import Event
from audit.services import SYSTEM, event_append
from cases.models import Case
from cases.services import case_create
from config.embedded import PORT, Cluster, binaries, socket_folder
from opportunities.models import Opportunity
from opportunities.services import opportunity_create
from tenants.models import Membership, Organization
from tenants.scope import organization_scope
from tenants.selectors import PRIVATE
from tests import cast
from tests.processes import wait_for
from tests.storm import StallStorm, latest_outcome, separate_connection, storm


def organizations() -> list[Organization]:
    return [Organization.objects.get(slug=slug) for slug in cast.ORGANIZATIONS]


def sign(organization: Organization) -> None:
    """Leaves an event in an organization that says whose it is."""
    with organization_scope(organization):
        event_append(actor=SYSTEM, action="t", subject_type="T", subject=uuid7(), outcome=organization.slug)


@pytest.fixture
def signed(committed) -> list[Organization]:
    """Both organizations, each with an event that says whose it is."""
    for organization in organizations():
        sign(organization)
    return organizations()


@pytest.fixture
def impatient(monkeypatch) -> Callable[[str, int], None]:
    """impatient("statement_timeout", 50) makes every new connection give up after so many milliseconds."""

    def shorten(name: str, milliseconds: int) -> None:
        options = connections["default"].settings_dict["OPTIONS"]
        monkeypatch.setitem(options, "options", f"-c {name}={milliseconds}")

    return shorten


# --- T2, D18, D19: the database gives up


def test_T2_no_wrong_row_while_statements_time_out(signed, impatient):
    impatient("statement_timeout", 1)
    outcome = storm(signed, queries=2_500, seed=2, trouble=StallStorm)
    assert outcome.wrong == 0
    assert outcome.answered > 1_000
    assert outcome.failed > 10, "the storm hit nothing: this test would prove nothing"


@pytest.mark.parametrize(
    ("setting", "value"), [("statement_timeout", "20s"), ("idle_in_transaction_session_timeout", "1min")]
)
def test_D18_D19_the_application_signs_in_with_limits(northwind, setting, value):
    with organization_scope(northwind), connections["default"].cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)


def test_D18_a_slow_query_ends_and_the_connection_is_where_it_was(signed, impatient):
    impatient("statement_timeout", 100)
    wrapper = separate_connection()
    wrapper.enter(signed[0])
    with pytest.raises(OperationalError, match="statement timeout"), wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    assert latest_outcome(wrapper) == signed[0].slug
    wrapper.enter(signed[1])
    assert latest_outcome(wrapper) == signed[1].slug
    wrapper.close()


def test_D19_a_transaction_left_open_is_ended_and_the_next_query_is_in_the_right_place(signed, impatient):
    impatient("idle_in_transaction_session_timeout", 50)
    wrapper = separate_connection()
    wrapper.enter(signed[0])
    wrapper.set_autocommit(False)
    assert latest_outcome(wrapper) == signed[0].slug
    time.sleep(0.3)
    with pytest.raises(DatabaseError):
        latest_outcome(wrapper)
    wrapper.close()
    assert latest_outcome(wrapper) == signed[0].slug
    wrapper.close()


# --- D14: the connection dies at COMMIT

ROUNDS = 51


@pytest.fixture
def consultant(signed) -> Membership:
    people = Membership.objects.select_related("user", "organization").defer(*PRIVATE)
    return people.get(user__email=cast.email("consultant", "northwind"), organization=signed[0])


class AtCommit:
    """Ends the server's side of a connection around one COMMIT: before it, at about the same time, or after it."""

    def __init__(self, when: str, chance: random.Random, end: Callable[[int], None]) -> None:
        self.when, self.chance, self.end = when, chance, end

    @contextmanager
    def __call__(self) -> Iterator[None]:
        wrapper = connections["default"]
        commit = wrapper._commit
        wrapper._commit = lambda: self._commit(wrapper, commit)
        try:
            yield
        finally:
            del wrapper._commit

    def _commit(self, wrapper: object, commit: Callable[[], None]) -> None:
        process_id = wrapper.connection.info.backend_pid
        if self.when == "after":
            commit()
            self.end(process_id)
            raise OperationalError("the answer never arrived")
        late = threading.Timer(0 if self.when == "before" else self.chance.uniform(0, 0.001), self.end, [process_id])
        late.start()
        if self.when == "before":
            late.join()
        try:
            commit()
        finally:
            late.join()


def start(consultant: Membership, opportunity: Opportunity, id: UUID) -> Case:
    """A use case of several rows: the case, the opportunity it was made from, two lines of history."""
    return case_create(
        membership=consultant, name="Orders", opportunity=opportunity, started_on=date(2026, 11, 2), id=id
    )


def parts(opportunity: Opportunity, id: UUID) -> list[bool]:
    """Which parts of the use case are there."""
    return [
        Case.objects.filter(pk=id).exists(),
        Opportunity.objects.filter(pk=opportunity.pk, state=Opportunity.State.SELECTED).exists(),
        Event.objects.filter(subject=id, action="case.created").exists(),
        Event.objects.filter(subject=opportunity.pk, action="opportunity.selected").exists(),
    ]


def once(consultant: Membership, trouble: AtCommit) -> bool:
    """Starts a case while its COMMIT is in trouble; returns whether it is there. It is there whole, or not at all."""
    id = uuid7()
    with organization_scope(consultant.organization):
        chosen = opportunity_create(membership=consultant, values={"title": "Orders by mail"})
        try:
            with trouble():
                start(consultant, chosen, id)
        except DatabaseError:
            pass  # whether it came through is not known to the one who asked
        connections["default"].close()
        came_through = parts(chosen, id)
        assert len(set(came_through)) == 1, f"half of it is there: {came_through}"
        # Whoever got no answer asks again with the same key, and finds or makes the one case.
        assert start(consultant, chosen, id).pk == id
        assert parts(chosen, id) == [True] * 4
        assert Case.objects.filter(opportunity=chosen).count() == 1
    return came_through[0]


def test_D14_a_connection_that_dies_at_commit_leaves_all_or_nothing(consultant):
    chance, monitor = random.Random(14), separate_connection()

    monitor.connect()

    def end(process_id: int) -> None:
        # The driver's connection: the engine's belongs to one thread.
        monitor.connection.execute("SELECT pg_terminate_backend(%s, 5000)", [process_id])

    whens = ["before", "meanwhile", "after"] * (ROUNDS // 3)
    came_through = {when: set() for when in whens}
    for when in whens:
        came_through[when].add(once(consultant, AtCommit(when, chance, end)))
    monitor.close()
    assert (came_through["before"], came_through["after"]) == ({False}, {True})


# --- D14, D15: a server of the test's own, which may be killed


@pytest.fixture(scope="module")
def own_cluster(tmp_path_factory, django_db_setup) -> Iterator[Cluster]:
    """A PostgreSQL of its own with the cast in it."""
    data = tmp_path_factory.mktemp("cluster") / "data"
    cluster = Cluster(data)
    # Its processes are killed, not the machine: what was committed must survive that, and needs no disk for it.
    cluster.settings |= {"fsync": "off"}
    with cluster.in_use():
        source = ["-h", socket_folder(settings.POSTGRES_DATA), "-p", str(PORT), "-U", "postgres"]
        copy = [binaries() / "pg_dump", *source, settings.TEST_DATABASE]
        dump = subprocess.run(copy, capture_output=True, text=True, check=True).stdout
        cluster.ensure_database(settings.TEST_DATABASE)
        for number in range(len(cast.ORGANIZATIONS)):
            role = f"t_cast_{number}"
            cluster.execute(f"CREATE ROLE {role}; GRANT proofcase_org TO {role}; GRANT {role} TO proofcase_app")
        cluster.execute(dump, database=settings.TEST_DATABASE)
        yield cluster


@pytest.fixture
def on_own_cluster(own_cluster, django_db_blocker, monkeypatch) -> Iterator[Cluster]:
    """Makes the application use that server."""
    with django_db_blocker.unblock():
        connections.close_all()
        monkeypatch.setitem(connections["default"].settings_dict, "HOST", str(own_cluster.socket))
        for organization in organizations():
            sign(organization)
        yield own_cluster
        connections.close_all()


def test_D14_a_server_process_killed_at_commit_leaves_all_or_nothing(on_own_cluster):
    """kill -9: the whole server recovers from its log."""
    people = Membership.objects.select_related("user", "organization").defer(*PRIVATE)
    consultant = people.get(user__email=cast.email("consultant", "northwind"), organization__slug="northwind")
    chance = random.Random(15)

    def end(process_id: int) -> None:
        with psycopg.connect(administrator(on_own_cluster), autocommit=True) as witness:
            os.kill(process_id, signal.SIGKILL)
            wait_for(lambda: not answers(witness))
        wait_for(lambda: connects(on_own_cluster))

    for when in ("before", "meanwhile", "after"):
        once(consultant, AtCommit(when, chance, end))


def administrator(cluster: Cluster) -> str:
    return f"host={cluster.socket} port={PORT} user=postgres dbname=postgres"


def answers(connection: psycopg.Connection) -> bool:
    try:
        return bool(connection.execute("SELECT 1"))
    except psycopg.OperationalError:
        return False


def connects(cluster: Cluster) -> bool:
    try:
        return not psycopg.connect(administrator(cluster)).close()
    except psycopg.OperationalError:
        return False


class Reader(threading.Thread):
    """One who asks one organization after the other, as requests do, whatever happens to the server."""

    def __init__(self, organizations: list[Organization], seed: int) -> None:
        super().__init__(daemon=True)
        self.organizations, self.chance = organizations, random.Random(seed)
        self.stopped = threading.Event()
        self.right = self.wrong = self.failed = 0

    def run(self) -> None:
        while not self.stopped.is_set():
            organization = self.chance.choice(self.organizations)
            connections["default"].close_if_unusable_or_obsolete()  # as every request begins
            try:
                with organization_scope(organization):
                    found = Event.objects.values_list("outcome", flat=True).last()
            except DatabaseError:
                self.failed += 1
                time.sleep(0.01)
            else:
                self.right += found == organization.slug
                self.wrong += found != organization.slug
        connections.close_all()


def test_D15_a_server_restarted_under_load_serves_nobody_anothers_rows(on_own_cluster):
    readers = [Reader(organizations(), seed) for seed in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        time.sleep(0.3)
        on_own_cluster._run("pg_ctl", "stop", "-m", "immediate", "-w")
        on_own_cluster.start()
    before = [reader.right for reader in readers]
    time.sleep(0.5)
    for reader in readers:
        reader.stopped.set()
        reader.join(timeout=30)
    assert sum(reader.wrong for reader in readers) == 0
    assert all(reader.failed for reader in readers), "nobody noticed the restarts: this would prove nothing"
    assert all(reader.right > earlier for reader, earlier in zip(readers, before, strict=True)), "somebody is stuck"
