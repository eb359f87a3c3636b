"""Who acts, checked again where it counts: inside the transaction of a write."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from audit.services import Actor
from tenants.models import Membership


def actor_of(membership: Membership) -> Actor:
    """Returns the person behind a membership as the audit trail names them."""
    return Actor(id=membership.user_id, name=membership.user.name)


def confirm(membership: Membership, *, roles: Collection[str] | None = None) -> Membership:
    """Returns the membership as it is now. Call it first inside the transaction of every write.

    Raises PermissionDenied where the person has been removed since the page was drawn, has been given another role, or
    where their role is not one of `roles`.
    """
    now = Membership.objects.filter(pk=membership.pk, user__is_active=True).values_list("role", flat=True).first()
    if now is None or now != membership.role:
        raise PermissionDenied(_("Your role in this organization has changed. Reload the page."))
    if roles is not None and now not in roles:
        raise PermissionDenied(_("Your role may not do this."))
    return membership
