"""`watch.toml`: what it may say, and how a slip in it is told."""

from pathlib import Path

import pytest

from groundtruce.collect.watching.tables import load_watch
from groundtruce.errors import UnusableInput
from tests import story

GOOD = """\
contact = "desk@example.org"
[[sources]]
id = "map"
kind = "map"
address = "https://example.org/map.geojson"
publisher = "observer-site"
zone = "south"
valid_from = "capture"
[[sources]]
id = "inbox"
kind = "folder"
folder = "."
[[hosts]]
name = "example.org"
delay_s = 30
"""


def load(tmp_path: Path, text: str) -> object:
    (tmp_path / "watch.toml").write_text(text, "utf-8")
    return load_watch(tmp_path, case=story.CASE).watch


def test_a_watch_is_read(tmp_path: Path) -> None:
    """What is left out has its default."""
    (tmp_path / "watch.toml").write_text(GOOD, "utf-8")
    loaded = load_watch(tmp_path, case=story.CASE)
    assert loaded == load_watch(tmp_path / "watch.toml", case=story.CASE)
    assert (loaded.watch.sources[0].every_minutes, loaded.watch.hosts[0].delay_s, loaded.watch.delay_s) == (60, 30, 5)
    assert loaded.path("inbox") == tmp_path / "inbox"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"desk@example.org"', '"us"', "line 1, contact: 'us' is no address for mail"),
        ('id = "map"', 'id = "Map 1"', "line 3, [[sources]] 1, id: 'Map 1' is not of small letters"),
        ('id = "inbox"', 'id = "map"', "line 10, [[sources]] 2, id: 'map' is named twice"),
        ('kind = "map"', 'kind = "maps"', "line 4, [[sources]] 1, kind: invalid enum value 'maps'"),
        ("https://example.org/map", "ftp://example.org/map", "line 5, [[sources]] 1, address: 'ftp://example.org/map.geojson' is no"),
        ('"observer-site"', '"observers"', "line 6, [[sources]] 1, publisher: 'observers' is no publisher of the case"),
        ('"south"', '"north"', "line 7, [[sources]] 1, zone: 'north' is no zone of the case: south"),
        ('folder = "."', 'folder = "none"', "line 12, [[sources]] 2, folder: there is no folder 'none'"),
        ('folder = "."', 'address = "https://example.org/"', "line 9, [[sources]] 2: missing key `folder`"),
        ('folder = "."', 'folder = "."\nlike = "a"', "line 13, [[sources]] 2, like: says something of a picture"),
        ("delay_s = 30", "delay_s = -1", "line 15, [[hosts]] 1, delay_s: -1 is not between 0 and 3600"),
        ("delay_s = 30", "delay = 30", "line 13, [[hosts]] 1: unknown key `delay`"),
        ('name = "example.org"', 'name = "https://example.org"', "line 14, [[hosts]] 1, name: 'https://example.org' is no host's name"),
        ('contact = "desk@example.org"', 'contact = "desk@example.org"\nretries = 1000', "line 2, retries: 1000 is not between 0 and 10"),
        ('contact = "desk@example.org"', 'contact = "desk@example.org"\nalerts = { webhook = "x" }', "line 2, alerts, webhook: 'x' is no http"),
        ('kind = "map"', 'kind = "page"', "line 7, [[sources]] 1, zone: says something of a map, and this is a page"),
        ('publisher = "observer-site"\nzone = "south"', "", "[[sources]] 1"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    """As in the other files of a case: file, line, place, reason."""
    text = GOOD.replace(old, new) if new else GOOD.replace(old, "").replace('kind = "map"', 'kind = "picture"')
    assert text != GOOD
    with pytest.raises(UnusableInput) as refused:
        load(tmp_path, text)
    assert reason in str(refused.value)
