"""One host asked politely: by a server on this machine and a clock that stands still but for those who sleep."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from evaluation.watching.case import ToldClock
from groundtruce.collect.watching.answers import Answer, Failure
from groundtruce.collect.watching.politeness import PoliteClient, Surroundings
from groundtruce.collect.watching.state import WatchState
from groundtruce.collect.watching.tables import Host, Source, Watch

Reply = tuple[int, dict[str, str], bytes]


class Server:
    """Gives its replies one after the other, the last one for ever, and notes when it was asked."""

    def __init__(self, clock: ToldClock) -> None:
        self.clock, self.replies, self.moments, self.headers = clock, [], [], []
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    replies: list[Reply]
    moments: list[float]
    headers: list[dict[str, str]]

    def address(self, path: str = "/page") -> str:
        return f"http://office.test:{self.http.server_address[1]}{path}"

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler has a self of its own
        started = server.clock.moment

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    self.send_error(404)
                    return
                server.moments.append((server.clock.moment - started).total_seconds())
                server.headers.append(dict(self.headers))
                status, headers, body = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler


@pytest.fixture
def clock() -> ToldClock:
    return ToldClock()


@pytest.fixture
def server(clock: ToldClock) -> Iterator[Server]:
    made = Server(clock)
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def make_client(tmp_path: Path, clock: ToldClock) -> Iterator[Callable[..., PoliteClient]]:
    """Makes clients that share one memory."""
    with WatchState.open(tmp_path / "state.sqlite") as state:

        def make(resolve: Callable[[str, int], list[str]] = lambda _host, _port: ["127.0.0.1"]) -> PoliteClient:
            watch = Watch(
                contact="desk@example.org",
                sources=(Source(id="page", kind="page", address="http://office.test/"),),
                hosts=(Host(name="office.test", allow_private=True),),
                max_bytes=10_000,
            )
            around = Surroundings(now=clock.now, sleep=clock.sleep, chance=lambda: 0.5, resolve=resolve)
            return PoliteClient(watch, state, around, agent="groundtruce/test (+desk@example.org)")

        yield make


def test_every_request_says_who_asks_and_keeps_its_distance(
    server: Server, make_client: Callable[..., PoliteClient]
) -> None:
    """Five seconds apart, robots.txt first, also where another process goes on."""
    server.replies = [(200, {}, b"words")]
    for _ in range(3):
        answer = make_client().get(server.address(), known={"If-None-Match": '"1"'})
        assert isinstance(answer, Answer)
    assert server.moments == [5, 10, 15]
    assert server.headers[0]["User-Agent"] == "groundtruce/test (+desk@example.org)"
    assert server.headers[0]["If-None-Match"] == '"1"'
    assert server.headers[0]["Host"] == server.address("").removeprefix("http://")


def test_what_fails_is_asked_again_after_longer_and_longer(
    server: Server, make_client: Callable[..., PoliteClient]
) -> None:
    """Twice, by waits that double; with another chance they would be others."""
    server.replies = [(500, {}, b"")]
    answer = make_client().get(server.address())
    assert isinstance(answer, Answer)
    assert answer.status == 500
    assert server.moments == [5, 10, 18]  # the delay of the host, then 2² × 2 s, which is more


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [("60", 60), ("Tue, 12 Mar 2024 06:10:00 GMT", 595), (None, 900), ("soon", 900), ("9" * 40, 86_400)],
)
def test_a_host_that_asks_to_wait_is_left_alone(
    server: Server,
    clock: ToldClock,
    make_client: Callable[..., PoliteClient],
    stated: str | None,
    seconds: float,
) -> None:
    """For as long as it says, at most a day; a quarter of an hour where it does not say."""
    server.replies = [(429, {"Retry-After": stated} if stated else {}, b""), (200, {}, b"words")]
    make_client().get(server.address())
    clock.sleep(seconds - 125)
    if seconds > 125:
        assert isinstance(make_client().get(server.address()), Failure)
    clock.sleep(10)
    assert isinstance(make_client().get(server.address()), Answer)
    assert server.moments[1] - server.moments[0] == pytest.approx(seconds if seconds > 125 else 60, abs=1)


def test_a_name_that_leads_elsewhere_at_the_second_look_is_not_followed_there(
    server: Server, make_client: Callable[..., PoliteClient]
) -> None:
    """Each connection goes to the machine that was checked for it; a private one is refused before anything is sent."""
    server.replies = [(302, {"Location": server.address().replace("office", "rebound")}, b"")]
    looked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"]

    answer = make_client(resolve).get(server.address())
    assert isinstance(answer, Failure)
    assert answer.reason.startswith("leads to 127.0.0.1, which is not public")
    assert looked == ["office.test", "office.test", "rebound.test"]
    assert len(server.moments) == 1


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({"Content-Length": "99999999"}, b"x", "by what it says of itself"),
        ({}, b"x" * 20_000, "or never ends"),
        ({"Content-Encoding": "br"}, b"x", "not asked for (br)"),
        ({"Content-Encoding": "gzip"}, b"no gzip", "cannot be unpacked"),
        ({"Location": "http://[x"}, b"", "no address"),
    ],
)
def test_what_cannot_be_used_says_why(
    server: Server, make_client: Callable[..., PoliteClient], headers: dict[str, str], body: bytes, reason: str
) -> None:
    server.replies = [(302 if "Location" in headers else 200, headers, body)]
    answer = make_client().get(server.address())
    assert isinstance(answer, Failure)
    assert reason in answer.reason


def test_nothing_is_sent_to_a_password(make_client: Callable[..., PoliteClient]) -> None:
    assert make_client().get("http://user:secret@office.test/") == Failure(
        reason="holds a user's name or a password, which do not belong in an address"
    )
