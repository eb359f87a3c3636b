"""Pages about faults say what happened, what was kept and what to do; they need neither database nor request."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from config import errors

PAGES = ["400", "403", "404", "409", "412", "500", "503", "csrf"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_was_kept_and_what_to_do(name):
    page = render_to_string(f"errors/{name}.html", {"reason": ""})
    assert "What was kept" in page
    assert "What to do" in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("name", PAGES)
def test_pages_have_neither_script_nor_inline_style(name):
    page = render_to_string(f"errors/{name}.html", {"reason": ""})
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize("name", ["403", "409", "412"])
def test_a_reason_is_shown_as_text_never_as_markup(name):
    page = render_to_string(f"errors/{name}.html", {"reason": "<b>The case is closed.</b>"})
    assert "&lt;b&gt;The case is closed.&lt;/b&gt;" in page
    assert "<b>" not in page


def test_what_blocks_is_listed():
    page = render_to_string(
        "errors/409.html", {"blockers": ["The CFO version is not reviewed.", "A <fact> has no source."]}
    )
    assert "<li>The CFO version is not reviewed.</li>" in page
    assert "A &lt;fact&gt; has no source." in page


@pytest.mark.parametrize(
    ("view", "exception", "status"),
    [
        (errors.bad_request, ValueError(), 400),
        (errors.forbidden, PermissionDenied("Auditors only read."), 403),
        (errors.not_found, Http404(), 404),
    ],
)
def test_faults_are_answered_without_the_database(view, exception, status):
    response = view(RequestFactory().get("/o/northwind/"), exception)
    assert response.status_code == status
    assert str(exception) in response.content.decode()


def test_a_lost_database_is_answered_without_asking_it():
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = errors.server_error(RequestFactory().get("/"))
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "connection refused" not in response.content.decode()
