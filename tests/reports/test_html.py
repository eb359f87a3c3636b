"""A report as a page: the same blocks, every text escaped once."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from reports.render.html import render_html

from .sample import CFO, everywhere

# Tags and attributes that the templates use; anything else would have come from a text.
HOSTILE = "\"><script>alert(1)</script> <img src=x onerror='a'> {{ 7|add:7 }} {% now 'Y' %} <c-figure /> &amp;"


class Reading(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.hrefs: list[str] = []
        self.values: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self.hrefs += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_block_is_on_the_page():
    reading = Reading(render_html(CFO))
    for text in ("What could go wrong", "$160,950", "−$18,517", "(16,808)", "Check: double counting", "salary ÷ hours"):
        assert text in reading.text
    assert reading.tags.count("h2") == 3
    assert {"table", "svg", "dl", "ul", "th"} <= set(reading.tags)


def test_a_figure_leads_to_its_working_when_the_reader_has_one():
    with_pages = Reading(render_html(CFO, lambda key: f"/workings/{key}/"))
    assert with_pages.hrefs == ["/workings/npv/"]
    assert Reading(render_html(CFO)).hrefs == []


@pytest.mark.parametrize("text", [HOSTILE, "<b>" * 3000, "</section></body>", "a\x00b", "👍 שלום", "''\"\""])
def test_a_text_is_text_wherever_it_stands(text):
    page = render_html(everywhere(text))
    reading, innocent = Reading(page), Reading(render_html(everywhere("innocent")))
    assert reading.tags == innocent.tags
    assert reading.attributes == innocent.attributes
    assert text.replace("\x00", "\ufffd") in reading.text.replace("\x00", "\ufffd")


@pytest.mark.parametrize("text", ["<i>", "a 'quoted' word", "R&D", "{{ 7|add:7 }}", "it’s 5 < 6"])
def test_a_text_is_escaped_once_and_never_read_as_a_template(text):
    reading, innocent = Reading(render_html(everywhere(text))), Reading(render_html(everywhere("innocent")))
    assert reading.text.count(text) == innocent.text.count("innocent")
    assert reading.values.count(text) == innocent.values.count("innocent")
