"""Units: what an input counts in, and which facts convert to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

# A fact's unit, and what a person calls it.
FACT_UNITS = {
    "per_day": "per day",
    "per_working_day": "per working day",
    "per_week": "per week",
    "per_month": "per month",
    "per_year": "per year",
    "per_hour": "per hour",
    "minutes": "minutes",
    "hours": "hours",
    "share": "share",
    "money": "money",
    "count": "count",
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A conversion kept as two whole numbers, so that 52 / 12 stays exact and can be shown."""

    times: int = 1
    over: int = 1

    @property
    def is_one(self) -> bool:
        return self.times == self.over

    def undo(self, value: Decimal) -> Decimal:
        return value * self.over / self.times


SAME = Ratio()
TO_MONTH = {
    "per_day": Ratio(365, 12),
    "per_working_day": Ratio(251, 12),
    "per_week": Ratio(52, 12),
    "per_month": SAME,
    "per_year": Ratio(1, 12),
}
TO_YEAR = {
    "per_day": Ratio(365),
    "per_working_day": Ratio(251),
    "per_week": Ratio(52),
    "per_month": Ratio(12),
    "per_year": SAME,
}
TO_HOURS = {"hours": SAME, "minutes": Ratio(1, 60)}
TO_MINUTES = {"minutes": SAME, "hours": Ratio(60)}


@dataclass(frozen=True)
class Unit:
    """The unit of an input: how a value of it is shown, and the fact units that convert to it."""

    name: str
    label: str
    suffix: str = ""
    # The suffix of exactly one, where it differs.
    singular: str = ""
    money: bool = False
    accepts: Mapping[str, Ratio] = field(default_factory=dict, hash=False)


PER_MONTH = Unit("per_month", "a month", "/month", accepts=TO_MONTH)
PER_YEAR = Unit("per_year", "a year", "/year", accepts=TO_YEAR)
TIMES_PER_YEAR = Unit("times_per_year", "times a year", " times", " time", accepts=TO_YEAR)
# An incident count belongs to a year even where its fact does not say so.
COUNT_PER_YEAR = Unit("count_per_year", "a year", "/year", accepts={**TO_YEAR, "count": SAME})
# Hours of a month may be written as hours, or as hours per week, month or year.
HOURS_PER_MONTH = Unit("hours_per_month", "hours a month", " h/month", accepts={**TO_MONTH, **TO_HOURS})
HOURS_PER_YEAR = Unit("hours_per_year", "hours a year", " h/year", accepts={**TO_YEAR, **TO_HOURS})
HOURS_PER_WEEK = Unit("hours_per_week", "hours a week", " h/week")
HOURS = Unit("hours", "hours", " h", accepts=TO_HOURS)
MINUTES = Unit("minutes", "minutes", " min", accepts=TO_MINUTES)
SHARE = Unit("share", "share, 0 to 1", accepts={"share": SAME})
COUNT = Unit("count", "count", accepts={"count": SAME})
PEOPLE = Unit("people", "people", " people", " person", accepts={"count": SAME})
DAYS = Unit("days", "days", " days", accepts={"count": SAME})
YEARS = Unit("years", "years", " years", accepts={"count": SAME})
MONEY = Unit("money", "money", money=True, accepts={"money": SAME})
MONEY_PER_HOUR = Unit("money_per_hour", "money an hour", "/h", money=True, accepts={"money": SAME})
MONEY_PER_YEAR = Unit("money_per_year", "money a year", "/year", money=True)
HOURLY_PAY = Unit("hourly_pay", "pay an hour", "/h", money=True, accepts={"per_hour": SAME})
YEARLY_PAY = Unit("yearly_pay", "pay a year", "/year", money=True, accepts={"per_year": SAME})
