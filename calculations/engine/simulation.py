"""Many futures of a case: every estimate drawn, one draw for success, and what the net present value becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

import numpy as np

from calculations.engine.answer import Answer
from calculations.engine.numbers import ZERO
from calculations.engine.prepared import Prepared
from calculations.engine.sampling import (
    DEFAULT_PATHS,
    FloatArray,
    Points,
    Recurrence,
    Sobol,
    correlation,
    drawn,
    expected_shortfall,
    histogram,
    percentile,
    raised,
    ranks,
)
from calculations.engine.schedule import discount_factors

SUCCESS = "success"
DOES_NOT_VARY = "does not vary"
PAYBACK_MONTHS = 12
PERCENTS = (5, 10, 25, 50, 75, 90, 95)
# Numbers held at once in one batch of paths: small enough for the processor's cache, and bounded for any case.
BATCH_NUMBERS = 2**22
LARGEST_BATCH, SMALLEST_BATCH = 2**13, 2**8
# Columns of draws kept at once for the rank correlations: a million paths of them take 512 MB.
KEPT_NUMBERS = 2**26
# Sums of floats that cancel leave less than this, relative to what was summed: it counts as nothing.
ROUNDING = 1e-12
# More digits than paths support would be noise.
STATED = Context(prec=12)


@dataclass(frozen=True, slots=True)
class Distribution:
    mean: Decimal
    p5: Decimal
    p10: Decimal
    p25: Decimal
    p50: Decimal
    p75: Decimal
    p90: Decimal
    p95: Decimal


@dataclass(frozen=True, slots=True)
class Bin:
    from_: Decimal
    to: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Influence:
    """Spearman's rank correlation of a drawn value with the net present value."""

    path: str
    correlation: Answer


@dataclass(frozen=True, slots=True)
class Simulation:
    paths: int
    seed: int
    npv: Distribution
    probability_npv_positive: Decimal
    probability_payback_within_12_months: Decimal
    expected_shortfall: Decimal
    histogram: tuple[Bin, ...]
    drivers: tuple[Influence, ...]


def simulate(prepared: Prepared, *, paths: int = DEFAULT_PATHS, seed: int = 1, quick: bool = False) -> Simulation:
    """Evaluate every path by the formulas of the lines; `quick` needs no SciPy and draws almost as evenly."""
    draws = Draws(prepared, raised(paths), seed, quick)
    outcomes = Outcomes(prepared, draws)
    npv = np.empty(draws.paths)
    paid_back = 0
    for start, points in draws.batches():
        batch = outcomes.of(points)
        npv[start : start + len(points)] = batch.npv
        paid_back += batch.paid_back
    return _summary(draws, npv, paid_back)


class Draws:
    """The points of a simulation: success in the first column, then one column per estimate."""

    def __init__(self, prepared: Prepared, paths: int, seed: int, quick: bool) -> None:
        self.paths, self.seed, self.quick = paths, seed, quick
        self.drivers = tuple(driver for driver in prepared.drivers if driver.estimate)
        self.probability = float(prepared.probability)
        self.third = prepared.case.simulation.underdelivers
        numbers_a_path = len(self.drivers) + len(prepared.lines) + 4 * PAYBACK_MONTHS
        fitting = max(BATCH_NUMBERS // numbers_a_path, SMALLEST_BATCH)
        self.batch = min(1 << (fitting.bit_length() - 1), LARGEST_BATCH, paths)

    def batches(self) -> Iterator[tuple[int, FloatArray]]:
        """The same points each time, a batch at a time."""
        dimensions = 1 + len(self.drivers)
        points: Points = Recurrence(dimensions, self.seed) if self.quick else Sobol(dimensions, self.seed)
        for start in range(0, self.paths, self.batch):
            yield start, points.take(self.batch)

    def values(self, points: FloatArray) -> dict[str, FloatArray]:
        """The value of every estimate on every path, by the path of its input."""
        return {
            driver.path: drawn(driver.estimate, points[:, column], quick=self.quick)
            for column, driver in enumerate(self.drivers, start=1)
            if driver.estimate
        }

    def shares(self, success: FloatArray) -> FloatArray:
        """The share of the benefits that comes: all, less where the project underdelivers, none where it fails."""
        shares: FloatArray = (success < self.probability).astype(np.float64)
        if self.third:
            shares += (self.survives(success) - shares) * (1 - float(self.third.share))
        return shares

    def survives(self, success: FloatArray) -> FloatArray:
        """1 where the project runs on, if only to underdeliver; 0 where it fails."""
        running = self.probability + (float(self.third.probability) if self.third else 0.0)
        survives: FloatArray = (success < running).astype(np.float64)
        return survives


@dataclass(frozen=True)
class Batch:
    npv: FloatArray
    paid_back: int


class Outcomes:
    """Net present value and payback of paths, from the streams of the case."""

    def __init__(self, prepared: Prepared, draws: Draws) -> None:
        self.prepared, self.draws = prepared, draws
        self.stop_month = prepared.case.simulation.stop_month
        factors = discount_factors(prepared.discount_rate, prepared.horizon_months)
        self.factors = np.array([float(factor) for factor in factors])

    def of(self, points: FloatArray) -> Batch:
        """All paths at once: what each stream brings a path, times its present value and its running total."""
        flows = list(self._flows(points))
        amounts = np.stack([np.broadcast_to(amount, len(points)) for amount, _ in flows] or [np.zeros(len(points))])
        months = np.stack([months for _, months in flows] or [np.zeros(len(self.factors))])
        weights = np.vstack((months @ self.factors, np.cumsum(months[:, : PAYBACK_MONTHS + 1], axis=1).T))
        sums = weights @ amounts
        noise = ROUNDING * (np.abs(weights).max(axis=0) @ np.abs(amounts))
        npv = np.where(np.abs(sums[0]) < noise, 0.0, sums[0])
        return Batch(npv, _paid_back(sums[1:], noise))

    def _flows(self, points: FloatArray) -> Iterator[tuple[FloatArray | float, FloatArray]]:
        """Amounts and their months: one draw decides all benefits of a path and how long its annual costs run."""
        success = points[:, 0]
        share = self.draws.shares(success)
        for stream in self.prepared.streams(self.draws.values(points)):
            if stream.is_benefit:
                yield stream.amount * share, stream.months
            elif self.stop_month is None or not stream.is_annual:
                yield -stream.amount, stream.months
            else:
                is_later = np.arange(len(stream.months)) > self.stop_month
                yield -stream.amount, np.where(is_later, 0.0, stream.months)
                yield -stream.amount * self.draws.survives(success), np.where(is_later, stream.months, 0.0)


def _paid_back(totals: FloatArray, noise: FloatArray) -> int:
    """Paths whose running total, by month and path, rises to 0 from below."""
    is_below = totals < -noise
    return int((is_below[:-1] & ~is_below[1:]).any(axis=0).sum())


# --- what the paths say ------------------------------------------------------------------------------------------


def _summary(draws: Draws, npv: FloatArray, paid_back: int) -> Simulation:
    rising = np.sort(npv)
    return Simulation(
        paths=draws.paths,
        seed=draws.seed,
        npv=Distribution(_stated(float(npv.mean())), *(_stated(percentile(rising, percent)) for percent in PERCENTS)),
        probability_npv_positive=_stated(float((npv > 0).mean())),
        probability_payback_within_12_months=_stated(paid_back / draws.paths),
        expected_shortfall=_stated(expected_shortfall(rising)),
        histogram=tuple(Bin(_stated(low), _stated(high), count) for low, high, count in histogram(npv)),
        drivers=_influences(draws, npv),
    )


def _influences(draws: Draws, npv: FloatArray) -> tuple[Influence, ...]:
    """Every drawn value with its rank correlation, success among them; the strongest first."""
    result = ranks(npv)
    influences = [_influence(path, column, result) for path, column in _columns(draws)]
    return tuple(sorted(influences, key=lambda influence: -(influence.correlation.value or ZERO).copy_abs()))


def _influence(path: str, column: FloatArray, result: FloatArray) -> Influence:
    found = correlation(ranks(column), result)
    return Influence(path, Answer(None, DOES_NOT_VARY) if found is None else Answer(_stated(found)))


def _columns(draws: Draws) -> Iterator[tuple[str, FloatArray]]:
    """Each driver's draws: a value rises with its point, so the point has its rank. Drawn again, a few at a time."""
    names = (SUCCESS, *(driver.path for driver in draws.drivers))
    together = max(KEPT_NUMBERS // draws.paths, 1)
    for first in range(0, len(names), together):
        last = min(first + together, len(names))
        kept = np.concatenate([points[:, first:last] for _, points in draws.batches()])
        for column in range(first, last):
            yield names[column], _drawn_column(draws, column, kept[:, column - first])


def _drawn_column(draws: Draws, column: int, points: FloatArray) -> FloatArray:
    if column == 0:
        return draws.shares(points)
    estimate = draws.drivers[column - 1].estimate
    return np.zeros(len(points)) if estimate is None or estimate.low == estimate.high else points


def _stated(number: float) -> Decimal:
    return STATED.create_decimal(repr(number))
