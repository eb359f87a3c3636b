"""The links of the rail: what an organization has for a person's role."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.models import Membership
from tenants.visibility import Figure, may_see


@dataclass(frozen=True)
class Place:
    """A page the rail leads to; `key` is pressed after g, `figures` is what a role must be able to see to have it."""

    label: str | Promise
    address: str
    key: str
    figures: tuple[Figure, ...] = ()


PLACES = (
    Place(_("Overview"), "portfolio:organization", "w"),
    Place(_("Opportunities"), "opportunities:list", "o"),
    Place(_("Cases"), "cases:list", "c"),
    Place(_("Pilots"), "pilots:list", "p", (Figure.OUTCOME,)),
)


@dataclass(frozen=True)
class Link:
    """A place as the rail draws it."""

    label: str | Promise
    href: str
    key: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Sequence[Link]]:
    """Returns the links of the rail for the page that is asked for. Asks no database."""
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        home = reverse("shared:home")
        return {"navigation": [Link(_("All clients"), home, "w", request.path == home)]}
    places = [place for place in PLACES if may_see(membership.role, *place.figures)]
    return {"navigation": [_link(place, membership.organization.slug, request.path) for place in places]}


def _link(place: Place, slug: str, path: str) -> Link:
    href = reverse(place.address, kwargs={"slug": slug})
    overview = reverse(PLACES[0].address, kwargs={"slug": slug})
    is_current = path == href if href == overview else path.startswith(href)
    return Link(place.label, href, place.key, is_current)
