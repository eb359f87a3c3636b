"""The whole product, running: web server, relay and worker on a copy of the sample data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests import processes
from tests.cluster import SAMPLE, copied_database


@dataclass(frozen=True)
class Site:
    """Where it answers, and the database it stands on."""

    address: str
    database: str


@contextmanager
def running_site(database: str) -> Iterator[Site]:
    """Runs its body beside the product, on a copy of the sample data called `database`."""
    with (
        copied_database(database, SAMPLE),
        processes.worker(database=database),
        processes.relay(database=database),
        processes.web(database=database) as address,
    ):
        yield Site(address, database)
