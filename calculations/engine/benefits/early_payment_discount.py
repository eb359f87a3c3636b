"""Discounts for paying early, less what the earlier money costs."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE, ZERO
from calculations.engine.quantity import MONTHS, Inputs, Quantity, Whole, step
from calculations.engine.units import DAYS, MONEY, PER_MONTH, PER_YEAR, SHARE

DAYS_A_YEAR = Whole(365, "days")


def annual_amount(inputs: Inputs) -> Quantity:
    invoices = step(inputs.volume_per_month * MONTHS * inputs.share_offering, "Invoices with a discount", PER_YEAR)
    cost_of_money = inputs.financing_rate * inputs.days_earlier / DAYS_A_YEAR
    return invoices * inputs.average_amount * (inputs.discount - cost_of_money)


MODEL = Model(
    name="early_payment_discount",
    label="Early-payment discounts",
    description="Discounts taken because invoices are paid in time, less the cost of paying earlier.",
    declaration=Declaration(
        inputs=(
            Input("volume_per_month", "Invoices a month", PER_MONTH),
            Input("share_offering", "Share offering a discount", SHARE, maximum=ONE),
            Input("average_amount", "Average invoice", MONEY),
            Input("discount", "Discount", SHARE, maximum=ONE),
            Input("days_earlier", "Days paid earlier", DAYS, default=ZERO),
            Input("financing_rate", "Cost of money a year", SHARE, maximum=ONE, default=ZERO),
        ),
    ),
    formula=annual_amount,
)
