"""Where the markers of one time stand against one version of a boundary."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import shapely

from groundtruce.compare.ellipsoid import Numbers
from groundtruce.compare.markers.errors import OffsetErrors, estimate, order_along
from groundtruce.compare.markers.ground import (
    Run,
    enclose_ground,
    find_runs,
    measure_ground,
    reach_of,
    weigh_ground,
)
from groundtruce.compare.markers.lines import BoundaryLine, Foot, move_east
from groundtruce.compare.markers.spread import estimate_mean, estimate_median, estimate_spread
from groundtruce.compare.markers.stretches import Stretch, find_stretches
from groundtruce.compare.zones.boundary_errors import BoundaryError
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS
from groundtruce.compare.zones.stray_lengths import list_stray_lengths_km
from groundtruce.compare.zones.zone_changes import refer_to
from groundtruce.model.markers import BoundaryOffset, MarkerOffset, OffStretch, Side, Sighting
from groundtruce.model.times import interval_of
from groundtruce.model.zones import ZoneVersion


def measure_offset(version: ZoneVersion, sightings: Sequence[Sighting]) -> BoundaryOffset:
    """The distances of markers from a boundary, their mean, median and spread, the stretches that are off, the ground between.

    Of a marker that was seen more than once, the last sighting counts.
    """
    survey = _Survey(version, list({each.marker: each for each in sorted(sightings, key=_moment)}.values()))
    grounds = [survey.enclose(run) for run in survey.runs if len(run.places) > 1]
    sides = [measure_ground(survey.line, ground) for ground in grounds]
    outside, inside = (float(sum(side)) for side in zip(*sides, strict=True)) if sides else (0.0, 0.0)
    weights = sum((weigh_ground(survey.feet, run, survey.line.ring_km) for run in survey.runs), np.zeros(survey.count))
    return BoundaryOffset(
        boundary=refer_to(version),
        kind=version.kind,
        markers=survey.count,
        mean_m=estimate_mean(survey.distances, survey.errors),
        median_m=estimate_median(survey.distances, survey.errors),
        spread_m=estimate_spread(survey.distances, survey.errors),
        outside_km2=outside,
        inside_km2=inside,
        net_km2=estimate(outside - inside, survey.errors.spread(weights)),
        stretches=tuple(
            _describe_stretch(survey, each) for each in find_stretches(survey.distances, survey.errors, survey.runs)
        ),
        offsets=tuple(survey.describe(place) for place in range(survey.count)),
    )


# ---------------------------------------------------------------------------------------------------------------


class _Survey:
    """Markers in their order along a boundary, each once."""

    def __init__(self, version: ZoneVersion, sightings: Sequence[Sighting]) -> None:
        positions = np.array([(each.longitude, each.latitude) for each in sightings])
        self.line = BoundaryLine(shapely.from_wkb(version.wkb), _centre_of(positions))
        order, self.feet = order_along(self.line.find_feet(positions), self.line.ring_km)
        self.sightings = [sightings[place] for place in order]
        self.positions: Numbers = self.line.turn(positions[order])
        self.distances: Numbers = np.array([foot.distance_m for foot in self.feet])
        self.errors = OffsetErrors(
            self.feet,
            drawing_errors_m=1000 * BoundaryError(version).at(np.array([foot.position for foot in self.feet])),
            position_errors_m=np.array([each.position_error_m for each in self.sightings]),
            stray_lengths_km=list_stray_lengths_km(version),
        )
        reach = reach_of(self.feet, version.drawing_error_m)
        self.runs = find_runs(self.feet, self.line.ring_km, reach_km=reach)

    @property
    def count(self) -> int:
        return len(self.sightings)

    def enclose(self, run: Run) -> shapely.Geometry:
        return enclose_ground(self.line, self.feet, self.positions, run)

    def describe(self, place: int) -> MarkerOffset:
        sighting, foot, error = self.sightings[place], self.feet[place], float(self.errors.deviations[place])
        return MarkerOffset(
            sighting=sighting.id,
            marker=sighting.marker,
            seen=sighting.seen,
            seen_by=sighting.seen_by,
            longitude=sighting.longitude,
            latitude=sighting.latitude,
            distance_m=foot.distance_m,
            error_m=error,
            side=_side(foot.distance_m / error),
            nearest=_wrap(foot.position),
            document=sighting.document,
            locator=sighting.locator,
        )


def _describe_stretch(survey: _Survey, stretch: Stretch) -> OffStretch:
    run = Run(stretch.places, closed=False)
    first, last = survey.feet[stretch.places[0]], survey.feet[stretch.places[-1]]
    sign = 1 if stretch.outside else -1
    chosen = np.zeros(survey.count)
    chosen[list(stretch.places)] = sign / len(stretch.places)
    mean = float(chosen @ survey.distances)
    is_one = len(stretch.places) == 1
    km2 = 0.0 if is_one else sum(measure_ground(survey.line, survey.enclose(run)))
    return OffStretch(
        side="outside" if stretch.outside else "inside",
        markers=tuple(survey.sightings[place].marker for place in stretch.places),
        start=_wrap(first.position),
        end=_wrap(last.position),
        length_km=last.along_km - first.along_km,
        mean_m=estimate(mean, survey.errors.spread(chosen), least=0.0),
        km2=estimate(km2, survey.errors.spread(weigh_ground(survey.feet, run, survey.line.ring_km)), least=0.0),
        chance=stretch.chance,
        geometry=_point_of(first) if is_one else _piece_of(survey.line.piece(first, last)),
    )


def _side(score: float) -> Side:
    if abs(score) < INTERVAL_DEVIATIONS:
        return "too near to tell"
    return "outside" if score > 0 else "inside"


def _moment(sighting: Sighting) -> tuple[str, str]:
    end = interval_of(sighting.seen).end
    return (end.isoformat() if end else "~", sighting.id)


def _centre_of(positions: Numbers) -> tuple[float, float]:
    """The middle one of positions, which may lie on both sides of the antimeridian: one that went astray does not move it."""
    longitudes = positions[:, 0]
    if float(np.ptp(longitudes)) > 180:
        longitudes = np.where(longitudes < 0, longitudes + 360, longitudes)
    middle = float(np.median(longitudes))
    return (middle - 360 if middle > 180 else middle), float(np.median(positions[:, 1]))


def _wrap(position: tuple[float, float]) -> tuple[float, float]:
    return ((position[0] + 180) % 360 - 180 if abs(position[0]) > 180 else position[0]), position[1]


def _point_of(foot: Foot) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [*_wrap(foot.position)]}


def _piece_of(positions: Numbers) -> dict[str, Any]:
    """A piece of the boundary as GeoJSON; one across the antimeridian is cut there (RFC 7946, section 3.1.9)."""
    line = shapely.LineString(positions)
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        inside = shapely.intersection(line, shapely.box(turn - 180, -90, turn + 180, 90))
        parts += [part for part in shapely.get_parts(move_east(inside, -turn)) if part.length > 0]
    found: dict[str, Any] = msgspec.json.decode(
        shapely.to_geojson(parts[0] if len(parts) == 1 else shapely.MultiLineString(parts))
    )
    return found
