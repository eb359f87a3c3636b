"""Reads of the numbers: a case as the engine takes it, its result now, and what was frozen."""

import json
from collections.abc import Mapping
from typing import Any

from calculations.engine.case_file import CaseFile, CaseFileRefused, from_dict, parse
from calculations.engine.evaluate import evaluate
from calculations.engine.result import CaseResult
from calculations.models import Snapshot
from calculations.rows import document_of
from cases.models import Case


def case_file_of(case: Case) -> CaseFile:
    """Returns the case its rows describe. Every edit was parsed before it was written, so this does not refuse."""
    return from_dict(document_of(case))


def result_of(case: Case) -> CaseResult:
    """Returns the figures of a case as it stands now."""
    return evaluate(case_file_of(case))


def latest_snapshot(case: Case) -> Snapshot | None:
    """Returns the latest version that was frozen, or None before the first."""
    return case.snapshots.order_by("-number").first()


def snapshot_case_file(snapshot: Snapshot) -> CaseFile:
    """Returns the inputs of a snapshot. Every file ever written still loads."""
    return parse(snapshot.case_file)


def snapshot_result(snapshot: Snapshot) -> Mapping[str, Any]:
    """Returns the stored result (format case-result/1): read, never calculated again."""
    result: Mapping[str, Any] = json.loads(snapshot.result)
    return result


def is_current(case: Case, snapshot: Snapshot) -> bool:
    """Returns whether the numbers are still those of `snapshot`: compared as engine values, never as text."""
    try:
        return case_file_of(case) == snapshot_case_file(snapshot)
    except CaseFileRefused:
        return False
