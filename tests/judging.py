"""A record of the invented ceasefire whose readings are made by hand, so that people can judge them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from groundtruce.collect.files import detect_format
from groundtruce.model.claims import Attribution, Count, EventMention, EventType, MentionedPlace, Silence, Speaker
from groundtruce.model.documents import Document, Span
from groundtruce.model.ids import digest, identify
from groundtruce.model.places import Toponym, display_name
from groundtruce.model.readings import DateMention, ReadDocument, Reading
from groundtruce.pipeline.inputs import Collected
from groundtruce.pipeline.recording import add_collected
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from groundtruce.settings import Settings
from tests import story
from tests.record import START

PLACES = {display_name(place): place for place in story.PLACES}
RIDGE, FORD = "South Ridge / Zudgrat", "Mill Ford / Moln"
CLASH = """On March 11, Ardan forces shelled Belmish posts at Zudgrat and killed two soldiers, the Belmish Press Office said.

The Ardan Ministry of Defence said nothing about it."""


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return ((start, start + len(words)),)


def place_of(text: str, words: str, name: str) -> MentionedPlace:
    entry = PLACES[name]
    return MentionedPlace(
        text=words,
        span=span_of(text, words),
        gazetteer_id=entry.id,
        longitude=entry.longitude,
        latitude=entry.latitude,
        uncertainty_km=entry.uncertainty_km,
    )


def event(
    text: str,
    words: str,
    kind: EventType = "shelling",
    *,
    date: str | None = "2031-03-11",
    place: tuple[str, str] | None = ("Zudgrat", RIDGE),
    deaths: int | None = None,
    attribution: str | None = None,
    **fields: Any,
) -> EventMention:
    """An event read at `words`; `place` is what stands in the text and the place that it means."""
    span = span_of(text, words)
    return EventMention(
        id=identify("event", digest(text.encode()), kind, span),
        type=kind,
        span=span,
        place=place_of(text, *place) if place else None,
        date=date,
        deaths=Count(low=deaths, best=deaths, high=deaths, who="soldiers") if deaths else None,
        attribution=attribution,
        **fields,
    )


def attribution(text: str, source: str, content: str, *, party: str | None, **fields: Any) -> Attribution:
    sha256, at, said = digest(text.encode()), span_of(text, source), span_of(text, content)
    return Attribution(
        id=identify("attribution", sha256, at, None, said),
        source=at,
        cue=None,
        content=said,
        mode="indirect",
        stance="asserts",
        speaker=Speaker(name=source, party=party),
        **fields,
    )


def date_mention(text: str, words: str, edtf: str) -> DateMention:
    return DateMention(span=span_of(text, words), text=words, type="date", value=edtf, edtf=edtf, anchor=None)


def toponym(text: str, words: str, name: str) -> Toponym:
    place = place_of(text, words, name)
    return Toponym(
        span=place.span,
        text=words,
        name=name,
        gazetteer_id=place.gazetteer_id,
        longitude=place.longitude,
        latitude=place.latitude,
        uncertainty_km=place.uncertainty_km,
        kind="settlement",
    )


def silence(text: str, words: str, *parties: str) -> Silence:
    span = span_of(text, words)
    return Silence(id=identify("silence", digest(text.encode()), span), span=span, parties=parties, about="")


def read_document(text: str, *, published: str = "2031-03-12", publisher: str = "river-times") -> Document:
    return Document(
        sha256=digest(text.encode()),
        media_type="text/plain",
        size=len(text.encode()),
        origin="report.txt",
        retrieved="2031-03-12T08:00:00.000000Z",
        title=text[:20],
        publisher=publisher,
        published=published,
        published_from="option",
        language="en",
        text=text,
    )


def reading_of(document: Document, **statements: Any) -> Reading:
    read = ReadDocument(
        sha256=document.sha256,
        title=document.title,
        published=document.published,
        published_from=document.published_from,
        language="en",
        text=document.text,
    )
    return Reading(document=read, **statements)


def start(path: Address) -> Address:
    with Record.create(path, case=story.CASE, now=START):
        return path


def add(path: Address, text: str, *events: EventMention, published: str = "2031-03-12", **statements: Any) -> str:
    """Add a report with what was read in it, as `groundtruce add` does; gives its SHA-256."""
    publisher = statements.pop("publisher", "river-times")
    document = read_document(text, published=published, publisher=publisher)
    item = Collected(
        file=Path("report.txt"),
        content=text.encode(),
        format=detect_format(b"A report.", name="report.txt"),
        document=document,
        reading=reading_of(document, event_mentions=events, **statements),
    )
    (added,) = add_collected(path, [item], settings=Settings())
    assert not added.known
    return document.sha256


def add_clash(path: Address) -> str:
    """The report `CLASH` with one of each kind of statement."""
    said = attribution(CLASH, "the Belmish Press Office", "Ardan forces shelled Belmish posts at Zudgrat", party="belm")
    return add(
        path,
        CLASH,
        event(CLASH, "shelled Belmish posts", deaths=2, attribution=said.id),
        attributions=(said,),
        dates=(date_mention(CLASH, "March 11", "2031-03-11"),),
        toponyms=(toponym(CLASH, "Zudgrat", RIDGE),),
        silences=(silence(CLASH, "said nothing about it", "arda"),),
    )


def find_names(statements: Iterable[dict[str, Any]], kind: str) -> list[str]:
    """The names of the statements of a kind, out of `review --json`."""
    return [each["statement"] for each in statements if each["kind"] == kind]
