"""Reads of people and organizations."""

from django.db.models import QuerySet

from tenants.models import Membership, Organization, User

# Columns of a person that no organization's database role may read.
PRIVATE = ("user__password", "user__last_login", "user__date_joined")


def memberships_of(user: User) -> QuerySet[Membership]:
    """Returns the roles a person holds in organizations that can be opened, by organization."""
    return (
        Membership.objects.filter(user=user, organization__state=Organization.State.ACTIVE)
        .select_related("organization__consultancy", "department")
        .order_by("organization__name")
    )


def membership_of(user: User, slug: str) -> Membership | None:
    """Returns the role of a person in the organization at `slug`, or None: unknown and forbidden look the same."""
    return (
        Membership.objects.filter(user=user, organization__slug=slug)
        .select_related("organization__consultancy", "department", "user")
        .first()
    )


def members(organization: Organization) -> QuerySet[Membership]:
    """Returns the people of one organization and their roles. Inside its scope the database shows no others."""
    return (
        Membership.objects.filter(organization=organization)
        .select_related("user", "department")
        .defer(*PRIVATE)
        .order_by("user__name")
    )
