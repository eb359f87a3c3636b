"""How a number that a person typed or pasted is read: `1.2m`, `25%`, `€1,200`, `1.200,50`, `(1,200)`, by locale."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol

from .numbers import known_locale

LONGEST = 64
MAGNITUDES = {"": 0, "k": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "b": 9, "bn": 9, "mrd": 9}

_SPACES = "\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"
_SAME = str.maketrans({**dict.fromkeys(_SPACES, " "), **dict.fromkeys("−–﹣-", "-"), "’": "'"})
# What stands before the first digit, the digits with their separators, what stands after the last digit.
_PARTS = re.compile(r"(?P<before>[^\d.,]*)(?P<digits>[.,]?\d(?:[\d., ']*\d)?)(?P<after>\D*)")


class NotANumber(ValueError):
    """The text cannot be read as one number; the message says what to do."""


def parse_number(text: str, locale: str = "en_US", currency: str | None = None) -> Decimal:
    """Reads one number; `25%` is 0.25. With `currency`, a sign of another currency is refused rather than ignored."""
    locale = known_locale(locale)
    before, digits, after = _parts(text)
    before, after, negative = _without_sign(before, after)
    after, percent = after.removesuffix("%").rstrip(), after.endswith("%")
    after, exponent = _without_magnitude(after)
    for sign in filter(None, (before, after)):
        _require_currency(sign, currency, locale)
    number = _read_digits(digits, locale).scaleb(exponent - (2 if percent else 0))
    return -number if negative and number else number


def _parts(text: str) -> tuple[str, str, str]:
    plain = "".join(_ascii_digit(char) for char in text.translate(_SAME)).strip()
    if not plain:
        raise NotANumber("Write a number.")
    found = _PARTS.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        raise NotANumber("Write one number, such as 1200 or 1.2m.")
    return found["before"].strip(), found["digits"], found["after"].strip()


def _ascii_digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _without_sign(before: str, after: str) -> tuple[str, str, bool]:
    """Takes off a minus at either end (accounting systems write it last) or a pair of parentheses."""
    signs = before.count("-") + after.count("-") + before.count("(")
    if signs > 1 or before.count("(") != after.count(")"):
        raise NotANumber("Write one minus sign, or one pair of parentheses.")
    return before.strip("-+( "), after.strip("-) "), signs == 1


def _without_magnitude(after: str) -> tuple[str, int]:
    word, _, rest = after.partition(" ")
    for name in (word, after):
        if (exponent := MAGNITUDES.get(name.rstrip(".").lower())) is not None:
            return (rest if name is word else "").strip(), exponent
    # The sign may touch the letter: `1.2m€`.
    glued = re.fullmatch(r"(?i)(k|m|mn|bn)([^\w\s]+)", after)
    return (glued[2], MAGNITUDES[glued[1].lower()]) if glued else (after, 0)


def _require_currency(sign: str, currency: str | None, locale: str) -> None:
    if currency is not None and sign in _signs_of(currency, locale):
        return
    if not _is_currency(sign, locale):
        raise NotANumber(f"“{sign}” is not part of a number. Write one such as 1200 or 1.2m.")
    if currency is not None:
        raise NotANumber(f"This amount is in {sign}; amounts here are in {currency}.")


@lru_cache(maxsize=256)
def _signs_of(currency: str, locale: str) -> frozenset[str]:
    """The code, the symbol here and in English, and the bare last character of `CA$`."""
    symbols = {get_currency_symbol(currency, locale), get_currency_symbol(currency, "en")}
    bare = {symbol[-1] for symbol in symbols if unicodedata.category(symbol[-1]) == "Sc"}
    return frozenset({currency, currency.lower()} | symbols | bare)


def _is_currency(sign: str, locale: str) -> bool:
    known = Locale.parse(locale).currency_symbols
    is_symbol = len(sign) <= 4 and unicodedata.category(sign[-1]) == "Sc"
    return is_symbol or sign.upper() in known or sign in known.values()


def _read_digits(digits: str, locale: str) -> Decimal:
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale).translate(_SAME)
    whole, _, fraction = digits.partition(decimal)
    for separator in {group, " ", "'"} - {decimal}:
        whole = _without_groups(whole, separator, locale)
    if not (whole + fraction).isdigit():
        raise NotANumber(f"Write decimals with “{decimal}” and thousands with “{group}”, or without.")
    return Decimal(f"{whole or 0}.{fraction or 0}")


def _without_groups(whole: str, separator: str, locale: str) -> str:
    """Takes out the separators if they stand where groups end; `1,20` stays and is refused rather than guessed at."""
    first, *groups = whole.split(separator)
    if not groups:
        return whole
    last, others = Locale.parse(locale).decimal_formats[None].grouping
    sizes = [others] * (len(groups) - 1) + [last]
    well_placed = 1 <= len(first) <= others and all(len(g) in {s, 3} for g, s in zip(groups, sizes, strict=True))
    return "".join([first, *groups]) if well_placed else whole
