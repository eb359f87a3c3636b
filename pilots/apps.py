"""The room of months 2 to 4: trying it for real and comparing with what was promised."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "pilots"
    default_auto_field = "django.db.models.BigAutoField"
