"""Making an organization's schema, bringing schemas up to date, and removing them. Runs as the owner of all tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db import connections, transaction

from tenants.backend.base import SHARED_SCHEMA, quoted
from tenants.models import Organization

# Tables the application may add to but never change: what was approved, and what happened.
APPEND_ONLY_MODELS = ("audit.Event", "cases.Approval", "calculations.Snapshot", "pilots.Decision")


def shared_schema_migrate(*, verbosity: int = 0) -> None:
    """Brings the shared tables up to date and gives the application its rights on them."""
    with _owner_in(SHARED_SCHEMA):
        call_command("migrate_schema", verbosity=verbosity)
        _execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO proofcase_app",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO proofcase_app",
            "REVOKE ALL ON public.django_migrations FROM proofcase_app",
        )


def organization_migrate(organization: Organization, *, verbosity: int = 0) -> None:
    """Brings one organization's tables up to date and gives its role its rights on them."""
    with _owner_in(organization.schema_name):
        call_command("migrate_schema", verbosity=verbosity)
        _execute(*_grants(organization.schema_name))


def schema_create(organization: Organization) -> None:
    """Makes the schema, the role and the tables of an organization; what an interrupted try left is completed."""
    name = quoted(organization.schema_name)
    with _owner_in(SHARED_SCHEMA), transaction.atomic(using="owner"):
        if not _role_exists(organization.schema_name):
            _execute(f"CREATE ROLE {name} NOLOGIN", f"GRANT proofcase_org TO {name}", f"GRANT {name} TO proofcase_app")
        _execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    organization_migrate(organization)


def schema_drop(organization: Organization) -> None:
    """Removes an organization's tables and its role, for good."""
    name = quoted(organization.schema_name)
    with _owner_in(SHARED_SCHEMA), transaction.atomic(using="owner"):
        _execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        if _role_exists(organization.schema_name):
            _execute(f"DROP ROLE {name}")


def append_only_tables() -> list[str]:
    """Returns the names of the tables of APPEND_ONLY_MODELS."""
    return [apps.get_model(label)._meta.db_table for label in APPEND_ONLY_MODELS]


def _grants(schema: str) -> list[str]:
    name = quoted(schema)
    frozen = [
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {name}.{quoted(table)} FROM {name}" for table in append_only_tables()
    ]
    return [
        f"GRANT USAGE ON SCHEMA {name} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {name} TO {name}",
        f"REVOKE ALL ON {name}.django_migrations FROM {name}",
        *frozen,
    ]


def _role_exists(name: str) -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        return cursor.fetchone() is not None


def _execute(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _owner_in(schema: str) -> Iterator[None]:
    connection = connections["owner"]
    connection.set_schema(schema)
    try:
        yield
    finally:
        connection.set_schema(SHARED_SCHEMA)
