"""Handlers of outbox messages that only tests send: each leaves an event behind, so that its effects can be counted."""

import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from audit.services import SYSTEM, effect_claim, event_append
from tenants.models import Organization


def effect(*, organization: Organization, message: UUID, payload: dict[str, Any]) -> None:
    """Appends one event that names the organization it believes to be in."""
    with transaction.atomic():
        if effect_claim(message=message):
            event_append(
                actor=SYSTEM, action="test.effect", subject_type="Test", subject=message, outcome=organization.slug
            )


def slow(*, organization: Organization, message: UUID, payload: dict[str, Any]) -> None:
    """Says that it has begun, works for a while, then has its effect: the time in which a test kills its worker."""
    Path(payload["begun"]).write_text("begun")
    time.sleep(payload["seconds"])
    effect(organization=organization, message=message, payload=payload)
