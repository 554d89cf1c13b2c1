"""GeoJSON told from other JSON, and from JSON that is broken."""

import re
from pathlib import PurePath
from typing import Any

import msgspec

from groundtruce.collect.formats import GEOJSON, FileFormat
from groundtruce.errors import UnusableInput

# `[Photo] The minister said` is a text; a list of values is not.
_START = re.compile(r"\s*(?:\{|\[\s*(?:[\[{\"\]]|$|-?\d+\s*[,\]]\s*(?:$|[-\d\]])))")
_SUFFIXES = (".geojson", ".json")
_TYPE = re.compile(r"(?:Multi)?(?:Point|LineString|Polygon)|GeometryCollection|Feature(?:Collection)?")


class _Typed(msgspec.Struct):
    type: Any = None


def looks_like_json(head: str, *, name: str) -> bool:
    """Whether a file that begins with `head` is meant to be JSON."""
    named = PurePath(name).suffix.lower() in _SUFFIXES
    return bool(_START.match(head)) or (named and head.lstrip()[:1] in ("{", "["))


def inspect_json(content: bytes, *, name: str) -> FileFormat:
    """GeoJSON (RFC 7946, 1.4), if it is well-formed to its end."""
    encoded = content.removeprefix(b"\xef\xbb\xbf")
    try:
        encoded.decode()
        msgspec.json.decode(encoded, type=msgspec.Raw)
        found = msgspec.json.decode(encoded, type=_Typed).type
    except UnicodeDecodeError as error:
        reason = "looks like JSON that is not UTF-8, as JSON must be"
        raise UnusableInput(name, reason, place=f"byte {error.start}") from error
    except RecursionError as error:
        raise UnusableInput(name, "looks like JSON that is nested too deeply to be a map") from error
    except msgspec.ValidationError as error:
        raise UnusableInput(name, "looks like JSON that is no GeoJSON: it is not an object", place="line 1") from error
    except msgspec.DecodeError as error:
        raise _broken_json(encoded, name, str(error)) from error
    if not (isinstance(found, str) and _TYPE.fullmatch(found)):
        raise UnusableInput(name, "looks like JSON that is no GeoJSON" + _wrong_type(found), place="line 1")
    return GEOJSON


# ---------------------------------------------------------------------------------------------------------------


def _wrong_type(found: object) -> str:
    return ": it has no type" if found is None else f": its type is {str(found)[:40]!r}"


def _broken_json(content: bytes, name: str, message: str) -> UnusableInput:
    """Where the JSON breaks, by line and column from 1."""
    found = re.search(r"\(byte (\d+)\)", message)
    # msgspec gives the byte that it cannot use, but after a whole value the one after it.
    offset = int(found[1]) - ("trailing" in message) if found else len(content)
    line = content.count(b"\n", 0, offset) + 1
    column = len(content[content.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    reason = message.removeprefix("JSON is malformed: ").split(" (byte")[0] if found else "it ends in the middle"
    return UnusableInput(name, f"looks like JSON that is broken: {reason}", place=f"line {line}, column {column}")
