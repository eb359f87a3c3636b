"""Hours of work that are no longer needed, at what an hour costs."""

from dataclasses import replace

from calculations.engine.inputs import Choice, Declaration, Input, OneOf
from calculations.engine.models import Model
from calculations.engine.numbers import ONE, ZERO
from calculations.engine.pay import PAY_INPUTS, PAY_WAYS, hourly_rate, people_detail
from calculations.engine.quantity import MINUTES_AN_HOUR, MONTHS, WEEKS, Inputs, Quantity, Whole, step, total
from calculations.engine.units import (
    HOURS_PER_MONTH,
    HOURS_PER_WEEK,
    MINUTES,
    MONEY_PER_YEAR,
    PEOPLE,
    PER_MONTH,
    SHARE,
)

MONTHLY, FOUR_WEEK_MONTH = "monthly", "four_week_month"
WEEKS_A_MONTH = Whole(4, "weeks")

MINUTES_INPUTS = (
    Input("minutes_before", "Minutes each today", MINUTES),
    Input("minutes_when_automated", "Minutes each when automated", MINUTES, default=ZERO),
    Input("minutes_when_escalated", "Minutes each when a person takes over", MINUTES),
)
ROW_MINUTES = tuple(replace(minutes, required=False, default=None) for minutes in MINUTES_INPUTS)
WORK = ("volume_per_month", "automated_share", *(minutes.name for minutes in MINUTES_INPUTS))


def annual_amount(inputs: Inputs) -> Quantity:
    if inputs.people_detail is None:
        return annualised(hours_saved(inputs), inputs) * hourly_rate(inputs)
    return total(amount_of_role(inputs, row) for row in inputs.people_detail)


def amount_of_role(inputs: Inputs, row: Inputs) -> Quantity:
    amount = annualised(hours_saved_by(inputs, row), inputs) * hourly_rate(row)
    return step(amount, row.role, MONEY_PER_YEAR)


def hours_freed(inputs: Inputs) -> Quantity:
    if inputs.people_detail is None:
        hours = hours_saved(inputs)
    else:
        hours = total(hours_saved_by(inputs, row) for row in inputs.people_detail)
    return annualised(hours, inputs)


def hours_saved(inputs: Inputs) -> Quantity:
    before, after = hours_of_everybody(inputs)
    return before - after


def hours_saved_by(inputs: Inputs, row: Inputs) -> Quantity:
    before, after = hours_of_role(inputs, row)
    return before - after


def hours_a_month(inputs: Inputs) -> tuple[Quantity, Quantity]:
    """Hours a month before and after, of all who do the work: what a trial measures its own hours against."""
    if inputs.people_detail is None:
        return hours_of_everybody(inputs)
    before, after = zip(*(hours_of_role(inputs, row) for row in inputs.people_detail), strict=True)
    return total(before), total(after)


def hours_of_everybody(inputs: Inputs) -> tuple[Quantity, Quantity]:
    if inputs.hours_before_per_month is not None:
        return inputs.hours_before_per_month, inputs.hours_after_per_month
    return hours_of_work(
        inputs, inputs.people, inputs.minutes_before, inputs.minutes_when_automated, inputs.minutes_when_escalated
    )


def hours_of_role(inputs: Inputs, row: Inputs) -> tuple[Quantity, Quantity]:
    """The hours of one role; minutes the row leaves out come from the line."""
    minutes = (
        getattr(row if getattr(row, declared.name) is not None else inputs, declared.name)
        for declared in MINUTES_INPUTS
    )
    return hours_of_work(inputs, row.count, *minutes)


def hours_of_work(
    inputs: Inputs, people: Quantity, before: Quantity, automated: Quantity, escalated: Quantity
) -> tuple[Quantity, Quantity]:
    """Hours a month before, and hours a month after."""
    volume, share = inputs.volume_per_month, inputs.automated_share
    hours_before = volume * before * people / MINUTES_AN_HOUR
    hours_after = volume * people * (share * automated + (1 - share) * escalated) / MINUTES_AN_HOUR
    return step(hours_before, "Hours before", HOURS_PER_MONTH), step(hours_after, "Hours after", HOURS_PER_MONTH)


def annualised(hours: Quantity, inputs: Inputs) -> Quantity:
    """Hours a month as hours a year; the guide's invoice example stretches a four-week month to 52 weeks."""
    if inputs.annualisation == FOUR_WEEK_MONTH:
        return step(hours / WEEKS_A_MONTH, "Hours saved a week", HOURS_PER_WEEK) * WEEKS
    return step(hours, "Hours saved a month", HOURS_PER_MONTH) * MONTHS


def notes(inputs: Inputs) -> tuple[str, ...]:
    if inputs.annualisation == FOUR_WEEK_MONTH:
        return ("A month is counted as four weeks and a year as 52: 8.3% more hours than twelve months hold.",)
    return ()


MODEL = Model(
    name="time_saved",
    label="Time saved",
    description="Minutes of work per item that a machine takes over, or hours a month before and after.",
    declaration=Declaration(
        inputs=(
            Input("volume_per_month", "Items a month", PER_MONTH),
            Input("people", "People handling each item", PEOPLE),
            people_detail(ROW_MINUTES),
            *MINUTES_INPUTS,
            Input("automated_share", "Share handled automatically", SHARE, maximum=ONE),
            Input("hours_before_per_month", "Hours a month today", HOURS_PER_MONTH),
            Input("hours_after_per_month", "Hours a month afterwards", HOURS_PER_MONTH),
            *PAY_INPUTS,
            Choice(
                "annualisation",
                "From months to a year",
                ((MONTHLY, "Twelve months"), (FOUR_WEEK_MONTH, "Four-week months, 52 weeks")),
                default=MONTHLY,
            ),
        ),
        alternatives=(
            OneOf(((*WORK, "people"), (*WORK, "people_detail"), ("hours_before_per_month", "hours_after_per_month"))),
            OneOf((*PAY_WAYS, ("people_detail",))),
        ),
    ),
    formula=annual_amount,
    is_time=True,
    hours_freed=hours_freed,
    notes=notes,
)
