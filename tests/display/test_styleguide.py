"""The styleguide renders every component, and no page needs what the content security policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from display import views
from display.numbers import Numbers

pytestmark = pytest.mark.urls("tests.display.urls")

COTTON = Path(settings.BASE_DIR) / "templates" / "cotton"
GUIDE = Path(settings.BASE_DIR) / "templates" / "display"
PAGES = [views.styleguide, views.case, views.report, views.working]


def asked(path: str = "/styleguide/", **headers: str) -> HttpRequest:
    request = RequestFactory(headers=headers).get(path)
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)
    request.htmx = HtmxDetails(request)
    request.csp_nonce = "a-nonce"
    return request


@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.__name__)
def test_no_page_has_inline_styles_or_handlers_or_unstamped_scripts(view) -> None:
    page = view(asked()).content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert "<style" not in page
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    inline = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag]
    assert inline == ['<script nonce="a-nonce">']


@pytest.mark.parametrize("view", PAGES, ids=lambda view: view.__name__)
def test_ids_are_unique_on_every_page(view) -> None:
    ids = re.findall(r'\sid="([^"]+)"', view(asked()).content.decode())
    assert len(ids) == len(set(ids))


def test_every_component_is_shown() -> None:
    shells = "".join(path.read_text() for path in [*GUIDE.glob("*.html"), *COTTON.parent.glob("base*.html")])
    shells += "".join(
        path.read_text() for path in [*(COTTON.parent / "components").glob("*.html"), *COTTON.glob("*.html")]
    )
    known = {path.stem.replace("_", "-") for path in COTTON.glob("*.html")}
    assert known - set(re.findall(r"<c-([a-z-]+)", shells)) == set()


def test_a_working_is_a_page_without_script_and_a_part_with_it() -> None:
    whole, part = (views.working(asked(**headers)).content.decode() for headers in ({}, {"HX-Request": "true"}))
    assert "<html" in whole
    assert "<html" not in part
    assert "How this is calculated" in part


def test_the_chosen_theme_comes_with_the_page_and_nothing_else_does() -> None:
    request = asked()
    request.COOKIES["theme"] = "dark"
    assert 'data-theme="dark"' in views.case(request).content.decode()
    request.COOKIES["theme"] = '"><script>'
    assert "data-theme" not in views.case(request).content.decode()


def test_a_refused_form_leads_from_the_summary_to_the_field() -> None:
    page = views.styleguide(asked()).content.decode()
    assert 'href="#id_rate"' in page
    assert re.search(r'id="id_rate"[^>]*|aria-describedby="id_rate_helptext id_rate_error"', page)
    assert 'id="id_rate_error"' in page


def written(source: str, **context: object) -> str:
    template = engines["django"].from_string("{% load display %}" + source)
    return template.render({"numbers": Numbers("EUR", "de_DE"), **context})


class Answer:
    def __init__(self, value: object, reason: str) -> None:
        self.value, self.reason = value, reason


def test_filters_write_by_the_numbers_in_the_context() -> None:
    assert written("{{ 1200.5|money:numbers }}") == "1.200,50\N{NO-BREAK SPACE}€"
    assert written("{{ 0.075|percent:numbers }}") == "7,5\N{NO-BREAK SPACE}%"


def test_an_answer_without_a_value_shows_its_reason_escaped() -> None:
    shown = written("{{ answer|months:numbers }}", answer=Answer(None, "<never>"))
    assert shown == '<span class="missing">– <span>&lt;never&gt;</span></span>'
    assert written("{{ answer|months:numbers }}", answer=Answer(6.5, "")) == "6,5 Monate"
    assert written("{{ nothing|money:numbers }}", nothing=None) == "–"


def test_inline_components_bring_no_white_space_of_their_own() -> None:
    for name in ("badge", "figure_inline", "icon", "person", "term"):
        text = (COTTON / f"{name}.html").read_text()
        assert not text.endswith("\n"), f"{name} would put a space before a full stop"


def test_parts_of_a_page_can_be_rendered_alone() -> None:
    assert get_template("display/working.html#working")
