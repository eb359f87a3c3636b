"""What becomes of people's time, in plain words: from the use the case states for it, never from numbers of people."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calculations.engine.case_file.records import Benefit
from reports.effort import uses
from reports.reading import Reading

REMOVED, OVERTIME, REDEPLOYED, GROWTH, UNSAID = (
    "position_removed", "overtime_cut", "redeployed", "growth_absorbed", "",
)  # fmt: skip


def positions_end(reading: Reading) -> bool:
    """Returns whether the case counts on positions that end."""
    return REMOVED in uses(reading)


def is_open(reading: Reading) -> bool:
    """Returns whether the case counts saved time as money without saying how: nobody can promise anything then."""
    return any(
        isinstance(line.line, Benefit) and line.line.model.is_time and line.line.use is None and line.line.is_cashable
        for line in reading.benefits
    )


def safety(reading: Reading) -> Iterator[str]:
    """Yields the answer to "is my job safe", as far as the case gives one."""
    found = uses(reading)
    if positions_end(reading):
        yield _("This plan counts on positions that end.")
        yield _("Whoever is concerned is told in person before anything begins, and this page does not replace that.")
    elif is_open(reading):
        yield _("This plan counts saved time as money saved and does not say how. Ask what it means before you answer.")
    elif found:
        yield _("No position ends because of this plan.")
    else:
        yield _("This plan does not count on anybody’s time being saved, and no position ends because of it.")
    if REDEPLOYED in found:
        yield _("The time it frees is meant for other work in the team.")
    if GROWTH in found:
        yield _("The time it frees is meant for the work that growth will bring.")
    if OVERTIME in found:
        yield _("Overtime becomes less.")
    if UNSAID in found and not is_open(reading):
        yield _("For a part of the freed time the plan does not say what it is used for.")
