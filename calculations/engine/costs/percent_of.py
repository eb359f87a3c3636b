"""A share of other cost lines."""

from calculations.engine.inputs import Declaration, Input, LineKeys
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import Inputs, Quantity, total
from calculations.engine.units import SHARE


def amount(inputs: Inputs) -> Quantity:
    return inputs.share * total(inputs.of)


MODEL = Model(
    name="percent_of",
    label="Share of other costs",
    description="A share of the amounts of other cost lines, before their growth.",
    declaration=Declaration(
        inputs=(Input("share", "Share", SHARE, maximum=ONE), LineKeys("of", "Of these cost lines")),
    ),
    formula=amount,
    is_percent_of=True,
)
