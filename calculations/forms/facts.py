"""The form of a fact: a name, a number or a range, its unit, and where it comes from."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from calculations.forms.numbers import Json, NumberField, Reading, Texts, is_share, value_texts
from display.numbers import Numbers


@dataclass
class FactForm:
    """A fact as texts, with what is wrong beside each field."""

    texts: Texts
    numbers: Numbers
    stored: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.texts, self.numbers)

    @cached_property
    def document(self) -> Json:
        """The fact as a document, for the parser. Evidence kept with it stays with it."""
        read = self.reading
        name, value = read.text("name"), read.value("value", "value")
        kept = {"evidence": self.stored["evidence"]} if self.stored.get("evidence") else {}
        given = {"name": name, "value": value, "unit": read.text("unit")}
        return {**{part: said for part, said in given.items() if said}, **read.source("value"), **kept}

    @property
    def value(self) -> NumberField:
        return NumberField("value", _("Value"), self.texts, self.errors.get("value", ""))

    @property
    def other_errors(self) -> list[tuple[str, str]]:
        """What the change would break elsewhere, such as a line that takes another unit."""
        own = {"name", "value", "unit", "source", "confidence"}
        return [(path, text) for path, text in self.errors.items() if path not in own]


def fact_texts(document: Json, numbers: Numbers) -> dict[str, str]:
    """Returns a stored fact as the texts of its form."""
    return {
        "name": document.get("name", ""),
        "unit": document["unit"],
        "value.source": document.get("source", ""),
        "value.confidence": document.get("confidence", ""),
        **value_texts("value", document["value"], numbers, is_share=is_share(document["unit"])),
    }
