"""One request: connected to the machine that was checked, bounded in size and time, unpacked within bounds."""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from groundtruce.collect.watching.addresses import Target
from groundtruce.collect.watching.answers import Answer, Failure


class Bounds(NamedTuple):
    """What one answer may cost."""

    seconds: float
    """From the first try to connect to the last byte."""
    size: int
    """In bytes, packed and unpacked."""


def request(
    target: Target, *, machine: str, headers: Mapping[str, str], bounds: Bounds, body: bytes | None = None
) -> Answer | Failure:
    """Ask a host at the numeric address `machine`; with a `body`, post it. Redirects come as they are."""
    connection = _PinnedConnection(target, machine, bounds.seconds)
    try:
        with _deadline(connection, bounds.seconds):
            answer = _ask(connection, target, headers, bounds, body)
        # A body without a stated length ends where the connection does, also where it was cut.
        return _too_slow(bounds) if connection.expired.is_set() else answer
    finally:
        connection.close()


def unpack(payload: bytes, encoding: str, size: int) -> bytes | Failure:
    """The content of a body that is packed with gzip or deflate, at most `size` bytes of it."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or not payload:
        return payload
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return Failure(reason=f"is packed in a way that was not asked for ({encoding})")
    # 32: gzip and zlib, told by their first bytes.
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        content = unpacker.decompress(payload, size + 1)
    except zlib.error as error:
        return Failure(reason=f"cannot be unpacked: {error}", again=True)
    if len(content) > size:
        return Failure(reason=f"unpacks to more than {size} bytes")
    return content if unpacker.eof else Failure(reason="is packed and cut off", again=True)


# ---------------------------------------------------------------------------------------------------------------

_CHUNK = 1 << 16


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to one numeric address, whatever the host's name would lead to by now."""

    def __init__(self, target: Target, machine: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target, self._machine = target, machine
        self.default_port = {"http": http.client.HTTP_PORT, "https": http.client.HTTPS_PORT}[target.scheme]
        self.expired = threading.Event()

    def connect(self) -> None:
        self.sock = socket.create_connection((self._machine, self._target.port), timeout=self.timeout)
        if self.expired.is_set():
            raise TimeoutError
        if self._target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)


def _ask(
    connection: _PinnedConnection, target: Target, headers: Mapping[str, str], bounds: Bounds, body: bytes | None
) -> Answer | Failure:
    try:
        connection.request("POST" if body is not None else "GET", target.path, body=body, headers=dict(headers))
        return _read(connection.getresponse(), target, bounds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Failure(reason=_explain(error), again=not isinstance(error, ssl.SSLCertVerificationError))


def _too_slow(bounds: Bounds) -> Failure:
    return Failure(reason=f"took longer than {bounds.seconds:g} s", again=True)


@contextmanager
def _deadline(connection: _PinnedConnection, seconds: float) -> Iterator[None]:
    """Cut the connection after so many seconds, however slowly it drips: a socket's own time-out begins anew with each byte."""

    def cut() -> None:
        connection.expired.set()
        sock = connection.sock
        if sock is not None:
            try:
                # The plain socket's, since a TLS socket would forget that it was one while another thread reads from it.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: http.client.HTTPResponse, target: Target, bounds: Bounds) -> Answer | Failure:
    stated = response.headers.get("Content-Length", "")
    if stated.isdigit() and int(stated) > bounds.size:
        return Failure(reason=f"is larger than {bounds.size} bytes, by what it says of itself")
    payload = _read_bounded(response, bounds.size)
    if payload is None:
        return Failure(reason=f"is larger than {bounds.size} bytes, or never ends")
    content = unpack(payload, response.headers.get("Content-Encoding", ""), bounds.size)
    if isinstance(content, Failure):
        return content
    return Answer(
        address=target.address,
        status=response.status,
        reason=response.reason,
        headers=tuple(response.getheaders()),
        payload=payload,
        content=content,
    )


def _read_bounded(response: http.client.HTTPResponse, size: int) -> bytes | None:
    """The body; none where it is larger."""
    chunks: list[bytes] = []
    got = 0
    while chunk := response.read(min(_CHUNK, size + 1 - got)):
        chunks.append(chunk)
        got += len(chunk)
        if got > size:
            return None
    stated = response.headers.get("Content-Length", "")
    if stated.isdigit() and got < int(stated) and response.status != http.client.NOT_MODIFIED:
        raise http.client.IncompleteRead(b"", int(stated) - got)
    return b"".join(chunks)


def _explain(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "was cut off before its end"
    if isinstance(error, TimeoutError):
        return "did not answer in time"
    if isinstance(error, OSError):
        return f"cannot be reached: {error.strerror or error or type(error).__name__}"
    return f"does not answer as a web server does: {str(error) or type(error).__name__}"
