"""People at a browser: each signs in once, and every page is watched for what must never happen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.browser.site import Site

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
# No fault of a page: a form is refused with a 422, and whoever leaves a page ends what it was still loading.
UNREMARKABLE = (
    "Failed to load resource: the server responded with a status of",
    "htmx:sendAbort",
    "htmx:afterRequest",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Runs its body beside a browser: Debian's own, nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What went wrong on the pages it watches: script errors, blocked content, requests to elsewhere, server errors."""

    origin: str
    # Server errors a test provokes.
    expected: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watches every page of `context`."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(UNREMARKABLE):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.faults.append(f"left the machine: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")


@dataclass
class People:
    """Opens pages as somebody; who has signed in once stays signed in."""

    site: Site
    browser: Browser
    watch: Watch
    signed_in: dict[str, Any] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, role: str = "", slug: str = "northwind", **options: Any) -> Page:
        """Returns a page of the person who holds `role` at `slug`, or of a stranger; `options` are the context's."""
        state = self._state(email(role, slug)) if role else None
        return self._open(storage_state=state, **options)

    def leave(self) -> None:
        """Closes every page."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _state(self, address: str) -> Any:
        if address not in self.signed_in:
            page = self._open()
            sign_in(page, address)
            self.signed_in[address] = page.context.storage_state()
            page.context.close()
        return self.signed_in[address]

    def _open(self, **options: Any) -> Page:
        context = self.browser.new_context(
            base_url=self.site.address, **{"viewport": DESKTOP, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(15_000)
        self.watch.over(context)
        self.contexts.append(context)
        return context.new_page()


def email(role: str, slug: str) -> str:
    """Returns the address of the sample person who holds `role` at `slug`; the consultant works for all three."""
    return "consultant@harbour.example" if role == "consultant" else f"{role.replace('_', '-')}@{slug}.example"


def sign_in(page: Page, address: str) -> None:
    """Signs in as a person would."""
    from portfolio.sample.cast import PASSWORD

    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/o/**" if not address.startswith("consultant") else "**/")
