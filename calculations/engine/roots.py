"""Positive roots of a polynomial, counted exactly and found to any precision: the rates that solve a cash flow.

Descartes: with one change of sign among its coefficients a polynomial has one positive root. With more, f / x^e for
an e inside a change of sign has a derivative with exactly one change fewer, and that derivative's roots separate
those of f (Rolle). Repeated, this leads from any polynomial down to one with a single root, and back up through
intervals that provably hold every root. No step looks at samples and hopes.

Exponents are any whole numbers, so flows on irregular dates are counted the same way, in days.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from math import gcd

from calculations.engine.intervals import Balance, Cover, at_precision, finest, root_covers
from calculations.engine.squarefree import square_free

# Coefficients by exponent, exponents rising from 0, no coefficient 0.
Terms = tuple[tuple[int, int], ...]

PRECISION, LAST_PRECISION = 50, 800
# With more changes of sign than this the positive axis is split first, at degree^2 additions a split.
MANY_CHANGES = 6
MOST_SPLITS = 10
HIGHEST_SPLIT = 1_000
# Beyond this degree a root that touches zero to the last precision is taken to touch it.
HIGHEST_SQUARE_FREE = 12_000


def terms_of(coefficients: Sequence[int], exponents: Sequence[int] | None = None) -> Terms:
    """Without zeros, powers of x and common factors: none of them has a positive root."""
    pairs = zip(range(len(coefficients)) if exponents is None else exponents, coefficients, strict=True)
    kept = [(exponent, coefficient) for exponent, coefficient in pairs if coefficient]
    common = gcd(*(coefficient for _, coefficient in kept))
    return tuple((exponent - kept[0][0], coefficient // common) for exponent, coefficient in kept)


def sign_changes(terms: Terms) -> int:
    return sum((left > 0) != (right > 0) for (_, left), (_, right) in pairwise(terms))


def simplified(terms: Terms) -> tuple[Terms, int]:
    """A polynomial with the same positive roots, and their number: 0, 1, or 2 for several."""
    if _is_split(terms):
        terms = _square_free(terms)
    count = _count(terms, PRECISION, MOST_SPLITS)
    if count is None:
        terms = _square_free(terms)
    is_square_free = terms[-1][0] <= HIGHEST_SQUARE_FREE
    precision = PRECISION
    while count is None and (is_square_free or precision < LAST_PRECISION):
        count = _count(terms, precision, MOST_SPLITS)
        precision *= 2
    return terms, _count_touching(terms) if count is None else count


def only_root(terms: Terms, precision: int) -> tuple[Decimal, Decimal]:
    """An interval around the one positive root, as narrow as the precision allows."""
    with at_precision(precision):
        if sign_changes(terms) % 2:
            return finest(Balance(terms))
        cover = root_covers(terms)[0]
        return cover.low, cover.high


def _count(terms: Terms, precision: int, splits: int) -> int | None:
    """0, 1, or 2 for several; None where this precision cannot tell."""
    changes = sign_changes(terms)
    if changes < 2:
        return changes
    if splits and _is_split(terms):
        return _count_split(_dense(terms), precision, splits - 1)
    with at_precision(precision):
        return _count_covers(root_covers(terms))


def _is_split(terms: Terms) -> bool:
    return sign_changes(terms) > MANY_CHANGES and terms[-1][0] <= HIGHEST_SPLIT


def _count_split(coefficients: list[int], precision: int, splits: int) -> int | None:
    """Count above 1, at 1 and below 1; either side, moved, is all positive numbers again."""
    above, below = _shifted(coefficients), _shifted(coefficients[::-1])
    count, undecided = int(above[0] == 0), False
    for side in (above, below):
        found = _count(terms_of(side), precision, splits)
        undecided |= found is None
        count += found or 0
        if count > 1:
            return 2
    return None if undecided else count


def _shifted(coefficients: list[int]) -> list[int]:
    """The coefficients of f(x + 1)."""
    falling, result = coefficients[::-1], []
    while falling:
        falling = list(accumulate(falling))
        result.append(falling.pop())
    return result


def _count_covers(covers: Sequence[Cover]) -> int | None:
    certain = sum(cover.changes_sign for cover in covers)
    if certain > 1:
        return 2
    return certain if all(cover.is_root for cover in covers) else None


def _count_touching(terms: Terms) -> int:
    """Each interval that still may hold a root counts as one."""
    with at_precision(LAST_PRECISION):
        return min(len(root_covers(terms)), 2)


def _square_free(terms: Terms) -> Terms:
    if terms[-1][0] > HIGHEST_SQUARE_FREE:
        return terms
    return terms_of(square_free(_dense(terms)))


def _dense(terms: Terms) -> list[int]:
    coefficients = [0] * (terms[-1][0] + 1)
    for exponent, coefficient in terms:
        coefficients[exponent] = coefficient
    return coefficients
