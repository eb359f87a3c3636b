"""Deals won from opportunities nobody followed up."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import Inputs, Quantity
from calculations.engine.units import MONEY, PER_YEAR, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    return inputs.stale_per_year * inputs.reactivation_rate * inputs.deal_value * inputs.gross_margin


MODEL = Model(
    name="stale_reactivated",
    label="Stale opportunities reactivated",
    description="Opportunities gone quiet that are followed up, every year; a one-off clean-up uses by_year.",
    declaration=Declaration(
        inputs=(
            Input("stale_per_year", "Stale opportunities a year", PER_YEAR),
            Input("reactivation_rate", "Share reactivated", SHARE, maximum=ONE),
            Input("deal_value", "Value of a deal", MONEY),
            Input("gross_margin", "Gross margin", SHARE, maximum=ONE, default=ONE),
        ),
    ),
    formula=annual_amount,
)
