"""Writes of benefit and cost lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from calculations.changes import in_words
from calculations.models import Line
from calculations.rows import LINE_MODELS, document_of, line_document, line_fields, option_in
from calculations.services.editing import Json, case_opened, parsed, row_lock, unique_key
from cases.models import Case
from cases.services.record import record
from tenants.models import Membership

# What the history says to everyone who sees the case; names and figures stand in the event's inputs.
ADDED = {"benefits": _("Added a benefit."), "costs": _("Added a cost.")}
CHANGED = {"benefits": _("Changed a benefit."), "costs": _("Changed a cost.")}
REMOVED = {"benefits": _("Removed a benefit."), "costs": _("Removed a cost.")}
RESTORED = {"benefits": _("Brought back a benefit."), "costs": _("Brought back a cost.")}
REORDERED = {"benefits": _("Changed the order of the benefits."), "costs": _("Changed the order of the costs.")}


@transaction.atomic
def line_create(*, case: Case, membership: Membership, section: str, document: Json, option: str = "") -> Line:
    """Adds a line. Raises InvalidInputs with a message per field where the parser refuses it."""
    case = case_opened(case=case, membership=membership)
    whole = document_of(case)
    lines = option_in(whole, option)[section]
    key = unique_key(str(document.get("name", "")), keys_of(whole, option), section.removesuffix("s"))
    written = _replaced(whole, section, option, len(lines), {"key": key, **document})
    line = LINE_MODELS[section](case=case, option=option, position=_next_position(case, section, option))
    _save(line, written)
    record(case, membership, "line.created", str(ADDED[section]), words=line.name, after=written, **_named(line))
    return line


@transaction.atomic
def line_update(*, line: Line, membership: Membership, version: int, document: Json) -> Line:
    """Writes a line anew. Raises StaleVersion where someone saved it meanwhile, InvalidInputs where it is refused."""
    case = case_opened(case=line.case, membership=membership)
    line = row_lock(type(line).objects, pk=line.pk, version=version)  # type: ignore[attr-defined]
    before = line_document(line)
    whole = document_of(case)
    place = keys_in(whole, line.SECTION, line.option).index(line.key)
    written = _replaced(whole, line.SECTION, line.option, place, {**document, "key": line.key})
    words = in_words(before, written)
    if not words:
        return line
    line.version += 1
    _save(line, written)
    words = f"{line.name}: {words}"
    record(
        case,
        membership,
        "line.changed",
        str(CHANGED[line.SECTION]),
        words=words,
        before=before,
        after=written,
        **_named(line),
    )
    return line


@transaction.atomic
def line_delete(*, line: Line, membership: Membership, version: int) -> Event:
    """Removes a line and returns the event from which `line_restore` brings it back."""
    case = case_opened(case=line.case, membership=membership)
    line = row_lock(type(line).objects, pk=line.pk, version=version)  # type: ignore[attr-defined]
    whole = document_of(case)
    place = keys_in(whole, line.SECTION, line.option).index(line.key)
    before = option_in(whole, line.option)[line.SECTION].pop(place)
    parsed(whole)
    place_kept = {"position": line.position, "version": version, **_named(line)}
    line.delete()
    return record(
        case, membership, "line.deleted", str(REMOVED[line.SECTION]), words=line.name, before=before, **place_kept
    )


@transaction.atomic
def line_restore(*, case: Case, membership: Membership, event: UUID) -> Line:
    """Brings back a line as it was when `event` recorded its removal; asked twice, it is brought back once."""
    case = case_opened(case=case, membership=membership)
    removed = Event.objects.get(pk=event, subject=case.pk, action="line.deleted").inputs
    section, option = removed["section"], removed["option"]
    if there := LINE_MODELS[section].objects.filter(pk=removed["line"], case=case).first():  # type: ignore[attr-defined]
        return there
    whole = document_of(case)
    written = _replaced(whole, section, option, len(option_in(whole, option)[section]), removed["before"])
    line = LINE_MODELS[section](
        pk=UUID(removed["line"]), case=case, option=option, position=removed["position"], version=removed["version"] + 1
    )
    _save(line, written)
    record(case, membership, "line.restored", str(RESTORED[section]), words=line.name, after=written, **_named(line))
    return line


@transaction.atomic
def line_reorder(*, case: Case, membership: Membership, section: str, keys: Sequence[str], option: str = "") -> None:
    """Puts the lines into the order of `keys`; those not named follow in the order they had."""
    case = case_opened(case=case, membership=membership)
    model = LINE_MODELS[section]
    lines = {line.key: line for line in model.objects.filter(case=case, option=option)}  # type: ignore[attr-defined]
    order = [*(key for key in dict.fromkeys(keys) if key in lines), *(key for key in lines if key not in keys)]
    if order == list(lines):
        return
    for position, key in enumerate(order):
        lines[key].position = position
    model.objects.bulk_update(lines.values(), ["position"])  # type: ignore[attr-defined]
    names = ", ".join(lines[key].name for key in order)
    record(
        case, membership, "lines.reordered", _("New order: %(names)s") % {"names": names}, section=section, keys=order
    )


def keys_in(document: Json, section: str, option: str) -> list[str]:
    """Returns the keys of one list of lines."""
    return [line["key"] for line in option_in(document, option)[section]]


def keys_of(document: Json, option: str) -> list[str]:
    """Returns the keys of an option's lines: benefits and costs share one set of names."""
    return [key for section in LINE_MODELS for key in keys_in(document, section, option)]


def line_path(document: Json, section: str, option: str, place: int) -> str:
    """Returns the path by which the parser names a line."""
    if not option:
        return f"{section}[{place}]"
    index = [other["key"] for other in document["options"]].index(option)
    return f"options[{index}].{section}[{place}]"


def _replaced(whole: Json, section: str, option: str, place: int, line: Json) -> Json:
    """Puts a line into the document and returns it as the parser writes it."""
    option_in(whole, option)[section][place : place + 1] = [line]
    canonical = parsed(whole, prefix=f"{line_path(whole, section, option, place)}.")[1]
    written: Json = option_in(canonical, option)[section][place]
    return written


def _named(line: Line) -> Json:
    return {"line": str(line.pk), "section": line.SECTION, "option": line.option, "key": line.key}


def _save(line: Line, document: Json) -> None:
    for field, value in line_fields(line.SECTION, document).items():
        setattr(line, field, value)
    line.save()


def _next_position(case: Case, section: str, option: str) -> int:
    last: Any = LINE_MODELS[section].objects.filter(case=case, option=option).last()  # type: ignore[attr-defined]
    return last.position + 1 if last else 0
