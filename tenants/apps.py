"""The room of consultancies, their client organizations, the people and their role in each."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tenants import system_checks  # noqa: F401 - registers what `manage.py check` looks at
