"""Broken case files, each with the paths its faults must name."""

import json
from collections.abc import Iterator
from typing import Any

from tests.calculations.cases import benefit, cost, document

Broken = tuple[str, bytes, tuple[str, ...]]

# Nothing a number may be; a number out of bounds; and the like for each kind of value.
NO_NUMBERS: dict[str, Any] = {
    "text": "many",
    "flag": True,
    "null": None,
    "list": [1],
    "empty": "",
    "spaced": " 1",
    "signed": "+1",
    "comma": "1,5",
    "leading_zero": "01",
    "hex": "0x10",
    "no_digit": ".5",
    "thirteen_decimals": "0.1234567890123",
    "too_large": "1000000000000000",
    "three_digit_exponent": "1e100",
    "nan": "NaN",
    "infinity": "Infinity",
    "arabic_digits": "١٢",
}
NO_TEXTS: dict[str, Any] = {"number": 5, "flag": False, "null": None, "list": [], "object": {}}
NO_OBJECTS: dict[str, Any] = {"number": 5, "text": "x", "flag": True, "null": None, "list": []}
NO_LISTS: dict[str, Any] = {"number": 5, "text": "x", "flag": True, "null": None, "object": {}}
BAD_KEYS = ("", "Saving", "1st", "a-b", "a b", "ä", "_a")


def broken_files() -> Iterator[Broken]:
    for name, text, paths in _not_json():
        yield f"json {name}", text, paths
    for name, raw, paths in (*_top_level(), *_terms(), *_facts(), *_lines(), *_inputs(), *_shares(), *_around()):
        yield name, json.dumps(raw).encode(), paths


def _not_json() -> Iterator[Broken]:
    whole = ("",)
    yield "empty", b"", whole
    yield "cut off", json.dumps(document()).encode()[:-5], whole
    yield "trailing comma", b'{"format": "case/1",}', whole
    yield "comment", b"{} // a case", whole
    yield "not utf-8", b'{"name": "\xff"}', whole
    yield "utf-16", '{"format": "case/1"}'.encode("utf-16"), whole
    yield "two documents", b"{} {}", whole
    yield "unterminated text", b'{"name": "' + b'\\"' * 1000, whole
    yield "33 deep", b"[" * 33 + b"]" * 33, whole
    yield "100,000 deep", b"[" * 100_000, whole
    yield "objects 40 deep", b'{"a":' * 40 + b"1" + b"}" * 40, whole
    yield "5 MB and more", b'"' + b"x" * 5_000_000 + b'"', whole
    yield "raw newline in a text", b'{"name": "a\nb"}', whole
    for name, text in (("list", b"[]"), ("text", b'"case/1"'), ("number", b"5"), ("null", b"null")):
        yield f"a {name}", text, ("",)
    sound = json.dumps(document())
    for constant in ("NaN", "Infinity", "-Infinity", "1e400", "9" * 5000, "1e999999999999999999999"):
        text = sound.replace('"discount_rate": 0', f'"discount_rate": {constant}')
        yield f"rate {constant[:12]}", text.encode(), ("discount_rate",)
    yield "repeated key", sound.replace('"name"', '"currency": "EUR", "name"', 1).encode(), ("currency",)
    repeated = sound.replace('"inputs": {', '"inputs": {"amount": 1, ', 1)
    yield "repeated key inside", repeated.encode(), ("benefits[0].inputs.amount",)
    for name, escape in (("surrogate", "\\ud800"), ("reversed pair", "\\udc00\\ud800"), ("NUL", "\\u0000")):
        yield name, sound.replace("Small case", f"Small {escape} case").encode(), ("name",)


def _top_level() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    for key in ("format", "name", "currency", "benefits", "costs"):
        yield f"without {key}", {name: value for name, value in document().items() if name != key}, (key,)
    yield "nothing at all", {}, ("format", "name", "currency", "benefits", "costs")
    yield "unknown key", document(colour="red"), ("colour",)
    yield "misspelt key", document(discountrate=1), ("discountrate",)
    for value in ("case/2", "case", "", 1, None):
        yield f"format {value}", document(format=value), ("format",)
    for name, value in NO_TEXTS.items():
        yield f"name is a {name}", document(name=value), ("name",)
    yield "blank name", document(name="  "), ("name",)
    for code in ("XAU", "XXX", "XTS", "usd", "US", "DEM", "CHE", 840, None):
        yield f"currency {code}", document(currency=code), ("currency",)
    yield "tier", document(tier="huge"), ("tier",)
    for key in ("benefits", "costs", "options", "quotes", "acknowledged", "intangibles", "ramp"):
        for name, value in NO_LISTS.items():
            yield f"{key} is a {name}", document(**{key: value}), (key,)
    for key in ("facts", "scenarios", "uplift", "simulation"):
        for name, value in NO_OBJECTS.items():
            yield f"{key} is a {name}", document(**{key: value}), (key,)
    yield "process", document(process={"weather": "fine"}), ("process.weather",)
    yield "process texts", document(process={"steps": [1]}), ("process.steps[0]",)


def _terms() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    for name, value in NO_NUMBERS.items():
        yield f"rate is {name}", document(discount_rate=value), ("discount_rate",)
    for value in ("-0.5", "1.01", "-2"):
        yield f"rate {value}", document(discount_rate=value), ("discount_rate",)
    yield "rate object", document(discount_rate={"source": "x"}), ("discount_rate.value",)
    yield "rate day", document(discount_rate={"value": 0, "as_of": "2026-02-30"}), ("discount_rate.as_of",)
    for value in (0, 601, "1.5", -1, "x", None):
        yield f"horizon {value}", document(horizon_months=value), ("horizon_months",)
    yield "ramp entry", document(ramp=[0, "1.1", "x"]), ("ramp[1]", "ramp[2]")
    yield "ramp of 61", document(ramp=[1] * 61), ("ramp",)
    for value in ("none", 0.7, None, []):
        yield f"risk {value}", document(risk=value), ("risk",)
    yield "risk of nothing", document(risk={}), ("risk",)
    yield "risk twice", document(risk={"level": "low", "probability": 1}), ("risk",)
    yield "risk probability", document(risk={"probability": "1.5"}), ("risk.probability",)
    yield "risk level", document(risk={"level": "tiny"}), ("risk.level",)
    yield (
        "risk answer",
        document(risk={"level": "low", "answers": {"complexity": "none"}}),
        ("risk.answers.complexity",),
    )
    yield "risk question", document(risk={"level": "low", "answers": {"luck": "low"}}), ("risk.answers.luck",)
    answers = dict.fromkeys(("complexity", "technology", "readiness", "sponsorship"), "high")
    yield "override without reason", document(risk={"level": "low", "answers": answers}), ("risk.reason",)
    yield "three answers", document(risk={"answers": {"complexity": "low"}}), ("risk",)
    yield "uplift", document(uplift={"costs": -1, "benefits": 2}), ("uplift.costs", "uplift.benefits")
    yield "stop month", document(simulation={"stop_month": -1}), ("simulation.stop_month",)
    third = {"underdelivers": {"probability": 2, "share": "x"}}
    yield "third outcome", document(simulation=third), ("simulation.underdelivers.probability",)
    third = {"underdelivers": {"probability": "0.5", "share": "0.5"}}
    both = document(simulation=third, risk={"probability": "0.6"})
    yield "outcomes above one", both, ("simulation.underdelivers.probability",)


def _facts() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    def fact(**changes: Any) -> dict[str, Any]:
        return document(facts={"volume": {"value": 1, "unit": "per_month"} | changes})

    for name, value in NO_NUMBERS.items():
        if name != "list":
            yield f"fact is {name}", fact(value=value), ("facts.volume.value",)
    yield "fact below zero", fact(value=-1), ("facts.volume.value",)
    yield "share above one", fact(value=2, unit="share"), ("facts.volume.value",)
    yield "unit", fact(unit="per_minute"), ("facts.volume.unit",)
    yield "confidence", fact(confidence="sure"), ("facts.volume.confidence",)
    yield "evidence", fact(evidence=5), ("facts.volume.evidence",)
    yield "fact key unknown", fact(colour=1), ("facts.volume.colour",)
    yield "fact without value", document(facts={"a": {"unit": "share"}}), ("facts.a.value",)
    for key in BAD_KEYS:
        yield f"fact key {key!r}", document(facts={key: {"value": 1, "unit": "share"}}), (f"facts.{key}",)
    for name, value in {
        "backwards": {"low": 3, "likely": 2, "high": 1},
        "without likely": {"low": 1, "high": 2},
        "uniform likely": {"low": 1, "likely": 1, "high": 2, "shape": "uniform"},
        "shape": {"low": 1, "likely": 1, "high": 2, "shape": "bell"},
        "extra": {"low": 1, "likely": 1, "high": 2, "mode": 1},
        "text inside": {"low": "x", "likely": 1, "high": 2},
    }.items():
        yield f"estimate {name}", fact(value=value), ("facts.volume.value",)


def _lines() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    for key in ("key", "name", "kind", "layer", "model", "inputs"):
        line = {name: value for name, value in benefit().items() if name != key}
        yield f"benefit without {key}", document(benefits=[line]), (f"benefits[0].{key}",)
    for key in ("key", "name", "category", "when", "model", "inputs"):
        line = {name: value for name, value in cost().items() if name != key}
        yield f"cost without {key}", document(costs=[line]), (f"costs[0].{key}",)
    for key in BAD_KEYS:
        yield f"line key {key!r}", document(benefits=[benefit(key=key)]), ("benefits[0].key",)
    for name in ("kind", "layer", "model", "use", "cashable"):
        yield f"benefit {name}", document(benefits=[benefit(**{name: "x"})]), (f"benefits[0].{name}",)
    for name in ("category", "when", "model"):
        yield f"cost {name}", document(costs=[cost(**{name: "x"})]), (f"costs[0].{name}",)
    for line in (5, "x", None, []):
        yield f"line is {line}", document(benefits=[line]), ("benefits[0]",)
    yield "same key", document(benefits=[benefit(), benefit()]), ("benefits[1].key",)
    yield "same key on both sides", document(costs=[cost(key="saving")]), ("costs[0].key",)
    yield "unknown key of a line", document(benefits=[benefit(colour=1)]), ("benefits[0].colour",)
    yield "month of a benefit", document(benefits=[benefit(month=1)]), ("benefits[0].month",)
    yield "month of an annual cost", document(costs=[cost(when="annual", month=1)]), ("costs[0].month",)
    yield "month beyond the horizon", document(costs=[cost(month=13)]), ("costs[0].month",)
    yield "growth of a one-time cost", document(costs=[cost(growth="0.1")]), ("costs[0].growth",)
    for value in ("-0.91", "5.1", "x", {"low": 0, "likely": 0, "high": 1}):
        yield f"growth {value}", document(benefits=[benefit(growth=value)]), ("benefits[0].growth",)
    yield "starts", document(benefits=[benefit(starts_month=0)]), ("benefits[0].starts_month",)
    yield "ends first", document(benefits=[benefit(starts_month=5, ends_month=4)]), ("benefits[0].ends_month",)
    yield "adjustment", document(costs=[cost(risk_adjustment=2)]), ("costs[0].risk_adjustment",)
    yield "sources", document(benefits=[benefit(sources={"people": {}})]), ("benefits[0].sources.people",)
    for name in ("growth", "starts_month", "ends_month"):
        line = benefit(model="by_year", inputs={"amounts": [1]}, **{name: 1})
        yield f"by year with {name}", document(benefits=[line]), (f"benefits[0].{name}",)
    once = cost(model="by_year", inputs={"amounts": [1]})
    yield "by year once", document(costs=[once]), ("costs[0].when",)
    late = benefit(model="by_year", inputs={"amounts": [0, 1, 2]})
    yield "year after the horizon", document(benefits=[late]), ("benefits[0].inputs.amounts[2]",)


def _inputs() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    def inputs(model: str, **given: Any) -> dict[str, Any]:
        return document(benefits=[benefit(model=model, inputs=given)], facts=facts)

    facts = {
        "pay": {"value": 44, "unit": "per_hour"},
        "salary": {"value": 50000, "unit": "per_year"},
        "many": {"value": 3, "unit": "count"},
        "volume": {"value": 250, "unit": "per_month"},
        "percentage": {"value": {"low": 0, "likely": "0.5", "high": "1"}, "unit": "share"},
    }
    at = "benefits[0].inputs"
    for name, value in NO_NUMBERS.items():
        yield f"amount is {name}", inputs("fixed_annual", amount=value), (f"{at}.amount",)
    yield "amount below zero", inputs("fixed_annual", amount=-1), (f"{at}.amount",)
    yield "no amount", inputs("fixed_annual"), (f"{at}.amount",)
    yield "unknown input", inputs("fixed_annual", amount=1, people=2), (f"{at}.people",)
    yield "inputs are a list", document(benefits=[benefit(inputs=[])]), (at,)
    yield "unknown fact", inputs("fixed_annual", amount={"fact": "nothing"}), (f"{at}.amount",)
    yield "fact and more", inputs("fixed_annual", amount={"fact": "pay", "x": 1}), (f"{at}.amount",)
    errors = {"volume_per_month": 1, "rate_before": "0.1", "rate_after": 0, "cost_per_error": 1}
    for name, fact in (
        ("volume_per_month", "pay"),
        ("volume_per_month", "many"),
        ("cost_per_error", "volume"),
        ("cost_per_error", "pay"),
        ("rate_before", "many"),
        ("cost_per_error", "percentage"),
    ):
        given = errors | {name: {"fact": fact}}
        yield f"{fact} as {name}", inputs("error_reduction", **given), (f"{at}.{name}",)
    wide = {"wide": {"value": {"low": 0, "likely": "0.5", "high": "1.5"}, "unit": "share"}}
    too_wide = inputs("error_reduction", **errors | {"rate_before": {"fact": "wide"}}) | {"facts": wide}
    yield "fact wider than its input", too_wide, (f"{at}.rate_before",)
    yield "share above one", inputs("error_reduction", **errors | {"rate_before": 2}), (f"{at}.rate_before",)
    range_above = {"low": 0, "likely": 1, "high": 2}
    yield "range above one", inputs("error_reduction", **errors | {"rate_after": range_above}), (f"{at}.rate_after",)
    hours = {"hours_before_per_month": 9, "hours_after_per_month": 1}
    yield "no pay", inputs("time_saved", **hours), (f"{at}.hourly_rate",)
    for name, given in {
        "both pays": {"hourly_rate": 1, "base_salary": 2},
        "hours and volume": {"hourly_rate": 1, "volume_per_month": 2},
    }.items():
        yield name, inputs("time_saved", **hours, **given), (f"{at}.{list(given)[1]}",)
    yield "salary as rate", inputs("time_saved", **hours, hourly_rate={"fact": "salary"}), (f"{at}.hourly_rate",)
    yield "rate as salary", inputs("time_saved", **hours, base_salary={"fact": "pay"}), (f"{at}.base_salary",)
    no_hours = {"base_salary": 1, "hours_per_year": 0}
    yield "a year of no hours", inputs("time_saved", **hours, **no_hours), (f"{at}.hours_per_year",)
    choice = {"hourly_rate": 1, "annualisation": "weekly"}
    yield "annualisation", inputs("time_saved", **hours, **choice), (f"{at}.annualisation",)
    work = {"volume_per_month": 1, "automated_share": 0, "minutes_before": 1, "minutes_when_escalated": 1}
    row = {"role": "Clerk", "count": 1, "hourly_rate": 1}
    for name, rows, place in (
        ("no rows", [], ""),
        ("row is a text", ["x"], "[0]"),
        ("row without count", [{"role": "Clerk", "hourly_rate": 1}], "[0].count"),
        ("row without role", [{"count": 1, "hourly_rate": 1}], "[0].role"),
        ("row without pay", [row, {"role": "Clerk", "count": 1}], "[1].hourly_rate"),
        ("row with two pays", [row | {"base_salary": 1}], "[0].base_salary"),
        ("row with a stranger", [row | {"people": 1}], "[0].people"),
        ("row below zero", [row | {"count": -1}], "[0].count"),
    ):
        yield name, inputs("time_saved", **work, people_detail=rows), (f"{at}.people_detail{place}",)
    twice = {"people_detail": [row], "hourly_rate": 1}
    yield "rows and pay", inputs("time_saved", **work, **twice), (f"{at}.hourly_rate",)
    yield "rows and people", inputs("time_saved", **work, people_detail=[row], people=1), (f"{at}.people",)
    short = {name: value for name, value in work.items() if name != "minutes_before"}
    yield "minutes nowhere", inputs("time_saved", **short, people_detail=[row]), (f"{at}.minutes_before",)
    capacity = {"hours_before_per_month": 2, "hours_after_per_month": 1, "annual_salary": 1}
    yield "51 years", inputs("capacity", **capacity, volume_growth=1, years=51), (f"{at}.years",)
    yield "amounts are a number", inputs("by_year", amounts=5), (f"{at}.amounts",)
    yield "amounts are ranges", inputs("by_year", amounts=[range_above]), (f"{at}.amounts[0]",)


def _shares() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    def share(key: str, *of: str) -> dict[str, Any]:
        return cost(key=key, model="percent_of", inputs={"share": "0.1", "of": list(of)})

    at = "costs[0].inputs.of"
    yield "share of nothing", document(costs=[share("a")]), (at,)
    yield "share of itself", document(costs=[share("a", "a")]), (at,)
    yield "circle of two", document(costs=[share("a", "b"), share("b", "a")]), (at, "costs[1].inputs.of")
    yield "share of a stranger", document(costs=[share("a", "zzz")]), (f"{at}[0]",)
    yield "share of a benefit", document(costs=[share("a", "saving")]), (f"{at}[0]",)
    yield "share named twice", document(costs=[share("a", "b", "b"), cost(key="b")]), (at,)
    yearly = cost(key="b", when="annual", model="by_year", inputs={"amounts": [1, 2]})
    yield "share of years", document(costs=[share("a", "b"), yearly]), (f"{at}[0]",)
    long = [share(f"c{n}", f"c{(n + 1) % 3000}") for n in range(3000)]
    yield "circle of thousands", document(costs=long), (at, "costs[2999].inputs.of")


def _around() -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    option = {"key": "minimum", "name": "Do minimum"}
    yield "option key", document(options=[option | {"key": "Minimum"}]), ("options[0].key",)
    yield "option taken", document(options=[option | {"key": "preferred"}]), ("options[0].key",)
    yield "option twice", document(options=[option, option]), ("options[1].key",)
    baselines = [option | {"baseline": True}, option | {"key": "other", "baseline": True}]
    yield "two baselines", document(options=baselines), ("options[1].baseline",)
    yield "baseline", document(options=[option | {"baseline": "yes"}]), ("options[0].baseline",)
    inside = option | {"costs": [cost(inputs={})]}
    yield "fault in an option", document(options=[inside]), ("options[0].costs[0].inputs.amount",)
    for name, scenario, path in (
        ("unknown line", {"inputs": {"benefits.nothing.amount": 1}}, "inputs.benefits.nothing.amount"),
        ("unknown input", {"inputs": {"benefits.saving.people": 1}}, "inputs.benefits.saving.people"),
        ("unknown fact", {"inputs": {"facts.nothing": 1}}, "inputs.facts.nothing"),
        ("no path", {"inputs": {"amount": 1}}, "inputs.amount"),
        ("line's term", {"inputs": {"benefits.saving.growth": 0}}, "inputs.benefits.saving.growth"),
        ("below zero", {"inputs": {"benefits.saving.amount": -1}}, "inputs.benefits.saving.amount"),
        ("a text", {"inputs": {"benefits.saving.amount": "x"}}, "inputs.benefits.saving.amount"),
        ("inputs", {"inputs": []}, "inputs"),
        ("risk", {"risk": "none"}, "risk"),
        ("rate", {"discount_rate": 2}, "discount_rate"),
        ("horizon", {"horizon_months": 0}, "horizon_months"),
        ("ramp", {"ramp": [2]}, "ramp[0]"),
        ("stranger", {"currency": "EUR"}, "currency"),
    ):
        yield f"scenario {name}", document(scenarios={"worst": scenario}), (f"scenarios.worst.{path}",)
    for key in ("low_risk", "medium_risk", "high_risk", "Worst"):
        yield f"scenario called {key}", document(scenarios={key: {}}), (f"scenarios.{key}",)
    yield "scenario is a list", document(scenarios={"worst": []}), ("scenarios.worst",)
    quote = {"vendor": "Vendor", "amount": 1}
    yield "quote without amount", document(quotes=[{"vendor": "Vendor"}]), ("quotes[0].amount",)
    yield "quote below zero", document(quotes=[quote | {"amount": -1}]), ("quotes[0].amount",)
    yield "quote day", document(quotes=[quote | {"valid_until": "31.12.2026"}]), ("quotes[0].valid_until",)
    yield "quote line", document(quotes=[quote | {"lines": ["nothing"]}]), ("quotes[0].lines[0]",)
    answer = {"check": "one_layer", "reason": "Known"}
    yield "no such check", document(acknowledged=[answer | {"check": "bad_luck"}]), ("acknowledged[0].check",)
    yield "no reason", document(acknowledged=[answer | {"reason": ""}]), ("acknowledged[0].reason",)
    yield "no such line", document(acknowledged=[answer | {"line": "nothing"}]), ("acknowledged[0].line",)
    yield "intangible", document(intangibles=[{"indicator": "x"}]), ("intangibles[0].text",)
