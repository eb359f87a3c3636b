"""The catalogue of what goes wrong: which rows have a test. `python -m tests.faults` writes docs/faults.md."""

import ast
import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "tests" / "faults.tsv"
PAGE = ROOT / "docs" / "faults.md"
ROW_OF_TEST = re.compile(r"test_((?:[A-Z]\d+_)+)")
SEVERITY = {"C": "critical", "H": "high", "M": "medium", "L": "low"}

INTRODUCTION = """# What goes wrong, and what must happen instead

Each row is a fault or an attack, how it is provoked, and the outcome that must follow. A row is covered when a test
carries its number in its name (`test_T1_cancelled_scope_never_serves_another_organization`). This page is written by
`python -m tests.faults` from the catalogue and the tests' names; a test fails when it is out of date.

"""
HEADINGS = "| # | fault | provoked by | expected | severity | test |\n|---|---|---|---|---|---|\n"


def catalogue() -> list[dict[str, str]]:
    """Returns the rows of the catalogue."""
    with open(CATALOGUE, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def tests_by_row() -> dict[str, list[str]]:
    """Returns the names of the tests of each row, with their files."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (match := ROW_OF_TEST.match(node.name)):
                for row in match[1].strip("_").split("_"):
                    found.setdefault(row, []).append(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def page() -> str:
    """Returns docs/faults.md as it should be now."""
    tests, rows = tests_by_row(), catalogue()
    lines = [INTRODUCTION, "| severity | rows | covered |\n|---|---|---|\n"]
    for letter, word in SEVERITY.items():
        of_severity = [row for row in rows if row["severity"] == letter]
        covered = sum(row["row"] in tests for row in of_severity)
        lines.append(f"| {word} | {len(of_severity)} | {covered} |\n")
    for group in dict.fromkeys(row["group"] for row in rows):
        lines.append(
            f"\n## {group}\n\n| # | fault | provoked by | expected | severity | test |\n|---|---|---|---|---|---|\n"
        )
        lines += [_line(row, tests.get(row["row"], [])) for row in rows if row["group"] == group]
    return "".join(lines)


def _line(row: dict[str, str], tests: list[str]) -> str:
    names = "<br>".join(f"`{test.split('::')[1]}`" for test in tests) or "not yet"
    cells = [row["row"], row["fault"], row["provoked by"], row["expected"], SEVERITY[row["severity"]], names]
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page())
