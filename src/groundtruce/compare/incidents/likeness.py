"""Whether a mention can speak of an occurrence, and what speaks for it.

The rules are few and each can be told in words, so that whoever disagrees sees which one to dispute. A date or a place
that excludes another ends it; what agrees adds points; what is unknown excludes nothing and adds nothing.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import excess_km
from groundtruce.compare.incidents.voices import Voice, voice_of
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Claim, EventType, MentionedPlace

ENOUGH = 3
"""Points from which a mention joins: no single agreement suffices."""

NEWS_DAYS = 2
"""A report within so many days of an act, without a date of its own, likely tells of it."""

DYING_DAYS = 3
"""Who is told to have died so many days after an act may have been hurt in it."""

PASSAGE_CHARACTERS = 600
"""Two mentions with no more text between them stand side by side: about two paragraphs of a news report."""

DISPUTED_KM = 100.0
"""So far apart two voices in one passage may place one act."""

TELLING_TYPES: frozenset[EventType] = frozenset({"shelling", "air strike", "drone strike", "bombing", "arson"})
"""Kinds of hostile acts that are told by what was used: that two mentions share one says something."""


class Traits(NamedTuple):
    """What of a claim, or of an incident that grows, is compared."""

    group: str
    types: frozenset[EventType]
    days: Days | None
    places: tuple[MentionedPlace, ...]
    """The one known best first."""
    actors: frozenset[str]
    participants: frozenset[str]
    numbers: frozenset[tuple[str, int]]
    direction: str | None
    voice: Voice
    told: date | None


class Likeness(NamedTuple):
    """What speaks for a match: points, and the grounds in words."""

    points: int
    grounds: tuple[str, ...]


NO_LIKENESS = Likeness(0, ())
"""Nothing speaks for it, and nothing excludes it."""


def kind_group(claim: Claim) -> str:
    """The kinds that can be one occurrence share a group: all hostile acts and their casualties; others stand alone."""
    return "hostile act" if claim.mention.type in HOSTILE_EVENT_TYPES else claim.mention.type


def traits_of(claim: Claim) -> Traits:
    """What of a claim is compared."""
    mention = claim.mention
    actors = frozenset(actor.party for actor in mention.actors if actor.party)
    counts = {"deaths": mention.deaths, "injured": mention.injured}
    return Traits(
        group=kind_group(claim),
        types=frozenset({mention.type}),
        days=written_days(mention.date),
        places=(mention.place,) if mention.place else (),
        actors=actors,
        participants=actors | {target.party for target in mention.targets if target.party},
        numbers=frozenset((field, count.best) for field, count in counts.items() if count and count.best),
        direction=mention.direction,
        voice=voice_of(claim),
        told=latest_possible_day(claim),
    )


def weigh(claim: Traits, incident: Traits, *, beside: Collection[Voice]) -> Likeness | None:
    """What speaks for the claim being of the incident; none where something excludes it.

    `beside` are the voices that tell of the incident in the same passage as the claim.
    """
    points = 0
    grounds: tuple[str, ...] = ()
    for likeness in _weigh_each(claim, incident, beside):
        if likeness is None:
            return None
        points += likeness.points
        grounds += likeness.grounds
    return Likeness(points, grounds)


def latest_possible_day(claim: Claim) -> date | None:
    """Nothing that happened was told before it did: the last day of the claim's publication."""
    published = written_days(claim.published)
    return published.last if published else None


# ---------------------------------------------------------------------------------------------------------------

_RARE_KIND = Likeness(1, ())
_SAME_MEANS = Likeness(1, ("the kind of act",))


def _weigh_each(claim: Traits, incident: Traits, beside: Collection[Voice]) -> Iterator[Likeness | None]:
    """Each rule's verdict, those first that most often exclude."""
    yield _weigh_kind(claim, incident)
    yield _weigh_days(claim, incident, beside)
    yield _weigh_places(claim, incident, beside)
    yield _weigh_actors(claim, incident)
    yield _weigh_telling(claim, incident)
    yield _weigh_numbers(claim, incident)
    yield _weigh_direction(claim, incident)
    yield _weigh_passage(claim, beside)


def _weigh_kind(claim: Traits, incident: Traits) -> Likeness | None:
    if claim.group != incident.group:
        return None
    # Hostile acts are many in a week; a hand-over or a redrawn zone is rare, so that its kind alone says something.
    if claim.group != "hostile act":
        return _RARE_KIND
    return _SAME_MEANS if claim.types & incident.types & TELLING_TYPES else NO_LIKENESS


def _weigh_days(claim: Traits, incident: Traits, beside: Collection[Voice]) -> Likeness | None:
    if claim.days is None or incident.days is None:
        return NO_LIKENESS
    apart = claim.days.distance(incident.days)
    if apart == 0:
        precise = max(claim.days.length, incident.days.length) <= 3
        return Likeness(2 if precise else 1, ("the date",))
    if _tells_of_later_deaths(claim, incident):
        return Likeness(1, ("deaths soon after it",)) if beside or apart == 1 else NO_LIKENESS
    if apart > 1:
        return None
    # The same source that gives two days means two hostile acts; two sources may date one act differently.
    repeated = claim.group == "hostile act" and claim.voice == incident.voice and not beside
    return None if repeated else Likeness(1, ("dates a day apart",))


def _tells_of_later_deaths(claim: Traits, incident: Traits) -> bool:
    if claim.types != {"casualties"} or not claim.days or not incident.days:
        return False
    return 0 < (claim.days.first - incident.days.last).days <= DYING_DAYS


def _weigh_telling(claim: Traits, incident: Traits) -> Likeness | None:
    """A report that gives no day most often tells of the last days."""
    if claim.days or not claim.told or not incident.days:
        return NO_LIKENESS
    soon = 0 <= (claim.told - incident.days.last).days <= NEWS_DAYS
    return Likeness(1, ("a report soon after it",)) if soon else NO_LIKENESS


def _weigh_places(claim: Traits, incident: Traits, beside: Collection[Voice]) -> Likeness | None:
    if not claim.places or not incident.places:
        return NO_LIKENESS
    (here,) = claim.places
    nearest = min(incident.places, key=lambda there: _distance_rank(here, there))
    excess = excess_km(here, nearest)
    if excess is None:
        same_words = here.text.casefold() == nearest.text.casefold()
        return Likeness(1, ("the place's words",)) if same_words else NO_LIKENESS
    if excess > 0:
        return _weigh_disputed_place(claim, incident, excess, beside)
    radius_km = max(here.uncertainty_km or 0.0, nearest.uncertainty_km or 0.0)
    # Two villages say much, a district something, a country nothing.
    points = 2 if radius_km <= 20 else 1 if radius_km <= 100 else 0
    return Likeness(points, ("the place",) if points else ())


def _distance_rank(here: MentionedPlace, there: MentionedPlace) -> float:
    excess = excess_km(here, there)
    return float("inf") if excess is None else excess


def _weigh_disputed_place(claim: Traits, incident: Traits, excess: float, beside: Collection[Voice]) -> Likeness | None:
    """Another place ends it, but where two voices in one passage place the same kind of act of the same day apart."""
    told_by_two = any(voice != claim.voice for voice in beside) and claim.voice not in beside
    same_act = bool(claim.types & incident.types & TELLING_TYPES)
    blamed = claim.actors and incident.actors and not claim.actors & incident.actors
    if told_by_two and same_act and not blamed and excess <= DISPUTED_KM:
        return Likeness(-1, ("told of another place",))
    return None


def _weigh_actors(claim: Traits, incident: Traits) -> Likeness | None:
    # Who acted is what parties dispute about a hostile act, and each side tells of an exchange as its own doing; a ban by one
    # side is not the other's ban.
    told_by_each = claim.group in ("hostile act", "exchange")
    if not told_by_each and claim.actors and incident.actors and not claim.actors & incident.actors:
        return None
    shared = claim.participants & incident.participants
    return Likeness(1, ("the parties involved",)) if shared else NO_LIKENESS


def _weigh_numbers(claim: Traits, incident: Traits) -> Likeness | None:
    return Likeness(1, ("the numbers of casualties",)) if claim.numbers & incident.numbers else NO_LIKENESS


def _weigh_direction(claim: Traits, incident: Traits) -> Likeness | None:
    same = claim.direction is not None and claim.direction == incident.direction
    return Likeness(1, ("the direction",)) if same else NO_LIKENESS


def _weigh_passage(claim: Traits, beside: Collection[Voice]) -> Likeness | None:
    if not beside:
        return NO_LIKENESS
    return Likeness(3 if claim.voice in beside else 2, ("a passage that tells them side by side",))
