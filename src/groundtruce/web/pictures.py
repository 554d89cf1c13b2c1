"""Pictures that were sent to be traced and are not recorded yet: kept in memory, the latest few of them."""

import threading
from collections import OrderedDict

from groundtruce.model.ids import digest
from groundtruce.web.limits import LARGEST_UPLOAD
from groundtruce.web.recall import Recall
from groundtruce.web.writing import Turns

_KEPT_BYTES = 2 * LARGEST_UPLOAD


class Pictures:
    """Picture maps by their SHA-256, kept or recorded, and the one thread that works on them. Safe to use from many threads."""

    def __init__(self, recall: Recall) -> None:
        self.turns = Turns("pictures", doing="tracing")
        self._recall = recall
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._changing = threading.Lock()

    def keep(self, content: bytes) -> str:
        """Keep a picture, and let go of those sent longest ago. Its SHA-256."""
        sha256 = digest(content)
        with self._changing:
            self._kept[sha256] = content
            self._kept.move_to_end(sha256)
            while sum(map(len, self._kept.values())) > _KEPT_BYTES:
                self._kept.popitem(last=False)
        return sha256

    def find(self, sha256: str) -> bytes | None:
        """The bytes of a picture; none where it is neither kept nor recorded."""
        with self._changing:
            kept = self._kept.get(sha256)
        return kept if kept is not None else self._find_recorded(sha256)

    def is_recorded(self, sha256: str) -> bool:
        """Whether the record holds it."""
        with self._recall.open() as record:
            return record.has_document(sha256)

    # -----------------------------------------------------------------------------------------------------------

    def _find_recorded(self, sha256: str) -> bytes | None:
        with self._recall.open() as record:
            return record.content(sha256) if record.has_document(sha256) else None
