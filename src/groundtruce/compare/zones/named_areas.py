"""In which districts or agreed areas the ground between two versions lies."""

from collections.abc import Sequence

import numpy as np
import shapely

from groundtruce.compare.ellipsoid import measure_areas_km2
from groundtruce.compare.zones.parts import Part
from groundtruce.compare.zones.version_shapes import wrap_polygon
from groundtruce.model.cases import Area
from groundtruce.model.zones import GroundWithin


def find_ground_within(parts: Sequence[Part], areas: Sequence[Area]) -> tuple[GroundWithin, ...]:
    """The areas that hold some of the parts, with how much of what was gained and lost, as measured; in the areas' order."""
    if not parts or not areas:
        return ()
    grounds = {
        kind: shapely.union_all([wrap_polygon(part.polygon) for part in parts if part.kind == kind])
        for kind in ("gained", "lost")
    }
    found = []
    for area in areas:
        shape = shapely.from_wkb(area.wkb)
        gained, lost = (_measure(shapely.intersection(grounds[kind], shape)) for kind in ("gained", "lost"))
        if gained or lost:
            found.append(GroundWithin(area=area.id, name=area.name, gained_km2=gained, lost_km2=lost))
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------


def _measure(ground: shapely.Geometry) -> float:
    polygons = [part for part in shapely.get_parts(ground) if shapely.area(part) > 0]
    return float(measure_areas_km2(np.array(polygons, dtype=object)).sum()) if polygons else 0.0
