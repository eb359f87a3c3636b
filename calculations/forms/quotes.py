"""The form of a vendor's quote."""

from dataclasses import dataclass, field
from functools import cached_property

from calculations.forms.numbers import Json, Reading, Texts, typed
from display.numbers import Numbers


@dataclass
class QuoteForm:
    """A quote as texts, with what is wrong beside each field."""

    texts: Texts
    numbers: Numbers
    whole: Json
    stored: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.texts, self.numbers)

    @cached_property
    def document(self) -> Json:
        """The quote as a document, for the parser. Evidence kept with it stays with it."""
        given = {
            "vendor": self.reading.text("vendor"),
            "amount": self.reading.number("amount", "amount", is_money=True),
            "valid_until": self.reading.text("valid_until"),
            "lines": [key for key, _name, chosen in self.lines if chosen],
            "evidence": self.stored.get("evidence"),
        }
        return {name: value for name, value in given.items() if value}

    @property
    def lines(self) -> list[tuple[str, str, bool]]:
        """The cost lines a quote may stand behind."""
        return [(line["key"], line["name"], f"lines.{line['key']}" in self.texts) for line in self.whole["costs"]]


def quote_texts(document: Json, numbers: Numbers) -> dict[str, str]:
    """Returns a stored quote as the texts of its form."""
    return {
        "vendor": document["vendor"],
        "amount": typed(document["amount"], numbers),
        "valid_until": document.get("valid_until", ""),
        **{f"lines.{key}": "on" for key in document.get("lines", [])},
    }
