"""The audit trail cannot be changed unseen, nor grow in two directions."""

import random
import threading
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from audit.chain import verify
from audit.models import Event
from audit.services import SYSTEM, content, event_append
from tenants.models import Organization
from tenants.scope import organization_scope


def append(number: int) -> None:
    event_append(
        actor=SYSTEM,
        action="test.wrote",
        subject_type="Test",
        subject=uuid4(),
        outcome=f"event {number}",
        inputs={"amount": "1.10", "nested": {"ä": [1, None, True]}},
    )


def chain() -> list[dict]:
    """Returns the stored events as an export holds them."""
    return [content(event) for event in Event.objects.order_by("sequence")]


@pytest.fixture
def twelve(in_northwind):
    """A chain of twelve events, read back from the database."""
    for number in range(12):
        append(number)
    return chain()


def test_a_chain_holds_after_a_trip_through_the_database(twelve):
    assert len(twelve) == 12
    assert verify(twelve) is None


def edit(events, chosen):
    events[chosen.randrange(len(events))]["outcome"] += "."


def change_actor(events, chosen):
    events[chosen.randrange(len(events))]["actor_name"] = "Someone else"


def delete(events, chosen):
    del events[chosen.randrange(len(events))]


def reorder(events, chosen):
    here = chosen.randrange(len(events) - 1)
    events[here], events[here + 1] = events[here + 1], events[here]


def insert(events, chosen):
    here = chosen.randrange(len(events))
    events.insert(here, events[here] | {"outcome": "never happened"})


def cut_off_the_end(events, chosen):
    del events[chosen.randrange(1, len(events)) :]


def rewrite_from_a_point(events, chosen):
    from audit.chain import GENESIS, digest

    start = chosen.randrange(len(events))
    events[start]["outcome"] = "something else"
    previous = events[start - 1]["hash"] if start else GENESIS
    for event in events[start:]:
        event["previous"] = previous
        event["hash"] = previous = digest(previous, event)


@pytest.mark.parametrize("tamper", [edit, change_actor, delete, reorder, insert, cut_off_the_end, rewrite_from_a_point])
def test_G1_tampering_is_found(twelve, tamper):
    anchor = (twelve[-1]["sequence"], twelve[-1]["hash"])
    for seed in range(150):
        events = [dict(event) for event in twelve]
        tamper(events, random.Random(seed))
        assert verify(events, anchor=anchor) is not None, f"{tamper.__name__}, seed {seed}"


def test_G2_eight_writers_never_fork_the_chain(committed):
    northwind = Organization.objects.get(slug="northwind")

    def write() -> None:
        with organization_scope(northwind):
            for number in range(10):
                append(number)
        connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with organization_scope(northwind):
        events = chain()
    assert len(events) == 80
    assert verify(events) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET outcome = ''",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "DROP TABLE audit_event",
    ],
)
def test_G5_the_application_can_only_add(twelve, statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)
    assert verify(chain()) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET outcome = ''", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
def test_G5_even_the_owner_is_refused(committed, statement):
    northwind = Organization.objects.get(slug="northwind")
    with organization_scope(northwind):
        append(1)
    owner = connections["owner"]
    owner.set_schema(northwind.schema_name)
    try:
        with pytest.raises(ProgrammingError, match=r"written once|Cannot update or delete"):
            owner.cursor().execute(statement)
    finally:
        owner.set_schema("public")
