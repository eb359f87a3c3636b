"""What belongs to one organization finds no home in another, not even under the same name later on.

Names: rows of docs/faults.md.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction

from audit.ids import uuid7
from audit.models import Event
from audit.outbox.models import Message
from audit.services import SYSTEM, event_append, message_publish
from calculations.models import Snapshot
from calculations.services import case_versions_build
from cases.models import Approval, Case
from cases.services import case_create, case_withdraw
from pilots.models import Decision
from reports.files import document_open
from reports.models import Document
from tenants import outbox
from tenants.models import Membership, Organization, Role, User
from tenants.provisioning import APPEND_ONLY_MODELS
from tenants.scope import organization_scope
from tenants.selectors import members
from tenants.services import membership_set, organization_create, organization_delete
from tests import cast, factories
from tests.cases import build

# --- T33: a row of one organization, saved in another. No column names the organization and no constraint compares it:
# every table an approval rests on points at its case, and that case stands in the first organization only.

BOUND = (Approval, Snapshot, Decision, Document)


def rows_of(organization: Organization, membership: Callable) -> list[models.Model]:
    """Writes one of each row that must never move, and returns them as they are read back."""
    with organization_scope(organization):
        keys = factories.one_of_each(organization, canary="canary")
        case = Case.objects.get(pk=keys["case_id"])
        person = membership("cfo")
        Approval.objects.create(
            case=case, round=1, step="cfo", person=person.user_id, name="CFO", role="cfo", decision="approved",
            snapshot_hash=build.HASH, author=uuid7(), owner=uuid7(),
        )  # fmt: skip
        build.pilot_decided(case, person, "scale")
        event_append(actor=SYSTEM, action="t", subject_type="T", subject=uuid7(), outcome="theirs")
        return [model.objects.first() for model in (*BOUND, Event)]


@pytest.mark.parametrize("how", ["save", "insert"])
def test_T33_a_row_of_one_organization_cannot_be_saved_in_another(northwind, contoso, membership, how):
    rows = rows_of(northwind, membership)
    with organization_scope(contoso):
        event_append(actor=SYSTEM, action="t", subject_type="T", subject=uuid7(), outcome="ours")
        for row in rows:
            with pytest.raises(DatabaseError), transaction.atomic():
                row.save(force_insert=how == "insert")
                # Otherwise looked at when the transaction ends, which a test's own does not.
                connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert not type(row).objects.filter(pk=row.pk).exists(), row


def test_T33_every_table_that_is_written_once_is_bound_to_its_case_or_its_chain():
    assert set(APPEND_ONLY_MODELS) <= {model._meta.label for model in (*BOUND, Event)}


def test_T33_no_service_acts_for_a_member_of_another_organization(northwind, contoso, membership):
    stranger, ours = membership("consultant"), membership("consultant", "contoso")
    with organization_scope(northwind):
        case = build.case_at("calculate", author=stranger, owner=stranger)
    with organization_scope(contoso):
        with pytest.raises(PermissionDenied):
            case_create(membership=stranger, name="Orders", started_on=case.started_on)
        with pytest.raises(PermissionDenied):
            case_withdraw(case=case, membership=stranger, version=case.version, reason="x")
        for act in (case_withdraw, case_versions_build):
            more = {"reason": "x"} if act is case_withdraw else {}
            with pytest.raises(ObjectDoesNotExist):
                act(case=case, membership=ours, version=case.version, **more)
        assert not Case.objects.exists()


# --- T36: people


def test_T36_inside_an_organization_nobody_elses_people_can_be_found(northwind, contoso):
    with organization_scope(northwind):
        addresses = set(User.objects.values_list("email", flat=True))
        assert addresses == {cast.email(role, "northwind") for role in Role}
        assert not User.objects.filter(name__icontains="contoso").exists()
        assert not members(contoso).exists()


def test_T36_no_page_offers_people_of_another_client(northwind, client_as):
    client = client_as("consultant")
    with organization_scope(northwind):
        keys = factories.one_of_each(northwind, canary="canary")
    from tests.test_access import filled, organization_routes

    for route in organization_routes():
        page = client.get(filled(route, keys, "northwind"), {"q": "Contoso", "search": "cfo@contoso.example"})
        shown = page.content.decode(errors="replace").replace("cfo@contoso.example", "", 1)
        assert "of Contoso Clinics" not in shown, route
        assert "@contoso.example" not in shown.replace("q=Contoso", ""), route


# --- T39: the same name again


def test_T39_nothing_of_a_deleted_organization_answers_under_its_name(committed):
    consultancy = Organization.objects.get(slug="northwind").consultancy
    person = User.objects.get(email="stranger@elsewhere.example")

    def opened() -> Organization:
        organization = organization_create(consultancy=consultancy, name="Short", slug="short-lived")
        membership_set(user=person, organization=organization, role=Role.CONSULTANT)
        return organization

    from django.test import Client

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    first = opened()
    with organization_scope(first):
        keys = factories.one_of_each(first, canary="canary-of-the-first")
        document = Document.objects.get(pk=keys["document_id"])
        message = message_publish(organization=first.pk, kind="test.effect", payload={})
    default_storage.save(document.file, ContentFile(b"of the first"))
    links = [f"/o/short-lived/cases/{keys['case_id']}/history/", f"/o/short-lived/documents/{keys['document_id']}/",
             f"/o/short-lived/pilots/{keys['pilot_id']}/", f"/o/short-lived/jobs/{keys['job_id']}/"]  # fmt: skip
    assert b"canary-of-the-first" in client.get("/o/short-lived/cases/").content
    organization_delete(organization=first)
    assert client.get("/o/short-lived/").status_code == 404

    second = opened()
    assert (second.slug, second.pk != first.pk) == ("short-lived", True)
    assert second.schema_name != first.schema_name
    assert client.get("/o/short-lived/").status_code == 200
    for link in links:
        assert client.get(link).status_code == 404, link
    assert b"canary" not in client.get("/o/short-lived/cases/").content
    assert document_open(document, second) is None
    assert outbox.carry_out(organization=second.pk, message=message).startswith("rejected")
    with organization_scope(second):
        assert not Event.objects.exists()
    assert Membership.objects.filter(user=person).count() == 1
    assert Message.objects.filter(organization=second.pk).count() == 0


# --- T40: the suite itself

GUARDS = {
    "no_scope": "the scope opens nothing: every query stays outside all organizations",
    "wrong_scope": "the scope opens whichever organization was opened first",
    "no_role": "the path is set without the organization's own role",
    "no_path": "the role is set without the path",
    "no_membership": "whoever is signed in is let in",
    "no_closing": "a failure to set the place is ignored, as the library's own engine does",
}
# Tests of isolation, one for each guard at least.
PROBES = [
    "tests/tenants/test_isolation.py::test_T9_another_schema_named_in_full_is_refused",
    "tests/tenants/test_isolation.py::test_T34_shared_tables_show_an_organization_its_own_rows_only",
    "tests/tenants/test_isolation.py::test_T1_cancelled_scope_never_serves_another_organization",
    "tests/test_access.py::test_T26_two_tabs_two_clients",
    "tests/test_access.py::test_T24_an_unknown_client_and_a_forbidden_one_answer_alike",
]


def run_of_the_probes(guard: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PROOFCASE_WITHOUT": guard, "PROOFCASE_TEST_DATABASE": f"test_{os.getpid()}_without"}
    plugins = ["-p", "tests.without_guards", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", "-x", *plugins, *PROBES]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)


def test_T40_the_probes_pass_while_every_guard_stands():
    done = run_of_the_probes("")
    assert done.returncode == 0, done.stdout[-2_000:]


@pytest.mark.parametrize("guard", GUARDS)
def test_T40_the_suite_fails_without(guard):
    done = run_of_the_probes(guard)
    assert done.returncode == 1, f"nothing noticed: {GUARDS[guard]}"
    assert re.search(r"1 (failed|error)", done.stdout), done.stdout[-2_000:]
