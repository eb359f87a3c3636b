"""The engine: one case, a simulation beside its own draws and beside a plain loop, and ten thousand cases."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from calculations.engine.case_file import CaseFile, from_dict, parse
from calculations.engine.evaluate import evaluate
from calculations.engine.methods.cashflow import cashflow
from calculations.engine.methods.guide import guide
from calculations.engine.methods.tei import tei
from calculations.engine.prepared import Prepared, prepare
from calculations.engine.sensitivity import sensitivity, switching
from calculations.engine.simulation import Draws, simulate
from calculations.engine.values import SHAPES, Estimate
from tests.bench import Figure

EXAMPLES = Path(__file__).parents[2] / "examples"
PATHS, LOOP_PATHS, MILLION, CASES, SAMPLE = 100_000, 5_000, 1_000_000, 10_000, 500


def figures() -> list[Figure]:
    """Returns the time of a case, the ratios of simulations, the memory of the largest, and ten thousand cases."""
    return [*_one_case(), *_simulations(), _a_million(), *_ten_thousand()]


def seconds(run: Callable[[], object], *, times: int = 5) -> float:
    """Returns the median of processor seconds: the engine waits for nothing, and other programs must not count."""
    run()
    durations = []
    for _ in range(times):
        started = time.process_time()
        run()
        durations.append(time.process_time() - started)
    return median(durations)


def invoice() -> CaseFile:
    return parse((EXAMPLES / "invoice.case.json").read_bytes())


def ten_ranges(shape: str) -> CaseFile:
    """Ten ranges in five benefits and two costs."""

    def estimate(low: int, likely: int, high: int) -> dict[str, Any]:
        middle = {} if shape == "uniform" else {"likely": likely}
        return {"low": low, "high": high, "shape": shape, **middle}

    benefits = [
        {
            "key": f"benefit_{number}",
            "name": f"Benefit {number}",
            "kind": "direct",
            "layer": "quality",
            "model": "turnover_avoided",
            "inputs": {
                "headcount": estimate(50, 100, 130),
                "turnover_rate": "0.12",
                "relative_reduction": "0.1",
                "replacement_cost": estimate(8000, 12000, 30000) if number < 4 else 12000,
            },
        }
        for number in range(5)
    ]
    cost = {"category": "other", "model": "fixed", "inputs": {"amount": estimate(20000, 30000, 70000)}}
    costs = [{"key": "setup", "name": "Set-up", "when": "one_time", **cost}]
    run = {"key": "run", "name": "Running", "when": "annual", **cost, "inputs": {"amount": 8000}}
    document = {"format": "case/1", "name": "Ten ranges", "currency": "USD", "risk": "medium"}
    return from_dict({**document, "benefits": benefits, "costs": [*costs, run]})


def draw_only(prepared: Prepared) -> None:
    """The same points and the same values, and nothing made of them."""
    draws = Draws(prepared, 1 << (PATHS - 1).bit_length(), 1, False)
    for _, points in draws.batches():
        draws.values(points)


def without_correlations(prepared: Prepared) -> None:
    """A simulation up to and without its rank correlations."""
    with patch("calculations.engine.simulation._influences", lambda draws, npv: ()):
        simulate(prepared, paths=PATHS)


def plain_loop(prepared: Prepared, paths: int) -> None:
    """What one would write first: each path in plain floats by Python's own random numbers."""
    estimates = {driver.path: driver.estimate for driver in prepared.drivers if driver.estimate}
    source = random.Random(1)
    worths = {line.path: float(prepared.worth[line.path]) for line in prepared.lines}
    probability = float(prepared.probability)
    for _ in range(paths):
        values = {path: beta_pert(estimate, source) for path, estimate in estimates.items()}
        succeeds = source.random() < probability
        amounts: dict[str, Any] = {}
        for line in prepared.costs:
            amounts[line.path] = line.sampled_amount(values, amounts)
        for line in prepared.benefits:
            amounts[line.path] = line.sampled_amount(values, amounts) if succeeds else 0.0
        sum(amount * worths[path] for path, amount in amounts.items())


def beta_pert(estimate: Estimate, source: random.Random) -> float:
    low, likely, high = float(estimate.low), float(estimate.likely), float(estimate.high)
    middle = (likely - low) / (high - low)
    return low + (high - low) * source.betavariate(1 + 4 * middle, 5 - 4 * middle)


def ranked(cases: list[CaseFile]) -> list[CaseFile]:
    def npv(case: CaseFile) -> Decimal:
        prepared = prepare(case)
        guide(prepared)
        tei(prepared)
        return cashflow(prepared).npv

    return sorted(cases, key=npv, reverse=True)


def evaluated(cases: list[CaseFile]) -> list[CaseFile]:
    return sorted(cases, key=lambda case: evaluate(case).cashflow.npv, reverse=True)


def many_cases() -> list[CaseFile]:
    """The invoice example at ten thousand volumes."""
    case = invoice()
    fact = case.facts["invoices"]
    return [replace(case, facts={**case.facts, "invoices": replace(fact, value=fact.value + n)}) for n in range(CASES)]


def _one_case() -> list[Figure]:
    case = invoice()
    prepared = prepare(case)
    whole = seconds(lambda: evaluate(case), times=15)
    tornado = seconds(lambda: sensitivity(prepared), times=15)
    turning = seconds(lambda: switching(prepared), times=15)
    return [
        Figure("a case: methods, scenarios, tornado, switching, checks", f"{whole * 1e3:.1f} ms", "aim: 30 ms"),
        Figure("its tornado", f"{tornado * 1e3:.1f} ms", "the case", tornado / whole),
        Figure("its switching values", f"{turning * 1e3:.1f} ms", "the case", turning / whole),
    ]


def _simulations() -> list[Figure]:
    rows: list[Figure] = []
    for shape in SHAPES:
        prepared = prepare(ten_ranges(shape))
        drawing = seconds(partial(draw_only, prepared))
        simulated = seconds(partial(without_correlations, prepared))
        what = f"simulation of {PATHS:,} paths, 10 {shape} ranges, rank correlations apart"
        # Uniform values cost next to nothing to draw: what the formulas take shows, and is reported only.
        most = None if shape == "uniform" else 3
        rows.append(Figure(what, f"{simulated * 1e3:.0f} ms", "drawing alone", simulated / drawing, most))
    pert = prepare(ten_ranges("pert"))
    whole = seconds(lambda: simulate(pert, paths=PATHS), times=3)
    loop = seconds(lambda: plain_loop(pert, LOOP_PATHS), times=1) * PATHS / LOOP_PATHS
    quick = seconds(lambda: simulate(pert, paths=4096, quick=True))
    return [
        *rows,
        Figure(
            f"whole simulation of {PATHS:,} paths, 10 pert ranges",
            f"{whole * 1e3:.0f} ms",
            "a plain loop",
            whole / loop,
        ),
        Figure("quick what-if, 4,096 paths, 10 pert ranges", f"{quick * 1e3:.0f} ms", "aim: 100 ms"),
    ]


def _a_million() -> Figure:
    """In a process of its own, whose memory nothing else has touched."""
    program = (
        "import resource\n"
        "from calculations.engine.prepared import prepare\n"
        "from calculations.engine.simulation import simulate\n"
        "from tests.bench.engine import ten_ranges\n"
        f"simulate(prepare(ten_ranges('triangular')), paths={MILLION})\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    peak = int(run.stdout) / 1024
    return Figure(f"memory of {MILLION:,} paths, 10 ranges", f"{peak:.0f} MB", "1 GB", peak / 1024, 1)


def _ten_thousand() -> list[Figure]:
    cases = many_cases()
    ranking = seconds(lambda: ranked(cases), times=1)
    whole = seconds(lambda: evaluated(cases[:: CASES // SAMPLE]), times=1) * CASES / SAMPLE
    return [
        Figure(f"{CASES:,} cases evaluated by all methods and ranked by NPV", f"{ranking:.1f} s", "aim: 30 s"),
        Figure(f"the same with scenarios, tornado and checks (from {SAMPLE})", f"{whole:.0f} s", ""),
    ]
