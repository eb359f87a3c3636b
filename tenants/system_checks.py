"""What `manage.py check` refuses: settings under which organizations could see each other, one line each."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register

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
    }
    return [Error(message, id=identity) for identity, (holds, message) in rules.items() if not holds]


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
