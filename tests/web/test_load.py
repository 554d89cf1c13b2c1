"""64 readers and one writer: no error, nothing lost, memory bounded. `evaluation.bench_web` does the same for a minute."""

import resource
import sys
from pathlib import Path

import httpx

from evaluation.web_load import read_and_write
from groundtruce import pipeline


def test_many_readers_and_one_writer(writer: httpx.Client, record: Path) -> None:
    """Every request is answered with what was asked; all that was said to be recorded is; nobody sees time go back."""
    before = len(pipeline.know_record(record).documents)
    load = read_and_write(writer, readers=64, seconds=4)
    assert load.failures == []
    assert set(load.statuses) <= {200, 201}
    assert len(load.written) >= 2
    assert len(load.seconds) > 64
    with pipeline.Record.open(record) as opened:
        opened.verify()
        documents = {document.sha256 for document in opened.headers()}
    assert set(load.written) <= documents
    assert len(documents) == before + len(load.written)
    assert sorted(path.name for path in record.parent.iterdir() if path.name.startswith("record.gpkg")) == [
        "record.gpkg"
    ]


def test_memory_stays_bounded(writer: httpx.Client) -> None:
    """A further round of the same takes no more memory than the first one left."""
    read_and_write(writer, readers=16, seconds=2)
    first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read_and_write(writer, readers=16, seconds=2)
    kilobyte = 1 if sys.platform != "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first < 100_000 * kilobyte
