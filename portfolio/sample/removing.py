"""Removing the sample data: the organizations with everything in them, and the people who existed only for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit.outbox.models import Message
from cases.models import Case
from portfolio.sample.access import may_remove
from tenants.models import Consultancy, Membership, Organization, User
from tenants.scope import organization_scope
from tenants.services import organization_delete


@dataclass(frozen=True)
class Contents:
    """What a removal takes away: the organizations, each with its number of cases, and the people."""

    organizations: Sequence[tuple[Organization, int]]
    people: Sequence[User]


def contents() -> Contents:
    """Returns what goes with the sample data. Call it outside every scope."""
    return Contents([(organization, _cases_in(organization)) for organization in _organizations()], list(_people()))


def sample_remove_for(*, person: User) -> bool:
    """Removes the sample data for a person who may; returns whether their own account went with it.

    Raises PermissionDenied.
    """
    if not may_remove(person):
        raise PermissionDenied(_("Only consultants and administrators of the sample organizations remove them."))
    sample_remove()
    return not User.objects.filter(pk=person.pk).exists()


def sample_remove() -> None:
    """Removes the sample organizations with their schemas, then who has no organization left. Can be repeated."""
    people = [person.pk for person in _people()]
    for organization in list(_organizations()):
        Message.objects.filter(organization=organization.pk).delete()
        _erase(str(organization.pk))
        organization_delete(organization=organization)
        _forget(organization.consultancy, people)


def _erase(folder: str) -> None:
    """Removes a folder of stored files with everything in it."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        default_storage.delete(f"{folder}/{name}")
    for name in folders:
        _erase(f"{folder}/{name}")
    default_storage.delete(folder)


@transaction.atomic
def _forget(consultancy: Consultancy, people: Sequence[object]) -> None:
    User.objects.filter(pk__in=people, memberships=None).delete()
    if not consultancy.organizations.exists():
        consultancy.delete()


def _organizations() -> QuerySet[Organization]:
    return Organization.objects.filter(is_sample=True).select_related("consultancy").order_by("name")


def _people() -> QuerySet[User]:
    """The people of sample organizations who belong to no other."""
    elsewhere = Membership.objects.filter(organization__is_sample=False).values("user")
    return (
        User.objects.filter(memberships__organization__is_sample=True)
        .exclude(pk__in=elsewhere)
        .distinct()
        .order_by("name")
    )


def _cases_in(organization: Organization) -> int:
    if organization.state != Organization.State.ACTIVE:
        return 0
    with organization_scope(organization):
        return Case.objects.count()
