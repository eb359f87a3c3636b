"""What keeping organizations apart costs, and that it holds: our engine beside the stock one, in one run."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests import cast
from tests.bench import Figure, seconds

STORM_QUERIES = 100_000
QUERIES = 2_000


def figures() -> list[Figure]:
    """Returns the cost of a query and of a switch against django-tenants' engine, and the outcome of a storm."""
    with two_organizations() as organizations:
        return [*_costs(organizations), _storm(organizations)]


@contextmanager
def two_organizations() -> Iterator[list[Any]]:
    """Runs its body on a fresh copy of the tests' database; each organization's last event says its slug."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from tenants.models import Organization
    from tests.cluster import copied_database

    with copied_database(settings.TEST_DATABASE):
        organizations = [Organization.objects.get(slug=slug) for slug in cast.ORGANIZATIONS]
        _name_each(organizations)
        yield organizations
        connections.close_all()


def _name_each(organizations: list[Any]) -> None:
    from uuid import uuid4

    from audit.services import SYSTEM, event_append
    from tenants.scope import organization_scope

    for organization in organizations:
        with organization_scope(organization):
            event_append(actor=SYSTEM, action="bench", subject_type="Bench", subject=uuid4(), outcome=organization.slug)


def _costs(organizations: list[Any]) -> list[Figure]:
    from django.db import connections
    from django_tenants.postgresql_backend.base import DatabaseWrapper as Stock

    from tests.storm import latest_outcome, separate_connection

    ours = separate_connection()
    stock = Stock(connections["owner"].settings_dict | {"CONN_MAX_AGE": None}, alias="default")

    def stay(enter: Any, wrapper: Any) -> None:
        enter(organizations[0])
        for _ in range(QUERIES):
            latest_outcome(wrapper)

    def switch(enter: Any, wrapper: Any) -> None:
        for number in range(QUERIES):
            enter(organizations[number % 2])
            latest_outcome(wrapper)

    rows = []
    for what, work in (("a query inside one organization", stay), ("a query after a switch", switch)):
        own = seconds(lambda work=work: work(ours.enter, ours)) / QUERIES
        other = seconds(lambda work=work: work(stock.set_tenant, stock)) / QUERIES
        rows.append(Figure(what, f"{own * 1e6:.0f} µs", f"the stock engine: {other * 1e6:.0f} µs", own / other, 1.15))
    ours.close()
    stock.close()
    return rows


def _storm(organizations: list[Any]) -> Figure:
    from tests.storm import storm

    started = time.perf_counter()
    outcome = storm(organizations, queries=STORM_QUERIES, seed=1)
    value = (
        f"{outcome.wrong} wrong of {outcome.queries:,} ({outcome.failed:,} cancelled) "
        f"in {time.perf_counter() - started:.0f} s"
    )
    return Figure("rows of another organization under a cancel storm", value, "none at all", float(outcome.wrong), 0)
