"""What the figures stand on: assumptions with their sources, checks, method, and the working of every figure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calculations.engine.case_file import CaseFile
from calculations.engine.evaluate import workings
from calculations.engine.working import Working as Tree
from calculations.formulas import CASHFLOW, METHODS, Formula
from calculations.workings import pretty
from reports.document import Block, Bullets, Column, Heading, Notice, Paragraph, Row, Section, Table, Working
from reports.reading import Reading
from reports.sentences import span

CONFIDENCE: dict[str, Promise] = {
    "measured": gettext_lazy("measured"),
    "quoted": gettext_lazy("quoted"),
    "estimated": gettext_lazy("estimated"),
    "vendor_claim": gettext_lazy("vendor’s claim"),
    "default": gettext_lazy("usual value"),
}


# --- Assumptions


def assumptions(reading: Reading) -> Section:
    """Every number somebody entered, with where it comes from and how sure it is."""
    columns = (
        Column(_("Assumption"), row_header=True),
        Column(_("Value"), "end"),
        Column(_("Source")),
        Column(_("Confidence")),
    )
    rows = (*_terms(reading), *_inputs(reading))
    return Section("assumptions", _("What it assumes"), (Table(columns, rows),))


def _terms(reading: Reading) -> Iterator[Row]:
    case, numbers = reading.case_file, reading.numbers
    rate = case.discount_rate
    reason = case.risk.reason or (_("risk level: %(level)s") % {"level": case.risk.level} if case.risk.level else "")
    as_of = rate.as_of.isoformat() if rate.as_of else ""
    ramp = ", ".join(numbers.percent(share) for share in case.ramp)
    full = _("all from month %(month)s") % {"month": max(len(case.ramp), 1)}
    yield Row((_("Probability of success"), numbers.percent(case.probability), reason, ""))
    yield Row(
        (_("Discount rate a year"), numbers.percent(rate.value), ", ".join(filter(None, (rate.source, as_of))), "")
    )
    yield Row((_("Horizon"), span(case.horizon_months, numbers), "", ""))
    yield Row(
        (_("Benefits in the first months"), full, _("by month: %(shares)s") % {"shares": ramp} if ramp else "", "")
    )
    if case.uplift:
        shares = {"costs": numbers.percent(case.uplift.costs), "benefits": numbers.percent(case.uplift.benefits)}
        yield Row(
            (_("Against optimism"), _("costs +%(costs)s, benefits −%(benefits)s") % shares, case.uplift.source, "")
        )


def _inputs(reading: Reading) -> Iterator[Row]:
    """The inputs under the line that uses them; a fact stands once, where it is first used."""
    seen: set[str] = set()
    for path, tree in workings(reading.case_file).items():
        leaves = [leaf for leaf in _leaves(tree) if leaf.path not in seen and leaf.confidence != "default"]
        seen |= {leaf.path for leaf in leaves}
        for leaf in leaves:
            label = leaf.label if leaf.path.startswith("facts.") else f"{reading.name_of(path)}: {leaf.label}"
            source = leaf.source or _("no source given")
            yield Row((label, leaf.shown, source, _confidence(leaf.confidence)))


def _leaves(tree: Tree) -> list[Tree]:
    """The inputs of a figure, once each, in the order they are read."""
    found: dict[str, Tree] = {}
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        waiting.extend(reversed(part.parts))
        if not part.parts and part.path and part.confidence:
            found.setdefault(part.path, part)
    return list(found.values())


def _confidence(name: str) -> str:
    return str(CONFIDENCE.get(name, name))


# --- Checks


def checks(reading: Reading) -> Section:
    """What the numbers were checked for and did not pass, and what was answered."""
    found = reading.result["checks"]
    if not found:
        return Section("checks", _("Checks"), (Paragraph((_("No check found anything to answer for."),)),))
    return Section("checks", _("Checks"), tuple(_check(check, reading.case_file) for check in found))


def _check(check: Mapping[str, Any], case: CaseFile) -> Notice:
    names = {line.key: line.name for line in (*case.benefits, *case.costs)}
    title = names.get(check.get("line") or "", "") or _("The case as a whole")
    answer = check.get("acknowledged")
    if answer:
        return Notice("info", (f"{check['message']} ", _("Answered: %(answer)s") % {"answer": answer}), title)
    return Notice("warn", (f"{check['message']} {check['remedy']}",), title)


# --- Method


def method(reading: Reading) -> Section:
    """How the figures are worked out, and what is known to be weak about that."""
    blocks: list[Block] = [
        Paragraph((str(CASHFLOW.note),)),
        Bullets(tuple((str(weakness),) for weakness in CASHFLOW.weaknesses)),
    ]
    notes = [note["message"] for note in reading.result["notes"]]
    if notes:
        blocks += [Heading(_("About single lines")), Bullets(tuple((note,) for note in dict.fromkeys(notes)))]
    blocks.append(Paragraph((_("Calculated by engine %(engine)s.") % {"engine": reading.result["engine"]},)))
    return Section("method", _("How it is worked out"), tuple(blocks))


# --- Workings


def appendix(reading: Reading) -> Section:
    """The working of the leading figures and of every line."""
    names = ("npv", "payback_months", "peak_funding", "irr", "mirr")
    leading = [_figure(reading, METHODS["cashflow"].figure(name)) for name in names]
    lines = [
        replace(_working(tree, path), label=reading.name_of(path)) for path, tree in workings(reading.case_file).items()
    ]
    return Section("workings", _("The working of every figure"), (*leading, *lines))


def _figure(reading: Reading, formula: Formula) -> Working:
    path = f"cashflow.{formula.name}"
    write = {"money": reading.money, "months": reading.months, "percent": reading.percent}[formula.unit]
    return Working(str(formula.label), write(path).text, formula=str(formula.words), key=path)


def _working(tree: Tree, key: str = "") -> Working:
    return Working(
        label=tree.label,
        value=tree.shown,
        formula=pretty(tree.words) if tree.parts else "",
        source=tree.source,
        confidence=_confidence(tree.confidence) if tree.confidence else "",
        children=tuple(_working(part) for part in tree.parts),
        key=key,
    )
