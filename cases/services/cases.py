"""Starting a case, keeping its name, owner and department, and holding its row while something is written."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit.ids import uuid7
from cases.errors import StaleVersion, TransitionBlocked
from cases.models import Case
from cases.services.record import record
from opportunities.access import EDITORS
from opportunities.models import Opportunity
from opportunities.services import opportunity_select
from tenants.access import confirm
from tenants.models import Department, Membership

# The advisory lock under which numbers are given out, with the schema's own number beside it.
NUMBER_LOCK = 0x63617365


@transaction.atomic
def case_create(
    *,
    membership: Membership,
    name: str,
    owner: Membership | None = None,
    department: Department | None = None,
    opportunity: Opportunity | None = None,
    started_on: date,
    id: UUID | None = None,
    is_sample: bool = False,
) -> Case:
    """Starts a case in week 1, at the next free number. Without an `owner` it is the person who starts it.

    `id` makes a repeated request harmless: the second finds the case of the first. Raises ValidationError, by field.
    """
    confirm(membership, roles=EDITORS)
    number = _next_number()
    if id and (existing := Case.objects.filter(pk=id, created_by=membership.user_id).first()):
        return existing
    if opportunity:
        opportunity_select(opportunity=opportunity, membership=membership)
    owner = owner or membership
    case = Case(
        id=id or uuid7(),
        number=number,
        name=name.strip(),
        opportunity=opportunity,
        owner=owner.user_id,
        owner_name=owner.user.name,
        created_by=membership.user_id,
        started_on=started_on,
        is_sample=is_sample,
        **_department_fields(department),
    )
    _validate(case, owner, membership)
    case.save(force_insert=True)
    record(case, membership, "case.created", _("Started case %(number)s.") % {"number": case.number}, name=case.name)
    return case


@transaction.atomic
def case_update(
    *, case: Case, membership: Membership, version: int, name: str, owner: Membership, department: Department | None
) -> Case:
    """Renames a case, or gives it another owner or department.

    Raises StaleVersion, TransitionBlocked and ValidationError, by field.
    """
    confirm(membership, roles=EDITORS)
    locked = case_lock_to_edit(case=case)
    if locked.version != version:
        raise StaleVersion(locked)
    before = _as_text(locked)
    locked.name, locked.owner, locked.owner_name = name.strip(), owner.user_id, owner.user.name
    for field, value in _department_fields(department).items():
        setattr(locked, field, value)
    _validate(locked, owner, membership)
    changes = {field: [before[field], after] for field, after in _as_text(locked).items() if before[field] != after}
    if changes:
        _save(locked)
        record(locked, membership, "case.updated", _in_words(changes), changes=changes)
    return locked


def case_lock(*, case: Case) -> Case:
    """Returns the case as it is now and holds its row until the transaction ends.

    Every write under a case takes this lock before it reads what it depends on: whoever comes second waits, and then
    sees what the first has done.
    """
    return Case.objects.select_for_update(of=("self",)).select_related("opportunity").get(pk=case.pk)


def case_lock_to_edit(*, case: Case) -> Case:
    """Returns the case as case_lock does. Raises TransitionBlocked while it stands still, such as under approval."""
    locked = case_lock(case=case)
    if not locked.is_editable:
        raise TransitionBlocked(
            [
                _("The case is at “%(state)s” and stands still. Take it back to the numbers to change it.")
                % {"state": locked.get_state_display()}
            ]
        )
    return locked


def _next_number() -> int:
    """Returns the next number, reserved until the transaction ends. A gap means a case that was removed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [NUMBER_LOCK])
    return (Case.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _validate(case: Case, owner: Membership, membership: Membership) -> None:
    if owner.organization_id != membership.organization_id or owner.role not in EDITORS:
        raise ValidationError({"owner": _("Choose someone of this organization who works on cases.")})
    case.full_clean()


def _department_fields(department: Department | None) -> dict[str, Any]:
    return {
        "department": department.pk if department else None,
        "department_name": department.name if department else "",
    }


def _save(case: Case) -> None:
    case.version += 1
    case.save()


def _as_text(case: Case) -> dict[str, str]:
    return {field: getattr(case, field) for field in ("name", "owner_name", "department_name")}


def _in_words(changes: dict[str, list[str]]) -> str:
    return " ".join(
        _("Changed the %(field)s from “%(before)s” to “%(after)s”.")
        % {"field": Case._meta.get_field(field).verbose_name, "before": before or "–", "after": after or "–"}
        for field, (before, after) in changes.items()
    )
