"""Make the bundled base map from the npm package `world-atlas` 2.0.2 (Natural Earth 4.1, 1:10m, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_basemap.py package/countries-10m.json src/groundtruce/show/data/countries.topojson.gz

The result is TopoJSON too: borders that two countries share stay one line, so simplifying opens no gaps between them.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely

TOLERANCE_DEG = 0.006
"""About 700 m: a third of a pixel on the figure of a zone 100 km wide, and twice the source's own grid."""
UNITS_PER_DEGREE = 400
SMALLEST_ISLAND_DEG2 = 0.0015
"""About 18 km²: smaller islands of their own are left out."""
LEFT_OUT = {"Antarctica"}


def simplify(topology: dict[str, Any]) -> dict[str, Any]:
    """The countries of `topology` with simplified arcs, without tiny islands, and only the arcs that they use."""
    arcs = [decode(arc, topology["transform"]) for arc in topology["arcs"]]
    used: dict[int, int] = {}
    countries = []
    for country in topology["objects"]["countries"]["geometries"]:
        if country["properties"]["name"] in LEFT_OUT or "arcs" not in country:
            continue
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        kept = [polygon for polygon in polygons if is_large(polygon[0], arcs)]
        if kept:
            renumbered = [[[renumber(arc, used) for arc in ring] for ring in polygon] for polygon in kept]
            countries.append({"type": "MultiPolygon", "arcs": renumbered, "properties": country["properties"]})
    return {
        "type": "Topology",
        "transform": {"scale": [1 / UNITS_PER_DEGREE] * 2, "translate": [0, 0]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": countries}},
        "arcs": [encode(arcs[arc]) for arc in used],
    }


def decode(arc: list[list[int]], transform: dict[str, list[float]]) -> np.ndarray:
    """The degrees of a delta-encoded arc."""
    return np.cumsum(np.array(arc), axis=0) * transform["scale"] + transform["translate"]


def encode(arc: np.ndarray) -> list[list[int]]:
    """The simplified arc, delta-encoded on the coarser grid."""
    line = shapely.simplify(
        shapely.linestrings(arc), TOLERANCE_DEG, preserve_topology=arc[0].tolist() == arc[-1].tolist()
    )
    units = np.round(shapely.get_coordinates(line) * UNITS_PER_DEGREE).astype(int)
    steps = np.diff(units, axis=0)
    return [units[0].tolist(), *(step.tolist() for step in steps if step.any())]


def is_large(ring: list[int], arcs: list[np.ndarray]) -> bool:
    """Whether a polygon's outer ring encloses more than the smallest island."""
    points = np.concatenate([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring])
    return len(points) > 3 and bool(shapely.area(shapely.polygons(points)) > SMALLEST_ISLAND_DEG2)


def renumber(arc: int, used: dict[int, int]) -> int:
    """The arc's number among those used; a reversed arc is the complement, as TopoJSON has it."""
    index = used.setdefault(arc if arc >= 0 else ~arc, len(used))
    return index if arc >= 0 else ~index


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    content = json.dumps(simplify(json.loads(source.read_text())), separators=(",", ":"), ensure_ascii=False)
    target.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
