"""Archives cut into pieces that can be read apart from each other, on other machines too."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from groundtruce.collect.archives import find_in_file, list_files
from groundtruce.collect.found_texts import FoundText, Place
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value

MOST_BYTES = 16_000_000
"""The texts of a piece have no more than this, unless one alone has: a worker holds a piece in memory."""


class Stretch(Value):
    """Texts that follow each other in one file."""

    file: str
    start: Place
    texts: int


class ArchivePiece(Value):
    """Texts that follow each other in archives, by where they lie. Its name tells its order and its content."""

    serial: int
    digest: str
    """SHA-256 of the texts and of what their archive says of them."""
    stretches: tuple[Stretch, ...]

    @property
    def name(self) -> str:
        """The same for the same texts in the same order."""
        return f"{self.serial:07d}-{self.digest[:20]}"

    @property
    def texts(self) -> int:
        """How many texts it holds, broken ones too."""
        return sum(stretch.texts for stretch in self.stretches)


def cut_archives(
    paths: Iterable[Path], *, limit: int, most_texts: int, most_bytes: int = MOST_BYTES
) -> Iterator[ArchivePiece]:
    """The pieces of archives in their order, none of more than so many texts, one after the other without holding any.

    Appending to the last archive changes no piece but the last. Raises `UnusableInput` where an archive cannot be read.
    """
    serial, cut = 0, _Cut()
    for file in (file for path in paths for file in list_files(path)):
        for place, found in find_in_file(file, limit=limit):
            is_full = cut.texts >= most_texts or cut.size + len(found.content) > most_bytes
            if place and cut.texts and is_full:
                yield cut.as_piece(serial)
                serial, cut = serial + 1, _Cut()
            cut.add(str(file), place, found)
    if cut.texts:
        yield cut.as_piece(serial)


def find_texts_in(piece: ArchivePiece, *, limit: int) -> Iterator[FoundText]:
    """The texts of a piece. Raises `UnusableInput` behind the last where they are not those that it was cut from."""
    digest = hashlib.sha256()
    for stretch in piece.stretches:
        texts = find_in_file(Path(stretch.file), limit=limit, start=stretch.start)
        for _, found in islice(texts, stretch.texts):
            _add_to(digest, found)
            yield found
    if digest.hexdigest() != piece.digest:
        reason = "changed while it was read, or is another file on the machine of the worker"
        raise UnusableInput(piece.stretches[0].file, reason)


# ---------------------------------------------------------------------------------------------------------------


@dataclass
class _Cut:
    """A piece while it is cut."""

    texts: int = 0
    size: int = 0
    begun: list[tuple[str, Place]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, file: str, place: Place | None, found: FoundText) -> None:
        """Take in a text, which follows the last one where it lies in the same file."""
        if self.begun and self.begun[-1][0] == file:
            self.counts[-1] += 1
        else:
            self.begun.append((file, place or Place()))
            self.counts.append(1)
        self.texts += 1
        self.size += len(found.content)
        _add_to(self.digest, found)

    def as_piece(self, serial: int) -> ArchivePiece:
        """The piece that it has become."""
        stretches = tuple(
            Stretch(file=file, start=start, texts=texts)
            for (file, start), texts in zip(self.begun, self.counts, strict=True)
        )
        return ArchivePiece(serial=serial, digest=self.digest.hexdigest(), stretches=stretches)


def _add_to(digest: "hashlib._Hash", found: FoundText) -> None:
    """What a text is, whatever its archive is called. What a parser says of a broken one depends on where it began."""
    digest.update(msgspec.msgpack.encode((found.content, found.said, found.retrieved, found.error is None)))
