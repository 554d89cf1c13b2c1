"""What the world gazetteer is made of.

- `data/settlements.tsv.gz`, `data/states.tsv`: every populated place of 500 people or more, and the countries (GeoNames, CC BY 4.0).
- `data/divisions.tsv.gz`: first- and second-level divisions (GeoNames, CC BY 4.0).
- `data/countries.tsv`: countries' points and demonyms (world-countries, ODbL 1.0).
- `data/regions.tsv`, `data/names.tsv`: regions, seas, rivers and mountains that reports name, and abbreviations and
  demonyms, written for this project.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

import numpy as np

from groundtruce.collect.listed_places import ListedPlace, settlement_radius_km

READABLE = re.compile(r"(?![a-z][^A-Z]*\Z)[\0-\u058f\u10a0-\u10ff].{2}")
"""A name that a text may use: in a script of Europe or the Caucasus, and no transliteration key such as `xi xi an`."""


def read_world() -> Iterator[ListedPlace]:
    """Every place of the packaged sources."""
    cities = _read_table("settlements.tsv.gz")
    further = {row["code"]: row for row in _read_table("names.tsv")}
    yield from _countries(cities, further)
    yield from _divisions(further)
    yield from _regions()
    yield from map(_settlement, cities)


# ---------------------------------------------------------------------------------------------------------------

_EARTH_RADIUS_KM = 6371.0088
_GEONAMES = "GeoNames (CC BY 4.0)"
_COUNTRIES = "GeoNames (CC BY 4.0), world-countries (ODbL 1.0)"


def _read_table(name: str) -> list[dict[str, str]]:
    content = files("groundtruce.collect").joinpath("data", name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    heads, *lines = (line.split("\t") for line in text.splitlines())
    return [dict(zip(heads, line, strict=True)) for line in lines]


def _listed(row: Mapping[str, str] | None, column: str) -> tuple[str, ...]:
    return tuple(filter(None, row[column].split("|"))) if row else ()


def _settlement(city: Mapping[str, str]) -> ListedPlace:
    population = int(city["population"])
    return ListedPlace(
        id=f"geonames:{city['id']}",
        kind="settlement",
        name=city["name"],
        longitude=float(city["longitude"]),
        latitude=float(city["latitude"]),
        uncertainty_km=settlement_radius_km(population),
        source=_GEONAMES,
        country=city["country"],
        division=f"{city['country']}.{city['division']}",
        population=population,
        names=_listed(city, "names"),
    )


def _countries(cities: Iterable[Mapping[str, str]], further: Mapping[str, Mapping[str, str]]) -> Iterator[ListedPlace]:
    """A place for each country, but not for one without any populated place (Bouvet Island)."""
    points: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        points[city["country"]].append((float(city["longitude"]), float(city["latitude"])))
    described = {row["country"]: row for row in _read_table("countries.tsv")}
    for country in _read_table("states.tsv"):
        code = country["code"]
        if points[code]:
            row, more = described.get(code), further.get(code)
            settled = np.radians(points[code])
            longitude, latitude = (float(row["longitude"]), float(row["latitude"])) if row else _middle(settled)
            yield ListedPlace(
                id=f"geonames:{country['id']}",
                kind="country",
                name=country["name"],
                longitude=longitude,
                latitude=latitude,
                uncertainty_km=_reach_km(settled, longitude, latitude, area_km2=float(country["area_km2"] or 0)),
                source=_COUNTRIES,
                country=code,
                code=code,
                population=int(country["population"]),
                names=_listed(row, "names") + _listed(more, "names"),
                demonyms=_listed(row, "demonyms") + _listed(more, "demonyms"),
            )


def _middle(points: "np.ndarray[Any, np.dtype[np.float64]]") -> tuple[float, float]:
    """The middle in degrees of points in radians, taken on the sphere: across the date line it stays where they are."""
    x, y = points[:, 0], points[:, 1]
    east, north, up = (axis.mean() for axis in (np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)))
    return (
        round(float(np.degrees(np.arctan2(north, east))), 4),
        round(float(np.degrees(np.arctan2(up, np.hypot(east, north)))), 4),
    )


def _reach_km(
    points: "np.ndarray[Any, np.dtype[np.float64]]", longitude: float, latitude: float, *, area_km2: float
) -> float:
    """The distance within which 95 % of the points (radians) lie; at least the radius of a disc of the area."""
    x, y = np.radians([longitude, latitude])
    a = np.sin((points[:, 1] - y) / 2) ** 2 + np.cos(points[:, 1]) * np.cos(y) * np.sin((points[:, 0] - x) / 2) ** 2
    distances = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(a, 0, 1)))
    return round(max(float(np.quantile(distances, 0.95)), float(np.sqrt(area_km2 / np.pi)), 1.0), 1)


def _divisions(further: Mapping[str, Mapping[str, str]]) -> Iterator[ListedPlace]:
    for row in _read_table("divisions.tsv.gz"):
        country, _, rest = row["code"].partition(".")
        first_level = "." not in rest
        more = further.get(row["code"])
        yield ListedPlace(
            id=f"geonames:{row['id']}",
            kind="region" if first_level else "district",
            name=row["name"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            uncertainty_km=float(row["uncertainty_km"]),
            source=_GEONAMES,
            country=country,
            division=None if first_level else f"{country}.{rest.split('.')[0]}",
            code=row["code"],
            population=int(row["population"]),
            names=_listed(row, "names") + _listed(more, "names"),
            demonyms=_listed(more, "demonyms"),
        )


def _regions() -> Iterator[ListedPlace]:
    for row in _read_table("regions.tsv"):
        yield ListedPlace(
            id=f"region:{row['id']}",
            kind=row["kind"],
            name=row["name"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            uncertainty_km=float(row["uncertainty_km"]),
            source="Groundtruce",
            names=_listed(row, "names"),
            demonyms=_listed(row, "demonyms"),
        )
