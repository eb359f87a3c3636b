"""Pair schedules: two people act at once, their statements interleaved step by step as a seeded scheduler decides.

Each actor is a thread with a connection of its own, inside the organization. Before every statement it stands still
until the scheduler lets it go. An actor that waits for a lock is found by asking the database, not by a clock: a seed
gives the same schedule again and a thousand of them take seconds.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self

from django.db import connection, connections

from tenants.models import Organization
from tenants.scope import organization_scope

Work = Callable[[], Any]
# How long a statement may take before the database is asked whether it waits for a lock.
PATIENCE_SECONDS = 0.004


@dataclass(frozen=True)
class Outcome:
    """What became of one actor's work: what it returned, or what it raised."""

    result: Any = None
    error: Exception | None = None


class Actor(threading.Thread):
    """One of the two: carries out its work statement by statement, each when it is told to."""

    def __init__(self, organization: Organization) -> None:
        super().__init__(daemon=True)
        self.organization = organization
        self.work: SimpleQueue[Work | None] = SimpleQueue()
        self.may_go, self.has_stopped = threading.Semaphore(0), threading.Semaphore(0)
        self.outcome: Outcome | None = None
        self.process_id = 0
        self.stands = self.is_blocked = False

    def run(self) -> None:
        try:
            with organization_scope(self.organization):
                connection.ensure_connection()
                self.process_id = connection.connection.info.backend_pid
                self.has_stopped.release()
                with connection.execute_wrapper(self._stand_before):
                    while (work := self.work.get()) is not None:
                        self.outcome = _attempt(work)
                        self.has_stopped.release()
        finally:
            connections.close_all()

    def begin(self, work: Work) -> None:
        """Starts some work; the actor comes to stand before its first statement."""
        self.outcome, self.stands = None, False
        self.work.put(work)

    def step(self) -> None:
        """Lets one statement go."""
        self.stands = False
        self.may_go.release()

    def settle(self, monitor: Any) -> None:
        """Waits until the actor stands, has finished, or waits for a lock that the other holds."""
        # Who was blocked is asked about at once: only the other can have changed that.
        patience = 0.0 if self.is_blocked else PATIENCE_SECONDS
        while not self.stands and not self.has_stopped.acquire(timeout=patience):
            monitor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.process_id])
            self.is_blocked = monitor.fetchone()[0]
            if self.is_blocked:
                return
            patience = PATIENCE_SECONDS
        self.stands, self.is_blocked = True, False

    @property
    def can_step(self) -> bool:
        """Whether a statement waits to be let go."""
        return self.stands and self.outcome is None

    def _stand_before(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.has_stopped.release()
        self.may_go.acquire()
        return execute(sql, params, many, context)


class Pair:
    """Two actors in one organization. Use as a context; run as many schedules as wanted."""

    def __init__(self, organization: Organization) -> None:
        self.actors = (Actor(organization), Actor(organization))

    def __enter__(self) -> Self:
        for actor in self.actors:
            actor.start()
            actor.has_stopped.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for actor in self.actors:
            actor.work.put(None)
            actor.join(timeout=10)

    def run(self, seed: int, first: Work, second: Work) -> tuple[Outcome, Outcome]:
        """Carries out both at once, interleaved as `seed` decides, and returns what became of each."""
        chance = random.Random(seed)
        for actor, work in zip(self.actors, (first, second), strict=True):
            actor.begin(work)
        with connection.cursor() as monitor:
            while not all(actor.outcome for actor in self.actors):
                for actor in self.actors:
                    actor.settle(monitor)
                if ready := [actor for actor in self.actors if actor.can_step]:
                    chance.choice(ready).step()
        return tuple(actor.outcome for actor in self.actors)  # type: ignore[return-value]


def _attempt(work: Work) -> Outcome:
    try:
        return Outcome(result=work())
    except Exception as error:
        return Outcome(error=error)
