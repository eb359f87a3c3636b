"""The fonts a PDF embeds, and the text they can show."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import font_roboto
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, MEDIUM, BOLD = "Roboto-Regular", "Roboto-Medium", "Roboto-Bold"

_FILES = Path(font_roboto.__file__).parent / "files"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_STAND_INS = str.maketrans({"→": "->", "←": "<-", "⇒": "=>", "⇐": "<=", "↔": "<->", "✓": "√", "\t": " "})
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Controls say nothing on paper, and half a surrogate pair is no character; only the line feed is kept.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@cache
def font(name: str) -> TTFont:
    """The font, which ReportLab knows by its name from now on."""
    loaded = TTFont(name, _FILES / f"{name}.ttf")
    pdfmetrics.registerFont(loaded)
    return loaded


def clean(text: str) -> str:
    """Returns the text as characters that may stand in a PDF: one kind of line end, a sign for each control."""
    return _UNPRINTABLE.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))


def printable(text: str) -> str:
    """Returns the text as the fonts can show it, with a stand-in or a visible replacement where there is no glyph."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", clean(text)).translate(_STAND_INS)
    return "".join(map(_shown, composed))


@lru_cache(maxsize=8192)
def _shown(char: str) -> str:
    if char == "\n" or ord(char) in _glyphs():
        return char
    return "" if _is_invisible(char) else REPLACEMENT


def _is_invisible(char: str) -> bool:
    """Format characters and variation selectors steer a renderer that knows their script; ours does not."""
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"


@cache
def _glyphs() -> frozenset[int]:
    """The characters that every weight can show."""
    return frozenset.intersection(*(frozenset(font(name).face.charToGlyph) for name in (REGULAR, MEDIUM, BOLD)))


@cache
def char_width(char: str, name: str) -> float:
    """The width of a character in thousandths of the font size."""
    face = font(name).face
    width: float = face.charWidths.get(ord(char), face.defaultWidth)
    return width


def width(text: str, name: str, size: float) -> float:
    measured: float = font(name).stringWidth(text, size)
    return measured
