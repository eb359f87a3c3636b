"""How a pilot stands, by written rules: on track, to be watched, off track, missing data, too early to say.

The latest month that has ended is judged: it says where the pilot is, and money to date stands beside it. A shortfall
is how far behind the projection it lies, as a share of what was projected for it, but of no less than SMALLEST_SCALE of
the full effect: in the first months little, nothing or less than nothing is projected, and a share of it is noise.
A lead is a negative shortfall. Up to WATCH_ABOVE is on track, up to OFF_TRACK_ABOVE is watch, above is off track.
What is meant to stay where it is has no full effect: it is on track until it lies on the wrong side, then watch.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from calculations.engine.answer import Answer
from calculations.engine.numbers import exactly
from pilots.metrics import Text

# Written into every decision. Raise it when a rule below changes.
RULES_VERSION = "1"
WATCH_ABOVE = Decimal("0.10")
OFF_TRACK_ABOVE = Decimal("0.25")
SMALLEST_SCALE = Decimal("0.25")

NOT_MEASURED = "not measured"
NOTHING_PROJECTED = "nothing was projected"
NO_EFFECT_EXPECTED = "no effect was expected"
NOT_ENOUGH_DATA = "not enough data"
REASON_LABELS: dict[str, Text] = {
    NOT_MEASURED: _("not measured"),
    NOTHING_PROJECTED: _("nothing was projected"),
    NO_EFFECT_EXPECTED: _("no effect was expected"),
    NOT_ENOUGH_DATA: _("not enough data"),
}


class Status(StrEnum):
    """How a pilot, a layer or a metric stands."""

    TOO_EARLY = "too_early"
    MISSING = "missing"
    ON_TRACK = "on_track"
    WATCH = "watch"
    OFF_TRACK = "off_track"


STATUS_LABELS: dict[Status, Text] = {
    Status.TOO_EARLY: _("Too early to say"),
    Status.MISSING: _("Missing data"),
    Status.ON_TRACK: _("On track"),
    Status.WATCH: _("Watch"),
    Status.OFF_TRACK: _("Off track"),
}
# From best to worst, where a verdict is possible.
VERDICTS = (Status.ON_TRACK, Status.WATCH, Status.OFF_TRACK)


@exactly
def shortfall(projected: Decimal, actual: Decimal, full: Decimal) -> Answer:
    """Returns how far an effect lies behind its projection; `full` is the effect once everything is there.

    All three count from the baseline. An effect below it is negative where `full` is positive, and the other way round.
    """
    if not full:
        return Answer(None, NO_EFFECT_EXPECTED)
    scale = max(projected / full, SMALLEST_SCALE)
    return Answer((projected - actual) / full / scale)


def judge(distance: Answer, *, is_behind: bool) -> Status:
    """Returns the status of what has been measured; `is_behind` decides where no effect was expected."""
    if distance.value is None:
        return Status.WATCH if is_behind else Status.ON_TRACK
    if distance.value <= WATCH_ABOVE:
        return Status.ON_TRACK
    return Status.WATCH if distance.value <= OFF_TRACK_ABOVE else Status.OFF_TRACK


def combined(metrics: Sequence[Status], money: Status | None) -> Status:
    """Returns one status: missing data first, then the money; a metric off track keeps good money on watch.

    Where no money is measured the worst metric decides.
    """
    if all(status == Status.TOO_EARLY for status in metrics):
        return Status.TOO_EARLY
    if Status.MISSING in metrics:
        return Status.MISSING
    worst = max(metrics, key=VERDICTS.index)
    if money not in VERDICTS:
        return worst
    return Status.WATCH if (money, worst) == (Status.ON_TRACK, Status.OFF_TRACK) else money
