"""Reads what stands outside the lines: rates, risk, ramp, facts, uplift and the simulation's settings."""

from collections.abc import Mapping
from decimal import Decimal

from calculations.engine.case_file.faults import Reader, shown
from calculations.engine.case_file.lines import SOURCE_KEYS, read_source
from calculations.engine.inputs import read_amount
from calculations.engine.numbers import ONE, ZERO
from calculations.engine.terms import (
    LONGEST_HORIZON,
    LONGEST_RAMP,
    PROBABILITIES,
    QUESTIONS,
    RATE_ABOVE,
    RATE_MAXIMUM,
    Rate,
    Risk,
    SimulationSettings,
    Underdelivers,
    Uplift,
)
from calculations.engine.units import FACT_UNITS
from calculations.engine.values import Estimate, Fact, spread

LEVELS = tuple(PROBABILITIES)


def read_horizon(reader: Reader, raw: object, path: str) -> int:
    return reader.whole(raw, path, 1, LONGEST_HORIZON)


def read_rate(reader: Reader, raw: object, path: str) -> Rate:
    """A number, or a number with its source and day."""
    if not isinstance(raw, Mapping):
        return Rate(_rate_value(reader, raw, path))
    fields = reader.fields(raw, path, ("value",), ("source", "as_of"))
    return Rate(
        value=_rate_value(reader, fields["value"], f"{path}.value") if "value" in fields else ZERO,
        source=reader.text(fields["source"], f"{path}.source") if "source" in fields else "",
        as_of=reader.day(fields["as_of"], f"{path}.as_of") if "as_of" in fields else None,
    )


def _rate_value(reader: Reader, raw: object, path: str) -> Decimal:
    rate = reader.number(raw, path, None, RATE_MAXIMUM)
    if rate <= RATE_ABOVE:
        reader.fault(path, "must be above -0.5")
        return ZERO
    return rate


def read_ramp(reader: Reader, raw: object, path: str) -> tuple[Decimal, ...]:
    items = reader.items(raw, path)
    if len(items) > LONGEST_RAMP:
        reader.fault(path, f"has more than {LONGEST_RAMP} months")
    return tuple(reader.number(item, place, -ONE, ONE) for place, item in items)


def read_risk(reader: Reader, raw: object, path: str) -> Risk:
    """A level, or a level or probability with the answers that suggest one; an override needs a reason."""
    if isinstance(raw, str):
        return Risk(level=reader.choice(raw, path, LEVELS))
    fields = reader.fields(raw, path, (), ("level", "probability", "answers", "reason"))
    risk = Risk(
        level=reader.choice(fields["level"], f"{path}.level", LEVELS) if "level" in fields else None,
        stated_probability=reader.number(fields["probability"], f"{path}.probability", ZERO, ONE)
        if "probability" in fields
        else None,
        answers=_read_answers(reader, fields["answers"], f"{path}.answers") if "answers" in fields else {},
        reason=reader.text(fields["reason"], f"{path}.reason") if "reason" in fields else "",
    )
    if isinstance(raw, Mapping):
        _check_risk(reader, risk, path)
    return risk


def _read_answers(reader: Reader, raw: object, path: str) -> dict[str, str]:
    fields = reader.fields(raw, path, (), QUESTIONS)
    return {name: reader.choice(answer, f"{path}.{name}", LEVELS) for name, answer in fields.items()}


def _check_risk(reader: Reader, risk: Risk, path: str) -> None:
    if any(answer not in LEVELS for answer in risk.answers.values()) or risk.level == "":
        return
    suggested = risk.suggested_level
    if risk.level and risk.stated_probability is not None:
        reader.fault(path, "gives a level and a probability: give one")
    elif risk.level is None and risk.stated_probability is None and suggested is None:
        reader.fault(path, "needs a level, a probability, or an answer to each of the four questions")
    elif suggested and risk.probability != PROBABILITIES[suggested] and not risk.reason.strip():
        reader.fault(f"{path}.reason", f"is required: the answers suggest {suggested!r}")


def read_uplift(reader: Reader, raw: object, path: str) -> Uplift:
    fields = reader.fields(raw, path, (), ("costs", "benefits", "source"))
    return Uplift(
        costs=reader.number(fields["costs"], f"{path}.costs", ZERO) if "costs" in fields else ZERO,
        benefits=reader.number(fields["benefits"], f"{path}.benefits", ZERO, ONE) if "benefits" in fields else ZERO,
        source=reader.text(fields["source"], f"{path}.source") if "source" in fields else "",
    )


def read_simulation(reader: Reader, raw: object, path: str) -> SimulationSettings:
    fields = reader.fields(raw, path, (), ("stop_month", "underdelivers"))
    stop = None
    if "stop_month" in fields:
        stop = reader.whole(fields["stop_month"], f"{path}.stop_month", 0, LONGEST_HORIZON)
    if "underdelivers" not in fields:
        return SimulationSettings(stop)
    place = f"{path}.underdelivers"
    third = reader.fields(fields["underdelivers"], place, ("probability", "share"), ())
    numbers = {name: reader.number(raw, f"{place}.{name}", ZERO, ONE) for name, raw in third.items()}
    return SimulationSettings(stop, Underdelivers(numbers.get("probability", ZERO), numbers.get("share", ZERO)))


FACT_KEYS = ("name", *SOURCE_KEYS)


def read_facts(reader: Reader, raw: object, path: str) -> dict[str, Fact]:
    """The facts that can be read; the others are noted."""
    facts: dict[str, Fact] = {}
    for key, item in reader.mapping(raw, path).items():
        place = f"{path}.{shown(key)}"
        reader.key(key, place)
        fields = reader.fields(item, place, ("value", "unit"), FACT_KEYS)
        value = read_fact_value(reader, fields["value"], f"{place}.value") if "value" in fields else None
        unit = reader.choice(fields["unit"], f"{place}.unit", FACT_UNITS, "unit") if "unit" in fields else ""
        name = reader.text(fields["name"], f"{place}.name") if "name" in fields else ""
        origin = read_source(reader, fields, place)
        if unit and value is not None:
            check_sign(reader, value, unit, f"{place}.value")
        # A fact that cannot be read keeps its name and loses its unit: lines that use it are not at fault.
        facts[key] = Fact(key, ZERO, "", name, origin) if value is None else Fact(key, value, unit, name, origin)
    return facts


def read_fact_value(reader: Reader, raw: object, path: str) -> Decimal | Estimate | None:
    try:
        return read_amount(raw)
    except ValueError as error:
        reader.fault(path, str(error))
        return None


def check_sign(reader: Reader, value: Decimal | Estimate, unit: str, path: str) -> None:
    """Counts, times, pay and amounts are not negative; a share answers to the inputs that use it."""
    if unit != "share" and any(figure < 0 for figure in spread(value)):
        reader.fault(path, "must not be negative")
