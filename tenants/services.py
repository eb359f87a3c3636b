"""Every write about people and organizations."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.models import Consultancy, Department, Membership, Organization, Role, User
from tenants.provisioning import schema_create, schema_drop


def user_create(*, email: str, name: str, password: str | None = None) -> User:
    """Creates a person who can sign in; without a password nobody can until one is set."""
    user = User(email=email.strip(), name=name)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    return user


def organization_create(*, consultancy: Consultancy, name: str, slug: str, **settings: object) -> Organization:
    """Creates a client organization with its schema. Raises ValidationError, with a message per field.

    The row comes first and is invisible until the schema is ready: a creation that was killed half-way is completed by
    the next `manage.py migrate`, and nobody ever enters half an organization.
    """
    organization = Organization(consultancy=consultancy, name=name, slug=slug, **settings)
    organization.full_clean()
    organization.save(force_insert=True)
    schema_create(organization)
    organization.state = Organization.State.ACTIVE
    organization.save(update_fields=["state"])
    return organization


def organization_delete(*, organization: Organization) -> None:
    """Removes an organization, its schema and its role, for good. Nobody can enter it from the first moment on."""
    organization.state = Organization.State.DELETING
    organization.save(update_fields=["state"])
    schema_drop(organization)
    organization.delete()


@transaction.atomic
def membership_set(
    *, user: User, organization: Organization, role: Role, department: Department | None = None
) -> Membership:
    """Gives a person their one role in an organization, in place of any role before. Raises ValidationError."""
    if department and department.organization_id != organization.pk:
        raise ValidationError({"department": _("This department belongs to another organization.")})
    membership, _created = Membership.objects.update_or_create(
        user=user, organization=organization, defaults={"role": role, "department": department}
    )
    return membership
