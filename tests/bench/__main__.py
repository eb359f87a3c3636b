"""`make bench`: measures, prints a table, and writes docs/performance.md. Fails where a ratio is not kept."""

import importlib
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import Figure

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"
MODULES = ("engine", "isolation", "pages", "workbook")

HEAD = """# Performance

Measured by `make bench` on {machine}, {cores} cores, Python {python}, commit {commit}, {date}. Durations are aims
and are reported; ratios, taken within one run, fail the run where a most is given.

| what | measured | against | ratio | at most |
|---|---|---|---|---|
"""


def main() -> int:
    """Runs every module's figures. Returns 1 where a ratio is not kept."""
    chosen = sys.argv[1:] or MODULES
    figures: list[Figure] = []
    for name in chosen:
        print(f"measuring: {name}", flush=True)
        figures += importlib.import_module(f"tests.bench.{name}").figures()
    text = page(figures)
    print(text)
    if chosen == MODULES:
        PAGE.write_text(text)
    return 0 if all(figure.holds for figure in figures) else 1


def page(figures: list[Figure]) -> str:
    """Returns docs/performance.md."""
    head = HEAD.format(
        machine=f"{platform.system()} {platform.machine()}",
        cores=os.cpu_count(),
        python=platform.python_version(),
        commit=commit(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
    )
    return head + "".join(_line(figure) for figure in figures)


def _line(figure: Figure) -> str:
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    most = "" if figure.most is None else f"{figure.most:g}" + ("" if figure.holds else " **not kept**")
    return f"| {figure.what} | {figure.value} | {figure.against} | {ratio} | {most} |\n"


def commit() -> str:
    """Returns the short name of the commit measured."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
