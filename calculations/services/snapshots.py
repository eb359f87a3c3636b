"""Freezing a case: its canonical file and result under one hash, and the two steps of the way that need it."""

import hashlib
import json
import math
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from calculations.engine import ENGINE_VERSION
from calculations.engine.case_file import CaseFile, dump
from calculations.engine.evaluate import evaluate
from calculations.engine.result import CaseResult
from calculations.models import Snapshot
from calculations.selectors import case_file_of, snapshot_case_file, snapshot_result
from calculations.services.editing import case_opened
from cases.models import Case
from cases.services import case_move
from cases.services.record import record
from tenants.models import Membership

# A stored simulation is drawn with these, so that anyone can draw it again.
PATHS, SEED = 16_384, 1
# Floating point differs in its last digits between processors; everything else is compared exactly.
SIMULATION_TOLERANCE = 1e-9


@transaction.atomic
def snapshot_freeze(*, case: Case, membership: Membership) -> Snapshot:
    """Writes the case as it stands, with its figures, as its next version. Nothing ever changes it again."""
    case = case_opened(case=case, membership=membership)
    return _freeze(case, membership, case_file_of(case))


@transaction.atomic
def case_versions_build(*, case: Case, membership: Membership, version: int) -> Case:
    """Freezes the numbers and takes the case to week 3, where each stakeholder's version is made from them."""
    return _freeze_and_move(case, membership, "build_versions", version)


@transaction.atomic
def case_submit(*, case: Case, membership: Membership, version: int) -> Case:
    """Freezes the numbers and submits the case for approval: the signature will stand under the snapshot's hash."""
    return _freeze_and_move(case, membership, "submit", version)


def check_blockers(result: CaseResult) -> list[str]:
    """Returns the checks that an organization's policy makes binding and nobody has answered for."""
    return [
        _("%(message)s %(remedy)s") % {"message": check.message, "remedy": check.remedy}
        for check in result.checks
        if check.severity == "blocking" and not check.acknowledged
    ]


def snapshot_hash(*, engine: str, case_file: str, result: str) -> str:
    """Returns what an approval signs: SHA-256 over engine version, case file and result, with NUL between them."""
    return hashlib.sha256("\0".join((engine, case_file, result)).encode()).hexdigest()


def snapshot_verify(snapshot: Snapshot) -> list[str]:
    """Returns what is wrong with a snapshot, in words; empty where it is as it was written.

    The hash is worked out again. Where the engine is still the one that made it, so is the result.
    """
    faults = []
    if snapshot.hash != snapshot_hash(engine=snapshot.engine, case_file=snapshot.case_file, result=snapshot.result):
        faults.append(_("The stored version does not match its hash."))
    if snapshot.engine == ENGINE_VERSION and not _same(snapshot_result(snapshot), _replayed(snapshot)):
        faults.append(_("Calculating the stored inputs again gives another result."))
    return faults


def _freeze_and_move(case: Case, membership: Membership, transition: str, version: int) -> Case:
    # The case file is read once: what the checks were asked about is what is frozen.
    opened = case_opened(case=case, membership=membership)
    case_file = case_file_of(opened)
    snapshot = _freeze(opened, membership, case_file)
    return case_move(
        case=opened,
        membership=membership,
        transition=transition,
        version=version,
        snapshot_hash=snapshot.hash,
        blocked_by=check_blockers(evaluate(case_file)),
    )


def _freeze(case: Case, membership: Membership, case_file: CaseFile) -> Snapshot:
    text, result = dump(case_file), result_text(evaluate(case_file, paths=PATHS, seed=SEED))
    last = case.snapshots.order_by("-number").values_list("number", flat=True).first()
    snapshot = Snapshot(
        case=case,
        number=(last or 0) + 1,
        case_file=text,
        result=result,
        engine=ENGINE_VERSION,
        author=membership.user_id,
        author_name=membership.user.name,
        at=clock.now(),
        hash=snapshot_hash(engine=ENGINE_VERSION, case_file=text, result=result),
    )
    snapshot.save(force_insert=True)
    outcome = _("Froze version %(number)s (%(hash)s).") % {"number": snapshot.number, "hash": snapshot.hash[:12]}
    record(case, membership, "snapshot.frozen", outcome, number=snapshot.number, snapshot_hash=snapshot.hash)
    return snapshot


def result_text(result: CaseResult) -> str:
    """Returns a result as the text that is stored and hashed."""
    return json.dumps(result.as_json(), ensure_ascii=False, separators=(",", ":"))


def _replayed(snapshot: Snapshot) -> Mapping[str, Any]:
    replayed: Mapping[str, Any] = json.loads(
        result_text(evaluate(snapshot_case_file(snapshot), paths=PATHS, seed=SEED))
    )
    return replayed


def _same(stored: Mapping[str, Any], replayed: Mapping[str, Any]) -> bool:
    exact = [{**result, "simulation": None} for result in (stored, replayed)]
    return exact[0] == exact[1] and _near(stored["simulation"], replayed["simulation"])


def _near(first: Any, second: Any) -> bool:
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_near(first[name], second[name]) for name in first)
    if isinstance(first, list) and isinstance(second, list):
        return all(_near(*pair) for pair in zip_longest(first, second))
    return first == second or _near_numbers(first, second)


def _near_numbers(first: Any, second: Any) -> bool:
    try:
        numbers = float(first), float(second)
    except (TypeError, ValueError):
        return False
    return math.isclose(*numbers, rel_tol=SIMULATION_TOLERANCE, abs_tol=SIMULATION_TOLERANCE)
