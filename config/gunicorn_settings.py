"""How the web server runs: synchronous workers, because a database connection stands in one organization at a time."""

import threading
from typing import Any

worker_class = "sync"
max_requests = 2_000
max_requests_jitter = 200


def post_worker_init(worker: Any) -> None:
    """Reads the simulation's library in the background: the first case that is frozen need not wait seconds for it."""
    threading.Thread(target=_warm_up, daemon=True).start()


def _warm_up() -> None:
    import scipy.stats  # noqa: F401
