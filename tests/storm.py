"""A storm of cancelled or stalled statements over one connection that alternates between organizations.

A few thousand queries in `make test`, 100,000 in `make bench`, 10 million in `make soak`.
"""

import os
import random
import signal
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from django.db import DatabaseError, connections

# Cancels come at random moments about this far apart, so that some hit the setting of the place itself.
PAUSE_SECONDS = 0.0005


@dataclass
class Outcome:
    """What came of the queries: rows of another organization, queries that failed, queries answered."""

    wrong: int = 0
    failed: int = 0
    answered: int = 0

    @property
    def queries(self) -> int:
        """How many queries were asked."""
        return self.failed + self.answered


class CancelStorm:
    """A thread that cancels whatever a connection is doing, again and again."""

    def __init__(self, wrapper: Any, seed: int) -> None:
        self.wrapper = wrapper
        self.pauses = random.Random(seed)
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.stopped.is_set():
            raw = self.wrapper.connection
            if raw is not None and not raw.closed:
                self.strike(raw)
            time.sleep(self.pauses.uniform(0, 2 * PAUSE_SECONDS))

    def strike(self, raw: Any) -> None:
        """Does to the connection what this storm does."""
        raw.cancel()

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.stopped.set()
        self.thread.join()


class StallStorm(CancelStorm):
    """A thread that makes the server's process stand still for a moment, so that whatever it does takes too long."""

    STALL_SECONDS = 0.002

    def strike(self, raw: Any) -> None:
        # Asked once: a connection that is closed meanwhile names no process any more, and this one must go on.
        process_id = raw.info.backend_pid
        if not process_id:
            return
        with suppress(ProcessLookupError):
            os.kill(process_id, signal.SIGSTOP)
            try:
                time.sleep(self.STALL_SECONDS)
            finally:
                os.kill(process_id, signal.SIGCONT)


def separate_connection() -> Any:
    """Returns a connection of its own with the project's engine, so that breaking it breaks nothing else."""
    default = connections["default"]
    return type(default)(default.settings_dict | {"CONN_MAX_AGE": None}, alias="default")


def latest_outcome(wrapper: Any) -> str:
    """Returns the outcome of the last audit event where the connection is: whose organization it belongs to."""
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT outcome FROM audit_event ORDER BY sequence DESC LIMIT 1")
        return str(cursor.fetchone()[0])


def storm(
    organizations: Sequence[Any], *, queries: int, seed: int, trouble: type[CancelStorm] = CancelStorm
) -> Outcome:
    """Asks `queries` questions in organizations whose last event says their slug, while statements are in trouble."""
    wrapper, chosen, outcome = separate_connection(), random.Random(seed), Outcome()
    try:
        with trouble(wrapper, seed):
            for _ in range(queries):
                organization = chosen.choice(organizations)
                wrapper.enter(organization)
                try:
                    found = latest_outcome(wrapper)
                except DatabaseError:
                    outcome.failed += 1
                    wrapper.close_if_unusable_or_obsolete()
                else:
                    outcome.answered += 1
                    outcome.wrong += found != organization.slug
    finally:
        wrapper.close()
    return outcome
