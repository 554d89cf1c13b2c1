"""A web site on this machine with sources that misbehave, each under a host's name of its own.

What a source gives depends on the round, which the one who watches sets; every request is noted with its round.
"""

import gzip
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

DRIP_S = 0.05
"""Between two bytes of the source that is slow."""
RETRY_AFTER_S = 9000
LIMITED_EVERY = 6
"""In so many rounds, the source that is limited answers once with 429."""

CORNERS = [(0, 0), (400, 0), (0, 300), (400, 300), (200, 150), (100, 250)]
"""Of the picture map: x to longitude 20 + x / 100, y to latitude 45 - y / 100."""


class Asked(NamedTuple):
    """A request, and how it was answered."""

    round: int
    host: str
    path: str
    conditional: bool
    status: int


class Site:
    """The site. Use it as a context manager; its sources change every `period` rounds."""

    def __init__(self, *, period: int) -> None:
        self.period = period
        self.round = 0
        self.asked: list[Asked] = []
        self.posted: dict[str, dict[str, Any]] = {}
        """The alerts that the webhook took, by their keys."""
        self.posted_again = 0
        """How often one came whose key it had taken already."""
        self.given: set[bytes] = set()
        """Every body that a page, a map or a picture was given in, whole."""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(self))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "Site":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def phase(self) -> int:
        """How often the sources have changed."""
        return self.round // self.period

    def note(self, asked: Asked) -> None:
        """Note a request."""
        with self._lock:
            self.asked.append(asked)

    def count(self, host: str, path: str | None = None, *, status: int | None = None) -> int:
        """How many requests came for a host, for one path of it or for all but robots.txt."""
        return sum(
            each.host == f"{host}.test"
            and (each.path == path if path else each.path != "/robots.txt")
            and status in (None, each.status)
            for each in self.asked
        )

    def hosts(self) -> set[str]:
        """Every host that was asked for anything."""
        return {each.host for each in self.asked}


def draw_map(phase: int) -> bytes:
    """A map as GeoJSON: a zone that grows a hundredth of a degree to the south with each phase."""
    south = 0.05 - 0.01 * phase
    ring = [[10, south], [10.1, south], [10.1, 0.1], [10, 0.1], [10, south]]
    zone = {"zone": "south", "drawing_error_m": 100, "note": "illustrative, digitised by this project"}
    feature = {"type": "Feature", "properties": zone, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def draw_picture(phase: int) -> bytes:
    """A picture map: a red zone that grows a tenth of a degree to the east with each phase. Illustrative."""
    noise = np.random.default_rng(4).normal(size=(30, 40))
    ground = Image.fromarray((225 + 12 * noise).clip(0, 255).astype(np.uint8))
    image = ground.resize((400, 300), Image.Resampling.BICUBIC).convert("RGB")
    ImageDraw.Draw(image).rectangle((100, 100, 199 + 10 * phase, 199), fill=(200, 60, 50))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


# ---------------------------------------------------------------------------------------------------------------


class _Reply(NamedTuple):
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    is_document: bool = True


def _text(words: str, *, kind: str = "text/plain; charset=utf-8", **headers: str) -> _Reply:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return _Reply(200, words.encode(), (("Content-Type", kind), *named))


def _steady(_site: Site) -> _Reply:
    return _text("The mission said on 3 March 2024 that its posts were quiet.\n")


def _edited(site: Site) -> _Reply:
    """A page with an ETag."""
    words = f"The mission said that {site.phase + 2} shells fell near Mill Ford on 5 March 2024.\n"
    return _text(words, ETag=f'"{site.phase}"')


def _dated(site: Site) -> _Reply:
    """A map file with a date of its last change."""
    changed = time.strftime("%a, %d %b %Y %H:00:00 GMT", time.gmtime(1_900_000_000 + 3600 * site.phase))
    return _Reply(200, draw_map(site.phase), (("Content-Type", "application/geo+json"), ("Last-Modified", changed)))


def _flapping(site: Site) -> _Reply:
    return (
        _Reply(503) if site.round % 2 else _text("The ministry denied that it had fired. The office said so twice.\n")
    )


def _limited(site: Site) -> _Reply:
    if site.round % LIMITED_EVERY == 1:
        return _Reply(429, headers=(("Retry-After", str(RETRY_AFTER_S)),))
    return _text("The office published nothing new on 4 March 2024.\n")


def _vanishing(site: Site) -> _Reply:
    return _text("The road to East Well was open, the mission said.\n") if site.phase == 0 else _Reply(404)


def _feed(site: Site) -> _Reply:
    """RSS; from the second phase on it breaks before its end."""
    links = "".join(f"<item><link>/entry/{number}</link></item>" for number in range(site.phase + 1))
    end = "" if site.phase else "</channel></rss>"
    kind = (("Content-Type", "application/rss+xml"),)
    return _Reply(200, f"<rss version='2.0'><channel>{links}<item>{end}".replace(
        "<item></channel>", "</channel>").encode(), kind, is_document=False)  # fmt: skip


def _atom(site: Site) -> _Reply:
    entries = "".join(
        f"<entry><id>urn:{number}</id><link href='/entry/{number}'/><updated>2024-03-01</updated></entry>"
        for number in range(site.phase + 2)
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()
    return _Reply(200, body, (("ETag", f'"{site.phase}"'),), is_document=False)


def _alternating(site: Site) -> _Reply:
    return _text(f"The press office named {'Arda' if site.round // 3 % 2 else 'Belm'} as the side that fired.\n")


def _ticking(site: Site) -> _Reply:
    """A page that is other bytes each time and says the same."""
    body = (
        f"<html><head><title>Notice</title></head><body><!-- {site.round} --><article>"
        "<p>The mission said that both sides kept to the line on 2 March 2024. It had counted no violation.</p>"
        "</article></body></html>"
    )
    return _text(body, kind="text/html")._replace(is_document=site.round == 0)


def _charset(_site: Site) -> _Reply:
    words = "Миссия сообщила, что обе стороны соблюдают прекращение огня. Нарушений не было.\n"
    return _Reply(200, words.encode("windows-1251"), (("Content-Type", "text/plain; charset=utf-8"),))


_BOMB = gzip.compress(bytes(50_000_000))


def _bomb(_site: Site) -> _Reply:
    return _Reply(200, _BOMB, (("Content-Encoding", "gzip"),), is_document=False)


def _picture(site: Site) -> _Reply:
    return _Reply(200, draw_picture(site.phase), (("Content-Type", "image/png"),))


def _to(path: str, status: int) -> Callable[[Site], _Reply]:
    return lambda _site: _Reply(status, headers=(("Location", path),))


def _entry(number: int) -> Callable[[Site], _Reply]:
    return lambda _site: _text(f"Report {number}: the observers counted {number + 3} vehicles at the bridge.\n")


_SOURCES: dict[tuple[str, str], Callable[[Site], _Reply]] = {
    ("steady", "/page"): _steady,
    ("edited", "/page"): _edited,
    ("dated", "/map.geojson"): _dated,
    ("moved", "/old"): _to("/new", 301),
    ("moved", "/new"): lambda _site: _text("The corridor is five kilometres wide, the mission said.\n"),
    ("flapping", "/page"): _flapping,
    ("limited", "/page"): _limited,
    ("vanishing", "/page"): _vanishing,
    ("feed", "/feed"): _feed,
    ("atom", "/feed"): _atom,
    ("alternating", "/page"): _alternating,
    ("ticking", "/page"): _ticking,
    ("charset", "/page"): _charset,
    ("bomb", "/page"): _bomb,
    ("picture", "/map.png"): _picture,
    ("loop", "/a"): _to("/b", 302),
    ("loop", "/b"): _to("/a", 302),
    ("forbidden", "/robots.txt"): lambda _site: _text("User-agent: *\nDisallow: /\n")._replace(is_document=False),
    ("forbidden", "/page"): lambda _site: _text("Nobody may read this.\n"),
    ("inner", "/page"): lambda _site: _text("What lies in a private network.\n"),
}


def _make_handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            wild = _WILD.get((host.removesuffix(".test"), self.path))
            if wild:
                site.note(Asked(site.round, host, self.path, False, 200))  # noqa: FBT003
                self.close_connection = True
                wild(self, site)
                return
            reply = _find_reply(site, host.removesuffix(".test"), self.path)
            held = {self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")} - {None}
            if held & {value for name, value in reply.headers if name in ("ETag", "Last-Modified")}:
                reply = _Reply(304)
            site.note(Asked(site.round, host, self.path, bool(held), reply.status))
            if reply.status == 200 and reply.is_document and host != "inner.test":
                site.given.add(reply.body)
            self._send(reply)

        def do_POST(self) -> None:
            key = self.headers["Idempotency-Key"]
            site.posted_again += key in site.posted
            site.posted[key] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._send(_Reply(204))

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

        def _send(self, reply: _Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                self.wfile.write(reply.body)
            except OSError:
                self.close_connection = True  # it was killed, or has had enough

    return Handler


def _find_reply(site: Site, name: str, path: str) -> _Reply:
    if (name, path) in _SOURCES:
        return _SOURCES[name, path](site)
    if name in ("feed", "atom") and path.startswith("/entry/"):
        return _entry(int(path.rpartition("/")[2]) + (100 if name == "atom" else 0))(site)
    if name == "private" and path == "/page":
        return _Reply(302, headers=(("Location", f"http://inner.test:{site.port}/page"),))
    return _Reply(404, is_document=False)


def _drip(handler: BaseHTTPRequestHandler, _site: Site) -> None:
    """Bytes one by one, for longer than anybody waits."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    _write_until_cut(handler, b"x", pause=DRIP_S, most=200)


def _flood(handler: BaseHTTPRequestHandler, _site: Site) -> None:
    """Bytes without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    _write_until_cut(handler, b"endless " * 8192, pause=0, most=10_000)


def _cut_off(handler: BaseHTTPRequestHandler, site: Site) -> None:
    """In every other round, half of what was promised."""
    body = b"The bridge at South Ridge was closed for an hour, the ministry said.\n"
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body))
    if site.round % 2 == 0:
        handler.wfile.write(body[:20])
        return
    site.given.add(body)
    handler.wfile.write(body)


def _write_until_cut(handler: BaseHTTPRequestHandler, piece: bytes, *, pause: float, most: int) -> None:
    try:
        for _ in range(most):
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:
        return  # the other side has had enough


_WILD: dict[tuple[str, str], Callable[[BaseHTTPRequestHandler, Site], None]] = {
    ("slow", "/page"): _drip,
    ("endless", "/page"): _flood,
    ("cut", "/page"): _cut_off,
}
