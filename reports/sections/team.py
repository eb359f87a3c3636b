"""What a department head asks: what the team gains, what the change takes from it, and how it will be judged."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from calculations.engine.numbers import ONE, ZERO, exactly
from calculations.engine.schedule import twelfths
from display.charts.spec import Comparison, ComparisonBars
from display.numbers import half_up
from pilots.metrics import LAYER_LABELS, METRICS
from pilots.projection import Proposal
from pilots.wording import Writer
from reports.document import (
    Block,
    Chart,
    Column,
    Definition,
    Definitions,
    Figure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from reports.effort import (
    Effort,
    efforts,
    hours_before_and_after,
    hours_by_month,
    measurable,
    months_to_show,
    trainings,
)
from reports.reading import Reading
from reports.sections.jobs import safety
from reports.sentences import paragraph, sentence

Words = tuple[Run, ...]


# --- What the team gains


def gain(reading: Reading) -> Section:
    """Hours and errors, today and afterwards."""
    blocks: list[Block] = [paragraph(*_gains(reading), lead=True)]
    hours = hours_before_and_after(reading)
    if hours:
        row = Comparison(_("Hours a month"), *hours)
        spec = ComparisonBars((row,), _("Today"), _("Afterwards"), "hours", reading.numbers)
        blocks.append(Chart(spec, alt=_("Hours a month today and afterwards.")))
    return Section("gain", _("What your team gains"), tuple(blocks))


def _gains(reading: Reading) -> Iterator[Words]:
    numbers, hours = reading.numbers, hours_before_and_after(reading)
    if hours:
        before, after = hours
        yield sentence(
            _("Your team spends {fewer} fewer a month on this work: {before} today, {after} once all is in use."),
            fewer=Figure(numbers.hours(before - after)), before=numbers.hours(before), after=numbers.hours(after),
        )  # fmt: skip
    for line, inputs in reading.lines_of("error_reduction"):
        yield sentence(
            _("{name}: the error rate falls from {before} to {after}, {fewer} fewer errors a month."), name=line.name,
            before=numbers.percent(inputs.rate_before), after=Figure(numbers.percent(inputs.rate_after)),
            fewer=Figure(numbers.count(inputs.volume_per_month * (inputs.rate_before - inputs.rate_after), digits=0)),
        )  # fmt: skip
    for line, inputs in reading.lines_of("downtime_avoided"):
        yield sentence(
            _("{name}: {before} breakdowns a year become {after}."), name=line.name,
            before=numbers.count(inputs.incidents_before), after=Figure(numbers.count(inputs.incidents_after)),
        )  # fmt: skip
    if not hours and not reading.lines_of("error_reduction", "downtime_avoided"):
        yield (_("The gain of this plan lies outside your team’s own hours and errors."),)


# --- Month by month


def months(reading: Reading) -> Section:
    """How the effect comes in, and when the work takes longer than today."""
    shares, hours = shares_by_month(reading), hours_by_month(reading)
    before = hours_before_and_after(reading)
    columns = [Column(_("Month"), row_header=True), Column(_("Share of the full effect"), "end")]
    if before:
        columns += [Column(_("Hours the work takes"), "end"), Column(_("Compared with today"), "end")]
    rows = [_month(reading, month, shares, hours, before) for month in range(months_to_show(reading))]
    words = _disruption(shares)
    return Section("months", _("Effort and disruption, month by month"), (words, Table(tuple(columns), tuple(rows))))


@exactly
def shares_by_month(reading: Reading) -> list[Decimal]:
    """The share of a full month's effect in each month, over all benefits that come and go by month."""
    timings = {line.timing for line in reading.benefits if not line.timing.amounts}
    schedules = [twelfths(timing, reading.year.months)[1:] for timing in timings]
    if not schedules:
        return [ONE] * reading.year.months
    return [sum(month, ZERO) / len(schedules) for month in zip(*schedules, strict=True)]


def _month(
    reading: Reading,
    month: int,
    shares: list[Decimal],
    hours: tuple[Decimal, ...],
    before: tuple[Decimal, Decimal] | None,
) -> Row:
    numbers = reading.numbers
    cells: list[Run] = [_("Month %(month)s") % {"month": month + 1}, Figure(numbers.percent(shares[month]))]
    if before:
        # From what the columns show, so that a reader who subtracts finds the same.
        change = half_up(hours[month], 0) - half_up(before[0], 0)
        sign = "+" if change > 0 else ""
        cells += [
            Figure(numbers.hours_short(hours[month], digits=0)),
            Figure(sign + numbers.hours_short(change, digits=0)),
        ]
    return Row(tuple(cells))


def _disruption(shares: list[Decimal]) -> Paragraph:
    slower = [str(month) for month, share in enumerate(shares, start=1) if share < 0]
    full = next((month for month, share in enumerate(shares, start=1) if share >= ONE), None)
    words: list[Words] = [(_("Month 1 is the first month in use."),)]
    if slower:
        text = _("In month {months} the work takes longer than today: both ways run side by side while people learn.")
        words.append(sentence(text, months=Figure(", ".join(slower))))
    if full:
        words.append(sentence(_("From month {month} on everything is there."), month=Figure(str(full))))
    return paragraph(*words)


# --- Training and other hours


def training(reading: Reading) -> Section:
    """The hours your people have to find."""
    found = efforts(reading)
    if not found:
        words = _("The plan sets no hours aside for training or for looking after it. Ask where they come from.")
        return Section("training", _("Training and other hours"), (Paragraph((words,)),))
    columns = (Column(_("For"), row_header=True), Column(_("Hours each"), "end"), Column(_("People"), "end"),
               Column(_("How often")), Column(_("Hours in all"), "end"))  # fmt: skip
    blocks: list[Block] = [Table(columns, tuple(_effort(reading, effort) for effort in found))]
    if not trainings(reading):
        blocks.append(Paragraph((_("No hours are set aside for training. Ask where they come from."),)))
    return Section("training", _("Training and other hours"), tuple(blocks))


def _effort(reading: Reading, effort: Effort) -> Row:
    numbers = reading.numbers
    often = _("once") if effort.is_one_time else _("%(times)s times a year") % {"times": numbers.count(effort.times)}
    cells = (
        numbers.count(effort.hours_each),
        numbers.count(effort.people),
        often,
        numbers.hours_short(effort.total, digits=0),
    )
    return Row((effort.name, *cells))


# --- What is measured


def measured(reading: Reading) -> Section:
    """What a pilot would be judged by."""
    title, found = _("What you will be measured by"), measurable(reading)
    if not found:
        words = _("The plan names nothing of the work itself that a pilot could measure.")
        return Section("measured", title, (Paragraph((words,)),))
    columns = (Column(_("Measure"), row_header=True), Column(_("Layer")), Column(_("Today"), "end"),
               Column(_("Target"), "end"))  # fmt: skip
    table = Table(columns, tuple(_measure(one, Writer(reading.numbers)) for one in found))
    words = _("A pilot enters these once a month, and compares them with what this plan projects for that month.")
    return Section("measured", title, (table, Paragraph((words,))))


def _measure(one: Proposal, writer: Writer) -> Row:
    kind = METRICS[one.kind]
    name, layer = f"{kind.label} ({one.line_name})", str(LAYER_LABELS[one.layer])
    return Row((name, layer, writer.value(one.baseline, kind.unit), Figure(writer.value(one.target, kind.unit))))


# --- Questions about work and workload


def questions(reading: Reading) -> Section:
    """The questions a team asks first, and what the case answers."""
    running = sum((effort.total for effort in efforts(reading) if not effort.is_one_time), ZERO)
    answers = [
        Definition(_("Are jobs safe?"), (" ".join(safety(reading)),)),
        Definition(_("Is there more work during the change?"), _load(reading)),
        Definition(_("Who looks after it later?"), _later(reading, running)),
    ]
    return Section("questions", _("Work and workload"), (Definitions(tuple(answers)),))


def _load(reading: Reading) -> Words:
    once = sum((effort.total for effort in efforts(reading) if effort.is_one_time), ZERO)
    slower = any(share < 0 for share in shares_by_month(reading))
    learning = _("While both ways run side by side the work takes longer.") if slower else ""
    if not once:
        return (learning or _("The plan expects none."),)
    text = _("Yes: {hours} of training and set-up.")
    return (*sentence(text, hours=Figure(reading.numbers.hours(once))), f" {learning}" if learning else "")


def _later(reading: Reading, running: Decimal) -> Words:
    if not running:
        return (_("The plan names no hours for it. Ask who does it."),)
    text = _("{hours} a year are set aside for it.")
    return sentence(text, hours=Figure(reading.numbers.hours(running)))
