"""What time it is: the one place that asks, so that a test or the sample data can tell a story that took weeks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Returns the moment, in UTC."""
    return _told.get() or timezone.now()


def today() -> date:
    """Returns the date in the current time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Runs its body as if it were `moment`: never in a request or a task, only where a past is told."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
