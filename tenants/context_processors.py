"""What every template knows about where it is."""

from typing import Any

from django.http import HttpRequest

from tenants.visibility import visible_figures


def organization(request: HttpRequest) -> dict[str, Any]:
    """Returns the organization, the person's role in it, and the figures that role may see."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"organization": None, "membership": None, "may_see": frozenset()}
    return {
        "organization": membership.organization,
        "membership": membership,
        "may_see": frozenset(figure.value for figure in visible_figures(membership.role)),
    }
