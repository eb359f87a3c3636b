"""A loss that becomes less likely or smaller."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import Inputs, Quantity, step
from calculations.engine.units import MONEY, MONEY_PER_YEAR, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    before = inputs.probability_before * inputs.impact_before
    after = inputs.probability_after * inputs.impact_after
    return step(before, "Expected loss today", MONEY_PER_YEAR) - step(after, "Expected loss afterwards", MONEY_PER_YEAR)


MODEL = Model(
    name="loss_avoided",
    label="Loss avoided",
    description="Expected loss of a year today, less the expected loss afterwards.",
    declaration=Declaration(
        inputs=(
            Input("probability_before", "Probability a year today", SHARE, maximum=ONE),
            Input("impact_before", "Loss today", MONEY),
            Input("probability_after", "Probability a year afterwards", SHARE, maximum=ONE),
            Input("impact_after", "Loss afterwards", MONEY),
        ),
    ),
    formula=annual_amount,
)
