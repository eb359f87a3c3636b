"""Units at a price."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import Inputs, Quantity
from calculations.engine.units import COUNT, MONEY, TIMES_PER_YEAR


def amount(inputs: Inputs) -> Quantity:
    return inputs.units * inputs.price * inputs.times_per_year


MODEL = Model(
    name="per_unit",
    label="Units at a price",
    description="Seats, devices, documents or calls at a price each, once or several times a year.",
    declaration=Declaration(
        inputs=(
            Input("units", "Units", COUNT),
            Input("price", "Price each", MONEY),
            Input("times_per_year", "Times a year", TIMES_PER_YEAR, default=ONE),
        )
    ),
    formula=amount,
)
