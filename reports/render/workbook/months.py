"""Rows of one figure a month, and the exact figures they hold until an input changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from operator import mul, sub
from typing import Any

from calculations.engine.numbers import ZERO, exactly
from calculations.engine.wiring import WiredLine
from reports.render.workbook.sheet import Cell, Range, Sheet, beside
from reports.render.workbook.variants import Months, Variant

# Columns before the months: the line, what is said of it, its amount, and when it runs.
NAME, KIND, CASHABLE, AMOUNT, UPLIFTED, STARTS, ENDS, GROWTH, TOTAL, FIRST_MONTH = range(10)

Traces = Sequence[Decimal | None]


class MonthRows:
    """Writes rows below each other; a row refers to earlier ones of its block by their names."""

    def __init__(self, sheet: Sheet, top: int, months: int) -> None:
        self.sheet, self.top, self.months = sheet, top, months
        self.row = top
        self.ranges: dict[str, Range] = {}

    @property
    def columns(self) -> int:
        return FIRST_MONTH + self.months + 1

    def next(self) -> int:
        self.row += 1
        return self.row - 1

    def range(self, row: int) -> Range:
        return Range(self.sheet.name, row, FIRST_MONTH, row, self.columns - 1)

    def at(self, name: str, column: int) -> str:
        """The cell of an earlier row in a column."""
        return beside(self.ranges[name].top, column)

    def title(self, text: str) -> None:
        self.sheet.subheading(self.next(), text, self.columns)

    def write(
        self, name: str, label: str, number: str, formula: Callable[[int], str], values: Traces, **properties: Any
    ) -> Range:
        """A row by a formula for each column."""
        row = self.next()
        self.sheet.text(row, NAME, label, **properties)
        properties.pop("indent", None)
        for column, value in enumerate(values, start=FIRST_MONTH):
            self.sheet.formula(row, column, formula(column), value, number, **properties)
        self.ranges[name] = self.range(row)
        return self.ranges[name]

    def combine(self, name: str, label: str, template: str, number: str, values: Traces, **properties: Any) -> None:
        """A row by a template that names earlier rows: {benefits}-{costs}."""

        def formula(column: int) -> str:
            return template.format_map({known: self.at(known, column) for known in self.ranges})

        self.write(name, label, number, formula, values, **properties)

    def accumulate(self, name: str, label: str, of: str, number: str, values: Traces, **properties: Any) -> None:
        """A running total."""
        row = self.row

        def formula(column: int) -> str:
            flow = self.at(of, column)
            return flow if column == FIRST_MONTH else f"{beside(row, column - 1)}+{flow}"

        self.write(name, label, number, formula, values, **properties)

    def total(self, name: str, value: Decimal, number: str, **properties: Any) -> Cell:
        """The sum of a row, before its months."""
        cells = self.ranges[name]
        return self.sheet.formula(
            cells.top, TOTAL, f"SUM({cells.seen_from(self.sheet.name)})", value, number, **properties
        )


@exactly
def exact_rows(variant: Variant, months: int) -> dict[str, Months]:
    """What the rows of a variant come to, by name."""
    prepared = variant.prepared
    p = prepared.probability
    before = _summed(variant, prepared.benefits, months)
    cashable = _summed(variant, tuple(line for line in prepared.benefits if line.line.is_cashable), months)
    costs = _summed(variant, prepared.costs, months)
    benefits = tuple(month * p for month in before)
    net = tuple(map(sub, benefits, costs))
    factors = variant.factors(months)
    discounted = tuple(map(mul, net, factors))
    from_cashable = tuple(month * p - cost for month, cost in zip(cashable, costs, strict=True))
    return {
        "benefits_before": before,
        "benefits": benefits,
        "costs": costs,
        "net": net,
        "cumulative": tuple(accumulate(net)),
        "factors": factors,
        "discounted": discounted,
        "cumulative_discounted": tuple(accumulate(discounted)),
        "cashable": from_cashable,
        "cumulative_cashable": tuple(accumulate(from_cashable)),
    }


def _summed(variant: Variant, lines: tuple[WiredLine, ...], months: int) -> Months:
    streams = [variant.months_of(line, months) for line in lines]
    return tuple(sum(month, ZERO) for month in zip(*streams, strict=True)) or (ZERO,) * (months + 1)


@exactly
def crossings(totals: Months, flows: Months) -> Traces:
    """In each month, when within it the running total rises to zero from below."""
    return [
        month - 1 - totals[month - 1] / flows[month] if month and totals[month - 1] < 0 <= totals[month] else None
        for month in range(len(totals))
    ]


def signs(flows: Months) -> Traces:
    """The sign of each flow; where there is none, that of the last one there was."""
    found: list[Decimal | None] = []
    for flow in flows:
        own = (flow > 0) - (flow < 0)
        found.append(Decimal(own) if own else found[-1] if found else ZERO)
    return found


def sign_changes(found: Traces) -> int:
    return sum(1 for before, after in pairwise(found) if (before or 0) * (after or 0) < 0)


def below_again(totals: Months, crossed: Traces) -> Traces:
    """Months after the first crossing in which the running total is below zero."""
    first = min((month for month in crossed if month is not None), default=None)
    return [
        Decimal(month) if first is not None and month > first and total < 0 else None
        for month, total in enumerate(totals)
    ]


def by_name(rows: Mapping[str, Months]) -> dict[str, Traces]:
    """The traces of the rows: what finds paybacks and counts changes of sign."""
    crossed = crossings(rows["cumulative"], rows["net"])
    return {
        "signs": signs(rows["net"]),
        "crossed": crossed,
        "crossed_discounted": crossings(rows["cumulative_discounted"], rows["discounted"]),
        "crossed_cashable": crossings(rows["cumulative_cashable"], rows["cashable"]),
        "below_again": below_again(rows["cumulative"], crossed),
    }
