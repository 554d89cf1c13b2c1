"""Documents: the bytes of a report or a map as they came, the text taken from them, and what is known of both."""

import re
import tempfile
from datetime import date

from groundtruce.collect.charsets import decode_text, mend_text
from groundtruce.collect.extracts import Extract
from groundtruce.collect.files import MAP_KEYS, FileFormat, Sidecar
from groundtruce.collect.formats import HTML, PDF
from groundtruce.collect.pages import read_page
from groundtruce.collect.pdfs import read_pdf
from groundtruce.errors import UnusableInput
from groundtruce.model.documents import Document, PublishedFrom
from groundtruce.model.ids import digest
from groundtruce.model.times import interval_of, lies_years_ahead, parse_moment, split_date_line

MAX_TITLE_CHARACTERS = 120


def parse_document(  # noqa: PLR0913 - what is known of one file, each from another source
    content: bytes,
    *,
    name: str,
    format: FileFormat,  # noqa: A002 - the noun's name
    retrieved: str,
    origin: str,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    sidecar: Sidecar | None = None,
    max_characters: int = 5_000_000,
) -> Document:
    """The document that `content` is, with its text (empty for a map), title, language and publication date.

    What the caller says (`published` in EDTF, `publisher`, `title`) beats the sidecar, which beats the file's own
    metadata, which beat what its text begins with. `retrieved` is ISO 8601, `origin` a path or an address.

    Raises `UnusableInput` where no text can be taken from it, where it is longer than `max_characters`, and for a
    publication date that is none.
    """
    sidecar = sidecar or Sidecar()
    extract = Extract(text="")
    if format.kind == "document":
        _refuse_map_keys(sidecar, name)
        extract = _read_text(content, name=name, media_type=format.media_type, max_characters=max_characters)
    when, published_from = _find_published(published, sidecar, extract, name, parse_moment(retrieved).date())
    return Document(
        sha256=digest(content),
        media_type=format.media_type
        if extract.charset == "utf-8"
        else f"{format.media_type}; charset={extract.charset}",
        size=len(content),
        origin=mend_text(sidecar.origin or origin),
        retrieved=retrieved,
        title=mend_text(title or sidecar.title or extract.title) or shorten_title(extract.text) or _base_name(name),
        publisher=mend_text(publisher or sidecar.publisher or extract.publisher or "") or None,
        published=when,
        published_from=published_from,
        language=sidecar.language or extract.language or detect_language(extract.text),
        text=extract.text,
    )


def shorten_title(text: str) -> str:
    """A title for a text that has none: its first line without the date line, shortened with `…`."""
    _, start = split_date_line(text)
    line = " ".join(text[start : start + 1000].lstrip().split("\n", 1)[0].split())
    if len(line) <= MAX_TITLE_CHARACTERS:
        return line
    cut = line[:MAX_TITLE_CHARACTERS]
    words, space, _ = cut.rpartition(" ")
    return (words if space else cut[:-1]).rstrip(",;:–—- ") + "…"


def detect_language(text: str) -> str | None:
    """The language of a text by its character n-grams (langid: Lui and Baldwin, ACL 2012), ISO 639-1; none for no words."""
    sample = text[:_LANGUAGE_SAMPLE]
    if not re.search(r"[^\W\d_]", sample):
        return None
    import py3langid  # noqa: PLC0415 - half a second to import and to load its model

    try:
        return str(py3langid.classify(sample)[0])
    except OSError as error:  # it unpacks its model there
        raise UnusableInput(
            tempfile.gettempdir(), f"the language model cannot be unpacked: {error.strerror}"
        ) from error


# ---------------------------------------------------------------------------------------------------------------

_LANGUAGE_SAMPLE = 10_000
_LABELLED_DAY = re.compile(
    r"\s*(?:date|dated|published|posted|issued)(?: on)? ?:? +(\d{4}-\d{2}-\d{2})\b", re.IGNORECASE
)


def _read_text(content: bytes, *, name: str, media_type: str, max_characters: int) -> Extract:
    if media_type == PDF.media_type:
        extract = read_pdf(content, name=name, max_characters=max_characters)
    elif media_type == HTML.media_type:
        extract = read_page(content, name=name)
    else:
        extract = _read_plain(content, name=name)
    if not extract.text.strip():
        raise UnusableInput(name, "holds no text")
    if len(extract.text) > max_characters:
        raise UnusableInput(name, f"holds more than the {max_characters} characters that are read")
    return extract


def _read_plain(content: bytes, *, name: str) -> Extract:
    text, charset = decode_text(content, name=name)
    return Extract(text=text, charset=charset)


def _refuse_map_keys(sidecar: Sidecar, name: str) -> None:
    key = next((key for key in MAP_KEYS if getattr(sidecar, key) is not None), None)
    if key:
        raise UnusableInput(f"{name}.toml", "is a map's, and this sidecar stands beside a report", place=f"key {key}")


def _find_published(
    option: str | None, sidecar: Sidecar, extract: Extract, name: str, retrieved: date
) -> tuple[str | None, PublishedFrom]:
    """The publication date and where it is from: the first that is given. A date that is none is not passed over."""
    sources: tuple[tuple[str | None, PublishedFrom], ...] = (
        (option, "option"),
        (sidecar.published, "sidecar"),
        (extract.published, "metadata"),
        (_read_date_line(extract.text), "date line"),
    )
    found, published_from = next((source for source in sources if source[0] is not None), (None, "unknown"))
    if found is not None:
        _check_published(found, retrieved, name, place="line 1" if published_from == "date line" else "published")
    return found, published_from


def _check_published(found: str, retrieved: date, name: str, *, place: str) -> None:
    try:
        start = interval_of(found).start
    except ValueError as error:
        raise UnusableInput(name, f"{found!r} is no date: {error}", place=place) from error
    if start and lies_years_ahead(start, of=retrieved):
        raise UnusableInput(name, f"{found} lies years ahead of {retrieved}: is a digit wrong?", place=place)


def _read_date_line(text: str) -> str | None:
    """The date of the line that the text begins with, even one that is no date (`date 2020-02-30`)."""
    labelled = _LABELLED_DAY.match(text)
    return split_date_line(text)[0] or (labelled[1] if labelled else None)


def _base_name(name: str) -> str:
    return re.split(r"[/\\]", mend_text(name))[-1]
