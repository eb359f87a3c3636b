"""From the address to the organization: `/o/<slug>/…` names it, the membership opens it, the scope holds it."""

import re
from collections.abc import Callable

import structlog
from asgiref.sync import AsyncToSync
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tenants.models import SLUG, Membership, Organization
from tenants.scope import organization_scope
from tenants.selectors import membership_of

# Any address that could be taken for an organization's is matched, so that none slips past into a view without a scope.
ADDRESS = re.compile(r"/+(?:api/v1/)?o(?:/|\Z)", re.IGNORECASE)
CANONICAL = re.compile(rf"/(?:api/v1/)?o/(?P<slug>{SLUG})/")


class OrganizationMiddleware:
    """Puts `request.membership` and `request.organization` on a request, and runs its view inside the scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if isinstance(get_response, AsyncToSync):
            # Two requests would share one database connection, which stands in one organization at a time.
            raise ImproperlyConfigured("Run Proofcase under WSGI (config.wsgi): ASGI would mix organizations.")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.membership = None  # type: ignore[attr-defined]
        request.organization = None  # type: ignore[attr-defined]
        if not ADDRESS.match(request.path_info):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        membership = resolve_organization(request)
        request.membership = membership  # type: ignore[attr-defined]
        request.organization = membership.organization  # type: ignore[attr-defined]
        with (
            structlog.contextvars.bound_contextvars(organization=str(membership.organization_id)),
            organization_scope(membership.organization),
        ):
            response = self.get_response(request)
            if response.streaming:
                raise RuntimeError("a streamed answer would be read after its organization's scope has closed")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def resolve_organization(request: HttpRequest) -> Membership:
    """Returns the membership through which `request` enters its organization, looked up anew each time.

    Raises Http404 for an unknown organization and for a stranger alike, and PermissionDenied, with a sentence, for a
    member of an organization that is not open.
    """
    address = CANONICAL.match(request.path_info)
    membership = membership_of(request.user, address["slug"]) if address else None  # type: ignore[arg-type]
    if membership is None or membership.organization.state == Organization.State.PROVISIONING:
        raise Http404
    if membership.organization.state != Organization.State.ACTIVE:
        raise PermissionDenied(
            _("This organization is suspended. Its data are kept; your consultancy can open it again.")
        )
    return membership
