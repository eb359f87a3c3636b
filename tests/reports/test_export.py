"""The command's contract: what it writes, its exit codes, and that nothing hidden leaves through a file."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from calculations.engine.case_file import from_dict
from reports import export
from reports.export import FILE_VIEWS, document_for, unsaved_snapshot
from tenants.visibility import EVERYTHING
from tests.calculations.cases import document
from tests.reports.recalculation import values_of
from tests.reports.workbook_cases import ROOT, STAMP, example

INVOICE = str(ROOT / "examples" / "invoice.case.json")


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    stdout, stderr = io.StringIO(), io.StringIO()
    return export.run(arguments, io.BytesIO(stdin), stdout, stderr), stdout.getvalue(), stderr.getvalue()


def test_it_writes_a_workbook_and_says_where(tmp_path: Path) -> None:
    out = tmp_path / "invoice.xlsx"
    assert run(INVOICE, "--to", "xlsx", "-o", str(out)) == (0, f"{out}\n", "")
    assert values_of(out.read_bytes())["Summary!A1"] == "Invoice processing"


def test_the_default_name_says_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(INVOICE, "--to", "pdf", "--view", "cfo")
    assert (code, out) == (0, "invoice-cfo.pdf\n")
    assert Path("invoice-cfo.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("view", FILE_VIEWS)
def test_every_view_is_written_as_pdf(view: str, tmp_path: Path) -> None:
    out = tmp_path / "case.pdf"
    code, _, err = run(INVOICE, "--to", "pdf", "--view", view, "-o", str(out))
    assert (code, err) == (0, "")
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Invoice processing" in text
    assert ("HR: average salary" in text) == (view in ("cfo", "lead"))


@pytest.mark.parametrize("view", FILE_VIEWS)
def test_the_sections_of_a_view_have_addresses_of_their_own(view: str) -> None:
    snapshot = unsaved_snapshot(from_dict(example("invoice")), STAMP.created)
    keys = [section.key for section in document_for(snapshot, FILE_VIEWS[view]).sections]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("view", FILE_VIEWS)
def test_a_workbook_is_written_only_for_who_may_see_every_figure(view: str, tmp_path: Path) -> None:
    out = tmp_path / "case.xlsx"
    code, _, err = run(INVOICE, "--to", "xlsx", "--view", view, "-o", str(out))
    sees_all = FILE_VIEWS[view].figures == EVERYTHING
    assert sees_all == (view in ("cfo", "board", "lead"))
    assert (code, out.exists()) == ((0, True) if sees_all else (3, False))
    assert bool(err) != sees_all


def test_a_refused_file_is_named_with_every_fault_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "case.xlsx"
    broken = json.dumps(document(currency="XXX", tier="huge")).encode()
    code, shown, err = run("-", "--to", "xlsx", "-o", str(out), stdin=broken)
    assert (code, shown, out.exists()) == (2, "", False)
    assert "-: currency:" in err
    assert "-: tier:" in err


def test_what_cannot_be_written_is_three_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code, _, err = run(INVOICE, "--to", "xlsx", "-o", str(tmp_path / "missing" / "case.xlsx"))
    assert code == 3
    assert "cannot be written" in err
    taken = tmp_path / "taken"
    taken.mkdir()
    assert run(INVOICE, "--to", "xlsx", "-o", str(taken))[0] == 3
    assert list(tmp_path.iterdir()) == [taken]


def test_a_presentation_is_answered_plainly() -> None:
    code, out, err = run(INVOICE, "--to", "pptx")
    assert (code, out) == (3, "")
    assert "choose xlsx or pdf" in err


def test_a_case_too_large_for_a_workbook_is_answered_plainly(tmp_path: Path) -> None:
    lines = [
        {"key": f"b{number}", "name": "Saving", "kind": "direct", "layer": "quality", "model": "fixed_annual",
         "inputs": {"amount": 1}}
        for number in range(1000)
    ]  # fmt: skip
    raw = json.dumps(document(benefits=lines, horizon_months=600)).encode()
    code, _, err = run("-", "--to", "xlsx", "-o", str(tmp_path / "x.xlsx"), stdin=raw)
    assert code == 3
    assert "too large" in err


@pytest.mark.parametrize(
    "arguments", [(), (INVOICE,), (INVOICE, "--to", "doc"), (INVOICE, "--to", "pdf", "--view", "x")]
)
def test_wrong_arguments_are_64(arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (64, "")
    assert "usage:" in err


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    out = tmp_path / "case.xlsx"
    command = [sys.executable, str(ROOT / "manage.py"), "export", INVOICE, "--to", "xlsx", "-o", str(out)]
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert out.exists()
