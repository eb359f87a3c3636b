"""What an edit changed, in words: "hourly rate 44 → 39". For the audit trail and the conflict notice."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.costs import COST_MODELS

NOTHING = "–"
LONGEST = 80


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Returns what differs between two documents of a case file, by its path inside them, as text before and after."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    paths = [*old, *(path for path in new if path not in old)]
    return {path: (old.get(path, NOTHING), new.get(path, NOTHING)) for path in paths if old.get(path) != new.get(path)}


def in_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Returns the differences as one line of text; empty where there are none."""
    model = str(after.get("model", ""))
    changed = differences(before, after)
    return "; ".join(f"{label_of(path, model)} {old} → {new}" for path, (old, new) in changed.items())


def label_of(path: str, model_name: str = "") -> str:
    """Returns what a person calls a field of a document: an input by its label, the rest by its name."""
    head, _dot, rest = path.partition(".")
    model = BENEFIT_MODELS.get(model_name) or COST_MODELS.get(model_name)
    if head == "inputs" and model:
        name, _bracket, row = rest.partition("[")
        declared = model.declaration.by_name.get(name)
        return f"{declared.label if declared else name}{_bracket}{row}".strip().lower()
    if head == "sources":
        return _("%(field)s of %(input)s") % {
            "field": rest.rpartition(".")[2],
            "input": label_of(f"inputs.{rest.split('.')[0]}", model_name),
        }
    return path.replace("_", " ").replace(".", " ")


def shown(value: Any) -> str:
    """Returns one value as text: a number, a range, a reference to a fact."""
    if isinstance(value, Mapping) and "fact" in value:
        return _("the fact %(key)s") % {"key": value["fact"]}
    if isinstance(value, Mapping) and "low" in value:
        return " – ".join(str(value[part]) for part in ("low", "likely", "high") if part in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and not {"fact", "low"} & value.keys():
        for name, part in value.items():
            yield from _leaves(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, f"{path}[{index}]")
    elif path:
        yield path, shown(value)
