"""Who may load and remove the sample data."""

from tenants.models import Membership, Organization, Role, User

KEEPERS = frozenset({Role.CONSULTANT, Role.ADMINISTRATOR})


def may_load(person: User) -> bool:
    """Returns whether a person may load the sample data: who looks after an organization, and while there are none."""
    is_keeper = Membership.objects.filter(user=person, role__in=KEEPERS).exists()
    return is_keeper and not Organization.objects.filter(is_sample=True).exists()


def may_remove(person: User) -> bool:
    """Returns whether a person may remove the sample data: who looks after a sample organization."""
    return Membership.objects.filter(user=person, role__in=KEEPERS, organization__is_sample=True).exists()


def may_remove_through(membership: Membership) -> bool:
    """Returns whether a person may remove the sample data by what they are in one organization; asks no database."""
    return membership.organization.is_sample and membership.role in KEEPERS
