"""The form of a case's terms: horizon, discount rate, risk, ramp, tier, and today's process in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from calculations.engine.terms import DEFAULT_HORIZON, DEFAULT_RAMP, DEFAULT_RATE
from calculations.forms import choices
from calculations.forms.numbers import Json, Reading, Texts, typed
from display.numbers import Numbers

HEADINGS = ("steps", "people", "systems")


@dataclass
class TermsForm:
    """The terms as texts. `changes` is what they say, for the service; None puts a term back to its default."""

    texts: Texts
    numbers: Numbers
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.texts, self.numbers)

    @cached_property
    def changes(self) -> Json:
        read = self.reading
        return {
            "currency": read.text("currency"),
            "tier": read.text("tier") or None,
            "horizon_months": read.number("horizon_months", "horizon_months"),
            "discount_rate": self._rate(),
            "risk": self._risk(),
            "ramp": self._ramp(),
            "process": self._process(),
        }

    def _rate(self) -> Any:
        value = self.reading.number("discount_rate", "discount_rate")
        told = {name: self.reading.text(f"discount_rate.{name}") for name in ("source", "as_of")}
        said = {name: text for name, text in told.items() if text}
        return {"value": value, **said} if said and value is not None else value

    def _risk(self) -> Any:
        answers = {name: text for name, _label in choices.RISK_QUESTION if (text := self.reading.text(f"risk.{name}"))}
        probability = self.reading.number("risk.probability", "risk.probability")
        level, reason = self.reading.text("risk.level"), self.reading.text("risk.reason")
        said = {"level": level, "probability": probability, "answers": answers, "reason": reason}
        risk = {name: value for name, value in said.items() if value}
        return risk or None

    def _ramp(self) -> Any:
        typed_in = [part for part in self.reading.text("ramp").split(";") if part.strip()]
        each = Reading({str(place): part for place, part in enumerate(typed_in)}, self.numbers)
        ramp = [each.number(str(place), "ramp") for place in range(len(typed_in))]
        self.reading.errors.update(each.errors)
        return ramp

    def _process(self) -> Any:
        told = {name: self.reading.text(f"process.{name}").splitlines() for name in HEADINGS}
        lists = {name: [line.strip() for line in lines if line.strip()] for name, lines in told.items()}
        return {name: lines for name, lines in lists.items() if lines} or None

    # A template cannot ask for a name with a dot in it.

    @property
    def level(self) -> str:
        return self.texts.get("risk.level", "")

    @property
    def probability(self) -> str:
        return self.texts.get("risk.probability", "")

    @property
    def reason(self) -> str:
        return self.texts.get("risk.reason", "")

    @property
    def risk_error(self) -> str:
        return next((text for path, text in self.errors.items() if path.startswith("risk")), "")

    @property
    def rate_source(self) -> str:
        return self.texts.get("discount_rate.source", "")

    @property
    def rate_as_of(self) -> str:
        return self.texts.get("discount_rate.as_of", "")

    @property
    def process(self) -> list[tuple[str, Any, str]]:
        labels = {"steps": _("Steps"), "people": _("People"), "systems": _("Systems")}
        return [(f"process.{name}", labels[name], self.texts.get(f"process.{name}", "")) for name in HEADINGS]

    @property
    def answers(self) -> list[tuple[str, Any, str]]:
        return [(f"risk.{name}", label, self.texts.get(f"risk.{name}", "")) for name, label in choices.RISK_QUESTION]


def terms_texts(document: Json, numbers: Numbers) -> dict[str, str]:
    """Returns the terms of a case, defaults included, as the texts of their form."""
    rate = document.get("discount_rate", DEFAULT_RATE.value)
    rate = rate if isinstance(rate, Mapping) else {"value": rate}
    return {
        "currency": document["currency"],
        "tier": document.get("tier", ""),
        "horizon_months": str(document.get("horizon_months", DEFAULT_HORIZON)),
        "discount_rate": typed(rate["value"], numbers, is_share=True),
        "discount_rate.source": rate.get("source", ""),
        "discount_rate.as_of": rate.get("as_of", ""),
        "ramp": ramp_text(document.get("ramp", DEFAULT_RAMP), numbers),
        **_risk_texts(document.get("risk"), numbers),
        **_process_texts(document.get("process")),
    }


def ramp_text(ramp: Iterable[str | Decimal], numbers: Numbers) -> str:
    """Returns a ramp on one line: semicolons part the months, because a comma may be part of a number."""
    return "; ".join(typed(entry, numbers, is_share=True) for entry in ramp)


def _risk_texts(risk: Any, numbers: Numbers) -> dict[str, str]:
    if not isinstance(risk, Mapping):
        return {"risk.level": risk or ""}
    probability = typed(risk["probability"], numbers, is_share=True) if "probability" in risk else ""
    answers = {f"risk.{name}": answer for name, answer in risk.get("answers", {}).items()}
    return {"risk.level": risk.get("level", ""), "risk.probability": probability, "risk.reason": risk.get("reason", ""),
            **answers}  # fmt: skip


def _process_texts(process: Any) -> dict[str, str]:
    if isinstance(process, Mapping):
        return {f"process.{name}": "\n".join(lines) for name, lines in process.items()}
    return {"process.steps": process or ""}
