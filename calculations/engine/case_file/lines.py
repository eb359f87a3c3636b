"""Reads benefits and costs, and what holds between lines."""

from collections.abc import Mapping
from typing import Any

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.case_file.faults import Reader, shown
from calculations.engine.case_file.records import (
    ANNUAL,
    CATEGORIES,
    KINDS,
    LAYERS,
    ONE_TIME,
    USES,
    Benefit,
    Cost,
    Line,
)
from calculations.engine.costs import COST_MODELS
from calculations.engine.inputs import InvalidInputs, parse_inputs
from calculations.engine.models import Model
from calculations.engine.numbers import ONE, ZERO
from calculations.engine.terms import GROWTH_MAXIMUM, GROWTH_MINIMUM, LONGEST_HORIZON
from calculations.engine.values import CONFIDENCES, Fact, InputValue, Source, source_name

Facts = Mapping[str, Fact]
RUN = ("starts_month", "ends_month", "growth")
OPTIONAL = (*RUN, "sources", "risk_adjustment")
BENEFIT_KEYS = ("key", "name", "kind", "layer", "model", "inputs")
COST_KEYS = ("key", "name", "category", "when", "model", "inputs")


class LineReader:
    """Reads the lines of one option; the horizon bounds what may fall in it."""

    def __init__(self, reader: Reader, facts: Facts, horizon_months: int) -> None:
        self.reader, self.facts, self.horizon_months = reader, facts, horizon_months

    def lines(self, raw: Mapping[str, Any], prefix: str) -> tuple[tuple[Benefit, ...], tuple[Cost, ...]]:
        """The benefits and costs of `raw`, checked against each other."""
        read = self.reader.items
        benefits = [
            (path, self.benefit(item, path)) for path, item in read(raw.get("benefits", []), f"{prefix}benefits")
        ]
        costs = [(path, self.cost(item, path)) for path, item in read(raw.get("costs", []), f"{prefix}costs")]
        self._unique_keys([*benefits, *costs])
        check_shares(self.reader, costs)
        return tuple(line for _, line in benefits), tuple(line for _, line in costs)

    def benefit(self, raw: object, path: str) -> Benefit:
        fields = self.reader.fields(raw, path, BENEFIT_KEYS, (*OPTIONAL, "cashable", "use"))
        model = self._model(fields, path, BENEFIT_MODELS)
        choice = self.reader.choice
        return Benefit(
            **self._line(fields, path, model, is_one_time=False),
            kind=choice(fields["kind"], f"{path}.kind", KINDS) if "kind" in fields else "",
            layer=choice(fields["layer"], f"{path}.layer", LAYERS) if "layer" in fields else "",
            stated_cashable=self.reader.flag(fields["cashable"], f"{path}.cashable") if "cashable" in fields else None,
            use=choice(fields["use"], f"{path}.use", USES) if "use" in fields else None,
        )

    def cost(self, raw: object, path: str) -> Cost:
        fields = self.reader.fields(raw, path, COST_KEYS, (*OPTIONAL, "month"))
        model = self._model(fields, path, COST_MODELS)
        choice = self.reader.choice
        when = choice(fields["when"], f"{path}.when", (ONE_TIME, ANNUAL)) if "when" in fields else ""
        if model and model.is_by_year and when == ONE_TIME:
            self.reader.fault(f"{path}.when", "must be annual where the amounts are given by year")
        return Cost(
            **self._line(fields, path, model, is_one_time=when == ONE_TIME),
            category=choice(fields["category"], f"{path}.category", CATEGORIES) if "category" in fields else "",
            when=when,
            month=self._month(fields, path, when),
        )

    def _model(self, fields: Mapping[str, Any], path: str, models: Mapping[str, Model]) -> Model | None:
        if "model" not in fields:
            return None
        return models.get(self.reader.choice(fields["model"], f"{path}.model", models, "model"))

    def _line(self, fields: Mapping[str, Any], path: str, model: Model | None, *, is_one_time: bool) -> dict[str, Any]:
        """What benefits and costs share, as the arguments of a `Line`."""
        reader = self.reader
        if model and model.is_by_year:
            self._refuse(fields, path, "amounts by year take none")
        elif is_one_time:
            self._refuse(fields, path, "a one-time cost takes none")
        return {
            "key": reader.key(fields["key"], f"{path}.key") if "key" in fields else "",
            "name": reader.text(fields["name"], f"{path}.name", may_be_empty=False) if "name" in fields else "",
            "model_name": model.name if model else "",
            "inputs": self.inputs(model, fields["inputs"], f"{path}.inputs") if model and "inputs" in fields else {},
            "sources": self._sources(fields.get("sources", {}), f"{path}.sources", model),
            **self._run(fields, path),
        }

    def inputs(self, model: Model, raw: object, path: str) -> dict[str, InputValue]:
        """The inputs of a model, with every fault noted."""
        try:
            values = parse_inputs(model.declaration, raw, self.facts)
        except InvalidInputs as invalid:
            for name, message in invalid.errors.items():
                self.reader.fault(f"{path}.{shown(name)}" if name else path, message)
            return {}
        if model.is_by_year:
            self._check_years(values, path)
        return values

    def _check_years(self, values: Mapping[str, InputValue], path: str) -> None:
        amounts = values["amounts"]
        years = -(-self.horizon_months // 12)
        if isinstance(amounts, tuple) and len(amounts) - 1 > years:
            message = f"begins after the horizon of {self.horizon_months} months"
            for year in range(years + 1, len(amounts)):
                self.reader.fault(f"{path}.amounts[{year}]", message)

    def _run(self, fields: Mapping[str, Any], path: str) -> dict[str, Any]:
        reader = self.reader
        months = {
            name: reader.whole(fields[name], f"{path}.{name}", 1, LONGEST_HORIZON)
            for name in ("starts_month", "ends_month")
            if name in fields
        }
        if "ends_month" in months and months["ends_month"] < months.get("starts_month", 1):
            reader.fault(f"{path}.ends_month", "lies before the line starts")
        bounds = {"growth": (GROWTH_MINIMUM, GROWTH_MAXIMUM), "risk_adjustment": (ZERO, ONE)}
        rates = {
            name: reader.number(fields[name], f"{path}.{name}", *bound)
            for name, bound in bounds.items()
            if name in fields
        }
        return {**months, **rates}

    def _refuse(self, fields: Mapping[str, Any], path: str, message: str) -> None:
        for name in RUN:
            if name in fields:
                self.reader.fault(f"{path}.{name}", f"cannot be given: {message}")

    def _month(self, fields: Mapping[str, Any], path: str, when: str) -> int:
        if "month" not in fields:
            return 0
        if when == ANNUAL:
            self.reader.fault(f"{path}.month", "cannot be given: only a one-time cost has a month")
        month = self.reader.whole(fields["month"], f"{path}.month", 0, LONGEST_HORIZON)
        if month > self.horizon_months:
            self.reader.fault(f"{path}.month", f"lies beyond the horizon of {self.horizon_months} months")
        return month

    def _sources(self, raw: object, path: str, model: Model | None) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for name, item in self.reader.mapping(raw, path).items():
            place = f"{path}.{shown(name)}"
            if model and source_name(name) not in model.declaration.by_name:
                self.reader.fault(place, "is not an input here")
            sources[name] = read_source(self.reader, self.reader.fields(item, place, (), SOURCE_KEYS), place)
        return sources

    def _unique_keys(self, lines: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for path, line in lines:
            if line.key and line.key in seen:
                self.reader.fault(f"{path}.key", f"the key {shown(line.key)!r} is given twice")
            seen.add(line.key)


SOURCE_KEYS = ("source", "confidence", "evidence")


def read_source(reader: Reader, fields: Mapping[str, Any], path: str) -> Source:
    """Where a value comes from."""
    return Source(
        source=reader.text(fields["source"], f"{path}.source") if "source" in fields else "",
        stated_confidence=reader.choice(fields["confidence"], f"{path}.confidence", CONFIDENCES)
        if "confidence" in fields
        else "",
        evidence=reader.evidence(fields["evidence"], f"{path}.evidence") if "evidence" in fields else (),
    )


def check_shares(reader: Reader, costs: list[tuple[str, Cost]]) -> None:
    """Shares of other costs name lines there are, none given by year, and come to an end."""
    by_key = {cost.key: cost for _, cost in costs}
    for path, cost in costs:
        for index, key in enumerate(bases_of(cost)):
            place = f"{path}.inputs.of[{index}]"
            if key not in by_key:
                reader.fault(place, f"no cost line has the key {shown(key)!r}")
            elif by_key[key].model_name == "by_year":
                reader.fault(place, f"{key!r} is given by year and has no single amount")
    circular = _circular(by_key)
    for path, cost in costs:
        if cost.key in circular:
            reader.fault(f"{path}.inputs.of", "is a share of itself, through the lines it names")


def bases_of(cost: Line) -> tuple[str, ...]:
    keys = cost.inputs.get("of", ())
    return tuple(key for key in keys if isinstance(key, str)) if isinstance(keys, tuple) else ()


def _circular(by_key: Mapping[str, Cost]) -> set[str]:
    """The lines on a cycle or above one: what remains once every line with settled bases is taken away."""
    open_bases = {key: {base for base in bases_of(cost) if base in by_key} for key, cost in by_key.items()}
    dependents: dict[str, list[str]] = {}
    for key, bases in open_bases.items():
        for base in bases:
            dependents.setdefault(base, []).append(key)
    settled = [key for key, bases in open_bases.items() if not bases]
    while settled:
        base = settled.pop()
        for dependent in dependents.get(base, ()):
            open_bases[dependent].discard(base)
            if not open_bases[dependent]:
                settled.append(dependent)
    return {key for key, bases in open_bases.items() if bases}
