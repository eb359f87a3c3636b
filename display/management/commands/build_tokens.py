"""Writes the CSS that comes from the tokens and from the charts' table of paints."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand

from display import tokens
from display.charts import styles

CSS_FOLDER = Path(__file__).resolve().parents[3] / "static" / "css"


def generated() -> dict[Path, str]:
    """Returns each generated file with the text it should hold."""
    return {CSS_FOLDER / "tokens.css": tokens.css(), CSS_FOLDER / "chart-paint.css": styles.css()}


class Command(BaseCommand):
    help = "Write static/css/tokens.css and static/css/chart-paint.css."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        for path, text in generated().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path.relative_to(CSS_FOLDER.parents[1])}")
