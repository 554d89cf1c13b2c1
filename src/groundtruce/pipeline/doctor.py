"""What of the program's needs this machine has: packages by the program's own list, and what they need besides."""

import ctypes.util
import importlib.metadata
import platform
import shutil
import sqlite3
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator

from packaging.requirements import Requirement

from groundtruce import __version__
from groundtruce.collect.georeference.tesseract import list_languages
from groundtruce.errors import UnusableInput
from groundtruce.model.installations import Installation, InstalledPart
from groundtruce.settings import Settings

CORE = "core"
_DEVELOPMENT = ("all", "dev")
"""Extras that a user does without."""


def list_extras() -> tuple[str, ...]:
    """The extras of this installation, in the order of the alphabet."""
    named = importlib.metadata.metadata("groundtruce").get_all("Provides-Extra") or []
    return tuple(sorted(set(named) - set(_DEVELOPMENT)))


def check_installation(*, settings: Settings) -> Installation:
    """Everything that the core and each extra need, and whether it is there. Nothing is changed."""
    parts = (*_check_packages(), *_check_surroundings(settings))
    lacking = {part.extra or CORE for part in parts if part.state != "there"}
    return Installation(
        version=__version__,
        python=platform.python_version(),
        parts=parts,
        lacking=tuple(name for name in (CORE, *list_extras()) if name in lacking),
    )


# ---------------------------------------------------------------------------------------------------------------


def _check_packages() -> Iterator[InstalledPart]:
    requirements = [Requirement(each) for each in importlib.metadata.requires("groundtruce") or ()]
    for extra in (None, *list_extras()):
        wanted = [each for each in requirements if _is_of(each, extra)]
        yield from (_check_package(each, extra) for each in wanted)


def _is_of(requirement: Requirement, extra: str | None) -> bool:
    marker = requirement.marker
    if marker is None:
        return extra is None
    with_extra = marker.evaluate({"extra": extra or ""})
    return with_extra and (extra is None or not marker.evaluate({"extra": ""}))


def _check_package(requirement: Requirement, extra: str | None) -> InstalledPart:
    install = f"pip install 'groundtruce[{extra}]'" if extra else "pip install --force-reinstall groundtruce"
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return InstalledPart(name=requirement.name, extra=extra, state="missing", found="", remedy=install)
    fits = requirement.specifier.contains(version, prereleases=True)
    return InstalledPart(
        name=requirement.name,
        extra=extra,
        state="there" if fits else "unusable",
        found=version,
        remedy="" if fits else f"{requirement} is needed: {install}",
    )


def _check_surroundings(settings: Settings) -> Iterator[InstalledPart]:
    """What packages need besides: what the operating system brings."""
    yield _check(
        "SQLite with full text and R-trees", None, _find_sqlite, "install a Python whose SQLite has FTS5 and R*Tree"
    )
    yield _check("time zones", None, _find_time_zones, "apt-get install tzdata, or pip install tzdata")
    yield _check(
        "a folder to keep the gazetteer in",
        None,
        lambda: _find_folder(settings),
        f"make {settings.cache_directory} writable; until then it is made anew by each process",
    )
    if "brief" in list_extras():
        yield _check(
            "Pango", "brief", _find_pango, "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )
    if "pictures" in list_extras():
        yield _check(
            "tesseract", "pictures", _find_tesseract, "apt-get install tesseract-ocr, and tesseract-ocr-LANGUAGE"
        )


def _check(name: str, extra: str | None, find: Callable[[], str], remedy: str) -> InstalledPart:
    """A part that is there where `find` gives what it is, and missing where that is empty."""
    found = find()
    return InstalledPart(
        name=name, extra=extra, state="there" if found else "missing", found=found, remedy="" if found else remedy
    )


def _find_sqlite() -> str:
    with sqlite3.connect(":memory:") as database:
        try:
            database.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
            database.execute("CREATE VIRTUAL TABLE boxes USING rtree(id, west, east)")
        except sqlite3.OperationalError:
            return ""
    return sqlite3.sqlite_version


def _find_time_zones() -> str:
    zones = zoneinfo.available_timezones()
    return f"{len(zones)} zones" if len(zones) > 1 else ""


def _find_folder(settings: Settings) -> str:
    try:
        settings.cache_directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.cache_directory):
            return str(settings.cache_directory)
    except OSError:
        return ""


def _find_pango() -> str:
    found = [ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")]
    return ", ".join(name for name in found if name) if all(found) else ""


def _find_tesseract() -> str:
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        return f"{program} ({', '.join(list_languages(program))})"
    except UnusableInput:
        return ""
