"""Removes the sample data."""

from typing import Any

from django.core.management.base import BaseCommand

from portfolio.sample import sample_remove


class Command(BaseCommand):
    """`manage.py remove_sample`"""

    help = "Removes the sample organizations with everything in them, and the people who belong to no other."

    def handle(self, *args: Any, **options: Any) -> None:
        sample_remove()
        self.stdout.write("The sample data are gone.")
