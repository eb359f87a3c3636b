"""Reads the case's own scenarios: what differs, each input by its path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from calculations.engine.case_file.faults import Fault, Reader, shown
from calculations.engine.case_file.lines import LineReader, check_shares
from calculations.engine.case_file.records import Benefit, CaseFile, Cost, Scenario
from calculations.engine.case_file.terms_reader import (
    check_sign,
    read_fact_value,
    read_horizon,
    read_ramp,
    read_rate,
    read_risk,
)
from calculations.engine.inputs import outside_as_fact, references
from calculations.engine.values import InputValue, Person

RISK_SCENARIOS = {"low_risk": "low", "medium_risk": "medium", "high_risk": "high"}
# "people_detail[2].count": an input of a row.
ROW_INPUT = re.compile(r"(people_detail)\[(0|[1-9][0-9]{0,8})\]\.([a-z_]+)")
PARTS = {"risk": read_risk, "discount_rate": read_rate, "horizon_months": read_horizon, "ramp": read_ramp}


class ScenarioReader:
    """Reads scenarios against the lines and facts of the case; `raw` is the document they were written in."""

    def __init__(self, reader: Reader, lines: LineReader, case: CaseFile, raw: Mapping[str, Any]) -> None:
        self.reader, self.case = reader, case
        self.facts, self.horizon_months = lines.facts, lines.horizon_months
        lines_read: list[Benefit | Cost] = [*case.benefits, *case.costs]
        self.lines = {line.path: line for line in lines_read}
        self.raw_inputs = dict(_written_inputs(raw, "benefits")) | dict(_written_inputs(raw, "costs"))

    def scenarios(self, raw: object, path: str) -> dict[str, Scenario]:
        scenarios = {}
        for key, item in self.reader.mapping(raw, path).items():
            place = f"{path}.{shown(key)}"
            self.reader.key(key, place)
            if key in RISK_SCENARIOS:
                self.reader.fault(place, "is always there and cannot be written")
            scenarios[key] = self._scenario(key, item, place)
        return scenarios

    def _scenario(self, key: str, raw: object, path: str) -> Scenario:
        fields = self.reader.fields(raw, path, (), (*PARTS, "inputs"))
        parts: dict[str, Any] = {
            name: read(self.reader, fields[name], f"{path}.{name}") for name, read in PARTS.items() if name in fields
        }
        return Scenario(key, **parts, inputs=self._inputs(fields.get("inputs", {}), f"{path}.inputs"))

    def _inputs(self, raw: object, path: str) -> dict[str, InputValue]:
        given = self.reader.mapping(raw, path)
        read: dict[str, InputValue] = {}
        by_line: dict[str, dict[str, object]] = {}
        for target, value in given.items():
            part, _, rest = target.partition(".")
            key, _, name = rest.partition(".")
            if part == "facts" and rest in self.facts:
                read |= self._fact(rest, value, f"{path}.{target}")
            elif part in ("benefits", "costs") and self._is_input(f"{part}.{key}", name):
                by_line.setdefault(f"{part}.{key}", {})[name] = value
            else:
                self.reader.fault(f"{path}.{shown(target)}", "unknown path")
        for line_path, values in by_line.items():
            read |= self._line(line_path, values, path)
        self._check_shares(read, path)
        # In the order they were written.
        return {target: read[target] for target in given if target in read}

    def _is_input(self, line_path: str, name: str) -> bool:
        line = self.lines.get(line_path)
        if line is None or not line.model_name:
            return False
        if not (row := ROW_INPUT.fullmatch(name)):
            return name in line.model.declaration.by_name
        rows = line.inputs.get(row[1], ())
        declared = line.model.declaration.by_name.get(row[1])
        known = getattr(getattr(declared, "row", None), "by_name", {})
        return isinstance(rows, tuple) and int(row[2]) < len(rows) and row[3] in known

    def _fact(self, key: str, raw: object, path: str) -> dict[str, InputValue]:
        fact = self.facts[key]
        value = read_fact_value(self.reader, raw, path)
        if value is None or not fact.unit:
            return {}
        check_sign(self.reader, value, fact.unit, path)
        for line in self.lines.values():
            for declared, reference in references(line.model.declaration, line.inputs) if line.model_name else ():
                accepted = reference.key == key and fact.unit in declared.unit.accepts
                if accepted and (message := outside_as_fact(declared, value, fact.unit)):
                    self.reader.fault(path, f"{message} ({line.path}.{declared.name})")
        return {f"facts.{key}": value}

    def _line(self, line_path: str, given: dict[str, object], path: str) -> dict[str, InputValue]:
        """The line as it would stand with these inputs, read by the one parser."""
        line, written = self.lines[line_path], self.raw_inputs.get(line_path, {})
        trial = Reader()
        values = LineReader(trial, self.facts, self.horizon_months).inputs(line.model, _merged(written, given), "")
        for fault in trial.faults:
            self._combined_fault(fault, given, line, f"{path}.{line_path}")
        if not values:
            return {}
        return {f"{line_path}.{name}": _value_at(values, name) for name in given}

    def _combined_fault(self, fault: Fault, given: Mapping[str, object], line: Benefit | Cost, path: str) -> None:
        """A fault of what the scenario gives, or of what it does to the rest of a line that was sound."""
        name = fault.path.removeprefix(".")
        if any(name == own or name.startswith((f"{own}[", f"{own}.")) for own in given):
            self.reader.fault(f"{path}.{name}", fault.message)
        elif line.inputs:
            self.reader.fault(f"{path}.{next(iter(given))}", f"{name} {fault.message}")

    def _check_shares(self, read: Mapping[str, InputValue], path: str) -> None:
        """Shares of costs that the scenario redirects must still come to an end."""
        moved = [target for target in read if target.startswith("costs.") and target.endswith(".of")]
        if not moved:
            return
        trial = Reader()
        costs = [
            (cost.path, replace(cost, inputs={**cost.inputs, "of": read[f"{cost.path}.of"]}))
            if f"{cost.path}.of" in read
            else (cost.path, cost)
            for cost in self.case.costs
        ]
        check_shares(trial, costs)
        for fault in trial.faults:
            self.reader.fault(f"{path}.{moved[0]}", fault.message)


def _written_inputs(raw: Mapping[str, Any], part: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The inputs of each line as they stand in the document, by the line's path."""
    lines = raw.get(part)
    for item in lines if isinstance(lines, list | tuple) else ():
        if isinstance(item, Mapping) and isinstance(item.get("inputs"), Mapping):
            yield f"{part}.{item.get('key')}", item["inputs"]


def _merged(written: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    merged = dict(written)
    for name, value in given.items():
        if row := ROW_INPUT.fullmatch(name):
            rows = merged[row[1]]
            assert isinstance(rows, list | tuple)  # noqa: S101 - the line was read with these rows
            index = int(row[2])
            merged[row[1]] = [*rows[:index], {**rows[index], row[3]: value}, *rows[index + 1 :]]
        else:
            merged[name] = value
    return merged


def _value_at(values: Mapping[str, InputValue], name: str) -> InputValue:
    if not (row := ROW_INPUT.fullmatch(name)):
        return values[name]
    rows = values[row[1]]
    person = rows[int(row[2])] if isinstance(rows, tuple) else None
    assert isinstance(person, Person)  # noqa: S101 - the row was read just now
    return person.inputs[row[3]]
