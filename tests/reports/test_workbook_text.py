"""What people typed stays text in the workbook, formulas stay short enough, names safe, and the bytes the same."""

import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from calculations.engine.case_file import from_dict
from reports.render.workbook import render_workbook
from reports.render.workbook.names import names_of
from tests.calculations.cases import benefit, cost, document
from tests.reports.recalculation import calculated_in_python, changed, formulas_of, labelled, names, values_of
from tests.reports.workbook_cases import STAMP, everything, workbook_of

HOSTILE = (
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "http://evil.example/",
    "&L&G&Z <b>&amp; ]]> \"'",
    "12.50",
    "Überprüfung 原価 \U0001f4b6",
)  # fmt: skip


def hostile(text: str) -> dict[str, Any]:
    sourced = {"source": text, "confidence": "quoted"}
    return document(
        name=text,
        facts={"price": {"value": 5, "unit": "money", "name": text, **sourced}},
        benefits=[
            benefit(name=text, inputs={"amount": {"fact": "price"}}),
            benefit(key="time", name=text, model="time_saved", sources={"automated_share": sourced}, inputs={
                "volume_per_month": 9, "minutes_before": 9, "automated_share": "0.5", "minutes_when_escalated": 1,
                "people_detail": [{"role": text, "count": 1, "hourly_rate": 40}],
            }),
        ],
        costs=[cost(name=text)],
        risk={"probability": "0.9", "reason": text},
        discount_rate={"value": "0.1", "source": text, "as_of": "2026-01-31"},
        options=[{"key": "none", "name": text}],
        uplift={"costs": "0.1", "benefits": 0, "source": text},
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_I4_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    workbook, _ = workbook_of(hostile(text))
    harmless, _ = workbook_of(hostile("Harmless"))
    assert formulas_of(workbook) == formulas_of(harmless)
    with ZipFile(BytesIO(workbook)) as file:
        assert not [name for name in file.namelist() if "externalLink" in name or "vbaProject" in name]
        assert b"<hyperlink" not in b"".join(file.read(name) for name in file.namelist())
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(file.read(name))  # noqa: S314 - a file this test has made
    assert values_of(workbook)["Summary!A1"].strip() == text.strip()


def test_a_text_of_ten_thousand_characters_is_kept() -> None:
    text = "Invoice " * 1250
    workbook, _ = workbook_of(hostile(text))
    assert values_of(workbook)["Summary!A1"] == text


def test_the_same_case_gives_the_same_bytes() -> None:
    assert workbook_of(everything(), paths=64)[0] == workbook_of(everything(), paths=64)[0]


def test_a_hundred_roles_and_four_hundred_costs_stay_formulas_a_spreadsheet_reads() -> None:
    roles = [{"role": f"Role {number}", "count": 1, "base_salary": 50000 + number} for number in range(100)]
    shares = [cost(key=f"c{number}", inputs={"amount": number}) for number in range(400)]
    of = [line["key"] for line in shares]
    case = document(
        horizon_months=3,
        benefits=[benefit(model="time_saved", inputs={
            "volume_per_month": 100, "minutes_before": 6, "automated_share": "0.5", "minutes_when_escalated": 2,
            "people_detail": roles,
        })],
        costs=[*shares, cost(key="share", model="percent_of", inputs={"share": "0.1", "of": of})],
    )  # fmt: skip
    workbook, result = workbook_of(case)
    assert max(map(len, formulas_of(workbook).values())) <= 8_192
    cells = calculated_in_python(changed(workbook, {}))
    npv = labelled(cells, "Summary", "Net present value", "B", after="Cash flow")
    assert npv == pytest.approx(float(result.cashflow.npv), abs=0.005)


def test_a_case_without_lines_has_a_workbook_too() -> None:
    workbook, _ = workbook_of(document(benefits=[], costs=[]))
    cells = calculated_in_python(changed(workbook, {}))
    assert labelled(cells, "Summary", "Net present value", "B", after="Cash flow") == 0
    assert labelled(cells, "Summary", "Payback, months", "B", after="Cash flow") == "nothing invested"


@pytest.mark.parametrize(("currency", "shown"), [("JPY", "#,##0;"), ("KWD", "#,##0.000;"), ("EUR", "#,##0.00;")])
def test_amounts_show_the_minor_unit_of_the_currency(currency: str, shown: str) -> None:
    workbook, _ = workbook_of(document(currency=currency))
    with ZipFile(BytesIO(workbook)) as file:
        assert f'formatCode="{shown}' in file.read("xl/styles.xml").decode()


def test_names_are_never_read_as_cells_and_never_clash() -> None:
    paths = ["facts.a1", "facts.r1c1", "facts.r", "facts.true", "facts.xfd12", "facts.x_y", "benefits.x.y", "facts.ok"]
    made = names_of(paths)
    assert list(made.values()) == ["a1_", "r1c1_", "r_", "true_", "xfd12_", "x_y", "x_y_2", "ok"]


def test_every_input_has_a_name_of_its_own() -> None:
    workbook, _ = workbook_of(everything())
    addresses = [
        address for name, address in names(workbook).items() if not name.startswith("_xlnm") and name != "ramp"
    ]
    assert len(addresses) == len(set(addresses)) > 40


def test_sensitivity_says_whose_figures_it_shows() -> None:
    case = from_dict(everything())
    workbook, result = workbook_of(everything(), paths=128)
    cells = values_of(workbook)
    assert STAMP.snapshot_hash in cells["Sensitivity!A2"]
    assert "does not move" in cells["Sensitivity!A2"]
    assert [address for address in formulas_of(workbook) if address.startswith("Sensitivity!")] == []
    assert len(result.sensitivity) > 20
    assert render_workbook(case, result.as_json(), STAMP) == workbook


def test_no_number_is_shown_with_a_point_and_nothing_after_it() -> None:
    workbook, _ = workbook_of(everything(), paths=64)
    with ZipFile(BytesIO(workbook)) as file:
        formats = re.findall(r'formatCode="([^"]*)"', file.read("xl/styles.xml").decode())
    assert formats
    assert not [found for found in formats if not found or re.search(r"\.#|\.(%|;|$)", found)]
