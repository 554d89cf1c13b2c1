"""Charsets: bytes to text, the same on every machine, or a refusal. Nothing is guessed that the bytes do not bear out."""

import codecs
import re

from groundtruce.errors import UnusableInput

_MARKS = (
    # The longer mark first: UTF-32's begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ASCII_LETTERS = re.compile(rb"[A-Za-z]")
_HIGH_LETTERS = re.compile(rb"[\xc0-\xff]")
# The six commonest letters of Russian make up 48 % of its running text, and 40 % or more of Ukrainian and Bulgarian;
# of Greek, Arabic and Hebrew taken for Cyrillic they make up 30 % or less.
_COMMON_CYRILLIC = frozenset("оеаинт")
_LEAST_COMMON_SHARE = 0.35
_CYRILLIC_CHARSETS = ("windows-1251", "koi8-r")
_SAMPLE_BYTES = 200_000


def decode_text(content: bytes, *, name: str) -> tuple[str, str]:
    r"""The text of `content` and the charset it was in; newlines as `\n`, nothing else changed.

    UTF-8 and, with their byte-order marks, UTF-16 and UTF-32 are certain. Anything else is one of windows-1252 and,
    by the frequency of its letters, windows-1251 or KOI8-R, or it is refused. Raises `UnusableInput` for bytes that
    are no text.
    """
    charset = _find_charset(content, name=name)
    try:
        text = content.decode(charset)
    except UnicodeDecodeError as error:
        reason = f"is no text: it is not {charset.removesuffix('-sig').upper()} as its start says"
        raise UnusableInput(name, reason, place=f"byte {error.start}") from error
    _refuse_controls(text, name=name)
    return normalise_newlines(text), charset.removesuffix("-sig")


def normalise_newlines(text: str) -> str:
    r"""`text` with `\r\n` and `\r` as `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mend_text(text: str) -> str:
    """`text` without lone surrogates or control characters, which no JSON, XML or database keeps: U+FFFD instead.

    For what a library or the command line hands over; surrogate pairs become the character they mean.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", whole)


# ---------------------------------------------------------------------------------------------------------------


def _find_charset(content: bytes, *, name: str) -> str:
    marked = next((charset for mark, charset in _MARKS if content.startswith(mark)), None)
    if marked:
        return marked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _find_legacy_charset(content, name=name, first_high=error.start)
    return "utf-8"


def _find_legacy_charset(content: bytes, *, name: str, first_high: int) -> str:
    """The one-byte charset that the bytes bear out."""
    if b"\0" in content:
        raise UnusableInput(name, "is binary data, not text", place=f"byte {content.index(0)}")
    high = len(_HIGH_LETTERS.findall(content))
    if high <= len(_ASCII_LETTERS.findall(content)) and _decodes(content, "windows-1252"):
        return "windows-1252"
    sample = content[:_SAMPLE_BYTES]
    found = max(_CYRILLIC_CHARSETS, key=lambda charset: _common_share(sample, charset))
    if _common_share(sample, found) < _LEAST_COMMON_SHARE or not _decodes(content, found):
        raise UnusableInput(
            name, "is in no charset that can be told for sure; save it as UTF-8", place=f"byte {first_high}"
        )
    return found


def _decodes(content: bytes, charset: str) -> bool:
    try:
        content.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _common_share(content: bytes, charset: str) -> float:
    """The share of the commonest Cyrillic lower-case letters among all letters, if `content` is in `charset`."""
    if not _decodes(content, charset):
        return 0.0
    letters = [character for character in content.decode(charset) if character.isalpha()]
    return sum(letter in _COMMON_CYRILLIC for letter in letters) / max(len(letters), 1)


def _refuse_controls(text: str, *, name: str) -> None:
    found = _CONTROLS.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        reason = f"is no text: it holds the control character U+{ord(found[0]):04X}"
        raise UnusableInput(name, reason, place=f"line {line}")
