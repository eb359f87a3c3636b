"""Breakdowns that no longer stop production."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ZERO
from calculations.engine.quantity import Inputs, Quantity, step
from calculations.engine.units import COUNT_PER_YEAR, HOURS, MONEY, MONEY_PER_HOUR, MONEY_PER_YEAR


def annual_amount(inputs: Inputs) -> Quantity:
    before = inputs.incidents_before * (inputs.hours_before * inputs.value_per_hour + inputs.repair_cost)
    after = inputs.incidents_after * (inputs.hours_after * inputs.value_per_hour + inputs.repair_cost)
    planned = inputs.planned_count * inputs.planned_cost
    return (
        step(before, "Cost of breakdowns today", MONEY_PER_YEAR)
        - step(after, "Cost of breakdowns afterwards", MONEY_PER_YEAR)
        - step(planned, "Planned maintenance", MONEY_PER_YEAR)
    )


MODEL = Model(
    name="downtime_avoided",
    label="Downtime avoided",
    description="Hours of downtime and repairs today, less what remains and what is planned instead.",
    declaration=Declaration(
        inputs=(
            Input("incidents_before", "Breakdowns a year today", COUNT_PER_YEAR),
            Input("hours_before", "Hours of downtime each today", HOURS),
            Input("incidents_after", "Breakdowns a year afterwards", COUNT_PER_YEAR),
            Input("hours_after", "Hours of downtime each afterwards", HOURS),
            Input("value_per_hour", "Value of an hour of production", MONEY_PER_HOUR),
            Input("repair_cost", "Repair cost each", MONEY),
            Input("planned_count", "Planned interventions a year", COUNT_PER_YEAR, default=ZERO),
            Input("planned_cost", "Cost of a planned intervention", MONEY, default=ZERO),
        ),
    ),
    formula=annual_amount,
)
