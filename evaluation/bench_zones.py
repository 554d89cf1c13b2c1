"""Time the comparing of zones: `python -m evaluation.bench_zones`. A daily series, where it is there, and growth with size.

The series is compared in the same process with what a GIS user would take: geopandas' overlay and its spatial join, which give
the pieces of ground and the settlements inside, without errors, depths or verdicts. geopandas is no dependency: where it is not
installed only our own time is given. Times are processor time on one core. The page goes to `evaluation/results/zones.md`.
"""

import importlib.util
import itertools
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import numpy as np
import shapely

from evaluation.bench import describe_machine
from groundtruce.compare.zone_history.history import ZoneHistory
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.places import GazetteerEntry, PlaceName
from groundtruce.model.zones import ZoneChange, ZoneVersion

_ROOT = Path(__file__).resolve().parent.parent
_SERIES = _ROOT.parent / "shared" / "data" / "zones" / "deepstate-2024"
RESULTS = _ROOT / "evaluation" / "results" / "zones.md"
SIZES = (2_000, 5_000, 20_000, 50_000, 100_000, 200_000)
_PLACES = 1000
_RUNS = 3


def main() -> None:
    """Run both measurements and write the page."""
    lines = [
        f"# Speed of comparing zones\n\n`python -m evaluation.bench_zones`, {datetime.now(UTC):%Y-%m-%d}, {describe_machine()}.",
        *time_series(),
        *time_growth(),
    ]
    RESULTS.write_text("\n\n".join(lines) + "\n", "utf-8")
    click.echo(RESULTS.read_text("utf-8"))


def time_series() -> list[str]:
    """Each pair of neighbouring days with intervals and settlements, against geopandas' overlay and join of the same pairs."""
    paths = sorted(_SERIES.glob("*.geojson"))
    if not paths:
        return ["The daily series is not here, so it was not measured."]
    versions = [_load(path) for path in paths]
    settlements = strew_places(versions)
    ours, changes = _spend(lambda: ZoneHistory(versions, settlements=settlements).changes)
    pairs = len(changes)
    verdicts = ", ".join(
        f"{name} {number}" for name, number in sorted(Counter(each.verdict for each in changes).items())
    )
    summary = (
        f"{len(versions)} days, {pairs} pairs of some {_count_vertices(versions[0]):,} vertices, {_PLACES:,} made places:"
        f" **{1000 * ours / pairs:.1f} ms a pair** ({verdicts}). {_tell_same_ground(versions, changes)}"
    )
    lines = [summary]
    if importlib.util.find_spec("geopandas"):
        theirs, _ = _spend(lambda: _overlay(versions, settlements))
        lines.append(
            f"geopandas' overlay and spatial join of the same pairs: {1000 * theirs / pairs:.1f} ms a pair;"
            f" ours takes {ours / theirs:.2f} of that."
        )
    return lines


def time_growth() -> list[str]:
    """Two drawings of one wavy zone with ever more vertices."""
    rows = ["| vertices | ms | µs a vertex · log₂ |\n|---|---|---|"]
    for size in SIZES:
        pair = [draw_version(size, seed=seed) for seed in (1, 2)]
        spent, _ = _spend(lambda pair=pair: compare_versions(*pair))  # type: ignore[misc]
        rows.append(f"| {size:,} | {1000 * spent:.0f} | {1e6 * spent / size / math.log2(size):.2f} |")
    return ["Two drawings of one zone, all of it drawn anew, by the number of vertices of each:", "\n".join(rows)]


def draw_version(size: int, *, seed: int) -> ZoneVersion:
    """A wavy zone of some 2,000 km of boundary that strays by 200 m over 2 km."""
    angles = np.linspace(0, 2 * math.pi, size, endpoint=False)
    random = np.random.default_rng(seed)
    strays = sum(
        random.normal() * np.sin(times * angles + random.uniform(0, 2 * math.pi)) for times in range(50, 400, 3)
    )
    radius = 2.5 + 0.2 * np.sin(7 * angles) + 0.0018 * np.asarray(strays) / 7.6
    shape = shapely.Polygon(np.column_stack([35 + 1.3 * radius * np.cos(angles), 46 + radius * np.sin(angles)]))
    return make_version(shape, day=date(2031, 1, seed))


def strew_places(versions: Sequence[ZoneVersion]) -> tuple[GazetteerEntry, ...]:
    """Made places, spread evenly over the extent of the first version."""
    west, south, east, north = shapely.bounds(shapely.from_wkb(versions[0].wkb)).tolist()
    random = np.random.default_rng(0)
    positions = zip(random.uniform(west, east, _PLACES), random.uniform(south, north, _PLACES), strict=True)
    return tuple(
        GazetteerEntry(
            id=f"made:{number}",
            names=(PlaceName(text=f"place {number}"),),
            kind="settlement",
            longitude=float(longitude),
            latitude=float(latitude),
            uncertainty_km=0.5,
            source="made",
        )
        for number, (longitude, latitude) in enumerate(positions)
    )


def make_version(shape: shapely.Geometry, *, day: date) -> ZoneVersion:
    """A version drawn with an error of 200 m."""
    return ZoneVersion(
        id=day.isoformat(),
        zone="zone",
        name="zone",
        kind="control",
        holder=None,
        valid_from=day.isoformat(),
        valid_to=None,
        publisher=None,
        document="0" * 64,
        locator="drawn",
        drawing_error_m=200,
        drawing_error_from="stated",
        wkb=shapely.to_wkb(shape),
    )


# ---------------------------------------------------------------------------------------------------------------


def _load(path: Path) -> ZoneVersion:
    day = datetime.strptime(path.stem[-8:], "%Y%m%d").replace(tzinfo=UTC).date()
    feature = json.loads(path.read_text("utf-8"))["features"][0]
    shape = shapely.force_2d(shapely.from_geojson(json.dumps(feature["geometry"])))
    return make_version(shape if shape.is_valid else shapely.make_valid(shape), day=day)


def _spend(work: Callable[[], Any]) -> tuple[float, Any]:
    """The least processor time of a few runs, in seconds, and what the work gave."""
    spent, given = math.inf, None
    for _ in range(_RUNS):
        started = time.process_time()
        given = work()
        spent = min(spent, time.process_time() - started)
    return spent, given


def _tell_same_ground(versions: Sequence[ZoneVersion], changes: Sequence[ZoneChange]) -> str:
    shapes = [shapely.from_wkb(version.wkb) for version in versions]
    same = [
        change.verdict for one, other, change in zip(shapes, shapes[1:], changes, strict=False) if one.equals(other)
    ]
    days = [date.fromisoformat(version.valid_from) for version in versions]
    gaps = [
        f"{one + timedelta(1)} to {other - timedelta(1)}"
        for one, other in itertools.pairwise(days)
        if (other - one).days > 1
    ]
    return f"Of {len(same)} pairs with the same ground {same.count('unchanged')} are unchanged; days missing: {', '.join(gaps)}."


def _count_vertices(version: ZoneVersion) -> int:
    return int(shapely.get_num_coordinates(shapely.from_wkb(version.wkb)))


def _overlay(versions: Sequence[ZoneVersion], settlements: Sequence[GazetteerEntry]) -> None:
    import geopandas  # type: ignore[import-not-found]  # noqa: PLC0415 - there only where someone installed it

    frames = [
        geopandas.GeoDataFrame({"zone": [0]}, geometry=[shapely.from_wkb(version.wkb)], crs=4326)
        for version in versions
    ]
    points = geopandas.GeoDataFrame(
        {"id": [place.id for place in settlements]},
        geometry=shapely.points([(place.longitude, place.latitude) for place in settlements]),
        crs=4326,
    )
    for earlier, later in itertools.pairwise(frames):
        geopandas.overlay(earlier, later, how="symmetric_difference")
        geopandas.sjoin(points, earlier, predicate="within")
        geopandas.sjoin(points, later, predicate="within")


if __name__ == "__main__":
    main()
