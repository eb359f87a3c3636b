"""Workbooks as a reader changes them: cells rewritten in the file, then recalculated by a real spreadsheet engine."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import formualizer
from python_calamine import load_workbook

Cells = dict[str, Any]
"""Values by address: "Summary!B8"."""

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CACHED = re.compile(r"(</f>)<v>[^<]*</v>")
SECONDS = 120


def names(workbook: bytes) -> dict[str, str]:
    """The address each defined name stands for."""
    root = _part(workbook, "xl/workbook.xml")
    return {
        found.attrib["name"]: (found.text or "").replace("'", "").replace("$", "")
        for found in root.iter(f"{MAIN}definedName")
    }


def changed(workbook: bytes, values: Mapping[str, float | str]) -> bytes:
    """The file with other values in some cells, and no formula's value kept: whoever reads it must calculate."""
    by_part: dict[str, dict[str, float | str]] = {}
    parts = _sheet_parts(workbook)
    for address, value in values.items():
        sheet, cell = address.split("!")
        by_part.setdefault(parts[sheet], {})[cell] = value
    target = BytesIO()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = CACHED.sub(r"\1", content.decode())
                for cell, value in by_part.get(name, {}).items():
                    text = _with_value(text, cell, value)
                content = text.encode()
            copy.writestr(name, content)
    return target.getvalue()


def _with_value(text: str, cell: str, value: float | str) -> str:
    """One cell's content replaced; a cell that is not there is a mistake of the test."""
    pattern = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')
    inner = f' t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"><v>{value!r}</v></c>"
    found, count = pattern.subn(lambda match: f'<c r="{cell}"{match[1] or ""}{inner}', text)
    assert count == 1, f"{cell} stands {count} times"
    return found


def calculated_in_python(workbook: bytes) -> Cells:
    """Every value after formualizer has calculated the file."""
    outcome = formualizer.recalculate_xlsx_bytes(workbook)
    summary = outcome["summary"]
    assert summary["errors"] == 0, summary
    assert not summary["unknown_functions"], summary
    return values_of(outcome["bytes"])


def has_libreoffice() -> bool:
    return shutil.which("soffice") is not None


@cache
def _profile() -> str:
    """One profile for the whole run; LibreOffice is slow to make one."""
    return Path(tempfile.mkdtemp(prefix="proofcase-office-")).as_uri()


def calculated_by_libreoffice(workbook: bytes) -> Cells:
    """Every value after LibreOffice has calculated the file."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "case.xlsx"), Path(folder, "made")
        source.write_bytes(workbook)
        command = ["soffice", f"-env:UserInstallation={_profile()}", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", str(made), str(source)], check=True, capture_output=True, timeout=SECONDS)
        return values_of((made / "case.xlsx").read_bytes())


def calculated(workbook: bytes) -> Cells:
    """Calculated by LibreOffice where there is one, else in Python."""
    return calculated_by_libreoffice(workbook) if has_libreoffice() else calculated_in_python(workbook)


def values_of(workbook: bytes) -> Cells:
    """The values a file holds, kept with its formulas."""
    book = load_workbook(BytesIO(workbook))
    return {
        f"{sheet}!{_letters(column)}{row}": value
        for sheet in book.sheet_names
        for row, cells in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(cells)
        if value != ""
    }


def labelled(cells: Cells, sheet: str, label: str, column: str, after: str = "") -> Any:
    """The value beside a label in the first column, the first one below the label `after`."""
    rows = sorted(int(address.split("!A")[1]) for address in cells if re.fullmatch(rf"{sheet}!A\d+", address))
    texts = [(row, cells[f"{sheet}!A{row}"]) for row in rows]
    start = next(row for row, text in texts if text == after) if after else 0
    row = next(row for row, text in texts if text == label and row > start)
    return cells.get(f"{sheet}!{column}{row}", "")


def formulas_of(workbook: bytes) -> dict[str, str]:
    """Every formula by its address."""
    found = {}
    for sheet, part in _sheet_parts(workbook).items():
        for cell in _part(workbook, part).iter(f"{MAIN}c"):
            formula = cell.find(f"{MAIN}f")
            if formula is not None:
                found[f"{sheet}!{cell.attrib['r']}"] = formula.text or ""
    return found


def _sheet_parts(workbook: bytes) -> dict[str, str]:
    """XlsxWriter numbers its parts in the order of the sheets."""
    sheets = _part(workbook, "xl/workbook.xml").iter(f"{MAIN}sheet")
    return {sheet.attrib["name"]: f"xl/worksheets/sheet{number}.xml" for number, sheet in enumerate(sheets, start=1)}


def _part(workbook: bytes, name: str) -> ElementTree.Element:
    with ZipFile(BytesIO(workbook)) as file:
        return ElementTree.fromstring(file.read(name))  # noqa: S314 - a file this test has made


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
