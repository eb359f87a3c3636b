"""Template filters that write numbers, and the tag that draws a chart.

Each filter takes the `Numbers` of the reader: `{{ case.npv|money:numbers }}`. It stands in the context by the context
processor `display.context.numbers`; on a page about several organizations each row brings its own. A value may also be
an answer with a reason (`.value`, `.reason`): without a value, the dash and the reason are shown.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from display import charts
from display.charts.spec import ChartSpec
from display.numbers import DASH, Numbers

register = template.Library()


def _written(method: str, value: Any, numbers: Numbers) -> str:
    reason = getattr(value, "reason", "") or ""
    value = value.value if hasattr(value, "reason") and hasattr(value, "value") else value
    if value is None or value == "":
        return format_html('<span class="missing">{} <span>{}</span></span>', DASH, reason) if reason else DASH
    return str(getattr(numbers, method)(value))


@register.filter
def money(value: Any, numbers: Numbers) -> str:
    """`$44.00`"""
    return _written("money", value, numbers)


@register.filter
def money_whole(value: Any, numbers: Numbers) -> str:
    """`$160,950`"""
    return _written("money_whole", value, numbers)


@register.filter
def money_compact(value: Any, numbers: Numbers) -> str:
    """`$18.5k`"""
    return _written("money_compact", value, numbers)


@register.filter
def accounting(value: Any, numbers: Numbers) -> str:
    """`(16,808)`"""
    return _written("accounting", value, numbers)


@register.filter
def percent(value: Any, numbers: Numbers) -> str:
    """`30%` from 0.3"""
    return _written("percent", value, numbers)


@register.filter
def count(value: Any, numbers: Numbers) -> str:
    """`1,924`"""
    return _written("count", value, numbers)


@register.filter
def months(value: Any, numbers: Numbers) -> str:
    """`6.5 months`"""
    return _written("months", value, numbers)


@register.filter
def hours(value: Any, numbers: Numbers) -> str:
    """`1,300 hours`"""
    return _written("hours", value, numbers)


@register.filter
def hours_short(value: Any, numbers: Numbers) -> str:
    """`125 h`"""
    return _written("hours_short", value, numbers)


@register.filter
def tone_sign(tone: str) -> str:
    """The sign that goes with a status, so that its colour never speaks alone."""
    return {"good": "✓", "warn": "!", "bad": "✕", "info": "i"}.get(tone, "•")


@register.filter
def initials(name: str) -> str:
    """`NF` from `Northwind Foods`."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def chart_svg(spec: ChartSpec, identifier: str = "") -> SafeString:
    """Draws a chart twice, for a broad and for a narrow container; the stylesheet shows the one that fits."""
    identifier = identifier or chart_id(spec)
    drawings = ((charts.WIDE, "wide"), (charts.NARROW, "narrow"))
    return mark_safe(  # noqa: S308 (every text in it is escaped by `to_svg`)
        "".join(
            f'<div class="chart-{name}">{charts.to_svg(charts.layout(spec, width), f"{identifier}-{name}")}</div>'
            for width, name in drawings
        )
    )


@register.filter
def chart_id(spec: ChartSpec) -> str:
    """An identifier from the chart's contents: two different charts on a page never share one."""
    return "chart-" + hashlib.blake2s(repr(spec).encode(), digest_size=5).hexdigest()


@register.filter
def finding(spec: ChartSpec) -> str:
    """The chart's title."""
    return charts.finding(spec)


@register.filter
def chart_table(spec: ChartSpec) -> dict[str, Any]:
    """The chart's columns and rows as text."""
    return {"columns": charts.data_table(spec).columns, "rows": charts.text_rows(spec)}


@register.filter
def chart_csv(spec: ChartSpec) -> str:
    """The chart's exact values as CSV."""
    return charts.as_csv(spec)
