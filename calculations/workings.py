"""How any figure came about, for drawer and page: its formula in words, its steps, its inputs and their sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from calculations.charts import driver_text, present_values
from calculations.engine.case_file import CaseFile
from calculations.engine.evaluate import evaluate, workings
from calculations.engine.prepared import prepare
from calculations.engine.result import CaseResult, LineResult
from calculations.engine.working import Working
from calculations.figures import figures_of_facts, figures_of_line
from calculations.forms import choices
from calculations.forms.numbers import is_share, typed
from calculations.formulas import HEADLINE, METHODS, Formula, lines_of, shown, value_of
from calculations.headline import headline_of
from calculations.models import Line
from display.numbers import Numbers
from tenants.visibility import Figure

WORTH = frozenset({Figure.RESULT, Figure.RISK, Figure.BENEFIT, Figure.COST})
SIGNS = {" x ": " × ", " / ": " ÷ ", " - ": " − "}


@dataclass(frozen=True)
class Step:
    """One row of a working: what, how, how much; a row with a path is a figure with a working of its own."""

    label: str | Promise
    how: str
    value: str
    path: str = ""


@dataclass(frozen=True)
class Source:
    """One input of a working, and where it comes from."""

    label: str
    value: str
    source: str
    confidence: str
    path: str = ""
    switching: str = ""


@dataclass(frozen=True)
class Explained:
    """A figure with its working. `figures` are the kinds a reader must be allowed to see to have it at all."""

    title: str | Promise
    value: str
    formula: str | Promise
    figures: frozenset[Figure]
    steps: list[Step] = field(default_factory=list)
    inputs: list[Source] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # The key of the line or fact it belongs to, by which the history is searched.
    key: str = ""


class Explainer:
    """Explains the figures of one case; what is asked for is worked out once."""

    def __init__(self, case_file: CaseFile, rows: list[Line], numbers: Numbers) -> None:
        self.case_file, self.rows, self.numbers = case_file, rows, numbers

    @cached_property
    def result(self) -> CaseResult:
        return evaluate(self.case_file)

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of everything that can be moved."""
        return {driver.path: driver.unit for driver in prepare(self.case_file).drivers}

    def explain(self, path: str) -> Explained | None:
        """Returns the working of the figure at `path`, or None where there is no such figure."""
        if path in HEADLINE:
            return self._method_figure(*HEADLINE[path])
        own = {"cashable": self._cashable, "chance_of_loss": self._loss}.get(path)
        if own:
            return own()
        head, _dot, rest = path.partition(".")
        if head in METHODS:
            known = any(figure.name == rest for figure in METHODS[head].figures)
            return self._method_figure(head, rest) if known else None
        return self._fact(rest) if head == "facts" else self._line(path)

    # --- figures of a method

    def _method_figure(self, method: str, name: str) -> Explained:
        formula = METHODS[method].figure(name)
        return Explained(
            title=formula.label,
            value=self._shown(method, formula),
            formula=formula.words,
            figures=WORTH,
            steps=list(self._present_values())
            if (method, name) == ("cashflow", "npv")
            else [*self._parts(method, formula), *self._lines(formula)],
            inputs=self._terms(),
        )

    def _shown(self, method: str, formula: Formula) -> str:
        return shown(formula, *value_of(self.result, method, formula.name), self.numbers)

    def _parts(self, method: str, formula: Formula) -> Iterator[Step]:
        for name in formula.parts:
            part = METHODS[method].figure(name)
            yield Step(part.label, "", self._shown(method, part), f"{method}.{name}")

    def _present_values(self) -> Iterator[Step]:
        """What each line is worth today, and what risk takes: together the net present value."""
        amounts = {line.path: line for line in self.result.lines}
        for part in present_values(self.case_file):
            found = amounts.get(part.path)
            how = self._yearly(found) if found else self.numbers.percent(1 - self.case_file.probability)
            name = found.name if found else _("Risk that it fails")
            yield Step(name, how, self.numbers.money_whole(part.value), part.path)

    def _yearly(self, line: LineResult) -> str:
        amount = self.numbers.money_whole(line.amount)
        return (
            _("%(amount)s once") % {"amount": amount}
            if line.is_one_time
            else _("%(amount)s a year") % {"amount": amount}
        )

    def _lines(self, formula: Formula) -> Iterator[Step]:
        amounts = {line.path: line for line in self.result.lines}
        for line in lines_of(self.case_file, formula):
            found = amounts[line.path]
            sign = 1 if line.path.startswith("benefits.") else -1
            how = _("once") if found.is_one_time else _("a year")
            yield Step(line.name, how, self.numbers.money_whole(sign * found.amount), line.path)

    def _cashable(self) -> Explained:
        lines = [line for line in self.case_file.benefits if line.is_cashable]
        only = Formula("", "", "", lines=lambda line: line in lines or line.path.startswith("costs."))
        payback = self.result.cashable.payback_months
        return Explained(
            title=_("Cashable only"),
            value=self.numbers.money_whole(self.result.cashable.npv),
            formula=_("Net present value of the benefits that leave the budget, against all costs. Freed time counts "
                      "only where overtime is cut or a position ends."),
            figures=WORTH,
            steps=list(self._lines(only)),
            inputs=self._terms(),
            notes=[_("Payback on cashable benefits alone: %(months)s.")
                   % {"months": self.numbers.months(payback.value, reason=payback.reason)}],
        )  # fmt: skip

    def _loss(self) -> Explained:
        loss = headline_of(self.case_file).chance_of_loss
        fails = 1 - self.case_file.probability
        return Explained(
            title=_("Chance of a loss"),
            value=self.numbers.percent(loss, digits=0),
            formula=_("The share of simulated runs whose net present value is not above zero. In each run the project "
                      "succeeds or fails once, and every range takes one of its values."),
            figures=WORTH,
            steps=[Step(_("It fails: costs without benefits"), _("1 − success"), self.numbers.percent(fails))],
            inputs=self._terms(),
            notes=[] if any(driver.estimate for driver in prepare(self.case_file).drivers) else [
                _("No input has a range yet: only failure itself can make a loss here.")],
        )  # fmt: skip

    def _terms(self) -> list[Source]:
        case, numbers = self.case_file, self.numbers
        rate = case.discount_rate
        as_of = rate.as_of.isoformat() if rate.as_of else ""
        level = _("risk level %(level)s") % {"level": case.risk.level} if case.risk.level else ""
        return [
            Source(_("Probability of success"), numbers.percent(case.probability),
                   case.risk.reason or level, "", switching=self._switching("risk")),
            Source(_("Discount rate a year"), numbers.percent(rate.value),
                   " ".join(filter(None, (rate.source, as_of))), "", switching=self._switching("discount_rate")),
            Source(_("Horizon"), numbers.months(case.horizon_months), "", ""),
        ]  # fmt: skip

    # --- lines and facts

    def _line(self, path: str) -> Explained | None:
        tree = workings(self.case_file).get(path)
        line = next((line for line in (*self.case_file.benefits, *self.case_file.costs) if line.path == path), None)
        if tree is None or line is None:
            return None
        row = next(row for row in self.rows if f"{row.SECTION}.{row.key}" == path and not row.option)
        once = path.startswith("costs.") and line.is_one_time  # type: ignore[union-attr]
        value = self.numbers.money_whole(tree.value)
        return Explained(
            title=line.name,
            value=value if once else _("%(amount)s a year") % {"amount": value},
            formula=pretty(tree.words),
            figures=figures_of_line(row),
            steps=[*_steps(tree), Step(_("Worth"), pretty(tree.numbers), value)],
            inputs=[self._input(leaf) for leaf in _leaves(tree)],
            notes=[note.message for note in self.result.notes if note.line == line.key],
            key=line.key,
        )

    def _input(self, leaf: Working) -> Source:
        return Source(
            leaf.label, leaf.shown, leaf.source, confidence_word(leaf.confidence), leaf.path, self._switching(leaf.path)
        )

    def _fact(self, key: str) -> Explained | None:
        fact = self.case_file.facts.get(key)
        if fact is None:
            return None
        kinds = figures_of_facts({key: {"unit": fact.unit}}, self.rows)[key]
        uses = [
            f"{row.SECTION}.{row.key}" for row in self.rows if {"fact": key} in row.inputs.values() and not row.option
        ]
        value = typed(getattr(fact.value, "likely", fact.value), self.numbers, is_share=is_share(fact.unit))
        amounts = {line.path: line for line in self.result.lines} if uses else {}
        return Explained(
            title=fact.label,
            value=value,
            formula=_("A fact of today's process. Every line that refers to it moves with it, once."),
            figures=kinds,
            steps=[Step(amounts[path].name, _("uses it"), "", path) for path in uses],
            inputs=[Source(fact.label, value, fact.origin.source, confidence_word(fact.origin.confidence),
                           switching=self._switching(f"facts.{key}"))],
            key=key,
        )  # fmt: skip

    def _switching(self, path: str) -> str:
        """What an input would have to be for the case to be worth nothing, in words."""
        found = next((row for row in self.result.switching if row.path == path), None)
        if found is None:
            return ""
        if found.value.value is None:
            return _("No value within its limits makes the case fail.")
        value = driver_text(found.value.value, self.units.get(path, ""), self.numbers)
        return _("The case breaks even at %(value)s.") % {"value": value}


def _steps(tree: Working) -> Iterator[Step]:
    """The named steps below a figure, each after those it is made of."""
    for part in tree.parts:
        yield from _steps(part)
        if part.parts:
            yield Step(part.label, pretty(part.numbers), part.shown)


def _leaves(tree: Working) -> list[Working]:
    """The inputs of a figure, once each, in the order they are read."""
    found: dict[str, Working] = {}
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        waiting.extend(reversed(part.parts))
        if not part.parts and part.path:
            found.setdefault(part.path, part)
    return list(found.values())


def confidence_word(confidence: str) -> str:
    """Returns how sure a source is, in words."""
    return str(dict(choices.CONFIDENCE).get(confidence, _("default") if confidence else "")).lower()


def pretty(text: str) -> str:
    """Returns a formula with the signs of print in place of those of a keyboard."""
    for plain, printed in SIGNS.items():
        text = text.replace(plain, printed)
    return text
