"""Take the pictures of the workbench from the running page, in the system's Chromium. `python docs/images/workbench.py`.

The moments in them are those of the record that is made for them, so two runs differ in the recorded clock and in nothing else.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "examples")]

from demo import CASE, inputs_by_publication  # noqa: E402

from groundtruce import pipeline  # noqa: E402
from groundtruce.settings import Settings  # noqa: E402
from tests.web.served import serve  # noqa: E402
from tests.workbench.browsing import NARROW, WIDE, launch, open_page, settle  # noqa: E402

DAY = "on=2020-12-13"


def main() -> None:
    """Write the pictures beside this file."""
    # Documents are named as a reader would: by their paths from the project's folder.
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "karabakh-2020.gpkg"
        make_record(record)
        with serve(record) as client, sync_playwright() as playwright:
            browser = launch(playwright)
            origin = str(client.base_url).rstrip("/")
            for name, query, options in find_views(client):
                take(browser, origin, name=name, query=query, options=options)
            browser.close()


def make_record(record: Path) -> None:
    """The example's record."""
    inputs = [path.relative_to(ROOT) for path in inputs_by_publication()]
    pipeline.start_record(record, case=CASE)
    for _ in pipeline.add_files(record, inputs, options=pipeline.InputOptions(), settings=Settings()):
        pass


def find_views(client: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Each picture's name, the address it shows, and what else the browser is told."""
    changes = client.get("/api/changes").json()
    moved = next(each for each in changes["changes"] if each["verdict"] == "moved")
    change = f"{moved['from']['version']}..{moved['to']['version']}"
    passage = next(each["citation"] for each in changes["reported"] if each["direction"])
    span = ",".join(f"{start}-{end}" for start, end in passage["span"])
    incidents = client.get("/api/incidents?limit=1000").json()["incidents"]
    told = max(incidents, key=lambda each: len(each["mentions"]))["id"]
    dark = {"color_scheme": "dark"}
    return [
        ("light", f"/?{DAY}", {}),
        ("dark", f"/?{DAY}", dark),
        ("change", f"/?{DAY}&open=change:{change}", {}),
        ("incident", f"/?{DAY}&open=incident:{told}", {}),
        ("source", f"/?{DAY}&open=document:{passage['document']}&span={span}", {}),
        ("agreement", "/?view=agreement&on=2020-12-14", dark),
        ("phone", f"/?{DAY}", {"viewport": NARROW}),
    ]


def take(browser: Browser, origin: str, *, name: str, query: str, options: dict[str, Any]) -> None:
    """One picture. Its colours stay whole: the parties' must be the same everywhere."""
    file = Path(__file__).with_name(f"workbench-{name}.png")
    with open_page(browser, origin, query=query, viewport=options.pop("viewport", WIDE), **options) as page:
        settle(page)
        page.screenshot(path=file)
    Image.open(file).convert("RGB").save(file, optimize=True)


if __name__ == "__main__":
    main()
