"""Make the figures of docs/history.md: the example's change, and the area of a made zone over six weeks.

python -m tools.make_zone_figures, from the project's folder; needs the figures extra.
"""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import msgspec

from groundtruce import pipeline
from groundtruce.compare.zone_history.history import ZoneHistory
from groundtruce.model.zones import ZoneVersion
from groundtruce.settings import Settings
from groundtruce.show.area_plot import draw_area_plot
from groundtruce.show.pictures import write_png
from tests.compare.drawings import draw
from tests.story import zone_version

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "karabakh-2020"
IMAGES = ROOT / "docs" / "images"


def draw_example() -> str:
    """What changed in the example's southern zone between its two maps."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.gpkg"
        pipeline.start_record(record, case=CASE)
        maps = sorted((CASE / "zones").glob("*.geojson"))
        for _ in pipeline.add_files(record, maps, options=pipeline.InputOptions(), settings=Settings()):
            pass
        return pipeline.draw_change(pipeline.know_record(record), selection=pipeline.Selection(zone="south"))


def draw_made_area() -> str:
    """A wavy disc that two publishers draw, one of them daily but for three days; after three weeks it begins to grow."""
    daily = [_draw_map(day, "observers", 0.1) for day in range(42) if day not in (11, 12, 13)]
    weekly = [_draw_map(day, "newsroom", 0.3) for day in range(0, 42, 7)]
    history = ZoneHistory([*daily, *weekly])
    return draw_area_plot(
        history.areas,
        title="Area of a made zone",
        gaps=[notice for notice in history.notices if notice.kind == "gap"],
        moved={change.to.version for change in history.changes if change.verdict == "moved"},
    )


def _draw_map(day: int, publisher: str, error_km: float) -> ZoneVersion:
    grown = 0.12 * max(0, day - 20) + (2.0 if day >= 30 else 0.0)
    seed = day + (1000 if publisher == "newsroom" else 0)
    version = zone_version(
        draw(20, error_km=error_km, bulge_km=grown, seed=seed, points=600),
        valid_from=(date(2031, 3, 1) + timedelta(days=day)).isoformat(),
        error_m=1000 * error_km,
    )
    return msgspec.structs.replace(version, publisher=publisher, id=f"{publisher} {day}")


if __name__ == "__main__":
    IMAGES.joinpath("zone-change.png").write_bytes(write_png(draw_example()))
    IMAGES.joinpath("zone-area.png").write_bytes(write_png(draw_made_area()))
