"""The PDF of a report, read back: what it says, how it is tagged, and that it is the same every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.document import Column, Paragraph, Row, Section, Table
from reports.render.pdf import Labels, Layout, render_pdf

from .pdf_reading import drawn_outside_the_structure, elements, fonts, keys, kinds, letters_of, read, text_of
from .sample import CASH, CFO, HASH, WORKING, YEARLY, document

COVER = Layout()


def test_every_figure_of_the_document_is_in_the_text():
    text = text_of(read(CFO))
    for figure in ("$160,950", "6.5 months", "−$18,517", "(16,808)", "193,497", "52,719", "$57,200", "90 days"):
        assert figure in text


def test_the_cover_says_what_for_whom_by_whom_when_and_which_figures():
    cover = read(CFO, COVER).pages[0].extract_text()
    for text in ("Invoice processing", "For the CFO", "Northwind Foods", "Dana Whitfield", "November 16, 2026", HASH):
        assert text in cover


def test_the_contents_name_the_page_of_each_section():
    reader = read(CFO, COVER)
    cover = " ".join(reader.pages[0].extract_text().split())
    for entry in reader.outline:
        page = reader.get_destination_page_number(entry) + 1
        assert f"{page} {entry.title}" in cover


def test_every_foot_says_which_page_of_how_many_and_which_snapshot():
    reader = read(CFO, COVER)
    for number, page in enumerate(reader.pages, start=1):
        letters = "".join(page.extract_text().split())
        assert f"Page{number}of{len(reader.pages)}" in letters
        assert f"Snapshot{HASH[:12]}" in letters


def test_the_frame_speaks_the_reader_s_language():
    labels = Labels(page="Seite {page} von {pages}.", snapshot="Stand", working_value="Wert")
    german = document(*CFO.sections, language="de-DE")
    text = text_of(PdfReader(BytesIO(render_pdf(german, COVER, labels))))
    assert "16. November 2026" in text
    assert "Stand 9f3c1e7ab02d" in text
    assert "Wert" in text


def test_sections_are_bookmarks_that_lead_to_their_pages():
    reader = read(CFO)
    assert [entry.title for entry in reader.outline] == [section.title for section in CFO.sections]
    for entry in reader.outline:
        page = reader.pages[reader.get_destination_page_number(entry)]
        assert entry.title in page.extract_text()


def test_the_file_says_its_title_language_and_that_it_is_tagged():
    reader = read(CFO)
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Invoice processing"
    assert reader.metadata.author == "Dana Whitfield"
    assert reader.metadata.creation_date.isoformat().startswith("2026-11-16T09:30:00")
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(page["/Tabs"] == "/S" for page in reader.pages)


def test_headings_lists_tables_and_figures_are_told_apart():
    found = kinds(read(CFO))
    assert found[0] == "Document"
    assert found.count("H1") == 1
    assert found.count("H2") == 3
    assert found.count("Table") == 2
    assert found.count("Figure") == 2
    assert {"H3", "P", "L", "LI", "Lbl", "LBody", "TR", "TH", "TD"} <= set(found)


def test_a_table_s_headers_say_what_they_head():
    scopes = [e["/A"][0]["/Scope"] for e in elements(read(CFO)) if e["/S"] == "/TH"]
    assert scopes.count("/Column") == 6 + 3
    assert scopes.count("/Row") == 4 + 4


def test_a_chart_says_in_words_what_it_shows():
    alternatives = [e["/Alt"] for e in elements(read(CFO)) if e["/S"] == "/Figure"]
    assert alternatives[0] == "Cash falls, then rises."
    assert alternatives[1].startswith("Costs $16.8k at the start, then brings in $52.7k a year. Bar chart")


def test_nothing_is_drawn_outside_the_structure():
    assert drawn_outside_the_structure(read(CFO, COVER)) == []


def test_each_mark_of_a_page_leads_to_its_element():
    reader = read(CFO, COVER)
    parents = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    numbers = dict(zip(parents[::2], parents[1::2], strict=True))
    marks = {
        (kid["/Pg"].get_object()["/StructParents"], kid["/MCID"]): element
        for element in elements(reader)
        for kid in element["/K"]
        if "/MCID" in kid.get_object()
    }
    for (page, number), element in marks.items():
        assert numbers[page].get_object()[number].get_object() == element
    assert len(marks) == sum(len(array.get_object()) for array in numbers.values())


def test_all_fonts_are_in_the_file():
    found = fonts(read(CFO, COVER))
    assert len(found) == 3
    assert all(found.values()), found


def test_the_file_runs_nothing_opens_nothing_and_leads_nowhere():
    found = keys(read(CFO, COVER).trailer)
    assert not found & {
        "/JS",
        "/JavaScript",
        "/Launch",
        "/URI",
        "/EmbeddedFiles",
        "/OpenAction",
        "/AA",
        "/Annots",
    }


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(paper, size):
    box = read(CFO, Layout(paper)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_the_same_document_gives_the_same_bytes_in_any_process_at_any_time():
    code = "import sys; from tests.reports.sample import CFO; from reports.render.pdf import render_pdf\n"
    code += "sys.stdout.buffer.write(render_pdf(CFO))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "86400"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment).stdout
    assert render_pdf(CFO) == render_pdf(CFO) == other


def test_a_different_figure_gives_different_bytes():
    assert render_pdf(CFO) != render_pdf(document(*CFO.sections, snapshot_hash="0" * 64))


def test_a_long_table_repeats_its_head_once_in_the_structure_and_on_every_page_in_sight():
    rows = tuple(Row((f"Month {number}", f"{number * 1000:,}")) for number in range(200))
    reader = read(document(Section("s", "Cash", (Table((Column("Period"), Column("Amount", "end")), rows),))))
    assert len(reader.pages) > 3
    assert all("Period" in page.extract_text() for page in reader.pages)
    assert kinds(reader).count("TH") == 2
    assert drawn_outside_the_structure(reader) == []
    letters = letters_of(reader)
    assert all(f"Month{number}" in letters for number in range(200))


def test_a_total_never_stands_alone_on_a_page():
    for count in range(25, 61, 5):
        rows = (*(Row((f"Line {number}", "1")) for number in range(count)), Row(("Total", "9"), total=True))
        page = read(document(Section("s", "Sum", (Table((Column("Line"), Column("Amount", "end")), rows),)))).pages[-1]
        assert f"Line {count - 1}" in page.extract_text()


@pytest.mark.parametrize(
    ("blocks", "text"),
    [((YEARLY,), "160,950"), ((CASH,), "Pays back in month 3"), ((WORKING,), "Time saved a year")],
)
def test_a_heading_is_never_the_last_thing_on_a_page(blocks, text):
    for lines in range(28, 50, 3):
        filling = Section("filling", "Filling", tuple(Paragraph(("A line.",)) for _ in range(lines)))
        reader = read(document(filling, Section("next", "The next section", blocks)))
        (page,) = [page.extract_text() for page in reader.pages if "The next section" in page.extract_text()]
        assert text in page.split("The next section")[1]


def test_no_page_shows_the_head_of_a_table_twice():
    for lines in range(20, 50, 3):
        filling = tuple(Paragraph(("A line.",)) for _ in range(lines))
        rows = tuple(Row((f"Line {number}", "1")) for number in range(12))
        table = Table((Column("What"), Column("Amount", "end")), rows)
        reader = read(document(Section("s", "Sum", (*filling, table))))
        assert all(page.extract_text().count("Amount") <= 1 for page in reader.pages)


def test_a_report_of_two_dozen_pages_takes_a_moment():
    text = "The hours are counted from time sheets and checked against the ledger. " * 40
    sections = tuple(Section(f"s{n}", f"Part {n}", (*CFO.sections[0].blocks, Paragraph((text,)))) for n in range(20))
    started = time.perf_counter()
    reader = PdfReader(BytesIO(render_pdf(document(*sections))))
    seconds = time.perf_counter() - started
    print(f"{len(reader.pages)} pages in {seconds:.2f} s")
    assert len(reader.pages) > 24
    assert seconds < 5


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler-utils is not installed")
def test_poppler_reads_the_structure_in_order(tmp_path: Path):
    file = tmp_path / "cfo.pdf"
    file.write_bytes(render_pdf(CFO))
    shown = subprocess.run(["pdfinfo", "-struct-text", file], capture_output=True, text=True, check=True)
    assert not shown.stderr
    order = ["H1", "Invoice processing", "TOC", "H2", "$160,950", "Figure", "Table", "Benefits, 70% likely", "H3"]
    places = [shown.stdout.index(text) for text in order[:2]]
    for text in order[2:]:
        places.append(shown.stdout.index(text, places[-1]))
    assert places == sorted(places)
