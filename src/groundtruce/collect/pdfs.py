"""PDFs: the text of their pages in paragraphs, and what their metadata say. No picture is looked at."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, cast

from groundtruce.collect.charsets import mend_text, normalise_newlines
from groundtruce.collect.extracts import Extract, missing_extra, quiet
from groundtruce.errors import UnusableInput
from groundtruce.model.times import interval_of

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject

MAX_PAGES = 2_000
MAX_OPERATIONS = 2_000_000
"""Drawing operations of all pages together: some twenty seconds' worth. A page of words has about a thousand."""


def read_pdf(content: bytes, *, name: str, max_characters: int) -> Extract:
    """The text of a PDF, its paragraphs separated by blank lines, with the title and the date of its metadata.

    Raises `UnusableInput` for a PDF that is cut off, damaged, locked with a password, without text (as a scan is), or
    larger than the bounds.
    """
    try:
        import pypdf  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise missing_extra(name, "PDF") from error
    _refuse_cut(content, name)
    with quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(BytesIO(content))
            _unlock(reader, name)
            pages = list(_read_pages(reader, name, max_characters))
            title, published = _read_metadata(reader)
        except UnusableInput:
            raise
        except Exception as error:
            # pypdf says that broken files may cause any exception.
            raise UnusableInput(name, f"is a PDF that is damaged: {error or type(error).__name__}") from error
    text = join_lines(pages)
    if not text:
        raise UnusableInput(name, "is a PDF without text, as a scan is; its words must be recognised first")
    return Extract(text=text, title=title, published=published)


Line: TypeAlias = tuple[str, int]
"""A line of a page and how many characters a full line of that page has."""


def join_lines(pages: list[str]) -> str:
    """The lines of pages joined to paragraphs, which blank lines separate, and words that a line's end broke mended.

    A line is taken to be broken for want of room: where the next line's first word would have had room, a paragraph
    ends. PDF itself knows no paragraphs.
    """
    lines = [line for page in pages for line in _measure_lines(page)]
    words = _list_words("\n".join(pages))
    parts = [lines[0][0]] if lines else []
    for (line, width), (following, _) in pairwise(lines):
        if not _wraps(line, following, width):
            parts.append("\n\n" + following)
        elif line.endswith(("-", "\N{SOFT HYPHEN}")):
            parts[-1] = _mend_break(parts[-1], following, words)
            parts.append(following)
        else:
            parts.append(" " + following)
    return "".join(parts).replace("\N{SOFT HYPHEN}", "").strip()


# ---------------------------------------------------------------------------------------------------------------

_TAIL_BYTES = 2048
_SENTENCE_END = tuple('.!?:;”’"»')
_FULL_SHARE = 0.75


def _refuse_cut(content: bytes, name: str) -> None:
    """A PDF ends with `%%EOF` (ISO 32000-1, 7.5.5), though some programs append a little."""
    if b"%%EOF" not in content[-_TAIL_BYTES:]:
        raise UnusableInput(name, "is a PDF that is cut off: its end is not there", place=f"byte {len(content)}")


def _unlock(reader: "PdfReader", name: str) -> None:
    """Many PDFs are encrypted with an empty password, only to forbid printing."""
    from pypdf.errors import DependencyError  # noqa: PLC0415 - an extra

    if not reader.is_encrypted:
        return
    try:
        unlocked = bool(reader.decrypt(""))
    except DependencyError as error:
        raise UnusableInput(name, "is an encrypted PDF; remove its protection first") from error
    if not unlocked:
        raise UnusableInput(name, "is an encrypted PDF, locked with a password")


class _Budget:
    """Counts what pages draw, and stops a file that draws without end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._operations = 0
        self.place = ""

    def __call__(self, *_operation: object) -> None:
        self._operations += 1
        if self._operations > MAX_OPERATIONS:
            reason = f"draws more than the {MAX_OPERATIONS} operations that are read"
            raise UnusableInput(self._name, reason, place=self.place)


def _read_pages(reader: "PdfReader", name: str, max_characters: int) -> Iterator[str]:
    if len(reader.pages) > MAX_PAGES:
        raise UnusableInput(name, f"has {len(reader.pages)} pages, more than the {MAX_PAGES} that are read")
    _refuse_missing_pages(reader, name)
    budget = _Budget(name)
    characters = 0
    for number, page in enumerate(reader.pages, 1):
        budget.place = f"page {number}"
        text = normalise_newlines(mend_text(_extract_text(page, name, budget)))
        characters += len(text)
        if characters > max_characters:
            raise UnusableInput(name, f"holds more than the {max_characters} characters that are read")
        yield text


def _refuse_missing_pages(reader: "PdfReader", name: str) -> None:
    """Pypdf passes over a page that is not where the file says; a report without it would be recorded as whole."""
    tree = cast("DictionaryObject", reader.root_object["/Pages"].get_object())
    declared = cast("int", tree.get("/Count", 0))
    if declared > len(reader.pages):
        raise UnusableInput(name, f"is a PDF that is damaged: {len(reader.pages)} of its {declared} pages are there")


def _extract_text(page: "PageObject", name: str, budget: _Budget) -> str:
    try:
        return page.extract_text(visitor_operand_before=budget)
    except UnusableInput:
        raise
    except Exception as error:
        # pypdf says that broken files may cause any exception.
        reason = f"is a PDF that is damaged: {error or type(error).__name__}"
        raise UnusableInput(name, reason, place=budget.place) from error


def _read_metadata(reader: "PdfReader") -> tuple[str, str | None]:
    """The title, if it is one, and the day of creation in the file's own time zone (ISO 32000-1, 7.9.4)."""
    metadata = reader.metadata
    if metadata is None:
        return "", None
    title = mend_text(str(metadata.get("/Title") or "")).removeprefix("Microsoft Word - ").strip()
    if re.search(r"\.\w{2,5}$|^untitled", title, re.IGNORECASE):
        title = ""
    return title, _read_date(str(metadata.get("/CreationDate") or ""))


def _read_date(text: str) -> str | None:
    """`D:20201214093000+04'00'` as 2020-12-14; none for what is no date."""
    found = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", text.strip())
    if not found:
        return None
    edtf = "-".join(part for part in found.groups() if part)
    try:
        interval_of(edtf)
    except ValueError:
        return None
    return edtf


def _measure_lines(page: str) -> list[Line]:
    """The lines of a page that hold something, each with the length that nine in ten of them do not exceed."""
    lines = [" ".join(line.split()) for line in page.split("\n")]
    lines = [line for line in lines if line]
    lengths = sorted(len(line) for line in lines)
    return [(line, lengths[(len(lengths) - 1) * 9 // 10]) for line in lines]


def _wraps(line: str, following: str, width: int) -> bool:
    """Whether `following` goes on in the paragraph of `line`."""
    needed = len(line) + 1 + len(following.split(" ", 1)[0])
    if line.endswith(_SENTENCE_END):
        return needed > width
    return following[0].islower() or needed > _FULL_SHARE * width


def _mend_break(before: str, following: str, words: frozenset[str]) -> str:
    """`before` without the hyphen that broke a word at its end; with it, if the hyphen is the word's own.

    The rest of the document tells: the word whole, the word with its hyphen, or its two halves as words.
    """
    if before.endswith("\N{SOFT HYPHEN}"):
        return before[:-1]
    # From the end, since a search from the start looks at a long word once for each of its letters.
    left, right = re.match(r"-([\w-]*)", before[::-1]), re.match(r"\w*", following)
    first, second = left[1][::-1].lower() if left else "", right[0].lower() if right else ""
    if first + second in words:
        return before[:-1]
    own = not first or not following[0].islower() or f"{first}-{second}" in words or {first, second} <= words
    return before if own else before[:-1]


def _list_words(text: str) -> frozenset[str]:
    """The words that no line's end broke."""
    whole = re.sub(r"(?<![\w-])[\w-]+-\n[ ]*[\w-]+", " ", text.lower())
    return frozenset(re.findall(r"\w+(?:-\w+)*", whole))
