"""An amount, once or every year."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.quantity import Inputs, Quantity
from calculations.engine.units import MONEY


def amount(inputs: Inputs) -> Quantity:
    return inputs.amount


MODEL = Model(
    name="fixed",
    label="Fixed amount",
    description="An amount, once or every year.",
    declaration=Declaration(inputs=(Input("amount", "Amount", MONEY),)),
    formula=amount,
)
