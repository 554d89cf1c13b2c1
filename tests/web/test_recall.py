"""What the server holds of its record, and how it notices that the record grew."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.record.records import Addition, Record
from groundtruce.web.recall import Recall


def test_what_another_process_recorded_is_seen_at_once(example: Path, tmp_path: Path) -> None:
    """The head is asked of the record again as soon as its file or its log changed, however quickly changes follow each other."""
    record = Path(shutil.copy(example, tmp_path / "record.gpkg"))
    recall = Recall(record)
    for _ in range(20):
        with Record.open(record, writable=True) as opened:
            text = f"Report {opened.head().seq}."
            document = Document(
                sha256=digest(text.encode()),
                media_type="text/plain",
                size=len(text),
                origin="test",
                retrieved="2026-01-01T00:00:00.000000Z",
                title="",
                publisher=None,
                published=None,
                published_from="sidecar",
                text=text,
            )
            head = opened.append(
                Addition(document=document, content=text.encode()), now=datetime(2026, 1, 1, tzinfo=UTC)
            )
            assert recall.head() == head
        assert recall.head() == head
    assert not record.with_name("record.gpkg-wal").exists()
