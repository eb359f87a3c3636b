"""A tour of the product: every kind of page a person can reach by its links, each once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Of many pages of one kind, one is enough: every working, month, line and choice of a model looks alike.
ALIKE = (
    (ID, "ID"),
    (re.compile(r"/working/.*"), "/working/"),
    (re.compile(r"/months/\d+/"), "/months/"),
    (re.compile(r"\?model=.*"), "?model"),
    (re.compile(r"\?(?!model|method).*"), ""),
    (re.compile(r"/o/(?!northwind)[^/]+/"), "/o/northwind/"),
)
NO_PAGE = re.compile(r"/export/|export=|\.csv|/documents/|/readyz|/healthz")


@dataclass
class Tour:
    """Leads one page from link to link; `seen` may be shared, so that the next person skips what another has seen."""

    page: Page
    seen: set[str] = field(default_factory=set)

    def visits(self, start: str) -> Iterator[str]:
        """Yields the kind of each page while the browser shows it. A link that leads nowhere is an AssertionError."""
        waiting = [(start, "")]
        while waiting:
            address, source = waiting.pop(0)
            if kind_of(address) in self.seen or NO_PAGE.search(address):
                continue
            self.seen.add(kind_of(address))
            answer = self.page.goto(address)
            assert answer is not None, address
            assert answer.ok, f"{answer.status} at {address}, linked from {source}"
            self.seen.add(kind_of(self.path))
            settled(self.page)
            yield kind_of(self.path)
            waiting += [(link, self.path) for link in self.links()]

    @property
    def path(self) -> str:
        return str(self.page.evaluate("location.pathname + location.search"))

    def links(self) -> list[str]:
        """The addresses the page leads to."""
        script = (
            "all => all.map(a => new URL(a.href)).map(u => u.origin === location.origin ? u.pathname + u.search : '')"
        )
        return [link for link in dict.fromkeys(self.page.locator("a[href]").evaluate_all(script)) if link]


def settled(page: Page) -> None:
    """Waits for the parts a page loads after itself."""
    # A locator, not a script: waiting for a script would evaluate text, which the page's own policy forbids.
    expect(page.locator(".htmx-request")).to_have_count(0)


def kind_of(address: str) -> str:
    """Returns what an address has in common with those of pages like it."""
    for pattern, replacement in ALIKE:
        address = pattern.sub(replacement, address)
    return address
