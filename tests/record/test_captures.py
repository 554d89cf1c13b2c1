"""Captures of watched sources: kept as they were, verified with the documents that they name."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from groundtruce.errors import BrokenRecord
from groundtruce.model.captures import ArchivedAt, Capture
from groundtruce.model.ids import digest
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from tests.record import MAP_AFTER, START

LATER = START + timedelta(days=1)
CAPTURE = Capture(
    id="capture-1",
    source="map",
    address="https://example.org/map",
    answered="https://example.org/map.geojson",
    moment="2031-03-12T06:00:00.000000Z",
    outcome="kept",
    status=200,
    document=digest(MAP_AFTER),
    archived=ArchivedAt(file="2031-03.warc.gz", offset=0, length=9, sha256="a" * 64, record="urn:uuid:1"),
)
GONE = replace(CAPTURE, id="capture-2", outcome="gone", document=None, previous=digest(MAP_AFTER), archived=None)


def test_captures_come_back_from_the_moment_they_were_recorded(record_home: Address) -> None:
    with Record.open(record_home, writable=True) as record:
        record.append(Addition(captures=(CAPTURE, GONE)), now=LATER)
        assert record.captures() == (CAPTURE, GONE)
        assert record.captures(as_of=START + timedelta(hours=1)) == ()
        assert (record.capture("capture-2"), record.capture("capture-3")) == (GONE, None)
        record.verify()


@pytest.mark.parametrize("field", ["document", "previous"])
def test_a_capture_of_what_is_not_on_record_is_found(record_home: Address, field: str) -> None:
    """The documents that it names stand before it, or verification names it."""
    with Record.open(record_home, writable=True) as record:
        head = record.append(Addition(captures=(replace(CAPTURE, **{field: "0" * 64}),)), now=LATER)
        with pytest.raises(BrokenRecord, match="not recorded before it") as broken:
            record.verify()
    assert broken.value.entry == head.seq
