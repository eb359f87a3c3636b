"""How each kind of chart is laid out: a specification and a width in, a scene out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..scene import Scene
from ..spec import (
    ChartSpec,
    ComparisonBars,
    CumulativeCash,
    Distribution,
    PilotBand,
    Quadrant,
    SmallMultiples,
    Tornado,
    Waterfall,
    YearlyBars,
)
from . import bands, columns, distribution, multiples, quadrant, rows

WIDE, NARROW = 760.0, 360.0

LAYOUTS: Mapping[type[Any], Callable[[Any, float], Scene]] = {
    CumulativeCash: bands.cumulative_cash,
    PilotBand: bands.pilot_band,
    YearlyBars: columns.yearly_bars,
    Waterfall: columns.waterfall,
    Tornado: rows.tornado,
    ComparisonBars: rows.comparison_bars,
    Distribution: distribution.distribution,
    Quadrant: quadrant.quadrant,
    SmallMultiples: multiples.small_multiples,
}


def layout(spec: ChartSpec, width: float = WIDE) -> Scene:
    """Draws a chart for a width: about 760 for a page or a sheet of paper, about 360 for a phone."""
    return LAYOUTS[type(spec)](spec, max(width, 280.0))
