"""What the money does: the decision in words, the cash, the years, the downside, the three layers."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from calculations.engine.answer import MORE_THAN_ONE_RATE
from calculations.engine.terms import PROBABILITIES
from display.charts import finding
from display.charts.spec import CumulativeCash
from display.numbers import DASH
from pilots.metrics import LAYER_LABELS, MONEY_LAYERS
from reports.document import (
    Chart,
    Column,
    Figure,
    FigureStrip,
    KeyFigure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from reports.reading import Reading
from reports.sentences import paragraph, sentence, span
from reports.years import Yearly, schedule_of

COIN_TOSS = PROBABILITIES["high"]
# More years than these stand below one another, not beside.
MOST_COLUMNS = 5


# --- The decision


def decision(reading: Reading) -> Section:
    """The case in one paragraph, and the figures a reader wants first."""
    lead = paragraph(_worth(reading), _funding(reading), _coin_toss(reading), _cashable(reading), lead=True)
    return Section("decision", _("The decision"), (lead, _strip(reading)))


def _worth(reading: Reading) -> tuple[Run, ...]:
    npv, payback = reading.amount("cashflow.npv"), reading.value("cashflow.payback_months")
    if payback is None:
        text = (
            _("It does not pay back within {horizon} and loses {npv} in today’s money.")
            if npv < 0
            else _("It ties up no money of its own and is worth {npv} in today’s money over {horizon}.")
        )
    elif npv < 0:
        text = _("This pays back in {payback}, but loses {npv} in today’s money over {horizon}.")
    else:
        text = _("This pays back in {payback} and is worth {npv} in today’s money over {horizon}.")
    return sentence(
        text,
        payback=reading.months("cashflow.payback_months"),
        npv=_unsigned(reading, "cashflow.npv"),
        horizon=span(reading.case_file.horizon_months, reading.numbers),
    )


def _funding(reading: Reading) -> tuple[Run, ...]:
    if not reading.amount("cashflow.peak_funding"):
        return sentence(_("It never needs cash before it brings some."))
    return sentence(_("It never ties up more than {cash}."), cash=_unsigned(reading, "cashflow.peak_funding"))


def _coin_toss(reading: Reading) -> tuple[Run, ...]:
    path = "scenarios.high_risk.cashflow.npv"
    if reading.case_file.probability <= COIN_TOSS:
        return ()
    text = (
        _("If success were a coin toss it would lose {worth}.")
        if reading.amount(path) < 0
        else _("If success were a coin toss it would still be worth {worth}.")
    )
    return sentence(text, worth=_unsigned(reading, path, working=""))


def _cashable(reading: Reading) -> tuple[Run, ...]:
    worth, payback = reading.amount("cashable.npv"), reading.value("cashable.payback_months")
    if worth == reading.amount("cashflow.npv"):
        return ()
    if worth < 0:
        text = _("Counting only money that leaves the budget, it loses {worth}.")
    elif payback is None:
        text = _("Counting only money that leaves the budget, it is worth {worth}.")
    else:
        text = _("Counting only money that leaves the budget, it is worth {worth} and pays back in {payback}.")
    months = Figure(reading.numbers.months(payback), payback, "cashable")
    return sentence(text, worth=_unsigned(reading, "cashable.npv", working="cashable"), payback=months)


def _unsigned(reading: Reading, path: str, working: str | None = None) -> Figure:
    """An amount whose sign the words around it give."""
    value = reading.amount(path)
    return Figure(reading.numbers.money_whole(abs(value)), value, path if working is None else working)


def _strip(reading: Reading) -> FigureStrip:
    npv, cash = reading.amount("cashflow.npv"), reading.amount("cashflow.peak_funding")
    numbers, terms = reading.numbers, reading.case_file
    discounted = reading.value("cashflow.discounted_payback_months")
    return FigureStrip(
        (
            KeyFigure(
                _("NPV"),
                reading.money("cashflow.npv"),
                _("%(rate)s, %(horizon)s") % {"rate": numbers.percent(terms.discount_rate.value),
                                              "horizon": span(terms.horizon_months, numbers)},
                tone="bad" if npv < 0 else "plain",
            ),
            KeyFigure(
                _("Payback"),
                reading.months("cashflow.payback_months"),
                _("discounted %(months)s") % {"months": numbers.count(discounted, digits=1)} if discounted else "",
            ),
            KeyFigure(
                _("Cash needed"),
                reading.money("cashflow.peak_funding"),
                _("month %(month)s") % {"month": reading.result["cashflow"]["peak_funding_month"]}
                if cash else _("never below zero"),
                tone="bad" if cash < 0 else "plain",
            ),
            _rate(reading),
        )
    )  # fmt: skip


def _rate(reading: Reading) -> KeyFigure:
    """The internal rate of return; where there is not exactly one, the modified rate, and why."""
    irr, mirr = "cashflow.irr", "cashflow.mirr"
    if reading.value(irr) is not None:
        return KeyFigure(_("IRR"), reading.percent(irr), _("MIRR %(rate)s") % {"rate": reading.percent(mirr).text})
    why = _("more than one rate") if reading.reason(irr) == MORE_THAN_ONE_RATE else reading.reason(irr)
    return KeyFigure(_("MIRR"), reading.percent(mirr), _("no IRR: %(why)s") % {"why": why})


# --- The cash


def cash(reading: Reading) -> Section:
    """The cash so far, month by month, between the guide's high and low risk."""
    spec = CumulativeCash(
        expected=_months(reading, "cashflow"),
        payback_months=reading.value("cashflow.payback_months"),
        low=_months(reading, "scenarios", "high_risk", "cashflow"),
        high=_months(reading, "scenarios", "low_risk", "cashflow"),
        low_name=reading.numbers.percent(PROBABILITIES["high"]),
        high_name=reading.numbers.percent(PROBABILITIES["low"]),
        numbers=reading.numbers,
    )
    note = _("The band runs from success being %(low)s likely to %(high)s.") % {
        "low": spec.low_name,
        "high": spec.high_name,
    }
    return Section("cash", _("Cash so far"), (Chart(spec, note=note, alt=f"{finding(spec)}. {note}"),))


def _months(reading: Reading, *path: str) -> list[Decimal]:
    found = reading.result
    for name in path:
        found = found[name]
    return [Decimal(month) for month in found["cumulative"]]


# --- The years


def signing(reading: Reading) -> Section:
    """Benefits, costs and net by year: what a signature stands under."""
    rows = schedule_of(reading.prepared)
    chance, likely = reading.case_file.probability, reading.numbers.percent(reading.case_file.probability)
    benefits = _("Benefits, %(chance)s likely") % {"chance": likely} if chance != 1 else _("Benefits")
    named = [
        (benefits, rows.benefits, 0),
        (_("of which cashable"), rows.cashable, 1),
        (_("Costs"), rows.costs, 0),
        (_("Net"), rows.net, 0),
    ]
    years = [_("Start"), *(_("Year %(year)s") % {"year": year} for year in range(1, len(rows.net.years)))]
    table = _beside(reading, years, named) if len(years) <= MOST_COLUMNS + 1 else _below(reading, years, named)
    currency = _("Amounts in %(currency)s.") % {"currency": reading.case_file.currency}
    return Section("signing", _("What you would be signing"), (table, Paragraph((currency,))))


def _beside(reading: Reading, years: list[str], named: list[tuple[str, Yearly, int]]) -> Table:
    numbers = (Column(label, "end") for label in (*years, _("Present value")))
    rows = [Row((label, *_cells(reading, row)), label == named[-1][0], level) for label, row, level in named]
    return Table((Column("", row_header=True), *numbers), tuple(rows))


def _below(reading: Reading, years: list[str], named: list[tuple[str, Yearly, int]]) -> Table:
    numbers = (Column(label, "end") for label, _row, _level in named)
    by_year = zip((*years, _("Present value")), *(_cells(reading, row) for _label, row, _level in named), strict=True)
    rows = [Row(cells) for cells in by_year]
    last = Row(rows[-1].cells, total=True)
    return Table((Column("", row_header=True), *numbers), (*rows[:-1], last))


def _cells(reading: Reading, row: Yearly) -> list[Run]:
    return [_accounting(reading, amount) for amount in (*row.years, row.present_value)]


def _accounting(reading: Reading, amount: Decimal) -> Run:
    return Figure(reading.numbers.accounting(amount) if amount else DASH, amount)


# --- The downside


def downside(reading: Reading) -> Section:
    """What it is worth if it goes otherwise, and if it fails."""
    columns = (
        Column(_("If"), row_header=True),
        Column(_("NPV"), "end"),
        Column(_("Payback"), "end"),
        Column(_("Cash needed"), "end"),
    )
    rows = [_scenario(reading, label, path) for label, path in _scenarios(reading)]
    failed = schedule_of(reading.prepared).costs.present_value
    rows.append(
        Row((_("it fails: costs without benefits"), Figure(reading.numbers.money_whole(failed), failed), DASH, DASH))
    )
    return Section("downside", _("If it goes otherwise"), (Table(columns, tuple(rows)), *_simulated(reading)))


def _scenarios(reading: Reading) -> Iterator[tuple[str, str]]:
    levels = {f"{level}_risk": chance for level, chance in PROBABILITIES.items()}
    yield _("all goes as planned here"), ""
    for name in reading.result["scenarios"]:
        if name not in levels:
            yield _("scenario “%(name)s”") % {"name": name.replace("_", " ")}, f"scenarios.{name}."
        elif levels[name] != reading.case_file.probability:
            label = _("success is %(chance)s likely") % {"chance": reading.numbers.percent(levels[name])}
            yield label, f"scenarios.{name}."


def _scenario(reading: Reading, label: str, path: str) -> Row:
    flow, numbers = f"{path}cashflow", reading.numbers
    payback = reading.value(f"{flow}.payback_months")
    months = numbers.months(payback, reason=reading.reason(f"{flow}.payback_months"))
    npv, cash = reading.amount(f"{flow}.npv"), reading.amount(f"{flow}.peak_funding")
    return Row(
        (label, Figure(numbers.money_whole(npv), npv), Figure(months, payback), Figure(numbers.money_whole(cash), cash))
    )


def _simulated(reading: Reading) -> Iterator[Paragraph]:
    simulation = reading.result["simulation"]
    if not simulation:
        return
    numbers = reading.numbers
    loss = 1 - Decimal(simulation["probability_npv_positive"])
    yield paragraph(
        sentence(
            _("In {paths} simulated runs the middle outcome is {middle}; one run in ten ends at {low} or worse. The "
              "chance of a loss is {loss}."),
            paths=numbers.count(Decimal(simulation["paths"])),
            middle=Figure(numbers.money_whole(Decimal(simulation["npv"]["p50"]))),
            low=Figure(numbers.money_whole(Decimal(simulation["npv"]["p10"]))),
            loss=Figure(numbers.percent(loss)),
        )
    )  # fmt: skip


# --- Three layers


def layers(reading: Reading) -> Section:
    """What a full year is worth in each layer, and which layer is missing."""
    amounts = {layer: reading.amount(f"layers.{layer.value}") for layer in MONEY_LAYERS}
    strip = FigureStrip(
        tuple(
            KeyFigure(str(LAYER_LABELS[layer]), Figure(reading.numbers.money_whole(amount) if amount else DASH, amount),
                      _("a year") if amount else _("nothing counted"))
            for layer, amount in amounts.items()
        )
    )  # fmt: skip
    missing = [str(LAYER_LABELS[layer]) for layer, amount in amounts.items() if not amount]
    return Section("layers", _("Three layers of value"), (strip, paragraph(*_layer_words(reading, missing))))


def _layer_words(reading: Reading, missing: list[str]) -> Iterator[tuple[Run, ...]]:
    chance = reading.case_file.probability
    if chance != 1:
        text = _("A full year once everything is in use, before the {chance} chance of success.")
        yield sentence(text, chance=reading.numbers.percent(chance))
    else:
        yield sentence(_("A full year once everything is in use."))
    if missing:
        text = _("Missing: {layers}. Either there is nothing to gain there, or nobody has looked yet.")
        yield sentence(text, layers=", ".join(missing))
    else:
        yield sentence(_("The case counts on all three."))
