"""The one place where numbers become text, by a locale and a currency: money, percentages, months, hours and counts.

Every rounding of the product happens here, half up, and only for the eye. Negative numbers carry a real minus (U+2212)
or, in accounting tables, parentheses. What is not known is a dash with the reason in words, never a zero.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    NumberPattern,
    format_compact_currency,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
    parse_pattern,
)
from babel.units import format_unit

Number: TypeAlias = int | float | Decimal
Unit: TypeAlias = Literal["money", "percent", "hours", "months", "count"]

DASH = "–"
MINUS = "\N{MINUS SIGN}"
# The largest float written out has 309 digits; the default of 28 would refuse it.
_WIDE = Context(prec=320, rounding=ROUND_HALF_UP)
# A currency without a symbol is set apart from its amount: `KWD 1.235`.
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
# English abbreviations as finance writes them; other languages take their own from CLDR.
_ENGLISH_MAGNITUDES = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Writes numbers for one reader: the locale decides separators and order, the currency symbol and digits."""

    currency: str = "USD"
    locale: str = "en_US"

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", known_locale(self.locale))

    def money(self, value: Number | None, *, digits: int | None = None, reason: str = "") -> str:
        """`$44.00`: with the currency's own minor digits, unless told how many."""
        if (amount := as_decimal(value)) is None:
            return missing(reason)
        places = get_currency_precision(self.currency) if digits is None else digits
        return _signed(_apply(amount, self.locale, "currency", places, places, self.currency))

    def money_whole(self, value: Number | None, *, reason: str = "") -> str:
        """`$160,950`: for figures and tables, where minor units are noise."""
        return self.money(value, digits=0, reason=reason)

    def money_compact(self, value: Number | None, *, reason: str = "") -> str:
        """`$18.5k`, `$161k`: at most one decimal and three digits, for axes and headlines."""
        if (amount := as_decimal(value)) is None:
            return missing(reason)
        return _compact_money(_headline(amount), self.currency, self.locale)

    def accounting(self, value: Number | None, *, digits: int = 0, reason: str = "") -> str:
        """`(16,808)`: no symbol, negatives in parentheses, for tables whose head names the currency."""
        if (amount := as_decimal(value)) is None:
            return missing(reason)
        text = _apply(abs(amount), self.locale, "decimal", digits, digits)
        return f"({text})" if half_up(amount, digits) < 0 else text

    def percent(self, value: Number | None, *, digits: int | None = None, reason: str = "") -> str:
        """`30%` from 0.3: one digit where it says something, or as many as told."""
        if (ratio := as_decimal(value)) is None:
            return missing(reason)
        least, most = (0, 1) if digits is None else (digits, digits)
        return _signed(_apply(ratio, self.locale, "percent", least, most))

    def count(self, value: Number | None, *, digits: int | None = None, reason: str = "") -> str:
        """`1,924` or `0.3`: up to two digits, or as many as told."""
        if (amount := as_decimal(value)) is None:
            return missing(reason)
        least, most = (0, 2) if digits is None else (digits, digits)
        return _signed(_apply(amount, self.locale, "decimal", least, most))

    def months(self, value: Number | None, *, reason: str = "") -> str:
        """`6.5 months`, in the reader's language."""
        return self._measure(value, "duration-month", reason)

    def hours(self, value: Number | None, *, reason: str = "") -> str:
        """`1,300 hours`, in the reader's language."""
        return self._measure(value, "duration-hour", reason)

    def hours_short(self, value: Number | None, *, digits: int | None = None, reason: str = "") -> str:
        """`125.0 h`: for columns."""
        if as_decimal(value) is None:
            return missing(reason)
        return f"{self.count(value, digits=digits)}\N{NO-BREAK SPACE}h"

    def text(self, value: Number | None, unit: Unit) -> str:
        """Writes a value in full, by its unit."""
        return str(getattr(self, "money_whole" if unit == "money" else unit)(value))

    def short(self, value: Number | None, unit: Unit) -> str:
        """Writes a value for an axis or a label, by its unit."""
        if unit == "money":
            return self.money_compact(value)
        if unit == "hours":
            return self.hours_short(value)
        return self.count(value) if unit == "months" else self.text(value, unit)

    def _measure(self, value: Number | None, measure: str, reason: str) -> str:
        if (amount := as_decimal(value)) is None:
            return missing(reason)
        rounded = _trimmed(half_up(amount, 1))
        return _signed(format_unit(rounded, measure, length="long", locale=self.locale))


@lru_cache(maxsize=256)
def known_locale(tag: str) -> str:
    """Returns the nearest locale there is data for: `de-DE` is de_DE, `en_KW` is en, and nonsense is en."""
    parts = tag.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        with suppress(UnknownLocaleError, ValueError):
            return str(Locale.parse("_".join(parts[:length])))
    return "en"


def as_decimal(value: Any) -> Decimal | None:
    """Returns a finite number exactly as it prints, and None for what is no number."""
    if value is None or isinstance(value, bool):
        return None
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return number if number.is_finite() else None


def half_up(value: Decimal, digits: int) -> Decimal:
    """Rounds half away from zero, and never to minus zero."""
    rounded = value.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    return rounded if rounded else abs(rounded)


def missing(reason: str = "") -> str:
    """What stands where there is no number: a dash, and why."""
    return f"{DASH} {reason}".rstrip()


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def _trimmed(value: Decimal) -> Decimal:
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _headline(value: Decimal) -> Decimal:
    """Rounds to what a headline shows: whole below a thousand, then 8.1k, 18.5k, 161k, 1.2m."""
    whole = half_up(value, 0)
    if abs(whole) < 1000:
        return whole
    exponent = value.adjusted()
    shown = 3 if exponent % 3 else 2
    return half_up(value, shown - 1 - exponent)


@lru_cache(maxsize=4096)
def _compact_money(value: Decimal, currency: str, locale: str) -> str:
    if not locale.startswith("en"):
        return _signed(format_compact_currency(value, currency, locale=locale, fraction_digits=1))
    for size, suffix in _ENGLISH_MAGNITUDES:
        if abs(value) >= size:
            return _signed(_apply(value / size, locale, "currency", 0, 1, currency)) + suffix
    return _signed(_apply(value, locale, "currency", 0, 0, currency))


def _apply(value: Decimal, locale: str, kind: str, least: int, most: int, currency: str | None = None) -> str:
    scaled = value.scaleb(2) if kind == "percent" else value
    rounded = half_up(scaled, most)
    shape = _shape(locale, kind, currency)
    before, after = shape.negative if rounded < 0 else shape.positive
    return before + shape.write(abs(rounded), least) + after


@dataclass(frozen=True, slots=True)
class _Shape:
    """A locale's pattern, taken from Babel once: formatting a number by it is then ten times as fast."""

    positive: tuple[str, str]
    negative: tuple[str, str]
    decimal: str
    group: str
    groups: tuple[int, int]

    def write(self, value: Decimal, least: int) -> str:
        whole, _, fraction = f"{value:f}".partition(".")
        kept = fraction[:least] + fraction[least:].rstrip("0")
        return self._grouped(whole) + (self.decimal + kept if kept else "")

    def _grouped(self, whole: str) -> str:
        last, others = self.groups
        head, parts = whole[:-last], [whole[-last:]]
        while head:
            parts.append(head[-others:])
            head = head[:-others]
        return self.group.join(reversed(parts))


@lru_cache(maxsize=512)
def _shape(locale: str, kind: str, currency: str | None) -> _Shape:
    pattern = _pattern(locale, kind)

    def around(one: Decimal) -> tuple[str, str]:
        text = pattern.apply(one, locale, currency=currency, currency_digits=False)
        before, _, after = _LETTER_BEFORE_DIGIT.sub("\N{NO-BREAK SPACE}", text).partition("1")
        return before, after

    one = Decimal("0.01") if kind == "percent" else Decimal(1)
    return _Shape(around(one), around(-one), get_decimal_symbol(locale), get_group_symbol(locale), pattern.grouping)


def _pattern(locale: str, kind: str) -> NumberPattern:
    known = Locale.parse(locale)
    found = {
        "currency": known.currency_formats["standard"],
        "percent": known.percent_formats[None],
        "decimal": known.decimal_formats[None],
    }[kind]
    pattern = parse_pattern(found.pattern)
    pattern.frac_prec = (0, 0)
    return pattern
