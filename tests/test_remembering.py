"""What is remembered of one moment serves for any other, and is always what the record itself would say."""

import shutil
from pathlib import Path

from groundtruce import pipeline
from groundtruce.model.cases import Case
from groundtruce.model.times import parse_moment
from groundtruce.record.addresses import Address
from groundtruce.settings import Settings


def test_from_any_moment_to_any_other(example_home: Address) -> None:
    """Forwards and backwards, everything known is the same, in the same order, as read anew."""
    with pipeline.Record.open(example_home) as record:
        now = pipeline.remember(record)
        assert now.known == pipeline.know(record)
        for moment in now.moments:
            as_of = parse_moment(moment.recorded)
            then = pipeline.remember(record, as_of=as_of, near=now)
            assert then.known == pipeline.know(record, as_of=as_of)
            assert list(then.known.documents) == list(pipeline.know(record, as_of=as_of).documents)
            assert list(then.known.readings) == list(pipeline.know(record, as_of=as_of).readings)
            assert pipeline.remember(record, near=then) == now


def test_only_what_differs_is_read(example_home: Address) -> None:
    """What two moments share is one value, not two alike."""
    with pipeline.Record.open(example_home) as record:
        now = pipeline.remember(record)
        earlier = pipeline.remember(record, as_of=parse_moment(now.moments[-2].recorded), near=now)
    assert 0 < len(earlier.known.documents) < len(now.known.documents)
    assert all(document is now.known.documents[sha256] for sha256, document in earlier.known.documents.items())
    assert earlier.known.zone_versions is now.known.zone_versions
    assert earlier.known.compared is now.known.compared


def test_when_each_was_recorded(example_home: Address) -> None:
    """The moment of the latest entry, for every subject."""
    with pipeline.Record.open(example_home) as record:
        now = pipeline.remember(record)
        for moment in now.moments:
            before = pipeline.remember(record, as_of=parse_moment(moment.recorded), near=now)
            new = [
                sha256 for sha256, entry in before.entries["document"].items() if moment.first <= entry <= moment.last
            ]
            assert all(now.recorded("document", sha256) == moment.recorded for sha256 in new)


def test_another_record_under_the_same_path_is_read_anew(example: Path, tmp_path: Path) -> None:
    """What was remembered of a record is of no use for one that merely looks alike."""
    path = tmp_path / "record.gpkg"
    pipeline.start_record(path, case=Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020")
    with pipeline.Record.open(path) as record:
        empty = pipeline.remember(record)
    shutil.copy(example, path)
    with pipeline.Record.open(path) as record:
        assert pipeline.remember(record, near=empty).known == pipeline.know(record)


def test_news_tells_of_what_was_corrected(example: Path, tmp_path: Path) -> None:
    """A corrected version is told as such."""
    path = Path(shutil.copy(example, tmp_path / "record.gpkg"))
    with pipeline.Record.open(path) as record:
        before = pipeline.remember(record)
    (south,) = [each for each in before.known.zone_versions if each.zone == "south" and each.valid_from == "2020-12-13"]
    drawn = (
        '{"type": "Polygon", "coordinates": [[[46.8, 39.5], [47.0, 39.5], [47.0, 39.8], [46.8, 39.8], [46.8, 39.5]]]}'
    )
    options = pipeline.InputOptions(
        published="2020-12-20",
        publisher=south.publisher,
        reason="correction",
        map=pipeline.MapOptions(zone="south", kind=south.kind, holder=south.holder, valid_from="2020-12-13"),
    )
    pipeline.add_content(
        path, drawn.encode(), name="south.geojson", options=options, settings=Settings(), load_reader=read_nothing
    )
    with pipeline.Record.open(path) as record:
        after = pipeline.remember(record, near=before)
    news = pipeline.list_new(before, after)
    assert [(each.id, each.state) for each in news.zone_versions] == [(south.id, "corrected")]
    assert [each.kind for each in news.documents] == ["map"]


def read_nothing(case: Case) -> pipeline.Reader:
    raise AssertionError(f"a map of {case.id} is not read")
