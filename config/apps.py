"""The wiring as an application, so that it can wire when Django is ready."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # The rooms' tasks belong to this queue in every process, not only in the worker.
        from config import celery  # noqa: F401
