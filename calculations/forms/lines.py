"""The form of a benefit or cost line, drawn from what its model declares."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Any

from django.utils.translation import gettext_lazy as _

from calculations.engine.benefits import BENEFIT_MODELS
from calculations.engine.costs import COST_MODELS
from calculations.engine.inputs import Amounts, AnyInput, Choice, Declaration, Input, LineKeys, People
from calculations.engine.models import Model
from calculations.engine.values import source_name
from calculations.forms import choices
from calculations.forms.numbers import Json, NumberField, Reading, Texts, is_share, typed, value_texts
from display.numbers import Numbers

MODELS: dict[str, Mapping[str, Model]] = {"benefits": BENEFIT_MODELS, "costs": COST_MODELS}
# Terms of a line beside its inputs: those read as numbers, and those read as they stand.
NUMBER_TERMS = ("growth", "starts_month", "ends_month", "risk_adjustment", "month")
SHARE_TERMS = frozenset({"growth", "risk_adjustment"})
TERM_LABELS = {
    "growth": _("Growth a year"),
    "starts_month": _("First month"),
    "ends_month": _("Last month"),
    "risk_adjustment": _("Risk adjustment (TEI)"),
    "month": _("Month it is paid, if once"),
}
ROW = re.compile(r"\[([0-9]{1,3})\]")
MOST_ROWS = 200
OWN = {"benefits": ("kind", "layer", "use"), "costs": ("category", "when")}


@dataclass(frozen=True)
class Way:
    """One of the ways a model may be told what it needs, such as an hourly rate in place of a salary."""

    label: str
    names: frozenset[str]


def ways_of(declaration: Declaration) -> list[Way]:
    """Returns every consistent choice among a declaration's alternatives; none where there is nothing to choose."""
    ways = []
    for groups in product(*(alternative.groups for alternative in declaration.alternatives)):
        names = frozenset(name for group in groups for name in group)
        settled = zip(declaration.alternatives, groups, strict=True)
        if all(names & alternative.names == set(group) for alternative, group in settled):
            ways.append(Way(_way_label(declaration, groups), names))
    return ways if len(ways) > 1 else []


def _way_label(declaration: Declaration, groups: Sequence[tuple[str, ...]]) -> str:
    """The inputs that tell this way from the others."""
    telling = [
        next(name for name in group if all(name not in other for other in alternative.groups if other != group))
        for alternative, group in zip(declaration.alternatives, groups, strict=True)
    ]
    return " · ".join(declaration[name].label for name in dict.fromkeys(telling))


@dataclass
class LineForm:
    """A line as texts, with what is wrong beside each field. `document` is what the texts say, for the parser."""

    section: str
    model: Model
    texts: Texts
    numbers: Numbers
    # The case it stands in, as a document: its facts and cost lines may be referred to.
    whole: Json
    key: str = ""
    stored: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    # --- reading

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.texts, self.numbers)

    @cached_property
    def document(self) -> Json:
        """The line as a document. Numbers that cannot be read stay as typed, and `reading.errors` says why."""
        read = self.reading
        own = {name: text for name in OWN[self.section] if (text := read.text(name))}
        terms = {name: number for name in NUMBER_TERMS if (number := read.number(name, name)) is not None}
        cashable = {"yes": True, "no": False}.get(read.text("cashable"))
        return {
            "name": read.text("name"),
            "model": self.model.name,
            **own,
            **terms,
            **({} if cashable is None else {"cashable": cashable}),
            "inputs": dict(self._inputs(self.model.declaration, "inputs")),
            **self._sources(),
        }

    def _inputs(self, declaration: Declaration, prefix: str) -> Iterator[tuple[str, Any]]:
        for declared in self._shown(declaration, prefix):
            value = self._read(declared, f"{prefix}.{declared.name}")
            if value not in (None, "", []):
                yield declared.name, value

    def _read(self, declared: AnyInput, name: str) -> Any:
        if isinstance(declared, Input):
            return self.reading.value(name, name, is_money=declared.unit.money)
        if isinstance(declared, Choice):
            return self.reading.text(name)
        if isinstance(declared, LineKeys):
            return [key for key in self._cost_keys() if f"{name}.{key}" in self.texts]
        return self._read_amounts(name) if isinstance(declared, Amounts) else self._read_rows(declared, name)

    def _read_amounts(self, name: str) -> list[str]:
        typed_in = [self.reading.number(f"{name}.{year}", f"{name}[{year}]") for year in range(self.years)]
        while typed_in and typed_in[-1] is None:
            typed_in.pop()
        return [amount or "0" for amount in typed_in]

    def _read_rows(self, declared: People, name: str) -> list[Json]:
        rows = []
        for index in range(self._row_count(name)):
            row = dict(self._inputs(declared.row, f"{name}[{index}]"))
            role = self.reading.text(f"{name}[{index}].role")
            if row or role:
                rows.append({"role": role, **row})
        return rows

    def _sources(self) -> Json:
        """Where the inputs come from; evidence kept with a source stays with it."""
        kept = self.stored.get("sources", {})
        sources = {}
        for name in dict.fromkeys(source_name(name) for name, _value in self._inputs(self.model.declaration, "inputs")):
            said = self.reading.source(f"inputs.{name}")
            evidence = kept.get(name, {}).get("evidence")
            if said or evidence:
                sources[name] = {**said, **({"evidence": evidence} if evidence else {})}
        return {"sources": sources} if sources else {}

    # --- showing

    @property
    def years(self) -> int:
        return -(-int(self.whole.get("horizon_months", 36)) // 12) + 1

    @cached_property
    def ways(self) -> list[Way]:
        return ways_of(self.model.declaration)

    @cached_property
    def way(self) -> int:
        """The way chosen, or the one that explains most of what is there."""
        chosen = self.texts.get("way", "")
        if chosen.isdecimal() and int(chosen) < len(self.ways):
            return int(chosen)
        filled = {name.split(".")[1].split("[")[0] for name in self.texts if name.startswith("inputs.")}
        return max(range(len(self.ways)), key=lambda index: len(self.ways[index].names & filled), default=0)

    def _shown(self, declaration: Declaration, prefix: str) -> list[AnyInput]:
        """The inputs that count under the chosen way; rows of people show all of theirs."""
        if prefix != "inputs" or not self.ways:
            return list(declaration.inputs)
        left_out = frozenset().union(*(way.names for way in self.ways)) - self.ways[self.way].names
        return [declared for declared in declaration.inputs if declared.name not in left_out]

    @cached_property
    def inputs(self) -> list[Json]:
        """The fields of the model's inputs, in the order they are declared."""
        return [
            self._field(declared, f"inputs.{declared.name}")
            for declared in self._shown(self.model.declaration, "inputs")
        ]

    def _field(self, declared: AnyInput, name: str) -> Json:
        if isinstance(declared, Input):
            return {"kind": "number", "field": self._number(declared, name)}
        if isinstance(declared, Choice):
            value = self.texts.get(name, "") or declared.default
            return {"kind": "choice", "name": name, "label": declared.label, "choices": declared.choices,
                    "value": value, "help": declared.help, "error": self.error(name)}  # fmt: skip
        if isinstance(declared, LineKeys):
            lines = [(f"{name}.{key}", line, f"{name}.{key}" in self.texts) for key, line in self._cost_keys().items()]
            return {"kind": "lines", "name": name, "label": declared.label, "lines": lines, "error": self.error(name)}
        if isinstance(declared, Amounts):
            fields = [self._amount(f"{name}.{year}", year, f"{name}[{year}]") for year in range(self.years)]
            return {
                "kind": "amounts",
                "name": name,
                "label": declared.label,
                "fields": fields,
                "error": self.error(name),
            }
        return {"kind": "rows", "name": name, "label": declared.label, "rows": list(self._rows(declared, name)),
                "error": self.error(name)}  # fmt: skip

    def _number(self, declared: Input, name: str, *, in_row: bool = False) -> NumberField:
        share = is_share(declared.unit.name)
        example = "" if declared.default is None else typed(declared.default, self.numbers, is_share=share)
        unit = declared.unit.suffix.strip() or ("" if share or declared.unit.name == "count" else declared.unit.label)
        return NumberField(
            name=name,
            label=declared.label,
            texts=self.texts,
            error=self.error(name),
            unit=f"{self.numbers.currency} {unit if unit != 'money' else ''}".strip() if declared.unit.money else unit,
            help=declared.help,
            example=example,
            required=declared.required and declared.default is None and not in_row,
            facts=self._facts(declared),
            takes_source=not in_row,
        )

    def _amount(self, name: str, year: int, path: str) -> NumberField:
        label = str(_("Today") if year == 0 else _("Year %(year)s") % {"year": year})
        return NumberField(name, label, self.texts, self.error(path), self.numbers.currency, takes_range=False,
                           takes_source=False, required=False)  # fmt: skip

    def _rows(self, declared: People, name: str) -> Iterator[Json]:
        for index in range(self._row_count(name)):
            prefix = f"{name}[{index}]"
            fields = [self._number(inner, f"{prefix}.{inner.name}", in_row=True)
                      for inner in declared.row.inputs if isinstance(inner, Input)]  # fmt: skip
            role = f"{prefix}.role"
            yield {"role": role, "value": self.texts.get(role, ""), "fields": fields, "error": self.error(role)}

    def _row_count(self, name: str) -> int:
        """The rows that are there, and an empty one to fill in."""
        used = [
            int(row[1])
            for text, said in self.texts.items()
            if said and text.startswith(name) and (row := ROW.match(text, len(name)))
        ]
        return min(max(used, default=-1) + 2, MOST_ROWS)

    def _facts(self, declared: Input) -> tuple[tuple[str, str], ...]:
        """The facts an input takes, by their unit."""
        return tuple(
            (key, f"{fact.get('name') or key}: {fact_value(fact, self.numbers)}")
            for key, fact in self.whole["facts"].items()
            if fact["unit"] in declared.unit.accepts
        )

    def _cost_keys(self) -> dict[str, str]:
        return {line["key"]: line["name"] for line in self.whole["costs"] if line["key"] != self.key}

    @property
    def terms(self) -> list[NumberField]:
        """The fields of timing, growth and risk, as far as this kind of line has them."""
        names = [name for name in NUMBER_TERMS if (name == "month") <= (self.section == "costs")]
        return [
            NumberField(name, str(TERM_LABELS[name]), self.texts, self.error(name), required=False) for name in names
        ]

    @property
    def has_terms(self) -> bool:
        names = (*NUMBER_TERMS, "cashable", "use")
        return any(self.texts.get(name) or self.error(name) for name in names)

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    @property
    def other_errors(self) -> list[tuple[str, str]]:
        """What is wrong elsewhere, which no field of this form shows."""
        own = ("name", "model", *NUMBER_TERMS, *OWN[self.section], "cashable")
        return [
            (path, text) for path, text in self.errors.items() if path not in own and not path.startswith("inputs.")
        ]


def line_texts(document: Json, model: Model, numbers: Numbers) -> dict[str, str]:
    """Returns a stored line as the texts of its form."""
    plain = {
        name: str(document[name]) for name in ("name", "kind", "layer", "use", "category", "when") if name in document
    }
    terms = {
        name: typed(document[name], numbers, is_share=name in SHARE_TERMS) for name in NUMBER_TERMS if name in document
    }
    if "cashable" in document:
        plain["cashable"] = "yes" if document["cashable"] else "no"
    sources = {
        f"inputs.{name}.{part}": str(said[part])
        for name, said in document.get("sources", {}).items()
        for part in ("source", "confidence")
        if part in said
    }
    return {**plain, **terms, **sources, **_input_texts(model.declaration, document["inputs"], "inputs", numbers)}


def _input_texts(declaration: Declaration, inputs: Json, prefix: str, numbers: Numbers) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, value in inputs.items():
        declared, place = declaration.by_name.get(name), f"{prefix}.{name}"
        if isinstance(declared, Input):
            texts |= value_texts(place, value, numbers, is_share=is_share(declared.unit.name))
        elif isinstance(declared, LineKeys):
            texts |= {f"{place}.{key}": "on" for key in value}
        elif isinstance(declared, Amounts):
            texts |= {f"{place}.{year}": typed(amount, numbers) for year, amount in enumerate(value)}
        elif isinstance(declared, People):
            for index, row in enumerate(value):
                texts[f"{place}[{index}].role"] = row["role"]
                texts |= _input_texts(
                    declared.row, {k: v for k, v in row.items() if k != "role"}, f"{place}[{index}]", numbers
                )
        else:
            texts[place] = str(value)
    return texts


def fact_value(fact: Json, numbers: Numbers) -> str:
    """Returns a fact's value as people read it: `250 a month`, `$44.00 an hour`, `30%`."""
    value = fact["value"]
    if isinstance(value, Mapping):
        parts = [value[part] for part in ("low", "likely", "high") if part in value]
        return " – ".join(_fact_number(part, fact["unit"], numbers) for part in parts)
    return _fact_number(value, fact["unit"], numbers)


def _fact_number(value: Any, unit: str, numbers: Numbers) -> str:
    if unit == "money":
        return numbers.money(Decimal(value))
    if unit == "per_hour":
        return str(_("%(money)s an hour") % {"money": numbers.money(Decimal(value))})
    word = "" if unit in ("share", "count") else str(dict(choices.UNIT)[unit])
    return f"{typed(value, numbers, is_share=is_share(unit))} {word}".strip()
