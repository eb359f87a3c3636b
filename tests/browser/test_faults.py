"""What goes wrong while people work: two on one line, a bad file, a double click, no script, no database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.site import Site
from tests.cluster import CLUSTER
from tests.processes import wait_for

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def case(people: People) -> str:
    """The address of a case of this test's own, with lines that may be changed."""
    page = people.page("project_lead")
    page.goto("/o/northwind/cases/import/")
    page.get_by_label("Or paste it here").fill((EXAMPLES / "invoice.case.json").read_text())
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/results/")
    return page.url.removesuffix("results/")


def test_W8_who_saves_second_is_told_and_loses_no_text(people: People, case: str):
    first, second = people.page("project_lead"), people.page("consultant")
    for page in (first, second):
        page.goto(f"{case}lines/")
        page.get_by_role("row").get_by_role("link").first.click()
    first.get_by_label("Name", exact=True).fill("The first one's name")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("row", name="The first one's name")).to_be_visible()

    second.get_by_label("Name", exact=True).fill("The second one's name")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("Someone else saved this while you were typing")
    expect(second.get_by_role("alert")).to_contain_text("The first one's name")
    expect(second.get_by_label("Name", exact=True)).to_have_value("The second one's name")

    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("row", name="The second one's name")).to_be_visible()


def test_a_refused_case_file_lists_every_fault_with_its_path_and_changes_nothing(people: People):
    page = people.page("consultant")
    before = number_of_cases(page)
    broken = json.loads((EXAMPLES / "invoice.case.json").read_text())
    broken["horizon_months"] = 0
    broken["discount_rate"] = "ten"
    broken["benefits"][0]["model"] = "magic"
    page.goto("/o/northwind/cases/import/")
    page.get_by_label("Or paste it here").fill(json.dumps(broken))
    page.get_by_role("button", name="Import").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("The file was refused; nothing was saved")
    for path in ("horizon_months", "discount_rate", "benefits[0].model"):
        expect(summary.locator("code", has_text=path)).to_be_visible()
    assert json.loads(page.get_by_label("Or paste it here").input_value()) == broken
    assert number_of_cases(page) == before


def test_W9_a_double_click_starts_one_case(people: People):
    page, name = people.page("consultant"), f"Clicked twice {uuid4()}"
    page.goto("/o/northwind/cases/new/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Start the case").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.goto("/o/northwind/cases/")
    expect(page.get_by_role("link", name=name)).to_have_count(1)


def test_without_script_the_main_forms_work(people: People):
    page, name = people.page("consultant", java_script_enabled=False), f"Without script {uuid4()}"
    page.goto("/o/northwind/opportunities/new/")
    page.get_by_label("Process").fill(name)
    page.get_by_label("Department").select_option("Finance")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Start a case").click()
    page.get_by_role("button", name="Start the case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    case = page.url.removesuffix("today/")
    page.goto(f"{case}lines/costs/new/?model=fixed")
    page.get_by_label("Name", exact=True).fill("Licences")
    page.get_by_label("Amount").fill("1.2k")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Licences")).to_contain_text("$1,200")
    page.get_by_role("row", name="Licences").get_by_role("link", name="$1,200").click()
    expect(page.locator("main")).to_contain_text("How this is calculated")
    page.goto(case)
    page.get_by_role("link", name="See what the numbers were checked for").click()
    expect(page.locator("main")).to_contain_text("Nothing is planned for preparing data")


def test_a_session_that_has_ended_is_said_and_what_was_typed_stays(people: People, case: str):
    page = people.page("consultant")
    page.goto(f"{case}lines/costs/new/?model=fixed")
    page.get_by_label("Name", exact=True).fill("Long thought about")
    page.context.clear_cookies(name="session")
    page.get_by_label("Amount").fill("500")
    expect(page.get_by_role("status").get_by_text("You have been signed out")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Long thought about")


def test_keys_open_and_close_and_give_the_focus_back(people: People, case: str):
    page = people.page("consultant")
    page.goto(f"{case}results/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")

    figure = page.locator("#figures a.figure").first
    figure.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(figure).to_be_focused()


def test_a_database_that_is_away_is_a_503_and_no_restart_is_needed(people: People, site: Site):
    people.watch.expected.add(503)
    page = people.page("consultant")
    page.goto("/o/northwind/")
    with database_away(site.database):
        answer = page.reload()
        assert answer is not None
        assert answer.status == 503
        assert answer.header_value("Retry-After")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "Traceback" not in page.content()
    wait_for(lambda: is_up(page))
    expect(page.get_by_role("heading", level=1)).to_have_text("Northwind Foods")


@contextmanager
def database_away(name: str) -> Iterator[None]:
    """Ends every connection to the database and refuses new ones, as a server that is down does."""
    CLUSTER.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    try:
        CLUSTER.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        yield
    finally:
        CLUSTER.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def is_up(page: Page) -> bool:
    answer = page.goto("/o/northwind/")
    return answer is not None and answer.ok


def number_of_cases(page: Page) -> int:
    page.goto("/o/northwind/cases/")
    return page.locator("#results tbody tr").count()
