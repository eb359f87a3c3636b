"""The months of a pilot: which calendar month each is, which have ended, and what is in between."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from tenants.models import Organization


def month_start(day: date) -> date:
    """Returns the first day of the month `day` lies in."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Returns the first day of the month `months` later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(start: date, end: date) -> int:
    """Returns how many months `end` lies after `start`, both taken as months."""
    return (end.year - start.year) * 12 + end.month - start.month


def today_in(organization: Organization, now: datetime | None = None) -> date:
    """Returns the date where the organization is: the last hours of a month differ around the world."""
    return timezone.localdate(now, timezone=ZoneInfo(organization.time_zone))


def ended_months(starts_on: date, months: int, today: date) -> int:
    """Returns how many of a pilot's months are over."""
    return min(max(months_between(starts_on, today), 0), months)


def running_month(starts_on: date, months: int, today: date) -> int | None:
    """Returns the number of the month that has begun and not ended, or None before and after the pilot."""
    position = months_between(starts_on, today)
    return position + 1 if 0 <= position < months else None


def week_of(starts_on: date, today: date) -> int | None:
    """Returns the week a pilot is in, counted in sevens from its first day; None before it."""
    return (today - starts_on).days // 7 + 1 if today >= starts_on else None
