"""A snapshot as the sections read it: its stored result, and its stored inputs made ready to be explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from calculations.engine.case_file import CaseFile
from calculations.engine.case_file.records import Benefit
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.quantity import Inputs
from calculations.engine.wiring import WiredLine
from calculations.models import Snapshot
from calculations.selectors import snapshot_case_file, snapshot_result
from display.numbers import Numbers
from pilots.projection import Projection
from reports.document import Figure

YEAR = 12


@dataclass(frozen=True)
class Reading:
    """One snapshot, and how its reader writes numbers. Figures are those that were stored, never later ones."""

    snapshot: Snapshot
    locale: str

    @cached_property
    def case_file(self) -> CaseFile:
        return snapshot_case_file(self.snapshot)

    @cached_property
    def result(self) -> Mapping[str, Any]:
        return snapshot_result(self.snapshot)

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.case_file.currency, self.locale)

    @cached_property
    def prepared(self) -> Prepared:
        """The stored inputs, wired: for what explains the result and is not stored beside it."""
        return prepare(self.case_file)

    @cached_property
    def year(self) -> Projection:
        """The first year month by month, as a pilot will be compared with it."""
        return Projection(self.prepared, YEAR)

    @property
    def benefits(self) -> tuple[WiredLine, ...]:
        return self.prepared.benefits

    def lines_of(self, *models: str) -> list[tuple[Benefit, Inputs]]:
        """Returns the benefits of these models with the inputs their formulas read."""
        return [
            (line.line, self.prepared.inputs_of(line))
            for line in self.prepared.benefits
            if isinstance(line.line, Benefit) and line.line.model_name in models
        ]

    def name_of(self, path: str) -> str:
        """Returns what a line is called."""
        return self.prepared.by_path[path].line.name

    # --- stored figures

    def value(self, path: str) -> Decimal | None:
        """Returns a stored figure by its path, such as `cashflow.npv`; None where the question has no answer."""
        found: Any = self.result
        for name in path.split("."):
            found = found[name]
        return None if found is None else Decimal(found)

    def amount(self, path: str) -> Decimal:
        """Returns a stored figure that always has an answer."""
        return Decimal(self.value(path) or 0)

    def reason(self, path: str) -> str:
        """Returns why a stored figure has no answer."""
        return str(self.result["reasons"].get(path, ""))

    def money(self, path: str) -> Figure:
        """Returns an amount as it is read, with the key of its working."""
        return Figure(self.numbers.money_whole(self.value(path)), self.value(path), path)

    def months(self, path: str) -> Figure:
        """Returns a time in months as it is read, or why there is none."""
        value = self.value(path)
        return Figure(self.numbers.months(value, reason=self.reason(path)), value, path)

    def percent(self, path: str) -> Figure:
        """Returns a rate as it is read, or why there is none."""
        value = self.value(path)
        return Figure(self.numbers.percent(value, reason=self.reason(path)), value, path)
