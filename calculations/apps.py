"""The room of the numbers: facts, lines, results and snapshots around the engine."""

from django.apps import AppConfig


class CalculationsConfig(AppConfig):
    name = "calculations"
    default_auto_field = "django.db.models.BigAutoField"
