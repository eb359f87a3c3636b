"""Freed hours put to work that earns something."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import Inputs, Quantity
from calculations.engine.units import HOURS_PER_YEAR, MONEY_PER_HOUR, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    return hours_used(inputs) * inputs.value_per_hour


def hours_used(inputs: Inputs) -> Quantity:
    return inputs.hours_per_year * inputs.share_used


MODEL = Model(
    name="redeployed_time",
    label="Redeployed time",
    description="Hours freed, the share of them used elsewhere, and what an hour there is worth.",
    declaration=Declaration(
        inputs=(
            Input("hours_per_year", "Hours a year", HOURS_PER_YEAR),
            Input("share_used", "Share put to use", SHARE, maximum=ONE),
            Input("value_per_hour", "Value of an hour", MONEY_PER_HOUR),
        ),
    ),
    formula=annual_amount,
    is_time=True,
    hours_used=hours_used,
)
