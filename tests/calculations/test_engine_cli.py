"""The command's contract: exit codes, what goes to which stream, several files, standard input."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calculations.engine import cli
from tests.calculations.cases import cost, document
from tests.calculations.golden.examples import EXAMPLES

INVOICE = str(EXAMPLES / "invoice.case.json")
CHATBOT = str(EXAMPLES / "support-chatbot.case.json")


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    stdout, stderr = io.StringIO(), io.StringIO()
    return cli.run(arguments, io.BytesIO(stdin), stdout, stderr), stdout.getvalue(), stderr.getvalue()


def test_one_file_gives_an_object() -> None:
    code, out, err = run(INVOICE)
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert list(result)[:4] == ["format", "engine", "currency", "guide"]
    assert result["format"] == "case-result/1"
    assert result["guide"]["three_year_net"] == "222369.4"
    assert result["cashflow"]["peak_funding_month"] == "2"
    assert result["simulation"] is None


def test_several_files_give_an_array_in_the_order_given() -> None:
    code, out, _ = run(CHATBOT, INVOICE)
    assert code == 0
    assert [result["guide"]["one_time"] for result in json.loads(out)] == ["18000", "16808"]


def test_a_dash_reads_standard_input() -> None:
    code, out, _ = run("-", stdin=json.dumps(document()).encode())
    assert (code, json.loads(out)["guide"]["payback_months"]) == (0, "6")


def test_one_refused_of_several_prints_nothing() -> None:
    broken = json.dumps(document(currency="XXX", tier="huge")).encode()
    code, out, err = run(INVOICE, "-", stdin=broken)
    assert (code, out) == (2, "")
    assert "-: currency:" in err
    assert "-: tier:" in err


@pytest.mark.parametrize("name", ["/no/such/file.json", str(EXAMPLES), "nul\x00name"])
def test_a_file_that_cannot_be_read_is_refused(name: str) -> None:
    code, out, err = run(name)
    assert (code, out) == (2, "")
    assert "cannot be read" in err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (INVOICE, "--format", "xml"),
        (INVOICE, "--simulate", "0"),
        (INVOICE, "--simulate", "1048577"),
        (INVOICE, "--simulate", "many"),
        (INVOICE, "--simulate"),
        (INVOICE, "--seed", "-1"),
        (INVOICE, "--seed", "1.5"),
        (INVOICE, "--colour"),
    ],
)
def test_wrong_arguments_leave_with_64(arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (64, "")
    assert "usage" in err


def test_text_is_a_page_a_person_reads() -> None:
    code, out, _ = run(INVOICE, "--format", "text")
    assert code == 0
    assert "Net present value          $160,950.22" in out
    assert "25 h/week x 52 weeks x $44.00/h = $57,200.00" in out


def test_text_shows_the_simulation_that_was_asked_for() -> None:
    _, plain, _ = run("--format", "text", INVOICE)
    _, simulated, _ = run("--format", "text", "--simulate", "60", "--seed", "7", INVOICE)
    assert "Simulation" not in plain
    assert "Simulation (64 paths, seed 7)" in simulated


def test_a_working_is_one_line_of_text() -> None:
    row = {"role": "clerk\nor approver", "count": 1, "hourly_rate": 40}
    inputs = {"hours": {"fact": "hours"}, "people_detail": [row, row]}
    facts = {"hours": {"value": 90, "unit": "minutes", "name": "Hours\r\nof training"}}
    raw = document(costs=[cost(model="hours", inputs=inputs)], facts=facts)
    _, out, _ = run("-", stdin=json.dumps(raw).encode())
    working = json.loads(out)["lines"][1]["working"]
    assert "clerk or approver: " in working
    assert working.splitlines() == [working]


def test_every_null_has_a_reason() -> None:
    raw = document(benefits=[], costs=[], options=[{"key": "wait", "name": "Wait", "costs": [cost()]}])
    code, out, _ = run("-", stdin=json.dumps(raw).encode())
    reasons = json.loads(out)["reasons"]
    assert code == 0
    assert reasons["guide.year1_roi"] == "nothing invested"
    assert reasons["cashflow.payback_months"] == "nothing invested"
    assert reasons["cashflow.irr"] == "no sign change"
    assert reasons["options.wait.cashflow.payback_months"] == "never pays back"


def test_null_stands_only_for_what_has_no_answer() -> None:
    code, out, _ = run("-", stdin=json.dumps(document(risk="low", discount_rate={"value": 0})).encode())
    result = json.loads(out)
    assert code == 0
    assert set(_nulls(result)) == set(result["reasons"])


def _nulls(value: Any, path: str = "") -> Iterator[str]:
    """Paths of nulls, but for what may be absent by the form of the result."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in {"line", "acknowledged", "simulation"}:
                yield from _nulls(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nulls(item, f"{path}[{index}]")
    elif value is None:
        yield path


def test_the_command_needs_no_database() -> None:
    manage = Path(__file__).parents[2] / "manage.py"
    command = [sys.executable, str(manage), "evaluate"]
    done = subprocess.run([*command, INVOICE], capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["guide"]["one_time"]) == (0, "16808")
    wrong = subprocess.run([*command, "--format", "xml"], capture_output=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (64, b"")
