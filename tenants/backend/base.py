"""The database engine: every query runs in the schema and under the role it was meant for, or it does not run.

Built on django-tenants' engine, which sets the path but ignores a failure to set it: a cancelled `SET search_path`
leaves the connection in the organization before, and the next query reads that one's rows. Here path and role are set
in one statement, a failure closes the connection, and a role that has no rights elsewhere stands behind the path.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django_tenants.postgresql_backend.base import DatabaseWrapper as SchemaDatabaseWrapper
from psycopg import sql

SHARED_SCHEMA = "public"
SET_PLACE = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"


class Place(NamedTuple):
    """Where a connection works: the path it finds tables on, and the role that says which it may touch."""

    path: str
    role: str


# Outside every organization: shared tables only, under the role of the sign-in itself.
PARKED = Place(path=SHARED_SCHEMA, role="none")


class WrongOrganization(RuntimeError):
    """Code registered in one organization was about to run in another."""


class DatabaseWrapper(SchemaDatabaseWrapper):
    """A PostgreSQL connection that is parked or inside one organization, and knows which the server has confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.wanted = self.confirmed = None
        super().__init__(*args, **kwargs)

    @property
    def is_parked(self) -> bool:
        """Whether the connection is outside every organization."""
        return self.schema_name == SHARED_SCHEMA

    def enter(self, organization: Any) -> None:
        """Works in `organization` from the next query on, under its own role."""
        self.tenant, self.schema_name = organization, organization.schema_name
        self.wanted = Place(path=f'"{self.schema_name}",{SHARED_SCHEMA}', role=self.schema_name)

    def park(self) -> None:
        """Works outside every organization from the next query on."""
        self.set_schema(SHARED_SCHEMA)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Works in a schema under the role of the sign-in itself: how the owner migrates, how a connection parks."""
        self.tenant, self.schema_name = tenant, tenant.schema_name
        inside = f'"{self.schema_name}",{SHARED_SCHEMA}'
        self.wanted = PARKED if self.is_parked else Place(path=inside, role="none")

    def on_commit(self, func: Callable[[], object], robust: bool = False) -> None:
        """Registers `func` to run after the commit; it refuses to run anywhere but where it was registered."""
        registered = self.schema_name

        def in_the_same_place() -> object:
            if self.schema_name != registered:
                raise WrongOrganization(f"registered in {registered}, about to run in {self.schema_name}")
            return func()

        super().on_commit(in_the_same_place, robust)

    def connect(self) -> None:
        self.confirmed = None
        super().connect()

    def close(self) -> None:
        self.confirmed = None
        super().close()

    def rollback(self) -> None:
        # What was set inside a transaction is undone with it, so ask again.
        self.confirmed = None
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self.confirmed = None

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.confirmed == self.wanted:
            return
        self.confirmed = None
        try:
            # A cursor of its own: the caller's may be a named one, which carries a single statement.
            with self.wrap_database_errors, self.connection.cursor() as own:
                own.execute(SET_PLACE, [self.wanted.path, self.wanted.role])
        except BaseException:
            # Whether the server has moved is unknown: this connection serves nobody any more.
            self.close()
            raise
        self.confirmed = self.wanted


def quoted(name: str) -> str:
    """Returns a generated schema or role name as an SQL identifier."""
    return sql.Identifier(name).as_string()
