"""Leads that convert because somebody answered in time."""

from calculations.engine.inputs import Declaration, Input
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import MONTHS, Inputs, Quantity
from calculations.engine.units import MONEY, PER_MONTH, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    gain = inputs.conversion_fast - inputs.conversion_slow
    return inputs.leads_per_month * MONTHS * gain * inputs.deal_value * inputs.gross_margin


MODEL = Model(
    name="faster_response",
    label="Faster response",
    description="Better conversion of leads answered fast, as gross profit.",
    declaration=Declaration(
        inputs=(
            Input("leads_per_month", "Leads a month", PER_MONTH),
            Input("conversion_fast", "Conversion when answered fast", SHARE, maximum=ONE),
            Input("conversion_slow", "Conversion when answered late", SHARE, maximum=ONE),
            Input("deal_value", "Value of a deal", MONEY),
            Input("gross_margin", "Gross margin", SHARE, maximum=ONE, default=ONE),
        ),
    ),
    formula=annual_amount,
)
