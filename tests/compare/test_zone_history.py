"""A zone's history over many versions: corrections, rivals, gaps, repeats, jumps where the source changed, areas."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import shapely

from groundtruce.compare.zone_history.history import Selection, ZoneHistory, measure_zone_area
from groundtruce.compare.zone_history.series import find_series
from groundtruce.model.documents import Document
from groundtruce.model.zones import Notice, RecordedVersion, ZoneVersion
from tests import story

START = date(2031, 3, 1)


def version(day: int, *, south: float = 0.0, publisher: str | None = "observer-site", **fields: Any) -> ZoneVersion:
    """Sector South on a day from 1 March 2031 on, its southern side `south` degrees south of the equator."""
    drawn = story.zone_version(
        shapely.box(10, -south, 10.1, 0.1), valid_from=(START + timedelta(days=day)).isoformat(), error_m=100
    )
    changed = msgspec.structs.replace(drawn, publisher=publisher, document=f"{day:064}", **fields)
    return msgspec.structs.replace(changed, id=f"{drawn.id} {publisher} {fields.get('reason', '')}")


def notices(versions: Sequence[ZoneVersion], kind: str, **options: Any) -> list[Notice]:
    return [each for each in ZoneHistory(versions, **options).notices if each.kind == kind]


def test_the_missing_days_of_a_daily_series_are_named() -> None:
    """Ten days without the fifth and sixth: one gap with both days."""
    (gap,) = notices([version(day, south=day / 100) for day in range(10) if day not in (4, 5)], "gap")
    assert gap.days == ("2031-03-05", "2031-03-06")
    assert gap.statement == "No map is on record from 5 Mar 2031 and 6 Mar 2031, though one comes every day."


def test_the_two_missing_days_of_a_real_series_are_named(shared: Path) -> None:
    """The daily maps of summer 2024 lack 18 and 19 August, and nothing else."""
    folder = shared / "data" / "zones" / "deepstate-2024"
    if not folder.exists():
        pytest.skip("the daily series is not here (../shared/data/zones)")
    days = [date.fromisoformat(file.stem.rpartition("_")[2]) for file in sorted(folder.glob("*.geojson"))]
    gaps = notices([version((day - START).days, south=index / 1000) for index, day in enumerate(days)], "gap")
    assert [gap.days for gap in gaps] == [("2024-08-18", "2024-08-19")]


def test_a_weekly_series_misses_its_week_and_a_map_a_day_late_is_no_gap() -> None:
    """Every seven days, once after eight, once not at all."""
    days = [0, 7, 15, 22, 29, 43, 50]
    (gap,) = notices([version(day, south=day / 100) for day in days], "gap")
    assert gap.days == ("2031-04-06",)


def test_maps_that_come_as_they_come_have_no_gaps() -> None:
    """Without a cadence, nothing is missing."""
    assert notices([version(day) for day in (0, 1, 9, 11, 30, 34)], "gap") == []


def test_time_that_no_version_covers_is_a_gap() -> None:
    """A version that ends on its fourth day, and the next a week later."""
    (gap,) = notices([version(0, valid_to="2031-03-05"), version(11, south=0.05)], "gap")
    assert (gap.on, gap.until) == ("2031-03-05", "2031-03-11")


def test_a_shape_published_again_is_pointed_out_once_with_its_days() -> None:
    """Three days of the same shape in other bytes are one notice; the next one, that moves, is none."""
    series = [version(0), version(1), version(2), version(3, south=0.05)]
    (repeat,) = notices(series, "repeat")
    assert repeat.days == ("2031-03-02", "2031-03-03")
    assert repeat.statement == ("The shape of the map from 1 Mar 2031 was published again: 2 Mar 2031 and 3 Mar 2031.")


def test_the_same_ground_with_other_vertices_is_a_repeat() -> None:
    """A ring that starts elsewhere and has a vertex more encloses the same ground."""
    ring = [(10.05, 0), (10.1, 0), (10.1, 0.1), (10, 0.1), (10, 0), (10.05, 0)]
    again = msgspec.structs.replace(version(1), wkb=shapely.to_wkb(shapely.Polygon(ring)))
    (repeat,) = notices([version(0), again], "repeat")
    assert repeat.days == ("2031-03-02",)


def test_an_old_map_issued_again_after_a_newer_one_is_a_repeat() -> None:
    """A, B, A: the third map is the first, to the byte."""
    old, new = version(0), version(1, south=0.05)
    stale = msgspec.structs.replace(version(2), document=old.document)
    (repeat,) = notices([old, new, stale], "repeat")
    assert repeat.statement == "The bytes of the map from 1 Mar 2031 were published again: 3 Mar 2031."
    assert repeat.versions == (old.id, stale.id)


@pytest.mark.parametrize(("south", "count"), [(0.05, 1), (0.0, 0)])
def test_a_jump_where_the_site_changed_is_pointed_out(south: float, count: int) -> None:
    """The same publisher, got from another site: a notice where the boundary moved, none where it did not."""
    earlier, later = version(0), version(1, south=south)
    documents = {
        each.document: Document(
            sha256=each.document, media_type="application/geo+json", size=1, retrieved="", origin=f"https://{site}/map"
        )
        for each, site in ((earlier, "www.maps.example"), (later, "mirror.example:8080"))
    }
    found = notices([earlier, later], "source changed", documents=documents)
    assert len(found) == count
    assert all("site maps.example before, mirror.example after" in each.statement for each in found)


def test_a_jump_where_one_publisher_takes_over_from_another_is_pointed_out() -> None:
    """One draws twice and stops, another draws twice from then on: the step from the one to the other is named."""
    series = [
        version(0),
        version(1, south=0.001),
        version(5, south=0.05, publisher="river-times"),
        version(6, south=0.051, publisher="river-times"),
    ]
    (jump,) = notices(series, "source changed")
    assert jump.on == "2031-03-06"
    assert "publisher observer-site before, river-times after" in jump.statement


def test_rival_maps_are_compared_publisher_against_publisher() -> None:
    """Each stretch of time over which two publishers' maps both hold gives one comparison, from the first day of it."""
    series = [
        version(0),
        version(4, south=0.05),
        version(2, publisher="river-times"),
        version(6, south=0.05, publisher="river-times"),
    ]
    rivals = ZoneHistory(series).rivals
    assert [(each.on, each.until, each.difference.verdict) for each in rivals] == [
        ("2031-03-03", "2031-03-05", "unchanged"),
        ("2031-03-05", "2031-03-07", "moved"),
        ("2031-03-07", None, "unchanged"),
    ]
    middle = rivals[1].difference
    assert (middle.from_.publisher, middle.to.publisher) == ("observer-site", "river-times")
    assert middle.lost_km2.measured == pytest.approx(0.05 * 0.1 * 111.32 * 110.57, rel=1e-3)
    assert middle.gained_km2.measured == 0


def test_two_maps_of_one_day_are_rivals_and_not_a_change() -> None:
    """Two publishers with one map each, for the same day; on different days the second follows the first."""
    one, other = version(0), version(0, south=0.05, publisher="river-times")
    same_day = ZoneHistory([one, other])
    assert (len(same_day.changes), len(same_day.rivals)) == (0, 1)
    later = ZoneHistory([one, version(3, south=0.05, publisher="river-times")])
    assert (len(later.changes), len(later.rivals)) == (1, 0)


def test_a_correction_is_no_change_of_the_ground() -> None:
    """The corrected version stands in the series; what was corrected, and when, stands apart; its own reason stays."""
    wrong = version(3, south=0.08, reason="change")
    right = msgspec.structs.replace(version(3, south=0.05, reason="correction"), id=wrong.id)
    history = ZoneHistory(
        [version(0), right],
        corrected=[
            RecordedVersion(entry=5, recorded="2031-03-04T09:00:00.000000Z", version=wrong),
            RecordedVersion(entry=9, recorded="2031-03-09T09:00:00.000000Z", version=right),
        ],
    )
    (change,) = history.changes
    assert (change.reason, change.verdict) == ("change", "moved")
    assert change.extent_shift_km.south == pytest.approx(0.05 * 110.57, rel=1e-3)
    (correction,) = history.corrections
    assert correction.recorded == "2031-03-09T09:00:00.000000Z"
    assert correction.change.reason == "correction"
    assert correction.change.extent_shift_km.south == pytest.approx(-0.03 * 110.57, rel=1e-3)


def test_only_what_is_asked_for_is_shown() -> None:
    """Zone, days and verdict each leave out what they must; a cadence is still told from the whole series."""
    series = [version(day, south=0.05 if day >= 6 else 0) for day in range(10) if day != 4]
    east = msgspec.structs.replace(version(5), zone="east")
    asked = Selection(zone="south", since=date(2031, 3, 4), until=date(2031, 3, 8))
    history = ZoneHistory([*series, east], selection=asked)
    assert [change.to.valid_from for change in history.changes] == [
        "2031-03-04",
        "2031-03-06",
        "2031-03-07",
        "2031-03-08",
    ]
    assert {area.zone for area in history.areas} == {"south"}
    assert [gap.days for gap in history.notices if gap.kind == "gap"] == [("2031-03-05",)]
    moved = ZoneHistory(series, selection=Selection(min_verdict="moved"))
    assert [change.to.valid_from for change in moved.changes] == ["2031-03-07"]


def test_the_area_of_a_version_has_the_interval_of_its_drawing_error() -> None:
    """0.1° × 0.1° at the equator are 123.09 km²; a line of 44 km drawn with 100 m, correlated over 2 to 50 of them."""
    area = measure_zone_area(version(0)).km2
    assert area.measured == pytest.approx(0.1 * 111.3195 * 0.1 * 110.5743, rel=1e-4)
    # The variance of the mean of a Gaussian field over a length P much longer than its scale L: e² L √(2π) P.
    mean_scale = (0.2 + 0.5 + 1 + 2 + 5) / 5
    deviation = (0.1**2 * mean_scale * 2.5066 * 44.38) ** 0.5
    assert area.high - area.best == pytest.approx(1.96 * deviation, rel=1e-3)


def test_series_of_several_publishers_are_mixed_only_where_none_drew_twice() -> None:
    """One map each is one series; with a second by one of them there are two."""
    once = [version(0), version(3, publisher="river-times")]
    assert [series.is_mixed for series in find_series(once)] == [True]
    assert [series.is_mixed for series in find_series([*once, version(5)])] == [False, False]
