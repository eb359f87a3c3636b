"""Gross profit on deals that would not have been won."""

from calculations.engine.inputs import Declaration, Input, OneOf
from calculations.engine.models import Model
from calculations.engine.numbers import ONE
from calculations.engine.quantity import MONTHS, Inputs, Quantity, step
from calculations.engine.units import MONEY, PER_MONTH, SHARE


def annual_amount(inputs: Inputs) -> Quantity:
    deals = step(deals_after(inputs) - deals_before(inputs), "Additional deals", PER_MONTH)
    return deals * MONTHS * inputs.deal_value * inputs.attribution * inputs.gross_margin


def deals_before(inputs: Inputs) -> Quantity:
    if inputs.deals_before is not None:
        return inputs.deals_before
    return step(inputs.leads_before * inputs.conversion_before, "Deals today", PER_MONTH)


def deals_after(inputs: Inputs) -> Quantity:
    if inputs.deals_after is not None:
        return inputs.deals_after
    return step(inputs.leads_after * inputs.conversion_after, "Deals afterwards", PER_MONTH)


MODEL = Model(
    name="revenue_uplift",
    label="Revenue uplift",
    description="More deals a month, or more leads at a better conversion, as gross profit.",
    declaration=Declaration(
        inputs=(
            Input("deals_before", "Deals a month today", PER_MONTH),
            Input("deals_after", "Deals a month afterwards", PER_MONTH),
            Input("leads_before", "Leads a month today", PER_MONTH),
            Input("conversion_before", "Conversion today", SHARE, maximum=ONE),
            Input("leads_after", "Leads a month afterwards", PER_MONTH),
            Input("conversion_after", "Conversion afterwards", SHARE, maximum=ONE),
            Input("deal_value", "Value of a deal", MONEY),
            Input("attribution", "Share due to the project", SHARE, maximum=ONE, default=ONE),
            Input("gross_margin", "Gross margin", SHARE, maximum=ONE, default=ONE),
        ),
        alternatives=(
            OneOf(
                (
                    ("deals_before", "deals_after"),
                    ("leads_before", "conversion_before", "leads_after", "conversion_after"),
                )
            ),
        ),
    ),
    formula=annual_amount,
)
