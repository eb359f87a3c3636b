"""What a benefit or cost model is: a name, declared inputs, and one formula."""

from collections.abc import Callable
from dataclasses import dataclass

from calculations.engine.inputs import Declaration
from calculations.engine.quantity import Inputs, Quantity

Formula = Callable[[Inputs], Quantity]


@dataclass(frozen=True)
class Model:
    """A model is retired when its time is over, never renamed or deleted: old files load for ever."""

    name: str
    label: str
    description: str
    declaration: Declaration
    formula: Formula
    # Time that is saved but stays on the payroll: cashable only when its use says so.
    is_time: bool = False
    # Hours of work this line frees in a year, and hours it counts as put to use (the double-counting check).
    hours_freed: Formula | None = None
    hours_used: Formula | None = None
    notes: Callable[[Inputs], tuple[str, ...]] = lambda inputs: ()
    is_by_year: bool = False
    is_percent_of: bool = False
    is_retired: bool = False
