"""Claims made by hand, in the words of the invented ceasefire."""

from groundtruce.model.claims import (
    Attribution,
    Claim,
    Count,
    EventMention,
    EventType,
    MentionedPlace,
    Participant,
    Realis,
    Stance,
)
from groundtruce.model.documents import Document
from tests.story import CASE

PLACES = {place.id.removeprefix("case:"): place for place in CASE.places}
PUBLISHER_PARTIES = {publisher.id: publisher.party for publisher in CASE.publishers}


def place(name: str, *, radius_km: float | None = None) -> MentionedPlace:
    """A mention of one of the story's villages, or of its surroundings within a radius."""
    entry = PLACES[name]
    return MentionedPlace(
        text=entry.names[0].text,
        span=((20, 30),),
        gazetteer_id=entry.id,
        longitude=entry.longitude,
        latitude=entry.latitude,
        uncertainty_km=radius_km or entry.uncertainty_km,
    )


def people(number: int, who: str = "") -> Count:
    return Count(low=number, best=number, high=number, who=who)


def participants(*parties: str) -> tuple[Participant, ...]:
    """One participant for each party, as `Arda's forces`."""
    names = {party.id: party.name for party in CASE.parties}
    return tuple(Participant(text=f"{names[party]}'s forces", span=((0, 9),), party=party) for party in parties)


def claim(
    kind: EventType = "attack",
    *,
    by: str | None = None,
    publisher: str | None = "river-times",
    document: str = "d",
    at: int = 0,
    published: str | None = "2031-03-13",
    date: str | None = None,
    where: MentionedPlace | None = None,
    actors: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    deaths: Count | None = None,
    injured: Count | None = None,
    realis: Realis = "happened",
    stance: Stance | None = None,
    direction: str | None = None,
    quote: str | None = None,
) -> Claim:
    """What `by` says in a document, told from character `at` on; the publisher's party or a narrator if nobody is named."""
    attribution = None
    if by or stance:
        attribution = Attribution(
            id=f"a{at}",
            source=None,
            cue=None,
            content=((at, at + 50),),
            mode="indirect",
            stance=stance or "asserts",
            speaker=None,
        )
    mention = EventMention(
        id=f"e{at}",
        type=kind,
        span=((at, at + 20),),
        actors=participants(*actors),
        targets=participants(*targets),
        place=where,
        date=date,
        deaths=deaths,
        injured=injured,
        realis=realis,
        direction=direction,
    )
    return Claim(
        document=document,
        publisher=publisher,
        published=published,
        mention=mention,
        quote=quote or f"{kind} at {at}",
        attribution=attribution,
        claimant=by or PUBLISHER_PARTIES.get(publisher or ""),
    )


def document(
    sha256: str = "d",
    *,
    published: str | None = "2031-03-13",
    publisher: str | None = "river-times",
    text: str = "A report.",
) -> Document:
    return Document(
        sha256=sha256,
        media_type="text/plain",
        size=len(text),
        origin="report.txt",
        retrieved="2031-03-13T12:00:00Z",
        publisher=publisher,
        published=published,
        text=text,
    )
