"""`manage.py export FILE --to xlsx|pdf`: writes a case file as a document, without a database or a server."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from reports import export


class Command(BaseCommand):
    help = "Write a case file as a document."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        export.add_arguments(parser)

    def run_from_argv(self, argv: list[str]) -> None:
        """Without Django's own parser, whose exit code for wrong arguments means a refused file here."""
        for stream in (sys.stdout, sys.stderr):
            # Names are written as they are, whatever the locale of the terminal.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        sys.exit(export.run(argv[2:], sys.stdin.buffer, sys.stdout, sys.stderr))

    def handle(self, *args: Any, **options: Any) -> None:
        code = export.export(Namespace(**options), sys.stdin.buffer, self.stdout, self.stderr)
        if code:
            sys.exit(code)
