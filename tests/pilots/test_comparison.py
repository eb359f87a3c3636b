"""Actual against projected: variance, money to date and status, with worked numbers."""

from decimal import Decimal

import pytest

from calculations.engine.answer import Answer
from pilots.comparison import compare, compare_metric
from pilots.frozen import frozen
from pilots.metrics import METRICS
from pilots.models import Metric
from pilots.projection import projection_of
from pilots.realised import Money
from pilots.status import (
    NO_EFFECT_EXPECTED,
    NOT_ENOUGH_DATA,
    NOT_MEASURED,
    NOTHING_PROJECTED,
    Status,
    combined,
    judge,
)

D = Decimal


def metric(kind: str, baseline: str, target: str, *projected: str, line: str = "") -> Metric:
    known = METRICS[kind]
    return Metric(
        kind=kind,
        name=str(known.label),
        layer=known.layer,
        unit=known.unit,
        direction=known.direction,
        line=line,
        baseline=D(baseline),
        target=D(target),
        projected=list(projected),
    )


def hours(*projected: str) -> Metric:
    return metric("hours_a_month", "125", "25", *projected)


def readings(*values: str | None) -> dict[int, Decimal]:
    return {month: D(value) for month, value in enumerate(values, start=1) if value is not None}


# --- one month


def test_fewer_hours_than_projected_are_a_favourable_variance():
    cell = compare_metric(hours("100"), readings("90"), ended=1).cells[0]
    assert (cell.variance, cell.relative, cell.is_favourable) == (D("-10"), Answer(D("-0.1")), True)


def test_a_higher_share_than_projected_is_favourable_where_up_is_better():
    cell = compare_metric(metric("adoption", "0", "0.8", "0.4"), readings("0.5"), ended=1).cells[0]
    assert (cell.variance, cell.relative, cell.is_favourable) == (D("0.1"), Answer(D("0.25")), True)


def test_exactly_on_plan_is_neither_favourable_nor_unfavourable():
    assert compare_metric(hours("100"), readings("100"), ended=1).cells[0].is_favourable is None


def test_a_projection_of_nothing_gives_a_reason_and_no_percentage():
    cell = compare_metric(metric("discount_captured", "0", "0.3", "0"), readings("0.1"), ended=1).cells[0]
    assert (cell.variance, cell.relative) == (D("0.1"), Answer(None, NOTHING_PROJECTED))


def test_a_month_without_a_value_says_not_measured():
    cell = compare_metric(hours("100"), {}, ended=1).cells[0]
    assert (cell.variance, cell.relative, cell.is_favourable) == (None, Answer(None, NOT_MEASURED), None)


# --- shortfall and status of a metric


def test_shortfall_is_the_distance_behind_as_a_share_of_what_was_projected():
    # 40 hours saved of 50 projected.
    row = compare_metric(hours("100", "75"), readings("135", "85"), ended=2)
    assert row.shortfall == Answer(D("0.2"))
    assert row.status == Status.WATCH


@pytest.mark.parametrize(
    ("measured", "status"),
    [
        ("20", Status.ON_TRACK),
        ("35", Status.ON_TRACK),
        ("35.01", Status.WATCH),
        ("50", Status.WATCH),
        ("50.01", Status.OFF_TRACK),
    ],
)
def test_status_changes_above_a_tenth_and_above_a_quarter(measured, status):
    assert compare_metric(hours("25"), readings(measured), ended=1).status == status


@pytest.mark.parametrize(("measured", "shortfall"), [("135", "0"), ("125", "-0.4"), ("140", "0.2")])
def test_a_first_month_projected_below_the_baseline_is_judged_on_a_quarter_of_the_full_effect(measured, shortfall):
    # 10 hours more than before were projected; 25 is a quarter of the 100 hours promised.
    assert compare_metric(hours("135"), readings(measured), ended=1).shortfall == Answer(D(shortfall))


def test_before_the_first_month_has_ended_it_is_too_early_to_say():
    row = compare_metric(hours("100", "50"), readings("300"), ended=0)
    assert (row.status, row.shortfall) == (Status.TOO_EARLY, Answer(None, NOT_ENOUGH_DATA))


def test_the_running_month_is_shown_and_not_judged():
    row = compare_metric(hours("100", "50"), readings("100", "300"), ended=1)
    assert row.status == Status.ON_TRACK
    assert row.latest.actual == 300


def test_a_gap_is_missing_data_and_named():
    row = compare_metric(hours("100", "75", "50"), readings("100", None, "50"), ended=3)
    assert (row.status, row.missing_months) == (Status.MISSING, (2,))


def test_one_point_is_enough_for_a_shortfall_and_none_is_not():
    assert compare_metric(hours("100", "75"), readings("100"), ended=2).shortfall == Answer(D(0))
    assert compare_metric(hours("100", "75"), {}, ended=2).shortfall == Answer(None, NOT_ENOUGH_DATA)


@pytest.mark.parametrize(("measured", "status"), [("0.02", Status.ON_TRACK), ("0.03", Status.WATCH)])
def test_what_should_stay_where_it_is_is_watched_once_it_moves_the_wrong_way(measured, status):
    row = compare_metric(metric("override_rate", "0.02", "0.02", "0.02"), readings(measured), ended=1)
    assert (row.shortfall, row.status) == (Answer(None, NO_EFFECT_EXPECTED), status)


def test_a_constant_series_is_judged_like_any_other():
    # Nothing of the 50 hours projected.
    row = compare_metric(hours("125", "100", "75"), readings("125", "125", "125"), ended=3)
    assert (row.shortfall, row.status) == (Answer(D(1)), Status.OFF_TRACK)


# --- money


def money(projected: str, realised: str | None, full: str = "100", ended: int = 1) -> Money:
    actual = None if realised is None else D(realised)
    return Money((D(projected),), (D(projected),), (actual,), D(full), ended)


def test_money_is_judged_even_where_less_than_nothing_was_projected():
    # The ramp begins at -10%: 5 better than promised is a fifth of 25, and no percentage of the promise.
    ahead = money("-10", "-5")
    assert ahead.shortfall == Answer(D("-0.2"))
    assert ahead.relative == Answer(None, NOTHING_PROJECTED)
    assert ahead.status == Status.ON_TRACK


def test_realised_against_projected_to_date():
    assert money("80", "60").relative == Answer(D("-0.25"))


def test_money_that_is_not_fully_measured_is_missing_and_not_zero():
    unknown = money("80", None)
    assert (unknown.status, unknown.realised_to_date) == (Status.MISSING, Answer(None, NOT_ENOUGH_DATA))


def test_a_line_worth_nothing_has_no_shortfall():
    assert money("0", "-5", full="0").shortfall == Answer(None, NO_EFFECT_EXPECTED)
    assert money("0", "-5", full="0").status == Status.WATCH


# --- a pilot


@pytest.fixture
def pilot(case_file):
    """pilot(ended=2, time=(...), ...) compares the invoice pilot of three months with what was measured."""
    projection = projection_of(case_file, 3)
    metrics = {
        proposal.line: Metric(
            kind=proposal.kind,
            name=proposal.kind,
            layer=proposal.layer,
            unit=METRICS[proposal.kind].unit,
            direction=METRICS[proposal.kind].direction,
            line=proposal.line,
            baseline=proposal.baseline,
            target=proposal.target,
            projected=[str(value) for value in proposal.projected],
        )
        for proposal in projection.proposals
    }

    def of(ended: int, without: tuple[str, ...] = (), **measured: tuple[str | None, ...]):
        kept = [metric for line, metric in metrics.items() if line not in without]
        known = {metrics[line].pk: readings(*values) for line, values in measured.items()}
        return compare(projection, kept, known, ended)

    return of


ON_PLAN = {
    "time": ("135", "125", "100"),
    "errors": ("0.0545", "0.05", "0.03875"),
    "discounts": ("0", "0", "0.075"),
    "hire": ("0", "0", "0.075"),
}


def layer(comparison, name: str):
    return next(layer for layer in comparison.layers if layer.layer == name)


def test_on_plan_the_layers_realise_what_they_promised(pilot):
    comparison = pilot(3, **ON_PLAN)
    quality = layer(comparison, "quality").money
    # 250 x 12 x 4.5% x $50 / 12 = $562.50 a month, at -10%, 0 and 25%.
    assert quality.projected == quality.realised == (D("-56.25"), D(0), D("140.625"))
    assert comparison.status == Status.ON_TRACK


def test_realised_money_comes_from_the_formula_with_what_was_measured(pilot):
    comparison = pilot(1, time=("115",))
    # 10 hours saved x $44; the hire of the same layer is unknown, so the layer is too.
    assert layer(comparison, "efficiency").money.realised[0] is None
    comparison = pilot(1, time=("115",), hire=("0",))
    assert layer(comparison, "efficiency").money.realised[0] == 440


def test_what_no_metric_proves_is_kept_apart_and_not_counted_as_lost(pilot):
    comparison = pilot(3, **ON_PLAN)
    # Risk reduction: 0.10 x 60,000 - 0.05 x 20,000 = $5,000 a year.
    assert comparison.unproven_full_month * 12 == 5000
    assert layer(comparison, "quality").money.full_month * 12 == 6750


def test_a_line_whose_metric_was_not_kept_is_unproven(pilot):
    comparison = pilot(3, without=("errors",), **{line: values for line, values in ON_PLAN.items() if line != "errors"})
    assert layer(comparison, "quality").money is None
    assert layer(comparison, "quality").unproven_full_month * 12 == 11750


def test_missing_data_is_a_status_before_any_verdict(pilot):
    assert pilot(2, **ON_PLAN | {"errors": ("0.0545",)}).status == Status.MISSING


def test_a_pilot_that_realises_nothing_is_off_track(pilot):
    nothing = {"time": ("125",) * 3, "errors": ("0.05",) * 3, "discounts": ("0",) * 3, "hire": ("0",) * 3}
    comparison = pilot(3, **nothing)
    assert comparison.total.realised_to_date == Answer(D(0))
    assert comparison.total.shortfall == Answer(D(1))
    assert comparison.status == Status.OFF_TRACK


def test_a_metric_off_track_keeps_good_money_on_watch(pilot):
    comparison = pilot(3, **ON_PLAN | {"errors": ("0.09", "0.09", "0.09"), "discounts": ("0.2", "0.2", "0.3")})
    assert comparison.total.status == Status.ON_TRACK
    assert comparison.status == Status.WATCH


@pytest.mark.parametrize(
    ("metrics", "money", "status"),
    [
        ([], None, Status.TOO_EARLY),
        ([Status.TOO_EARLY], Status.TOO_EARLY, Status.TOO_EARLY),
        ([Status.ON_TRACK, Status.MISSING], Status.ON_TRACK, Status.MISSING),
        ([Status.ON_TRACK, Status.WATCH], None, Status.WATCH),
        ([Status.OFF_TRACK], Status.ON_TRACK, Status.WATCH),
        ([Status.WATCH], Status.ON_TRACK, Status.ON_TRACK),
        ([Status.ON_TRACK], Status.OFF_TRACK, Status.OFF_TRACK),
    ],
)
def test_one_status_from_metrics_and_money(metrics, money, status):
    assert combined(metrics, money) == status


def test_no_effect_expected_is_judged_by_its_side():
    assert judge(Answer(None, NO_EFFECT_EXPECTED), is_behind=False) == Status.ON_TRACK
    assert judge(Answer(None, NO_EFFECT_EXPECTED), is_behind=True) == Status.WATCH


def test_frozen_actuals_are_text_and_complete(pilot):
    actuals = frozen(pilot(2, **ON_PLAN))
    assert next(row["actual"] for row in actuals["metrics"]) == ["135", "125", "100"]
    assert actuals["layers"]["quality"]["realised"] == ["-56.25", "0", "140.625"]
    assert actuals["status"] == "on_track"
    assert actuals["rules"] == "1"
