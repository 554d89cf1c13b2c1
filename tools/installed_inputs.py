"""Small inputs of our own for trying an installation: a case, maps, a report, a page, a PDF, a web archive, a picture map."""

import shutil
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

_EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "karabakh-2020"
_WORDS = "The convoy left the town at noon on 13 December 2020, the ministry said."


class Inputs(NamedTuple):
    """Where they lie."""

    folder: Path
    case: Path
    maps: tuple[Path, ...]
    report: Path
    page: Path
    pdf: Path
    warc: Path
    picture: Path


def write_inputs(folder: Path) -> Inputs:
    """Write all of them; the case watches a folder with one report."""
    case = folder / "case"
    shutil.copytree(_EXAMPLE, case)
    (case / "inbox").mkdir()
    (case / "inbox" / "convoy.txt").write_text(_WORDS)
    (case / "inbox" / "convoy.txt.toml").write_text('published = "2020-12-13"\n')
    (case / "watch.toml").write_text(
        'contact = "desk@example.org"\n\n[[sources]]\nid = "inbox"\nkind = "folder"\nfolder = "inbox"\n'
    )
    (folder / "convoy.pdf").write_bytes(make_pdf(_WORDS))
    (folder / "crawl.warc").write_bytes(make_warc(_WORDS))
    (folder / "map.png").write_bytes(make_picture())
    return Inputs(
        folder=folder,
        case=case,
        maps=tuple(sorted((case / "zones").glob("*.geojson"))),
        report=case / "reports" / "2020-12-12-ru-mod-bulletin.txt",
        page=case / "reports" / "2020-12-14-taghavard.html",
        pdf=folder / "convoy.pdf",
        warc=folder / "crawl.warc",
        picture=folder / "map.png",
    )


def make_pdf(words: str) -> bytes:
    """A PDF of one page with a line of words."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, trailer)


def make_warc(words: str) -> bytes:
    """A web archive of one response with plain text."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\n".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        "WARC-Date: 2020-12-14T00:00:00Z\r\nWARC-Target-URI: https://example.org/convoy\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def make_picture(size: int = 200) -> bytes:
    """A PNG, white with a blue square in the middle."""
    white, blue = b"\xff\xff\xff", b"\x2b\x59\xc3"
    edge = size // 4
    inside = white * edge + blue * (size - 2 * edge) + white * edge
    rows = [inside if edge <= row < size - edge else white * size for row in range(size)]
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
