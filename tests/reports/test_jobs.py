"""Files made by the worker: once, whole, for who may read them, and again where something went wrong."""

import errno
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from audit.models import Event
from audit.outbox.models import Message
from config.broker import broker_install
from reports import files, tasks
from reports.models import Document, Job
from reports.views_for import STAKEHOLDER_VIEWS
from tenants import outbox
from tenants.models import Membership, Organization, Role
from tenants.scope import organization_scope
from tenants.selectors import PRIVATE
from tenants.tasks import carry_out
from tests.processes import kill, wait_for, worker
from tests.reports import cases
from tests.reports.cases import EXAMPLES, READERS


def address(name, **keys):
    return reverse(f"reports:{name}", kwargs={"slug": "northwind", **keys})


def ask(client, case, view="cfo"):
    """Asks for a PDF as a person does, and returns the address of the work."""
    response = client.post(address("pdf", case_id=case.pk, view=view))
    assert response.status_code == 302
    return response["Location"]


def deliver() -> list[str]:
    """Carries out everything that waits, as the worker does, and says what came of it."""
    waiting = Message.objects.filter(kind="reports.document").order_by("created_at")
    return [outbox.carry_out(organization=message.organization, message=message.pk) for message in waiting]


def download(client, page) -> bytes:
    """Follows the link on the page of a finished job."""
    target = re.search(r'href="([^"]*/documents/[^"]*)"', client.get(page).content.decode())
    assert target
    response = client.get(target[1])
    assert response.status_code == 200
    return response.content


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_version_of_every_example_is_a_pdf(shared_case, client_as, name):
    case = shared_case(name)
    for view in STAKEHOLDER_VIEWS:
        client = client_as(READERS[view])
        page = ask(client, case, view)
        deliver()
        reader = PdfReader(BytesIO(download(client, page)))
        assert case.name in reader.pages[0].extract_text()


def test_the_wait_is_shown_as_a_number_with_and_without_script(shared_case, client_as):
    client = client_as("cfo")
    page = ask(client, shared_case())
    whole, part = client.get(page).content.decode(), client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in whole
    assert 'http-equiv="refresh"' in whole
    assert "0%" in part
    assert "<html" not in part
    deliver()
    assert "every 1s" not in client.get(page, headers={"HX-Request": "true"}).content.decode()


def test_a_file_is_taken_as_an_attachment_under_its_own_name(shared_case, client_as, inside):
    case, client = shared_case(), client_as("cfo")
    with inside():
        type(case).objects.filter(pk=case.pk).update(name='Rechnung "für"\r\nX-Evil: 1/…')
    ask(client, case)
    deliver()
    with inside():
        document = Document.objects.get()
    response = client.get(address("document", document_id=document.pk))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "\n" not in response["Content-Disposition"]
    assert "X-Evil" not in response


def test_a_second_request_finds_the_file_at_once(shared_case, client_as, inside):
    case, client = shared_case(), client_as("cfo")
    ask(client, case)
    deliver()
    page = ask(client_as("auditor"), case)
    with inside():
        assert Job.objects.count() == 2
        assert Document.objects.count() == 1
        assert Job.objects.filter(state=Job.State.DONE).count() == 2
    assert download(client_as("auditor"), page).startswith(b"%PDF")
    assert Message.objects.filter(kind="reports.document").count() == 1


def test_a_second_click_is_the_same_wish(shared_case, client_as):
    case, client = shared_case(), client_as("cfo")
    assert ask(client, case) == ask(client, case)


@pytest.mark.parametrize("role", list(Role))
def test_Z4_a_file_opens_for_who_may_read_its_version(shared_case, client_as, inside, role):
    case = shared_case()
    for view, reader in READERS.items():
        ask(client_as(reader), case, view)
    deliver()
    with inside():
        documents = {document.view: document.pk for document in Document.objects.all()}
    for view, document in documents.items():
        expected = 200 if role in {"consultant", "project_lead", "cfo", "auditor", READERS[view]} else 404
        assert client_as(role).get(address("document", document_id=document)).status_code == expected, view


def test_U5_another_client_finds_no_file(shared_case, client_as, inside):
    ask(client_as("cfo"), shared_case())
    deliver()
    with inside():
        document, job = Document.objects.get(), Job.objects.get()
    for path in (f"documents/{document.pk}/", f"jobs/{job.pk}/"):
        assert client_as("cfo", "contoso").get(f"/o/contoso/{path}").status_code == 404
        assert client_as("cfo", "contoso").get(f"/o/northwind/{path}").status_code == 404


def test_a_job_is_shown_to_who_asked_for_it(shared_case, client_as):
    page = ask(client_as("cfo"), shared_case())
    assert client_as("consultant").get(page).status_code == 404


def test_C15_who_lost_the_role_gets_no_file(shared_case, client_as, northwind, person, inside):
    client, case = client_as("ceo"), shared_case()
    page = ask(client, case, "ceo")
    Membership.objects.filter(user=person("ceo"), organization=northwind).update(role="employee")
    deliver()
    with inside():
        assert Job.objects.get().state == Job.State.FAILED
        assert Document.objects.count() == 0
    assert client.get(page).status_code == 404


def test_C15_who_left_gets_no_file(shared_case, client_as, northwind, person, inside):
    case = shared_case()
    ask(client_as("cfo"), case)
    Membership.objects.filter(user=person("cfo"), organization=northwind).delete()
    deliver()
    with inside():
        assert Job.objects.get().state == Job.State.FAILED
        assert Document.objects.count() == 0


def test_P2_C6_duplicate_delivery_makes_one_file(shared_case, client_as, northwind, inside):
    ask(client_as("cfo"), shared_case())
    message = Message.objects.get(kind="reports.document")
    with inside():
        for _ in range(3):
            Job.objects.update(state=Job.State.RUNNING)
            tasks.document_make(organization=northwind, message=message.pk, payload=message.payload)
        assert Document.objects.count() == 1
        assert Event.objects.filter(action="document.made").count() == 1
        document = Document.objects.get()
    folder = settings.MEDIA_ROOT / str(northwind.pk) / "documents"
    assert (folder.parent.parent / document.file).is_file()
    assert not list(folder.glob("*.part"))


def no_space(*args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_U6_a_full_disk_fails_the_job_leaves_nothing_and_can_be_tried_again(
    shared_case, client_as, northwind, inside, monkeypatch, call
):
    case, client = shared_case(), client_as("cfo")
    page = ask(client, case)
    with monkeypatch.context() as patched:
        patched.setattr(files.os, call, no_space)
        deliver()
    body = client.get(page).content.decode()
    assert "could not be stored" in body
    assert "Try again" in body
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    again = ask(client, case)
    assert again != page
    deliver()
    assert download(client, again).startswith(b"%PDF")


def test_a_broken_section_fails_the_job_with_words(shared_case, client_as, monkeypatch):
    client = client_as("cfo")
    page = ask(client, shared_case())

    def broken(*args: object) -> None:
        raise KeyError("secret inside")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "document_of", broken)
        deliver()
    body = client.get(page).content.decode()
    assert "could not be made" in body
    assert "secret inside" not in body


@pytest.mark.parametrize("damage", ["missing", "half"])
def test_U6_a_row_without_its_file_says_so_and_the_file_is_made_again(shared_case, client_as, inside, damage):
    case, client = shared_case(), client_as("cfo")
    ask(client, case)
    deliver()
    with inside():
        document = Document.objects.get()
    place = settings.MEDIA_ROOT / document.file
    place.unlink() if damage == "missing" else place.write_bytes(place.read_bytes()[:100])
    gone = client.get(address("document", document_id=document.pk))
    assert gone.status_code == 404
    assert "Make it again" in gone.content.decode()
    page = ask(client, case)
    deliver()
    assert download(client, page).startswith(b"%PDF")
    with inside():
        assert Document.objects.count() == 1


def test_two_cases_of_the_same_content_have_a_file_each(shared_case, client_as, inside):
    first, second = shared_case(), shared_case()
    for case in (first, second):
        ask(client_as("cfo"), case)
    deliver()
    with inside():
        hashes = set(Document.objects.values_list("snapshot_hash", flat=True))
        assert Document.objects.count() == 2
        assert len(hashes) == 1


# --- A worker of its own, and a power cut


@pytest.fixture
def committed_case(committed):
    """A case in week 4 in a database where transactions commit, its client, and a browser of the CFO's."""
    broker_install(settings.CELERY_BROKER_URL)
    northwind = Organization.objects.get(slug="northwind")
    found = Membership.objects.select_related("user", "organization", "department").defer(*PRIVATE)
    people = {member.role: member for member in found.filter(organization=northwind)}
    with organization_scope(northwind):
        case = cases.shared(people["project_lead"], people, cases.example("invoice"))
    client = Client()
    client.force_login(people["cfo"].user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return case, northwind, client


def test_P2_C8_the_pdf_of_a_killed_worker_is_finished_once(committed_case):
    """The power goes after the file was written and before its row was."""
    case, northwind, client = committed_case
    page = ask(client, case)
    with worker() as first:
        outbox.publish_due(publish=carry_out.delay)
        with organization_scope(northwind), transaction.atomic():
            with connections["default"].cursor() as cursor:
                cursor.execute("LOCK TABLE reports_document IN EXCLUSIVE MODE")
            wait_for(lambda: kept_files(northwind))
            kill(first)
            assert Job.objects.get().percent == 90
    assert "90%" in client.get(page).content.decode()
    with worker():
        wait_for(lambda: states(northwind) == [Job.State.DONE], seconds=60)
    assert download(client, page).startswith(b"%PDF")
    assert len(kept_files(northwind)) == 1
    with organization_scope(northwind):
        assert Document.objects.count() == 1
        assert Event.objects.filter(action="document.made").count() == 1


def kept_files(organization) -> list[Path]:
    return list((settings.MEDIA_ROOT / str(organization.pk)).rglob("*.pdf"))


def states(organization) -> list[str]:
    with organization_scope(organization):
        return list(Job.objects.values_list("state", flat=True))
