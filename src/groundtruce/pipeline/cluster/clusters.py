"""Dask clusters: one that runs already, by its address, or one of processes of this machine."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from groundtruce.errors import UnusableInput
from groundtruce.pipeline.progress import Progress

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
_LOCAL_CONFIGURATION: dict[str, object] = {
    # Its pages about what goes on are open to whoever asks, so there are none.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # Nobody looks at its profile of the workers, which stops them a hundred times a second, nor at how it does itself.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "10s",
    # Dask has its workers give every freed page back at once, and a reading frees and takes the same ones for each sentence.
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 64 << 20,
}
_CONNECTING_S = 10
_JOINING_S = 600


@dataclass(frozen=True, kw_only=True)
class ClusterOptions:
    """Which cluster reads, and in what pieces."""

    address: str
    """Such as `tcp://10.0.0.5:8786`, or `local` for a new one on this machine."""
    workers: int | None = None
    """The processes of a local one; none for as many as there are cores."""
    texts_a_part: int = 200


def check_cluster(options: ClusterOptions) -> None:
    """Raise `UnusableInput` for what is no address, and where the extra is not installed."""
    address = options.address
    if address != LOCAL and not (urlsplit(address).scheme and urlsplit(address).netloc):
        raise UnusableInput("--cluster", f"{address!r} is neither `local` nor an address such as tcp://10.0.0.5:8786")
    if not (find_spec("distributed") and find_spec("pyarrow")):
        raise UnusableInput("--cluster", "needs the cluster extra: pip install 'groundtruce[cluster]'")


@contextmanager
def open_cluster(options: ClusterOptions, *, progress: Progress) -> Iterator["Client"]:
    """A client of the cluster that options name.

    The processes of a local one speak TLS among themselves, on loopback, with keys that nobody else has. Raises
    `UnusableInput` where there is none, or none of its workers comes in ten minutes.
    """
    import distributed  # noqa: PLC0415 - an extra

    address = options.address
    # What becomes of workers is told by the summary; Dask's own lines are for those who look after it.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if address == LOCAL:
        with _open_local(options.workers or os.cpu_count() or 1) as client:
            yield client
        return
    progress(f"connecting to {address}")
    try:
        client = distributed.Client(address, timeout=_CONNECTING_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        raise UnusableInput(address, f"no Dask scheduler answers there ({_line(error)})") from error
    with client:
        _wait_for_workers(client, address, progress)
        yield client


def count_threads(client: "Client") -> int:
    """How many pieces the cluster can read at a time."""
    return sum(client.nthreads().values())


# ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _open_local(workers: int) -> Iterator["Client"]:
    import dask  # noqa: PLC0415 - an extra
    import distributed  # noqa: PLC0415 - an extra
    from distributed.security import Security  # noqa: PLC0415 - an extra

    try:
        with dask.config.set(_LOCAL_CONFIGURATION):
            cluster = distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                security=Security.temporary(),
                silence_logs=logging.CRITICAL,
            )
    except (OSError, RuntimeError, TimeoutError) as error:
        raise UnusableInput("--cluster local", f"its workers do not start ({_line(error)})") from error
    with cluster, distributed.Client(cluster, set_as_default=False) as client:
        yield client


def _wait_for_workers(client: "Client", address: str, progress: Progress) -> None:
    progress("waiting for a worker")
    try:
        client.wait_for_workers(1, timeout=_JOINING_S)
    except TimeoutError as error:
        raise UnusableInput(address, f"no worker has joined its scheduler in {_JOINING_S // 60} minutes") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
