"""Fixtures every test may use: the database, the two organizations of the cast, a client for each role."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from tests import cast, cluster


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The run's own copy of the prepared database, in place of Django's slow creation of one."""
    with django_db_blocker.unblock(), cluster.copied_database(settings.TEST_DATABASE):
        yield
        _disconnect()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database in which transactions really commit (races, kills, the outbox); a fresh copy follows."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            _disconnect()
            cluster.recreate(settings.TEST_DATABASE)


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def _organization(slug: str):
    from tenants.models import Organization

    return Organization.objects.get(slug=slug)


@pytest.fixture
def northwind(db):
    """The organization most tests act in."""
    return _organization("northwind")


@pytest.fixture
def contoso(db):
    """Another client of the same shape: what happens in Northwind must never show here."""
    return _organization("contoso")


@pytest.fixture
def in_northwind(northwind):
    """Runs the test inside Northwind's scope."""
    from tenants.scope import organization_scope

    with organization_scope(northwind):
        yield northwind


@pytest.fixture
def person(db) -> Callable:
    """person("cfo") is Northwind's CFO; person("cfo", "contoso") the other one; person("stranger") belongs nowhere."""
    from tenants.models import User

    def find(role: str, slug: str = "northwind") -> "User":
        address = "stranger@elsewhere.example" if role == "stranger" else cast.email(role, slug)
        return User.objects.get(email=address)

    return find


@pytest.fixture
def membership(db) -> Callable:
    """membership("cfo") is the membership of Northwind's CFO, as a view finds it on its request."""
    from tenants.models import Membership
    from tenants.selectors import PRIVATE

    def find(role: str, slug: str = "northwind") -> "Membership":
        found = Membership.objects.select_related("user", "organization", "department").defer(*PRIVATE)
        return found.get(user__email=cast.email(role, slug), organization__slug=slug)

    return find


@pytest.fixture
def client_as(person) -> Callable[..., Client]:
    """client_as("cfo") is a test client signed in as that person."""

    def sign_in(role: str, slug: str = "northwind") -> Client:
        client = Client()
        client.force_login(person(role, slug), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in
