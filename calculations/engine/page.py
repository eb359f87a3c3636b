"""The result as a page of text that a person reads in a terminal."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from calculations.engine.answer import Answer
from calculations.engine.currencies import Currency, currencies
from calculations.engine.methods.cashflow import Cashflow
from calculations.engine.numbers import DISPLAY
from calculations.engine.result import CaseResult

WIDTH = 26
CENTS = Decimal("0.01")


def page(name: str, result: CaseResult) -> str:
    """Headline figures first, then how each line comes about, then what to look at."""
    currency = currencies()[result.currency]
    sections = (
        _title(name, result),
        _cashflow(result, currency),
        _guide(result, currency),
        _tei(result, currency),
        _scenarios(result, currency),
        _simulation(result, currency),
        _options(result, currency),
        _lines(result, currency),
        _notes(result),
        _checks(result),
    )
    return "\n\n".join("\n".join(section) for section in (list(lines) for lines in sections) if section) + "\n"


def _title(name: str, result: CaseResult) -> Iterator[str]:
    title = " ".join(name.split())
    yield title
    yield "=" * len(title)
    terms = result.terms
    yield (
        f"{result.currency}, {terms.horizon_months} months, discount rate {_percent(terms.discount_rate.value)}, "
        f"probability of success {_percent(terms.probability)}"
    )


def _cashflow(result: CaseResult, currency: Currency) -> Iterator[str]:
    flow = result.cashflow
    yield "Cash flow"
    yield _row("Net present value", currency.show(flow.npv))
    yield _row("Payback", _months(flow.payback_months))
    yield _row("Discounted payback", _months(flow.discounted_payback_months))
    yield _row("Peak funding", f"{currency.show(flow.peak_funding)} in month {flow.peak_funding_month}")
    yield _row("Return on investment", _share(flow.roi))
    yield _row("Profitability index", _plain(flow.profitability_index))
    yield _row("IRR a year", _share(flow.irr))
    yield _row("MIRR a year", _share(flow.mirr))
    funding = result.cashable
    yield _row("Cashable benefits only", f"{currency.show(funding.npv)}, payback {_months(funding.payback_months)}")
    if flow.negative_again is not None:
        yield _row("", f"falls below 0 again in month {flow.negative_again}")


def _guide(result: CaseResult, currency: Currency) -> Iterator[str]:
    guide = result.guide
    yield "A steady year (guide)"
    for label, amount in (
        ("Direct benefits", guide.direct),
        ("Indirect benefits", guide.indirect),
        ("Ongoing costs", guide.ongoing),
        ("One-time costs", guide.one_time),
        ("After risk", guide.risk_adjusted),
        ("Three-year net", guide.three_year_net),
    ):
        yield _row(label, currency.show(amount))
    yield _row("Year-1 ROI", _share(guide.year1_roi))
    yield _row("Payback", _months(guide.payback_months))
    yield _row("Three-year ROI", _share(guide.three_year_roi))


def _tei(result: CaseResult, currency: Currency) -> Iterator[str]:
    tei = result.tei
    yield "Year by year (TEI)"
    for number, year in enumerate(tei.years):
        yield _row(
            f"Year {number}",
            f"{currency.show(year.benefits)} - {currency.show(year.costs)} = {currency.show(year.net)}",
        )
    yield _row("Net present value", currency.show(tei.npv))
    yield _row("Return on investment", _share(tei.roi))


def _scenarios(result: CaseResult, currency: Currency) -> Iterator[str]:
    yield "Scenarios"
    for name, scenario in result.scenarios.items():
        yield _row(_words(name), _summary(scenario.cashflow, currency))


def _simulation(result: CaseResult, currency: Currency) -> Iterator[str]:
    if result.simulation is None:
        return
    found = result.simulation
    yield f"Simulation ({found.paths:,} paths, seed {found.seed})"
    yield _row("Mean", currency.show(found.npv.mean))
    yield _row("5% of paths below", currency.show(found.npv.p5))
    yield _row("Half of paths below", currency.show(found.npv.p50))
    yield _row("95% of paths below", currency.show(found.npv.p95))
    yield _row("Mean of the worst 5%", currency.show(found.expected_shortfall))
    yield _row("Value above 0", _percent(found.probability_npv_positive))
    yield _row("Paid back in 12 months", _percent(found.probability_payback_within_12_months))


def _options(result: CaseResult, currency: Currency) -> Iterator[str]:
    if len(result.options) < 2:
        return
    yield "Options"
    for key, option in result.options.items():
        yield _row(_words(key), _summary(option.cashflow, currency))


def _lines(result: CaseResult, currency: Currency) -> Iterator[str]:
    yield "Lines"
    for line in result.lines:
        period = "once" if line.is_one_time else "a year"
        yield _row(" ".join(line.name.split()), f"{currency.show(line.amount)} {period}")
        yield f"    {line.working}"


def _notes(result: CaseResult) -> Iterator[str]:
    if result.notes:
        yield "Notes"
        yield from (f"  {note.line}: {note.message}" for note in result.notes)


def _checks(result: CaseResult) -> Iterator[str]:
    if result.checks:
        yield "Checks"
    for check in result.checks:
        place = f" ({check.line})" if check.line else ""
        yield f"  {check.severity}: {check.message}{place}"
        yield f"    {check.remedy}" if check.acknowledged is None else f"    Acknowledged: {check.acknowledged}"


def _row(label: str, value: str) -> str:
    return f"  {label:<{WIDTH}} {value}"


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _summary(flow: Cashflow, currency: Currency) -> str:
    return f"{currency.show(flow.npv)}, payback {_months(flow.payback_months)}"


def _months(answer: Answer) -> str:
    return answer.reason if answer.value is None else f"{_rounded(answer.value, Decimal('0.1'))} months"


def _share(answer: Answer) -> str:
    return answer.reason if answer.value is None else _percent(answer.value)


def _plain(answer: Answer) -> str:
    return answer.reason if answer.value is None else _rounded(answer.value, CENTS)


def _percent(value: Decimal) -> str:
    return f"{_rounded(value * 100, CENTS)}%"


def _rounded(value: Decimal, step: Decimal) -> str:
    return f"{value.quantize(step, rounding=ROUND_HALF_UP, context=DISPLAY):,}"
