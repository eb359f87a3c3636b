"""Which schema a table stands in, and the rule that an organization's table is reached only inside its scope."""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Model


class NoOrganizationScope(RuntimeError):
    """A query on an organization's table outside organization_scope()."""


# Django's own name for what the table of its cache belongs to.
CACHE = "django_cache"


@cache
def is_shared(app_label: str) -> bool:
    """Returns whether an application's tables stand in the shared schema (else in every organization's)."""
    return app_label == CACHE or apps.get_app_config(app_label).name in settings.SHARED_APPS


class OrganizationRouter:
    """Sends queries to the one database, refuses those without an organization, keeps tables in their schema."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        if not is_shared(model._meta.app_label) and connections["default"].is_parked:
            raise NoOrganizationScope(
                f"{model._meta.label} belongs to an organization: open organization_scope() first"
            )
        return None

    db_for_write = db_for_read

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        return is_shared(first._meta.app_label) == is_shared(second._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        connection = connections[db]
        return db == "owner" and is_shared(app_label) == (connection.is_parked)
