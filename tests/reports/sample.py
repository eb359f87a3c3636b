"""The invoice example as a report for the CFO: every kind of block once."""

from __future__ import annotations

from datetime import UTC, datetime

from display.charts.spec import CumulativeCash, Period, YearlyBars
from reports.document import (
    Bullets,
    Chart,
    Column,
    Definition,
    Definitions,
    Document,
    Figure,
    FigureStrip,
    Heading,
    KeyFigure,
    Notice,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Table,
    Working,
)

HASH = "9f3c1e7ab02d4455c6d7e8f901122334455667788990aabbccddeeff0011a41e"

STRIP = FigureStrip(
    (
        KeyFigure("NPV", Figure("$160,950", working="npv"), "10%, 3 years"),
        KeyFigure("Payback", Figure("6.5 months"), "discounted 6.6"),
        KeyFigure("Cash needed", Figure("−$18,517"), "month 2", tone="bad"),
    )
)
YEARLY = Table(
    (
        Column("", row_header=True),
        *(Column(label, "end") for label in ("Start", "Year 1", "Year 2", "Year 3", "Present value")),
    ),
    (
        Row(("Benefits, 70% likely", "–", "58,775", "83,965", "83,965", "193,497")),
        Row(("of which cashable", "–", "30,748", "43,925", "43,925", "101,225"), level=1),
        Row(("Costs", "(16,808)", "(6,056)", "(6,056)", "(6,056)", "(32,547)")),
        Row(("Net", "(16,808)", "52,719", "77,909", "77,909", "160,950"), total=True),
    ),
    caption="What you would be signing",
)
CASH = Chart(CumulativeCash([-16808, -18517, -12000, 3000, 40000], payback_months=2.8), alt="Cash falls, then rises.")
BARS = Chart(YearlyBars([Period("Start", 0, -16808), Period("Year 1", 58775, -6056)]), title="Year by year", note="USD")
WORKING = Working(
    "Time saved a year",
    "$57,200",
    "hours a week × weeks × rate",
    key="npv",
    children=(
        Working("Hours saved a week", "25", unit="hours", source="Time sheets", confidence="measured"),
        Working("Loaded rate", "$44.00", "salary ÷ hours", children=(Working("Salary", "$65,371", source="Payroll"),)),
    ),
)


def document(*sections: Section, **changes: object) -> Document:
    fields: dict[str, object] = {
        "title": "Invoice processing",
        "subtitle": "Supplier invoices without typing",
        "kind": "For the CFO",
        "language": "en-US",
        "organization": "Northwind Foods",
        "author": "Dana Whitfield",
        "created": datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
        "snapshot_hash": HASH,
        "sections": sections,
    }
    return Document(**{**fields, **changes})  # type: ignore[arg-type]


def of_text(text: str) -> Document:
    return document(Section("only", "Only section", (Paragraph((text,)),)))


CFO = document(
    Section(
        "summary",
        "The case in one page",
        (Paragraph(("This is worth ", Figure("$160,950"), " in today’s money."), lead=True), STRIP, CASH, YEARLY),
    ),
    Section(
        "risk",
        "What could go wrong",
        (
            Heading("Conditions"),
            Bullets((("The old process stays for 90 days.",), ("Training comes first.",))),
            Notice("warn", ("Freed hours are counted twice.",), title="Check: double counting"),
            Definitions((Definition("NPV", ("What later money is worth today.",)),)),
            PageBreak(),
            BARS,
        ),
    ),
    Section("workings", "How the figures come about", (WORKING,)),
)


def everywhere(text: str) -> Document:
    """The text in every place of a document that takes one."""
    runs, figure = (text, Figure(text)), Figure(text)
    step = Working(text, text, text, text, text, text)
    blocks = (
        Heading(text),
        Paragraph(runs),
        Bullets((runs, runs)),
        FigureStrip((KeyFigure(text, figure, text, "bad"),) * 3),
        Table(
            (Column(text, row_header=True), Column(text, "end"), Column(text)),
            (Row((text, figure, text)), Row((text, text, text), total=True)),
            caption=text,
        ),
        Chart(YearlyBars([Period(text[:60], 1, -1)]), text, text, text),
        Definitions((Definition(text, runs),)),
        Notice("bad", runs, text),
        Working(text, text, text, text, text, text, (step, step), text),
    )
    words = dict.fromkeys(("title", "subtitle", "kind", "language", "organization", "author", "snapshot_hash"), text)
    return document(Section(text, text, blocks), Section(text, text, blocks), **words)
