"""A whole case file becomes a case, or is refused whole; and a case becomes a file."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit import clock
from calculations.engine.case_file import CaseFile, CaseFileRefused, Fault, dump, parse, to_dict
from calculations.rows import rows_create
from calculations.selectors import case_file_of
from cases.models import Case
from cases.services import case_create
from cases.services.record import record
from tenants.models import Department, Membership

NAME_LENGTH: int = Case._meta.get_field("name").max_length


@transaction.atomic
def case_file_import(
    *,
    membership: Membership,
    data: bytes | str,
    owner: Membership | None = None,
    department: Department | None = None,
    started_on: date | None = None,
    id: UUID | None = None,
    is_sample: bool = False,
) -> Case:
    """Starts a new case from a case file. Raises CaseFileRefused with every fault by its path; then nothing is saved.

    `id` makes a repeated request harmless: the second finds the case of the first.
    """
    case_file = parse(data)
    refuse_for_rows(case_file)
    case = case_create(
        membership=membership,
        name=case_file.name,
        owner=owner,
        department=department,
        started_on=started_on or clock.today(),
        id=id,
        is_sample=is_sample,
    )
    if hasattr(case, "assumptions"):
        return case
    rows_create(case, to_dict(case_file))
    record(case, membership, "case.imported", _("Imported the numbers from a case file."), words=case_file.name)
    return case


def refuse_for_rows(case_file: CaseFile) -> None:
    """Refuses what the engine takes and a case on screen cannot be called."""
    name = case_file.name.strip()
    if len(name) > NAME_LENGTH:
        raise CaseFileRefused([Fault("name", f"must be at most {NAME_LENGTH} characters")])
    if name != case_file.name:
        raise CaseFileRefused([Fault("name", "must not begin or end with a space")])


def case_file_export(case: Case) -> str:
    """Returns the case as its canonical case file."""
    return dump(case_file_of(case))
