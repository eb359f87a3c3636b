"""What `make bench` measures: each module's `figures()` returns rows; ratios are taken within one run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured figure: what, how much, and what it is held against (an aim, or a peer in the same run)."""

    what: str
    value: str
    against: str
    ratio: float | None = None
    most: float | None = None  # the ratio above which the run fails; None: reported only

    @property
    def holds(self) -> bool:
        """Whether the ratio, where there is one to keep, is kept."""
        return self.most is None or (self.ratio is not None and self.ratio <= self.most)


def seconds(run: Callable[[], object], *, times: int = 5) -> float:
    """Returns the median duration of `run()` over `times` runs, after one that is not counted."""
    run()
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        durations.append(time.perf_counter() - started)
    return median(durations)
