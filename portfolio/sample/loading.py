"""Loading the sample data: organizations, people, and their stories. An interrupted load is finished by the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from audit.models import Event
from audit.services import SYSTEM, event_append
from portfolio.sample.access import may_load
from portfolio.sample.cast import CLIENTS, CONSULTANCY, CONSULTANT, PASSWORD, ROLES, Client
from portfolio.sample.people import People
from portfolio.sample.stories import STORIES
from tenants.models import Consultancy, Department, Membership, Organization, Role, User
from tenants.provisioning import schema_create
from tenants.scope import organization_scope
from tenants.services import membership_set, organization_create, user_create

# Two loads at once would build the same organizations twice.
LOCK = 0x73616D70
LOADED = "sample.loaded"


def sample_load_for(*, person: User, today: date) -> None:
    """Loads the sample data for a person, who becomes a consultant in each organization. Raises PermissionDenied."""
    if not may_load(person):
        raise PermissionDenied(_("The sample data are there already, or your role may not load them."))
    sample_load(today=today, consultant=person)


def sample_load(*, today: date, consultant: User | None = None) -> None:
    """Loads what of the sample data is not there yet. What people have done with it since is left as it is.

    Every step goes through the services that pages use, so that the history and the snapshots are real. Raises
    ValidationError where another organization has taken one of the addresses.
    """
    with _one_at_a_time():
        consultancy = _consultancy()
        for client in CLIENTS:
            organization = _organization(consultancy, client)
            people = _people(organization, client)
            if consultant:
                membership_set(user=consultant, organization=organization, role=Role.CONSULTANT)
            with organization_scope(organization):
                _tell(organization, people, client, today)


def _tell(organization: Organization, people: People, client: Client, today: date) -> None:
    if Event.objects.filter(action=LOADED).exists():
        return
    for story in STORIES[client.slug]:
        story(people, today)
    event_append(
        actor=SYSTEM,
        action=LOADED,
        subject_type="organization",
        subject=organization.pk,
        outcome=_("Loaded the sample data."),
    )


def _consultancy() -> Consultancy:
    """Returns the sample's own consultancy, never one that has real clients."""
    real = Organization.objects.filter(is_sample=False).values("consultancy")
    mine = Consultancy.objects.filter(name=CONSULTANCY).exclude(pk__in=real).first()
    return mine or Consultancy.objects.create(name=CONSULTANCY)


def _organization(consultancy: Consultancy, client: Client) -> Organization:
    existing = Organization.objects.filter(slug=client.slug).first()
    if existing is None:
        return organization_create(
            consultancy=consultancy,
            name=client.name,
            slug=client.slug,
            prefix=client.prefix,
            time_zone=client.time_zone,
            is_sample=True,
        )
    if not existing.is_sample:
        raise ValidationError(_("An organization of your own has the address “%(slug)s”.") % {"slug": client.slug})
    if existing.state == Organization.State.PROVISIONING:
        schema_create(existing)
        existing.state = Organization.State.ACTIVE
        existing.save(update_fields=["state"])
    return existing


def _people(organization: Organization, client: Client) -> People:
    departments = {
        name: Department.objects.get_or_create(organization=organization, name=name)[0] for name in client.departments
    }
    department = departments[client.departments[0]]
    members = {Role.CONSULTANT: _member(organization, Role.CONSULTANT, *CONSULTANT, department)}
    for role in ROLES:
        members[role] = _member(organization, role, client.email(role), client.person(role), department)
    return People(organization, departments, members)


def _member(organization: Organization, role: Role, email: str, name: str, department: Department) -> Membership:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = user_create(email=email, name=name, password=PASSWORD if settings.DEMO else None)
    existing = Membership.objects.filter(user=person, organization=organization).first()
    membership = existing or membership_set(user=person, organization=organization, role=role, department=department)
    return Membership.objects.select_related("user", "organization", "department").get(pk=membership.pk)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
