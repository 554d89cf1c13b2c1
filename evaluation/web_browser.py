"""Time the page in a browser: how soon it can be used, how soon a step shows another map, how smoothly its list scrolls.

The system's Chromium, headless, 1440 × 900, on the machine that the server runs on too. Nothing is kept between two visits: each
has a browser context of its own. Times are the browser's: from the event (`timeStamp`) or the beginning of the navigation to the
frame after the one that shows the outcome.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.workbench.browsing import WIDE, launch, settle

VISITS = 10
STEPS = 150
SCROLL_PX = 1_500
SCROLLS = 200

_WATCH = """
(() => {
  const watched = { usable: null, drawn: [], long: [] };
  window.watched = watched;
  const nextFrame = (then) => requestAnimationFrame((now) => then(now));
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) watched.long.push([task.startTime, task.duration]);
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const mark of list.getEntries())
      if (mark.name === "map drawn") nextFrame((now) => watched.drawn.push([now, mark.detail]));
  }).observe({ type: "mark", buffered: true });
  document.addEventListener("keydown", (event) => { watched.pressed = event.timeStamp; }, true);
  const look = (now) => {
    const isThere = document.querySelector('[aria-label^="Chronology"] li') && document.querySelector('[aria-label="Valid day"]')
      && watched.drawn.some(([, zones]) => zones.length > 0);
    if (isThere) watched.usable = now;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def time_page(origin: str) -> list[tuple[str, float, float]]:
    """What was looked at, with the median and the 95th percentile of its milliseconds (of the scrolling: the longest task)."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            visits = [_time_visit(browser, origin) for _ in range(VISITS + 1)][1:]
            with _visit(browser, origin) as page:
                # From the record's last day to that of its last map.
                page.keyboard.press("ArrowLeft")
                settle(page)
                back = [_step(page, "ArrowLeft") for _ in range(STEPS)]
                forth = [_step(page, "ArrowRight") for _ in range(STEPS)]
                at_once = _step_fast(page, "ArrowLeft", STEPS)
            with _visit(browser, origin) as page:
                entries, longest = _scroll(page)
        finally:
            browser.close()
    return [
        ("the page is usable: the zone drawn, the chronology listed, the sliders there", *_spread(visits)),
        ("a step to a version not seen before, a step at a time", *_spread(back)),
        ("a step to a version seen before", *_spread(forth)),
        ("steps as fast as the page takes them", *_spread(at_once)),
        (f"the longest task while {entries:,} entries of the chronology scroll by", longest, longest),
    ]


# ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _visit(browser: Browser, origin: str) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE, base_url=origin, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto("/")
        page.wait_for_function("() => window.watched.usable !== null", timeout=60_000)
        settle(page)
        yield page
    finally:
        context.close()


def _time_visit(browser: Browser, origin: str) -> float:
    with _visit(browser, origin) as page:
        return float(page.evaluate("() => window.watched.usable"))


def _step(page: Page, key: str) -> float:
    """From the key to the frame after the map is drawn with other zones than before; what is fetched ahead is left to end."""
    before = page.evaluate(
        "() => { window.watched.drawn.splice(0, window.watched.drawn.length - 1); return window.watched.drawn[0][1].join(); }"
    )
    page.keyboard.press(key)
    waited = page.wait_for_function(
        """(before) => {
          const { drawn, pressed } = window.watched;
          const found = drawn.find(([, zones]) => zones.length && zones.join() !== before);
          return found ? { ms: found[0] - pressed } : null;
        }""",
        arg=before,
    ).json_value()
    settle(page)
    return float(waited["ms"])


def _step_fast(page: Page, key: str, steps: int) -> list[float]:
    """The same without a pause between a step and the next."""
    return [float(each) for each in page.evaluate(_STEP_FAST, [key, steps])]


_STEP_FAST = """async ([key, steps]) => {
  const { drawn } = window.watched;
  const last = () => drawn.at(-1)[1].join();
  const waited = [];
  for (let step = 0; step < steps; step++) {
    const before = last();
    const from = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    while (last() === before) await new Promise((done) => requestAnimationFrame(done));
    waited.push(drawn.at(-1)[0] - from);
  }
  return waited;
}"""


def _scroll(page: Page) -> tuple[int, float]:
    """How many entries came by while the chronology was scrolled with the wheel, and the longest task meanwhile in milliseconds."""
    listed = page.get_by_role("region", name="Chronology")
    box = listed.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    begun = page.evaluate("() => performance.now()")
    for _ in range(SCROLLS):
        page.mouse.wheel(0, SCROLL_PX)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    settle(page)
    seen = page.evaluate(
        """(begun) => ({
          entries: Number(document.querySelector('[aria-label^="Chronology"] li:last-child').ariaPosInSet
                          ?? document.querySelector('[aria-label^="Chronology"] li:last-child').getAttribute("aria-posinset")),
          long: window.watched.long.filter(([start]) => start >= begun).map(([, duration]) => duration),
        })""",
        begun,
    )
    return int(seen["entries"]), max(seen["long"], default=0.0)


def _spread(waited: list[float]) -> tuple[float, float]:
    ordered: list[Any] = sorted(waited)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
