"""The list of opportunities: what is asked for in its address, and which that is."""

from dataclasses import asdict, dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from opportunities.models import Opportunity

# What a list may be sorted by: never what the address says, only what it names here.
SORTS = {"title": "title", "department": "department_name", "volume": "volume_per_month", "updated": "updated_at"}
DEFAULT_SORT = "-updated"


@dataclass(frozen=True)
class Listing:
    """A list of opportunities as its address describes it. What an address says that makes no sense is left out."""

    q: str = ""
    state: str = ""
    sort: str = DEFAULT_SORT

    @classmethod
    def of(cls, query: QueryDict, *, sorts: frozenset[str]) -> Self:
        """Reads a list from an address. A column this reader does not see is no order either."""
        state, sort = query.get("state", ""), query.get("sort", "")
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:200],
            state=state if state in Opportunity.State else "",
            sort=sort if sort.removeprefix("-") in sorts else DEFAULT_SORT,
        )

    def apply(self, opportunities: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
        """Returns those that the list shows, in its order; equal rows keep one order too."""
        if self.state:
            opportunities = opportunities.filter(state=self.state)
        if self.q:
            found = Q(title__icontains=self.q) | Q(description__icontains=self.q) | Q(department_name__icontains=self.q)
            opportunities = opportunities.filter(found)
        column = F(SORTS[self.sort.removeprefix("-")])
        order = column.desc(nulls_last=True) if self.sort.startswith("-") else column.asc(nulls_last=True)
        return opportunities.order_by(order, "-id")

    def address(self, **changes: str) -> str:
        """Returns the address of this list with some of it changed."""
        named = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        if named.get("sort") == DEFAULT_SORT:
            del named["sort"]
        return "?" + urlencode(named)

    @property
    def is_filtered(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.q or self.state)
