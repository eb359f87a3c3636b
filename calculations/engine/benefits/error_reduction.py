"""Errors that no longer have to be found and fixed."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import MONTHS, Inputs, Quantity, step
from calculations.engine.units import MONEY, PER_MONTH, PER_YEAR, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    errors = inputs.volume_per_month * MONTHS * (inputs.rate_before - inputs.rate_after)
    return step(errors, "Errors avoided", PER_YEAR) * inputs.cost_per_error


MODEL = Model(
    name="error_reduction",
    label="Errors avoided",
    description="Fewer errors, at what one costs to find and fix.",
    declaration=Declaration(
        inputs=(
            Input("volume_per_month", "Items a month", PER_MONTH),
            Input("rate_before", "Error rate today", SHARE, maximum=ONE),
            Input("rate_after", "Error rate afterwards", SHARE, maximum=ONE),
            Input("cost_per_error", "Cost of an error", MONEY),
        ),
    ),
    formula=annual_amount,
)
