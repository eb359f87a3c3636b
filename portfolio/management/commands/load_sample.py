"""Loads the sample data, or finishes an interrupted load."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portfolio.sample import sample_load


class Command(BaseCommand):
    """`manage.py load_sample [--today 2026-03-16]`"""

    help = "Loads the sample organizations, people and cases. What is there already is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="the day the sample's dates are counted from")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sample_load(today=options["today"] or timezone.localdate())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write("The sample data are loaded.")
