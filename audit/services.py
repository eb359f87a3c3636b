"""Every write of this room: an event appended to the chain, a message put into the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from audit import clock
from audit.chain import FIELDS, GENESIS, digest
from audit.ids import uuid7
from audit.models import Effect, Event
from audit.outbox.models import Message

# The advisory lock under which a chain grows, with the schema's own number beside it.
CHAIN_LOCK = 0x70726F6F


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, or a part of the product where `id` is None; `on_behalf_of` names the person behind it."""

    id: UUID | None
    name: str
    on_behalf_of: str = ""


SYSTEM = Actor(id=None, name="Proofcase")


@transaction.atomic
def event_append(
    *,
    actor: Actor,
    action: str,
    subject_type: str,
    subject: UUID,
    outcome: str,
    rule: str = "",
    rule_version: str = "",
    inputs: Mapping[str, Any] | None = None,
) -> Event:
    """Appends one event to the organization's chain and returns it; `outcome` says in words what came of it.

    Call it in the transaction of the change it records: both stand, or neither does.
    """
    # Readers of the last event queue here: without the lock two writers would follow the same one and fork the chain.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [CHAIN_LOCK])
    last = Event.objects.order_by("-sequence").values("sequence", "hash").first()
    event = Event(
        sequence=last["sequence"] + 1 if last else 1,
        previous=last["hash"] if last else GENESIS,
        at=clock.now(),
        actor=actor.id,
        actor_name=actor.name,
        on_behalf_of=actor.on_behalf_of,
        action=action,
        subject_type=subject_type,
        subject=subject,
        rule=rule,
        rule_version=rule_version,
        inputs=dict(inputs or {}),
        outcome=outcome,
    )
    event.hash = digest(event.previous, content(event))
    event.save(force_insert=True)
    return event


def content(event: Event) -> dict[str, Any]:
    """Returns an event as the JSON values its hash covers, with `previous` and `hash` beside them."""
    values: dict[str, Any] = {field: getattr(event, field) for field in (*FIELDS, "previous", "hash")}
    values["at"] = as_text(event.at)
    values["actor"] = str(event.actor) if event.actor else None
    values["subject"] = str(event.subject)
    return values


def as_text(moment: datetime) -> str:
    """Returns a moment in UTC to the microsecond: the same text before and after a trip through the database."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def message_publish(*, organization: UUID, kind: str, payload: Mapping[str, Any], key: str = "") -> UUID:
    """Puts a message into the outbox and returns its id; it goes out when the transaction commits, or not at all.

    `kind` names a handler registered in the configuration. `payload` holds ids, never a case's values.
    """
    message = Message(id=uuid7(), organization=organization, kind=kind, payload=dict(payload), key=key)
    message.save(force_insert=True)
    return message.id


def effect_claim(*, message: UUID) -> bool:
    """Returns whether the caller is the first to carry out `message`. Call it in the transaction of the effect.

    A second delivery waits here until the first one's transaction ends, and then gets False, or its turn.
    """
    _, created = Effect.objects.get_or_create(message=message)
    return created
