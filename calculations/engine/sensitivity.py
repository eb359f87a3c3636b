"""What moves the net present value: each driver to its low and high, and the value at which nothing is left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine import finance
from calculations.engine.answer import NO_VALUE_WITHIN_LIMITS, Answer
from calculations.engine.methods.cashflow import annual
from calculations.engine.numbers import ONE, SHOWN, exactly
from calculations.engine.prepared import DISCOUNT_RATE, Driver, Prepared

BASE_IS_ZERO = "the base is 0"
# Without an estimate a driver moves to these shares of its base.
SHARES = (Decimal("0.8"), Decimal("1.2"))
# A curve is searched in steps that grow by this factor, away from the base.
FIRST_STEP, STEP_GROWTH = Decimal("0.01"), Decimal("1.25")
# Two results of the same line agree to this, relative to the larger of them.
ALIKE = Decimal("1e-25")

Curve = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of a tornado."""

    path: str
    low: Decimal
    high: Decimal
    npv_low: Decimal
    npv_high: Decimal

    @property
    def size(self) -> Decimal:
        """In the digits a result shows: two factors of one product swing alike, whatever the last digit calculated."""
        return SHOWN.subtract(self.npv_high, self.npv_low).copy_abs()


@dataclass(frozen=True, slots=True)
class Switching:
    """The value at which the net present value is 0, and how far that is from the base."""

    path: str
    base: Decimal
    value: Answer
    change: Answer


@exactly
def sensitivity(prepared: Prepared) -> tuple[Swing, ...]:
    """The tornado: every driver by itself, the largest swing first."""
    swings = (_swing(prepared, driver) for driver in prepared.drivers)
    return tuple(sorted(swings, key=lambda swing: (-swing.size, swing.path)))


def _swing(prepared: Prepared, driver: Driver) -> Swing:
    low, high = _range(driver)
    return Swing(driver.path, low, high, prepared.npv({driver.path: low}), prepared.npv({driver.path: high}))


def _range(driver: Driver) -> tuple[Decimal, Decimal]:
    if driver.estimate:
        return driver.estimate.low, driver.estimate.high
    low, high = (min(max(driver.base * share, driver.minimum), driver.maximum) for share in SHARES)
    return low, high


@exactly
def switching(prepared: Prepared) -> tuple[Switching, ...]:
    """For every driver, in the order of the file."""
    return tuple(_switching(prepared, driver) for driver in prepared.drivers)


def _switching(prepared: Prepared, driver: Driver) -> Switching:
    value = _value(prepared, driver)
    return Switching(driver.path, driver.base, value, _change(driver.base, value))


def _change(base: Decimal, value: Answer) -> Answer:
    if value.value is None:
        return value
    return Answer((value.value - base) / abs(base)) if base else Answer(None, BASE_IS_ZERO)


def _value(prepared: Prepared, driver: Driver) -> Answer:
    def npv(value: Decimal) -> Decimal:
        return prepared.npv({driver.path: value})

    if npv(driver.base) == 0:
        return Answer(driver.base)
    if driver.path == DISCOUNT_RATE:
        return _rate(prepared, npv, driver)
    if (line := _line(npv, driver)) is not None:
        return _where_line_is_zero(line, driver)
    return _nearest_zero(npv, driver)


# --- straight lines ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StraightLine:
    start: Decimal
    at_start: Decimal
    slope: Decimal


def _line(npv: Curve, driver: Driver) -> StraightLine | None:
    """The straight line through the ends of a stretch, if two more points on it agree that it is one."""
    start, end = _stretch(driver)
    if start == end:
        return None
    at_start, at_end = npv(start), npv(end)
    line = StraightLine(start, at_start, (at_end - at_start) / (end - start))
    tolerance = ALIKE * max(abs(at_start), abs(at_end))
    for share in (Decimal("0.375"), Decimal("0.8125")):
        value = start + (end - start) * share
        if abs(npv(value) - at_start - line.slope * (value - start)) > tolerance:
            return None
    return line


def _stretch(driver: Driver) -> tuple[Decimal, Decimal]:
    """From the lowest value to twice the base or to 1, within the limits: short numbers, exact differences."""
    return driver.minimum, min(driver.maximum, max(ONE, 2 * driver.base, driver.minimum + 1))


def _where_line_is_zero(line: StraightLine, driver: Driver) -> Answer:
    if line.slope == 0:
        return Answer(None, NO_VALUE_WITHIN_LIMITS)
    return _within(line.start - line.at_start / line.slope, driver)


def _within(value: Decimal, driver: Driver) -> Answer:
    if driver.minimum <= value <= driver.maximum:
        return Answer(value)
    return Answer(None, NO_VALUE_WITHIN_LIMITS)


# --- curves ------------------------------------------------------------------------------------------------------


def _rate(prepared: Prepared, npv: Curve, driver: Driver) -> Answer:
    """The internal rate of return is the switching value of the discount rate; of several, the nearest."""
    rate = annual(finance.irr(prepared.flows()))
    return _nearest_zero(npv, driver) if rate.value is None else _within(rate.value, driver)


def _nearest_zero(npv: Curve, driver: Driver) -> Answer:
    """The first zero met on the way from the base to either limit; the nearer of the two."""
    zeros = [zero for limit in (driver.minimum, driver.maximum) for zero in _first_zero(npv, driver.base, limit)]
    if not zeros:
        return Answer(None, NO_VALUE_WITHIN_LIMITS)
    return Answer(min(zeros, key=lambda zero: abs(zero - driver.base)))


def _first_zero(npv: Curve, base: Decimal, limit: Decimal) -> Iterator[Decimal]:
    near, at_near = base, npv(base)
    for far in _steps(base, limit):
        at_far = npv(far)
        if at_far == 0 or (at_far > 0) != (at_near > 0):
            yield _zero_between(npv, near, at_near, far, at_far)
            return
        near, at_near = far, at_far


def _steps(base: Decimal, limit: Decimal) -> Iterator[Decimal]:
    """Ever longer steps from the base to the limit."""
    step = min(abs(base) or ONE, abs(limit - base)) * FIRST_STEP
    distance, direction = step, 1 if limit > base else -1
    while step and distance < abs(limit - base):
        yield base + direction * distance
        step *= STEP_GROWTH
        distance += step
    if limit != base:
        yield limit


def _zero_between(npv: Curve, near: Decimal, at_near: Decimal, far: Decimal, at_far: Decimal) -> Decimal:
    """False position with halved ends (Illinois), until no number lies between."""
    while at_far != 0:
        middle = (near * at_far - far * at_near) / (at_far - at_near)
        if not min(near, far) < middle < max(near, far):
            return far
        at_middle = npv(middle)
        if (at_middle > 0) == (at_far > 0):
            at_near /= 2
        else:
            near, at_near = far, at_far
        far, at_far = middle, at_middle
    return far
