"""How lines are filled and how wide columns are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.render.pdf.fonts import REGULAR, width
from reports.render.pdf.tables import column_widths
from reports.render.pdf.text import Ink, break_lines, spans_of

INK = Ink(REGULAR, 10)


def lines(text: str, room: float) -> list[str]:
    return ["".join(span.text for span in line.spans) for line in break_lines(spans_of(text, INK), room).lines]


def test_lines_break_at_spaces():
    assert lines("one two three", width("one two", REGULAR, 10)) == ["one two ", "three"]


def test_lines_break_after_a_hyphen_between_words_but_not_in_a_negative_number():
    assert lines("risk-adjusted", width("adjusted-", REGULAR, 10)) == ["risk-", "adjusted"]
    assert lines("x -10", width("x -1", REGULAR, 10)) == ["x ", "-10"]


def test_a_no_break_space_holds_a_number_to_its_unit():
    assert lines("takes 6.5\u00a0months", width("6.5 months ", REGULAR, 10)) == ["takes ", "6.5\u00a0months"]


def test_line_feeds_end_lines():
    assert [line.strip() for line in lines("one\n\ntwo\r\nthree", 500)] == ["one", "", "two", "three"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abW –-.,\n", max_size=200), st.floats(12, 200))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    broken = break_lines(spans_of(text, INK), room).lines
    assert all(line.width <= room + 0.01 for line in broken)
    printed = "".join(span.text for line in broken for span in line.spans)
    assert printed.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=4), min_size=1, max_size=12), st.floats(200, 500))
def test_columns_fill_the_width_and_none_vanishes(columns, room):
    widths = column_widths(columns, 9, room, [False] * len(columns))
    assert abs(sum(widths) - room) < 0.01
    assert all(width > 0 for width in widths)


def test_numbers_stay_whole_while_words_give_way():
    words, numbers = ["a long description of the line " * 4], ["(1,234,567)"]
    _, second = column_widths([words, numbers], 9, 300, [True, False])
    assert second >= width(numbers[0], REGULAR, 9)
