"""Consultancies, client organizations, people, and the role a person holds in an organization."""

import base64
import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from audit.ids import uuid7

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def new_schema_name() -> str:
    """Returns a name for an organization's schema and database role: generated, so no one's input ever reaches SQL."""
    return "t_" + base64.b32encode(secrets.token_bytes(15)).decode().lower()


class Role(models.TextChoices):
    """What a person is in one organization. What each may see stands in visibility.py."""

    CONSULTANT = "consultant", _("Consultant")
    PROJECT_LEAD = "project_lead", _("Project lead")
    CFO = "cfo", _("CFO")
    CEO = "ceo", _("CEO")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    EMPLOYEE = "employee", _("Employee")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in: one account for all organizations. Never deleted: history names it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Consultancy(models.Model):
    """A firm that advises client organizations."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "consultancies"

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """A client: its data stand in a schema of their own, reachable only through its own database role."""

    class State(models.TextChoices):
        PROVISIONING = "provisioning", _("Being set up")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        DELETING = "deleting", _("Being deleted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consultancy = models.ForeignKey(Consultancy, on_delete=models.PROTECT, related_name="organizations")
    name = models.CharField(_("name"), max_length=200)
    slug = models.CharField(
        _("address"), max_length=60, unique=True, validators=[RegexValidator(rf"\A{SLUG}\Z")], help_text=_("In links")
    )
    schema_name = models.CharField(max_length=63, unique=True, default=new_schema_name, editable=False)
    prefix = models.CharField(_("reference prefix"), max_length=6, default="C", help_text=_("NW makes NW-1, NW-2, …"))
    state = models.CharField(max_length=20, choices=State, default=State.PROVISIONING)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    locale = models.CharField(_("language and number format"), max_length=12, default="en-US")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of an organization that a process belongs to and that people head."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="one_department_per_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's one role in one organization. Without a row there is no way in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="one_role_per_organization")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
