"""Markup: KML, HTML and plain text told apart by how they begin; KML checked to its end."""

import re
from pathlib import PurePath
from typing import NoReturn
from xml.parsers import expat

from groundtruce.collect.charsets import decode_text
from groundtruce.collect.event_tables.detection import detect_event_table
from groundtruce.collect.formats import HTML, KML, PLAIN_TEXT, FileFormat, claimed_format
from groundtruce.collect.geojson import inspect_json, looks_like_json
from groundtruce.errors import UnusableInput


def detect_text(content: bytes, *, name: str) -> FileFormat:
    """What a file that begins like no binary format is. Raises `UnusableInput` for what is not read, and for no text.

    A text whose name is that of another format is refused: it is the first bytes of one, or a mistake.
    """
    head = _decode_head(content)
    table = detect_event_table(head)
    if looks_like_json(head, name=name):
        found = inspect_json(content, name=name)
        return table or found
    markup = _detect_markup(content, head, name)
    if markup is not None:
        return markup
    text, _ = decode_text(content, name=name)
    if not text.strip():
        raise UnusableInput(name, "holds nothing but white space")
    if table is not None:
        return table
    claimed = claimed_format(name)
    if claimed:
        raise UnusableInput(name, f"is named like {claimed} and is none", place="byte 0")
    return PLAIN_TEXT


# ---------------------------------------------------------------------------------------------------------------


_HEAD_BYTES = 65_536
_HTML_TAG = re.compile(
    r"html|head|body|title|meta|link|script|style|div|p|article|section|main|header|h[1-6]|table|span|a|ul|ol|br|b|i|center|font"
)
# Declarations, comments and the document type before the root. Possessive, or a page of comments without a root would
# be matched in exponentially many ways.
_ROOT = re.compile(
    r"\s*+(?:(?:<\?[^>]*+>|<!--.*?-->|<!(?!--)[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>)\s*+)*+<(?P<root>[A-Za-z_][\w.:-]*+)[\s/>]",
    re.DOTALL,
)
_ANY_TAG = re.compile(r"</?(?:p|div|body|html|br|h1|span|a|article)\b[^<>]*>", re.IGNORECASE)


def _decode_head(content: bytes) -> str:
    """The beginning, good enough to see tags and braces in."""
    head = content[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _detect_markup(content: bytes, head: str, name: str) -> FileFormat | None:
    match = _ROOT.match(head)
    root = match["root"].rpartition(":")[2].lower() if match else ""
    if root == "kml":
        return _inspect_kml(content, name)
    if root == "svg":
        raise UnusableInput(
            name, "looks like an SVG picture: save it as a PNG, and groundtruce trace reads it", place="byte 0"
        )
    if _HTML_TAG.fullmatch(root) or re.match(r"\s*<!doctype\s+html", head, re.IGNORECASE):
        return HTML
    if head.lstrip().startswith("<?xml"):
        reason = f"looks like XML of another kind (<{root}>)" if root else "looks like XML without a root"
        raise UnusableInput(name, reason, place="byte 0")
    named_html = PurePath(name).suffix.lower() in (".html", ".htm", ".xhtml")
    return HTML if named_html and _ANY_TAG.search(head) else None


def _inspect_kml(content: bytes, name: str) -> FileFormat:
    """KML, if it is well-formed to its end. Entities are refused: a few lines of them expand to gigabytes."""

    def refuse_entity(entity: str, *_declaration: object) -> NoReturn:
        place = f"line {parser.CurrentLineNumber}"
        raise UnusableInput(name, f"declares the entity {entity!r}, which no map needs", place=place)

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse_entity
    try:
        parser.Parse(content, True)  # noqa: FBT003 (the parser takes its end by position)
    except expat.ExpatError as error:
        place = f"line {error.lineno}, column {error.offset + 1}"
        reason = f"looks like KML that is broken: {expat.ErrorString(error.code)}"
        raise UnusableInput(name, reason, place=place) from error
    except (LookupError, ValueError) as error:
        raise UnusableInput(name, f"looks like KML whose encoding is not known: {error}", place="line 1") from error
    return KML
