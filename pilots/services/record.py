"""How this room writes its history, and how it holds a pilot while it writes."""

from typing import Any

from django.utils.translation import gettext as _

from audit.models import Event
from audit.services import event_append
from cases.errors import TransitionBlocked
from pilots.models import Pilot
from tenants.access import actor_of
from tenants.models import Membership


def record(pilot: Pilot, membership: Membership, action: str, outcome: str, **inputs: Any) -> Event:
    """Appends what a person did on a pilot. Figures and free text go into `inputs`: many may read the outcome."""
    return event_append(
        actor=actor_of(membership),
        action=action,
        subject_type="pilot",
        subject=pilot.pk,
        outcome=outcome,
        inputs=inputs,
    )


def lock_running(pilot: Pilot) -> Pilot:
    """Returns the pilot, locked until the transaction ends. Raises TransitionBlocked once it has been decided."""
    locked = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if locked.state != Pilot.State.RUNNING:
        raise TransitionBlocked([_("The pilot has been decided: its numbers stand still.")])
    return locked
