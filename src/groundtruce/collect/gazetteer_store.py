"""Places by their names in SQLite: two tables, one look-up."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from groundtruce.collect.listed_places import ListedPlace
from groundtruce.model.places import GazetteerEntry, PlaceName, fold_name


def write_store(store: sqlite3.Connection, places: Iterable[ListedPlace]) -> None:
    """Make the tables in an empty database and fill them."""
    store.executescript(_TABLES)
    listed = list(places)
    store.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, *place[:11]) for number, place in enumerate(listed)),
    )
    store.executemany("INSERT INTO name VALUES (?, ?, ?)", _names(listed))
    store.execute("CREATE INDEX name_key ON name (key)")
    store.commit()


def find_entries(store: sqlite3.Connection, name: str, *, divisions: Mapping[str, str]) -> Iterator[GazetteerEntry]:
    """Every place of that name, the most prominent first. `divisions` gives the identifier of each code."""
    for row in store.execute(_LOOK_UP, (name_key(name),)):
        is_demonym, place = row[0], ListedPlace(*row[1:])
        yield GazetteerEntry(
            id=place.id,
            names=(PlaceName(text=place.name),),
            kind="demonym" if is_demonym else place.kind,
            longitude=place.longitude,
            latitude=place.latitude,
            uncertainty_km=place.uncertainty_km,
            country=place.country,
            population=place.population,
            within=tuple(divisions[code] for code in _containers(place) if code in divisions),
            source=place.source,
        )


def find_entries_within(
    store: sqlite3.Connection, *, west: float, south: float, east: float, north: float
) -> Iterator[GazetteerEntry]:
    """Every settlement in a box of degrees, with all its names: the one to show, then the keys it is looked up by.

    East of the antimeridian a box goes on beyond 180.
    """
    names: defaultdict[int, list[str]] = defaultdict(list)
    box = {"west": west, "south": south, "east": east, "north": north}
    for number, key in store.execute(_NAMES_WITHIN, box):
        names[number].append(key)
    for number, *row in store.execute(_PLACES_WITHIN, box):
        place = ListedPlace(*row)
        yield GazetteerEntry(
            id=place.id,
            names=tuple(PlaceName(text=text) for text in dict.fromkeys((place.name, *names[number]))),
            kind=place.kind,
            longitude=place.longitude,
            latitude=place.latitude,
            uncertainty_km=place.uncertainty_km,
            country=place.country,
            population=place.population,
            source=place.source,
        )


def list_divisions(store: sqlite3.Connection) -> dict[str, str]:
    """The identifier of each country and first-level division by its code."""
    return dict(store.execute("SELECT code, id FROM place WHERE kind IN ('country', 'region') AND code IS NOT NULL"))


def name_key(name: str) -> str:
    """What spellings of one name share: folded, without full stops, "St.", "Ft." and "Mt." in full."""
    key = fold_name(name) if not name.isascii() else _fold_ascii(name)
    if "." in key:
        key = key.replace(".", "")
    if "t " in key:
        key = " ".join(_IN_FULL.get(word, word) for word in key.split())
    return key


# ---------------------------------------------------------------------------------------------------------------

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE place (
        number INTEGER PRIMARY KEY, id TEXT, kind TEXT, name TEXT, longitude REAL, latitude REAL, uncertainty_km REAL,
        source TEXT, country TEXT, division TEXT, code TEXT, population INTEGER
    );
    CREATE TABLE name (key TEXT, place INTEGER, demonym INTEGER);
"""
_LOOK_UP = """
    SELECT name.demonym, place.id, place.kind, place.name, place.longitude, place.latitude, place.uncertainty_km,
        place.source, place.country, place.division, place.code, place.population
    FROM name JOIN place ON place.number = name.place WHERE name.key = ?
    ORDER BY name.demonym, place.kind <> 'country', place.kind NOT IN ('continent', 'area', 'feature'),
        place.population DESC, place.number
"""
_WITHIN = """
    kind = 'settlement' AND latitude BETWEEN :south AND :north
    AND (longitude BETWEEN :west AND :east OR longitude + 360 BETWEEN :west AND :east)
"""
_PLACES_WITHIN = f"""
    SELECT number, id, kind, name, longitude, latitude, uncertainty_km, source, country, division, code, population
    FROM place WHERE {_WITHIN} ORDER BY number
"""  # noqa: S608 - a constant
_NAMES_WITHIN = f"""
    SELECT name.place, name.key FROM name
    WHERE NOT demonym AND name.place IN (SELECT number FROM place WHERE {_WITHIN}) ORDER BY name.rowid
"""  # noqa: S608 - a constant
_IN_FULL = {"st": "saint", "ft": "fort", "mt": "mount"}


def _fold_ascii(name: str) -> str:
    """`fold_name` for the many names that need no more."""
    key = name.lower()
    if "-" in key or "'" in key or "`" in key:
        key = key.replace("-", " ").replace("'", "").replace("`", "")
    return " ".join(key.split()).removeprefix("the ")


def _names(places: Iterable[ListedPlace]) -> Iterator[tuple[str, int, int]]:
    for number, place in enumerate(places):
        for key in dict.fromkeys(map(name_key, (place.name, *place.names))):
            yield key, number, 0
        for key in dict.fromkeys(map(name_key, place.demonyms)):
            yield key, number, 1


def _containers(place: ListedPlace) -> Iterator[str]:
    if place.division:
        yield place.division
    if place.country and place.kind != "country":
        yield place.country
