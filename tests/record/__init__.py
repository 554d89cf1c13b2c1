"""The record of the invented ceasefire, made in steps that the tests of the stage share."""

from datetime import UTC, datetime, timedelta

import msgspec
import shapely

from groundtruce.model.claims import Count, EventMention, MentionedPlace
from groundtruce.model.documents import Citation, Document
from groundtruce.model.ids import digest
from groundtruce.model.incidents import Account, Cell, Incident
from groundtruce.model.markers import Sighting
from groundtruce.model.readings import DateMention, ReadDocument, Reading
from groundtruce.model.zones import ZoneVersion
from groundtruce.record.addresses import Address
from groundtruce.record.records import Addition, Record
from tests import story
from tests.traced import make_trace

START = datetime(2031, 3, 13, 9, tzinfo=UTC)
DENIAL = "Zudgrat is quiet, the Ardan Ministry of Defence said; naïve reports “err”. " * 200
MAP_BEFORE = b'{"map": "before"}'
MAP_AFTER = b'{"map": "after"}' * 3000
MARKERS = b"marker,seen,longitude,latitude,position_error_m"


def make_document(content: bytes, *, text: str = "", title: str = "", published: str = "2031-03-13") -> Document:
    return Document(
        sha256=digest(content),
        media_type="text/plain" if text else "application/geo+json",
        size=len(content),
        origin=f"{title or 'map'}.txt",
        retrieved="2031-03-13T08:00:00.000000Z",
        title=title,
        publisher="river-times",
        published=published,
        published_from="option",
        language="en" if text else None,
        text=text,
    )


def add_report(text: str, title: str, *incidents: Incident) -> Addition:
    """A report of which one date was read."""
    document = make_document(text.encode(), text=text, title=title)
    read = ReadDocument(
        sha256=document.sha256,
        title=title,
        published=document.published,
        published_from=document.published_from,
        language="en",
        text=text,
    )
    date = DateMention(span=((0, 4),), text=text[:4], type="date", value="2031-03-13", edtf="2031-03-13", anchor=None)
    return Addition(
        document=document, content=text.encode(), reading=Reading(document=read, dates=(date,)), incidents=incidents
    )


def add_map(content: bytes, *versions: ZoneVersion) -> Addition:
    document = make_document(content)
    drawn = tuple(msgspec.structs.replace(version, document=document.sha256) for version in versions)
    return Addition(document=document, content=content, zone_versions=drawn)


def make_incident(name: str = "incident-1", *, date: str | None = "2031-03-11", **fields: object) -> Incident:
    """An attack near South Ridge that two accounts tell of."""
    account = Account(
        party="belm",
        narrator=None,
        cells=(Cell(name="what", state="stated", value="attacked", citations=(Citation(document="0" * 64),)),),
    )
    incident = Incident(
        id=name,
        kind="attack",
        date=date,
        place=MentionedPlace(
            text="South Ridge", span=((90, 101),), longitude=10.051, latitude=-0.021, uncertainty_km=0.5
        ),
        mentions=("0#mention-1",),
        sources=1,
        deaths=Count(low=2, best=2, high=None, who="soldiers"),
        injured=None,
        accounts=(account, msgspec.structs.replace(account, party=None, narrator="River Times")),
        contradictions=(),
        reason="one mention",
    )
    return msgspec.structs.replace(incident, **fields)


def make_sighting(name: str = "sighting-1", **fields: object) -> Sighting:
    """A post at the south-western corner of the agreed area, as a patrol saw it."""
    sighting = Sighting(
        id=name,
        zone="south",
        marker="post 1",
        seen="2031-03-06",
        longitude=10.0,
        latitude=-0.001,
        position_error_m=5,
        position_error_from="source",
        seen_by="Patrol 4",
        document=digest(MARKERS),
        locator="line 2",
        kind="post",
    )
    return msgspec.structs.replace(sighting, **fields)


EAST_WELL = MentionedPlace(text="East Well", span=((1, 10),), longitude=10.2, latitude=0.05, uncertainty_km=0.5)
TWO_PARTS = story.zone_version(
    shapely.MultiPolygon([shapely.box(10.3, 0, 10.4, 0.1), shapely.box(10.5, 0, 10.6, 0.2)]),
    valid_from="2031-03-XX",
    zone="east",
)

ADDITIONS = (
    add_map(MAP_BEFORE, story.BEFORE),
    add_report(story.REPORT, "Attack near South Ridge", make_incident(), make_incident("incident-2", place=None)),
    msgspec.structs.replace(add_map(MAP_AFTER, story.AFTER, TWO_PARTS), traces=(make_trace(digest(MAP_AFTER)),)),
    Addition(
        document=make_document(MARKERS),
        content=MARKERS,
        sightings=(make_sighting(), make_sighting("sighting-2", marker="post 2", longitude=10.1)),
    ),
    add_report(
        DENIAL,
        "Denial",
        make_incident(sources=2, injured=Count(low=1, best=None, high=3), reason="two mentions"),
        make_incident("incident-2", place=None, withdrawn=True),
        make_incident("incident-3", date=None, place=EAST_WELL),
    ),
)


def make_record(path: Address) -> Address:
    """The whole record, a minute for each addition."""
    with Record.create(path, case=story.CASE, now=START) as record:
        for minute, addition in enumerate(ADDITIONS, start=1):
            record.append(addition, now=START + timedelta(minutes=minute))
    return path


def read_again(path: Address) -> tuple[Reading, Reading]:
    """Add a second reading of each report, of two attacks and of an attack and a shelling, and give the two."""
    first, second = (addition.reading for addition in ADDITIONS if addition.reading)
    attacks = tuple(EventMention(id=f"event-{number}", type="attack", span=((0, 4),)) for number in (1, 2))
    shelling = EventMention(id="event-3", type="shelling", span=((0, 4),))
    readings = (
        msgspec.structs.replace(first, event_mentions=attacks),
        msgspec.structs.replace(second, event_mentions=(attacks[0], shelling)),
    )
    with Record.open(path, writable=True) as record:
        for day, reading in enumerate(readings, start=1):
            record.append(Addition(reading=reading), now=START + timedelta(days=day))
    return readings
