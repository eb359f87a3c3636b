"""How pilots stand, for a role that may see what they measured."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pilots.models import Pilot
from pilots.selectors import comparisons_of
from pilots.wording import Standing
from tenants.models import Membership
from tenants.visibility import Figure, may_see


def standings(membership: Membership, pilots: Sequence[Pilot], today: date) -> dict[UUID, Standing]:
    """Returns how each pilot stands, in three queries however many they are; nothing for a role that may not see it."""
    if not pilots or not may_see(membership.role, Figure.OUTCOME):
        return {}
    return {pilot: Standing(comparison.status) for pilot, comparison in comparisons_of(pilots, today).items()}
