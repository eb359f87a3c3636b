"""Case files for the tests of this room: the guide's invoice example in full, and a strategy for all others."""

import copy
import json
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

INVOICE: dict[str, Any] = {
    "format": "case/1",
    "name": "Invoice processing",
    "currency": "USD",
    "tier": "quick_win",
    "horizon_months": 36,
    "discount_rate": "0.10",
    "risk": "medium",
    "ramp": ["-0.10", "0", "0.25", "0.50", "0.75", "1"],
    "facts": {
        "invoices": {"name": "Invoices", "value": 250, "unit": "per_month", "source": "ERP export, May",
                     "confidence": "measured"},
        "loaded_rate": {"name": "Loaded rate, clerk and approver", "value": "44", "unit": "per_hour",
                        "source": "HR, rounded", "confidence": "estimated"},
    },
    "benefits": [
        {"key": "time", "name": "Time saved", "kind": "direct", "layer": "efficiency", "model": "time_saved",
         "inputs": {"volume_per_month": {"fact": "invoices"}, "people": 2, "minutes_before": 15,
                    "automated_share": "0.90", "minutes_when_automated": 3, "minutes_when_escalated": 3,
                    "hourly_rate": {"fact": "loaded_rate"}, "annualisation": "four_week_month"},
         "sources": {"minutes_before": {"source": "stopwatch, 40 invoices", "confidence": "measured"}},
         "use": "redeployed"},
        {"key": "errors", "name": "Errors avoided", "kind": "direct", "layer": "quality", "model": "error_reduction",
         "inputs": {"volume_per_month": {"fact": "invoices"}, "rate_before": "0.05", "rate_after": "0.005",
                    "cost_per_error": 50}},
        {"key": "discounts", "name": "Early-payment discounts", "kind": "indirect", "layer": "revenue",
         "model": "early_payment_discount",
         "inputs": {"volume_per_month": {"fact": "invoices"}, "share_offering": "0.30", "average_amount": 2000,
                    "discount": "0.02"}},
        {"key": "hire", "name": "Avoided hire", "kind": "indirect", "layer": "efficiency", "model": "avoided_hire",
         "inputs": {"fte": "0.3", "annual_salary": 50000}},
        {"key": "risk", "name": "Risk reduction", "kind": "indirect", "layer": "quality", "model": "fixed_annual",
         "inputs": {"amount": 5000}},
    ],
    "costs": [
        {"key": "setup", "name": "Set-up and first-year licence", "category": "software", "when": "one_time",
         "model": "fixed", "inputs": {"amount": 8000}},
        {"key": "integration", "name": "Accounting integration", "category": "integration", "when": "one_time",
         "model": "fixed", "inputs": {"amount": 3000}},
        {"key": "data", "name": "Data preparation", "category": "data_preparation", "when": "one_time",
         "model": "fixed", "inputs": {"amount": 2000}},
        {"key": "training", "name": "Training", "category": "training_and_change", "when": "one_time",
         "model": "hours", "inputs": {"hours": 8, "people": 4, "hourly_rate": 44}},
        {"key": "project", "name": "Project management", "category": "internal_labour", "when": "one_time",
         "model": "hours", "inputs": {"hours": 40, "people": 1, "hourly_rate": 60}},
        {"key": "subscription", "name": "Subscription", "category": "subscription", "when": "annual",
         "model": "fixed", "inputs": {"amount": 4200}},
        {"key": "support", "name": "Support", "category": "maintenance", "when": "annual", "model": "fixed",
         "inputs": {"amount": 800}},
        {"key": "monitoring", "name": "Monitoring", "category": "monitoring", "when": "annual", "model": "hours",
         "inputs": {"hours": 2, "people": 1, "hourly_rate": 44, "times_per_year": 12}},
    ],
    "scenarios": {"worst": {"risk": {"probability": "0.50"}}},
}  # fmt: skip


def invoice(**changes: Any) -> str:
    """Returns the invoice example as a file, with top-level keys replaced."""
    return json.dumps({**copy.deepcopy(INVOICE), **changes})


def _number(low: str, high: str) -> st.SearchStrategy[str]:
    return st.decimals(Decimal(low), Decimal(high), places=4).map(str)


def _amount(low: str = "0", high: str = "99999999") -> st.SearchStrategy[Any]:
    estimate = st.tuples(*[_number(low, high)] * 3).map(lambda figures: sorted(figures, key=Decimal))
    shapes = st.sampled_from(["pert", "triangular"])
    ranged = st.builds(lambda f, shape: {"low": f[0], "likely": f[1], "high": f[2], "shape": shape}, estimate, shapes)
    return _number(low, high) | ranged


# Anything a person may write, line breaks and signs of every script included; NUL and half characters are no text.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
NAMES = WORDS.map(lambda text: text.strip()[:200]).filter(bool)
SOURCES = st.fixed_dictionaries(
    {},
    optional={
        "source": WORDS,
        "confidence": st.sampled_from(["measured", "quoted", "estimated", "vendor_claim"]),
        "evidence": st.lists(WORDS | st.dictionaries(WORDS, WORDS | st.booleans() | st.none(), max_size=2), max_size=2),
    },
)

WORST = {"risk": "high", "inputs": {"facts.volume": "0.5"}}
QUOTES = st.fixed_dictionaries({"vendor": NAMES, "amount": _number("0", "99999")})


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Returns case files of many shapes, each of which the parser takes."""
    amount = draw(_amount("0", "1"))
    facts = {
        "volume": {"value": amount, "unit": "per_week", "name": draw(WORDS), **draw(SOURCES)},
        "unused": {"value": draw(_amount()), "unit": "money", **draw(SOURCES)},
    }
    benefits = [_benefit(draw, number, facts) for number in range(draw(st.integers(0, 3)))]
    costs = [_cost(draw, number) for number in range(draw(st.integers(0, 3)))]
    option = {"key": "nothing", "name": draw(NAMES), "baseline": draw(st.booleans()),
              "benefits": [], "costs": [_cost(draw, number) for number in range(draw(st.integers(0, 2)))]}  # fmt: skip
    optional = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "tier": st.sampled_from(["quick_win", "strategic", "transformational"]),
                "horizon_months": st.integers(12, 60),
                "discount_rate": _number("0", "0.9"),
                "risk": st.sampled_from(["low", "medium", "high"]),
                "ramp": st.lists(_number("-1", "1"), max_size=6),
                "options": st.just([option]),
                "scenarios": st.just({"worst": WORST} if benefits else {}),
                "uplift": st.just({"costs": "0.2", "benefits": "0.1"}),
                "quotes": st.lists(QUOTES, max_size=2),
                "acknowledged": st.just([{"check": "no_transition", "reason": "Planned"}]),
                "process": WORDS,
            },
        )
    )  # fmt: skip
    return {"format": "case/1", "name": draw(NAMES), "currency": "EUR", "facts": facts,
            "benefits": benefits, "costs": costs, **optional}  # fmt: skip


def _benefit(draw: st.DrawFn, number: int, facts: dict[str, Any]) -> dict[str, Any]:
    # The first line always refers to the fact, so that a scenario may move it.
    inputs = (
        {"volume_per_month": {"fact": "volume"}, "rate_before": draw(_amount("0", "1")), "rate_after": "0.01",
         "cost_per_error": draw(_amount())}
        if number == 0 else {"amount": draw(_amount())}
    )  # fmt: skip
    terms = st.fixed_dictionaries(
        {}, optional={"growth": _number("-0.9", "5"), "starts_month": st.integers(1, 12), "cashable": st.booleans()}
    )
    return {"key": f"benefit_{number}", "name": draw(NAMES), "kind": draw(st.sampled_from(["direct", "indirect"])),
            "layer": draw(st.sampled_from(["efficiency", "quality", "revenue"])),
            "model": "fixed_annual" if number else "error_reduction", "inputs": inputs,
            "sources": {name: draw(SOURCES) for name in list(inputs)[-1:]}, **draw(terms)}  # fmt: skip


def _cost(draw: st.DrawFn, number: int) -> dict[str, Any]:
    when = draw(st.sampled_from(["one_time", "annual"]))
    terms = {"month": draw(st.integers(0, 12))} if when == "one_time" else {"risk_adjustment": draw(_number("0", "1"))}
    return {"key": f"cost_{number}", "name": draw(NAMES), "category": "software", "when": when, "model": "fixed",
            "inputs": {"amount": draw(_amount())}, **terms}  # fmt: skip
