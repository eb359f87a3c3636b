"""Invoice processing: every figure of the guide's example, and where the guide's print does not follow."""

from dataclasses import replace
from decimal import Decimal

from calculations.engine.case_file import CaseFile, Scenario
from calculations.engine.evaluate import evaluate
from calculations.engine.scenarios import apply
from tests.calculations.golden.examples import example, percent, to

INVOICE = example("invoice")
RESULT = evaluate(INVOICE)
GUIDE = RESULT.guide
LINES = {line.key: line for line in RESULT.lines}


def monthly(case: CaseFile) -> CaseFile:
    """The same example with a year of twelve months."""
    return apply(case, Scenario("monthly", inputs={"benefits.time.annualisation": "monthly"}))


def test_direct_savings() -> None:
    assert LINES["time"].amount == 57_200  # 25 h/week x 52 weeks x $44
    assert LINES["errors"].amount == 6_750  # 3,000 invoices x (5% - 0.5%) x $50
    assert GUIDE.direct == 63_950


def test_indirect_benefits() -> None:
    assert LINES["discounts"].amount == 36_000  # 75 invoices a month x $40 x 12
    assert LINES["hire"].amount == 15_000  # 0.3 FTE at $50,000
    assert LINES["risk"].amount == 5_000
    assert GUIDE.indirect == 56_000


def test_costs() -> None:
    assert LINES["training"].amount == 1_408  # 8 h x 4 people x $44
    assert LINES["project"].amount == 2_400  # 40 h x $60
    assert LINES["monitoring"].amount == 1_056  # 2 h a month x $44
    assert (GUIDE.one_time, GUIDE.ongoing) == (16_808, 6_056)


def test_year_1() -> None:
    assert GUIDE.gross_annual == 113_894
    assert GUIDE.risk_adjusted == Decimal("79725.8")  # printed $79,726
    assert GUIDE.year1_net == Decimal("62917.8")  # printed $62,918
    assert GUIDE.total_investment == 22_864
    assert percent(GUIDE.year1_roi) == Decimal("275.18")  # printed 275%


def test_payback_is_two_and_a_half_months_not_three() -> None:
    # Printed: 2.5 months in the calculation, "3 months" in the CFO's sentence.
    assert to(GUIDE.payback_months.value, "0.001") == Decimal("2.530")


def test_three_year_roi_rounds_to_973_not_972() -> None:
    assert GUIDE.three_year_net == Decimal("222369.4")  # printed $222,370
    assert percent(GUIDE.three_year_roi) == Decimal("972.57")  # printed 972%


def test_worst_case_is_674_percent_not_486() -> None:
    # 486% is 972% halved; the one-time cost does not halve with the probability.
    worst = RESULT.scenarios["worst"].guide
    assert percent(worst.three_year_roi) == Decimal("673.69")
    assert RESULT.scenarios["high_risk"].guide == worst


def test_twelve_months_give_23_hours_a_week_not_25() -> None:
    # The guide divides a month by four and multiplies by 52: a 48-week year stretched by 8.33%.
    guide = evaluate(monthly(INVOICE)).guide
    assert guide.direct == 59_550  # printed 63,950
    assert percent(guide.year1_roi) == Decimal("261.71")
    assert to(guide.payback_months.value, "0.01") == Decimal("2.63")


def test_the_loaded_rate_is_43_75_before_the_guide_rounds_it() -> None:
    line = INVOICE.benefits[0]
    pay = {name: value for name, value in line.inputs.items() if name != "hourly_rate"}
    loaded = replace(line, inputs=pay | {"base_salary": Decimal(65_000)})
    time = evaluate(replace(INVOICE, benefits=(loaded,))).lines[0]
    assert time.amount == 25 * 52 * Decimal("43.75")  # printed 25 x 52 x $44


def test_cash_flow() -> None:
    flow = RESULT.cashflow
    assert to(flow.npv, "1") == 160_950
    assert to(flow.payback_months.value, "0.1") == Decimal("6.5")
    assert to(flow.discounted_payback_months.value, "0.1") == Decimal("6.6")
    assert (to(flow.peak_funding, "1"), flow.peak_funding_month) == (-18_517, 2)
    assert percent(flow.mirr) == Decimal("134.60")
    assert to(percent(flow.irr), "1") == 723


def test_first_months_follow_the_ramp() -> None:
    # Month 1: 70% x -10% x 119,950 / 12 of benefits, less 6,056 / 12 of costs.
    assert [to(flow, "0.01") for flow in RESULT.cashflow.flows[:2]] == [-16_808, Decimal("-1204.38")]


def test_a_success_of_one_half_leaves_105665() -> None:
    assert to(RESULT.scenarios["worst"].cashflow.npv, "1") == 105_665


def test_cashable_benefits_alone_pay_back_in_nine_and_a_half_months() -> None:
    # The saved time is redeployed: nobody's pay leaves the budget.
    assert to(RESULT.cashable.npv, "1") == 68_678
    assert to(RESULT.cashable.payback_months.value, "0.1") == Decimal("9.5")


def test_years_by_the_annual_method() -> None:
    assert [year.benefits for year in RESULT.tei.years] == [0, 83_965, 119_950, 119_950]  # before p
    assert [to(year.benefits * Decimal("0.7"), "1") for year in RESULT.tei.years[1:]] == [58_776, 83_965, 83_965]
    assert [year.costs for year in RESULT.tei.years] == [16_808, 6_056, 6_056, 6_056]


def test_layers_before_the_probability() -> None:
    assert RESULT.layers == {"efficiency": 72_200, "quality": 11_750, "revenue": 36_000}


def test_the_working_can_be_read_aloud() -> None:
    assert LINES["time"].working.endswith("25 h/week x 52 weeks x $44.00/h = $57,200.00")
    assert LINES["training"].working == "8 h x 4 people x $44.00/h x 1 time = $1,408.00"
