"""Evaluates a case: every method, scenario, option and check, in one result."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine import ENGINE_VERSION
from calculations.engine.case_file.parse import PREFERRED
from calculations.engine.case_file.records import LAYERS, Benefit, CaseFile, Cost, Option
from calculations.engine.checks import run_checks
from calculations.engine.currencies import currencies
from calculations.engine.methods.cashflow import Cashflow, cashable, cashflow
from calculations.engine.methods.guide import Guide, guide
from calculations.engine.methods.tei import Tei, tei
from calculations.engine.numbers import ZERO, exactly
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.result import (
    CaseResult,
    Difference,
    LineResult,
    Note,
    OptionResult,
    ScenarioResult,
    Terms,
)
from calculations.engine.scenarios import scenarios
from calculations.engine.sensitivity import sensitivity, switching
from calculations.engine.simulation import simulate
from calculations.engine.working import Working, text, tree


@dataclass(frozen=True, slots=True)
class Figures:
    """One set of lines by all three methods."""

    guide: Guide
    cashflow: Cashflow
    tei: Tei


@exactly
def evaluate(case: CaseFile, *, paths: int | None = None, seed: int = 1, blocking: Collection[str] = ()) -> CaseResult:
    """The whole result; `paths` asks for a simulation, `blocking` names the checks a policy blocks on."""
    prepared = prepare(case)
    preferred = Figures(guide(prepared), cashflow(prepared), tei(prepared))
    cashable_only = cashable(prepared)
    return CaseResult(
        engine=ENGINE_VERSION,
        currency=case.currency,
        guide=preferred.guide,
        cashflow=preferred.cashflow,
        tei=preferred.tei,
        scenarios={name: _scenario(changed) for name, changed in scenarios(prepared)},
        sensitivity=sensitivity(prepared),
        switching=switching(prepared),
        simulation=simulate(prepared, paths=paths, seed=seed) if paths else None,
        lines=_lines(prepared),
        layers=_layers(prepared),
        cashable=cashable_only,
        options=_options(case, preferred),
        checks=run_checks(prepared, preferred.guide, preferred.cashflow, cashable_only, blocking),
        notes=_notes(prepared),
        terms=Terms(case.horizon_months, case.discount_rate, case.probability, case.ramp),
    )


def _scenario(prepared: Prepared) -> ScenarioResult:
    return ScenarioResult(guide(prepared), cashflow(prepared))


def _lines(prepared: Prepared) -> tuple[LineResult, ...]:
    """In the order of the file, whatever order the shares of other lines are calculated in."""
    case = prepared.case
    written: list[Benefit | Cost] = [*case.benefits, *case.costs]
    return tuple(_line(prepared, line) for line in written)


def _line(prepared: Prepared, line: Benefit | Cost) -> LineResult:
    return LineResult(
        key=line.key,
        name=line.name,
        path=line.path,
        amount=prepared.base_amounts[line.path],
        is_one_time=isinstance(line, Cost) and line.is_one_time,
        working=text(prepared.recorded[line.path], currencies()[prepared.case.currency]),
        cashable=line.is_cashable,
    )


@exactly
def workings(case: CaseFile) -> dict[str, Working]:
    """The working of every line as a tree, by the line's path."""
    prepared, currency = prepare(case), currencies()[case.currency]
    return {
        path: tree(figure, prepared.by_path[path].line.name, currency) for path, figure in prepared.recorded.items()
    }


def _layers(prepared: Prepared) -> dict[str, Decimal]:
    """Annual benefits before p."""
    layers = dict.fromkeys(LAYERS, ZERO)
    for line in prepared.case.benefits:
        layers[line.layer] += prepared.base_amounts[line.path]
    return layers


def _notes(prepared: Prepared) -> tuple[Note, ...]:
    return tuple(
        Note(line.line.key, message)
        for line in prepared.lines
        for message in line.line.model.notes(prepared.inputs_of(line))
    )


def _options(case: CaseFile, preferred: Figures) -> dict[str, OptionResult]:
    """Every option and the preferred one, each against the baseline."""
    figures = {option.key: _figures(case, option) for option in case.options} | {PREFERRED: preferred}
    baseline = next((figures[option.key] for option in case.options if option.is_baseline), None)
    return {
        key: OptionResult(option.guide, option.cashflow, option.tei, _difference(option, baseline))
        for key, option in figures.items()
    }


def _figures(case: CaseFile, option: Option) -> Figures:
    prepared = prepare(case, benefits=option.benefits, costs=option.costs)
    return Figures(guide(prepared), cashflow(prepared), tei(prepared))


def _difference(option: Figures, baseline: Figures | None) -> Difference:
    """Minus the baseline, or minus nothing."""
    return Difference(
        npv=option.cashflow.npv - (baseline.cashflow.npv if baseline else ZERO),
        tei_npv=option.tei.npv - (baseline.tei.npv if baseline else ZERO),
        three_year_net=option.guide.three_year_net - (baseline.guide.three_year_net if baseline else ZERO),
    )
