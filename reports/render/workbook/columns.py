"""Measures down a column: each a live formula over rows and over the measures above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calculations.engine.answer import NO_SIGN_CHANGE, Answer
from calculations.engine.methods.cashflow import Cashflow
from calculations.engine.numbers import CONTEXT
from reports.render.workbook.measures import SEVERAL_SIGN_CHANGES, Measure, formula_of
from reports.render.workbook.months import Traces, sign_changes
from reports.render.workbook.sheet import MONTHS, WHOLE, Cell, Sheet, Value
from reports.render.workbook.variants import Variant

# A guess near the answer, for a spreadsheet's search for the internal rate of return.
NO_GUESS = "0.01"


def number_of_measure(sheet: Sheet, measure: Measure) -> str:
    formats = {"share": "0.00%", "months": MONTHS, "whole": WHOLE, "ratio": "0.00"}
    return formats.get(measure.kind, sheet.book.accounting)


def write_measures(
    sheet: Sheet,
    top: int,
    column: int,
    measures: Sequence[Measure],
    references: Mapping[str, str],
    values: Mapping[str, Value],
) -> dict[str, Cell]:
    """Writes one below the other; returns their cells by key."""
    known = dict(references)
    cells = {}
    for row, measure in enumerate(measures, start=top):
        formula = formula_of(measure, known)
        cells[measure.key] = sheet.formula(row, column, formula, values[measure.key], number_of_measure(sheet, measure))
        known[measure.key] = cells[measure.key].seen_from(sheet.name)
    return cells


def guide_values(variant: Variant) -> dict[str, Value]:
    guide = variant.guide
    return {name: getattr(guide, name) for name in guide.__slots__}


def tei_values(variant: Variant) -> dict[str, Value]:
    tei = variant.tei
    return {name: getattr(tei, name) for name in tei.__slots__}


def cashflow_values(variant: Variant, signs: Traces) -> dict[str, Value]:
    """What the cells hold. A spreadsheet counts changes of sign; the engine can prove one rate where there are more."""
    flow, prepared = variant.cashflow, variant.prepared
    values: dict[str, Value] = {name: getattr(flow, name) for name in Cashflow.__slots__}
    benefits_pv, costs_pv = prepared.base_present_values
    changes = sign_changes(signs)
    return values | {
        "benefits_pv": CONTEXT.multiply(prepared.probability, benefits_pv),
        "costs_pv": costs_pv,
        "negative_again": "no" if flow.negative_again is None else flow.negative_again,
        "irr": (flow.irr, Answer(None, NO_SIGN_CHANGE), Answer(None, SEVERAL_SIGN_CHANGES))[
            0 if changes == 1 else 1 if changes == 0 else 2
        ],
    }


def guess_of(variant: Variant) -> str:
    """The monthly rate the engine found, to a few digits."""
    annual = variant.cashflow.irr.value
    if annual is None:
        return NO_GUESS
    return f"{(1 + float(annual)) ** (1 / 12) - 1:.6f}"
