"""Intervals that provably hold every positive root of a polynomial, and the search that narrows them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, getcontext, localcontext
from itertools import accumulate, count, pairwise
from operator import mul

from calculations.engine.numbers import CONTEXT, ONE, ZERO

Terms = tuple[tuple[int, int], ...]
INFINITY = Decimal("Infinity")
# Relative to its terms a polynomial bends little from here on towards its root: false position beats bisection.
NEARLY_LINEAR = Decimal("0.5")
# Steps in which an interval should have become half as wide.
PATIENCE = 4


@contextmanager
def at_precision(digits: int) -> Iterator[None]:
    with localcontext(CONTEXT) as context:
        context.prec = digits
        yield


@dataclass(frozen=True, slots=True)
class Cover:
    """An interval that holds one root, or may hold any; with the signs of the polynomial at its ends."""

    low: Decimal
    high: Decimal
    sign_low: int
    sign_high: int
    is_root: bool

    @property
    def changes_sign(self) -> bool:
        return self.sign_low != self.sign_high


class Side:
    """Terms of one sign: their sum rises with x, and rounding cannot cancel anything in it."""

    def __init__(self, terms: Sequence[tuple[int, int]]) -> None:
        self.coefficients = [+Decimal(abs(coefficient)) for _, coefficient in terms]
        exponents = [exponent for exponent, _ in terms]
        self.gaps = [exponents[0], *(right - left for left, right in pairwise(exponents))]

    def at(self, x: Decimal) -> Decimal:
        power = {gap: x**gap for gap in set(self.gaps)}
        powers = accumulate(map(power.__getitem__, self.gaps), mul)
        return sum(map(mul, self.coefficients, powers), ZERO)


class Balance:
    """A polynomial as the sum of its positive less the sum of its negative terms, in the precision of the context."""

    def __init__(self, terms: Terms) -> None:
        self.gains = Side([term for term in terms if term[1] > 0])
        self.losses = Side([term for term in terms if term[1] < 0])
        self.sign_at_zero = 1 if terms[0][1] > 0 else -1
        self.sign_at_infinity = 1 if terms[-1][1] > 0 else -1
        # A term takes two roundings a factor of its power, two for itself and one for every sum it enters: over
        # twice that, relative, is more than rounding did.
        self.noise = Decimal(8 * len(terms) + 16).scaleb(1 - getcontext().prec)
        self.margin = ONE + self.noise

    def sign(self, low: Decimal, high: Decimal) -> int:
        """The sign everywhere from low to high; 0 where it is not certain."""
        if self.gains.at(low) > self.losses.at(high) * self.margin:
            return 1
        return -1 if self.losses.at(low) > self.gains.at(high) * self.margin else 0

    def tilt(self, x: Decimal) -> Decimal:
        """The polynomial at x relative to its terms, -1 to 1; 0 where its sign is not certain."""
        gains, losses = self.gains.at(x), self.losses.at(x)
        tilt = (gains - losses) / (gains + losses)
        return tilt if abs(tilt) > self.noise else ZERO

    def sign_at(self, x: Decimal) -> int:
        tilt = self.tilt(x)
        return (tilt > 0) - (tilt < 0)


# --- covers of all roots -----------------------------------------------------------------------------------------


def root_covers(terms: Terms) -> list[Cover]:
    """Disjoint intervals, rising, that together hold every positive root of a polynomial that changes sign."""
    chain = [terms]
    while (derived := derived_by_one_change(chain[-1])) is not None:
        chain.append(derived)
    covers: list[Cover] = []
    for polynomial in reversed(chain):
        covers = _covers_between(Balance(polynomial), covers)
    return covers


def derived_by_one_change(terms: Terms) -> Terms | None:
    """x^(e+1) (f / x^e)' for an e inside the middle change of sign; None where there is only one change."""
    changes = [
        (left + right, position)
        for position, ((left, a), (right, b)) in enumerate(pairwise(terms))
        if (a > 0) != (b > 0)
    ]
    if len(changes) < 2:
        return None
    twice_e, _ = changes[len(changes) // 2]
    return tuple((exponent, coefficient * (2 * exponent - twice_e)) for exponent, coefficient in terms)


def _covers_between(balance: Balance, extrema: Sequence[Cover]) -> list[Cover]:
    """The covers of a polynomial whose f / x^e has all its extrema inside the given intervals."""
    blocks = _merged([_widened(balance, extremum) for extremum in extrema])
    covers: list[Cover] = []
    low, sign_low = ZERO, balance.sign_at_zero
    for block in blocks:
        if sign_low != block.sign_low:
            covers.append(narrowed(balance, low, block.low, sign_low))
        if not block.is_root:
            covers.append(block)
        low, sign_low = block.high, block.sign_high
    if sign_low != balance.sign_at_infinity:
        covers.append(narrowed(balance, low, INFINITY, sign_low))
    return covers


def _widened(balance: Balance, extremum: Cover) -> Cover:
    """The interval with certain signs at both ends; `is_root` says that in between the sign is certain as well."""
    sign = balance.sign(extremum.low, extremum.high)
    if sign:
        return Cover(extremum.low, extremum.high, sign, sign, is_root=True)
    low, sign_low = _certain(balance, extremum.low, -1)
    high, sign_high = _certain(balance, extremum.high, 1)
    return Cover(low, high, sign_low, sign_high, is_root=False)


def _certain(balance: Balance, x: Decimal, direction: int) -> tuple[Decimal, int]:
    """The nearest point tried at or beyond x at which the sign is certain."""
    place = x
    for step in _growing(balance.noise):
        if sign := balance.sign_at(place):
            return place, sign
        place = x * (ONE + step) if direction > 0 else x / (ONE + step)
    raise AssertionError("far enough out the highest or the lowest power decides")


def _merged(blocks: Sequence[Cover]) -> list[Cover]:
    """Overlapping intervals become one in which nothing is certain but its ends."""
    merged: list[Cover] = []
    for block in sorted(blocks, key=lambda block: block.low):
        if merged and block.low <= merged[-1].high:
            start = merged.pop()
            end = max(start, block, key=lambda part: part.high)
            merged.append(Cover(start.low, end.high, start.sign_low, end.sign_high, is_root=False))
        else:
            merged.append(block)
    return merged


# --- narrowing ---------------------------------------------------------------------------------------------------


def finest(balance: Balance) -> tuple[Decimal, Decimal]:
    """The one sign change of a polynomial that has no other, as narrow as the precision allows."""
    cover = narrowed(balance, ZERO, INFINITY, balance.sign_at_zero)
    return cover.low, cover.high


def narrowed(balance: Balance, low: Decimal, high: Decimal, sign_low: int) -> Cover:
    """Narrow an interval that holds one root until its ends' signs would no longer be certain."""
    low, high = _finite(balance, low, high, sign_low)
    root = _approximate(balance, low, high, sign_low)
    for step in _growing(balance.noise):
        left, right = max(low, root / (ONE + step)), min(high, root * (ONE + step))
        signs = balance.sign_at(left), balance.sign_at(right)
        if signs == (sign_low, -sign_low):
            return Cover(left, right, *signs, is_root=True)
    raise AssertionError("the ends themselves have these signs")


def _growing(step: Decimal) -> Iterator[Decimal]:
    """Ever larger steps: a few are small, and a hundred orders of magnitude take no more than seven."""
    factor = Decimal(10)
    while True:
        yield step
        step, factor = step * factor, factor * factor


def _finite(balance: Balance, low: Decimal, high: Decimal, sign_low: int) -> tuple[Decimal, Decimal]:
    """Ends apart from 0 and infinity with the same signs."""
    start = low or (ONE if high == INFINITY else high)
    factor = Decimal(2)
    if high == INFINITY:
        high = start * factor
        while balance.sign_at(high) != -sign_low:
            high, factor = high * factor, factor * factor
    factor = Decimal(2)
    if low == ZERO:
        low = start / factor
        while balance.sign_at(low) != sign_low:
            low, factor = low / factor, factor * factor
    return low, high


def _approximate(balance: Balance, low: Decimal, high: Decimal, sign_low: int) -> Decimal:
    """A point at which the sign is no longer certain: bisection while far away, then false position (Illinois).

    An end that stays for several steps counts for ever less, its weight falling faster and faster: two roots that
    almost touch lie at the foot of a parabola, where mere halving takes thousands of steps.
    """
    tilt_low, tilt_high = balance.tilt(low), balance.tilt(high)
    weight, low_stays = ONE, False
    width = high - low
    for step in count(1):
        x = _crossing(low, high, *((tilt_low * weight, tilt_high) if low_stays else (tilt_low, tilt_high * weight)))
        if not low < x < high:
            x, weight = _beside(low, high, x), ONE
        is_forced = False
        if step % PATIENCE == 0:
            # Where many roots crowd together a straight line says little.
            is_forced, width = high - low > width / 2, high - low
        x = _middle(low, high) if is_forced else x
        tilt = balance.tilt(x) if low < x < high else ZERO
        if not tilt:
            return x
        is_left = (tilt > 0) == (sign_low > 0)
        if not is_forced:
            weight = weight * weight / 2 if low_stays != is_left else ONE
            low_stays = not is_left
        if is_left:
            low, tilt_low = x, tilt
        else:
            high, tilt_high = x, tilt
    raise AssertionError("the interval cannot shrink for ever")


def _crossing(low: Decimal, high: Decimal, tilt_low: Decimal, tilt_high: Decimal) -> Decimal:
    """Where the straight line between both ends is zero; the middle while the polynomial is not nearly straight."""
    if abs(tilt_low) < NEARLY_LINEAR and abs(tilt_high) < NEARLY_LINEAR:
        return low + (high - low) * tilt_low / (tilt_low - tilt_high)
    return _middle(low, high)


def _beside(low: Decimal, high: Decimal, end: Decimal) -> Decimal:
    """A point as many digits away from that end as lie between the whole interval and nothing, halved."""
    smallest = high.scaleb(1 - getcontext().prec)
    step = ((high - low) * smallest).sqrt()
    return high - step if end >= high else low + step


def _middle(low: Decimal, high: Decimal) -> Decimal:
    return (low + high) / 2 if high < 2 * low else (low * high).sqrt()
