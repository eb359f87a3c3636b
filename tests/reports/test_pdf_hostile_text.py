"""Whatever people type comes out as what they typed, quickly, and does nothing."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import Column, Row, Section, Table
from reports.render.pdf import render_pdf

from .pdf_reading import drawn_outside_the_structure, elements, keys, letters_of, read
from .sample import document, everywhere, of_text

SECONDS, MEGABYTES = 2.0, 150
MARKUP = [
    '<b>bold</b> <font color="red">x</font> &amp; &lt;',
    '<img src="/etc/passwd"/>',
    '<a href="javascript:alert(1)">click</a> <link href="https://example.org">x</link>',
    "<para><b><unclosed",
    "a < b and c > d & e",
    "{{ title }} {% load x %} %s \\( \\) (((",
    "=cmd|' /C calc'!A0",
]
DANGEROUS = {"/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFiles", "/Annots", "/OpenAction", "/AA"}


@pytest.mark.parametrize("text", MARKUP)
def test_I5_markup_comes_out_as_it_was_typed(text):
    reader = read(of_text(text))
    assert "".join(text.split()) in letters_of(reader)
    assert not keys(reader.trailer) & DANGEROUS


@pytest.mark.parametrize(
    "text", [*MARKUP, "a\x00b\x07\x1b[31m", "שלום \u202egnp.exe مرحبا", "👍🏽 👩‍👩‍👧", "\ud800", "", " \n\n "]
)
def test_any_text_in_any_place_makes_a_whole_tagged_file(text):
    reader = read(everywhere(text))
    assert drawn_outside_the_structure(reader) == []
    assert not keys(reader.trailer) & DANGEROUS


def test_I5_tags_nested_three_thousand_deep_are_text():
    text = "<b>" * 3000 + "x" + "</b>" * 3000
    assert _timed(text) < SECONDS
    assert letters_of(read(of_text(text))).count("</b>") > 2800  # some stand across the end of a line or a page


def test_a_word_of_200_kilobytes_is_broken_into_lines_in_bounded_time_and_memory():
    text = "Q" * 200_000
    assert letters_of(read(of_text(text))).count("Q") == 200_000
    tracemalloc.start()
    render_pdf(of_text(text))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert peak < MEGABYTES
    assert _timed(text) < SECONDS


def test_a_cell_taller_than_a_page_loses_no_word():
    words = " ".join(f"word{number}" for number in range(6000))
    rows = (Row(("before", "1")), Row((words, "2")), Row(("after", "3")))
    reader = read(document(Section("s", "Notes", (Table((Column("Note"), Column("No", "end")), rows),))))
    letters = letters_of(reader)
    assert len(reader.pages) > 3
    assert all(f"word{number}" in letters for number in range(6000))
    assert letters.index("before") < letters.index("word0") < letters.index("word5999") < letters.index("after")


def test_what_has_no_glyph_is_seen_and_can_still_be_read_aloud():
    reader = read(of_text("Go 👍"))
    assert "Go\N{REPLACEMENT CHARACTER}" in letters_of(reader)
    assert "Go 👍" in [element.get("/ActualText") for element in elements(reader)]


def test_controls_are_seen_and_never_written():
    letters = letters_of(read(of_text("a\x00b\x1bc")))
    assert "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c" in letters


def test_greek_cyrillic_and_accents_are_shown_as_they_are():
    assert "ŁódźЖукиΩμέγαñé€₴−×≤" in letters_of(read(of_text("Łódź Жуки Ωμέγα ñ e\u0301 € ₴ − × ≤")))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_I5_no_text_breaks_the_build(text):
    assert render_pdf(everywhere(text)).startswith(b"%PDF-1.7")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abc <>&'\"/=()\\{}%$#@!-éЖω€", max_size=400))
def test_every_letter_that_has_a_glyph_is_printed(text):
    assert "".join(text.split()) in letters_of(read(of_text(text)))


def _timed(text: str) -> float:
    started = time.perf_counter()
    render_pdf(of_text(text))
    return time.perf_counter() - started
