"""What one transaction adds to a record, and the entries that this makes: deciding, without input or output."""

from collections.abc import Sequence

from msgspec import field

from groundtruce.errors import UnusableInput
from groundtruce.model.captures import Capture
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.ids import digest
from groundtruce.model.incidents import Incident
from groundtruce.model.judgements import Judgement
from groundtruce.model.markers import Sighting
from groundtruce.model.readings import Reading
from groundtruce.model.traces import Trace
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneVersion
from groundtruce.record import bodies
from groundtruce.record.chain import Draft, Entry, Head, head_of, link_entries
from groundtruce.record.layers import Row, incident_row, place_rows, sighting_row, zone_shape_row
from groundtruce.record.mentions import incident_mention_rows, mention_rows


class Addition(Value):
    """What is recorded together, or not at all.

    `incidents` are those that are new or changed; one that the record gives up is passed with `withdrawn`.
    """

    document: Document | None = None
    content: bytes = b""
    """The document's bytes as they came."""
    reading: Reading | None = None
    zone_versions: tuple[ZoneVersion, ...] = ()
    incidents: tuple[Incident, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    traces: tuple[Trace, ...] = ()
    captures: tuple[Capture, ...] = ()


class Rows(Value):
    """What one transaction writes: the entries, and the rows beside the chain."""

    entries: tuple[Entry, ...]
    contents: tuple[tuple[str, bytes], ...] = ()
    """The SHA-256 and the bytes of documents."""
    texts: tuple[tuple[int, str, str], ...] = ()
    """The number of a document's entry, its title, its text."""
    layers: dict[str, list[Row]] = field(default_factory=dict)
    """The rows of each layer's table, and of those that say where events are mentioned."""


def check_addition(addition: Addition) -> None:
    """Raise `ValueError` where the parts of an addition do not belong together: a mistake of the caller."""
    document = addition.document
    if document is None and addition.content:
        raise ValueError("content without its document")
    if document and digest(addition.content) != document.sha256:
        raise ValueError(f"the content is not that of document {document.sha256}")
    if document and addition.reading and addition.reading.document.sha256 != document.sha256:
        raise ValueError("the reading is another document's")
    if document and addition.reading and addition.reading.document.text != document.text:
        raise ValueError("the reading's text is not its document's")


def draft_entries(addition: Addition) -> list[Draft]:
    """The entries of an addition: document, reading, zone versions, traces, judgements, incidents, sightings, captures.

    Raises `UnusableInput` for text that is not Unicode and for a shape that is no area.
    """
    document, reading = addition.document, addition.reading
    try:
        drafts: list[Draft] = []
        if document:
            drafts.append(("document", document.sha256, bodies.encode_document(document)))
        if reading:
            drafts.append(("reading", reading.document.sha256, bodies.encode_reading(reading)))
        drafts += [("zone version", zone.id, bodies.encode_zone_version(zone)) for zone in addition.zone_versions]
        drafts += [("trace", trace.id, bodies.encode_trace(trace)) for trace in addition.traces]
        drafts += [("judgement", each.statement, bodies.encode_judgement(each)) for each in addition.judgements]
        drafts += [("incident", incident.id, bodies.encode_incident(incident)) for incident in addition.incidents]
        drafts += [("sighting", each.id, bodies.encode_sighting(each)) for each in addition.sightings]
        drafts += [("capture", each.id, bodies.encode_capture(each)) for each in addition.captures]
    except ValueError as error:
        raise UnusableInput(document.origin if document else "the record", str(error)) from error
    return drafts


def compose_rows(addition: Addition, entries: list[Entry]) -> Rows:
    """Everything that an addition writes: its entries, and what stands beside them.

    Raises `UnusableInput` for a date that is none or a shape that is broken.
    """
    document, reading = addition.document, addition.reading
    numbers = {kind: [entry.seq for entry in entries if entry.kind == kind] for kind in _KINDS_BESIDE}
    incidents = zip(numbers["incident"], addition.incidents, strict=True)
    zones = zip(numbers["zone version"], addition.zone_versions, strict=True)
    sightings = zip(numbers["sighting"], addition.sightings, strict=True)
    try:
        layers = {
            "zone_shapes": [zone_shape_row(seq, zone) for seq, zone in zones],
            # A withdrawn one is in no layer.
            "incident_points": [incident_row(seq, incident) for seq, incident in incidents if not incident.withdrawn],
            "marker_points": [sighting_row(seq, sighting) for seq, sighting in sightings],
            "mentions": [row for seq in numbers["reading"] if reading for row in mention_rows(seq, reading)],
            "incident_mentions": [
                row
                for seq, each in zip(numbers["incident"], addition.incidents, strict=True)
                for row in incident_mention_rows(seq, each)
            ],
        }
    except ValueError as error:
        raise UnusableInput(document.origin if document else "the record", str(error)) from error
    return Rows(
        entries=tuple(entries),
        contents=((document.sha256, addition.content),) if document else (),
        texts=((entries[0].seq, document.title, document.text),) if document else (),
        layers=layers,
    )


def compose_all(
    additions: Sequence[Addition], drafts: Sequence[Sequence[Draft]], *, after: Head, recorded: str
) -> Rows:
    """Everything that additions write in one transaction, with their entries linked behind `after`; `drafts` are theirs in order."""
    head, written = after, []
    for addition, drafted in zip(additions, drafts, strict=True):
        entries = link_entries(drafted, after=head, recorded=recorded)
        if entries:
            head = head_of(entries[-1])
            written.append(compose_rows(addition, entries))
    return Rows(
        entries=tuple(entry for rows in written for entry in rows.entries),
        contents=tuple(content for rows in written for content in rows.contents),
        texts=tuple(text for rows in written for text in rows.texts),
        layers={
            table: [row for rows in written for row in rows.layers[table]]
            for table in (written[0].layers if written else ())
        },
    )


def begin_rows(case: Case, entry: Entry) -> Rows:
    """What the first transaction of a record writes: its case's entry, and the places of the case."""
    return Rows(entries=(entry,), layers={"places": place_rows(case)})


# ---------------------------------------------------------------------------------------------------------------

_KINDS_BESIDE = ("reading", "zone version", "incident", "sighting")
