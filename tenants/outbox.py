"""The relay: takes messages out of the outbox, hands them to the task queue, and sees that each is carried out."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.outbox.models import Message
from tenants.models import Organization
from tenants.scope import organization_scope

log = structlog.get_logger(__name__)

BATCH = 100
MOST_ATTEMPTS = 6


@transaction.atomic
def publish_due(*, publish: object, now: datetime | None = None) -> int:
    """Hands up to BATCH due messages to `publish(organization, message)` and returns how many.

    Due is what was never published, and what was published but not carried out in time: the broker may have lost it, or
    the worker died. The rows are locked, so two relays share the work; a crash after publishing publishes again, and
    never loses.
    """
    now = now or timezone.now()
    due = list(
        Message.objects.select_for_update(skip_locked=True)
        .filter(done_at=None, attempts__lt=MOST_ATTEMPTS)
        .filter(Q(published_at=None) | _overdue(now))
        .order_by("created_at", "id")[:BATCH]
    )
    for message in due:
        publish(organization=str(message.organization), message=str(message.id))  # type: ignore[operator]
    Message.objects.filter(pk__in=[message.pk for message in due]).update(published_at=now, attempts=F("attempts") + 1)
    return len(due)


def _overdue(now: datetime) -> Q:
    # Each further attempt waits twice as long as the one before.
    waits = [timedelta(seconds=settings.OUTBOX_RETRY_SECONDS * 2**attempt) for attempt in range(MOST_ATTEMPTS)]
    overdue = Q()
    for attempts, wait in enumerate(waits, start=1):
        overdue |= Q(attempts=attempts, published_at__lt=now - wait)
    return overdue


def carry_out(*, organization: UUID, message: UUID) -> str:
    """Carries out one message in its organization's scope, and returns the outcome in words.

    What to do is read from the outbox's own row, never from the queue: a message somebody forged there names nothing
    that exists. Raises what the handler raises; the relay will then try again.
    """
    row = Message.objects.filter(pk=message).first()
    if row is None or row.organization != organization:
        log.error("message_rejected", message=str(message), organization=str(organization))
        return "rejected: no such message"
    if row.done_at is not None:
        return "already done"
    home = Organization.objects.filter(pk=organization, state=Organization.State.ACTIVE).first()
    if home is None:
        return _finish(row, "the organization is gone or closed")
    handler = import_string(settings.OUTBOX_HANDLERS[row.kind])
    with organization_scope(home):
        handler(organization=home, message=row.id, payload=row.payload)
    return _finish(row, "done")


def _finish(row: Message, outcome: str) -> str:
    Message.objects.filter(pk=row.pk).update(done_at=timezone.now(), outcome=outcome)
    return outcome
