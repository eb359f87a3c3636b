"""The hash chain: each event's hash covers its content and the hash before it. Pure Python."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64

# What an event's hash covers, in this order. A field may be added at the end, never renamed or removed.
FIELDS = (
    "sequence",
    "at",
    "actor",
    "actor_name",
    "on_behalf_of",
    "action",
    "subject_type",
    "subject",
    "rule",
    "rule_version",
    "inputs",
    "outcome",
)


@dataclass(frozen=True)
class Break:
    """The first place at which a chain does not hold."""

    sequence: int
    problem: str


def digest(previous: str, content: Mapping[str, Any]) -> str:
    """Returns the SHA-256, in hexadecimal, of an event's content after the event whose hash is `previous`."""
    body = json.dumps([content[field] for field in FIELDS], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def verify(events: Iterable[Mapping[str, Any]], *, anchor: tuple[int, str] | None = None) -> Break | None:
    """Returns the first break in `events` (in order, from the first), or None where the chain holds.

    `anchor` is a sequence number and hash kept elsewhere: it also finds a chain whose end was cut off, and one that
    was rewritten from some point on.
    """
    previous, expected = GENESIS, 1
    for event in events:
        if event["sequence"] != expected:
            return Break(expected, f"event {expected} is missing; {event['sequence']} follows {expected - 1}")
        if event["previous"] != previous:
            return Break(expected, "it does not follow the event before it")
        if event["hash"] != digest(previous, event):
            return Break(expected, "its content was changed")
        if anchor and anchor[0] == expected and anchor[1] != event["hash"]:
            return Break(expected, "it is not the event that was anchored")
        previous, expected = event["hash"], expected + 1
    if anchor and anchor[0] >= expected:
        return Break(expected, f"the chain ends before the anchored event {anchor[0]}")
    return None
