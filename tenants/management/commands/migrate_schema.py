"""`manage.py migrate_schema`: Django's own migrate, as the owner, in the one schema its connection stands in."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as MigrateCommand


class Command(MigrateCommand):
    help = "Applies migrations to one schema. Called by `migrate` for each; rarely by hand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner", interactive=False, skip_checks=True)

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **(options | {"database": "owner", "interactive": False}))
