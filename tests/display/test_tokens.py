"""The tokens are readable in both themes, and the committed CSS is the one they make."""

from __future__ import annotations

import pytest

from display import tokens
from display.charts.paint import PAINTS
from display.management.commands.build_tokens import generated

TEXT_RATIO, GRAPHICS_RATIO = 4.5, 3.0


def _cases(kind: str) -> list[tuple[str, str, tokens.Theme]]:
    return [(front, back, theme) for front, back in tokens.tokens()["contrast"][kind] for theme in tokens.THEMES]


@pytest.mark.parametrize(("front", "back", "theme"), _cases("text"))
def test_text_has_enough_contrast(front: str, back: str, theme: tokens.Theme) -> None:
    assert tokens.contrast(tokens.colour(front, theme), tokens.colour(back, theme)) >= TEXT_RATIO


@pytest.mark.parametrize(("front", "back", "theme"), _cases("graphics"))
def test_borders_and_marks_have_enough_contrast(front: str, back: str, theme: tokens.Theme) -> None:
    assert tokens.contrast(tokens.colour(front, theme), tokens.colour(back, theme)) >= GRAPHICS_RATIO


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_stands_in_a_tested_pair_or_is_only_decoration() -> None:
    tested = {name for kind in tokens.tokens()["contrast"].values() for pair in kind for name in pair}
    assert set(tokens.tokens()["colours"]) - tested == {"line", "chart_muted"}


def test_charts_paint_only_with_colours_of_the_tokens() -> None:
    used = {colour for paint in PAINTS.values() for colour in (paint.fill, paint.stroke) if colour}
    assert used <= set(tokens.tokens()["colours"])


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_the_committed_css_is_current(path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], "run manage.py build_tokens"
