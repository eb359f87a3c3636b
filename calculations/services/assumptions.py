"""Writes of what holds for a whole case: its terms, its quotes, and the checks somebody has answered for."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calculations.changes import in_words
from calculations.engine.inputs import InvalidInputs
from calculations.models import Assumptions, Quote
from calculations.rows import assumptions_of, document_of, quote_document, quote_fields, settings_from
from calculations.services.editing import Json, case_opened, parsed, row_lock
from cases.errors import StaleVersion
from cases.models import Case
from cases.services.record import record
from tenants.models import Membership

# What the page of terms may write; lines, facts and quotes have doors of their own.
TERMS = ("tier", "horizon_months", "discount_rate", "risk", "ramp", "process", "uplift", "scenarios", "simulation",
         "intangibles")  # fmt: skip


@transaction.atomic
def assumptions_update(*, case: Case, membership: Membership, version: int, changes: Json) -> Assumptions:
    """Changes terms of the case; a term set to None goes back to its default. Raises StaleVersion and InvalidInputs."""
    case = case_opened(case=case, membership=membership)
    if unknown := set(changes) - {"currency", *TERMS}:
        raise InvalidInputs(dict.fromkeys(sorted(unknown), "is not a term of the case"))
    assumptions = _locked(case, version)
    whole = document_of(case)
    before = {name: whole[name] for name in changes if name in whole}
    for name, value in changes.items():
        whole.pop(name, None)
        if value is not None:
            whole[name] = value
    return _written(
        assumptions, membership, "assumptions.changed", _("Changed the terms."), before, list(changes), whole
    )


@transaction.atomic
def check_acknowledge(
    *, case: Case, membership: Membership, version: int, check: str, reason: str, line: str | None = None
) -> Assumptions:
    """Answers for a check with a reason, which readers of the case are shown. An empty reason takes the answer back."""
    case = case_opened(case=case, membership=membership)
    assumptions = _locked(case, version)
    whole = document_of(case)
    before = {"acknowledged": whole.get("acknowledged", [])}
    answers = [a for a in before["acknowledged"] if (a["check"], a.get("line")) != (check, line)]
    if reason.strip():
        answer = {"check": check, "reason": reason.strip(), "by": membership.user.name}
        answers.append(answer | ({"line": line} if line else {}))
    whole["acknowledged"] = answers
    outcome = _("Answered for a check.") if reason.strip() else _("Took back an answer to a check.")
    return _written(assumptions, membership, "check.acknowledged", outcome, before, ["acknowledged"], whole)


def _locked(case: Case, version: int) -> Assumptions:
    """Returns the case's row of assumptions, made now if this is the first edit. The case is locked: nobody races."""
    assumptions = assumptions_of(case)
    if assumptions.version != version:
        raise StaleVersion(assumptions)
    return assumptions


def _written(
    assumptions: Assumptions,
    membership: Membership,
    action: str,
    outcome: str,
    before: Json,
    names: list[str],
    whole: Json,
) -> Assumptions:
    canonical = parsed(whole)[1]
    settings = settings_from(canonical)
    after = {name: canonical[name] for name in names if name in settings or name == "currency"}
    words = in_words(before, after)
    if not words:
        return assumptions
    assumptions.currency, assumptions.settings = canonical["currency"], settings
    assumptions.version += 1
    assumptions.save()
    record(assumptions.case, membership, action, outcome, words=words, before=before, after=after)
    return assumptions


@transaction.atomic
def quote_create(*, case: Case, membership: Membership, document: Json) -> Quote:
    """Puts a vendor's offer on record."""
    case = case_opened(case=case, membership=membership)
    whole = document_of(case)
    written = _replaced(whole, len(whole["quotes"]), document)
    quote = _saved(Quote(case=case, position=len(whole["quotes"]) - 1), written)
    record(case, membership, "quote.created", _("Added a quote."), words=quote.vendor, after=written)
    return quote


@transaction.atomic
def quote_update(*, quote: Quote, membership: Membership, version: int, document: Json) -> Quote:
    """Writes a quote anew. Raises StaleVersion and InvalidInputs."""
    case = case_opened(case=quote.case, membership=membership)
    quote = row_lock(Quote.objects, pk=quote.pk, version=version)
    before = quote_document(quote)
    written = _replaced(document_of(case), _place(case, quote), document)
    if not (words := in_words(before, written)):
        return quote
    quote.version += 1
    _saved(quote, written)
    words = f"{quote.vendor}: {words}"
    record(case, membership, "quote.changed", _("Changed a quote."), words=words, before=before, after=written)
    return quote


@transaction.atomic
def quote_delete(*, quote: Quote, membership: Membership, version: int) -> None:
    """Removes a quote; the history keeps what it said."""
    case = case_opened(case=quote.case, membership=membership)
    quote = row_lock(Quote.objects, pk=quote.pk, version=version)
    before = quote_document(quote)
    quote.delete()
    record(case, membership, "quote.deleted", _("Removed a quote."), words=quote.vendor, before=before)


def _place(case: Case, quote: Quote) -> int:
    return list(case.quotes.values_list("pk", flat=True)).index(quote.pk)


def _replaced(whole: Json, place: int, quote: Json) -> Json:
    whole["quotes"][place : place + 1] = [quote]
    written: Json = parsed(whole, prefix=f"quotes[{place}].")[1]["quotes"][place]
    return written


def _saved(quote: Quote, document: dict[str, Any]) -> Quote:
    for field, value in quote_fields(document).items():
        setattr(quote, field, value)
    quote.save()
    return quote
