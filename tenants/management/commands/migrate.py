"""`manage.py migrate`: brings the shared tables, then every organization's, up to date."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as MigrateCommand

from tenants.models import Organization
from tenants.provisioning import organization_migrate, schema_create, shared_schema_migrate


class Command(MigrateCommand):
    help = "Brings the shared tables, then every organization's, up to date. A second run changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--skip-checks", action="store_true", help="For Django's own callers; checks are not run.")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = max(options["verbosity"] - 1, 0)
        shared_schema_migrate(verbosity=quiet)
        for organization in Organization.objects.exclude(state=Organization.State.DELETING):
            if organization.state == Organization.State.PROVISIONING:
                schema_create(organization)
            else:
                organization_migrate(organization, verbosity=quiet)
            if options["verbosity"]:
                self.stdout.write(f"{organization.slug}: up to date")
