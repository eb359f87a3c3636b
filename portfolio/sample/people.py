"""The people of one sample organization, by role."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from cases.models import Case
from tenants.models import Department, Membership, Organization, Role


@dataclass(frozen=True)
class People:
    """Everyone a story needs, and the departments. Each acts through a membership, as they would on a page."""

    organization: Organization
    departments: Mapping[str, Department]
    members: Mapping[Role, Membership]

    def __getitem__(self, role: Role) -> Membership:
        return self.members[role]

    @property
    def consultant(self) -> Membership:
        """Who writes the cases."""
        return self.members[Role.CONSULTANT]

    @property
    def lead(self) -> Membership:
        """Who owns them."""
        return self.members[Role.PROJECT_LEAD]

    @property
    def cfo(self) -> Membership:
        """Who signs them."""
        return self.members[Role.CFO]

    def owner_of(self, case: Case) -> Membership:
        """Returns who owns a case: the project lead or the consultant."""
        return self.consultant if case.owner == self.consultant.user_id else self.lead

    def id_of(self, name: str) -> UUID:
        """Returns the same id for the same thing at every try, so that a repeated load finds what is there."""
        return uuid5(self.organization.pk, name)
