"""Case files for the workbook: the examples, one that uses everything, and the same with other inputs."""

import copy
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from calculations.engine.case_file import from_dict
from calculations.engine.evaluate import evaluate
from calculations.engine.result import CaseResult
from reports.render.workbook import Stamp, render_workbook

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("invoice", "support-chatbot", "predictive-maintenance", "lead-scoring")
STAMP = Stamp("5e" * 32, datetime(2026, 11, 2, 9, 30, tzinfo=UTC), "Northwind", "Ada")


def example(name: str) -> Json:
    document: Json = json.loads((ROOT / "examples" / f"{name}.case.json").read_text())
    return document


def everything() -> Json:
    """Amounts by year, growth, starts and ends, shares of costs, people in rows, uplift, options, own scenarios."""
    return {
        "format": "case/1",
        "name": "Everything at once",
        "currency": "EUR",
        "horizon_months": 40,
        "discount_rate": {"value": "0.08", "source": "Treasury", "as_of": "2026-09-30"},
        "risk": {"probability": "0.65", "reason": "Two of our last three projects"},
        "ramp": ["-0.2", "0.3", "0.6"],
        "uplift": {"costs": "0.15", "benefits": "0.1", "source": "Finished pilots"},
        "facts": {
            "a1": {"value": 90, "unit": "per_week", "name": "Tickets", "source": "Desk", "confidence": "measured"},
            "rate": {"value": {"low": 30, "likely": 40, "high": 60}, "unit": "per_hour", "name": "Rate"},
            "salary": {"value": 52000, "unit": "per_year", "name": "Salary", "source": "HR", "confidence": "quoted"},
        },
        "benefits": [
            {
                "key": "time", "name": "Time saved", "kind": "direct", "layer": "efficiency", "model": "time_saved",
                "inputs": {
                    "volume_per_month": {"fact": "a1"}, "automated_share": "0.7", "minutes_before": 12,
                    "minutes_when_escalated": 9,
                    "people_detail": [
                        {"role": "Clerk", "count": 2, "hourly_rate": {"fact": "rate"}},
                        {"role": "Lead", "count": "0.5", "base_salary": {"fact": "salary"}, "minutes_before": 4},
                    ],
                },
                "growth": "0.03", "starts_month": 4, "ends_month": 33, "risk_adjustment": "0.1", "use": "redeployed",
            },
            {
                "key": "capacity", "name": "Capacity", "kind": "indirect", "layer": "efficiency", "model": "capacity",
                "inputs": {
                    "hours_before_per_month": 400, "hours_after_per_month": 250, "volume_growth": "0.12", "years": 2,
                    "annual_salary": {"fact": "salary"},
                },
                "use": "growth_absorbed",
            },
            {
                "key": "cleanup", "name": "Clean-up", "kind": "direct", "layer": "quality", "model": "by_year",
                "inputs": {"amounts": [500, 9000, "-1200.5", 3000]}, "risk_adjustment": "0.2",
            },
            {
                "key": "sales", "name": "More deals", "kind": "indirect", "layer": "revenue", "model": "revenue_uplift",
                "inputs": {"deals_before": 3, "deals_after": 4, "deal_value": 900, "gross_margin": "0.5"},
                "starts_month": 7,
            },
        ],
        "costs": [
            {
                "key": "licence", "name": "Licence", "category": "subscription", "when": "annual", "model": "per_unit",
                "inputs": {"units": 12, "price": "49.995", "times_per_year": 12}, "growth": "0.05", "ends_month": 30,
                "risk_adjustment": "0.05",
            },
            {
                "key": "contingency", "name": "Contingency", "category": "other", "when": "one_time",
                "model": "percent_of", "inputs": {"share": "0.1", "of": ["build", "rollout"]}, "month": 2,
            },
            {
                "key": "build", "name": "Build", "category": "integration", "when": "one_time", "model": "hours",
                "inputs": {
                    "hours": 80,
                    "people_detail": [{"role": "Engineer", "count": 2, "base_salary": 80000, "load_factor": "1.3"}],
                },
            },
            {
                "key": "rollout", "name": "Roll-out", "category": "training_and_change", "when": "one_time",
                "model": "fixed", "inputs": {"amount": 6000}, "month": 14,
            },
            {
                "key": "vendor", "name": "Vendor plan", "category": "software", "when": "annual", "model": "by_year",
                "inputs": {"amounts": [2000, 1500, 1500, 1600, 100]},
            },
        ],
        "options": [
            {"key": "nothing", "name": "Do nothing", "baseline": True, "costs": [
                {"key": "temp", "name": "Temps", "category": "other", "when": "annual", "model": "fixed",
                 "inputs": {"amount": 4000}, "growth": "0.1"},
            ]},
            {"key": "small", "name": "Do the minimum", "benefits": [
                {"key": "time", "name": "Time saved, a little", "kind": "direct", "layer": "efficiency",
                 "model": "time_saved",
                 "inputs": {"hours_before_per_month": 100, "hours_after_per_month": 80,
                            "hourly_rate": {"fact": "rate"}, "annualisation": "four_week_month"},
                 "risk_adjustment": "0.3"},
            ], "costs": [
                {"key": "setup", "name": "Set-up", "category": "software", "when": "one_time", "model": "fixed",
                 "inputs": {"amount": 1500}, "month": 1},
            ]},
        ],
        "scenarios": {
            "slow": {
                "ramp": ["-0.3", "-0.1", "0", "0.1", "0.2", "0.3", "0.4", "0.5"], "horizon_months": 48,
                "inputs": {"facts.a1": 70, "benefits.time.people_detail[1].count": 1},
            },
            "short": {
                "horizon_months": 12, "discount_rate": "0.15", "risk": "high", "ramp": [],
                "inputs": {"benefits.cleanup.amounts": [0, 100], "costs.contingency.of": ["build"]},
            },
        },
    }  # fmt: skip


def workbook_of(document: Json, *, paths: int | None = None) -> tuple[bytes, CaseResult]:
    """The workbook of a document, and what the engine makes of it."""
    case = from_dict(document)
    result = evaluate(case, paths=paths)
    return render_workbook(case, result.as_json(), STAMP), result


def name_in_formulas(path: str) -> str:
    """`benefits.time.people` is called time_people, as a reader of the sheet sees it."""
    return {"risk": "probability"}.get(path) or (path.partition(".")[2] or path).replace(".", "_")


def with_values(document: Json, values: dict[str, str]) -> Json:
    """The document with other values at the paths of the engine."""
    made = copy.deepcopy(document)
    for path, value in values.items():
        part, _, rest = path.partition(".")
        key, _, name = rest.partition(".")
        if part == "risk":
            made["risk"] = {"probability": value}
        elif part == "discount_rate":
            made["discount_rate"] = value
        elif part == "facts":
            made["facts"][rest]["value"] = value
        else:
            line = next(line for line in made[part] if line["key"] == key)
            line["inputs"][name] = value
    return made


def figure(value: Any) -> Decimal | str:
    """What a cell shows of a result: its number, or the reason there is none."""
    return value.reason if getattr(value, "value", 0) is None else Decimal(getattr(value, "value", value))
