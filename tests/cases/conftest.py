"""A ready case inside Northwind, and the people around it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connections

from cases.models import Case
from tenants.models import Membership
from tests.cases import build


@pytest.fixture
def ready_case(in_northwind, membership) -> Callable[..., Case]:
    """ready_case("approve") is a case at that state on which every gate is open; the CFO was asked and has answered."""

    def make(state: str, **fields: object) -> Case:
        case = build.case_at(state, author=membership("consultant"), owner=membership("project_lead"), **fields)
        build.ask(case, membership("cfo"))
        build.answer(case, membership("cfo"))
        return case

    return make


@pytest.fixture
def outside(in_northwind) -> Callable[[], AbstractContextManager[None]]:
    """`with outside():` acts where shared rows are written and messages read: Northwind's own database role may not."""

    @contextmanager
    def leave() -> Iterator[None]:
        connections["default"].park()
        try:
            yield
        finally:
            connections["default"].enter(in_northwind)

    return leave


@pytest.fixture
def give_role(outside) -> Callable[[Membership, str], None]:
    """give_role(member, "employee") changes a role as an administrator does, behind the back of an open page."""

    def give(member: Membership, role: str) -> None:
        with outside():
            Membership.objects.filter(pk=member.pk).update(role=role)

    return give
