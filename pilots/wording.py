"""How a pilot is put into words and figures for one reader: values by unit, variances, statuses, what stands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from babel.dates import format_skeleton
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from calculations.engine.answer import Answer
from display.numbers import DASH, Numbers, known_locale
from pilots.comparison import Cell, Comparison
from pilots.metrics import Text
from pilots.models import Pilot
from pilots.months import add_months, running_month, week_of
from pilots.status import REASON_LABELS, STATUS_LABELS, Status

TONES: dict[Status, str] = {
    Status.TOO_EARLY: "info",
    Status.MISSING: "warn",
    Status.ON_TRACK: "good",
    Status.WATCH: "warn",
    Status.OFF_TRACK: "bad",
}
# The unit a chart knows for each unit of measurement.
CHART_UNITS = {"hours": "hours", "share": "percent", "money": "money", "count": "count", "days": "count"}


@dataclass(frozen=True)
class Standing:
    """A status as a badge shows it."""

    status: Status

    @property
    def label(self) -> Text:
        return STATUS_LABELS[self.status]

    @property
    def tone(self) -> str:
        return TONES[self.status]


@dataclass(frozen=True)
class Writer:
    """Writes measurements as their reader reads numbers, in the currency of the case."""

    numbers: Numbers

    def value(self, value: Decimal | None, unit: str) -> str:
        """Returns `100 h`, `4.5%`, `3 days`, `$1,200`; a dash where there is none."""
        if value is None:
            return DASH
        if unit == "days":
            return ngettext("%(days)s day", "%(days)s days", 1 if abs(value) == 1 else 2) % {
                "days": self.numbers.count(value)
            }
        writers = {
            "hours": self.numbers.hours_short,
            "share": self.numbers.percent,
            "money": self.numbers.money_whole,
            "count": self.numbers.count,
        }
        return writers[unit](value)

    def signed(self, value: Decimal | None, unit: str) -> str:
        """Returns the value with a sign in either direction; a share in percentage points."""
        if value is None:
            return DASH
        if unit == "share":
            text = _("%(points)s points") % {"points": self.numbers.count(value * 100)}
        else:
            text = self.value(value, unit)
        return f"+{text}" if value > 0 else text

    def relative(self, answer: Answer) -> str:
        """Returns `+12%`, or the reason there is no percentage."""
        if answer.value is None:
            return str(REASON_LABELS.get(answer.reason, answer.reason))
        text = self.numbers.percent(answer.value, digits=0)
        return f"+{text}" if answer.value > 0 else text

    def money(self, answer: Answer) -> str:
        """Returns an amount, or the reason there is none."""
        if answer.value is None:
            return str(REASON_LABELS.get(answer.reason, answer.reason))
        return self.numbers.money_whole(answer.value)

    def variance(self, cell: Cell, unit: str) -> str:
        """Returns a month's variance with its share of the projection, where it has one."""
        if cell.variance is None:
            return ""
        share = f" ({self.relative(cell.relative)})" if cell.relative.value is not None else ""
        return self.signed(cell.variance, unit) + share


def month_name(pilot: Pilot, month: int) -> str:
    """Returns the calendar month of a pilot's month: `November 2026`."""
    return month_text(add_months(pilot.starts_on, month - 1))


def month_text(day: date) -> str:
    """Returns `November 2026`, or what that is in the reader's language."""
    return format_skeleton("yMMMM", day, locale=known_locale(get_language() or "en"))


def when(pilot: Pilot, today: date) -> str:
    """Returns where a pilot is in its time: `Week 8, month 2 of 3`."""
    week = week_of(pilot.starts_on, today)
    if week is None:
        return _("Starts in %(month)s") % {"month": month_text(pilot.starts_on)}
    month = running_month(pilot.starts_on, pilot.months, today)
    if month is None:
        return _("All %(months)s months are over") % {"months": pilot.months}
    return _("Week %(week)s, month %(month)s of %(months)s") % {"week": week, "month": month, "months": pilot.months}


def explanation(comparison: Comparison, names: Mapping[UUID, str]) -> str:
    """Returns why the status is what it is, in a sentence that carries no figure a role may not see."""
    status = comparison.status
    if status == Status.TOO_EARLY:
        return _("No month has ended yet. The first verdict comes with the end of month 1.")
    if status == Status.MISSING:
        return _("The verdict waits for numbers that are missing: %(gaps)s.") % {"gaps": _gaps(comparison, names)}
    if status == Status.WATCH and comparison.total and comparison.total.status == Status.ON_TRACK:
        return _("What it is worth is on track in month %(month)s, but far behind: %(metrics)s.") % {
            "month": comparison.ended,
            "metrics": _behind(comparison, names),
        }
    sentences = {
        Status.ON_TRACK: _("Month %(month)s is within a tenth of what was projected, or ahead of it."),
        Status.WATCH: _("Month %(month)s is more than a tenth behind what was projected."),
        Status.OFF_TRACK: _("Month %(month)s is more than a quarter behind what was projected."),
    }
    return sentences[status] % {"month": comparison.ended}


def _behind(comparison: Comparison, names: Mapping[UUID, str]) -> str:
    rows = [row.metric.pk for row in comparison.metrics if row.status == Status.OFF_TRACK]
    return _listed([names[key] for key in rows if key in names], len(rows))


def _gaps(comparison: Comparison, names: Mapping[UUID, str]) -> str:
    rows = [row for row in comparison.metrics if row.missing_months]
    named = [row for row in rows if row.metric.pk in names]
    texts = [
        _("%(metric)s (month %(months)s)")
        % {"metric": names[row.metric.pk], "months": ", ".join(map(str, row.missing_months))}
        for row in named[:4]
    ]
    return _listed(texts, len(rows))


def _listed(texts: list[str], count: int) -> str:
    """The texts, and how many more there are that are not named here."""
    more = count - len(texts)
    if more and not texts:
        return ngettext("%(count)s metric your role does not see", "%(count)s metrics your role does not see", more) % {
            "count": more
        }
    if more:
        texts = [*texts, ngettext("%(count)s more", "%(count)s more", more) % {"count": more}]
    return ", ".join(texts)
