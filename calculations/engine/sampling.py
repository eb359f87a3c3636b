"""Draws for a simulation: points that fill the unit cube evenly, turned into values of the three shapes."""

from collections.abc import Iterator
from math import ceil
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from calculations.engine.values import Estimate

FloatArray = NDArray[np.float64]

FEWEST_PATHS, DEFAULT_PATHS, MOST_PATHS = 1, 16_384, 1_048_576
# What SciPy has direction numbers for; points beyond them are pseudo-random.
SOBOL_DIMENSIONS = 21_201
# Steps of the table from which a quick draw reads a PERT distribution.
TABLE_STEPS = 4_096
BINS = 40
SHORTFALL_PART = 20


def raised(paths: int) -> int:
    """The number of paths, raised to a power of two: a Sobol sequence is balanced only at one."""
    if not FEWEST_PATHS <= paths <= MOST_PATHS:
        raise ValueError(f"paths must be {FEWEST_PATHS} to {MOST_PATHS}")
    return 1 << (paths - 1).bit_length()


# --- points ------------------------------------------------------------------------------------------------------


class Points(Protocol):
    """A sequence of points in the unit cube."""

    def take(self, count: int) -> FloatArray:
        """The next points, one a row."""


class Sobol:
    """A scrambled Sobol sequence: the same seed, the same points."""

    def __init__(self, dimensions: int, seed: int) -> None:
        # SciPy takes seconds to import, and only a full simulation needs it.
        from scipy.stats import qmc  # type: ignore[import-untyped]

        self.engine = qmc.Sobol(min(dimensions, SOBOL_DIMENSIONS), scramble=True, rng=np.random.default_rng(seed))
        self.beyond = max(dimensions - SOBOL_DIMENSIONS, 0)
        self.random = np.random.default_rng([seed, dimensions])

    def take(self, count: int) -> FloatArray:
        points: FloatArray = self.engine.random(count)
        return np.hstack((points, self.random.random((count, self.beyond)))) if self.beyond else points


class Recurrence:
    """An additive recurrence on the generalized golden ratio: nearly as even as Sobol, in plain NumPy."""

    def __init__(self, dimensions: int, seed: int) -> None:
        ratio = _golden(dimensions)
        self.steps = ratio ** -np.arange(1.0, dimensions + 1)
        self.start = np.random.default_rng(seed).random(dimensions)
        self.taken = 0

    def take(self, count: int) -> FloatArray:
        places = np.arange(self.taken + 1.0, self.taken + count + 1)
        self.taken += count
        points: FloatArray = (self.start + places[:, None] * self.steps) % 1.0
        return points


def _golden(dimensions: int) -> float:
    """The positive solution of x^(d + 1) = x + 1; 1.618 for one dimension."""
    ratio = 2.0
    for _ in range(64):
        ratio = (1 + ratio) ** (1 / (dimensions + 1))
    return ratio


# --- values ------------------------------------------------------------------------------------------------------


def drawn(estimate: Estimate, points: FloatArray, *, quick: bool = False) -> FloatArray:
    """The values below which the given shares of the estimate's distribution lie."""
    low, likely, high = float(estimate.low), float(estimate.likely), float(estimate.high)
    if low == high:
        return np.full(points.shape, low)
    middle = (likely - low) / (high - low)
    if estimate.shape == "pert":
        unit = _quick_pert(middle, points) if quick else _pert(middle, points)
    else:
        unit = _triangular(middle, points) if estimate.shape == "triangular" else points
    return low + (high - low) * unit


def _pert(middle: float, points: FloatArray) -> FloatArray:
    from scipy.special import betaincinv  # type: ignore[import-untyped]

    unit: FloatArray = betaincinv(1 + 4 * middle, 1 + 4 * (1 - middle), points)
    return unit


def _quick_pert(middle: float, points: FloatArray) -> FloatArray:
    """Read from a table of the Beta distribution, right to about five digits."""
    places = np.linspace(0.0, 1.0, TABLE_STEPS + 1)
    centres = (places[1:] + places[:-1]) / 2
    density = centres ** (4 * middle) * (1 - centres) ** (4 * (1 - middle))
    share = np.concatenate(([0.0], np.cumsum(density)))
    return np.interp(points, share / share[-1], places)


def _triangular(middle: float, points: FloatArray) -> FloatArray:
    rising = np.sqrt(points * middle)
    falling = 1 - np.sqrt((1 - points) * (1 - middle))
    return np.where(points < middle, rising, falling)


# --- statistics --------------------------------------------------------------------------------------------------


def percentile(rising: FloatArray, percent: int) -> float:
    """Linear between the two nearest of values in rising order."""
    place = (len(rising) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(rising) - 1)
    return float(rising[below] + (rising[above] - rising[below]) * (place - below))


def expected_shortfall(rising: FloatArray) -> float:
    """The mean of the lowest twentieth, at least one value."""
    return float(rising[: ceil(len(rising) / SHORTFALL_PART)].mean())


def histogram(values: FloatArray) -> Iterator[tuple[float, float, int]]:
    """Equal bins from the lowest to the highest value; the last one includes its end."""
    low, high = float(values.min()), float(values.max())
    edges = np.linspace(low, high, BINS + 1)
    places = np.zeros(len(values), dtype=np.int64)
    if high > low:
        places = np.minimum(((values - low) / (high - low) * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(places, minlength=BINS)
    return ((float(edges[i]), float(edges[i + 1]), int(counts[i])) for i in range(BINS))


def ranks(values: FloatArray) -> FloatArray:
    """Ranks from 0; equal values share the mean of theirs."""
    order = np.argsort(values, kind="stable")
    rising = values[order]
    starts = np.flatnonzero(np.concatenate(([True], rising[1:] != rising[:-1])))
    ends = np.append(starts[1:], len(values))
    shared = np.empty(len(values))
    shared[order] = np.repeat((starts + ends - 1) / 2, ends - starts)
    return shared


def correlation(left: FloatArray, right: FloatArray) -> float | None:
    """Pearson's correlation, Spearman's where ranks are given; None where one of the two does not vary."""
    a, b = left - left.mean(), right - right.mean()
    scale = float(np.sqrt(a @ a) * np.sqrt(b @ b))
    return float(a @ b) / scale if scale else None
