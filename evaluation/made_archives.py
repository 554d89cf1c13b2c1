"""A large made record in a database, written in bulk: reports with their readings, incidents matched some thousand at a time, maps.

Each report, each map and each matching is a transaction of its own in the chain, as if they had come one after the other; only
the database takes thousands of them at once.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TypeVar

import click
import shapely

from evaluation.made_records import FIRST_DAY, MadeReport, Making, make_reports, match_reports
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.zones import ZoneVersion
from groundtruce.record.additions import Addition, Rows, compose_rows, draft_entries
from groundtruce.record.addresses import Address
from groundtruce.record.chain import Head, head_of, link_entries, next_moment
from groundtruce.record.records import Record

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
MATCHED_AT_ONCE = 5_000
VERTICES = 200
ZONES = 20
ATTRIBUTED = Making(all_attributed=True)
_T = TypeVar("_T")


def days_of(documents: int, *, making: Making = ATTRIBUTED) -> int:
    """How many days a made record of so many documents speaks of."""
    return max(1, documents // making.a_day)


def build_archive(
    address: Address, *, documents: int, zone_versions: int, case: Case, making: Making = ATTRIBUTED
) -> int:
    """Write a large record; gives the number of attributions. Maps come on the days on which they are valid."""
    days = days_of(documents, making=making)
    attributions, drawn = 0, 0
    with Record.open(address, writable=True) as record:
        head = record.head()
        reports = make_reports(documents, case=case, making=making)
        for number, batch in enumerate(_batches(reports, MATCHED_AT_ONCE), start=1):
            due = min(zone_versions, zone_versions * number * MATCHED_AT_ONCE // documents)
            maps = (_draw_map(serial, days, zone_versions, case=case) for serial in range(drawn, due))
            head, drawn = _append(record, [*_add_reports(batch, case=case), *maps], head), due
            attributions += sum(len(each.reading.attributions) for each in batch)
            click.echo(f"{head.seq:,} entries", err=True)
    return attributions


# ---------------------------------------------------------------------------------------------------------------------


def _add_reports(reports: list[MadeReport], *, case: Case) -> Iterator[Addition]:
    for each in reports:
        yield Addition(document=each.document, reading=each.reading, content=each.content)
    yield Addition(incidents=match_reports(reports, case=case))


def _append(record: Record, additions: Iterable[Addition], head: Head) -> Head:
    """Write many additions at once, each a transaction of its own in the chain."""
    written: list[Rows] = []
    for addition in additions:
        entries = link_entries(draft_entries(addition), after=head, recorded=next_moment(MOMENT, after=head))
        head = head_of(entries[-1])
        written.append(compose_rows(addition, entries))
    record.append_rows(_unite(written))
    return head


def _unite(written: list[Rows]) -> Rows:
    tables = {table for rows in written for table in rows.layers}
    return Rows(
        entries=tuple(each for rows in written for each in rows.entries),
        contents=tuple(each for rows in written for each in rows.contents),
        texts=tuple(each for rows in written for each in rows.texts),
        layers={table: [each for rows in written for each in rows.layers.get(table, ())] for table in sorted(tables)},
    )


def _draw_map(serial: int, days: int, zone_versions: int, *, case: Case) -> Addition:
    """A map of one of the zones: a circle with many vertices, a little larger on each day."""
    zone, day = serial % ZONES, FIRST_DAY + timedelta(days=serial * days // zone_versions)
    place = case.places[zone % len(case.places)]
    shape = shapely.Point(place.longitude, place.latitude).buffer(0.05 + serial * 1e-6, quad_segs=VERTICES // 4)
    content = f"map {serial}".encode()
    document = _describe_map(content, serial, day, case=case)
    version = ZoneVersion(
        id=f"made-{serial}", zone=f"made-{zone}", name=f"Zone {zone}", kind="control", holder=None, valid_from=day.isoformat(),
        valid_to=None, publisher=document.publisher, document=document.sha256, locator="", drawing_error_m=100,
        drawing_error_from="source", wkb=shapely.to_wkb(shape),
    )  # fmt: skip
    return Addition(document=document, content=content, zone_versions=(version,))


def _describe_map(content: bytes, serial: int, day: date, *, case: Case) -> Document:
    return Document(
        sha256=digest(content), media_type="application/geo+json", size=len(content), origin=f"made/{serial}.geojson",
        retrieved="2026-01-01T00:00:00.000000Z", title="", publisher=case.publishers[0].id, published=day.isoformat(),
        published_from="sidecar", language=None, text="",
    )  # fmt: skip


def _batches(items: Iterator[_T], size: int) -> Iterator[list[_T]]:
    while batch := list(islice(items, size)):
        yield batch
