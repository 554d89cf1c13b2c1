"""What every test of the page holds while it looks is broken here on purpose, so that it is known to hold."""

import pytest
from playwright.sync_api import Browser

from tests.workbench.browsing import open_page

BREACHES = {
    "an error on the console": "console.error('broken')",
    "an error that nobody caught": "setTimeout(() => { throw new Error('lost'); })",
    "a promise that nobody awaited": "void Promise.reject(new Error('dropped'))",
    "a request to another origin": "fetch('http://127.0.0.1:9/asked').catch(() => 0)",
    "a picture from another origin": "new Image().src = 'http://127.0.0.1:9/picture.png'",
    "a dialog": "setTimeout(() => alert('stop'))",
}
TOLD = ("broken", "lost", "dropped", "127.0.0.1:9/asked", "127.0.0.1:9/picture.png", "dialog: stop")


def test_no_console_error_and_no_request_to_another_origin_goes_unseen(browser: Browser, origin: str) -> None:
    """Any of these in a test fails that test, at the latest at its end, and it is told which."""
    with pytest.raises(AssertionError) as caught:
        look_and_break(browser, origin)
    for told in TOLD:
        assert told in str(caught.value)


def look_and_break(browser: Browser, origin: str) -> None:
    """Open the page and do all that no test may."""
    with open_page(browser, origin, query="/?view=keys") as page:
        for script in BREACHES.values():
            page.evaluate(f"() => {{ {script}; }}")
        page.wait_for_timeout(300)
