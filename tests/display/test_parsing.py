"""What people type and paste is read by their locale, and what could mean two things is refused with a hint."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.parsing import NotANumber, parse_number


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("1.2m", "en_US", "1200000"),
        ("$18.5k", "en_US", "18500"),
        ("25%", "en_US", "0.25"),
        ("7,5 %", "de_DE", "0.075"),
        ("€1,200", "en_IE", "1200"),
        ("1.200,50", "de_DE", "1200.50"),
        ("1.200,50 €", "de_DE", "1200.50"),
        ("1,2 Mio. €", "de_DE", "1200000"),
        ("(1,200)", "en_US", "-1200"),
        ("($1,200)", "en_US", "-1200"),
        ("−$18,517", "en_US", "-18517"),
        ("$-5", "en_US", "-5"),
        ("1,200-", "en_US", "-1200"),
        ("USD 1,200.50", "en_US", "1200.50"),
        ("1 200,50", "fr_FR", "1200.50"),
        ("1'200.50", "de_CH", "1200.50"),
        ("12,34,567", "en_IN", "1234567"),
        ("1.2m€", "en_IE", "1200000"),
        (".5", "en_US", "0.5"),
        ("+3", "en_US", "3"),
        ("٣", "en_US", "3"),
        ("-0", "en_US", "0"),
    ],
)
def test_reads(text: str, locale: str, number: str) -> None:
    assert parse_number(text, locale) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1,20",
        "1.2.3",
        "1,200,00",
        "(5",
        "5)",
        "--5",
        "(-5)",
        "5 apples",
        "1e9",
        "1 2",
        "%",
        "9" * 65,
        "NaN",
    ],
)
def test_refuses_what_is_not_one_number(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_number(text, "en_US")


def test_refuses_another_currency_rather_than_ignoring_its_sign() -> None:
    assert parse_number("CA$5", "en_US", "CAD") == parse_number("$5", "en_CA", "CAD") == 5
    with pytest.raises(NotANumber, match="amounts here are in USD"):
        parse_number("€5", "en_US", "USD")


@given(st.text(max_size=80), st.sampled_from(["en_US", "de_DE", "fr_FR", "ar_EG"]))
def test_any_text_is_a_finite_number_or_refused(text: str, locale: str) -> None:
    with suppress(NotANumber):
        assert parse_number(text, locale).is_finite()
