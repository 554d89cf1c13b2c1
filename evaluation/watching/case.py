"""An invented case that watches the site: its folder, its record, and a clock that runs as it is told."""

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from evaluation.watching.site import CORNERS, draw_picture
from groundtruce import pipeline
from groundtruce.collect.maps import MapOptions
from groundtruce.collect.pictures.classes import parse_class
from groundtruce.collect.watching.politeness import Surroundings
from groundtruce.pipeline import tracing
from groundtruce.settings import Settings

START = datetime(2024, 3, 12, 6, tzinfo=UTC)
LARGEST = 1_000_000
"""No answer may be larger, in bytes."""

PAGES = (
    "steady", "edited", "flapping", "limited", "vanishing", "alternating", "ticking", "charset", "bomb", "private",
    "slow", "endless", "cut", "forbidden",
)  # fmt: skip

_CASE = """\
id = "two-rivers"
title = "Two Rivers 2024 (invented)"
summary = "An invented ceasefire."
default_drawing_error_m = 300
agreement = "agreement.toml"
parties = [
  { id = "arda", name = "Arda", kind = "party" },
  { id = "belm", name = "Belm", kind = "party" },
  { id = "observers", name = "Joint Observer Force", kind = "peacekeeper", names = ["the mission", "the observers"] },
]
publishers = [
  { id = "mission", name = "Joint Observer Force", party = "observers", kind = "mission" },
  { id = "atlas", name = "River Atlas" },
]
zones = [
  { id = "south", name = "Sector South", kind = "responsibility", holder = "observers" },
  { id = "north", name = "Northern ground", kind = "control", holder = "arda" },
]

[[areas]]
id = "agreed-area"
name = "the agreed deployment area"
file = "agreed-area.geojson"
drawing_error_m = 100
"""
_AGREEMENT = """\
id = "river-accord"
title = "River Accord"
signed = "2024-03-01"
signatories = ["arda", "belm"]
time_zone = "UTC"
source = "invented"

[[provisions]]
id = "1"
point = "1"
title = "Hand-over of the mill district"
summary = "The mill district is handed to Belm by 14 March 2024."

[provisions.terms]
type = "transfer"
area = "agreed-area"
to_party = "belm"
due = "2024-03-14"

[[provisions]]
id = "2"
point = "2"
title = "Where the observers deploy"
summary = "The observers deploy in the agreed area."

[provisions.terms]
type = "deployment area"
zone_kind = "responsibility"
holder = "observers"
area = "agreed-area"
"""
_AREA = '{"type": "Polygon", "coordinates": [[[10, 0.05], [10.1, 0.05], [10.1, 0.1], [10, 0.1], [10, 0.05]]]}'
_NOTE_ALERT = "import os, sys; f = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND); os.write(f, sys.stdin.buffer.read() + b'\\n')"


class ToldClock:
    """A clock that stands still but for those who sleep."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self.moment += timedelta(seconds=seconds)

    def go_to(self, moment: datetime) -> None:
        """Show a moment, unless it is past."""
        self.moment = max(self.moment, moment)


def begin_of(number: int) -> datetime:
    """When a round begins: one an hour."""
    return START + timedelta(hours=number)


def look_up_test(host: str, _port: int) -> list[str]:
    """Every host of the site is this machine."""
    if not host.endswith(".test"):
        raise OSError("no such host")
    return ["127.0.0.1"]


def make_surroundings(clock: ToldClock, *, now: Callable[[], datetime] | None = None) -> Surroundings:
    """The world as the watch sees it; `now` looks at the clock in another way."""
    chance = random.Random(7).random  # noqa: S311 - to be repeated
    return Surroundings(now=now or clock.now, sleep=clock.sleep, chance=chance, resolve=look_up_test)


def write_case(folder: Path, *, port: int, alerts: Path) -> None:
    """The case's folder, with a `watch.toml` for the site at a port. A command writes alerts into the file `alerts`."""
    files = {"case.toml": _CASE, "agreement.toml": _AGREEMENT, "agreed-area.geojson": _AREA}
    (folder / "inbox").mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "watch.toml").write_text(_write_watch(port, alerts), "utf-8")


def start_record(folder: Path) -> Path:
    """A record of the case that holds the first picture map, traced by hand."""
    record = folder / "record.gpkg"
    pipeline.start_record(record, case=folder)
    picture = folder / "first.png"
    picture.write_bytes(draw_picture(0))
    options = tracing.TraceOptions(
        parts=[parse_class("north=like:150,150")],
        control=[f"{x},{y}={20 + x / 100},{45 - y / 100}" for x, y in CORNERS],
        publisher="atlas",
        map=MapOptions(zone="north", kind="control", valid_from="2024-03-10"),
    )
    case = pipeline.load_case(folder)
    traced = tracing.trace_picture(picture, options=options, case=case, settings=Settings())
    tracing.record_traced(record, picture, traced, options=options, settings=Settings())
    return record


def change_inbox(folder: Path, *, phase: int, is_there: bool) -> None:
    """A file in the watched folder that changes with the phase, and one that is taken away."""
    (folder / "inbox" / "notes.txt").write_text(f"Note {phase}: the patrol met nobody on its way.\n", "utf-8")
    other = folder / "inbox" / "letter.txt"
    if is_there:
        other.write_text("The ministry wrote that it would hand over the lists.\n", "utf-8")
    else:
        other.unlink(missing_ok=True)


# ---------------------------------------------------------------------------------------------------------------


def _write_watch(port: int, alerts: Path) -> str:
    sources = {
        "loop": ("page", "/a", ""),
        "moved": ("page", "/old", ""),
        "feed": ("feed", "/feed", 'publisher = "mission"'),
        "atom": ("feed", "/feed", ""),
        "dated": ("map", "/map.geojson", 'publisher = "mission"\nvalid_from = "capture"'),
        "picture": ("picture", "/map.png", 'publisher = "atlas"\nvalid_from = "capture"'),
        **dict.fromkeys(PAGES, ("page", "/page", "")),
    }
    lines = [
        'contact = "https://two-rivers.test/watch"',
        "retries = 1",
        f"max_bytes = {LARGEST}",
        "",
        "[alerts]",
        f"command = {[sys.executable, '-S', '-E', '-c', _NOTE_ALERT, str(alerts)]!r}",
        f'webhook = "http://hook.test:{port}/alerts"',
    ]
    for name, (kind, path, more) in sources.items():
        lines += ["", "[[sources]]", f'id = "{name}"', f'kind = "{kind}"']
        lines += [f'address = "http://{name}.test:{port}{path}"', *([more] if more else [])]
    lines += ["", "[[sources]]", 'id = "inbox"', 'kind = "folder"', 'folder = "inbox"']
    for name in (*sources, "hook"):
        lines += ["", "[[hosts]]", f'name = "{name}.test"', "allow_private = true"]
        lines += ["timeout_s = 0.3"] if name == "slow" else []
    return "\n".join(lines) + "\n"
