"""What an hour of work costs: an hourly rate, or a salary with its loading; for one rate or for people in rows."""

from collections.abc import Iterable
from decimal import Decimal

from calculations.engine.inputs import Declaration, Input, OneOf, People
from calculations.engine.quantity import Inputs, Quantity, step
from calculations.engine.units import COUNT, HOURLY_PAY, HOURS_PER_YEAR, PEOPLE, YEARLY_PAY

HOURLY_RATE = Input("hourly_rate", "Hourly rate", HOURLY_PAY, help="Loaded: with benefits, taxes and overhead.")
BASE_SALARY = Input("base_salary", "Base salary", YEARLY_PAY)
LOAD_FACTOR = Input(
    "load_factor", "Load factor", COUNT, default=Decimal("1.4"), help="1.4 adds benefits, taxes and overhead."
)
WORKING_HOURS = Input(
    # A year of no hours has no hourly rate.
    "hours_per_year",
    "Working hours a year",
    HOURS_PER_YEAR,
    minimum=Decimal(1),
    default=Decimal(2080),
)
PAY_INPUTS = (HOURLY_RATE, BASE_SALARY, LOAD_FACTOR, WORKING_HOURS)
PAY_WAYS: tuple[tuple[str, ...], ...] = (("hourly_rate",), ("base_salary", "load_factor", "hours_per_year"))


def people_detail(overrides: Iterable[Input] = ()) -> People:
    """The declaration of rows for people with different pay."""
    count = Input("count", "People", PEOPLE)
    row = Declaration((count, *PAY_INPUTS, *overrides), (OneOf(PAY_WAYS),))
    return People("people_detail", "People with different pay", row)


def hourly_rate(inputs: Inputs) -> Quantity:
    if inputs.hourly_rate is not None:
        return inputs.hourly_rate
    return step(inputs.base_salary * inputs.load_factor / inputs.hours_per_year, "Hourly rate", HOURLY_PAY)


def unloaded_salary(inputs: Inputs) -> tuple[str, ...]:
    if inputs.load_factor == 1:
        return ("The salary is not loaded: a load factor of 1 leaves out benefits, taxes and overhead.",)
    return ()
