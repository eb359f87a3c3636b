"""The checks: what usually goes wrong in a business case, found in its figures.

To add one, write a function that yields a `Finding` for everything it objects to, and name it in `CHECKS`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from calculations.engine.benchmarks import TIERS, base_rate
from calculations.engine.case_file.records import Acknowledgement, Benefit, CaseFile
from calculations.engine.costs.hours import MODEL as HOURS
from calculations.engine.costs.hours import hours_a_year
from calculations.engine.findings import Finding, Findings, Subject, hundredths, line_of, percent, tenths, whole
from calculations.engine.methods.cashflow import Cashflow, Funding
from calculations.engine.methods.guide import Guide
from calculations.engine.numbers import ONE, ZERO, exactly, plain
from calculations.engine.prepared import Prepared
from calculations.engine.quantity import Inputs
from calculations.engine.schedule import twelfths
from calculations.engine.values import QUOTED, VENDOR_CLAIM
from calculations.engine.wiring import WiredLine

INFO, WARNING, BLOCKING = "info", "warning", "blocking"

QUOTE_MULTIPLE = Decimal("1.5")
MOST_AUTOMATED, MOST_ACCURATE = Decimal("0.90"), Decimal("0.99")
LEAST_TRAINING = Decimal("0.10")
LEAST_TUNING_HOURS = Decimal(5)
MOST_OF_ONE_LINE = Decimal("0.60")
NARROW = Decimal("0.05")
FIRST_YEAR = 12


@dataclass(frozen=True, slots=True)
class Check:
    code: str
    severity: str
    find: Callable[[Subject], Findings]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A finding as the result shows it; `acknowledged` is the reason somebody gave for living with it."""

    code: str
    severity: str
    line: str | None
    message: str
    remedy: str
    acknowledged: str | None


@exactly
def run_checks(
    prepared: Prepared, guide: Guide, cashflow: Cashflow, cashable: Funding, blocking: Collection[str] = ()
) -> tuple[CheckResult, ...]:
    """Every finding in the order of `CHECKS`; what a policy names in `blocking` blocks."""
    subject = Subject(prepared, guide, cashflow, cashable)
    return tuple(_result(check, finding, subject.case, blocking) for check in CHECKS for finding in check.find(subject))


def _result(check: Check, finding: Finding, case: CaseFile, blocking: Collection[str]) -> CheckResult:
    severity = BLOCKING if check.code in blocking else finding.severity or check.severity
    answer = next((answer for answer in case.acknowledged if _answers(answer, check, finding)), None)
    reason = answer.reason if answer else None
    return CheckResult(check.code, severity, finding.line, finding.message, finding.remedy, reason)


def _answers(answer: Acknowledgement, check: Check, finding: Finding) -> bool:
    """An acknowledgement without a line answers the check wherever it is found."""
    return answer.check == check.code and answer.line in (None, finding.line)


# --- where the value comes from ----------------------------------------------------------------------------------


def labour_only(subject: Subject) -> Findings:
    gains = subject.gains()
    if gains and all(line.line.model.is_time for line in gains):
        yield Finding(
            "All of the value is people's time.",
            "Look for fewer errors, faster service, better decisions or revenue as well: time alone is the part "
            "of the value that is hardest to turn into money.",
        )


def one_layer(subject: Subject) -> Findings:
    layers = {line.line.layer for line in subject.gains() if isinstance(line.line, Benefit)}
    if len(layers) == 1:
        yield Finding(
            f"All benefits lie in one layer: {layers.pop()}.",
            "Ask what the project does for the other two of efficiency, quality and revenue.",
        )


def single_driver(subject: Subject) -> Findings:
    npv = subject.cashflow.npv
    if npv <= 0:
        return
    for line in subject.prepared.benefits:
        lost = subject.worth(line)
        if lost > MOST_OF_ONE_LINE * npv:
            yield Finding(
                f"Without '{line.line.name}' the net present value falls by {percent(lost / npv)}.",
                "Back this benefit with a measurement or a trial before the decision: the case stands on it.",
                line.line.key,
            )


def double_counting(subject: Subject) -> Findings:
    lines = [(line.line.model, subject.prepared.inputs_of(line)) for line in subject.prepared.benefits]
    freed = [model.hours_freed(inputs) for model, inputs in lines if model.hours_freed]
    used = [model.hours_used(inputs) for model, inputs in lines if model.hours_used]
    if freed and sum(used, ZERO) > 0:
        yield Finding(
            f"{whole(sum(freed, ZERO) + sum(used, ZERO))} hours a year are counted as a benefit, "
            f"{whole(sum(freed, ZERO))} are freed.",
            "Count each hour once: either as time saved, or as the hire it avoids or the work it is put to.",
        )


def not_cashable(subject: Subject) -> Findings:
    if subject.cashflow.payback_months.value is not None and subject.cashable.payback_months.value is None:
        yield Finding(
            "The project pays back only through benefits that do not leave the budget.",
            "Say how the time becomes money (less overtime, a position not filled again), or present the case as "
            "capacity gained instead of money saved.",
        )


# --- how sure it is ----------------------------------------------------------------------------------------------


def vendor_claim_only(subject: Subject) -> Findings:
    wires = [wire for line in subject.prepared.benefits for wire in line.wires if wire.is_written]
    if wires and all(wire.origin.confidence == VENDOR_CLAIM for wire in wires):
        yield Finding(
            "Every benefit rests on what the vendor claims.",
            "Measure today's process yourself and ask the vendor for a reference you may call.",
        )


def no_risk_adjustment(subject: Subject) -> Findings:
    if subject.prepared.probability == ONE:
        yield Finding(
            "The case assumes certain success.",
            "Choose a level of risk: low, medium or high risk count with 90%, 70% and 50% of the benefits.",
        )


def above_base_rate(subject: Subject) -> Findings:
    rate, probability = base_rate(), subject.prepared.probability
    if probability > rate.highest_success and not subject.case.risk.reason.strip():
        yield Finding(
            f"The probability of success, {percent(probability)}, is above what experience supports: "
            f"{percent(rate.fail.low)} to {percent(rate.fail.high)} of pilots never reach production, and another "
            f"{percent(rate.underdeliver)} deliver less than expected ({rate.source}, {rate.as_of:%B %Y}).",
            "Say why this project is more likely to succeed than others, or lower the probability.",
        )


def narrow_ranges(subject: Subject) -> Findings:
    for driver in subject.prepared.drivers:
        estimate = driver.estimate
        if estimate is None:
            continue
        margin = NARROW * abs(estimate.likely)
        if estimate.high - estimate.likely <= margin and estimate.likely - estimate.low <= margin:
            yield Finding(
                f"The range of '{driver.label}' is within 5% of its likely value.",
                "Ask what would be a bad and a good surprise: estimates are seldom that exact.",
                line_of(driver.path),
            )


def outside_tier(subject: Subject) -> Findings:
    if subject.case.tier is None:
        return
    tier = TIERS[subject.case.tier]
    months, roi = subject.guide.payback_months.value, subject.guide.three_year_roi.value
    if tier.payback_months.holds(months) and tier.three_year_roi.holds(roi):
        return
    reached = "no payback" if months is None else f"payback in {tenths(months)} months"
    gained = "no return on investment" if roi is None else f"a three-year ROI of {percent(roi)}"
    yield Finding(
        f"The case shows {reached} and {gained}; {tier.label} usually pays back in "
        f"{plain(tier.payback_months.low)} to {plain(tier.payback_months.high)} months with "
        f"{percent(tier.three_year_roi.low)} to {percent(tier.three_year_roi.high)}.",
        "Better than usual: look for benefits counted twice and costs left out. Worse: choose another tier or "
        "question the project.",
    )


def perfect_automation(subject: Subject) -> Findings:
    for line in subject.prepared.benefits:
        inputs = subject.prepared.inputs_of(line)
        share, errors = getattr(inputs, "automated_share", None), getattr(inputs, "rate_after", None)
        if share is not None and share > MOST_AUTOMATED:
            yield Finding(
                f"'{line.line.name}' expects {percent(share)} of the work to run without people.",
                "Plan for exceptions: more than 90% is seldom reached in the first years.",
                line.line.key,
            )
        if errors is not None and ONE - errors > MOST_ACCURATE:
            yield Finding(
                f"'{line.line.name}' expects an accuracy of {percent(ONE - errors)}.",
                "Plan for errors that remain: more than 99% is seldom reached in the first years.",
                line.line.key,
            )


# --- what it costs -----------------------------------------------------------------------------------------------


def below_quote_multiple(subject: Subject) -> Findings:
    quoted = _quoted(subject)
    if quoted > 0 and subject.guide.one_time < QUOTE_MULTIPLE * quoted:
        yield Finding(
            f"One-time costs are {hundredths(subject.guide.one_time / quoted)} times what vendors quoted.",
            "Projects usually take 1.5 times the quotes or more: add integration, data, training and your own "
            "people's time.",
        )


def _quoted(subject: Subject) -> Decimal:
    """Quotes, and one-time lines with a quoted amount that no quote already covers."""
    covered = {key for quote in subject.case.quotes for key in quote.lines}
    lines = [
        subject.amount(line)
        for line in subject.prepared.costs
        if line.timing.one_time_month is not None and line.line.key not in covered and _is_quoted(line)
    ]
    return sum((quote.amount for quote in subject.case.quotes), sum(lines, ZERO))


def _is_quoted(line: WiredLine) -> bool:
    amount = line.wired.get("amount")
    return amount is not None and amount.origin.confidence == QUOTED


def no_transition(subject: Subject) -> Findings:
    if not subject.case.ramp:
        yield Finding(
            "Benefits are expected in full from the first month.",
            "Add a ramp: people learn, data is cleaned and the first months often cost time.",
        )


def no_data_preparation(subject: Subject) -> Findings:
    if not any(subject.is_planned(line) for line in subject.costs_of("data_preparation")):
        yield Finding(
            "Nothing is planned for preparing data.",
            "Add a line for collecting, cleaning and labelling data, or say why none is needed.",
        )


def low_change_management(subject: Subject) -> Findings:
    training = sum((subject.one_time(line) for line in subject.costs_of("training_and_change")), ZERO)
    total = subject.guide.one_time
    if total > 0 and training < LEAST_TRAINING * total:
        yield Finding(
            f"Training and change take {percent(training / total)} of the one-time costs.",
            "Plan at least 10%: most projects that fail do so because people do not change how they work.",
        )


def no_tuning(subject: Subject) -> Findings:
    lines = [line for line in subject.costs_of("monitoring", one_time=False) if subject.is_planned(line)]
    counted = [line for line in subject.costs_of("monitoring", one_time=False) if line.line.model is HOURS]
    hours = sum((hours_a_year(subject.prepared.inputs_of(line)) for line in counted), ZERO) / 12
    if hours >= LEAST_TUNING_HOURS:
        return
    yield Finding(
        "Monitoring is planned as an amount; nobody can see how many hours it buys."
        if lines and not counted
        else f"{tenths(hours)} hours a month are planned for monitoring and tuning.",
        "Plan at least 5 hours a month: models lose accuracy as the work around them changes.",
        counted[0].line.key if counted else None,
        severity=INFO if lines and not counted else "",
    )


def unloaded_salary(subject: Subject) -> Findings:
    for line in subject.prepared.lines:
        if any(_is_unloaded(inputs) for inputs in _with_rows(subject.prepared.inputs_of(line))):
            yield Finding(
                f"'{line.line.name}' counts a salary without benefits, taxes and overhead.",
                "Use a load factor; 1.4 is usual.",
                line.line.key,
            )


def _with_rows(inputs: Inputs) -> list[Inputs]:
    return [inputs, *(getattr(inputs, "people_detail", None) or ())]


def _is_unloaded(inputs: Inputs) -> bool:
    return bool(getattr(inputs, "load_factor", None) == ONE)


def licence_twice(subject: Subject) -> Findings:
    licences = subject.costs_of("software", one_time=True)
    subscriptions = subject.costs_of("subscription", one_time=False)
    if not any(_in_first_year(subject, line) for line in licences):
        return
    for line in subscriptions:
        if _in_first_year(subject, line):
            yield Finding(
                f"Software is bought once and '{line.line.name}' runs from the first year.",
                "Ask whether the first year is paid twice; if so, let the subscription start in month 13.",
                line.line.key,
            )


def _in_first_year(subject: Subject, line: WiredLine) -> bool:
    """Whether any of the line's money falls in months 0 to 12."""
    months = twelfths(line.timing, subject.prepared.horizon_months)[: FIRST_YEAR + 1]
    return any(months) and subject.prepared.scale(line) > 0


CHECKS = (
    Check("labour_only", WARNING, labour_only),
    Check("below_quote_multiple", WARNING, below_quote_multiple),
    Check("vendor_claim_only", WARNING, vendor_claim_only),
    Check("no_risk_adjustment", WARNING, no_risk_adjustment),
    Check("above_base_rate", WARNING, above_base_rate),
    Check("double_counting", WARNING, double_counting),
    Check("no_transition", WARNING, no_transition),
    Check("perfect_automation", WARNING, perfect_automation),
    Check("no_data_preparation", WARNING, no_data_preparation),
    Check("low_change_management", WARNING, low_change_management),
    Check("no_tuning", WARNING, no_tuning),
    Check("one_layer", INFO, one_layer),
    Check("outside_tier", WARNING, outside_tier),
    Check("single_driver", WARNING, single_driver),
    Check("narrow_ranges", INFO, narrow_ranges),
    Check("not_cashable", WARNING, not_cashable),
    Check("unloaded_salary", INFO, unloaded_salary),
    Check("licence_twice", INFO, licence_twice),
)
