"""An amount a year, with evidence."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.quantity import Inputs, Quantity
from calculations.engine.units import MONEY


def annual_amount(inputs: Inputs) -> Quantity:
    return inputs.amount


MODEL = Model(
    name="fixed_annual",
    label="Fixed amount a year",
    description="An amount a year that no other model explains; it needs evidence.",
    declaration=Declaration(
        inputs=(Input("amount", "Amount a year", MONEY),),
    ),
    formula=annual_amount,
)
