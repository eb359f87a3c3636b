"""Hours of people, at what an hour costs."""

from calculations.engine.inputs import Declaration, Input, OneOf
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.pay import PAY_INPUTS, PAY_WAYS, hourly_rate, people_detail
from calculations.engine.quantity import Inputs, Quantity, step, total
from calculations.engine.units import HOURS, MONEY, PEOPLE, TIMES_PER_YEAR


def amount(inputs: Inputs) -> Quantity:
    if inputs.people_detail is None:
        return inputs.hours * inputs.people * hourly_rate(inputs) * inputs.times_per_year
    return total(amount_of_role(inputs, row) for row in inputs.people_detail)


def amount_of_role(inputs: Inputs, row: Inputs) -> Quantity:
    return step(inputs.hours * row.count * hourly_rate(row) * inputs.times_per_year, row.role, MONEY)


def hours_a_year(inputs: Inputs) -> Quantity:
    people = inputs.people if inputs.people_detail is None else total(row.count for row in inputs.people_detail)
    return inputs.hours * people * inputs.times_per_year


MODEL = Model(
    name="hours",
    label="Hours of work",
    description="Hours of people, once or several times a year.",
    declaration=Declaration(
        inputs=(
            Input("hours", "Hours each", HOURS),
            Input("people", "People", PEOPLE, default=ONE),
            people_detail(),
            *PAY_INPUTS,
            Input("times_per_year", "Times a year", TIMES_PER_YEAR, default=ONE),
        ),
        alternatives=(OneOf((("people",), ("people_detail",))), OneOf((*PAY_WAYS, ("people_detail",)))),
    ),
    formula=amount,
)
