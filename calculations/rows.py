"""Rows and the case file: how the one is read from the other. Everything between is the engine's parser.

A document is a case file as JSON values. It is built from rows, changed in memory, parsed, and only then written back.
"""

from typing import Any

from calculations.engine.case_file import CaseFile, to_dict
from calculations.models import Assumptions, BenefitLine, CostLine, Fact, Line, Quote
from cases.models import Case
from tenants.scope import current_organization

Json = dict[str, Any]
LINE_MODELS: dict[str, type[Line]] = {model.SECTION: model for model in (BenefitLine, CostLine)}
TERMS = ("growth", "starts_month", "ends_month", "risk_adjustment", "cashable", "use", "month")
# What has rows of its own, or is the case's own name; the rest stands in the settings.
IN_ROWS = frozenset({"format", "name", "currency", "facts", "benefits", "costs", "quotes", "options"})
# What a canonical file says where nothing was given: not worth keeping, and not to be mistaken for an answer.
UNSAID = to_dict(CaseFile(name="", currency=""))


# --- From rows


def document_of(case: Case) -> Json:
    """Returns a case as a case file: five queries, whatever its size."""
    assumptions = assumptions_of(case)
    settings = dict(assumptions.settings)
    document = {
        "format": "case/1",
        "name": case.name,
        "currency": assumptions.currency,
        "facts": {fact.key: fact_document(fact) for fact in case.facts.all()},
        "quotes": [quote_document(quote) for quote in case.quotes.all()],
        "benefits": [],
        "costs": [],
        "options": [dict(option, benefits=[], costs=[]) for option in settings.pop("options", [])],
        **settings,
    }
    for line in [*case.benefit_lines.all(), *case.cost_lines.all()]:
        option_in(document, line.option)[line.SECTION].append(line_document(line))
    return document


def assumptions_of(case: Case) -> Assumptions:
    """Returns the case's assumptions; where none are written yet, unsaved ones in the organization's currency."""
    try:
        return case.assumptions
    except Assumptions.DoesNotExist:
        return Assumptions(case=case, currency=current_organization().currency)


def option_in(document: Json, key: str) -> Json:
    """Returns the part of a document that holds an option's lines; the preferred option's stand at the top."""
    return next(option for option in document["options"] if option["key"] == key) if key else document


def fact_document(fact: Fact) -> Json:
    words = _said(name=fact.name, source=fact.source, confidence=fact.confidence, evidence=fact.evidence)
    return {"value": fact.value, "unit": fact.unit, **words}


def line_document(line: Line) -> Json:
    own = {field: getattr(line, field) for field in line.OWN}
    named = {"key": line.key, "name": line.name, "model": line.model}
    return {**named, **own, "inputs": line.inputs, **_said(sources=line.sources), **line.terms}


def quote_document(quote: Quote) -> Json:
    until = quote.valid_until.isoformat() if quote.valid_until else None
    words = _said(valid_until=until, lines=quote.lines, evidence=quote.evidence)
    return {"vendor": quote.vendor, "amount": quote.amount, **words}


def _said(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


# --- To rows


def settings_from(document: Json) -> Json:
    """Returns what a canonical document says beyond its rows."""
    said = {key: value for key, value in document.items() if key not in IN_ROWS and value != UNSAID.get(key)}
    options = [
        {key: value for key, value in option.items() if key not in LINE_MODELS}
        for option in document.get("options", [])
    ]
    return {**said, **_said(options=options)}


def fact_fields(document: Json) -> Json:
    fields = {field: document.get(field, "") for field in ("name", "unit", "source", "confidence")}
    return {**fields, "value": document["value"], "evidence": document.get("evidence", [])}


def line_fields(section: str, document: Json) -> Json:
    own = {field: document[field] for field in LINE_MODELS[section].OWN}
    named = {field: document[field] for field in ("key", "name", "model", "inputs")}
    terms = {term: document[term] for term in TERMS if term in document}
    return {**named, **own, "sources": document.get("sources", {}), "terms": terms}


def quote_fields(document: Json) -> Json:
    return {
        "vendor": document["vendor"],
        "amount": document["amount"],
        "valid_until": document.get("valid_until"),
        "lines": document.get("lines", []),
        "evidence": document.get("evidence", []),
    }


def rows_create(case: Case, document: Json) -> None:
    """Writes a whole canonical document as the rows of a case that has none."""
    Assumptions.objects.create(case=case, currency=document["currency"], settings=settings_from(document))
    Fact.objects.bulk_create(
        Fact(case=case, key=key, position=position, **fact_fields(fact))
        for position, (key, fact) in enumerate(document.get("facts", {}).items())
    )
    for section, model in LINE_MODELS.items():
        model.objects.bulk_create(  # type: ignore[attr-defined]
            model(case=case, option=option, position=position, **line_fields(section, line))
            for option, lines in _options(document, section)
            for position, line in enumerate(lines)
        )
    Quote.objects.bulk_create(
        Quote(case=case, position=position, **quote_fields(quote))
        for position, quote in enumerate(document.get("quotes", []))
    )


def _options(document: Json, section: str) -> list[tuple[str, list[Json]]]:
    others = [(option["key"], option[section]) for option in document.get("options", [])]
    return [("", document[section]), *others]
