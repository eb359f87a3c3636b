"""The outbox: one table for all organizations, so that one relay can empty it. Row-level security keeps them apart."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "audit.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
