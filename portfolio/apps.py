"""The room across clients: the home of the consultancy, my work, the public calculator."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"
    default_auto_field = "django.db.models.BigAutoField"
