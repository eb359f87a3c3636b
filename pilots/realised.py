"""The money of a pilot's lines: projected, counted on and realised, month by month and to date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine.answer import Answer
from calculations.engine.numbers import ZERO, exactly
from pilots.projection import Months
from pilots.status import NOT_ENOUGH_DATA, NOTHING_PROJECTED, Status, judge, shortfall


@dataclass(frozen=True)
class Money:
    """Projected and realised money of some lines, month by month; a month not fully measured is None."""

    projected: Months
    counted_on: Months
    realised: tuple[Decimal | None, ...]
    full_month: Decimal
    ended: int

    @property
    def measured(self) -> tuple[int, ...]:
        """The positions of ended months whose money is known."""
        return tuple(position for position in range(self.ended) if self.realised[position] is not None)

    @property
    @exactly
    def projected_to_date(self) -> Decimal:
        """The promise for the months that were measured: like is compared with like."""
        return sum((self.projected[position] for position in self.measured), ZERO)

    @property
    @exactly
    def realised_to_date(self) -> Answer:
        if not self.measured:
            return Answer(None, NOT_ENOUGH_DATA)
        return Answer(sum((self.realised[position] or ZERO for position in self.measured), ZERO))

    @property
    @exactly
    def relative(self) -> Answer:
        """Realised to date against projected to date."""
        realised, projected = self.realised_to_date, self.projected_to_date
        if realised.value is None:
            return realised
        return Answer(realised.value / projected - 1) if projected > 0 else Answer(None, NOTHING_PROJECTED)

    @property
    def shortfall(self) -> Answer:
        """How far the latest measured month lies behind the promise."""
        if not self.measured:
            return Answer(None, NOT_ENOUGH_DATA)
        latest = self.measured[-1]
        return shortfall(self.projected[latest], self.realised[latest] or ZERO, self.full_month)

    @property
    def status(self) -> Status:
        if not self.ended:
            return Status.TOO_EARLY
        if len(self.measured) < self.ended:
            return Status.MISSING
        latest = self.ended - 1
        return judge(self.shortfall, is_behind=(self.realised[latest] or ZERO) < self.projected[latest])


@exactly
def total_of(parts: Sequence[Money], months: int, ended: int) -> Money:
    """Returns the sum; a month is known where every part is."""
    return Money(
        projected=_columns((part.projected for part in parts), months),
        counted_on=_columns((part.counted_on for part in parts), months),
        realised=tuple(_known_sum([part.realised[position] for part in parts]) for position in range(months)),
        full_month=sum((part.full_month for part in parts), ZERO),
        ended=ended,
    )


def _columns(rows: Iterable[Months], months: int) -> Months:
    sums = [ZERO] * months
    for row in rows:
        sums = [so_far + amount for so_far, amount in zip(sums, row, strict=True)]
    return tuple(sums)


def _known_sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if amounts and len(known) == len(amounts) else None
