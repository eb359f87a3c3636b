"""A benefit or a cost stated year by year; a steady year is the mean of years 1 to 3."""

from calculations.engine.inputs import Amounts, Declaration
from calculations.engine.models import Model
from calculations.engine.quantity import Inputs, Quantity, Whole, total

YEARS_COUNTED = Whole(3, "years")


def annual_amount(inputs: Inputs) -> Quantity:
    """Years that are missing count as 0; year 0 is not a steady year."""
    years = inputs.amounts[1 : YEARS_COUNTED + 1]
    return total(years) / YEARS_COUNTED if years else inputs.amounts[0] * 0


MODEL = Model(
    name="by_year",
    label="Amounts by year",
    description="One amount for today and for each year after; no ramp, growth, start or end.",
    declaration=Declaration(inputs=(Amounts("amounts", "Amounts, year 0 first"),)),
    formula=annual_amount,
    is_by_year=True,
)
