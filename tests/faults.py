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

# Why a row has no test yet: what it needs does not exist, or not in this form.
WAITS_FOR = {
    "a second factor, invitations and session settings": "A5 A7 A10 A11 A12 A13 A16",
    "the API and its tokens": "T30 A9 W10 W11 Z12 I13",
    "approval policies and delegation": "W14 W15 W16 W17 W21 W22 W23 W30",
    "clocks, calendars and due work": "C18 C19 C20 C21 C22 C23 C24 G6 D20",
    "digests, webhooks and mail links": "C11 W29 I3 I8",
    "uploads": "U1 U2 U3 U4 U7 U8 U9 I9",
    "search across an organization": "T36 Z10",
    "bulk actions": "W28",
    "export and erasure of an organization": "T39 G8 G9 G10 G11",
    "hundreds of clients: runner with ledger, backup, load": (
        "T18 T38 D1 D2 D3 D4 D5 D7 D8 D9 D10 D11 D12 D13 D16 D17 D22 C12 G7 O1 O2 O3 O4 O5 O6 O7 O9 O10 N1 N2 N3"
    ),
    "support access to an organization": "Z11 G4",
}
WHY = {row: reason for reason, rows in WAITS_FOR.items() for row in rows.split()}


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
    names = (
        "<br>".join(f"`{test.split('::')[1]}`" for test in tests) or f"not yet: {WHY.get(row['row'], 'to be written')}"
    )
    cells = [row["row"], row["fault"], row["provoked by"], row["expected"], SEVERITY[row["severity"]], names]
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page())
