"""Growth handled without hiring for it."""

from decimal import Decimal

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.pay import WORKING_HOURS
from calculations.engine.quantity import MONTHS, Inputs, Quantity, step
from calculations.engine.units import COUNT, HOURS_PER_MONTH, SHARE, YEARLY_PAY, YEARS


def annual_amount(inputs: Inputs) -> Quantity:
    positions = hours_used(inputs) / inputs.hours_per_year
    return step(positions, "Positions not filled", COUNT) * inputs.annual_salary


def hours_used(inputs: Inputs) -> Quantity:
    saved = inputs.hours_before_per_month - inputs.hours_after_per_month
    growth = (1 + inputs.volume_growth) ** inputs.years - 1
    return step(saved, "Hours saved a month", HOURS_PER_MONTH) * growth * MONTHS


MODEL = Model(
    name="capacity",
    label="Capacity for growth",
    description="Positions that growing volume would need and that need not be filled.",
    declaration=Declaration(
        inputs=(
            Input("hours_before_per_month", "Hours a month today", HOURS_PER_MONTH),
            Input("hours_after_per_month", "Hours a month afterwards", HOURS_PER_MONTH),
            Input("volume_growth", "Growth of volume a year", SHARE, minimum=Decimal("-0.9"), maximum=Decimal(5)),
            Input("years", "Years of growth", YEARS, maximum=Decimal(50)),
            Input("annual_salary", "Annual salary", YEARLY_PAY),
            WORKING_HOURS,
        ),
    ),
    formula=annual_amount,
    is_time=True,
    hours_used=hours_used,
)
