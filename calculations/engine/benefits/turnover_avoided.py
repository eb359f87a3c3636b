"""People who stay because tedious work is gone."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import Inputs, Quantity
from calculations.engine.units import MONEY, PEOPLE, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    return inputs.headcount * inputs.turnover_rate * inputs.relative_reduction * inputs.replacement_cost


MODEL = Model(
    name="turnover_avoided",
    label="Turnover avoided",
    description="Fewer people leaving, at what it costs to replace one.",
    declaration=Declaration(
        inputs=(
            Input("headcount", "People", PEOPLE),
            Input("turnover_rate", "Turnover a year", SHARE, maximum=ONE),
            Input("relative_reduction", "Reduction of turnover", SHARE, maximum=ONE),
            Input("replacement_cost", "Cost of replacing a person", MONEY),
        ),
    ),
    formula=annual_amount,
)
