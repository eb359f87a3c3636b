"""The product and a browser, started once for all tests of this folder; skipped, with the reason, without Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.people import CHROMIUM, People, Watch, chromium
from tests.browser.site import Site, running_site

MISSING = "browser tests not run: chromium is missing, `make browsers` installs it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test of this folder."""
    for item in items:
        if item.path.is_relative_to(item.config.rootpath / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    from django.conf import settings

    # A database of its own: what people do here must not meet what other tests expect to find.
    with running_site(f"{settings.TEST_DATABASE}_site") as running:
        yield running


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def _signed_in(site: Site) -> dict[str, object]:
    return {}


@pytest.fixture
def people(site: Site, browser: Browser, _signed_in: dict[str, object]) -> Iterator[People]:
    """Opens pages as somebody, and fails the test where one of them did what no page may do."""
    someone = People(site, browser, Watch(site.address), _signed_in)
    yield someone
    someone.leave()
    assert someone.watch.faults == []
