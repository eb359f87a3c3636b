"""What is logged is one line of JSON for each event, names its organization, and no other's. Rows of docs/faults.md."""

import io
import json
import logging

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.logs import COMMON, JSON
from config.urls import urlpatterns as ours
from tenants.scope import organization_scope

HOSTILE = ["a\nERROR forged line", "a\r\n{\"event\": \"forged\"}", "\x1b[2J\x1b[31mred", "a\x00b", "a\u2028b\u2029c",
           "a\x85b\x0bc\x0cd", "\x9b31m", "\u202egnirts", '", "level": "critical']  # fmt: skip


@pytest.fixture
def log():
    """What the log says, as text, written by the formatter of the settings."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=JSON, foreign_pre_chain=COMMON))
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.INFO)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def entries(log: io.StringIO) -> list[dict]:
    """Every line, each one JSON object and nothing a terminal would obey."""
    text = log.getvalue()
    assert not any((ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) <= 0x9F for sign in text)
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("words", HOSTILE)
def test_I14_what_a_person_typed_stays_in_its_field(log, words):
    structlog.get_logger("test").info("case_named", name=words)
    logging.getLogger("library").warning("a library says %s", words)
    ours, theirs = entries(log)
    assert (ours["event"], ours["name"], ours["level"]) == ("case_named", words, "info")
    assert (theirs["event"], theirs["level"]) == (f"a library says {words}", "warning")


@pytest.mark.parametrize("words", HOSTILE)
def test_I14_an_address_and_a_header_stay_in_one_line(log, db, client, words):
    client.get("/nothing/", {"q": words}, headers={"user-agent": words, "x-request-id": words})
    client.get(f"/nothing/{words}/")
    assert {entry["level"] for entry in entries(log)} <= {"info", "warning", "error"}


def broken(request: HttpRequest, slug: str) -> HttpResponse:
    raise ZeroDivisionError(f"canary-{slug}")


urlpatterns = [path("o/<slug:slug>/", include([path("broken/", broken)])), *ours]
handler500 = "config.errors.server_error"


def test_T35_a_fault_is_logged_under_its_own_organization_only(log, client_as, settings, northwind, contoso):
    settings.ROOT_URLCONF = __name__
    for slug in ("northwind", "contoso", "northwind"):
        client = client_as("cfo", slug)
        client.raise_request_exception = False
        page = client.get(f"/o/{slug}/broken/")
        assert page.status_code == 500
        assert b"canary" not in page.content
    structlog.get_logger("test").info("between requests")
    told = entries(log)
    for organization in (northwind, contoso):
        of_this = [entry for entry in told if f"canary-{organization.slug}" in json.dumps(entry)]
        assert of_this
        assert {entry.get("organization") for entry in of_this} <= {str(organization.pk), None}
    assert "organization" not in told[-1]


def test_T35_what_is_logged_inside_a_scope_ends_with_it(log, northwind):
    with structlog.contextvars.bound_contextvars(organization=str(northwind.pk)), organization_scope(northwind):
        structlog.get_logger("test").info("inside")
    structlog.get_logger("test").info("outside")
    inside, outside = entries(log)
    assert inside["organization"] == str(northwind.pk)
    assert "organization" not in outside
