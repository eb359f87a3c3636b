"""organization_scope(): the only way into an organization's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.db import connections

from tenants.models import Organization

if TYPE_CHECKING:
    from tenants.backend.base import DatabaseWrapper


class ScopeError(RuntimeError):
    """A scope was opened where it could not be closed safely."""


@contextmanager
def organization_scope(organization: Organization) -> Iterator[Organization]:
    """Runs its body in `organization`'s schema under its own database role; outside it the connection is parked.

    Raises ScopeError inside a transaction (a rollback would undo the change of place half-way) and inside another
    organization's scope (whose queries would follow in the wrong one). Entering the same organization again is free.
    """
    connection = cast("DatabaseWrapper", connections["default"])
    if connection.tenant == organization:
        yield organization
        return
    if not connection.is_parked:
        raise ScopeError(f"already inside {connection.schema_name}: leave it before entering {organization.slug}")
    if _in_transaction(connection):
        raise ScopeError("a scope cannot be opened inside a transaction")
    connection.enter(organization)
    try:
        yield organization
    finally:
        connection.park()


def current_organization() -> Organization:
    """Returns the organization whose scope is open. Raises ScopeError outside every scope."""
    connection = cast("DatabaseWrapper", connections["default"])
    if connection.is_parked:
        raise ScopeError("no organization's scope is open")
    return cast("Organization", connection.tenant)


def _in_transaction(connection: "DatabaseWrapper") -> bool:
    # A test's own outermost transaction is the ground the test stands on, not a transaction of the code under test.
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
