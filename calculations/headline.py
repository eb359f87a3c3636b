"""The few figures a case leads with, worked out quickly enough to follow a person's typing."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calculations.engine.answer import Answer
from calculations.engine.case_file import CaseFile
from calculations.engine.methods.cashflow import cashable, cashflow
from calculations.engine.numbers import ZERO
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.simulation import simulate
from display.numbers import Numbers

SAME = ""
# Enough for a whole percentage, and quick enough for every keystroke.
QUICK_PATHS = 1024


@dataclass(frozen=True)
class Headline:
    """The figures by which a case is judged at a glance."""

    npv: Decimal
    payback: Answer
    discounted_payback: Answer
    cash_needed: Decimal
    cash_needed_month: int
    cashable_npv: Decimal
    chance_of_loss: Decimal
    horizon_months: int
    discount_rate: Decimal


@dataclass(frozen=True)
class Shown:
    """A figure on the strip: its name, its text, a note, and by how much an edit moved it."""

    name: str
    label: str | Promise
    value: str
    note: str
    reason: str = ""
    tone: str = ""
    change: str = SAME


def headline_of(case_file: CaseFile) -> Headline:
    """Returns the headline figures without the rest of an evaluation."""
    prepared = prepare(case_file)
    flowing, leaves_budget = cashflow(prepared), cashable(prepared)
    return Headline(
        npv=flowing.npv,
        payback=flowing.payback_months,
        discounted_payback=flowing.discounted_payback_months,
        cash_needed=flowing.peak_funding,
        cash_needed_month=flowing.peak_funding_month,
        cashable_npv=leaves_budget.npv,
        chance_of_loss=_chance_of_loss(prepared),
        horizon_months=case_file.horizon_months,
        discount_rate=case_file.discount_rate.value,
    )


def strip(now: Headline, numbers: Numbers, before: Headline | None = None) -> list[Shown]:
    """Returns the figures as text; with `before`, each says how far it has moved."""
    was = before or now
    span = {"months": numbers.months(now.horizon_months), "rate": numbers.percent(now.discount_rate)}
    discounted = numbers.count(now.discounted_payback.value, digits=1)
    return [
        Shown(
            "npv", _("Net present value"), numbers.money_whole(now.npv), _("%(months)s at %(rate)s") % span,
            tone="bad" if now.npv < 0 else "", change=_moved(was.npv, now.npv, numbers.money_whole),
        ),
        Shown(
            "payback", _("Payback"), numbers.months(now.payback.value),
            _("discounted %(months)s") % {"months": discounted} if now.discounted_payback.value is not None else "",
            reason=now.payback.reason, change=_moved(was.payback.value, now.payback.value, _months(numbers)),
        ),
        Shown(
            "cash_needed", _("Cash needed"), numbers.money_whole(now.cash_needed),
            _("in month %(month)s") % {"month": now.cash_needed_month} if now.cash_needed else _("never below zero"),
            tone="bad" if now.cash_needed < 0 else "",
            change=_moved(was.cash_needed, now.cash_needed, numbers.money_whole),
        ),
        Shown(
            "cashable", _("Cashable only"), numbers.money_whole(now.cashable_npv), _("NPV, no freed time"),
            tone="bad" if now.cashable_npv < 0 else "",
            change=_moved(was.cashable_npv, now.cashable_npv, numbers.money_whole),
        ),
        Shown(
            "chance_of_loss", _("Chance of a loss"), _whole_percent(numbers)(now.chance_of_loss),
            _("failure, or too little benefit"),
            change=_moved(was.chance_of_loss, now.chance_of_loss, _whole_percent(numbers)),
        ),
    ]  # fmt: skip


def _chance_of_loss(prepared: Prepared) -> Decimal:
    """The share of a quick simulation's runs that do not end above zero; nothing is lost where there is nothing."""
    if not prepared.lines:
        return ZERO
    return 1 - simulate(prepared, paths=QUICK_PATHS, quick=True).probability_npv_positive


def _whole_percent(numbers: Numbers) -> Callable[[Decimal], str]:
    return lambda value: numbers.percent(value, digits=0)


def _months(numbers: Numbers) -> Callable[[Decimal], str]:
    return lambda value: numbers.count(value, digits=1)


def _moved(before: Decimal | None, now: Decimal | None, write: Callable[[Decimal], str]) -> str:
    """Returns `+$1,200`, or nothing where the figure reads the same as before."""
    if before is None or now is None:
        return SAME if before is now else str(_("new"))
    if write(now) == write(before):
        return SAME
    return f"+{write(now - before)}" if now > before else write(now - before)
