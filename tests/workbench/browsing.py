"""A browser that looks at the page, and what it may not do while it does."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

AXE = Path(__file__).resolve().parents[2] / "workbench" / "node_modules" / "axe-core" / "axe.min.js"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
# A browser of a test asks nobody: not for updates, not for lists of safe sites.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not here: make system installs it")
    return playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)


@contextmanager
def open_page(
    browser: Browser, origin: str, *, query: str = "/", expected: tuple[str, ...] = (), **options: Any
) -> Iterator[Page]:
    """A page on `origin`; at its end there was no console error, no foreign request and no dialog, but for errors `expected`."""
    context = browser.new_context(
        **{"viewport": WIDE, "reduced_motion": "reduce", "base_url": origin, "accept_downloads": True, **options}
    )
    faults: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in expected):
            faults.append(f"{message.type}: {message.text}")

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"blob", "data"} and f"{parts.scheme}://{parts.netloc}" != origin:
            faults.append(f"asked {request.url}")

    try:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", note_message)
        page.on("request", note_request)
        page.on("pageerror", lambda error: faults.append(f"threw {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(query)
        settle(page)
        yield page
        assert not faults, faults
        assert not context.cookies()
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until the page has its answers and has drawn them."""
    for _ in range(2):
        page.wait_for_function(
            "() => document.documentElement.dataset.pending === '0' && document.fonts.status === 'loaded'"
        )
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def find_violations(page: Page) -> list[str]:
    """The serious and critical violations that axe-core finds, each with its places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{each['impact']}: {each['id']} at {[node['target'] for node in each['nodes']]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
