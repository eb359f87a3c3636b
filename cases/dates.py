"""How a day is written beside a case: short, in the reader's own order."""

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import get_language

from display.numbers import known_locale


def day(value: date) -> str:
    """Returns `Mon, Nov 16`, or what that is in the reader's language."""
    return format_skeleton("MMMEd", value, locale=known_locale(get_language() or "en"))
