"""`watch.toml`: which sources a case watches, how politely, and who is told. `docs/operations.md` describes the file."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from groundtruce.collect.case_checks import Problem, Problems
from groundtruce.collect.case_tables import read_table
from groundtruce.collect.toml_lines import Keys
from groundtruce.collect.watching.addresses import Refused, parse_address
from groundtruce.model.cases import Case
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneKind

WATCH_FILE = "watch.toml"

SourceKind: TypeAlias = Literal["feed", "page", "map", "picture", "folder"]


class Source(Value):
    """One thing that is watched."""

    id: str
    kind: SourceKind
    address: str | None = None
    """Of everything but a folder."""
    folder: str | None = None
    """A folder's path, from the folder of `watch.toml`."""
    publisher: str | None = None
    """An identifier in the case."""
    every_minutes: float = 60
    zone: str | None = None
    """Maps: the zone's identifier, where the map does not say it."""
    zone_kind: ZoneKind | None = None
    holder: str | None = None
    drawing_error_m: float | None = None
    valid_from: Literal["map", "capture"] = "map"
    """Maps: since when a drawing holds: as the map says, or from the moment it was first seen."""
    like: str | None = None
    """Pictures: the folder that tracing an earlier one left, where they are laid on that and not on the publisher's last one."""


class Host(Value):
    """What holds for one host alone."""

    name: str
    delay_s: float | None = None
    timeout_s: float | None = None
    allow_private: bool = False
    """Whether its address may lie in a private network."""


class AlertTargets(Value):
    """Who is told, besides the feed of alerts."""

    command: tuple[str, ...] = ()
    """A program with its arguments; it gets each alert as JSON on standard input."""
    webhook: str | None = None
    """An address that each alert is posted to as JSON."""


class Watch(Value):
    """What `watch.toml` holds."""

    contact: str
    """An address for mail or a page: told to every host, so that its keeper can complain."""
    sources: tuple[Source, ...]
    hosts: tuple[Host, ...] = ()
    alerts: AlertTargets = AlertTargets()
    delay_s: float = 5
    """Between two requests to one host."""
    timeout_s: float = 60
    """For one answer, from the first to the last byte."""
    retries: int = 2
    """In one visit, where trying again may help."""
    gone_after: int = 2
    """So many visits in a row must find a source missing (404) before it is recorded as gone."""
    max_redirects: int = 5
    max_bytes: int = 50_000_000
    """Of one answer, unpacked."""
    max_entries: int = 20
    """Of a feed, so many pages are fetched in one visit; the rest in the next ones."""


class LoadedWatch(NamedTuple):
    """A `watch.toml` and where it lies."""

    file: Path
    watch: Watch

    def path(self, relative: str) -> Path:
        """A path as the file means it: from its own folder."""
        return self.file.parent / relative


def load_watch(file: Path, *, case: Case) -> LoadedWatch:
    """The watch that a file or the `watch.toml` in a folder describes.

    Raises `UnusableInput` with the file, the line and the reason: broken TOML, unknown or missing keys, publishers and zones that
    the case does not define, addresses that are none, numbers out of bounds, a key that another kind of source has.
    """
    table = read_table(file / WATCH_FILE if file.is_dir() else file)
    watch = table.convert(Watch)
    table.refuse(_check_watch(watch, case, table.file.parent))
    return LoadedWatch(table.file, watch)


# ---------------------------------------------------------------------------------------------------------------

_BOUNDS: dict[str, tuple[float, float]] = {
    "delay_s": (0, 3600),
    "timeout_s": (0.1, 3600),
    "retries": (0, 10),
    "gone_after": (1, 100),
    "max_redirects": (0, 20),
    "max_bytes": (1000, 500_000_000),
    "max_entries": (1, 1000),
    "every_minutes": (1, 527_040),
    "drawing_error_m": (0.001, 100_000),
}
_OF_MAPS = ("zone", "zone_kind", "holder", "drawing_error_m")


def _check_watch(watch: Watch, case: Case, folder: Path) -> Problems:
    if not re.fullmatch(r"https?://\S+|[^@\s]+@[^@\s]+", watch.contact):
        yield Problem(
            ("contact",), f"{watch.contact!r} is no address for mail and no page: whom may a host's keeper ask?"
        )
    yield from _check_bounds((), watch)
    if not watch.sources:
        yield Problem(("sources",), "names no source")
    yield from _check_names("sources", [source.id for source in watch.sources], key="id")
    for number, source in enumerate(watch.sources):
        yield from _check_source(("sources", number), source, case, folder)
    yield from _check_names("hosts", [host.name for host in watch.hosts], key="name")
    for number, host in enumerate(watch.hosts):
        yield from _check_bounds(("hosts", number), host)
        if re.search(r"[/@\s]", host.name) or not host.name:
            yield Problem(("hosts", number, "name"), f"{host.name!r} is no host's name")
    if watch.alerts.webhook is not None:
        yield from _check_address(("alerts", "webhook"), watch.alerts.webhook)


def _check_bounds(place: Keys, table: Value) -> Problems:
    for key, (least, most) in _BOUNDS.items():
        number = getattr(table, key, None)
        if number is not None and not (math.isfinite(number) and least <= number <= most):
            yield Problem((*place, key), f"{number:g} is not between {least:g} and {most:g}")


def _check_names(table: str, names: list[str], *, key: str) -> Problems:
    for number, name in enumerate(names):
        if key == "id" and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            yield Problem((table, number, key), f"{name!r} is not of small letters, digits and hyphens")
        if name in names[:number]:
            yield Problem((table, number, key), f"{name!r} is named twice")


def _check_source(place: Keys, source: Source, case: Case, folder: Path) -> Problems:
    yield from _check_bounds(place, source)
    wanted, other = ("folder", "address") if source.kind == "folder" else ("address", "folder")
    if getattr(source, wanted) is None:
        yield Problem(place, f"missing key `{wanted}`: a {source.kind} has one")
    if getattr(source, other) is not None:
        yield Problem((*place, other), f"a {source.kind} has none")
    if source.address is not None:
        yield from _check_address((*place, "address"), source.address)
    if source.folder is not None and not (folder / source.folder).is_dir():
        yield Problem((*place, "folder"), f"there is no folder {source.folder!r} beside this file")
    yield from _check_references(place, source, case)
    yield from _check_kind(place, source)


def _check_references(place: Keys, source: Source, case: Case) -> Problems:
    known = {
        "publisher": [each.id for each in case.publishers],
        "holder": [each.id for each in case.parties],
        "zone": [each.id for each in case.zones],
    }
    for key, ids in known.items():
        name = getattr(source, key)
        if name is not None and name not in ids:
            yield Problem(
                (*place, key), f"{name!r} is no {key if key != 'holder' else 'party'} of the case: {', '.join(ids)}"
            )


def _check_kind(place: Keys, source: Source) -> Iterator[Problem]:
    for key in _OF_MAPS:
        if source.kind not in ("map", "folder") and getattr(source, key) is not None:
            yield Problem((*place, key), f"says something of a map, and this is a {source.kind}")
    if source.kind not in ("map", "picture") and source.valid_from != "map":
        yield Problem((*place, "valid_from"), f"says something of a map, and this is a {source.kind}")
    if source.kind != "picture" and source.like is not None:
        yield Problem((*place, "like"), f"says something of a picture, and this is a {source.kind}")
    if source.kind == "picture" and source.publisher is None:
        yield Problem(place, "missing key `publisher`: a picture is laid on the last one of its publisher")


def _check_address(place: Keys, address: str) -> Problems:
    try:
        parse_address(address)
    except Refused as error:
        yield Problem(place, f"{address!r} {error}")
