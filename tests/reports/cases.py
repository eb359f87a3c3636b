"""Cases for the tests of pages and files, made by the services that pages use."""

from django.conf import settings
from django.urls import reverse

from calculations.services import case_file_import, case_versions_build
from cases.models import Case, StakeholderView
from cases.selectors import latest_snapshot_of
from cases.services import case_move, stakeholder_add, view_review
from tenants.models import Membership

EXAMPLES = sorted(path.name.removesuffix(".case.json") for path in (settings.BASE_DIR / "examples").glob("*.case.json"))
# The role that each version is made for.
READERS = {"cfo": "cfo", "ceo": "ceo", "department": "department_head", "employee": "employee"}


def address(name: str, case: Case, **more: str) -> str:
    """Returns one of this room's addresses about a case."""
    return reverse(f"reports:{name}", kwargs={"slug": "northwind", "case_id": case.pk, **more})


def example(name: str) -> str:
    """Returns an example case file as text."""
    return (settings.BASE_DIR / "examples" / f"{name}.case.json").read_text()


def built(lead: Membership, text: str) -> Case:
    """Returns a case in week 3: the file imported by its owner, its versions built."""
    case = case_file_import(membership=lead, data=text, department=lead.department)
    Case.objects.filter(pk=case.pk).update(state="calculate")
    case.refresh_from_db()
    return case_versions_build(case=case, membership=lead, version=case.version)


def shared(lead: Membership, people: dict[str, Membership], text: str) -> Case:
    """Returns a case in week 4: every version reviewed by its owner, every reader asked."""
    case = built(lead, text)
    for view in StakeholderView:
        view_review(case=case, membership=lead, view=view, snapshot_hash=latest_snapshot_of(case).hash)
        stakeholder_add(case=case, membership=lead, person=people[READERS[view]], view=view)
    return case_move(case=case, membership=lead, transition="socialize", version=case.version)
