"""What a reader may not see is in no byte of their page or their file. Names: rows of docs/faults.md."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from calculations.selectors import latest_snapshot, snapshot_result
from display.numbers import Numbers
from reports.compose import document_of
from reports.render.pdf import render_pdf
from reports.views_for import STAKEHOLDER_VIEWS
from tenants.visibility import Figure, may_see, visible_figures
from tests.reports.cases import READERS, address, example

# Every place that may hold a secret holds one of these; the fragments are what a reader would recognise.
RATE, SALARY, HIRES, WORTH = "47.13", "58,321", "0.37", "6,543"


def full_of_secrets() -> str:
    document = json.loads(example("invoice"))
    words = f"{RATE} an hour, {SALARY} a year, {HIRES} positions, {WORTH} worth"
    document["facts"]["loaded_rate"].update(value=RATE, source=words, evidence=[words])
    document["discount_rate"]["source"] = document["facts"]["invoices"]["source"] = words
    document["acknowledged"] = [{"check": "no_transition", "reason": words}]
    for line in document["benefits"] + document["costs"]:
        line["sources"] = {name: {"source": words, "evidence": [words]} for name in list(line["inputs"])[:1]}
        if line["key"] == "hire":
            line["inputs"] = {"fte": HIRES, "annual_salary": SALARY.replace(",", "")}
        if "hourly_rate" in line["inputs"] and line["key"] != "time":
            line["inputs"]["hourly_rate"] = RATE
        if line["key"] == "risk":
            line["inputs"]["amount"] = WORTH.replace(",", "")
    return json.dumps(document)


def hidden_from(view: str) -> dict[str, str]:
    """What is hidden from the readers of a view, by what it is; the last two are worked out from the rest."""
    secrets = {"pay": RATE, "salary": SALARY, "positions": HIRES, "worth": WORTH}
    seen = {"cfo": set(secrets), "ceo": {"positions", "worth"}, "department": set(), "employee": set()}[view]
    return {name: text for name, text in secrets.items() if name not in seen}


@pytest.mark.parametrize("view", STAKEHOLDER_VIEWS)
def test_Z4_what_a_role_may_not_see_is_in_no_byte_of_page_or_pdf(shared_case, client_as, inside, northwind, view):
    case = shared_case(text=full_of_secrets())
    page = client_as(READERS[view]).get(address("view", case, view=view)).content.decode()
    tab = client_as(READERS[view]).get(address("stakeholders", case)).content.decode()
    with inside():
        document = document_of(latest_snapshot(case), STAKEHOLDER_VIEWS[view], northwind, "en-US")
        result = snapshot_result(latest_snapshot(case))
    letters = "".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(document))).pages)
    hidden = hidden_from(view)
    if not may_see(READERS[view], Figure.RESULT):
        numbers = Numbers("USD", "en-US")
        hidden["npv"] = numbers.money_whole(Decimal(result["cashflow"]["npv"]))
        hidden["money"] = "$"
    for name, secret in hidden.items():
        assert secret not in text_only(page), f"{name} on the page"
        assert secret not in tab, f"{name} on the tab"
        assert secret.replace(" ", "") not in "".join(letters.split()), f"{name} in the PDF"
    if view == "cfo":
        assert all(secret in page for secret in (RATE, SALARY, HIRES, WORTH))


def text_only(page: str) -> str:
    """A page without its head: a style sheet's name may hold any letter."""
    return page.partition("<main")[2]


def test_no_view_shows_more_than_its_readers_may_see():
    for view in STAKEHOLDER_VIEWS.values():
        assert all(view.figures <= visible_figures(role) for role in view.readers), view.name
