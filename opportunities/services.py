"""Every write about opportunities."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.ids import uuid7
from audit.services import event_append
from opportunities.access import CONTRIBUTORS, EDITORS, may_change
from opportunities.errors import StaleVersion
from opportunities.models import Opportunity
from tenants.access import actor_of, confirm
from tenants.models import Department, Membership

# What a person describes; everything else a service sets.
FIELDS = ("title", "description", "volume_per_month", "minutes_each", "people", "error_rate", "systems")


@transaction.atomic
def opportunity_create(
    *,
    membership: Membership,
    values: Mapping[str, Any],
    department: Department | None = None,
    id: UUID | None = None,
    is_sample: bool = False,
) -> Opportunity:
    """Writes down a process that might be worth automating. Raises ValidationError, by field.

    `id` makes a repeated request harmless: the second finds the opportunity of the first.
    """
    confirm(membership, roles=CONTRIBUTORS)
    opportunity = Opportunity(
        id=id or uuid7(),
        submitted_by=membership.user_id,
        submitted_by_name=membership.user.name,
        is_sample=is_sample,
        **{field: values[field] for field in FIELDS if field in values},
    )
    _set_department(opportunity, department)
    opportunity.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            opportunity.save(force_insert=True)
    except IntegrityError:
        return Opportunity.objects.get(pk=opportunity.pk, submitted_by=membership.user_id)
    _record(opportunity, membership, "opportunity.created", _("Described a process."), title=opportunity.title)
    return opportunity


@transaction.atomic
def opportunity_update(
    *,
    opportunity: Opportunity,
    membership: Membership,
    version: int,
    values: Mapping[str, Any],
    department: Department | None,
) -> Opportunity:
    """Changes the description of a process. Raises StaleVersion where someone saved it since, and ValidationError."""
    locked = _lock(opportunity, membership, version)
    before = _values(locked)
    for field in FIELDS:
        setattr(locked, field, values.get(field, getattr(locked, field)))
    _set_department(locked, department)
    locked.full_clean()
    changes = {
        field: [_text(before[field]), _text(after)]
        for field, after in _values(locked).items()
        if before[field] != after
    }
    if changes:
        _save(locked)
        names = ", ".join(str(Opportunity._meta.get_field(field).verbose_name) for field in changes)
        outcome = _("Changed %(fields)s.") % {"fields": names}
        _record(locked, membership, "opportunity.updated", outcome, changes=changes)
    return locked


@transaction.atomic
def opportunity_drop(*, opportunity: Opportunity, membership: Membership, version: int, reason: str) -> Opportunity:
    """Sets a process aside, with the reason. A process with a case stays."""
    confirm(membership, roles=EDITORS)
    locked = _lock(opportunity, membership, version)
    if locked.state == Opportunity.State.SELECTED:
        raise ValidationError(_("There is a case for this process. Withdraw the case instead."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    locked.state = Opportunity.State.DROPPED
    _save(locked)
    _record(locked, membership, "opportunity.dropped", _("Set the process aside."), reason=reason.strip())
    return locked


@transaction.atomic
def opportunity_select(*, opportunity: Opportunity, membership: Membership) -> Opportunity:
    """Marks a process as chosen. Called when its case is started. Raises ValidationError where it was chosen before."""
    confirm(membership, roles=EDITORS)
    locked = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    if locked.state == Opportunity.State.SELECTED:
        raise ValidationError(_("There already is a case for this process."))
    locked.state = Opportunity.State.SELECTED
    _save(locked)
    _record(locked, membership, "opportunity.selected", _("Chosen: a case was started."))
    return locked


def _lock(opportunity: Opportunity, membership: Membership, version: int) -> Opportunity:
    confirm(membership)
    locked = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    if not may_change(membership, locked):
        raise PermissionDenied(_("You may no longer change this process."))
    if locked.version != version:
        raise StaleVersion(locked)
    return locked


def _save(opportunity: Opportunity) -> None:
    opportunity.version += 1
    opportunity.save()


def _set_department(opportunity: Opportunity, department: Department | None) -> None:
    opportunity.department = department.pk if department else None
    opportunity.department_name = department.name if department else ""


def _values(opportunity: Opportunity) -> dict[str, Any]:
    return {field: getattr(opportunity, field) for field in (*FIELDS, "department_name")}


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _record(opportunity: Opportunity, membership: Membership, action: str, outcome: str, **inputs: Any) -> None:
    event_append(
        actor=actor_of(membership),
        action=action,
        subject_type="opportunity",
        subject=opportunity.pk,
        outcome=outcome,
        inputs=inputs,
    )
