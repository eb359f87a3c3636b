"""The guide's three shorter examples: the figures its own formulas give, with the printed ones named."""

from decimal import Decimal

from calculations.engine.evaluate import evaluate
from tests.calculations.golden.examples import example, percent, to


def test_support_chatbot() -> None:
    result = evaluate(example("support-chatbot"))
    guide, lines = result.guide, {line.key: line for line in result.lines}
    assert lines["time"].amount == 70_656  # (240 - 56) h x 12 x $32
    assert (guide.direct, guide.indirect) == (78_656, 47_000)
    assert (guide.ongoing, guide.one_time) == (7_200, 18_000)
    assert guide.gross_annual == 118_456
    assert percent(guide.year1_roi) == Decimal("257.62")  # printed 258%
    assert to(guide.payback_months.value, "0.001") == Decimal("2.605")  # printed 2.6
    assert percent(guide.three_year_roi) == Decimal("915.70")  # printed 882%


def test_predictive_maintenance() -> None:
    result = evaluate(example("predictive-maintenance"))
    guide, lines = result.guide, {line.key: line for line in result.lines}
    assert lines["downtime"].amount == 684_000 - 99_000 - 36_000
    assert (guide.direct, guide.indirect) == (549_000, 138_000)
    assert (guide.ongoing, guide.one_time) == (22_000, 85_000)
    assert guide.risk_adjusted == 465_500
    assert percent(guide.year1_roi) == Decimal("355.61")  # printed 356%
    assert to(guide.payback_months.value, "0.001") == Decimal("2.191")  # printed 2.2
    assert percent(guide.three_year_roi) == Decimal("1225.70")  # printed 1,184%


def test_lead_scoring() -> None:
    result = evaluate(example("lead-scoring"))
    guide, lines = result.guide, {line.key: line for line in result.lines}
    assert lines["time"].amount == 96_900  # (125 - 30) h x 12 x $85
    assert lines["revenue"].amount == 2_923_200  # 29 deals x 12 x $24,000 x 50% x 70%; printed $2.93M
    assert (guide.direct, guide.indirect) == (96_900, 3_103_200)  # printed $3.11M indirect
    assert (guide.ongoing, guide.one_time) == (18_000, 25_000)
    assert percent(guide.year1_roi) == Decimal("5122.02")  # printed 5,138%
    assert to(guide.payback_months.value, "0.0001") == Decimal("0.1347")  # printed 0.4 months (12 days)
    assert percent(guide.three_year_roi) == Decimal("15482.35")  # printed 15,544%
