"""Parts as a cluster leaves them, of made reports with made readings: without running the language model."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from evaluation.made_records import MadeReport
from groundtruce.model.cases import Case
from groundtruce.pipeline.cluster.parts import ReadText, make_room, write_part
from groundtruce.pipeline.cluster.runs import begin_run, describe_run
from groundtruce.settings import Settings


def write_parts(folder: Path, reports: Sequence[MadeReport], *, case: Case | None, texts_a_part: int = 200) -> None:
    """Write reports into a folder, so many a part."""
    run = describe_run(
        (Path("made"),),
        case=case,
        published=None,
        settings=Settings(),
        encoder=True,
        texts_a_piece=texts_a_part,
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )
    begin_run(folder, run)
    make_room(folder)
    for serial, first in enumerate(range(0, len(reports), texts_a_part)):
        read = [
            ReadText(place=each.document.origin, document=each.document, content=each.content, reading=each.reading)
            for each in reports[first : first + texts_a_part]
        ]
        write_part(folder, f"{serial:07d}-made", read=read, aside=())
