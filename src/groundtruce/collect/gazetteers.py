"""The gazetteer of the world, kept in an SQLite file in the user's cache, and the gazetteers that a user adds to it.

The world's is made once, from what this package carries (`gazetteer_sources`); a user's from each of
their files (`gazetteer_files`). A name is then looked up in well under a millisecond.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from groundtruce.collect.gazetteer_files import read_gazetteer
from groundtruce.collect.gazetteer_sources import read_world
from groundtruce.collect.gazetteer_store import find_entries, find_entries_within, list_divisions, write_store
from groundtruce.collect.listed_places import ListedPlace
from groundtruce.errors import UnusableInput
from groundtruce.model.places import GazetteerEntry


class WorldGazetteer:
    """Countries, their divisions, populated places, seas and regions by any of their names, and what a user's files add.

    Implements `read.toponyms.Gazetteer`.
    """

    def __init__(self, stores: Sequence[sqlite3.Connection]) -> None:
        self._stores = stores
        self._divisions = list_divisions(stores[0])
        self._find = lru_cache(maxsize=20_000)(self._look_up)

    @classmethod
    def open(
        cls, cache_directory: Path, *, files: Sequence[Path] = (), progress: Callable[[str], None] | None = None
    ) -> "WorldGazetteer":
        """The gazetteer, from its files in `cache_directory`, which are made first where they are missing.

        `files` are a user's own (`gazetteer_files`): GeoNames country dumps, CSV, GeoJSON. Where nothing can be
        written, the gazetteer is built in memory, which takes as long every time. Raises `UnusableInput` for a user's
        file that cannot be used.
        """
        tell = progress or (lambda _: None)
        world = f"places-{_LAYOUT}.sqlite"
        stores = [_open_store(cache_directory / world, read_world, name="the world gazetteer", progress=tell)]
        for file in files:
            name = f"added-{_digest(file)}-{_LAYOUT}.sqlite"
            read = partial(read_gazetteer, file)
            stores.append(_open_store(cache_directory / name, read, name=file.name, progress=tell))
        return cls(stores)

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """Every place that is called `name`: countries first, then the world's regions and seas, then by population.

        Case, accents, hyphens, full stops and a leading article make no difference, nor does "St." for "Saint". The
        name of a people gives the place of that people, of the kind `demonym`.
        """
        return self._find(name)

    def find_within(self, *, west: float, south: float, east: float, north: float) -> tuple[GazetteerEntry, ...]:
        """Every settlement in a box of degrees, with all the names it is looked up by, folded, behind the one to show.

        A box across the antimeridian goes on beyond 180.
        """
        box = {"west": west, "south": south, "east": east, "north": north}
        return tuple(entry for store in self._stores for entry in find_entries_within(store, **box))

    def close(self) -> None:
        """Close the files."""
        for store in self._stores:
            store.close()

    def _look_up(self, name: str) -> tuple[GazetteerEntry, ...]:
        return tuple(entry for store in self._stores for entry in find_entries(store, name, divisions=self._divisions))


# ---------------------------------------------------------------------------------------------------------------

# Changes with the store's tables and the packaged data, so that an older program's file is not read by a newer one.
_LAYOUT = 5


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.name.encode() + file.read_bytes()).hexdigest()[:24]
    except OSError as reason:
        raise UnusableInput(file, f"it cannot be read: {reason.strerror}") from reason


def _open_store(
    path: Path, read: Callable[[], Iterable[ListedPlace]], *, name: str, progress: Callable[[str], None]
) -> sqlite3.Connection:
    if not path.exists():
        progress(f"preparing {name} (once)")
        try:
            _write_file(path, read())
        except OSError as reason:
            progress(f"{name} is kept in memory: {reason}")
            store = sqlite3.connect(":memory:", check_same_thread=False)
            write_store(store, read())
            return store
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _write_file(path: Path, places: Iterable[ListedPlace]) -> None:
    """Write the file beside its place and move it there, so that a half-written one is never opened."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".unfinished")
    os.close(handle)
    try:
        store = sqlite3.connect(unfinished)
        try:
            write_store(store, places)
        finally:
            store.close()
        Path(unfinished).replace(path)
    except sqlite3.OperationalError as reason:
        raise OSError(str(reason)) from reason
    finally:
        Path(unfinished).unlink(missing_ok=True)
