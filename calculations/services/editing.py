"""What every edit of the numbers does: open the case, change its document, have it parsed, find a free key."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from calculations.engine.case_file import CaseFile, CaseFileRefused, Fault, from_dict, to_dict
from calculations.engine.inputs import InvalidInputs
from cases.errors import StaleVersion
from cases.models import Case
from cases.services import case_lock_to_edit
from opportunities.access import EDITORS
from tenants.access import confirm
from tenants.models import Membership

Json = dict[str, Any]
Row = TypeVar("Row", bound=Model)


def case_opened(*, case: Case, membership: Membership) -> Case:
    """Returns the case, locked until the transaction ends, to someone who may change its numbers now.

    Editing and submitting wait for one another here: no edit slips in between a snapshot and its approval.
    """
    confirm(membership, roles=EDITORS)
    return case_lock_to_edit(case=case)


def row_lock(rows: "Iterable[Row]", *, pk: UUID, version: int) -> Row:
    """Returns one of `rows`, locked. Raises StaleVersion, with the row as it is now, if someone saved it meanwhile."""
    row: Row = rows.select_for_update().get(pk=pk)  # type: ignore[attr-defined]
    if row.version != version:  # type: ignore[attr-defined]
        raise StaleVersion(row)
    return row


def parsed(document: Mapping[str, Any], *, prefix: str = "") -> tuple[CaseFile, Json]:
    """Returns the case in a changed document, and the document in canonical form.

    Raises InvalidInputs with a message per field: those of the edited part (`prefix`, such as `benefits[2].`) by their
    own name, those the edit would cause elsewhere by their whole path.
    """
    try:
        case_file = from_dict(document)
    except CaseFileRefused as refused:
        raise InvalidInputs(field_messages(refused.faults, prefix)) from None
    return case_file, to_dict(case_file)


def field_messages(faults: Iterable[Fault], prefix: str) -> dict[str, str]:
    """Returns a message for each field at fault."""
    return {fault.path.removeprefix(prefix): fault.message for fault in faults}


def unique_key(name: str, taken: Iterable[str], fallback: str) -> str:
    """Returns a free key made from a name: `Time saved` is time_saved, a second one time_saved_2."""
    letters = "".join(char if char.isascii() and char.isalnum() else "_" for char in name.lower())
    stem = "_".join(part for part in letters.split("_") if part)[:40].strip("_")
    stem = stem if stem[:1].isalpha() else f"{fallback}_{stem}".strip("_")
    used = set(taken)
    return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, len(used) + 3))) if key not in used)
