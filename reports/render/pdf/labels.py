"""The words of the frame around a document, given by the caller in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    page: str = "Page {page} of {pages}"
    contents: str = "Contents"
    organization: str = "Organization"
    author: str = "Prepared by"
    created: str = "Date"
    snapshot: str = "Snapshot"
    working_step: str = "How it is worked out"
    working_value: str = "Value"
    working_source: str = "Source"
