"""Requests over TLS: the certificate is the named host's, though the connection goes to the number that was checked."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from groundtruce.collect.watching.addresses import parse_address
from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.requests import Bounds, request


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for office.test with its key, signed by itself."""
    file = tmp_path_factory.mktemp("tls") / "office.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=office.test", "-addext", "subjectAltName=DNS:office.test", "-keyout", file, "-out", f"{file}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A server over TLS: /page answers, anything else drips without an end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    ended = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while not ended.is_set():
            with suppress(OSError):
                plain, _ = listener.accept()
                with context.wrap_socket(plain, server_side=True) as connection:
                    if connection.recv(4096).startswith(b"GET /page"):
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords")
                        continue
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
                    while not ended.wait(0.02):
                        connection.sendall(b"x")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    ended.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def ask(host: str, port: int, path: str, *, seconds: float = 10) -> Answer | Failure:
    target = parse_address(f"https://{host}:{port}{path}")
    return request(target, machine="127.0.0.1", headers={}, bounds=Bounds(seconds=seconds, size=10_000))


def test_a_certificate_must_be_the_hosts_and_known(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown it is refused, and not tried again; known it counts for its own name alone."""
    unknown = ask("office.test", port, "/page")
    assert isinstance(unknown, Failure)
    assert not unknown.again
    assert "CERTIFICATE_VERIFY_FAILED" in unknown.reason
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    answer = ask("office.test", port, "/page")
    assert isinstance(answer, Answer)
    assert answer.content == b"words"
    other = ask("other.test", port, "/page")
    assert isinstance(other, Failure)
    assert "Hostname mismatch" in other.reason or "CERTIFICATE_VERIFY_FAILED" in other.reason


def test_what_drips_over_tls_is_cut_off_in_time(port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    assert ask("office.test", port, "/drip", seconds=0.5) == Failure(reason="took longer than 0.5 s", again=True)
