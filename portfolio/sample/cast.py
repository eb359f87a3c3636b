"""Who the sample data are about: a consultancy, three clients, and one person for each role, named by the role."""

from dataclasses import dataclass

from tenants.models import Role

CONSULTANCY = "Harbour Advisory"
CONSULTANT = ("consultant@harbour.example", f"Consultant of {CONSULTANCY}")
# Only ever set on sample people, and only in the demo: elsewhere nobody can sign in as one of them.
PASSWORD = "proofcase-sample"  # noqa: S105 - printed at the start of the demo for everyone to use
# The consultant is shared; every client has one person for each of these.
ROLES = (
    Role.PROJECT_LEAD,
    Role.CFO,
    Role.CEO,
    Role.DEPARTMENT_HEAD,
    Role.EMPLOYEE,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True)
class Client:
    """A sample client: its address, and its departments; its people are in the first."""

    slug: str
    name: str
    prefix: str
    time_zone: str
    departments: tuple[str, ...]

    def email(self, role: Role) -> str:
        """Returns the address of the person who holds a role here; `.example` can belong to nobody."""
        return f"{role.value.replace('_', '-')}@{self.slug}.example"

    def person(self, role: Role) -> str:
        """Returns the name of the person who holds a role here."""
        return f"{role.label} of {self.name}"


NORTHWIND = Client("northwind", "Northwind Foods", "NW", "America/Chicago", ("Finance", "Production", "Sales"))
LAKESIDE = Client("lakeside", "Lakeside Clinics", "LC", "America/New_York", ("Patient support", "Billing"))
BRIGHTLINE = Client("brightline", "Brightline Software", "BL", "Europe/London", ("Sales", "Customer success"))
CLIENTS = (NORTHWIND, LAKESIDE, BRIGHTLINE)

# What the demo prints and its front page offers. The other clients have the same roles at their own addresses.
SIGN_INS = (CONSULTANT, *((NORTHWIND.email(role), NORTHWIND.person(role)) for role in ROLES))
