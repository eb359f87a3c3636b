"""Numbers become text in one way: half up, real minus, the currency's own digits, and a dash with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from display.numbers import MINUS, Numbers, half_up
from display.parsing import parse_number

US = Numbers()
GERMANY = Numbers("EUR", "de_DE")
JAPAN = Numbers("JPY", "en_US")
KUWAIT = Numbers("KWD", "en_KW")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


amounts = st.decimals(min_value=-(10**10), max_value=10**10, places=2)


@pytest.mark.parametrize(
    ("numbers", "value", "text"),
    [
        (US, Decimal("44"), "$44.00"),
        (US, Decimal("-18517.004"), "−$18,517.00"),
        (US, 0.125, "$0.13"),
        (US, Decimal("-0.004"), "$0.00"),
        (GERMANY, Decimal("1200.5"), "1.200,50 €"),
        (JAPAN, Decimal("1234.5"), "¥1,235"),
        (KUWAIT, Decimal("1.2345"), "KWD 1.235"),
    ],
)
def test_money_has_the_digits_of_its_currency_rounded_half_up(numbers: Numbers, value: Decimal, text: str) -> None:
    assert plain(numbers.money(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0"),
        (-18517, "−$18.5k"),
        (999.5, "$1k"),
        (999_950, "$1m"),
        (160_950, "$161k"),
        (257_000, "$257k"),
        (1_200_000, "$1.2m"),
        (8_069, "$8.1k"),
        (9_960, "$10k"),
        (-3_450_000_000, "−$3.5bn"),
    ],
)
def test_compact_money_keeps_one_decimal_and_three_digits(value: float, text: str) -> None:
    assert US.money_compact(value) == text


@pytest.mark.parametrize(
    ("tag", "locale"), [("de-DE", "de_DE"), ("en_KW", "en"), ("zh-Hant-TW", "zh_Hant_TW"), ("", "en"), ("??", "en")]
)
def test_an_unknown_locale_falls_back_to_its_language(tag: str, locale: str) -> None:
    assert Numbers("USD", tag).locale == locale


def test_compact_money_follows_the_language() -> None:
    assert plain(GERMANY.money_compact(1_200_000)) == "1,2 Mio. €"


def test_accounting_puts_negatives_in_parentheses_and_drops_the_symbol() -> None:
    assert US.accounting(-16_808) == "(16,808)"
    assert US.accounting(Decimal("-0.4")) == "0"


def test_percent_is_written_from_a_ratio() -> None:
    assert US.percent(0.3) == "30%"
    assert US.percent(Decimal("1.3456")) == "134.6%"
    assert US.percent(-0.125, digits=0) == "−13%"
    assert plain(GERMANY.percent(Decimal("0.075"))) == "7,5 %"


def test_durations_are_words_in_the_readers_language() -> None:
    assert US.months(6.5) == "6.5 months"
    assert US.months(1) == "1 month"
    assert US.hours(1300) == "1,300 hours"
    assert plain(US.hours_short(125, digits=1)) == "125.0 h"
    assert GERMANY.months(Decimal("6.5")) == "6,5 Monate"


def test_what_is_not_known_is_a_dash_with_its_reason() -> None:
    assert US.months(None, reason="never pays back") == "– never pays back"
    assert US.money(None) == "–"
    assert US.money(float("nan")) == "–"


@given(amounts, st.integers(0, 4))
def test_half_up_is_never_off_by_more_than_half_a_unit(value: Decimal, digits: int) -> None:
    rounded = half_up(value, digits)
    assert abs(rounded - value) <= Decimal("0.5").scaleb(-digits)
    assert not (rounded == 0 and rounded.is_signed())


@given(
    amounts, st.sampled_from([US, GERMANY, Numbers("CHF", "de_CH"), Numbers("INR", "en_IN"), Numbers("EUR", "fr_FR")])
)
def test_what_is_written_can_be_read_back(value: Decimal, numbers: Numbers) -> None:
    assert parse_number(numbers.money(value), numbers.locale, numbers.currency) == value


@given(amounts, st.sampled_from(["en_US", "de_DE", "de_CH", "en_IN", "fr_FR", "sv_SE", "pt_BR", "he_IL"]))
def test_money_is_written_as_babel_writes_it(value: Decimal, locale: str) -> None:
    expected = format_currency(value, "EUR", locale=locale)
    assert Numbers("EUR", locale).money(value) == expected.replace("-", MINUS)


@given(amounts)
def test_a_negative_number_shows_a_real_minus_and_no_hyphen(value: Decimal) -> None:
    text = US.money(value)
    assert "-" not in text
    assert text.startswith(MINUS) == (value < 0)
