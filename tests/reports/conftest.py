"""Real cases inside Northwind, seen from outside every scope as a browser sees them, and their readers."""

from collections.abc import Callable

import pytest

from cases.models import Case
from tenants.scope import organization_scope
from tests.reports import cases


@pytest.fixture
def readers(membership):
    """The people who are asked, by role."""
    return {role: membership(role) for role in cases.READERS.values()}


@pytest.fixture
def inside(northwind):
    """`with inside():` acts in Northwind, and looks at what a request has left."""
    return lambda: organization_scope(northwind)


@pytest.fixture
def shared_case(inside, membership, readers) -> Callable[..., Case]:
    """shared_case("invoice") is that example in week 4, with every version reviewed and every reader asked."""
    lead = membership("project_lead")

    def make(name: str = "invoice", text: str = "") -> Case:
        with inside():
            return cases.shared(lead, readers, text or cases.example(name))

    return make


@pytest.fixture
def built_case(inside, membership) -> Case:
    """The invoice example in week 3: built, not yet reviewed."""
    lead = membership("project_lead")
    with inside():
        return cases.built(lead, cases.example("invoice"))


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path) -> None:
    """A folder of files for each test; a worker that the test starts shares it."""
    settings.MEDIA_ROOT = tmp_path / "files"
