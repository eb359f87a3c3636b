"""How pilots stand, for a role that may see what they measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from pilots.models import Pilot
from pilots.selectors import comparisons_of
from pilots.status import STATUS_LABELS, Status
from tenants.models import Membership
from tenants.visibility import Figure, may_see

TONES = {
    Status.TOO_EARLY: "info",
    Status.MISSING: "warn",
    Status.ON_TRACK: "good",
    Status.WATCH: "warn",
    Status.OFF_TRACK: "bad",
}


@dataclass(frozen=True)
class Standing:
    """A pilot's status as a badge shows it."""

    status: Status

    @property
    def label(self) -> str | Promise:
        """The status in words."""
        return STATUS_LABELS[self.status]

    @property
    def tone(self) -> str:
        """The colour and sign beside the words."""
        return TONES[self.status]


def standings(membership: Membership, pilots: Sequence[Pilot], today: date) -> dict[UUID, Standing]:
    """Returns how each pilot stands, in three queries however many they are; nothing for a role that may not see it."""
    if not pilots or not may_see(membership.role, Figure.OUTCOME):
        return {}
    return {pilot: Standing(comparison.status) for pilot, comparison in comparisons_of(pilots, today).items()}
