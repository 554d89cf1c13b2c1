"""Records of any size for timing: made readings of made reports, without running the language model.

A seeded drawing gives incidents on the days that follow the example's ceasefire, each told by some reports in the words
of a party, the peacekeepers or a newsroom. Every span is true of its text. The density stays the same whatever the size:
a longer record covers more days.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from groundtruce import pipeline
from groundtruce.compare.incidents.gathering import gather_claims
from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, Count, EventMention, EventType, MentionedPlace, Participant, Speaker
from groundtruce.model.documents import Document, Span
from groundtruce.model.ids import digest
from groundtruce.model.incidents import Incident
from groundtruce.model.places import GazetteerEntry, Toponym, display_name
from groundtruce.model.readings import DateMention, ReadDocument, Reading
from groundtruce.record.records import Addition, Record

CASE = Path(__file__).resolve().parent.parent / "examples" / "karabakh-2020"
FIRST_DAY = date(2020, 11, 11)
MENTIONS_A_DOCUMENT = 5
DOCUMENTS_A_DAY = 18
TELLINGS_AN_INCIDENT = 4

_VERBS: dict[EventType, str] = {
    "shelling": "shelled",
    "small-arms fire": "fired small arms at",
    "attack": "attacked",
    "drone strike": "sent a drone against",
    "detention": "detained two people near",
    "obstruction": "blocked the road to",
    "deployment": "deployed to",
}
_TYPES: tuple[EventType, ...] = (
    *("shelling",) * 6,
    *("small-arms fire",) * 6,
    *("attack",) * 4,
    "drone strike",
    "detention",
    "obstruction",
    "deployment",
)


class Happening(NamedTuple):
    """An incident as it is drawn, before anybody tells of it."""

    type: EventType
    day: date
    place: GazetteerEntry
    actor: str
    target: str
    deaths: int


class MadeReport(NamedTuple):
    """A report with its reading, as a record takes them."""

    document: Document
    reading: Reading
    content: bytes


@dataclass
class _Writing:
    """A text as it is written, so that every span is known."""

    text: str = ""

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return ((start, len(self.text)),)


@dataclass
class _Found:
    """What a reading holds, while the text is written."""

    dates: list[DateMention] = field(default_factory=list)
    toponyms: list[Toponym] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    mentions: list[EventMention] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Making:
    """What reports are made of."""

    a_day: int = DOCUMENTS_A_DAY
    """How many reports of each day."""
    types: tuple[EventType, ...] = _TYPES
    """Of the events, each as often as it stands here."""
    all_attributed: bool = False
    """Whether a party says all that is told; two thirds of it, else."""


def make_reports(number: int, *, case: Case, seed: int = 20201110, making: Making = Making()) -> Iterator[MadeReport]:
    """So many reports in the order of their days, of five mentions each where enough has happened."""
    drawing = random.Random(seed)  # noqa: S311 - nothing secret
    days = max(1, number // making.a_day)
    happenings = _draw_happenings(days, case=case, drawing=drawing, making=making)
    for serial in range(number):
        day = FIRST_DAY + timedelta(days=serial * days // number)
        recent = [each for back in range(3) for each in happenings.get(day - timedelta(days=back), ())]
        chosen = drawing.sample(recent, min(MENTIONS_A_DOCUMENT, len(recent)))
        yield _write_report(serial, day, chosen, case=case, drawing=drawing, making=making)


def match_reports(reports: list[MadeReport], *, case: Case) -> tuple[Incident, ...]:
    """Every report's claims gathered and matched."""
    readings = {report.document.sha256: report.reading for report in reports}
    return match_claims(gather_claims((report.document for report in reports), readings, case=case), case=case)


def build_record(path: Path, reports: list[MadeReport], *, case: Case) -> None:
    """A record of the reports, and of the incidents that they tell of as matched at the end."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    pipeline.start_record(path, case=CASE)
    incidents = match_reports(reports, case=case)
    with Record.open(path, writable=True) as record:
        for report in reports:
            document, reading, content = report
            record.append(Addition(document=document, reading=reading, content=content), now=moment)
        record.append(Addition(incidents=incidents), now=moment)


# ---------------------------------------------------------------------------------------------------------------------


def _draw_happenings(days: int, *, case: Case, drawing: random.Random, making: Making) -> dict[date, list[Happening]]:
    villages = [place for place in case.places if place.kind == "settlement"]
    sides = [party.id for party in case.parties if party.kind == "party"]
    a_day = making.a_day * MENTIONS_A_DOCUMENT // TELLINGS_AN_INCIDENT
    drawn: dict[date, list[Happening]] = {}
    for number in range(-2, days + 1):
        day = FIRST_DAY + timedelta(days=number)
        for _ in range(a_day):
            actor, target = drawing.sample(sides, 2)
            deaths = drawing.choice([0, 0, 0, 1, 2, 3])
            happening = Happening(drawing.choice(making.types), day, drawing.choice(villages), actor, target, deaths)
            drawn.setdefault(day, []).append(happening)
    return drawn


def _write_report(
    serial: int, day: date, chosen: list[Happening], *, case: Case, drawing: random.Random, making: Making
) -> MadeReport:
    publisher = drawing.choice(case.publishers)
    writing = _Writing(f"Report {serial}.\n\n")
    found = _Found()
    for number, happening in enumerate(chosen):
        tellers = [*(() if making.all_attributed else (None,)), happening.target, happening.actor]
        _write_sentence(number, happening, writing, found, tellers=tellers, case=case, drawing=drawing)
    content = writing.text.encode()
    sha256 = digest(content)
    document = Document(
        sha256=sha256,
        media_type="text/plain",
        size=len(content),
        origin=f"made/{serial}.txt",
        retrieved="2026-01-01T00:00:00.000000Z",
        title=f"Report {serial}",
        publisher=publisher.id,
        published=day.isoformat(),
        published_from="sidecar",
        language="en",
        text=writing.text,
    )
    read = ReadDocument(
        sha256=sha256,
        title=document.title,
        published=document.published,
        published_from="sidecar",
        language="en",
        text=writing.text,
    )
    reading = Reading(
        document=read,
        dates=tuple(found.dates),
        toponyms=tuple(found.toponyms),
        attributions=tuple(found.attributions),
        event_mentions=tuple(found.mentions),
    )
    return MadeReport(document, reading, content)


def _write_sentence(
    number: int,
    happening: Happening,
    writing: _Writing,
    found: "_Found",
    *,
    tellers: list[str | None],
    case: Case,
    drawing: random.Random,
) -> None:
    names = {party.id: party.name for party in case.parties}
    dated, told_by = drawing.random() < 0.8, drawing.choice(tellers)
    begun = len(writing.text)
    if dated:
        writing.add("On ")
        found.dates.append(_read_date(writing.add(f"{happening.day:%d %B %Y}"), happening.day))
        writing.add(" ")
    start = len(writing.text)
    actor = writing.add(f"{names[happening.actor]}'s forces")
    writing.add(f" {_VERBS[happening.type]} ")
    place = writing.add(happening.place.names[0].text)
    found.toponyms.append(_read_toponym(place, happening.place))
    if happening.deaths:
        writing.add(f" and killed {happening.deaths} soldiers of {names[happening.target]}")
    end = len(writing.text)
    if told_by:
        writing.add(", ")
        source = writing.add(names[told_by])
        cue = writing.add(" said")
        found.attributions.append(
            Attribution(
                id=f"attribution-{number}",
                source=source,
                cue=cue,
                content=((begun, end),),
                mode="indirect",
                stance="asserts",
                speaker=Speaker(name=names[told_by], party=told_by),
            )
        )
    writing.add(". The text goes on with what nobody asked, so that it has the length of a report.\n\n")
    found.mentions.append(
        EventMention(
            id=f"event-{number}",
            type=happening.type,
            span=((start, end),),
            actors=(Participant(text=f"{names[happening.actor]}'s forces", span=actor, party=happening.actor),),
            targets=(),
            place=MentionedPlace(
                text=happening.place.names[0].text,
                span=place,
                gazetteer_id=happening.place.id,
                longitude=happening.place.longitude,
                latitude=happening.place.latitude,
                uncertainty_km=happening.place.uncertainty_km,
            )
            if drawing.random() < 0.8
            else None,
            date=happening.day.isoformat() if dated else None,
            deaths=Count(low=happening.deaths, best=happening.deaths, high=happening.deaths, who="soldiers")
            if happening.deaths
            else None,
            attribution=f"attribution-{number}" if told_by else None,
        )
    )


def _read_date(span: Span, day: date) -> DateMention:
    return DateMention(
        span=span, text=f"{day:%d %B %Y}", type="date", value=day.isoformat(), edtf=day.isoformat(), anchor=None
    )


def _read_toponym(span: Span, place: GazetteerEntry) -> Toponym:
    return Toponym(
        span=span,
        text=place.names[0].text,
        name=display_name(place),
        gazetteer_id=place.id,
        longitude=place.longitude,
        latitude=place.latitude,
        uncertainty_km=place.uncertainty_km,
        kind=place.kind,
    )
