"""The numbers behind a chart as a table: what "Show data" shows, what the CSV holds, what a screen reader reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import TypeAlias

from display.numbers import Number, Unit

from .findings import finding
from .spec import (
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

Cell: TypeAlias = str | Number | None

# What each picture is, in words.
KINDS: Mapping[type[object], str] = {
    CumulativeCash: "Line chart of cumulative cash by month",
    YearlyBars: "Bar chart of benefits, costs and net by period",
    Waterfall: "Waterfall chart",
    Tornado: "Tornado chart of what each input does to the result",
    Distribution: "Histogram of simulated outcomes",
    Quadrant: "Scatter chart in four quadrants",
    PilotBand: "Line chart of measurements against the projected range",
    SmallMultiples: "Small line charts against targets",
    ComparisonBars: "Bar chart",
}


@dataclass(frozen=True, slots=True)
class Column:
    """`unit` is None for a column of words."""

    name: str
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class DataTable:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell as it is shown."""

    text: str
    column: str
    is_number: bool


def data_table(spec: ChartSpec) -> DataTable:
    """Returns the exact values of a chart."""
    columns, rows = _contents(spec)
    return DataTable(finding(spec), tuple(columns), tuple(tuple(row) for row in rows))


def text_rows(spec: ChartSpec) -> list[list[TextCell]]:
    """Returns the rows as text, written by the chart's locale and currency."""
    table = data_table(spec)
    return [
        [TextCell(_text(spec, cell, column.unit), column.name, column.unit is not None) for cell, column in pairs]
        for pairs in (zip(row, table.columns, strict=True) for row in table.rows)
    ]


def as_csv(spec: ChartSpec) -> str:
    """Returns the exact values as CSV, unrounded and with a dot for the decimal, for a spreadsheet or a program."""
    table = data_table(spec)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def as_sentence(spec: ChartSpec) -> str:
    """Returns what the picture is, for those who do not see it; the values themselves are in the table."""
    table = data_table(spec)
    names = ", ".join(column.name for column in table.columns if column.name)
    return f"{KINDS[type(spec)]}. {len(table.rows)} rows: {names}."


def _text(spec: ChartSpec, cell: Cell, unit: Unit | None) -> str:
    if isinstance(cell, str):
        return cell
    return spec.numbers.text(cell, unit or "count")


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


Contents: TypeAlias = tuple[Sequence[Column], Sequence[Sequence[Cell]]]


@singledispatch
def _contents(spec: object) -> Contents:
    raise TypeError(f"{type(spec).__name__} is no chart")


@_contents.register
def _(spec: CumulativeCash) -> Contents:
    band = spec.has_band
    columns = [Column("Month", "count"), Column("Cumulative cash", "money")]
    columns += [Column(spec.low_name, "money"), Column(spec.high_name, "money")] if band else []
    series = (spec.expected, spec.low, spec.high) if band else (spec.expected,)
    return columns, [(month, *values) for month, values in enumerate(zip(*series, strict=True))]


@_contents.register
def _(spec: YearlyBars) -> Contents:
    columns = [Column("Period"), Column("Benefits", "money"), Column("Costs", "money"), Column("Net", "money")]
    return columns, [(p.name, p.benefits, p.costs, p.net) for p in spec.periods]


@_contents.register
def _(spec: Waterfall) -> Contents:
    rows: list[tuple[Cell, ...]] = [(step.name, step.value) for step in spec.steps]
    return [Column("Step"), Column("Amount", "money")], [*rows, (spec.total_name, spec.total)]


@_contents.register
def _(spec: Tornado) -> Contents:
    columns = [
        Column("Input"),
        Column("Low"),
        Column(f"{spec.measure} at low", "money"),
        Column("High"),
        Column(f"{spec.measure} at high", "money"),
    ]
    return columns, [(s.name, s.low_text, s.at_low, s.high_text, s.at_high) for s in spec.ranked]


@_contents.register
def _(spec: Distribution) -> Contents:
    columns = [Column("From", "money"), Column("To", "money"), Column("Share of runs", "percent")]
    return columns, list(zip(spec.edges, spec.edges[1:], spec.shares, strict=False))


@_contents.register
def _(spec: Quadrant) -> Contents:
    columns = [Column("Candidate"), Column(spec.ease_name, spec.ease_unit), Column(spec.value_name, spec.value_unit)]
    return columns, [(c.name, c.ease, c.value) for c in spec.candidates]


@_contents.register
def _(spec: PilotBand) -> Contents:
    columns = [
        Column(spec.period_name, "count"),
        Column("Projected low", spec.unit),
        Column("Projected high", spec.unit),
        Column("Measured", spec.unit),
    ]
    actual = [*spec.actual, *[None] * (len(spec.low) - len(spec.actual))]
    rows = zip(spec.low, spec.high, actual, strict=True)
    return columns, [(spec.first_period + position, *values) for position, values in enumerate(rows)]


@_contents.register
def _(spec: SmallMultiples) -> Contents:
    columns = [Column("Measure"), Column(spec.period_name), Column("Measured"), Column("Target")]
    rows: list[tuple[Cell, ...]] = []
    for panel in spec.panels:
        target = spec.numbers.text(panel.target, panel.unit)
        rows += [
            (panel.name, str(position), spec.numbers.text(value, panel.unit), target)
            for position, value in enumerate(panel.values, start=1)
        ]
    return columns, rows


@_contents.register
def _(spec: ComparisonBars) -> Contents:
    columns = [Column(""), Column(spec.first_name, spec.unit)]
    if all(row.second is None for row in spec.rows):
        return columns, [(row.name, row.first) for row in spec.rows]
    return [*columns, Column(spec.second_name, spec.unit)], [(row.name, row.first, row.second) for row in spec.rows]
