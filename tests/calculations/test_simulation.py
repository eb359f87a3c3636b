"""Sampling and simulation: even points, the right distributions, and figures that repeat."""

import subprocess
import sys
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from calculations.engine import sampling
from calculations.engine.case_file import from_dict
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.sampling import Recurrence, Sobol, drawn
from calculations.engine.simulation import DOES_NOT_VARY, SUCCESS, simulate
from calculations.engine.values import Estimate
from tests.calculations.cases import Json, benefit, cost, document, documents

D = Decimal
RANGE = {"low": 600, "likely": 1200, "high": 2400}


def prepared(**changes: Any) -> Prepared:
    return prepare(from_dict(document(**changes)))


def estimate(shape: str, low: int = 600, likely: int = 1200, high: int = 2400) -> Estimate:
    middle = D(low + high) / 2 if shape == "uniform" else D(likely)
    return Estimate(D(low), middle, D(high), shape)


def mean_of(shape: str) -> float:
    """The mean of `RANGE` in each shape."""
    return {"pert": (600 + 4 * 1200 + 2400) / 6, "triangular": (600 + 1200 + 2400) / 3, "uniform": 1500}[shape]


# --- points and distributions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "given_"), [(1, 1), (2, 2), (3, 4), (16_384, 16_384), (16_385, 32_768)])
def test_paths_are_raised_to_a_power_of_two(asked: int, given_: int) -> None:
    assert sampling.raised(asked) == given_


@pytest.mark.parametrize("asked", [0, -1, sampling.MOST_PATHS + 1])
def test_paths_outside_the_limits_are_refused(asked: int) -> None:
    with pytest.raises(ValueError, match="paths"):
        sampling.raised(asked)


@pytest.mark.parametrize("points", [Sobol(3, 7), Recurrence(3, 7)], ids=["sobol", "quick"])
def test_points_fill_the_cube_more_evenly_than_chance(points: sampling.Points) -> None:
    taken = points.take(4096)
    assert taken.shape == (4096, 3)
    assert ((taken >= 0) & (taken < 1)).all()
    for column in taken.T:
        counts = np.histogram(column, 64, (0, 1))[0]
        assert abs(counts - 64).max() <= 8
    assert stats.qmc.discrepancy(taken) < stats.qmc.discrepancy(np.random.default_rng(1).random((4096, 3))) / 3


@pytest.mark.parametrize("make", [Sobol, Recurrence])
def test_points_taken_in_parts_are_the_same_points(make: Any) -> None:
    whole, parts = make(4, 3), make(4, 3)
    expected = whole.take(512)
    np.testing.assert_array_equal(expected, np.concatenate([parts.take(256), parts.take(256)]))


def test_there_are_points_beyond_what_sobol_has_directions_for() -> None:
    assert Sobol(sampling.SOBOL_DIMENSIONS + 3, 1).take(2).shape == (2, sampling.SOBOL_DIMENSIONS + 3)


SHAPES = {
    "pert": stats.beta(1 + 4 * 600 / 1800, 1 + 4 * 1200 / 1800, loc=600, scale=1800),
    "triangular": stats.triang(600 / 1800, loc=600, scale=1800),
    "uniform": stats.uniform(600, 1800),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("quick", "precision"), [(False, 1e-9), (True, 1e-4)])
def test_draws_follow_the_shape(shape: str, quick: bool, precision: float) -> None:
    points = np.linspace(0.001, 0.999, 999)
    np.testing.assert_allclose(drawn(estimate(shape), points, quick=quick), SHAPES[shape].ppf(points), rtol=precision)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("quick", [False, True])
def test_draws_stay_inside_the_range_to_its_very_ends(shape: str, quick: bool) -> None:
    points = np.array([0.0, 1e-12, 0.5, 1 - 1e-12])
    for likely in (600, 1200, 2400):
        values = drawn(estimate(shape, likely=likely), points, quick=quick)
        assert values.min() >= 600
        assert values.max() <= 2400
        assert (np.diff(values) > 0).all() or likely in (600, 2400)


def test_a_range_without_width_is_a_constant() -> None:
    assert (drawn(estimate("pert", 5, 5, 5), np.linspace(0, 0.9, 10)) == 5).all()


# --- statistics --------------------------------------------------------------------------------------------------

samples = st.lists(st.integers(-20, 20), min_size=1, max_size=60)


@settings(max_examples=100)
@given(samples=samples, percent=st.sampled_from((5, 10, 25, 50, 75, 90, 95)))
def test_percentiles_are_linear(samples: list[int], percent: int) -> None:
    values = np.sort(np.array(samples, dtype=float))
    assert sampling.percentile(values, percent) == pytest.approx(float(np.percentile(values, percent)))


@settings(max_examples=100)
@given(samples=samples)
def test_equal_values_share_their_rank(samples: list[int]) -> None:
    np.testing.assert_array_equal(sampling.ranks(np.array(samples, dtype=float)) + 1, stats.rankdata(samples))


def test_rank_correlation_counts_ties() -> None:
    left, right = np.array([1.0, 2, 2, 3, 5, 5]), np.array([2.0, 1, 3, 3, 9, 4])
    found = sampling.correlation(sampling.ranks(left), sampling.ranks(right))
    assert found == pytest.approx(stats.spearmanr(left, right).statistic)
    assert sampling.correlation(sampling.ranks(left), np.zeros(6)) is None


@pytest.mark.parametrize(("count", "lowest"), [(1, 1), (20, 1), (21, 2), (100, 5), (101, 6)])
def test_the_expected_shortfall_is_the_mean_of_the_lowest_twentieth(count: int, lowest: int) -> None:
    assert sampling.expected_shortfall(np.arange(count, dtype=float)) == pytest.approx((lowest - 1) / 2)


def test_the_histogram_has_forty_equal_bins_and_loses_nothing() -> None:
    values = np.random.default_rng(1).normal(size=5000)
    bins = list(sampling.histogram(values))
    assert len(bins) == 40
    assert [bar[2] for bar in bins] == np.histogram(values, 40)[0].tolist()
    assert (bins[0][0], bins[-1][1]) == (values.min(), values.max())
    assert [bar[2] for bar in sampling.histogram(np.full(7, 3.0))] == [7] + [0] * 39


# --- simulation --------------------------------------------------------------------------------------------------


def test_without_ranges_and_risk_every_path_is_the_base_case() -> None:
    found = simulate(prepared(), paths=100)
    assert found.paths == 128
    assert {found.npv.mean, found.npv.p5, found.npv.p95, found.expected_shortfall} == {D(600)}
    assert found.probability_npv_positive == 1
    # It pays back after exactly six months.
    assert found.probability_payback_within_12_months == 1
    assert [bar.count for bar in found.histogram] == [128] + [0] * 39
    assert [(row.path, row.correlation.value, row.correlation.reason) for row in found.drivers] == [
        (SUCCESS, None, DOES_NOT_VARY)
    ]


def test_failure_brings_no_benefits_and_all_costs() -> None:
    costs = [cost(), cost(key="run", when="annual", inputs={"amount": 240})]
    found = simulate(prepared(costs=costs, risk={"probability": "0.75"}), paths=1024)
    assert found.npv.p5 == -840
    assert found.npv.p90 == 360
    assert found.probability_npv_positive == D("0.75")
    assert sum(bar.count for bar in found.histogram) == 1024
    assert (found.histogram[0].count, found.histogram[-1].count) == (256, 768)


@pytest.mark.parametrize(("stop_month", "lost"), [(0, -600), (3, -660), (12, -840)])
def test_the_stop_month_ends_annual_costs_of_a_failure(stop_month: int, lost: int) -> None:
    costs = [cost(), cost(key="run", when="annual", inputs={"amount": 240})]
    settings_ = {"stop_month": stop_month}
    found = simulate(prepared(costs=costs, risk={"probability": "0.5"}, simulation=settings_), paths=256)
    assert (found.npv.p5, found.npv.p95) == (lost, 360)


def test_a_third_outcome_delivers_less_and_runs_on() -> None:
    third = {"stop_month": 0, "underdelivers": {"probability": "0.25", "share": "0.4"}}
    costs = [cost(), cost(key="run", when="annual", inputs={"amount": 240})]
    found = simulate(prepared(costs=costs, risk={"probability": "0.5"}, simulation=third), paths=1024)
    counts = {str(bar.from_.quantize(D(1))): bar.count for bar in found.histogram if bar.count}
    # Fails: -600; 60% of 1200 less 840: -120; succeeds: 360.
    assert list(counts.values()) == [256, 256, 512]
    assert (found.npv.p5, found.npv.p50, found.npv.p95) == (-600, D(120), 360)
    assert found.npv.mean == (-600 - 120 + 2 * 360) / D(4)


def test_payback_in_the_first_year_counts_paths_that_rise_to_zero_from_below() -> None:
    inputs = {"amount": {"low": 0, "high": 1200, "shape": "uniform"}}
    found = simulate(prepared(horizon_months=24, benefits=[benefit(inputs=inputs)]), paths=4096)
    assert float(found.probability_payback_within_12_months) == pytest.approx(0.5, abs=0.001)
    # Over two years everything above 300 pays back.
    assert float(found.probability_npv_positive) == pytest.approx(0.75, abs=0.001)
    nothing_invested = simulate(prepared(costs=[]), paths=16)
    assert nothing_invested.probability_payback_within_12_months == 0


def test_uplift_applies_before_the_outcome() -> None:
    uplift = {"costs": "0.5", "benefits": "0.25", "source": "reference class"}
    found = simulate(prepared(uplift=uplift), paths=16)
    assert found.npv.mean == 0


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("quick", [False, True])
def test_the_mean_approaches_the_value_at_the_means_of_the_shapes(shape: str, quick: bool) -> None:
    """Units x price: both enter multilinearly."""
    price = {"low": 6, "likely": 12, "high": 24, "shape": shape}
    amount = {**RANGE, "shape": shape}
    if shape == "uniform":
        price.pop("likely")
        amount.pop("likely")
    case = prepared(
        benefits=[benefit(inputs={"amount": amount})],
        costs=[cost(model="per_unit", inputs={"units": {**price}, "price": price})],
        risk={"probability": "0.7"},
        discount_rate="0.1",
    )
    at_means = {
        "benefits.saving.amount": D(str(mean_of(shape))),
        "costs.setup.units": D(str(mean_of(shape) / 100)),
        "costs.setup.price": D(str(mean_of(shape) / 100)),
    }
    found = simulate(case, paths=16_384, quick=quick)
    assert float(found.npv.mean) == pytest.approx(float(case.npv(at_means)), rel=2e-3)


def test_a_fact_is_drawn_once_wherever_it_is_used() -> None:
    facts = {"rate": {"value": {"low": 30, "high": 50, "shape": "uniform"}, "unit": "per_hour"}}
    inputs = {"hours": 10, "hourly_rate": {"fact": "rate"}}
    case = prepared(
        facts=facts,
        benefits=[
            benefit(
                model="time_saved",
                inputs={"hours_before_per_month": 10, "hours_after_per_month": 0, "hourly_rate": {"fact": "rate"}},
            )
        ],
        costs=[cost(model="hours", inputs={**inputs, "times_per_year": 12})],
    )
    found = simulate(case, paths=64)
    assert (found.npv.p5, found.npv.p95) == (0, 0)


def test_drivers_are_ranked_by_their_influence() -> None:
    case = prepared(
        benefits=[benefit(inputs={"amount": RANGE}), benefit(key="small", inputs={"amount": {**RANGE, "low": 1100}})],
        costs=[cost(inputs={"amount": {"low": 100, "likely": 500, "high": 2000}})],
        risk={"probability": "0.9"},
    )
    found = {row.path: row.correlation.value for row in simulate(case, paths=2048).drivers}
    assert set(found) == {SUCCESS, "benefits.saving.amount", "benefits.small.amount", "costs.setup.amount"}
    values = [abs(value) for value in found.values() if value is not None]
    assert values == sorted(values, reverse=True)
    assert found["costs.setup.amount"] < 0 < found["benefits.small.amount"]  # type: ignore[operator]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**18))
def test_the_same_seed_gives_the_same_figures(seed: int) -> None:
    case = prepared(benefits=[benefit(inputs={"amount": RANGE})], risk={"probability": "0.7"})
    assert simulate(case, paths=256, seed=seed) == simulate(case, paths=256, seed=seed)


def test_another_seed_gives_other_figures() -> None:
    case = prepared(benefits=[benefit(inputs={"amount": RANGE})])
    assert simulate(case, paths=256, seed=1).npv != simulate(case, paths=256, seed=2).npv


def test_the_size_of_a_batch_does_not_change_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    case = prepared(benefits=[benefit(inputs={"amount": RANGE})], risk={"probability": "0.7"})
    expected = simulate(case, paths=2048)
    monkeypatch.setattr("calculations.engine.simulation.LARGEST_BATCH", 256)
    monkeypatch.setattr("calculations.engine.simulation.KEPT_NUMBERS", 2048)
    assert simulate(case, paths=2048) == expected


def test_the_quick_version_and_the_evaluation_leave_scipy_alone() -> None:
    program = (
        "import sys\n"
        "from calculations.engine.case_file import from_dict\n"
        "from calculations.engine.evaluate import evaluate\n"
        "from calculations.engine.prepared import prepare\n"
        "from calculations.engine.simulation import simulate\n"
        "from tests.calculations.cases import benefit, document\n"
        "amount = {'low': 1, 'likely': 2, 'high': 9}\n"
        "case = from_dict(document(benefits=[benefit(inputs={'amount': amount})]))\n"
        "evaluate(case)\n"
        "simulate(prepare(case), paths=64, quick=True)\n"
        "sys.exit('scipy' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@settings(max_examples=60, deadline=None)
@given(raw=documents())
def test_no_case_the_parser_accepts_stops_a_simulation(raw: Json) -> None:
    """Nor does a quick one; every figure is a finite number."""
    case = prepare(from_dict(raw))
    for quick in (False, True):
        found = simulate(case, paths=64, quick=quick)
        assert all(number.is_finite() for number in (found.npv.mean, found.expected_shortfall, found.npv.p95))
        assert sum(bar.count for bar in found.histogram) == 64
        assert found.npv.p5 <= found.npv.p50 <= found.npv.p95
