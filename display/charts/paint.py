"""What each role in a chart looks like: colours by token, widths, dashes, text sizes. One table for all painters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    GRID = "grid"
    ZERO = "zero"
    LIMIT = "limit"
    MARK = "mark"
    CONNECTOR = "connector"
    LINE = "line"
    LINE_ACTUAL = "line-actual"
    LINE_MUTED = "line-muted"
    BAND = "band"
    AREA = "area"
    REGION = "region"
    BAR = "bar"
    BAR_MUTED = "bar-muted"
    BAR_BAD = "bar-bad"
    BAR_TOTAL = "bar-total"
    DOT = "dot"
    DOT_ACTUAL = "dot-actual"
    DOT_MUTED = "dot-muted"
    DOT_BAD = "dot-bad"
    BUBBLE = "bubble"
    TICK = "tick"
    ROW = "row"
    NOTE = "note"
    LABEL = "label"
    LABEL_BAD = "label-bad"
    LABEL_ACTUAL = "label-actual"
    CORNER = "corner"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Paint:
    """`fill` and `stroke` name colours of the tokens; `halo` asks for an outline in the surface's colour."""

    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0
    dash: tuple[float, ...] = ()
    opacity: float = 1
    size: float = 0
    weight: int = 400
    halo: bool = False

    @property
    def is_text(self) -> bool:
        return self.size > 0


def _stroke(colour: str, width: float, *dash: float) -> Paint:
    return Paint(stroke=colour, stroke_width=width, dash=dash)


def _text(colour: str, size: float, weight: int = 400, halo: bool = False) -> Paint:
    return Paint(fill=colour, size=size, weight=weight, halo=halo)


PAINTS: Mapping[Role, Paint] = {
    Role.GRID: _stroke("line", 1),
    Role.ZERO: _stroke("muted", 1),
    Role.LIMIT: _stroke("muted", 1, 5, 4),
    Role.MARK: _stroke("accent", 1.25, 3, 3),
    Role.CONNECTOR: _stroke("muted", 1, 2, 2),
    Role.LINE: _stroke("accent", 2.5),
    Role.LINE_ACTUAL: _stroke("ink", 2.5),
    Role.LINE_MUTED: _stroke("accent", 1.5, 6, 4),
    Role.BAND: Paint(fill="chart_band"),
    Role.AREA: Paint(fill="chart_band"),
    Role.REGION: Paint(fill="wash"),
    Role.BAR: Paint(fill="accent"),
    Role.BAR_MUTED: Paint(fill="chart_muted", stroke="accent", stroke_width=1),
    Role.BAR_BAD: Paint(fill="bad"),
    Role.BAR_TOTAL: Paint(fill="ink"),
    Role.DOT: Paint(fill="accent", stroke="surface", stroke_width=1.5),
    Role.DOT_ACTUAL: Paint(fill="ink", stroke="surface", stroke_width=1.5),
    Role.DOT_MUTED: Paint(fill="surface", stroke="accent", stroke_width=1.5),
    Role.DOT_BAD: Paint(fill="bad", stroke="surface", stroke_width=1.5),
    Role.BUBBLE: Paint(fill="chart_muted", stroke="accent", stroke_width=1.5),
    Role.TICK: _text("muted", 12),
    Role.ROW: _text("ink", 13, halo=True),
    Role.NOTE: _text("muted", 12, halo=True),
    Role.LABEL: _text("ink", 13, 600, halo=True),
    Role.LABEL_BAD: _text("bad", 13, 600, halo=True),
    Role.LABEL_ACTUAL: _text("ink", 13, 600, halo=True),
    Role.CORNER: _text("muted", 12, 600),
    Role.FRAME: _stroke("line", 1),
}
