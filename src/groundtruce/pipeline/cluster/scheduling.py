"""Pieces given to the workers of a cluster and taken back, a few at a time, however many there are."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from groundtruce.collect.pieces import ArchivePiece
from groundtruce.errors import UnusableInput
from groundtruce.model.values import Value
from groundtruce.pipeline.cluster.clusters import count_threads
from groundtruce.pipeline.cluster.work import PieceRead, check_desk, read_piece

if TYPE_CHECKING:
    from distributed import Client, Future

_PIECES_A_THREAD = 2
"""So many are given out at once: one is read while the next waits."""

_MOST_TRIES = 10
"""A piece whose workers died goes on where its notes tell; Dask gives it up each time some workers more have died."""


class GivenUp(Value):
    """A piece that no worker could bring to its end."""

    name: str
    first: str
    """The file that it begins in."""
    reason: str


def read_pieces(
    client: "Client", pieces: Iterable[ArchivePiece], *, folder: str, run: str
) -> Iterator[PieceRead | GivenUp]:
    """What becomes of each piece, in the order in which they are done.

    A piece whose worker dies is read by another. Raises `UnusableInput` for what concerns all: a scheduler that is gone, a
    worker that does not see the archive.
    """
    from distributed import as_completed  # noqa: PLC0415 - an extra

    _check_workers(client, folder=folder, run=run)
    waiting = iter(pieces)
    under_way: dict[str, tuple[ArchivePiece, int]] = {}
    done = as_completed(loop=client.loop)

    def give(piece: ArchivePiece, number: int) -> None:
        key = f"groundtruce-read-{run[:12]}-{piece.name}-{number}"
        future = client.submit(read_piece, piece, folder, run, key=key, pure=False)
        under_way[key] = piece, number
        done.add(future)

    def fill() -> None:
        room = max(1, _PIECES_A_THREAD * count_threads(client)) - len(under_way)
        for _, piece in zip(range(room), waiting, strict=False):
            give(piece, 1)

    fill()
    for future in done:
        piece, number = under_way.pop(future.key)
        outcome = _take(client, future)
        if outcome is None and number < _MOST_TRIES:
            give(piece, number + 1)
            continue
        yield outcome or GivenUp(
            name=piece.name,
            first=piece.stretches[0].file,
            reason="too many workers ended while they read it; look at their memory and their logs",
        )
        fill()


# ---------------------------------------------------------------------------------------------------------------


def _check_workers(client: "Client", *, folder: str, run: str) -> None:
    """Have a worker load the models, so that a cluster on which none can is refused before any text is blamed."""
    check = client.submit(check_desk, folder, run, key=f"groundtruce-check-{run[:12]}", pure=False)
    if _take(client, check) is None:
        raise UnusableInput("the workers", "end while they load the models: look at their memory and their logs")


def _take(client: "Client", future: "Future[Any]") -> Any:
    """What a task gave; none where its workers died. Raises what it raised."""
    from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - an extra

    try:
        return future.result()
    except KilledWorker:
        return None
    except (CancelledError, OSError, TimeoutError) as error:
        if client.status == "running" and not isinstance(error, CancelledError):
            raise
        reason = "the scheduler is gone; what is done is kept, and the same command goes on from there"
        raise UnusableInput("--cluster", reason) from error
