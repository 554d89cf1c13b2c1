"""The zones that are drawn: twelve generated here, and published disputed areas and buffer zones where those are there."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

Points = npt.NDArray[np.float64]

_NATURAL_EARTH = "naturalearth/subset_ne_10m_admin_0_disputed_areas.geojson"
_OBLAST = "naturalearth/nkao_1991_polygonized.geojson"


@dataclass(frozen=True)
class MeantZone:
    """A zone as it is meant: in km on an equal-area plane around `centre` (longitude, latitude)."""

    name: str
    centre: tuple[float, float]
    ground: shapely.Geometry
    error_km: float
    """The drawing error it is drawn with: a tenth of the zone's mean width at most, a two-thousandth of its outline."""

    @property
    def plane(self) -> pyproj.Proj:
        """The projection of its plane, in metres."""
        return pyproj.Proj(proj="laea", lon_0=self.centre[0], lat_0=self.centre[1], ellps="WGS84")


def list_zones(shared_zones: Path) -> list[MeantZone]:
    """Every zone; without the shared data only those generated here."""
    return [*generate_zones(), *load_published(shared_zones)]


def generate_zones() -> list[MeantZone]:
    """Twelve zones of the kinds that maps of ceasefires show, from the equator to 68° N and across the antimeridian."""
    wavy = [(3, 0.15, 0.0), (7, 0.05, 1.0)]
    grounds = {
        "disc": ((10.0, 0.0), _round(20, [])),
        "wavy disc": ((46.0, 40.0), _round(20, wavy)),
        "large wavy zone": ((35.0, 48.0), _round(60, [*wavy, (23, 0.03, 2.0)])),
        "oblong": ((-72.0, 4.0), _round(25, [(2, 0.4, 0.3)])),
        "corridor": ((46.6, 39.7), shapely.LineString([(-40, -6), (-10, 4), (25, 0), (45, 12)]).buffer(5)),
        "ring with a hole": ((20.0, 43.0), _round(22, wavy).difference(_round(8, [(2, 0.2, 0.0)]))),
        "two parts": ((33.4, 35.1), shapely.MultiPolygon([_round(12, wavy, at=(-20, 0)), _round(9, [], at=(14, 5))])),
        "enclave": ((45.1, 41.0), _round(4, [(3, 0.1, 0.0)])),
        "square": ((29.0, 47.0), shapely.box(-15, -15, 15, 15)),
        "front with capes": ((36.5, 48.5), _round(45, [(2, 0.25, 0.5), (9, 0.08, 0.2), (31, 0.03, 1.2)])),
        "far north": ((25.0, 68.0), _round(30, [(4, 0.2, 0.0)])),
        "across the antimeridian": ((180.0, -17.0), _round(15, wavy)),
    }
    return [_mean_zone(name, centre, ground) for name, (centre, ground) in grounds.items()]


def load_published(shared_zones: Path) -> list[MeantZone]:
    """Natural Earth's disputed areas and buffer zones and the oblast of 1991, where they are there."""
    features = [
        feature
        for name in (_NATURAL_EARTH, _OBLAST)
        if (path := shared_zones / name).exists()
        for feature in json.loads(path.read_text("utf-8"))["features"]
    ]
    return [_from_feature(feature) for feature in features]


# ---------------------------------------------------------------------------------------------------------------


def _from_feature(feature: dict[str, object]) -> MeantZone:
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    west, south, east, north = shape.bounds
    centre = (round((west + east) / 2, 2), round((south + north) / 2, 2))
    plane = pyproj.Proj(proj="laea", lon_0=centre[0], lat_0=centre[1], ellps="WGS84")
    ground = shapely.transform(shape, lambda points: np.column_stack(plane(*points.T)) / 1000)
    properties = dict(feature["properties"])  # type: ignore[call-overload]
    return _mean_zone(str(properties.get("BRK_NAME") or properties.get("name")), centre, ground)


def _mean_zone(name: str, centre: tuple[float, float], ground: shapely.Geometry) -> MeantZone:
    ground = shapely.orient_polygons(ground)
    width = 2 * ground.area / ground.length
    return MeantZone(name, centre, ground, round(min(ground.length / 2000, width / 20), 4))


def _round(radius: float, waves: list[tuple[int, float, float]], at: tuple[float, float] = (0, 0)) -> shapely.Polygon:
    """A disc whose radius swings by each (times round, share, phase)."""
    angle = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    reach = radius * (1 + sum((share * np.sin(times * angle + phase) for times, share, phase in waves), np.zeros(2000)))
    return shapely.Polygon(np.column_stack([at[0] + reach * np.cos(angle), at[1] + reach * np.sin(angle)]))
