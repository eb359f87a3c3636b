"""Writes a case file: canonical JSON, numbers as exact text, defaults of models left out."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculations.engine.case_file.records import (
    Acknowledgement,
    Benefit,
    CaseFile,
    Cost,
    Intangible,
    Line,
    Option,
    Quote,
    Scenario,
)
from calculations.engine.numbers import exactly
from calculations.engine.terms import Rate, Risk, SimulationSettings, Uplift
from calculations.engine.values import Estimate, Fact, FactRef, InputValue, Person, Source

Json = dict[str, Any]


def dump(case: CaseFile) -> str:
    """One text for equal cases: what is empty is left out, and equal numbers read the same."""
    return json.dumps(to_dict(case), ensure_ascii=False, indent=2) + "\n"


@exactly
def to_dict(case: CaseFile) -> Json:
    """The case as JSON values; `from_dict` gives the same case back."""
    return {
        "format": "case/1",
        "name": case.name,
        "currency": case.currency,
        **_given(tier=case.tier),
        "horizon_months": case.horizon_months,
        "discount_rate": _rate(case.discount_rate),
        "risk": _risk(case.risk),
        "ramp": [_number(entry) for entry in case.ramp],
        **_given(
            facts={key: _fact(case.facts[key]) for key in sorted(case.facts)},
        ),
        "benefits": [_benefit(line) for line in case.benefits],
        "costs": [_cost(line) for line in case.costs],
        **_given(
            options=[_option(option) for option in case.options],
            scenarios={key: _scenario(case.scenarios[key]) for key in sorted(case.scenarios)},
            uplift=_uplift(case.uplift) if case.uplift else None,
            simulation=_simulation(case.simulation),
            quotes=[_quote(quote) for quote in case.quotes],
            acknowledged=[_acknowledgement(answer) for answer in case.acknowledged],
            intangibles=[_intangible(intangible) for intangible in case.intangibles],
        ),
        **({} if case.process is None else {"process": _process(case.process)}),
    }


def _given(**fields: Any) -> Json:
    """The fields that say something; zero and false are told by their callers."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def _number(number: Decimal) -> str:
    """Exact and plain: what the file limits to 15 digits and 12 decimals is never cut."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def _rate(rate: Rate) -> str | Json:
    if not rate.source and rate.as_of is None:
        return _number(rate.value)
    return {"value": _number(rate.value), **_given(source=rate.source, as_of=_day(rate.as_of))}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _risk(risk: Risk) -> str | Json:
    if risk.level and not risk.answers and not risk.reason:
        return risk.level
    probability = None if risk.stated_probability is None else _number(risk.stated_probability)
    answers = {name: risk.answers[name] for name in sorted(risk.answers)}
    return _given(level=risk.level, probability=probability, answers=answers, reason=risk.reason)


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, FactRef):
        return {"fact": value.key}
    if isinstance(value, Estimate):
        return _estimate(value)
    if isinstance(value, Person):
        return {"role": value.role} | _inputs(value.inputs)
    return [_value(part) for part in value] if isinstance(value, tuple) else value


def _estimate(estimate: Estimate) -> Json:
    middle = {} if estimate.shape == "uniform" else {"likely": _number(estimate.likely)}
    return {"low": _number(estimate.low), **middle, "high": _number(estimate.high), "shape": estimate.shape}


def _inputs(inputs: Mapping[str, InputValue]) -> Json:
    return {name: _value(inputs[name]) for name in sorted(inputs)}


def _source(source: Source) -> Json:
    evidence = [_evidence(piece) for piece in source.evidence]
    return _given(source=source.source, confidence=source.stated_confidence, evidence=evidence)


def _evidence(piece: Any) -> Any:
    return dict(sorted(piece.items())) if isinstance(piece, Mapping) else piece


def _fact(fact: Fact) -> Json:
    return {**_given(name=fact.name), "value": _value(fact.value), "unit": fact.unit, **_source(fact.origin)}


def _line(line: Line) -> Json:
    return {
        "model": line.model_name,
        "inputs": _inputs(line.inputs),
        **_given(
            sources={name: _source(line.sources[name]) for name in sorted(line.sources)},
            starts_month=line.starts_month,
            ends_month=line.ends_month,
        ),
        **({"growth": _number(line.growth)} if line.growth else {}),
        **({"risk_adjustment": _number(line.risk_adjustment)} if line.risk_adjustment else {}),
    }


def _benefit(line: Benefit) -> Json:
    cashable = {} if line.stated_cashable is None else {"cashable": line.stated_cashable}
    return {
        "key": line.key,
        "name": line.name,
        "kind": line.kind,
        "layer": line.layer,
        **_line(line),
        **cashable,
        **_given(use=line.use),
    }


def _cost(line: Cost) -> Json:
    month = {"month": line.month} if line.month else {}
    return {
        "key": line.key,
        "name": line.name,
        "category": line.category,
        "when": line.when,
        **_line(line),
        **month,
    }


def _option(option: Option) -> Json:
    return {
        "key": option.key,
        "name": option.name,
        **({"baseline": True} if option.is_baseline else {}),
        "benefits": [_benefit(line) for line in option.benefits],
        "costs": [_cost(line) for line in option.costs],
    }


def _scenario(scenario: Scenario) -> Json:
    return {
        **_given(
            risk=_risk(scenario.risk) if scenario.risk else None,
            discount_rate=_rate(scenario.discount_rate) if scenario.discount_rate else None,
            horizon_months=scenario.horizon_months,
            inputs=_inputs(scenario.inputs),
        ),
        # An empty ramp says something: no ramp.
        **({} if scenario.ramp is None else {"ramp": [_number(entry) for entry in scenario.ramp]}),
    }


def _uplift(uplift: Uplift) -> Json:
    numbers = {"costs": _number(uplift.costs), "benefits": _number(uplift.benefits)}
    return {**numbers, **_given(source=uplift.source)}


def _simulation(settings: SimulationSettings) -> Json:
    third = settings.underdelivers
    numbers = {"probability": _number(third.probability), "share": _number(third.share)} if third else None
    return _given(stop_month=settings.stop_month, underdelivers=numbers)


def _quote(quote: Quote) -> Json:
    numbers = {"vendor": quote.vendor, "amount": _number(quote.amount)}
    evidence = [_evidence(piece) for piece in quote.evidence]
    return {**numbers, **_given(valid_until=_day(quote.valid_until), lines=list(quote.lines), evidence=evidence)}


def _acknowledgement(answer: Acknowledgement) -> Json:
    return {"check": answer.check, "reason": answer.reason, **_given(line=answer.line, by=answer.by)}


def _intangible(intangible: Intangible) -> Json:
    evidence = [_evidence(piece) for piece in intangible.evidence]
    return {"text": intangible.text, **_given(evidence=evidence, indicator=intangible.indicator)}


def _process(process: str | Mapping[str, tuple[str, ...]]) -> str | Json:
    return process if isinstance(process, str) else {name: list(process[name]) for name in sorted(process)}
