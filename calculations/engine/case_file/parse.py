"""Reads a case file, or refuses it whole with every fault."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from calculations.engine.case_file.faults import CaseFileRefused, Fault, Reader, shown
from calculations.engine.case_file.json_text import inspect_json, read_json
from calculations.engine.case_file.lines import LineReader
from calculations.engine.case_file.records import (
    Acknowledgement,
    Benefit,
    CaseFile,
    Cost,
    Intangible,
    Option,
    Quote,
)
from calculations.engine.case_file.scenario_reader import ScenarioReader
from calculations.engine.case_file.terms_reader import (
    read_facts,
    read_horizon,
    read_ramp,
    read_rate,
    read_risk,
    read_simulation,
    read_uplift,
)
from calculations.engine.currencies import currencies
from calculations.engine.inputs import outside, references
from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.terms import DEFAULT_HORIZON, TIERS

FORMAT = "case/1"
PREFERRED = "preferred"
REQUIRED = ("format", "name", "currency", "benefits", "costs")
OPTIONAL = (
    "tier",
    "horizon_months",
    "discount_rate",
    "risk",
    "ramp",
    "facts",
    "options",
    "scenarios",
    "uplift",
    "quotes",
    "acknowledged",
    "simulation",
    "process",
    "intangibles",
)
PROCESS_HEADINGS = ("steps", "people", "systems")
CHECKS = (
    "labour_only",
    "below_quote_multiple",
    "vendor_claim_only",
    "no_risk_adjustment",
    "above_base_rate",
    "double_counting",
    "no_transition",
    "perfect_automation",
    "no_data_preparation",
    "low_change_management",
    "no_tuning",
    "one_layer",
    "outside_tier",
    "single_driver",
    "narrow_ranges",
    "not_cashable",
    "unloaded_salary",
    "licence_twice",
)


@exactly
def parse(data: bytes | str) -> CaseFile:
    """The case in a file; `CaseFileRefused` carries every fault, and nothing else is ever raised."""
    reader = Reader()
    document = read_json(data, reader)
    return _read(document, reader)


@exactly
def from_dict(document: Mapping[str, Any]) -> CaseFile:
    """The case in parsed JSON, such as rows hold: the same parser, the same faults."""
    reader = Reader()
    inspect_json(document, "", reader)
    return _read(document, reader)


def _read(document: object, reader: Reader) -> CaseFile:
    case = _read_case(document, reader)
    reader.refuse_if_faulty()
    return case


def _read_case(document: object, reader: Reader) -> CaseFile:
    raw = reader.fields(document, "", REQUIRED, OPTIONAL)
    if "format" in raw and raw["format"] != FORMAT:
        reader.fault("format", f"must be {FORMAT!r}")
    horizon = read_horizon(reader, raw["horizon_months"], "horizon_months") if "horizon_months" in raw else None
    facts = read_facts(reader, raw.get("facts", {}), "facts")
    lines = LineReader(reader, facts, horizon or DEFAULT_HORIZON)
    benefits, costs = lines.lines(raw, "")
    case = CaseFile(
        # A case that is refused below keeps what could be read, so that everything else is still looked at.
        name=reader.text(raw["name"], "name", may_be_empty=False) if "name" in raw else "",
        currency=_read_currency(reader, raw["currency"]) if "currency" in raw else "",
        benefits=benefits,
        costs=costs,
        facts=facts,
        options=_read_options(raw.get("options", []), lines),
    )
    given: dict[str, Any] = {name: read(reader, raw[name], name) for name, read in PARTS.items() if name in raw}
    if horizon is not None:
        given["horizon_months"] = horizon
    case = replace(case, **given)
    scenarios = ScenarioReader(reader, lines, case, raw).scenarios(raw.get("scenarios", {}), "scenarios")
    case = replace(case, scenarios=scenarios)
    _check_references(reader, case)
    return case


def _read_currency(reader: Reader, raw: object) -> str:
    if isinstance(raw, str) and raw in currencies():
        return raw
    reader.fault("currency", "must be the code of a current currency (ISO 4217), such as USD")
    return ""


def _read_tier(reader: Reader, raw: object, path: str) -> str:
    return reader.choice(raw, path, TIERS)


def _read_options(raw: object, lines: LineReader) -> tuple[Option, ...]:
    reader = lines.reader
    options = [_read_option(item, path, lines) for path, item in reader.items(raw, "options")]
    seen = {PREFERRED}
    for index, option in enumerate(options):
        if option.key in seen:
            taken = "the key of the top-level lines" if option.key == PREFERRED else "given twice"
            reader.fault(f"options[{index}].key", f"{option.key!r} is {taken}")
        seen.add(option.key)
    for index in [index for index, option in enumerate(options) if option.is_baseline][1:]:
        reader.fault(f"options[{index}].baseline", "there is another baseline")
    return tuple(options)


def _read_option(raw: object, path: str, lines: LineReader) -> Option:
    reader = lines.reader
    fields = reader.fields(raw, path, ("key", "name"), ("baseline", "benefits", "costs"))
    benefits, costs = lines.lines(fields, f"{path}.")
    return Option(
        key=reader.key(fields["key"], f"{path}.key") if "key" in fields else "",
        name=reader.text(fields["name"], f"{path}.name", may_be_empty=False) if "name" in fields else "",
        benefits=benefits,
        costs=costs,
        is_baseline=reader.flag(fields["baseline"], f"{path}.baseline") if "baseline" in fields else False,
    )


def _read_quotes(reader: Reader, raw: object, path: str) -> tuple[Quote, ...]:
    return tuple(_read_quote(reader, item, place) for place, item in reader.items(raw, path))


def _read_quote(reader: Reader, raw: object, path: str) -> Quote:
    fields = reader.fields(raw, path, ("vendor", "amount"), ("valid_until", "lines", "evidence"))
    return Quote(
        vendor=reader.text(fields["vendor"], f"{path}.vendor", may_be_empty=False) if "vendor" in fields else "",
        amount=reader.number(fields["amount"], f"{path}.amount", ZERO) if "amount" in fields else ZERO,
        valid_until=reader.day(fields["valid_until"], f"{path}.valid_until") if "valid_until" in fields else None,
        lines=tuple(reader.key(key, place) for place, key in reader.items(fields.get("lines", []), f"{path}.lines")),
        evidence=reader.evidence(fields["evidence"], f"{path}.evidence") if "evidence" in fields else (),
    )


def _read_acknowledged(reader: Reader, raw: object, path: str) -> tuple[Acknowledgement, ...]:
    return tuple(_read_acknowledgement(reader, item, place) for place, item in reader.items(raw, path))


def _read_acknowledgement(reader: Reader, raw: object, path: str) -> Acknowledgement:
    fields = reader.fields(raw, path, ("check", "reason"), ("line", "by"))
    line = fields.get("line")
    return Acknowledgement(
        check=reader.choice(fields["check"], f"{path}.check", CHECKS, "check") if "check" in fields else "",
        reason=reader.text(fields["reason"], f"{path}.reason", may_be_empty=False) if "reason" in fields else "",
        line=None if line is None else reader.text(line, f"{path}.line"),
        by=reader.text(fields["by"], f"{path}.by") if "by" in fields else "",
    )


def _read_process(reader: Reader, raw: object, path: str) -> str | dict[str, tuple[str, ...]]:
    """Words: one text, or lists of texts by heading."""
    if isinstance(raw, str):
        return raw
    fields = reader.fields(raw, path, (), PROCESS_HEADINGS)
    return {name: _read_texts(reader, texts, f"{path}.{name}") for name, texts in fields.items()}


def _read_texts(reader: Reader, raw: object, path: str) -> tuple[str, ...]:
    if isinstance(raw, str):
        return (raw,)
    return tuple(reader.text(item, place) for place, item in reader.items(raw, path))


def _read_intangibles(reader: Reader, raw: object, path: str) -> tuple[Intangible, ...]:
    return tuple(_read_intangible(reader, item, place) for place, item in reader.items(raw, path))


def _read_intangible(reader: Reader, raw: object, path: str) -> Intangible:
    if isinstance(raw, str):
        return Intangible(raw)
    fields = reader.fields(raw, path, ("text",), ("evidence", "indicator"))
    return Intangible(
        text=reader.text(fields["text"], f"{path}.text") if "text" in fields else "",
        evidence=reader.evidence(fields["evidence"], f"{path}.evidence") if "evidence" in fields else (),
        indicator=reader.text(fields["indicator"], f"{path}.indicator") if "indicator" in fields else "",
    )


# Parts that are read by themselves, each into the attribute of its name.
PARTS: dict[str, Callable[[Reader, object, str], Any]] = {
    "tier": _read_tier,
    "discount_rate": read_rate,
    "risk": read_risk,
    "ramp": read_ramp,
    "uplift": read_uplift,
    "quotes": _read_quotes,
    "acknowledged": _read_acknowledged,
    "simulation": read_simulation,
    "process": _read_process,
    "intangibles": _read_intangibles,
}


def _check_references(reader: Reader, case: CaseFile) -> None:
    """What names something elsewhere in the file."""
    keys = {line.key for lines in _all_lines(case) for line in lines}
    for index, quote in enumerate(case.quotes):
        for place, key in enumerate(quote.lines):
            if key and key not in keys:
                reader.fault(f"quotes[{index}].lines[{place}]", f"no line has the key {shown(key)!r}")
    for index, answer in enumerate(case.acknowledged):
        if answer.line is not None and answer.line not in keys:
            reader.fault(f"acknowledged[{index}].line", f"no line has the key {shown(answer.line)!r}")
    _check_shares_not_used(reader, case)
    third = case.simulation.underdelivers
    if third and case.probability + third.probability > ONE:
        reader.fault("simulation.underdelivers.probability", "and the probability of success are above 1 together")


def _all_lines(case: CaseFile) -> list[tuple[Benefit | Cost, ...]]:
    sets: list[tuple[tuple[Benefit, ...], tuple[Cost, ...]]] = [(case.benefits, case.costs)]
    sets += [(option.benefits, option.costs) for option in case.options]
    return [(*benefits, *costs) for benefits, costs in sets]


def _check_shares_not_used(reader: Reader, case: CaseFile) -> None:
    """A share that no input bounds is still a share."""
    used = {
        reference.key
        for lines in _all_lines(case)
        for line in lines
        for _, reference in (references(line.model.declaration, line.inputs) if line.model_name else ())
    }
    for key, fact in case.facts.items():
        if fact.unit == "share" and key not in used and (message := outside(fact.value, ZERO, ONE)):
            reader.fault(f"facts.{shown(key)}.value", message)


__all__ = ["CaseFileRefused", "Fault", "from_dict", "parse"]
