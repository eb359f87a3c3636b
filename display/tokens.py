"""The tokens: colours, type, spacing. One source (tokens.json) for the pages, the charts, the PDF and the deck."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

Theme: TypeAlias = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

SOURCE = Path(__file__).with_name("tokens.json")
PX_PER_REM = 16
# What the tokens are called in CSS, by their group in the source.
PREFIXES = {"space": "space", "radii": "radius"}


@cache
def tokens() -> dict[str, Any]:
    """Returns the source as it stands."""
    loaded: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return loaded


def colour(name: str, theme: Theme = "light") -> str:
    """Returns a colour as `#rrggbb`; paper (PDF, deck) takes the light theme."""
    value: str = tokens()["colours"][name][theme]
    return value


def contrast(first: str, second: str) -> float:
    """Returns the contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def css() -> str:
    """Returns the tokens as CSS custom properties, in the layer `tokens`."""
    lines = [*_colour_lines(), *_type_lines(), *_length_lines(), *_shadow_lines()]
    body = "\n".join(f"    {line}" for line in lines)
    return (
        "/* Written by `manage.py build_tokens` from display/tokens.json. */\n"
        "@layer tokens {\n"
        "  :root {\n"
        "    color-scheme: light dark;\n"
        f"{body}\n"
        "  }\n"
        '  :root[data-theme="light"] { color-scheme: light; }\n'
        '  :root[data-theme="dark"] { color-scheme: dark; }\n'
        "  @media print { :root:root { color-scheme: light; } }\n"
        "}\n"
    )


def _colour_lines() -> list[str]:
    return [
        f"--{name.replace('_', '-')}: light-dark({pair['light']}, {pair['dark']});"
        for name, pair in tokens()["colours"].items()
    ]


def _type_lines() -> list[str]:
    source = tokens()
    fonts = [f"--font-{name}: {stack};" for name, stack in source["fonts"].items()]
    sizes = [f"--text-{name}: {_rem(size)};" for name, size in source["sizes"].items()]
    weights = [f"--weight-{name}: {weight};" for name, weight in source["weights"].items()]
    return fonts + sizes + weights


def _length_lines() -> list[str]:
    source = tokens()
    return [
        f"--{prefix}-{name}: {_rem(length) if group == 'space' else f'{length}px'};"
        for group, prefix in PREFIXES.items()
        for name, length in source[group].items()
    ]


def _shadow_lines() -> list[str]:
    return [f"--shadow-{name}: {shadow};" for name, shadow in tokens()["shadows"].items()]


def _rem(pixels: float) -> str:
    return f"{pixels / PX_PER_REM:.4f}".rstrip("0").rstrip(".") + "rem"


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
