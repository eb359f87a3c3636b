"""The workbook: how long it takes to write, and evaluating a case beside recalculating its workbook."""

import json
import os
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench import Figure, seconds

ROOT = Path(__file__).resolve().parents[2]
INVOICE = ROOT / "examples" / "invoice.case.json"


def figures() -> list[Figure]:
    """Returns what the invoice example's workbook costs, and what evaluating it costs beside its recalculation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from calculations.engine.case_file import from_dict
    from calculations.engine.evaluate import evaluate
    from reports.render.workbook import Stamp, render_workbook

    case = from_dict(json.loads(INVOICE.read_text()))
    result = evaluate(case, paths=1024).as_json()
    stamp = Stamp("0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
    workbook = render_workbook(case, result, stamp)
    written = seconds(lambda: render_workbook(case, result, stamp))
    evaluated = seconds(lambda: evaluate(case), times=15)
    rows = [Figure("the invoice workbook, written", f"{written * 1e3:.0f} ms, {len(workbook) // 1024} kB", "1 s (aim)")]
    return rows + _beside(evaluated, workbook)


def _beside(evaluated: float, workbook: bytes) -> list[Figure]:
    """The same questions answered by a spreadsheet: in Python, and by LibreOffice where there is one."""
    import formualizer

    from tests.reports.recalculation import changed, has_libreoffice

    unread = changed(workbook, {})
    what, own = "one case, all methods, scenarios, tornado, switching", f"{evaluated * 1e3:.1f} ms"
    python = seconds(lambda: formualizer.recalculate_xlsx_bytes(unread), times=3)
    against = f"the workbook recalculated by formualizer: {python * 1e3:.0f} ms"
    rows = [Figure(what, own, against, evaluated / python)]
    if has_libreoffice():
        office = _libreoffice(unread)
        against = f"the workbook recalculated by LibreOffice, without its start: {office * 1e3:.0f} ms"
        rows.append(Figure(what, own, against, evaluated / office, 1))
    return rows


def _libreoffice(workbook: bytes) -> float:
    """Seconds a workbook takes more than an empty one: opening, calculating and saving, without starting."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder, "full.xlsx"), Path(folder, "empty.xlsx")
        full.write_bytes(workbook)
        xlsxwriter.Workbook(str(empty)).close()
        _convert(empty, folder)
        return max(min(_convert(full, folder) for _ in range(3)) - min(_convert(empty, folder) for _ in range(3)), 1e-3)


def _convert(file: Path, folder: str) -> float:
    command: list[Any] = ["soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless"]
    started = time.perf_counter()
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", Path(folder, "made"), file], check=True, capture_output=True
    )
    return time.perf_counter() - started
