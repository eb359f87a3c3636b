"""Every page, as the people who reach it: WCAG 2.2 AA by axe, in both themes, wide and on a phone; no dead links."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import DESKTOP, NARROW, PHONE, People
from tests.browser.tour import Tour

AXE = Axe().axe_script
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A theme changes colours and nothing else.
RULES = {"light": WCAG, "dark": ["color-contrast"]}
# Each from where they begin. What the lead and the CFO have seen looks the same to those who see less of it.
WALKS = {
    "stranger": (("", "/"),),
    "lead": (("project_lead", "/o/northwind/"), ("consultant", "/")),
    "cfo": (("cfo", "/o/northwind/"),),
    "readers": (("ceo", "/o/northwind/"), ("auditor", "/o/northwind/"), ("administrator", "/o/northwind/")),
    "team": (("employee", "/o/northwind/"), ("department_head", "/o/northwind/")),
}


@pytest.mark.parametrize("walk", WALKS)
def test_every_page_is_accessible_and_fits_the_screen(people: People, walk: str):
    seen: set[str] = set()
    faults: list[str] = []
    for role, start in WALKS[walk]:
        page = people.page(role)
        for kind in Tour(page, seen).visits(start):
            faults += [f"{role} {kind}: {fault}" for fault in faults_of(page)]
    assert faults == []


def faults_of(page: Page) -> list[str]:
    """Returns what is wrong with the page that is open, as it looks in each theme and on each screen."""
    found = []
    page.evaluate(AXE)
    for width, size in (("wide", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size)
        for theme, rules in RULES.items():
            page.emulate_media(color_scheme=theme)
            found += [f"{width} {theme} {violation}" for violation in violations(page, rules)]
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        if overflow(page):
            found.append(f"wider than {size['width']} px: {', '.join(overflow(page))}")
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
    return found


def violations(page: Page, rules: list[str]) -> list[str]:
    # Without `preload` axe does not fetch every style sheet anew; none of these rules reads them.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate("options => axe.run(document, options)", options)
    return [f"{one['id']}: {node['html'][:200]}" for one in result["violations"] for node in one["nodes"]]


def overflow(page: Page) -> list[str]:
    """Returns what makes the page scroll sideways: the outermost elements that reach beyond its edge."""
    script = """() => {
      const edge = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= edge) return [];
      const beyond = [...document.querySelectorAll("main *, header *, nav *")]
        .filter(e => e.getBoundingClientRect().right > edge + 1);
      return beyond.slice(0, 3).map(e => e.outerHTML.slice(0, 120));
    }"""
    return list(page.evaluate(script))
