"""What templates know about how things look here: the reader's way of writing numbers, and the theme they chose."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

from .numbers import Numbers
from .tokens import THEMES


def numbers(request: HttpRequest) -> dict[str, object]:
    """Returns `numbers` by the organization's currency and locale, and `theme`, empty for the system's."""
    organization = getattr(getattr(request, "membership", None), "organization", None)
    if organization is None:
        writes = Numbers(locale=get_language() or "en")
    else:
        writes = Numbers(organization.currency, organization.locale)
    theme = request.COOKIES.get("theme", "")
    return {"numbers": writes, "theme": theme if theme in THEMES else ""}
