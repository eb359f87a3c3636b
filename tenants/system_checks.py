"""What `manage.py check` refuses: settings under which organizations could see each other, one line each."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register

from tenants.pooling import keeps_sessions

ENGINE = "tenants.backend"
MIDDLEWARE = "tenants.middleware.OrganizationMiddleware"


@register(Tags.security)
def check_isolation_settings(**kwargs: Any) -> list[Error]:
    """Returns one error for each setting that would weaken the walls between organizations."""
    rules = {
        "tenants.E001": (
            all(database["ENGINE"] == ENGINE for database in settings.DATABASES.values()),
            f"DATABASES: every ENGINE must be '{ENGINE}', the engine that fails closed.",
        ),
        "tenants.E002": (
            bool(settings.MIDDLEWARE) and settings.MIDDLEWARE[-1] == MIDDLEWARE,
            f"MIDDLEWARE: '{MIDDLEWARE}' must be the last entry, so that nothing else runs inside an organization.",
        ),
        "tenants.E003": (
            "tenants.router.OrganizationRouter" in settings.DATABASE_ROUTERS,
            "DATABASE_ROUTERS: 'tenants.router.OrganizationRouter' is missing.",
        ),
        "tenants.E004": (
            not any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values()),
            "DATABASES: ATOMIC_REQUESTS must be off; a scope cannot be opened inside a transaction.",
        ),
        "tenants.E007": (
            not getattr(settings, "ASGI_APPLICATION", None),
            "ASGI_APPLICATION: must not be set; two requests of one process would share a database connection.",
        ),
    }
    return [Error(message, id=identity) for identity, (holds, message) in rules.items() if not holds]


@register(Tags.database)
def check_pooling(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Returns an error where a pooler hands our connections to others between two statements.

    Where the database cannot be reached nothing can be said: pages are answered 503 then, and organizations with them.
    """
    try:
        if "default" not in (databases or ()) or keeps_sessions():
            return []
    except psycopg.OperationalError:
        return []
    return [
        Error(
            "DATABASE_URL: a pooler in transaction mode stands before the database. Set pool_mode = session.",
            id="tenants.E008",
        )
    ]


@register(Tags.models)
def check_tables(**kwargs: Any) -> list[Error]:
    """Returns an error for each table name in use both in the shared schema and in the organizations'."""
    shared, own = set(), set()
    for model in apps.get_models(include_auto_created=True):
        group = shared if model._meta.app_config.name in settings.SHARED_APPS else own
        group.add(model._meta.db_table)
    return [
        Error(
            f"Table '{table}' is both shared and an organization's: one would be read for the other.", id="tenants.E005"
        )
        for table in sorted(shared & own)
    ]


@register(Tags.models)
def check_relations(**kwargs: Any) -> list[Error]:
    """Returns an error for each relation that leaves an organization's schema: it could not be moved by itself."""
    own = [model for model in apps.get_models() if model._meta.app_config.name in settings.ORGANIZATION_APPS]
    return [
        Error(f"{model._meta.label}.{field.name} points outside the organization; keep a UUID.", id="tenants.E006")
        for model in own
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model._meta.app_config.name not in settings.ORGANIZATION_APPS
    ]
