"""How far the draft has moved on from a snapshot: what a reader of a version must be told."""

from dataclasses import dataclass

from calculations.engine.case_file import CaseFileRefused
from calculations.headline import headline_of
from calculations.models import Snapshot
from calculations.selectors import case_file_of, snapshot_case_file
from cases.models import Case
from display.numbers import Numbers
from reports.reading import Reading


@dataclass(frozen=True)
class Draft:
    """The net present value now and in the version that is read."""

    npv_now: str
    npv_here: str


def draft_since(case: Case, snapshot: Snapshot, locale: str) -> Draft | None:
    """Returns what the draft says where its numbers are no longer those of the snapshot; None where they are."""
    frozen = snapshot_case_file(snapshot)
    try:
        current = case_file_of(case)
    except CaseFileRefused:
        return Draft("", "")
    if current == frozen:
        return None
    here = Reading(snapshot, locale)
    return Draft(
        Numbers(current.currency, locale).money_whole(headline_of(current).npv), here.money("cashflow.npv").text
    )
