"""Inputs of a model, declared once for form, API, case file and engine, and the one parser that reads them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from calculations.engine.numbers import ZERO, exactly, plain, read_number
from calculations.engine.units import FACT_UNITS, Unit
from calculations.engine.values import SHAPES, Estimate, Fact, FactRef, InputValue, Person, spread

Facts = Mapping[str, Fact]


class InvalidInputs(ValueError):
    """What is wrong, per field: `errors["people"]`, `errors["people_detail[0].count"]`."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Input:
    """A number: one value, an estimate, or a reference to a fact."""

    name: str
    label: str
    unit: Unit
    minimum: Decimal = ZERO
    maximum: Decimal | None = None
    default: Decimal | None = None
    required: bool = True
    help: str = ""


@dataclass(frozen=True)
class Choice:
    """One of a few named ways to calculate."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    default: str
    help: str = ""
    required: bool = False


@dataclass(frozen=True)
class LineKeys:
    """Keys of cost lines this line is calculated from."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    default: None = None


@dataclass(frozen=True)
class Amounts:
    """One amount per year, year 0 first; may be negative."""

    name: str
    label: str
    help: str = ""
    required: bool = True
    default: None = None


@dataclass(frozen=True)
class OneOf:
    """Exactly one of these groups of inputs is given."""

    groups: tuple[tuple[str, ...], ...]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(name for group in self.groups for name in group)

    def chosen(self, given: Collection[str]) -> tuple[str, ...]:
        """The group that explains most of what was given; the first of equals."""
        return max(self.groups, key=lambda group: len(set(group) & set(given)))

    def clashes(self, given: Collection[str]) -> Iterator[tuple[str, str]]:
        """Each input given that no group holds together with another one given."""
        names = [name for name in given if name in self.names]
        for name in names:
            for other in names:
                if not any(name in group and other in group for group in self.groups):
                    yield name, other


@dataclass(frozen=True)
class Declaration:
    """The inputs of a model, or of a row in `people_detail`."""

    inputs: tuple["AnyInput", ...]
    alternatives: tuple[OneOf, ...] = ()

    def __getitem__(self, name: str) -> "AnyInput":
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, "AnyInput"]:
        return {declared.name: declared for declared in self.inputs}

    def active(self, given: Collection[str]) -> dict[str, "AnyInput"]:
        """The inputs that count once the alternatives are settled by what was given."""
        excluded: set[str] = set()
        for alternative in self.alternatives:
            excluded |= alternative.names - set(alternative.chosen(given))
        return {declared.name: declared for declared in self.inputs if declared.name not in excluded}


@dataclass(frozen=True)
class People:
    """Rows for people with different pay; what a row leaves out comes from the line."""

    name: str
    label: str
    row: Declaration
    help: str = ""
    required: bool = True
    default: None = None


# A file of nothing but faults must not grow into a message many times its size.
MOST_FAULTS = 10_000
# Year 0, and as many years as the longest horizon has.
MOST_YEARS = 51
# More roles than any process has; a file must not cause work that grows with the square of its size.
MOST_ROLES = 100
# What a row of people may state for itself in place of the line.
ROW_OVERRIDES = ("minutes_before", "minutes_when_automated", "minutes_when_escalated")

AnyInput = Input | Choice | LineKeys | Amounts | People


@exactly
def parse_inputs(declaration: Declaration, raw: object, facts: Facts | None = None) -> dict[str, InputValue]:
    """Read what was given; defaults stay out. Without `facts`, references are taken on trust."""
    errors: dict[str, str] = {}
    values = _parse(declaration, raw, facts, errors, "")
    if errors:
        raise InvalidInputs(errors)
    return values


def _parse(
    declaration: Declaration, raw: object, facts: Facts | None, errors: dict[str, str], prefix: str
) -> dict[str, InputValue]:
    if not isinstance(raw, Mapping):
        errors[prefix.rstrip(".")] = "must be an object"
        return {}
    declared = declaration.by_name
    active = declaration.active([name for name in raw if name in declared])
    values: dict[str, InputValue] = {}
    for name, given in raw.items():
        if name not in declared:
            errors[f"{prefix}{name}"] = "is not an input here"
            continue
        value = _read(declared[name], given, facts, errors, f"{prefix}{name}")
        if value is not None:
            values[name] = value
    for alternative in declaration.alternatives:
        for name, other in alternative.clashes(raw):
            errors[f"{prefix}{name}"] = f"cannot be combined with {other}"
    _require(active, raw, values, errors, prefix)
    return values


def _require(
    active: Mapping[str, AnyInput],
    raw: Mapping[str, object],
    values: Mapping[str, InputValue],
    errors: dict[str, str],
    prefix: str,
) -> None:
    rows = [row for value in values.values() if isinstance(value, tuple) for row in value if isinstance(row, Person)]
    for name, declared in active.items():
        if name in raw or not declared.required or declared.default is not None:
            continue
        if rows and all(name in row.inputs for row in rows):
            continue
        shared = bool(rows) and name in ROW_OVERRIDES
        errors[f"{prefix}{name}"] = "is required, here or in every row" if shared else "is required"


def _read(declared: AnyInput, raw: object, facts: Facts | None, errors: dict[str, str], path: str) -> InputValue | None:
    if isinstance(declared, People):
        return _read_people(declared, raw, facts, errors, path)
    if isinstance(declared, Amounts):
        return _read_amounts(raw, errors, path)
    try:
        if isinstance(declared, Input):
            return read_value(declared, raw, facts)
        return _read_choice(declared, raw) if isinstance(declared, Choice) else _read_keys(raw)
    except ValueError as error:
        errors[path] = str(error)
        return None


def read_value(declared: Input, raw: object, facts: Facts | None = None) -> Decimal | Estimate | FactRef:
    """A number, an estimate or a fact within the input's limits; ValueError says what is wrong."""
    if isinstance(raw, Mapping) and "fact" in raw:
        return _read_fact(declared, raw, facts)
    value = read_amount(raw)
    if message := outside(value, declared.minimum, declared.maximum):
        raise ValueError(message)
    return value


def _read_fact(declared: Input, raw: Mapping[str, object], facts: Facts | None) -> FactRef:
    key = raw["fact"]
    if not isinstance(key, str) or len(raw) != 1:
        raise ValueError('must be {"fact": "key"} with nothing else')
    if facts is None:
        return FactRef(key)
    if key not in facts:
        raise ValueError(f"no fact named {key[:60]!r}")
    fact = facts[key]
    if not fact.unit:
        # The fact itself could not be read, and has been noted.
        return FactRef(key)
    ratio = declared.unit.accepts.get(fact.unit)
    if ratio is None:
        raise ValueError(f"takes {declared.unit.label}; the fact {key!r} is {FACT_UNITS[fact.unit]}")
    if message := outside_as_fact(declared, fact.value, fact.unit):
        raise ValueError(f"the fact {key!r} {message}")
    return FactRef(key)


def outside_as_fact(declared: Input, value: Decimal | Estimate, unit: str) -> str:
    """What is wrong with a fact's value for this input, once converted to the input's unit."""
    ratio = declared.unit.accepts[unit]
    for figure in spread(value):
        converted = figure * ratio.times / ratio.over
        if message := outside(converted, declared.minimum, declared.maximum):
            return f"{message}, and is {plain(converted)} here"
    return ""


def references(declaration: Declaration, values: Mapping[str, InputValue]) -> Iterator[tuple[Input, FactRef]]:
    """Every use of a fact, rows of people included."""
    for name, value in values.items():
        declared = declaration[name]
        if isinstance(declared, Input) and isinstance(value, FactRef):
            yield declared, value
        if isinstance(declared, People) and isinstance(value, tuple):
            for row in value:
                yield from references(declared.row, row.inputs) if isinstance(row, Person) else ()


def read_amount(raw: object) -> Decimal | Estimate:
    """A number or an estimate, before any limits."""
    return read_estimate(raw) if isinstance(raw, Mapping) else read_number(raw)


def read_estimate(raw: Mapping[str, object]) -> Estimate:
    """An estimate; ValueError says what is wrong with it."""
    unknown = sorted(str(key)[:60] for key in raw if key not in {"low", "likely", "high", "shape"})
    if unknown:
        raise ValueError(f"an estimate has low, likely, high and shape, not {', '.join(unknown[:5])}")
    shape = raw.get("shape", "pert")
    if not isinstance(shape, str) or shape not in SHAPES:
        raise ValueError(f"shape must be one of {', '.join(SHAPES)}")
    if shape == "uniform" and "likely" in raw:
        raise ValueError("a uniform estimate has no likely")
    wanted = ("low", "high") if shape == "uniform" else ("low", "likely", "high")
    missing = [name for name in wanted if name not in raw]
    if missing:
        raise ValueError(f"an estimate needs {' and '.join(missing)}")
    low, high = _part(raw, "low"), _part(raw, "high")
    middle = (low + high) / 2 if shape == "uniform" else _part(raw, "likely")
    if not low <= middle <= high:
        raise ValueError("an estimate runs from low over likely to high")
    return Estimate(low, middle, high, shape)


def _part(raw: Mapping[str, object], name: str) -> Decimal:
    try:
        return read_number(raw[name])
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def outside(value: Decimal | Estimate, minimum: Decimal | None, maximum: Decimal | None) -> str:
    """What is wrong with a value that lies outside its limits, or nothing."""
    figures = spread(value)
    if minimum is not None and any(figure < minimum for figure in figures):
        return "must not be negative" if minimum == 0 else f"must be at least {plain(minimum)}"
    if maximum is not None and any(figure > maximum for figure in figures):
        return f"must be at most {plain(maximum)}"
    return ""


def _read_choice(declared: Choice, raw: object) -> str:
    names = [name for name, _ in declared.choices]
    if not isinstance(raw, str) or raw not in names:
        raise ValueError(f"must be one of {', '.join(names)}")
    return raw


def _read_keys(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple) or not raw or not all(isinstance(key, str) for key in raw):
        raise ValueError("must be a list of keys of cost lines")
    if len(set(raw)) != len(raw):
        raise ValueError("names a line twice")
    return tuple(raw)


def _read_amounts(raw: object, errors: dict[str, str], path: str) -> tuple[Decimal, ...] | None:
    if not isinstance(raw, list | tuple) or not raw:
        errors[path] = "must be a list of amounts, year 0 first"
        return None
    if len(raw) > MOST_YEARS:
        errors[path] = f"has more than {MOST_YEARS} years"
        return None
    amounts: list[Decimal] = []
    for index, item in enumerate(raw):
        try:
            amounts.append(read_number(item))
        except ValueError as error:
            errors[f"{path}[{index}]"] = str(error)
    return tuple(amounts)


def _read_people(
    declared: People, raw: object, facts: Facts | None, errors: dict[str, str], path: str
) -> tuple[Person, ...] | None:
    if not isinstance(raw, list | tuple) or not raw:
        errors[path] = "must be a list of rows, one per role"
        return None
    if len(raw) > MOST_ROLES:
        errors[path] = f"has more than {MOST_ROLES} rows"
        return None
    return tuple(_read_person(declared, row, facts, errors, f"{path}[{index}]") for index, row in enumerate(raw))


def _read_person(declared: People, raw: object, facts: Facts | None, errors: dict[str, str], path: str) -> Person:
    if not isinstance(raw, Mapping):
        errors[path] = "must be an object"
        return Person("", {})
    role = raw.get("role")
    if not isinstance(role, str) or not role.strip():
        errors[f"{path}.role"] = "must be a text"
    rest = {name: value for name, value in raw.items() if name != "role"}
    return Person(role if isinstance(role, str) else "", _parse(declared.row, rest, facts, errors, f"{path}."))
