"""How wide a text will be, without a font: a table of widths a little wider than the common system fonts'."""

from __future__ import annotations

from functools import lru_cache

# Advance widths in em. Taken towards the wide end (DejaVu Sans, Verdana) of what a system font stack may resolve to.
_NARROW = dict.fromkeys("iljI.,:;'|!’ ", 0.34)
_SMALL = dict.fromkeys("ft()[]/-–·r", 0.44)
_WIDE = dict.fromkeys("mwMW@%—", 0.95)
_CAPITAL = dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.74)
_MIDDLE = dict.fromkeys("+<>=−×÷≈", 0.84)
_WIDTHS = {**_NARROW, **_SMALL, **_WIDE, **_CAPITAL, **_MIDDLE}
_LETTER = 0.64
_BEYOND_LATIN = 1.0  # ideographs and emoji are about an em wide
_BOLD = 1.09


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width to leave for `text` at `size`."""
    ems = sum(_WIDTHS.get(char) or (_LETTER if ord(char) < 0x2E80 else _BEYOND_LATIN) for char in text)
    return ems * size * (_BOLD if bold else 1)


def fit(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """`text`, shortened with an ellipsis when it would be wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    for length in range(len(text) - 1, 0, -1):
        shorter = text[:length].rstrip() + "…"
        if text_width(shorter, size, bold=bold) <= width:
            return shorter
    return ""
