"""What a chief executive decides on: what becomes possible, what is asked for, what is at risk. One page."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from calculations.engine.case_file.records import Benefit
from reports.document import Block, Bullets, Figure, FigureStrip, Heading, KeyFigure, Run, Section
from reports.effort import freed_by_use
from reports.reading import Reading
from reports.sections.money import COIN_TOSS
from reports.sentences import paragraph, sentence, span
from reports.years import schedule_of

Words = tuple[Run, ...]


# --- What it makes possible


def possible(reading: Reading) -> Section:
    """Growth, customers and what cannot be counted."""
    points = (*_growth(reading), *_customers(reading))
    blocks: list[Block] = [paragraph(*_lead(reading), lead=True)]
    if points:
        blocks.append(Bullets(points))
    if reading.case_file.intangibles:
        beyond = tuple(_intangible(one.text, one.indicator) for one in reading.case_file.intangibles)
        blocks += [Heading(_("Beyond the money")), Bullets(beyond)]
    return Section("possible", _("What it makes possible"), tuple(blocks))


def _lead(reading: Reading) -> Iterator[Words]:
    freed = sum(freed_by_use(reading).values(), Decimal(0))
    if freed > 0:
        yield sentence(
            _("It takes {hours} of routine work a year off our people."),
            hours=Figure(reading.numbers.hours(freed), freed),
        )
    npv = reading.amount("cashflow.npv")
    worth = Figure(reading.numbers.money_whole(abs(npv)), npv, "cashflow.npv")
    text = (
        _("It is worth {worth} in today’s money over {horizon}.")
        if npv >= 0
        else _("In today’s money it costs {worth} more than it brings over {horizon}.")
    )
    yield sentence(text, worth=worth, horizon=span(reading.case_file.horizon_months, reading.numbers))


def _growth(reading: Reading) -> Iterator[Words]:
    """Volume carried without hiring for it."""
    numbers = reading.numbers
    for line, inputs in reading.lines_of("capacity"):
        positions = line.model.hours_used(inputs) / inputs.hours_per_year  # type: ignore[misc]
        yield sentence(
            _("We can grow {growth} a year for {years} and leave {positions} positions unfilled that it would take."),
            growth=Figure(numbers.percent(inputs.volume_growth)),
            years=span(int(inputs.years * 12), numbers),
            positions=Figure(numbers.count(positions, digits=1)),
        )
    hires = sum((inputs.fte for _line, inputs in reading.lines_of("avoided_hire")), Decimal(0))
    if hires:
        yield sentence(_("{hires} of a planned hire is not needed."), hires=Figure(numbers.count(hires)))
    freed = freed_by_use(reading)
    if hours := freed.get("growth_absorbed"):
        yield sentence(_("{hours} a year are there for growth."), hours=Figure(numbers.hours(hours)))
    if hours := freed.get("redeployed"):
        yield sentence(_("{hours} a year go into other work."), hours=Figure(numbers.hours(hours)))


def _customers(reading: Reading) -> Iterator[Words]:
    """What customers and suppliers notice: fewer errors, faster answers, fewer stops."""
    numbers = reading.numbers
    for line, inputs in reading.lines_of("error_reduction"):
        yield sentence(
            _("{name}: the error rate falls from {before} to {after}."), name=line.name,
            before=Figure(numbers.percent(inputs.rate_before)), after=Figure(numbers.percent(inputs.rate_after)),
        )  # fmt: skip
    for line, inputs in reading.lines_of("downtime_avoided"):
        yield sentence(
            _("{name}: {before} breakdowns a year become {after}."), name=line.name,
            before=Figure(numbers.count(inputs.incidents_before)), after=Figure(numbers.count(inputs.incidents_after)),
        )  # fmt: skip
    known = {"error_reduction", "downtime_avoided"}
    felt = [
        line.line for line in reading.benefits if isinstance(line.line, Benefit) and line.line.layer != "efficiency"
    ]
    for benefit in felt:
        if benefit.model_name not in known:
            amount = reading.prepared.base_amounts[benefit.path]
            yield sentence(
                _("{name}: {amount} a year."), name=benefit.name, amount=Figure(numbers.money_whole(amount), amount)
            )


def _intangible(text: str, indicator: str) -> Words:
    return sentence(_("{text} (to be seen in: {indicator})"), text=text, indicator=indicator) if indicator else (text,)


# --- What is asked


def ask(reading: Reading) -> Section:
    """The money that is asked for, and when it is back."""
    once, yearly = reading.money("guide.one_time"), reading.money("guide.ongoing")
    payback = reading.value("cashflow.payback_months")
    cash = reading.amount("cashflow.peak_funding")
    strip = FigureStrip(
        (
            KeyFigure(_("Once"), once, _("to set it up")),
            KeyFigure(_("Every year"), yearly, _("to run it")),
            KeyFigure(_("Most tied up"), Figure(reading.numbers.money_whole(abs(cash)), cash, "cashflow.peak_funding")),
        )
    )
    back = (
        sentence(_("The money is back after {payback}."), payback=reading.months("cashflow.payback_months"))
        if payback is not None
        else ()
    )
    next_step = (_("The decision asked for is a pilot whose results are compared with this page month by month."),)
    return Section("ask", _("What is asked"), (strip, paragraph(back, next_step)))


# --- What is at risk


def risk(reading: Reading) -> Section:
    """How likely it is, and what is lost if it fails."""
    numbers, chance = reading.numbers, reading.case_file.probability
    failed = -schedule_of(reading.prepared).costs.present_value
    toss = reading.amount("scenarios.high_risk.cashflow.npv")
    words: list[Words] = [
        sentence(_("Success is taken to be {chance} likely."), chance=Figure(numbers.percent(chance), chance)),
        sentence(
            _("If it fails and is never stopped, it costs {lost} and brings nothing."),
            lost=Figure(numbers.money_whole(failed), failed),
        ),
    ]
    if chance > COIN_TOSS:
        text = _("At even odds it is worth {worth}.") if toss >= 0 else _("At even odds it loses {worth}.")
        words.append(sentence(text, worth=Figure(numbers.money_whole(abs(toss)), toss)))
    return Section("risk", _("What is at risk"), (paragraph(*words),))
