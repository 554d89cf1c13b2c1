"""The text, title, language and publication date that are taken from texts, web pages and PDFs, and from hostile ones."""

import hashlib
import logging
import random
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from groundtruce.collect.documents import parse_document
from groundtruce.collect.files import Sidecar, detect_format
from groundtruce.collect.pdfs import join_lines
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document
from groundtruce.model.ids import encode_canonically
from tests.story import REPORT

RETRIEVED = "2031-03-14T09:00:00.000000Z"
RUSSIAN = "Министерство обороны заявило, что огонь не открывался. Наблюдатели остаются на своих местах до конца года.\n"

PAGE_DATE = '<meta property="article:published_time" content="2031-03-13T08:00:00Z">'
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Border quiet | River Times</title>
<meta charset="utf-8"><meta property="og:title" content="Border quiet">
<meta property="og:site_name" content="River Times">
{PAGE_DATE}
<script>var hidden = "scripted";</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Border quiet</h1>
<p>The observers reported no fire on 1 March 2031, the Belmish Press Office said.</p>
<p>&ldquo;Our units did not leave their positions.</p>
<p>&ldquo;They will stay,&rdquo; the Ardan Ministry of Defence said&nbsp;again.</p>
<p>First line<br>second line</p></article>
<aside><time datetime="2031-04-01">1 April</time></aside>
<footer>Copyright 2030 River Times</footer></body></html>"""


def collect(content: bytes | str, name: str = "report.txt", **options: object) -> Document:
    encoded = content.encode() if isinstance(content, str) else content
    arguments = {"origin": name, "retrieved": RETRIEVED, "format": detect_format(encoded, name=name), **options}
    return parse_document(encoded, name=name, **arguments)  # type: ignore[arg-type]  # the options of one call each


def refusal(content: bytes | str, name: str = "report.txt", **options: object) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        collect(content, name, **options)
    assert "\n" not in str(caught.value)
    return caught.value


def outcome(content: bytes | str, name: str) -> Document | UnusableInput:
    """The document or its refusal; any other exception is the test's failure."""
    try:
        return collect(content, name)
    except UnusableInput as error:
        return error


def make_pdf(*pages: list[str], title: str = "", created: str = "", content: bytes | None = None) -> bytes:
    """A PDF by hand (ISO 32000-1, 7.5): one font, a line of text every 14 points."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "BT /F1 11 Tf 14 TL 72 770 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        stream = zlib.compress(drawn.encode("cp1252") if content is None else content)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
    objects.append(f"<< /Title ({title}) /CreationDate ({created}) >>".encode("cp1252"))
    written = b"%PDF-1.5\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return written + f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table + trailer.encode()


LINES = [
    "Daily report of the Joint Observer Force",
    "On March 11, Ardan forces attacked Belmish posts near South Ridge, the Belmish peace-",
    "keeping liaison said. Two soldiers were killed and a civilian was wounded in a counter-",
    "attack, and nobody has confirmed that well-known claim of an attack today.",
    "The Ardan Ministry denied it.",
]
PDF = make_pdf(LINES, ["The observers saw no counter-attack."], title="Daily report", created="D:20310313073000+04'00'")


class TestPlainText:
    """Texts, in whatever charset they came."""

    def test_is_kept_as_it_came(self) -> None:
        """Hash and size are the bytes', and the text is theirs, with its date line: offsets count in it."""
        document = collect(REPORT, origin="https://example.org/a")
        assert document.text == REPORT
        assert document.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
        assert (document.size, document.media_type) == (len(REPORT.encode()), "text/plain")
        assert (document.origin, document.retrieved) == ("https://example.org/a", RETRIEVED)
        assert (document.published, document.published_from) == ("2031-03-13", "date line")
        assert (document.language, document.publisher) == ("en", None)

    def test_has_one_kind_of_newline_and_nothing_else_changed(self) -> None:
        """Accents stay composed as they are, and invisible marks of direction stay where they are."""
        text = "One\r\ntwo\rthree\n\u202eright to left\u202c e\u0301 \u200f\u2028 end\x0c"
        assert collect(text).text == "One\ntwo\nthree\n\u202eright to left\u202c e\u0301 \u200f\u2028 end\x0c"

    @pytest.mark.parametrize(
        ("charset", "media_type"),
        [
            ("utf-8", "text/plain"),
            ("utf-8-sig", "text/plain"),
            ("utf-16", "text/plain; charset=utf-16"),
            ("utf-32", "text/plain; charset=utf-32"),
            ("windows-1251", "text/plain; charset=windows-1251"),
            ("koi8-r", "text/plain; charset=koi8-r"),
        ],
    )
    def test_is_decoded_from_its_charset(self, charset: str, media_type: str) -> None:
        """The mark at the beginning is no part of the text; the media type names what is not UTF-8."""
        document = collect(RUSSIAN.encode(charset))
        assert document.text == RUSSIAN
        assert document.media_type == media_type
        assert document.language == "ru"

    def test_is_decoded_from_windows_1252(self) -> None:
        """What a western editor saved long ago."""
        text = "“Nous ne tirons pas”, a déclaré le porte-parole à Genève – et rien d’autre.\n"
        assert collect(text.encode("windows-1252")).text == text

    @pytest.mark.parametrize("charset", ["windows-1256", "windows-1253", "iso-8859-8"])
    def test_in_a_charset_that_cannot_be_told_is_refused(self, charset: str) -> None:
        """Rather than recorded as gibberish."""
        text = {
            "windows-1256": "أعلنت وزارة الدفاع أن القوات لم تطلق النار",
            "windows-1253": "Το υπουργείο άμυνας ανακοίνωσε ότι δεν άνοιξε πυρ",
            "iso-8859-8": "משרד הביטחון הודיע כי הכוחות לא פתחו באש",
        }[charset]
        error = refusal(text.encode(charset))
        assert "save it as UTF-8" in error.reason
        assert error.place.startswith("byte ")

    @pytest.mark.parametrize("content", [b"\xff\xfeo\x00d\x00d\x00\x00", b"\xff\xfe\x00\xd8a\x00", b"\xef\xbb\xbf\xff"])
    def test_that_is_not_what_its_mark_says_is_refused(self, content: bytes) -> None:
        """Half a character, a lone surrogate, a byte that no UTF-8 has."""
        assert "is no text: it is not UTF-" in refusal(content).reason

    def test_in_one_huge_line_is_read(self) -> None:
        """Two million characters without a newline make a title of few."""
        document = collect("word " * 400_000)
        assert len(document.text) == 2_000_000
        assert len(document.title) <= 120
        assert collect("x" * 1_000_000).title == "x" * 119 + "…"

    def test_longer_than_the_limit_is_refused(self) -> None:
        """In characters, whatever the bytes."""
        assert len(collect("é" * 100, max_characters=100).text) == 100
        assert "more than the 100 characters" in refusal("é" * 101, max_characters=100).reason

    def test_is_never_what_json_cannot_hold(self) -> None:
        """A name in bytes that are no UTF-8 comes from the command line as lone surrogates."""
        document = collect(REPORT, name="caf\udce9.txt", title="a\udc80b", publisher="c\udc80")
        assert encode_canonically(document)
        assert document.title == "a\N{REPLACEMENT CHARACTER}b"


class TestPublished:
    """When a document was published, and what says so."""

    def test_comes_from_the_first_that_says(self) -> None:
        """Option, sidecar, the file's own metadata, the date line: and the document says which."""
        sidecar = Sidecar(published="2031-03-02")
        page = PAGE.replace("<article>", "<article><p>date 2031-03-04 Words</p>")
        undated = PAGE.replace(PAGE_DATE, "")
        date_line = undated.replace("<h1>Border quiet</h1>", "<p>4 March 2031</p>")
        for options, content, expected in (
            ({"published": "2031-03", "sidecar": sidecar}, page, ("2031-03", "option")),
            ({"sidecar": sidecar}, page, ("2031-03-02", "sidecar")),
            ({}, page, ("2031-03-13", "metadata")),
            ({}, date_line, ("2031-03-04", "date line")),
            ({}, undated, (None, "unknown")),
        ):
            document = collect(content, "page.html", **options)
            assert (document.published, document.published_from) == expected

    @pytest.mark.parametrize(
        ("text", "published", "title"),
        [
            (" date 2031-03-14 On March 12, it grew.", "2031-03-14", "On March 12, it grew."),
            ("14 March 2031\n\nIt grew.", "2031-03-14", "It grew."),
            ("Published: 2031-03-14\nIt grew.", "2031-03-14", "It grew."),
            ("Friday, March 14th, 2031, 18:30 GMT\r\nIt grew.", "2031-03-14", "It grew."),
            ("14.03.2031\nIt grew.", "2031-03-14", "It grew."),
            ("On 14 March 2031 it grew.", None, "On 14 March 2031 it grew."),
            ("14 March 2031 was cold.", None, "14 March 2031 was cold."),
            ("Date 14 March 2031 was agreed.", None, "Date 14 March 2031 was agreed."),
            ("It grew.\n14 March 2031", None, "It grew."),
            ("31 February 2031\nIt grew.", None, "31 February 2031"),
        ],
    )
    def test_is_read_off_a_date_line(self, text: str, published: str | None, title: str) -> None:
        """A date alone in the first line, or behind a label; a sentence that begins with a date is none."""
        document = collect(text)
        assert (document.published, document.title) == (published, title)

    def test_must_be_a_date(self) -> None:
        """A date that is none is refused, not passed over, wherever it was said."""
        for text, options, place in (
            (REPORT, {"published": "2031-02-30"}, "published"),
            (REPORT, {"published": "yesterday"}, "published"),
            (REPORT, {"published": ""}, "published"),
            ("date 2031-02-30 On March 11, it grew.", {}, "line 1"),
        ):
            error = refusal(text, **options)
            assert error.place == place
            assert "is no date" in error.reason


class TestSidecarAndOptions:
    """What the caller and the sidecar say of a file."""

    def test_beat_what_the_file_says(self) -> None:
        """The caller's word before the sidecar's before the page's."""
        sidecar = Sidecar(title="Beside", publisher="river-times", origin="https://example.org/b", language="fr")
        document = collect(PAGE, "page.html", sidecar=sidecar)
        assert (document.title, document.publisher) == ("Beside", "river-times")
        assert (document.origin, document.language) == ("https://example.org/b", "fr")
        document = collect(PAGE, "page.html", sidecar=sidecar, title="Said", publisher="belm-press")
        assert (document.title, document.publisher) == ("Said", "belm-press")

    def test_a_map_s_key_beside_a_report_is_refused(self) -> None:
        """It would be passed over without a word."""
        error = refusal(REPORT, sidecar=Sidecar(title="A", drawing_error_m=100))
        assert (error.file, error.place) == ("report.txt.toml", "key drawing_error_m")

    def test_a_map_is_a_document_without_text(self) -> None:
        """With the sidecar's facts, and its file's name for want of a title."""
        content = b'{"type": "Point", "coordinates": [10, 0]}'
        document = collect(content, "maps/zone.geojson", sidecar=Sidecar(published="2031-03-12", zone="south"))
        assert (document.text, document.language, document.title) == ("", None, "zone.geojson")
        assert (document.published, document.published_from) == ("2031-03-12", "sidecar")
        assert document.media_type == "application/geo+json"


class TestWebPage:
    """Web pages, whole, broken and hostile."""

    def test_gives_its_main_text_in_paragraphs(self) -> None:
        """Blank lines part paragraphs, so that quotations over paragraphs survive; menus and scripts are gone."""
        document = collect(PAGE, "page.html")
        assert document.text == (
            "Border quiet\n\n"
            "The observers reported no fire on 1 March 2031, the Belmish Press Office said.\n\n"
            "“Our units did not leave their positions.\n\n"
            "“They will stay,” the Ardan Ministry of Defence said again.\n\n"
            "First line\n\nsecond line"
        )
        assert (document.title, document.publisher) == ("Border quiet", "River Times")
        assert (document.language, document.media_type) == ("en", "text/html")

    def test_has_the_date_of_its_own_time_element(self) -> None:
        """Not of another article's, nor a date in its words."""
        dated = PAGE.replace(PAGE_DATE, "").replace("<h1>", '<time datetime="2031-03-15">today</time><h1>')
        assert collect(dated, "page.html").published == "2031-03-15"

    @pytest.mark.parametrize(
        "page",
        [
            "<p>Two soldiers were killed.</p>",
            "<html><p>Two soldiers were killed.",
            '<?xml version="1.0" encoding="utf-8"?><html><body><p>Two soldiers were killed.</p></body></html>',
            "<!doctype html><div>Two soldiers were killed.</div>",
        ],
    )
    def test_may_be_a_fragment_or_broken(self, page: str) -> None:
        """A statement can be one sentence long."""
        assert collect(page, "page.html").text == "Two soldiers were killed."

    @pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
    def test_is_decoded_as_it_declares(self, charset: str) -> None:
        """By its own `meta` element where it is not UTF-8."""
        page = f"<html><head><meta charset='{charset}'></head><body><p>{RUSSIAN}</p></body></html>"
        assert collect(page.encode(charset), "page.html").text == RUSSIAN.strip()

    @pytest.mark.parametrize(
        "page",
        [
            "<html></html>",
            "<html><body><script>text()</script></body></html>",
            "<p> </p>",
            "<html><!-- words --></html>",
        ],
    )
    def test_without_text_is_refused(self, page: str) -> None:
        """A page of scripts has nothing to read."""
        assert refusal(page, "page.html").reason == "is a web page without a main text"

    def test_is_bounded(self) -> None:
        """A page larger than any report's is refused before it is parsed."""
        assert "larger than the 10 MB" in refusal("<html>" + "a" * 10_000_000, "page.html").reason

    @pytest.mark.parametrize(
        "piece", ["<div>", "<p>x", "<a href=x>b</a>", "&#xD800;<b>", "<table><tr><td>", "<!--", "\0<p>"]
    )
    def test_made_to_hurt_does_not(self, piece: str) -> None:
        """Deep, wide and unclosed pages end in a text or a refusal."""
        found = outcome("<html><body>" + piece * 5_000, "page.html")
        if isinstance(found, UnusableInput):
            assert found.reason == "is a web page without a main text"
        else:
            assert encode_canonically(found)


class TestPdf:
    """PDFs, whole, cut off, locked and hostile."""

    def test_gives_its_text_in_paragraphs(self) -> None:
        """Lines are joined and words mended, but for hyphens that the document itself shows to be a word's own."""
        document = collect(PDF, "report.pdf")
        assert document.text == (
            "Daily report of the Joint Observer Force\n\n"
            "On March 11, Ardan forces attacked Belmish posts near South Ridge, the Belmish peacekeeping liaison said."
            " Two soldiers were killed and a civilian was wounded in a counter-attack, and nobody has confirmed that"
            " well-known claim of an attack today.\n\n"
            "The Ardan Ministry denied it.\n\n"
            "The observers saw no counter-attack."
        )
        assert (document.title, document.media_type, document.language) == ("Daily report", "application/pdf", "en")
        assert (document.published, document.published_from) == ("2031-03-13", "metadata")

    @pytest.mark.parametrize(
        ("created", "published"),
        [
            ("D:2031", "2031"),
            ("D:203103", "2031-03"),
            ("20310313", "2031-03-13"),
            ("D:20311399", None),
            ("soon", None),
            ("", None),
        ],
    )
    def test_has_the_day_of_its_creation(self, created: str, published: str | None) -> None:
        """As precise as it is written; what is no date says nothing."""
        document = collect(make_pdf(LINES, created=created), "report.pdf")
        assert document.published == published

    def test_whose_title_is_a_file_s_name_has_none(self) -> None:
        """Word writes such titles."""
        document = collect(make_pdf(LINES, title="Microsoft Word - report_final2.docx"), "report.pdf")
        assert document.title == LINES[0]

    def test_locked_with_a_password_is_refused(self) -> None:
        """But one that is only forbidden to print is read."""
        for password, locked in (("secret", True), ("", False)):
            writer = PdfWriter(clone_from=PdfReader(BytesIO(PDF)))
            writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
            stream = BytesIO()
            writer.write(stream)
            if locked:
                assert refusal(stream.getvalue(), "a.pdf").reason == "is an encrypted PDF, locked with a password"
            else:
                assert collect(stream.getvalue(), "a.pdf").title == "Daily report"

    def test_that_is_cut_off_is_refused(self) -> None:
        """Wherever it was cut, down to the first byte."""
        end = PDF.index(b"%%EOF")
        for cut in {*range(1, 9), *range(20, end, 61), end, end + 4}:
            error = refusal(PDF[:cut], "report.pdf")
            assert error.place.startswith("byte ")

    def test_without_text_is_refused(self) -> None:
        """A scan says that it is one."""
        assert "as a scan is" in refusal(make_pdf([]), "scan.pdf").reason

    def test_with_a_page_missing_is_refused(self) -> None:
        """Half a report is not recorded as a whole one."""
        broken = PDF.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 9 9 R]")
        assert refusal(broken, "report.pdf").reason == "is a PDF that is damaged: 1 of its 2 pages are there"
        assert "is a PDF that is damaged" in refusal(b"%PDF-1.7\nnothing\n%%EOF", "report.pdf").reason

    def test_made_to_swell_is_refused(self) -> None:
        """Pages of operators without end are stopped by their number, words without end by their length."""
        assert "holds more than the 50 characters" in refusal(PDF, "report.pdf", max_characters=50).reason
        bomb = make_pdf([], content=b"0 0 m " * 40_000_000)
        assert len(bomb) < 1_000_000
        assert refusal(bomb, "bomb.pdf").place

    def test_does_not_talk(self, capfd: pytest.CaptureFixture[str]) -> None:
        """The library's own complaints stay its own, and its loggers are left as they were."""
        level = logging.getLogger("pypdf").level
        collect(PDF.replace(b"startxref\n", b"startxref\n1"), "report.pdf")
        refusal(b"%PDF-1.7\nnothing\n%%EOF", "report.pdf")
        assert capfd.readouterr() == ("", "")
        assert logging.getLogger("pypdf").level == level


class TestLines:
    """How a page's lines become paragraphs."""

    def test_a_short_line_ends_a_paragraph(self) -> None:
        """Where the next word would have had room, the break was meant."""
        page = "The observers remain in the zone and watch it from\nthe ridge.\n“Nobody asked us to leave,” one of them said, and\nhe meant it."
        assert join_lines([page]) == (
            "The observers remain in the zone and watch it from the ridge.\n\n"
            "“Nobody asked us to leave,” one of them said, and he meant it."
        )

    def test_a_sentence_goes_on_over_the_page(self) -> None:
        """From one page's last line to the next one's first."""
        pages = [
            "The observers remain in the zone and\nwatch it from the ridge that is",
            "known as the South Ridge since then.",
        ]
        assert join_lines(pages).count("\n") == 0

    def test_a_soft_hyphen_is_gone(self) -> None:
        """It only ever said where a word may break."""
        assert join_lines(["The peace\u00adkeepers remain in the agreed peace\u00ad\nkeeping zone."]) == (
            "The peacekeepers remain in the agreed peacekeeping zone."
        )

    def test_of_nothing_are_nothing(self) -> None:
        """Empty pages have no lines."""
        assert join_lines([]) == join_lines(["", " \n "]) == ""


@pytest.mark.parametrize(("name", "module"), [("page.html", "trafilatura"), ("report.pdf", "pypdf")])
def test_without_the_extra_says_how_to_get_it(name: str, module: str) -> None:
    """The core reads plain text; the rest says in one line what to install."""
    program = f"""
import sys
sys.modules[{module!r}] = None  # as if it were not installed
from groundtruce.collect.documents import parse_document
from groundtruce.collect.files import detect_format
from groundtruce.errors import UnusableInput
content = {(PAGE.encode() if name == "page.html" else PDF)!r}
try:
    parse_document(content, name={name!r}, format=detect_format(content, name={name!r}), origin="", retrieved="2021-03-05T00:00:00Z")
except UnusableInput as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("needs the documents extra: pip install 'groundtruce[documents]'")


@pytest.mark.parametrize(("content", "name"), [(PDF, "a.pdf"), (PAGE.encode(), "a.html"), (REPORT.encode(), "a.txt")])
def test_damaged_bytes_end_in_a_document_or_a_refusal(content: bytes, name: str) -> None:
    """Bytes changed, cut out and cut off at random: never another exception, never what JSON cannot hold."""
    chance = random.Random(7)
    for _ in range(40):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        start, end = sorted(chance.sample(range(len(damaged)), 2))
        if chance.random() < 0.3:
            del damaged[start:end]
        found = outcome(bytes(damaged), name)
        if isinstance(found, UnusableInput):
            assert found.reason
        else:
            assert encode_canonically(found)
            assert found.text.strip()


def test_titles_are_cut_at_a_word() -> None:
    """A first sentence that is too long for a title ends in an ellipsis behind a whole word."""
    assert collect("date 2031-03-13 " + "The observers remain in the zone, " * 10).title == (
        "The observers remain in the zone, The observers remain in the zone, The observers remain in the zone, The observers…"
    )
