"""A sweep over a use case: it is cut at its first statement, then at its second, and so on, until it comes through.

After each cut everything must be as it was; after the last run everything must have happened. Both are read from the
database itself: every row of the organization, its audit trail, and the outbox.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, transaction

from audit import chain
from audit.models import Event
from audit.outbox.models import Message
from audit.services import content
from tenants.router import is_shared
from tenants.scope import current_organization

Work = Callable[[], object]
# More statements than any use case needs: a sweep that comes here never ends.
MOST = 400


class Cut(OperationalError):
    """The connection was lost before this statement reached the server."""


@dataclass(frozen=True)
class World:
    """What stands in the database: a hash of each of the organization's tables, its events, the outbox's messages."""

    tables: dict[str, str]
    events: int
    messages: int


@dataclass(frozen=True)
class Sweep:
    """What came of a sweep: how many cuts it took, what was there before and after, and what was left by a cut."""

    cuts: int
    before: World
    after: World
    torn: list[str]

    @property
    def changed(self) -> set[str]:
        """The tables in which the whole use case changed something."""
        return {table for table, digest in self.after.tables.items() if self.before.tables[table] != digest}


def sweep(work: Work) -> Sweep:
    """Carries out `work` again and again inside the open scope, cut one statement later each time."""
    before, torn = world(), []
    for number in range(1, MOST):
        with _undone():
            if came_through(work, number):
                after = world()
                assert chain.verify([content(event) for event in Event.objects.order_by("sequence")]) is None
                return Sweep(number - 1, before, after, torn)
            if world() != before:
                torn.append(f"a cut before statement {number} left something behind")
    raise AssertionError(f"it did not come through in {MOST} statements")


def came_through(work: Work, number: int) -> bool:
    """Carries out `work` with its statement `number` cut, and returns whether it needed fewer."""
    cutter = _Cutter(number)
    try:
        with connection.execute_wrapper(cutter):
            work()
    except Cut:
        # A save outside every transaction of the use case's own: the server saw no error, so look what was left.
        transaction.set_rollback(False)
        return False
    assert not cutter.has_cut, f"it went on as if statement {number} had not been cut"
    return True


class _Cutter:
    def __init__(self, number: int) -> None:
        self.left, self.has_cut = number, False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        # What undoes the work comes after the cut, and is let through.
        if self.left == 0:
            self.has_cut = True
            raise Cut(sql)
        return execute(sql, params, many, context)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def world() -> World:
    """Returns what stands in the organization whose scope is open."""
    return World(_digests(), Event.objects.count(), _messages())


def _digests() -> dict[str, str]:
    rows = "SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} AS t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(rows.format(table=table) for table in organization_tables()))
        return dict(cursor.fetchall())


def organization_tables() -> list[str]:
    """Returns the names of the tables every organization has."""
    models = apps.get_models(include_auto_created=True)
    return [model._meta.db_table for model in models if not is_shared(model._meta.app_label)]


def _messages() -> int:
    """Counts the outbox, which an organization's own role may not read."""
    organization = current_organization()
    connection.park()
    try:
        return Message.objects.count()
    finally:
        connection.enter(organization)
