"""One organization at a glance: its cases by week, its pilots, and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.access import visible_cases
from cases.models import WEEKS, Case, State
from cases.selectors import due_on, reference_of
from pilots.models import Pilot
from pilots.months import week_of
from portfolio.dates import Due
from portfolio.figures import Headline, headlines_of
from portfolio.standing import Standing, standings
from tenants.models import Membership

# What a column shows; the list of cases shows them all.
CARDS_PER_COLUMN = 12
OVER = (State.OPERATE, State.DECLINED, State.STOPPED, State.WITHDRAWN)


@dataclass(frozen=True)
class Card:
    """A case as the board shows it. Without a headline: a role that may not see it, or no snapshot yet."""

    case: Case
    reference: str
    due: Due | None
    headline: Headline | None
    pilot: UUID | None = None
    pilot_week: int | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Column:
    """One of the five weeks."""

    number: int
    state: State
    cards: Sequence[Card]
    count: int

    @property
    def hidden(self) -> int:
        """How many cases the column does not show."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    """The five weeks, then what follows them."""

    columns: Sequence[Column]
    pilots: Sequence[Card]
    over: Sequence[Card]

    @property
    def is_empty(self) -> bool:
        """Whether there is no case at all."""
        return not (self.pilots or self.over or any(column.count for column in self.columns))

    @property
    def in_weeks(self) -> list[Card]:
        """The cases in the five weeks, one after the other."""
        return [card for column in self.columns for card in column.cards]


def board_of(membership: Membership, today: date) -> Board:
    """Returns the board of the organization whose scope is open, with what this person may see.

    The number of queries does not depend on the number of cases.
    """
    cases = list(visible_cases(membership).order_by("started_on", "number"))
    figures = headlines_of(membership, (case.pk for case in cases))
    pilots = list(Pilot.objects.filter(state=Pilot.State.RUNNING, case__in=[case.pk for case in cases]))
    running = {pilot.case_id: pilot for pilot in pilots}
    stands = standings(membership, pilots, today)

    def card(case: Case) -> Card:
        in_week = case.state in WEEKS
        pilot = running.get(case.pk)
        return Card(
            case=case,
            reference=reference_of(case, membership.organization),
            due=Due(due_on(case, State(case.state)), today) if in_week else None,
            headline=figures.get(case.pk),
            pilot=pilot.pk if pilot else None,
            pilot_week=week_of(pilot.starts_on, today) if pilot else None,
            standing=stands.get(pilot.pk) if pilot else None,
        )

    def cards_in(*states: State) -> list[Card]:
        return [card(case) for case in cases if case.state in states]

    columns = [_column(number, state, cards_in(state)) for number, state in enumerate(WEEKS, start=1)]
    return Board(columns=columns, pilots=cards_in(State.PILOT), over=cards_in(*OVER))


def _column(number: int, state: State, cards: list[Card]) -> Column:
    return Column(number, state, cards[:CARDS_PER_COLUMN], len(cards))
