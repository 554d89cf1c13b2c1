"""A folder visited: files that are new, changed or gone."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from groundtruce.collect.watching.folders import FoundFile, list_folder
from groundtruce.collect.watching.state import Pending, Seen
from groundtruce.collect.watching.tables import Source
from groundtruce.collect.watching.visits import miss
from groundtruce.errors import UnusableInput
from groundtruce.model.ids import digest
from groundtruce.pipeline.visits import Visited, Visitor


def visit_folder(visitor: Visitor, source: Source, folder: Path) -> Iterator[Visited]:
    """Every file below a folder that is new or changed, and those that are gone. Where the folder cannot be read, nothing is."""
    try:
        files = list_folder(folder)
    except UnusableInput as error:
        yield Visited(source=source.id, address=str(folder), found="failed", note=error.reason)
        return
    before = visitor.state.seen_of(source.id)
    for file in files:
        seen = before.get(file.path, Seen(source=source.id))
        if seen.version != file.version:
            yield _take_file(visitor, source, file, seen)
    there = {file.path for file in files}
    for key, seen in before.items():
        if key not in there and not seen.gone:
            yield _miss_file(visitor, source, key, seen)


# ---------------------------------------------------------------------------------------------------------------


def _take_file(visitor: Visitor, source: Source, file: FoundFile, seen: Seen) -> Visited:
    moment = visitor.around.now()
    now_seen = replace(seen, visited=moment.isoformat(), version=file.version, missing=0, gone=False)
    try:
        content = file.read(limit=visitor.watch.max_bytes)
    except UnusableInput as error:
        visitor.state.keep_seen(file.path, now_seen)
        return Visited(source=source.id, address=file.path, found="failed", note=error.reason)
    now_seen = replace(now_seen, payload_sha256=digest(content))
    if now_seen.payload_sha256 == seen.payload_sha256 and not seen.gone:
        visitor.state.keep_seen(file.path, now_seen)
        return Visited(source=source.id, address=file.path, found="same", note="touched")
    place = visitor.archive.keep_file(content, address=file.uri, moment=moment)
    capture = visitor.describe(
        source, file.path, file.path, moment, outcome="kept", previous=seen.document, archived=place
    )
    pending = Pending(capture=capture, source=source, key=file.path, seen=now_seen)
    return visitor.take(pending, found="content", content=content)


def _miss_file(visitor: Visitor, source: Source, key: str, seen: Seen) -> Visited:
    moment = visitor.around.now()
    visit = miss(replace(seen, visited=moment.isoformat()), gone_after=visitor.watch.gone_after)
    if visit.found != "gone":
        return visitor.remember(source, key, key, visit)
    capture = visitor.describe(source, key, key, moment, outcome="gone", previous=seen.document, archived=None)
    pending = Pending(capture=capture, source=source, key=key, seen=replace(visit.seen, version=None))
    return visitor.take(pending, found="gone", note=visit.note)
