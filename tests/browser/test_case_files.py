"""A case file in, the same case file out."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.people import People

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_an_imported_case_file_is_calculated_and_exported_unchanged(people: People):
    page = people.page("consultant")
    page.goto("/o/northwind/cases/import/")
    page.get_by_label("Choose a file").set_input_files(EXAMPLES / "invoice.case.json")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#figures")).to_contain_text("Net present value")
    expect(page.locator("#figures")).to_contain_text("$160,950")

    exported = export(page)
    page.goto("/o/northwind/cases/import/")
    page.get_by_label("Or paste it here").fill(exported)
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/results/")
    assert export(page) == exported


def export(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    return download.value.path().read_text()
