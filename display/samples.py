"""The styleguide's figures: the invoice example, and a pilot at week 8. Also what the charts' tests draw."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from display.charts.spec import (
    Candidate,
    ChartSpec,
    Comparison,
    ComparisonBars,
    CumulativeCash,
    Distribution,
    Panel,
    Period,
    PilotBand,
    Quadrant,
    SmallMultiples,
    Step,
    Swing,
    Tornado,
    Waterfall,
    YearlyBars,
)

YEARLY_BENEFIT, YEARLY_COST, ONE_TIME = Decimal(119_950), Decimal(6_056), Decimal(16_808)
RAMP = [Decimal(share) for share in ("-0.1", "0", "0.25", "0.5", "0.75")]


def _cash(success: str) -> list[Decimal]:
    shares = RAMP + [Decimal(1)] * (36 - len(RAMP))
    flows = [(Decimal(success) * YEARLY_BENEFIT * share - YEARLY_COST) / 12 for share in shares]
    return list(accumulate(flows, initial=-ONE_TIME))


CASH = CumulativeCash(
    expected=_cash("0.7"),
    low=_cash("0.5"),
    high=_cash("0.9"),
    low_name="50%",
    high_name="90%",
    payback_months=Decimal("6.4687"),
)
YEARS = YearlyBars(
    [
        Period("Start", Decimal(0), Decimal(-16_808)),
        Period("Year 1", Decimal(58_775), Decimal(-6_056)),
        Period("Year 2", Decimal(83_965), Decimal(-6_056)),
        Period("Year 3", Decimal(83_965), Decimal(-6_056)),
    ]
)
BRIDGE = Waterfall(
    [
        Step("Time saved", Decimal(92_270)),
        Step("Early payment discounts", Decimal(58_072)),
        Step("Avoided hire", Decimal(24_197)),
        Step("Fewer errors", Decimal(10_889)),
        Step("Less risk", Decimal(8_069)),
        Step("Project", Decimal(-16_808)),
        Step("Running costs", Decimal(-15_739)),
    ],
    total_name="Net present value",
)
SENSITIVITY = Tornado(
    base=Decimal(160_950),
    swings=[
        Swing("Probability of success", Decimal(105_665), Decimal(216_235), "50%", "90%"),
        Swing("Invoices a month", Decimal(128_700), Decimal(193_200), "200", "300"),
        Swing("Minutes per invoice today", Decimal(137_900), Decimal(184_000), "12", "18"),
        Swing("Loaded rate", Decimal(142_500), Decimal(179_400), "$35.20", "$52.80"),
        Swing("Share offering a discount", Decimal(149_300), Decimal(172_600), "24%", "36%"),
        Swing("Integration cost", Decimal(161_550), Decimal(160_350), "$2.4k", "$3.6k"),
    ],
)
OUTCOMES = Distribution(
    edges=[-40_000 + 20_000 * index for index in range(17)],
    shares=[0.285, 0.015, 0, 0, 0, 0, 0.004, 0.021, 0.055, 0.096, 0.132, 0.14, 0.117, 0.075, 0.042, 0.018],
    p10=Decimal(-31_900),
    p50=Decimal(163_400),
    p90=Decimal(221_800),
    chance_of_loss=Decimal("0.3"),
)
PORTFOLIO = Quadrant(
    [
        Candidate("Invoice processing", Decimal("4.2"), 119_950),
        Candidate("Meeting notes", Decimal("4.6"), 41_000),
        Candidate("Support triage", Decimal("3.4"), 168_000),
        Candidate("Contract review", Decimal("1.9"), 142_000),
        Candidate("Demand forecast", Decimal("1.6"), 96_000),
        Candidate("CRM hygiene", Decimal("4.1"), 108_000),
        Candidate("Expense checks", Decimal("3.9"), 27_000),
        Candidate("Policy search", Decimal("2.2"), 18_000),
    ],
    middle_ease=3,
    middle_value=80_000,
)
PILOT = PilotBand(
    measure="Minutes per invoice",
    low=[13, 11, 8.5, 6.5, 5, 4, 3.2, 2.6, 2.4, 2.4, 2.4, 2.4],
    high=[16, 15, 13.5, 12, 10.5, 9, 7.5, 6.2, 5.2, 4.6, 4.4, 4.4],
    actual=[15.2, 14.8, 13.9, 11.2, 9.1, 7.6, None, 5.4],
    limits=(1.5, 17),
)
LAYERS = SmallMultiples(
    [
        Panel("People using it", [0.31, 0.44, 0.52, 0.61, 0.66, 0.7, 0.74, 0.78], 0.7, unit="percent"),
        Panel("Minutes per invoice", [15.2, 14.8, 13.9, 11.2, 9.1, 7.6, None, 5.4], 6, better="lower"),
        Panel("Cash saved a week", [0, 120, 260, 410, 600, 760, 820, 905], 1_120, unit="money"),
    ]
)
TIME = ComparisonBars(
    [
        Comparison("Checking invoices", 125, 25),
        Comparison("Mending errors", 18, 4),
        Comparison("Answering suppliers", 22, 15),
    ],
    unit="hours",
)
COSTS = ComparisonBars(
    [
        Comparison("Integration", 3_000),
        Comparison("Licence, first year", 8_000),
        Comparison("Training and change", 1_400),
        Comparison("Project time", 4_408),
    ]
)

CHARTS: dict[str, ChartSpec] = {
    "cumulative-cash": CASH,
    "yearly-bars": YEARS,
    "waterfall": BRIDGE,
    "tornado": SENSITIVITY,
    "distribution": OUTCOMES,
    "quadrant": PORTFOLIO,
    "pilot-band": PILOT,
    "small-multiples": LAYERS,
    "time-saved": TIME,
    "costs": COSTS,
}
