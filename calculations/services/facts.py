"""Writes of facts: the named numbers of today's process."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Event
from calculations.changes import in_words
from calculations.engine.inputs import InvalidInputs
from calculations.models import Fact
from calculations.rows import document_of, fact_document, fact_fields
from calculations.services.editing import Json, case_opened, parsed, row_lock, unique_key
from cases.models import Case
from cases.services.record import record
from tenants.models import Membership


@transaction.atomic
def fact_create(*, case: Case, membership: Membership, document: Json) -> Fact:
    """Adds a fact, under a key made from its name. Raises InvalidInputs with a message per field."""
    case = case_opened(case=case, membership=membership)
    whole = document_of(case)
    key = unique_key(str(document.get("name", "")), whole["facts"], "fact")
    written = _replaced(whole, key, document)
    last = case.facts.last()
    fact = _saved(Fact(case=case, key=key, position=last.position + 1 if last else 0), written)
    _record(fact, membership, "fact.created", _("Added a fact."), words=_in_full(fact), after=written)
    return fact


@transaction.atomic
def fact_update(*, fact: Fact, membership: Membership, version: int, document: Json) -> Fact:
    """Writes a fact anew; every line that refers to it moves with it. Raises StaleVersion and InvalidInputs."""
    case = case_opened(case=fact.case, membership=membership)
    fact = row_lock(Fact.objects, pk=fact.pk, version=version)
    before = fact_document(fact)
    written = _replaced(document_of(case), fact.key, document)
    words = in_words(before, written)
    if not words:
        return fact
    fact.version += 1
    _saved(fact, written)
    words = f"{fact.name or fact.key}: {words}"
    _record(fact, membership, "fact.changed", _("Changed a fact."), words=words, before=before, after=written)
    return fact


@transaction.atomic
def fact_delete(*, fact: Fact, membership: Membership, version: int) -> Event:
    """Removes a fact no line refers to and returns the event from which `fact_restore` brings it back."""
    case = case_opened(case=fact.case, membership=membership)
    fact = row_lock(Fact.objects, pk=fact.pk, version=version)
    whole = document_of(case)
    before = whole["facts"].pop(fact.key)
    parsed(whole)
    event = _record(fact, membership, "fact.deleted", _("Removed a fact."), words=_in_full(fact), before=before,
                    position=fact.position, version=version)  # fmt: skip
    fact.delete()
    return event


@transaction.atomic
def fact_restore(*, case: Case, membership: Membership, event: UUID) -> Fact:
    """Brings back a fact as it was when `event` recorded its removal; asked twice, it is brought back once."""
    case = case_opened(case=case, membership=membership)
    removed = Event.objects.get(pk=event, subject=case.pk, action="fact.deleted").inputs
    if there := case.facts.filter(pk=removed["fact"]).first():
        return there
    whole = document_of(case)
    if removed["key"] in whole["facts"]:
        raise InvalidInputs({"key": "is now the key of another fact"})
    written = _replaced(whole, removed["key"], removed["before"])
    fact = Fact(
        pk=UUID(removed["fact"]),
        case=case,
        key=removed["key"],
        position=removed["position"],
        version=removed["version"] + 1,
    )
    _saved(fact, written)
    _record(fact, membership, "fact.restored", _("Brought back a fact."), words=_in_full(fact), after=written)
    return fact


# What an opportunity tells about today's process: its field, the fact's name and unit.
FROM_OPPORTUNITY = (
    ("volume_per_month", "Items a month", "per_month"),
    ("minutes_each", "Minutes each", "minutes"),
    ("people", "People handling each", "count"),
    ("error_rate", "Share with an error", "share"),
)


@transaction.atomic
def facts_take_over(*, case: Case, membership: Membership) -> list[Fact]:
    """Writes the numbers of the case's opportunity as facts, with the opportunity as their source."""
    told = [
        {"name": name, "value": format(value.normalize(), "f"), "unit": unit, "source": _("Opportunity form"),
         "confidence": "estimated"}
        for field, name, unit in FROM_OPPORTUNITY
        if case.opportunity and (value := getattr(case.opportunity, field)) is not None
    ]  # fmt: skip
    return [fact_create(case=case, membership=membership, document=document) for document in told]


def _replaced(whole: Json, key: str, fact: Json) -> Json:
    """Puts a fact into the document and returns it as the parser writes it."""
    whole["facts"][key] = fact
    written: Json = parsed(whole, prefix=f"facts.{key}.")[1]["facts"][key]
    return written


def _saved(fact: Fact, document: Json) -> Fact:
    for field, value in fact_fields(document).items():
        setattr(fact, field, value)
    fact.save()
    return fact


def _in_full(fact: Fact) -> str:
    return f"{fact.name or fact.key}: {in_words({}, fact_document(fact))}".replace("– → ", "")


def _record(fact: Fact, membership: Membership, action: str, outcome: str, **inputs: object) -> Event:
    return record(fact.case, membership, action, outcome, fact=str(fact.pk), key=fact.key, **inputs)
