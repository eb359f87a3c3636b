"""The room that remembers: what happened in an organization, in order, and nobody can change it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
