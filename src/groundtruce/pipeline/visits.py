"""One visit: an address asked, or a file looked at; what it gave kept as WARC, recorded, remembered.

The order of one capture is: kept as WARC, remembered as pending, recorded, remembered as done. A watch that is killed between any
two goes on there, so that nothing is asked for or recorded twice.
"""

from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.politeness import PoliteClient, Surroundings
from groundtruce.collect.watching.state import Pending, Seen, WatchState
from groundtruce.collect.watching.tables import Source, Watch
from groundtruce.collect.watching.visits import Visit, choose_address, judge, known_headers
from groundtruce.collect.watching.warcs import CaptureArchive
from groundtruce.model.captures import ArchivedAt, Capture, CaptureOutcome
from groundtruce.model.ids import identify
from groundtruce.model.times import format_moment
from groundtruce.pipeline.captures import CaptureRecorder, Recorded
from groundtruce.pipeline.progress import Progress


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What became of one visit."""

    source: str
    address: str
    found: str
    """`same`, `content`, `missing`, `gone`, `failed`; or `resumed`, for a capture that an earlier run did not get to record."""
    note: str = ""
    recorded: Recorded | None = None


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """All that a visit needs."""

    watch: Watch
    state: WatchState
    client: PoliteClient
    archive: CaptureArchive
    recorder: CaptureRecorder
    around: Surroundings
    progress: Progress

    def visit(self, source: Source, key: str, address: str) -> Visited:
        """One address, and what it gives into the record. `key` is what it is remembered by."""
        seen = self.state.seen(key, source=source.id)
        answer, visit, moment = self.ask(source, seen, address)
        if not isinstance(answer, Answer) or visit.found not in ("content", "gone"):
            return self.remember(source, key, address, visit)
        place = self.archive.keep_answer(answer, address=address, moment=moment)
        outcome: CaptureOutcome = "gone" if visit.found == "gone" else "kept"
        capture = self.describe(source, key, address, moment, outcome=outcome, previous=seen.document, archived=place)
        capture = replace(capture, answered=answer.address, status=answer.status)
        pending = Pending(capture=capture, source=source, key=key, seen=visit.seen)
        return self.take(pending, found=visit.found, content=answer.content, note=visit.note)

    def ask(self, source: Source, seen: Seen, address: str) -> tuple[Answer | Failure, Visit, datetime]:
        """What an address answers, what that means, and when it was got."""
        self.progress(f"{source.id}: asking for {address}")
        answer = self.client.get(choose_address(seen, address), known=known_headers(seen))
        moment = self.around.now()
        return answer, judge(seen, answer, source=source, gone_after=self.watch.gone_after, now=moment), moment

    def remember(self, source: Source, key: str, address: str, visit: Visit) -> Visited:
        """A visit that gave nothing to keep."""
        self.state.keep_seen(key, visit.seen)
        return Visited(source=source.id, address=address, found=visit.found, note=visit.note)

    def describe(
        self,
        source: Source,
        key: str,
        address: str,
        moment: datetime,
        *,
        outcome: CaptureOutcome,
        previous: str | None,
        archived: ArchivedAt | None,
    ) -> Capture:
        """A capture, as far as is known before anybody looks into it."""
        return Capture(
            id=identify("capture", source.id, key, format_moment(moment)),
            source=source.id,
            address=address,
            answered=address,
            moment=format_moment(moment),
            outcome=outcome,
            previous=previous,
            archived=archived,
            collector=self.client.agent,
        )

    def take(self, pending: Pending, *, found: str, content: bytes = b"", note: str = "") -> Visited:
        """Remember that a capture is to be recorded, and record it."""
        self.state.keep_pending(pending)
        return self.finish(pending, content, found=found, note=note)

    def resume(self, pending: Pending) -> Visited:
        """Record a capture that an earlier run kept."""
        archived = pending.capture.archived
        return self.finish(pending, self.archive.read(archived) if archived else b"", found="resumed")

    def finish(self, pending: Pending, content: bytes, *, found: str, note: str = "") -> Visited:
        """Record a capture that is kept, and remember that it is."""
        capture = pending.capture
        self.progress(f"{capture.source}: recording {capture.address}")
        recorded = self.recorder.record(pending, content)
        document = recorded.capture.document or pending.seen.document
        self.state.finish(pending, replace(pending.seen, document=document))
        return Visited(
            source=capture.source,
            address=capture.address,
            found=found,
            note=note or recorded.capture.note,
            recorded=recorded,
        )
