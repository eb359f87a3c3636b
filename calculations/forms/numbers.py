"""Numbers as a person types them: one value, a range around it, or a reference to a fact; and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from calculations.engine.numbers import NUMBER
from calculations.engine.units import SHARE
from calculations.engine.values import SHAPES
from display.numbers import Numbers
from display.parsing import NotANumber, parse_number

Texts = Mapping[str, str]
Json = dict[str, Any]
LONGEST_DECIMALS = 12


@dataclass
class Reading:
    """What was read from texts, and what could not be: a message by the path the parser would use."""

    texts: Texts
    numbers: Numbers
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    def number(self, name: str, path: str, *, is_money: bool = False) -> str | Json | None:
        """Returns a typed number exactly, as the case file writes it; None where nothing was typed.

        What cannot be read becomes something no parser takes for a number: it is refused with everything else.
        """
        typed = self.text(name)
        if not typed:
            return None
        try:
            read = parse_number(typed, self.numbers.locale, self.numbers.currency if is_money else None)
        except NotANumber as error:
            self.errors.setdefault(path, str(error))
            return {"unreadable": typed}
        return format(read, "f")

    def value(self, name: str, path: str, *, is_money: bool = False) -> Any:
        """Returns a number, an estimate where low or high is given, or a reference where a fact is chosen."""
        if fact := self.text(f"{name}.fact"):
            return {"fact": fact}
        parts = {
            part: self.number(f"{name}.{part}" if part != "likely" else name, path, is_money=is_money)
            for part in ("low", "likely", "high")
        }
        if parts["low"] is None and parts["high"] is None:
            return parts["likely"]
        shape = self.text(f"{name}.shape") or SHAPES[0]
        if shape == "uniform":
            del parts["likely"]
        return {**{part: number for part, number in parts.items() if number is not None}, "shape": shape}

    def source(self, name: str) -> Json:
        """Returns where a number comes from, as far as something was said."""
        said = {"source": self.text(f"{name}.source"), "confidence": self.text(f"{name}.confidence")}
        return {part: text for part, text in said.items() if text}


def value_texts(name: str, value: Any, numbers: Numbers, *, is_share: bool = False) -> dict[str, str]:
    """Returns the texts of a stored number, estimate or reference: what `Reading.value` reads back."""
    if isinstance(value, Mapping) and "fact" in value:
        return {f"{name}.fact": str(value["fact"])}
    if isinstance(value, Mapping):
        texts = {f"{name}.shape": str(value.get("shape", SHAPES[0]))}
        for part in ("low", "likely", "high"):
            if part in value:
                texts[name if part == "likely" else f"{name}.{part}"] = typed(value[part], numbers, is_share=is_share)
        return texts
    return {name: typed(value, numbers, is_share=is_share)}


def typed(value: Any, numbers: Numbers, *, is_share: bool = False) -> str:
    """Returns a stored number as a person of this locale would type it, with every decimal it has."""
    text = str(value)
    if not NUMBER.fullmatch(text):
        return text
    number = Decimal(text)
    exponent = number.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if is_share:
        return numbers.percent(number, digits=max(0, decimals - 2))
    return numbers.count(number, digits=min(decimals, LONGEST_DECIMALS))


@dataclass(frozen=True)
class NumberField:
    """A number on a page: its texts, and all that helps to fill it in."""

    name: str
    label: str
    texts: Texts
    error: str = ""
    unit: str = ""
    help: str = ""
    example: str = ""
    required: bool = True
    facts: tuple[tuple[str, str], ...] = ()
    takes_range: bool = True
    takes_source: bool = True

    @property
    def value(self) -> str:
        return self.texts.get(self.name, "")

    @property
    def low(self) -> str:
        return self.texts.get(f"{self.name}.low", "")

    @property
    def high(self) -> str:
        return self.texts.get(f"{self.name}.high", "")

    @property
    def shape(self) -> str:
        return self.texts.get(f"{self.name}.shape", "") or SHAPES[0]

    @property
    def fact(self) -> str:
        return self.texts.get(f"{self.name}.fact", "")

    @property
    def fact_label(self) -> str:
        return dict(self.facts).get(self.fact, self.fact)

    @property
    def source(self) -> str:
        return self.texts.get(f"{self.name}.source", "")

    @property
    def confidence(self) -> str:
        return self.texts.get(f"{self.name}.confidence", "")

    @property
    def has_range(self) -> bool:
        return bool(self.low or self.high)

    @property
    def says_more(self) -> bool:
        """Whether the part that is folded away must be seen at once."""
        return bool(self.has_range or self.error)


def is_share(unit_name: str) -> bool:
    """Returns whether numbers of a unit are written as percentages."""
    return unit_name == SHARE.name
