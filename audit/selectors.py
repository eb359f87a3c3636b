"""Reads of the audit trail."""

from uuid import UUID

from django.db.models import QuerySet

from audit.models import Event


def history_of(subject: UUID) -> QuerySet[Event]:
    """Returns what happened to one object, latest first."""
    return Event.objects.filter(subject=subject).order_by("-sequence")
