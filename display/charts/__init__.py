"""Charts: a specification becomes a scene, and a scene becomes SVG (here) or PDF (elsewhere); each has its table.

The specifications stand in `display.charts.spec`, one for each kind.
"""

from .findings import finding
from .layouts import NARROW, WIDE, layout
from .scene import Scene
from .spec import ChartSpec
from .svg import to_svg
from .table import as_csv, data_table, text_rows

__all__ = [
    "NARROW",
    "WIDE",
    "ChartSpec",
    "Scene",
    "as_csv",
    "data_table",
    "finding",
    "layout",
    "text_rows",
    "to_svg",
]
