"""Names for cells, so that a formula reads `invoices*minutes_before`: from keys, safe for every spreadsheet program."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOT_A_NAME = re.compile(r"[^a-z0-9_]+")
# A1, XFD9, R1C1, R, C: a spreadsheet program reads these as cells.
LIKE_A_CELL = re.compile(r"[a-z]{1,4}[0-9]+|r[0-9]*c?[0-9]*|c[0-9]*")
RESERVED = {"true", "false"}
LONGEST_NAME = 200


def names_of(paths: Iterable[str]) -> dict[str, str]:
    """A name for each path, every one of them different."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        name = proposed = _name(path)
        number = 1
        while name in taken:
            number += 1
            name = f"{proposed}_{number}"
        names[path] = name
        taken.add(name)
    return names


def _name(path: str) -> str:
    """The path without its first part: `facts.invoices` is `invoices`, `benefits.time.people` is `time_people`."""
    _part, dot, rest = path.partition(".")
    name = NOT_A_NAME.sub("_", (rest if dot else path).lower()).strip("_")[:LONGEST_NAME]
    return f"{name}_" if LIKE_A_CELL.fullmatch(name) or name in RESERVED else name
