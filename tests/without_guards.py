"""A plugin for pytest that takes one guard away (PROOFCASE_WITHOUT names it): the suite must notice. Row T40."""

import os
from typing import Any

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Takes the guard away before anything is tested."""
    if guard := os.environ.get("PROOFCASE_WITHOUT"):
        globals()[guard]()


def no_scope() -> None:
    """organization_scope() opens nothing."""
    from tenants.backend.base import DatabaseWrapper

    DatabaseWrapper.enter = lambda self, organization: None


def wrong_scope() -> None:
    """organization_scope() opens whichever organization was opened first."""
    from tenants.backend.base import DatabaseWrapper

    first, enter = [], DatabaseWrapper.enter

    def same(self: Any, organization: Any) -> None:
        first.append(organization)
        enter(self, first[0])

    DatabaseWrapper.enter = same


def no_role() -> None:
    """The path is set without the organization's own role; the sign-in is one that may read every table."""
    from django.conf import settings

    from tenants.backend import base

    settings.DATABASES["default"]["USER"] = settings.DATABASES["owner"]["USER"]
    base.SET_PLACE = "SELECT set_config('search_path', %s, false), %s"


def no_path() -> None:
    """The role is set without the path."""
    from tenants.backend import base

    base.SET_PLACE = "SELECT %s, set_config('role', %s, false)"


def no_membership() -> None:
    """Whoever is signed in is let into every organization, with the first role found there."""
    from tenants import middleware
    from tenants.models import Membership

    def anybody(user: Any, slug: str) -> Any:
        return Membership.objects.filter(organization__slug=slug).select_related("organization", "user").first()

    middleware.membership_of = anybody


def no_closing() -> None:
    """A failure to set the place is ignored and believed to have worked."""
    from django.db import DatabaseError

    from tenants.backend.base import SET_PLACE, DatabaseWrapper

    def careless(self: Any, cursor: Any = None) -> None:
        if self.confirmed == self.wanted:
            return
        try:
            with self.wrap_database_errors, self.connection.cursor() as own:
                own.execute(SET_PLACE, [self.wanted.path, self.wanted.role])
        except DatabaseError:
            pass
        self.confirmed = self.wanted

    DatabaseWrapper._handle_search_path = careless
