"""The cast of the tests: a consultancy, two clients of the same shape, one person for each role, and two outsiders.

Run as a module it writes them into the database of the settings; tests/cluster.py does so once and copies the result.
"""

ORGANIZATIONS = {"northwind": "Northwind Foods", "contoso": "Contoso Clinics"}
PASSWORD = "correct horse battery staple"


def email(role: str, slug: str) -> str:
    """Returns the address of the person who holds `role` in the organization at `slug`."""
    return f"{role.replace('_', '-')}@{slug}.example"


def write() -> None:
    """Writes the cast: `<role>@<organization>.example` for each role, and a stranger."""
    from django.core.management import call_command

    from tenants import services
    from tenants.models import Consultancy, Department, Role

    call_command("migrate", verbosity=0)
    consultancy = Consultancy.objects.create(name="Harbour Advisory")
    for number, (slug, name) in enumerate(ORGANIZATIONS.items()):
        organization = services.organization_create(
            consultancy=consultancy, name=name, slug=slug, prefix=slug[:2].upper(), schema_name=f"t_cast_{number}"
        )
        finance = Department.objects.create(organization=organization, name="Finance")
        for role in Role:
            person = services.user_create(email=email(role, slug), name=f"{role.label} of {name}", password=PASSWORD)
            services.membership_set(user=person, organization=organization, role=role, department=finance)
    services.user_create(email="stranger@elsewhere.example", name="Stranger", password=PASSWORD)


if __name__ == "__main__":
    import django

    django.setup()
    write()
