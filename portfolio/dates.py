"""When something is due, in words and not by colour alone."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.dates import day


@dataclass(frozen=True)
class Due:
    """The last day for something, as seen on one day."""

    on: date
    today: date

    @property
    def is_late(self) -> bool:
        """Whether the day is over."""
        return self.on < self.today

    def __str__(self) -> str:
        days = (self.on - self.today).days
        if days < 0:
            return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
        if days == 0:
            return _("due today")
        if days == 1:
            return _("due tomorrow")
        return _("due %(day)s") % {"day": day(self.on)}
