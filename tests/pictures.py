"""Pictures of the running sample. `python -m tests.pictures` makes those of the README and the docs.

`python -m tests.pictures --all FOLDER` photographs every page for everyone who can reach it, wide and on a phone, in
both themes: for whoever judges how it looks.
"""

import argparse
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.people import People

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLOURS = 128  # enough for flat pages, and a fraction of the size
LARGEST = 250_000
ROLES = ("", "consultant", "project_lead", "cfo", "ceo", "department_head", "employee", "auditor", "administrator")


def main() -> None:
    """Starts the product on the sample data, takes the pictures, and stops it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="photograph every page into FOLDER")
    arguments = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    if arguments.all:
        with_people(lambda people: photograph_everything(people, arguments.all))
    else:
        with_people(photograph_for_the_docs)


def with_people(work: Callable[["People"], None]) -> None:
    """Calls `work` with people who can open pages of the running product."""
    from tests.browser.people import People, Watch, chromium
    from tests.browser.site import running_site

    with running_site(f"pictures_{os.getpid()}") as site, chromium() as browser:
        work(People(site, browser, Watch(site.address)))


# --- For the README and the docs


def photograph_for_the_docs(people: "People") -> None:
    """Writes docs/pictures/."""
    from tests.browser.people import PHONE
    from tests.browser.tour import settled

    FOLDER.mkdir(parents=True, exist_ok=True)
    consultant, cfo = people.page("consultant"), people.page("cfo")
    consultant.goto("/")
    save(consultant.screenshot(), "consultancy")
    # One that is on its way, so that the gate of its week is in the picture.
    consultant.goto(f"{case_called(consultant, 'Support chatbot', 'lakeside')}results/")
    settled(consultant)
    save(consultant.screenshot(), "case")
    consultant.emulate_media(color_scheme="dark")
    save(consultant.screenshot(), "case-dark")
    pilot = people.page("project_lead")
    pilot.goto("/o/northwind/pilots/")
    pilot.get_by_role("link", name="Invoice processing").click()
    save(pilot.screenshot(), "pilot")
    case = case_called(cfo, "Invoice processing")
    cfo.goto(f"{case}for/cfo/")
    save(cfo.screenshot(), "cfo")
    phone = people.page("cfo", viewport=PHONE, device_scale_factor=2)
    phone.goto(f"{case}for/cfo/")
    save(phone.screenshot(), "phone")
    save(first_page(pdf_of(cfo, case)), "cfo-pdf")


def case_called(page: "Page", name: str, slug: str = "northwind") -> str:
    """Returns the address of a sample case."""
    page.goto(f"/o/{slug}/cases/")
    return str(page.get_by_role("link", name=name).first.get_attribute("href"))


def pdf_of(page: "Page", case: str) -> bytes:
    """Asks for the CFO's PDF as a person does, and returns the file."""
    page.goto(f"{case}for/cfo/")
    page.get_by_role("button", name="PDF").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Download the PDF").click(timeout=60_000)
    return download.value.path().read_bytes()


def first_page(pdf: bytes) -> bytes:
    """Returns the first page as a picture. Poppler's pdftoppm draws it (Debian: poppler-utils)."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file.pdf").write_bytes(pdf)
        command = ["pdftoppm", "-png", "-singlefile", "-r", "110", "file.pdf", "page"]
        subprocess.run(command, cwd=folder, check=True)
        return (Path(folder) / "page.png").read_bytes()


def save(png: bytes, name: str) -> None:
    """Writes one picture with few colours; fails where it would weigh down the repository."""
    path = FOLDER / f"{name}.png"
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    assert size < LARGEST, f"{path.name} takes {size:,} bytes"
    print(f"{path.relative_to(FOLDER.parent.parent)}  {size // 1000} kB")


# --- Of everything


def photograph_everything(people: "People", folder: Path) -> None:
    """Writes `<role>/<page>-<wide|phone>-<theme>.png` for every page of every role."""
    from tests.browser.people import DESKTOP, PHONE
    from tests.browser.tour import Tour

    shutil.rmtree(folder, ignore_errors=True)
    for role in ROLES:
        page = people.page(role)
        for kind in Tour(page).visits("/o/northwind/" if role not in ("", "consultant") else "/"):
            for width, size in (("wide", DESKTOP), ("phone", PHONE)):
                page.set_viewport_size(size)
                for theme in ("light", "dark"):
                    page.emulate_media(color_scheme=theme)
                    name = kind.strip("/").replace("/", ".").replace("?", ".") or "home"
                    path = folder / (role or "stranger") / f"{name}-{width}-{theme}.png"
                    page.screenshot(path=path, full_page=True)
            page.set_viewport_size(DESKTOP)


if __name__ == "__main__":
    main()
