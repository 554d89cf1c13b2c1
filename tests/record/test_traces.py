"""Traces of picture maps: kept as they were, verified with what they trace and what they gave."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from groundtruce.errors import BrokenRecord
from groundtruce.model.ids import digest
from groundtruce.model.traces import Trace
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from tests.record import MAP_AFTER, START
from tests.traced import make_trace

TRACE = make_trace(digest(MAP_AFTER))
ELSEWHERE = replace(TRACE.zones[0], version="zone-0")


def test_a_trace_comes_back_as_it_was_from_the_moment_it_was_recorded(whole_home: Address) -> None:
    """With every control point, residual and setting; before, nothing of it was known."""
    with Record.open(whole_home) as record:
        assert record.traces() == (TRACE,)
        assert record.traces(as_of=START + timedelta(minutes=2)) == ()


@pytest.mark.parametrize(
    "trace",
    [replace(TRACE, id="trace-2", picture="0" * 64), replace(TRACE, id="trace-2", zones=(ELSEWHERE,))],
    ids=["picture", "zone version"],
)
def test_a_trace_of_what_is_not_on_record_is_found(record_home: Address, trace: Trace) -> None:
    """Its picture and its zone versions stand before it, or verification names it."""
    with Record.open(record_home, writable=True) as record:
        head = record.append(Addition(traces=(trace,)), now=START + timedelta(days=1))
        with pytest.raises(BrokenRecord, match="not recorded before it") as broken:
            record.verify()
    assert broken.value.entry == head.seq
