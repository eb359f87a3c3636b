"""How this room writes its history: one event in words, on the case it belongs to."""

from typing import Any

from audit.models import Event
from audit.services import event_append
from cases.models import Case
from tenants.access import actor_of
from tenants.models import Membership


def record(
    case: Case,
    membership: Membership,
    action: str,
    outcome: str,
    *,
    rule: str = "",
    rule_version: str = "",
    **inputs: Any,
) -> Event:
    """Appends what a person did on a case.

    Free text and figures go into `inputs`: the outcome may be read by everyone who sees the case.
    """
    return event_append(
        actor=actor_of(membership),
        action=action,
        subject_type="case",
        subject=case.pk,
        outcome=outcome,
        rule=rule,
        rule_version=rule_version,
        inputs=inputs,
    )
