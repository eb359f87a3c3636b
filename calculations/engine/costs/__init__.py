"""The cost models. A model is retired, never renamed or deleted: old snapshots must still load."""

from calculations.engine.costs import by_year, fixed, hours, per_unit, percent_of
from calculations.engine.models import Model

COST_MODELS: dict[str, Model] = {
    "fixed": fixed.MODEL,
    "hours": hours.MODEL,
    "per_unit": per_unit.MODEL,
    "percent_of": percent_of.MODEL,
    "by_year": by_year.MODEL,
}
