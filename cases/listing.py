"""The list of cases: what is asked for in its address, and which cases that is."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import StringIO
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.dates import day
from cases.models import WEEKS, Case, State
from cases.selectors import due_on, is_late, reference_of
from tenants.models import Organization

# What a list may be sorted by: never what the address says, only what it names here.
SORTS = {
    "number": "number",
    "name": "name",
    "owner": "owner_name",
    "department": "department_name",
    "updated": "updated_at",
}
DEFAULT_SORT = "-number"


@dataclass(frozen=True)
class Listing:
    """A list of cases as its address describes it. What an address says that makes no sense is left out."""

    q: str = ""
    state: str = ""
    owner: str = ""
    sort: str = DEFAULT_SORT

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Reads a list from an address."""
        state, owner, sort = query.get("state", ""), query.get("owner", ""), query.get("sort", "")
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:200],
            state=state if state in State else "",
            owner=owner if _is_uuid(owner) else "",
            sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
        )

    def apply(self, cases: QuerySet[Case], organization: Organization) -> QuerySet[Case]:
        """Returns those of `cases` that the list shows, in its order; equal rows keep one order too."""
        if self.state:
            cases = cases.filter(state=self.state)
        if self.owner:
            cases = cases.filter(owner=self.owner)
        if self.q:
            cases = cases.filter(self._matches(organization))
        descends = "-" if self.sort.startswith("-") else ""
        return cases.order_by(descends + SORTS[self.sort.removeprefix("-")], "-number")

    def address(self, **changes: str) -> str:
        """Returns the address of this list with some of it changed."""
        named = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        if named.get("sort") == DEFAULT_SORT:
            del named["sort"]
        return "?" + urlencode(named)

    @property
    def is_filtered(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.q or self.state or self.owner)

    def _matches(self, organization: Organization) -> Q:
        found = Q(name__icontains=self.q) | Q(owner_name__icontains=self.q) | Q(department_name__icontains=self.q)
        number = self.q.upper().removeprefix(f"{organization.prefix.upper()}-")
        return found | Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else found


@dataclass(frozen=True)
class Row:
    """A case as the list and its export show it."""

    case: Case
    reference: str
    due: date | None
    is_late: bool

    @property
    def due_in_words(self) -> str:
        """Returns the day as a page writes it, or nothing after the five weeks."""
        return day(self.due) if self.due else ""


def rows_of(cases: Iterable[Case], organization: Organization) -> list[Row]:
    """Returns cases as rows."""
    today = timezone.localdate()
    return [Row(case, reference_of(case, organization), _due(case), is_late(case, today)) for case in cases]


def as_csv(rows: Iterable[Row]) -> str:
    """Returns rows as a table for a spreadsheet, with nothing in it that one would run."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Reference"), _("Case"), _("State"), _("Owner"), _("Department"), _("Due"), _("Late")])
    for row in rows:
        case = row.case
        late = _("late") if row.is_late else ""
        cells = [
            row.reference,
            case.name,
            case.get_state_display(),
            case.owner_name,
            case.department_name,
            row.due or "",
            late,
        ]
        writer.writerow([inert(str(cell)) for cell in cells])
    return text.getvalue()


def inert(cell: str) -> str:
    """Returns a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} else cell


def _due(case: Case) -> date | None:
    return due_on(case, State(case.state)) if case.state in WEEKS else None


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
