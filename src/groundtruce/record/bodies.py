"""The bodies of entries: the model's values as canonical JSON, their heavy parts replaced by hashes.

A body holds every field of its value. What is heavy stands beside the chain and goes in and out here: a document's text,
and a zone version's shape.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType, structs

from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, EventMention, Silence
from groundtruce.model.documents import Document, PublishedFrom
from groundtruce.model.ids import digest, encode_canonically
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import Judgement
from groundtruce.model.markers import Sighting
from groundtruce.model.places import Toponym
from groundtruce.model.readings import READING_FORMAT, DateMention, ReadDocument, Reading
from groundtruce.model.traces import Trace
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneVersion
from groundtruce.record.chain import Entry
from groundtruce.record.geometry import area_type, decode_area

RECORD_FORMAT = "groundtruce-record"


def encode_case(case: Case, *, schema: int) -> bytes:
    """The first entry's body: what kind of file this is, in which version of its schema, and the case."""
    return encode_canonically({"format": RECORD_FORMAT, "schema": schema, "case": msgspec.to_builtins(case)})


def encode_document(document: Document) -> bytes:
    """A document with the hash of its text in the text's place."""
    fields = msgspec.to_builtins(document)
    text = fields.pop("text")
    return encode_canonically({**fields, "text_sha256": digest(text.encode())})


def encode_reading(reading: Reading) -> bytes:
    """A reading without the text, which is its document's."""
    fields = msgspec.to_builtins(reading)
    del fields["document"]["text"]
    return encode_canonically(fields)


def encode_zone_version(version: ZoneVersion) -> bytes:
    """A zone version with its shape's type and the hash of its WKB in the shape's place."""
    fields = msgspec.to_builtins(version)
    del fields["wkb"]
    shape = {"wkb_type": area_type(version.wkb), "wkb_sha256": digest(version.wkb)}
    return encode_canonically({**fields, **shape})


def encode_incident(incident: Incident) -> bytes:
    """An incident as it is."""
    return encode_canonically(incident)


def encode_sighting(sighting: Sighting) -> bytes:
    """A sighting of a marker as it is."""
    return encode_canonically(sighting)


def encode_judgement(judgement: Judgement) -> bytes:
    """A judgement as it is."""
    return encode_canonically(judgement)


def encode_trace(trace: Trace) -> bytes:
    """A trace of a picture map as it is."""
    return encode_canonically(trace)


def encode_capture(capture: Capture) -> bytes:
    """A capture of a watched source as it is."""
    return encode_canonically(capture)


def encode_migration(*, schema: int) -> bytes:
    """The body of the entry that says that the record was brought to a later version of its schema."""
    return encode_canonically({"format": RECORD_FORMAT, "schema": schema})


def decode_schema_version(body: bytes | str) -> int:
    """The schema version that a case's or a migration's body states. Raises `ValueError` where there is none."""
    try:
        stated = msgspec.json.decode(body, type=_Stated)
    except msgspec.ValidationError:
        raise ValueError("states no version of a record") from None
    if stated.format != RECORD_FORMAT:
        raise ValueError("states no version of a record")
    return stated.schema


def decode_case(body: bytes | str) -> Case:
    """The case of a record's first entry."""
    return msgspec.convert(_decode(body)["case"], Case)


def decode_document(body: bytes | str, text: str = "") -> Document:
    """A document with its text put back, or without its text."""
    fields = structs.asdict(_DOCUMENT.decode(body))
    del fields["text_sha256"]
    return Document(**{**fields, "text": text})


def decode_reading(body: bytes | str, text: str) -> Reading:
    """A reading with its document's text put back."""
    fields = structs.asdict(_READING.decode(body))
    return Reading(**{**fields, "document": _with_text(fields["document"], text)})


def decode_telling(body: bytes | str, text: str, *, types: Collection[str]) -> Reading:
    """What a reading says of events of some types: these events, its attributions and its reported silences."""
    kept = _TELLING.decode(body)
    return Reading(
        document=_with_text(kept.document, text),
        attributions=kept.attributions,
        event_mentions=tuple(_MENTION.decode(raw) for raw in kept.event_mentions if _TYPE.decode(raw).type in types),
        silences=kept.silences,
    )


def decode_zone_version(body: bytes | str, shape: bytes) -> ZoneVersion:
    """A zone version with the shape put back that a layer's geometry blob holds."""
    fields = _decode(body)
    del fields["wkb_sha256"]
    fields["wkb"] = decode_area(shape, kept_as=fields.pop("wkb_type"))
    return msgspec.convert(fields, ZoneVersion)


def decode_incident(body: bytes | str) -> Incident:
    """An incident."""
    return msgspec.json.decode(body, type=Incident)


def decode_sighting(body: bytes | str) -> Sighting:
    """A sighting of a marker."""
    return msgspec.json.decode(body, type=Sighting)


def decode_judgement(body: bytes | str) -> Judgement:
    """A judgement."""
    return msgspec.json.decode(body, type=Judgement)


def decode_trace(body: bytes | str) -> Trace:
    """A trace of a picture map."""
    return msgspec.json.decode(body, type=Trace)


def decode_capture(body: bytes | str) -> Capture:
    """A capture of a watched source."""
    return msgspec.json.decode(body, type=Capture)


def find_author(entry: Entry) -> str | UnsetType:
    """Whose entry it is: who judged, or who added the document or the zone version."""
    kept = _AUTHORED.decode(entry.body)
    return kept.by if entry.kind == "judgement" else kept.added_by


def is_canonical(body: bytes) -> bool:
    """Whether a body is the canonical JSON of an object. Raises `ValueError` for what is no JSON."""
    return encode_canonically(_decode(body)) == body


# ---------------------------------------------------------------------------------------------------------------


class _Stated(msgspec.Struct):
    """What a case's or a migration's body says of its record; the case itself, which is large, is passed over."""

    format: str
    schema: int


class _Authored(msgspec.Struct):
    """Who stands in a body as its author. Other fields are passed over."""

    by: str | UnsetType = UNSET
    added_by: str | UnsetType = UNSET


class _KeptDocument(Document):
    """A document as its entry holds it: the hash of the text in the text's place."""

    text_sha256: str = ""


class _KeptReadDocument(Value):
    """What a reading's entry holds of its document: all but the text."""

    sha256: str
    title: str
    published: str | None
    published_from: PublishedFrom
    language: str | None


class _KeptReading(Value, tag_field="format", tag=READING_FORMAT):
    """A reading as its entry holds it."""

    document: _KeptReadDocument
    dates: tuple[DateMention, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    silences: tuple[Silence, ...] = ()


class _Telling(msgspec.Struct, tag_field="format", tag=READING_FORMAT):
    """The parts of a reading's entry that tell of events, each event undecoded. Other fields are passed over."""

    document: _KeptReadDocument
    attributions: tuple[Attribution, ...] = ()
    event_mentions: tuple[msgspec.Raw, ...] = ()
    silences: tuple[Silence, ...] = ()


class _Typed(msgspec.Struct):
    """An event mention, of which only its type is wanted."""

    type: str


_AUTHORED = msgspec.json.Decoder(_Authored)
_DOCUMENT = msgspec.json.Decoder(_KeptDocument)
_READING = msgspec.json.Decoder(_KeptReading)
_TELLING = msgspec.json.Decoder(_Telling)
_TYPE = msgspec.json.Decoder(_Typed)
_MENTION = msgspec.json.Decoder(EventMention)


def _with_text(document: _KeptReadDocument, text: str) -> ReadDocument:
    return ReadDocument(**structs.asdict(document), text=text)


def _decode(body: bytes | str) -> dict[str, Any]:
    return msgspec.json.decode(body, type=dict[str, Any])
