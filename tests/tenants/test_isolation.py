"""Organizations cannot see each other: the engine, the roles, the scope. Named by the rows of docs/faults.md."""

import threading
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.utils import ProgrammingError
from django_tenants.postgresql_backend.base import DatabaseWrapper as StockWrapper

from audit.models import Event
from audit.outbox.models import Message
from audit.services import SYSTEM, event_append, message_publish
from tenants.backend.base import WrongOrganization
from tenants.models import Membership, Organization, Role, User
from tenants.router import NoOrganizationScope
from tenants.scope import ScopeError, current_organization, organization_scope
from tests import cast
from tests.storm import latest_outcome, storm


def write_event(outcome: str) -> None:
    event_append(actor=SYSTEM, action="test.wrote", subject_type="Test", subject=uuid4(), outcome=outcome)


@pytest.fixture
def both(northwind, contoso):
    """Both organizations, each with one event that says whose it is."""
    for organization in (northwind, contoso):
        with organization_scope(organization):
            write_event(organization.slug)
    return northwind, contoso


# --- T1: a failure to set the place


class RefusingCursor(psycopg.Cursor):
    """A driver that is interrupted exactly while the place is being set."""

    def execute(self, query, *args, **kwargs):
        if "search_path" in str(query):
            raise psycopg.errors.QueryCanceled("canceling statement due to user request")
        return super().execute(query, *args, **kwargs)


@pytest.fixture
def wrapper_of(django_db_setup, django_db_blocker):
    """Builds a connection of its own with a given engine, so that breaking it breaks no other test."""
    opened = []

    def build(engine):
        wrapper = engine(connections["default"].settings_dict | {"CONN_MAX_AGE": None}, alias="default")
        opened.append(wrapper)
        return wrapper

    with django_db_blocker.unblock():
        yield build
        for wrapper in opened:
            wrapper.close()


@pytest.fixture
def committed_both(committed):
    northwind, contoso = (Organization.objects.get(slug=slug) for slug in cast.ORGANIZATIONS)
    for organization in (northwind, contoso):
        with organization_scope(organization):
            write_event(organization.slug)
    return northwind, contoso


def test_T1_cancelled_scope_never_serves_another_organization(committed_both, wrapper_of):
    northwind, contoso = committed_both
    ours = wrapper_of(type(connections["default"]))
    ours.enter(northwind)
    assert latest_outcome(ours) == "northwind"
    ours.enter(contoso)
    ours.connection.cursor_factory = RefusingCursor
    with pytest.raises(DatabaseError):
        latest_outcome(ours)
    assert ours.connection is None, "the connection whose place is unknown is closed"
    assert latest_outcome(ours) == "contoso", "the next query connects anew and is in the right place"


def test_T1_the_stock_engine_serves_the_other_organization(committed_both, wrapper_of):
    """The fault our engine exists for. When this fails the library has mended it, and ours may go."""
    northwind, contoso = committed_both
    stock = wrapper_of(StockWrapper)
    # The stock engine knows no roles: sign in as the owner of all tables, as its users do.
    stock.settings_dict = connections["owner"].settings_dict | {"CONN_MAX_AGE": None}
    stock.set_tenant(northwind)
    assert latest_outcome(stock) == "northwind"
    stock.set_tenant(contoso)
    stock.connection.cursor_factory = RefusingCursor
    assert latest_outcome(stock) == "northwind", "asked for Contoso, the stock engine answers with Northwind"


def test_T1_no_wrong_row_while_statements_are_cancelled(committed_both):
    outcome = storm(committed_both, queries=4_000, seed=1)
    assert outcome.wrong == 0
    assert outcome.answered > 0
    assert outcome.failed > 0, "the storm hit nothing: this test would prove nothing"


# --- T3, T4, T5: transactions


def test_T3_no_switch_inside_a_nested_transaction(northwind, contoso):
    with organization_scope(northwind), transaction.atomic(), pytest.raises(ScopeError, match="already inside"):
        organization_scope(contoso).__enter__()


def test_T4_no_scope_inside_a_transaction(northwind):
    with transaction.atomic(), pytest.raises(ScopeError, match="inside a transaction"):
        organization_scope(northwind).__enter__()


def test_T3_a_rolled_back_savepoint_leaves_the_place_as_it_was(both):
    northwind, contoso = both
    with organization_scope(northwind):
        # The first query of the scope falls into the savepoint, so its rollback undoes the setting of the place.
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert Event.objects.get().outcome == "northwind"
            _ = 1 / 0
        assert Event.objects.get().outcome == "northwind"
    with organization_scope(contoso):
        assert Event.objects.get().outcome == "contoso"


def test_T5_a_callback_refuses_to_run_in_another_organization(committed_both):
    northwind, contoso = committed_both
    connection = connections["default"]
    ran = []
    with pytest.raises(WrongOrganization), organization_scope(northwind), transaction.atomic():
        transaction.on_commit(lambda: ran.append("northwind"))
        connection.enter(contoso)  # what the scope refuses, done behind its back
    assert ran == []


def test_T5_a_callback_runs_where_it_was_registered(committed_both):
    northwind, _ = committed_both
    seen = []
    with organization_scope(northwind), transaction.atomic():
        transaction.on_commit(lambda: seen.append(current_organization()))
    assert seen == [northwind]


# --- T7, T9, T10, T12: queries that left their scope


def test_T7_a_lazy_queryset_cannot_escape_its_scope(both):
    with organization_scope(both[0]):
        events = Event.objects.all()
    with pytest.raises(NoOrganizationScope):
        list(events)


def test_T9_another_schema_named_in_full_is_refused(both):
    northwind, contoso = both
    with (
        organization_scope(northwind),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f'SELECT * FROM "{contoso.schema_name}".audit_event')


def test_T10_a_stray_search_path_finds_nothing(both):
    northwind, contoso = both
    with (
        organization_scope(northwind),
        pytest.raises(ProgrammingError, match=r"permission denied|does not exist"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f'SET LOCAL search_path = "{contoso.schema_name}"')
        connection.cursor().execute("SELECT * FROM audit_event")


def test_T12_a_parked_connection_reaches_no_organization(both):
    northwind, _ = both
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f'SELECT * FROM "{northwind.schema_name}".audit_event')


def test_T14_a_thread_starts_parked(both):
    outcome = []

    def query() -> None:
        try:
            list(Event.objects.all())
        except NoOrganizationScope as error:
            outcome.append(error)
        finally:
            connections.close_all()

    with organization_scope(both[0]):
        thread = threading.Thread(target=query)
        thread.start()
        thread.join()
    assert len(outcome) == 1


# --- T34: shared tables


def test_T34_shared_tables_show_an_organization_its_own_rows_only(northwind):
    everyone = Membership.objects.count()
    with organization_scope(northwind):
        assert [organization.slug for organization in Organization.objects.all()] == ["northwind"]
        assert 0 < Membership.objects.count() < everyone
        assert set(Membership.objects.values_list("organization", flat=True)) == {northwind.pk}
        emails = set(User.objects.values_list("email", flat=True))
    assert emails == {cast.email(role, "northwind") for role in Role}


def test_T34_an_organization_cannot_read_passwords(in_northwind):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        User.objects.values_list("password", flat=True).first()


def test_T34_an_organization_cannot_write_for_another(northwind, contoso):
    with organization_scope(northwind):
        message_publish(organization=northwind.pk, kind="test", payload={})
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            message_publish(organization=contoso.pk, kind="test", payload={})
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            list(Message.objects.all())
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Membership.objects.update(role="administrator")


# --- T25: names


@pytest.mark.parametrize("slug", ['a"; drop schema public', "pg_x", "a\nb", "é", "", "A", "a_b", "-a", "a" * 61])
def test_T25_an_address_that_is_no_slug_never_reaches_the_database(northwind, slug):
    from django.core.exceptions import ValidationError

    from tenants.services import organization_create

    with pytest.raises(ValidationError):
        organization_create(consultancy=northwind.consultancy, name="X", slug=slug)


def test_T25_schema_names_are_generated():
    from tenants.models import new_schema_name

    names = {new_schema_name() for _ in range(1_000)}
    assert len(names) == 1_000
    assert all(name.startswith("t_") and name[2:].isalnum() and len(name) == 26 for name in names)
