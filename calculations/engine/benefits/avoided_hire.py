"""People who need not be hired."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE, ZERO
from calculations.engine.pay import unloaded_salary
from calculations.engine.quantity import Inputs, Quantity, Whole
from calculations.engine.units import COUNT, MONEY, YEARLY_PAY

HOURS_OF_A_POSITION = Whole(2080, "h/year")


def annual_amount(inputs: Inputs) -> Quantity:
    return inputs.fte * (inputs.annual_salary * inputs.load_factor + inputs.recruiting_cost)


def hours_used(inputs: Inputs) -> Quantity:
    return inputs.fte * HOURS_OF_A_POSITION


MODEL = Model(
    name="avoided_hire",
    label="Avoided hire",
    description="Full-time equivalents not hired, at salary and recruiting cost.",
    declaration=Declaration(
        inputs=(
            Input("fte", "Full-time equivalents", COUNT),
            Input("annual_salary", "Annual salary", YEARLY_PAY),
            Input("load_factor", "Load factor", COUNT, default=ONE, help="1.4 adds benefits, taxes and overhead."),
            Input("recruiting_cost", "Recruiting cost of a hire", MONEY, default=ZERO),
        ),
    ),
    formula=annual_amount,
    hours_used=hours_used,
    notes=unloaded_salary,
)
