"""Whether a mention can speak of an occurrence, and what speaks for it.

The rules are few and each can be told in words, so that whoever disagrees sees which one to dispute. A date or a place
that excludes another ends it; what agrees adds points; what is unknown excludes nothing and adds nothing.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from groundtruce.compare.days import Days, written_days
from groundtruce.compare.distances import excess_km
from groundtruce.compare.voices import Voice, voice_of
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Claim, MentionedPlace

ENOUGH = 3
"""Points from which a mention joins: no single agreement suffices."""

NEWS_DAYS = 2
"""A report within so many days of an act, without a date of its own, likely tells of it."""

PASSAGE_CHARACTERS = 600
"""Two mentions with no more text between them stand side by side: about two paragraphs of a news report."""


class Traits(NamedTuple):
    """What of a claim, or of an incident that grows, is compared."""

    group: str
    days: Days | None
    place: MentionedPlace | None
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
        days=written_days(mention.date),
        place=mention.place,
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
    weighed = [
        _weigh_kind(claim, incident),
        _weigh_days(claim, incident, beside=beside),
        _weigh_telling(claim, incident),
        _weigh_places(claim, incident),
        _weigh_actors(claim, incident),
        _weigh_numbers(claim, incident),
        _weigh_direction(claim, incident),
        _weigh_passage(claim, beside=beside),
    ]
    likenesses = [likeness for likeness in weighed if likeness is not None]
    if len(likenesses) < len(weighed):
        return None
    return Likeness(
        sum(likeness.points for likeness in likenesses),
        tuple(ground for likeness in likenesses for ground in likeness.grounds),
    )


def latest_possible_day(claim: Claim) -> date | None:
    """Nothing that happened was told before it did: the last day of the claim's publication."""
    published = written_days(claim.published)
    return published.last if published else None


# ---------------------------------------------------------------------------------------------------------------

_NOTHING = Likeness(0, ())


def _weigh_kind(claim: Traits, incident: Traits) -> Likeness | None:
    if claim.group != incident.group:
        return None
    # Hostile acts are many in a week; a hand-over or a redrawn zone is rare, so that its kind alone says something.
    return _NOTHING if claim.group == "hostile act" else Likeness(1, ())


def _weigh_days(claim: Traits, incident: Traits, *, beside: Collection[Voice]) -> Likeness | None:
    if claim.days is None or incident.days is None:
        return _NOTHING
    apart = claim.days.distance(incident.days)
    if apart > 1:
        return None
    if apart == 1:
        # The same source that gives two days means two hostile acts; two sources may date one act differently.
        repeated = claim.group == "hostile act" and claim.voice == incident.voice and not beside
        return None if repeated else Likeness(1, ("dates a day apart",))
    precise = max(claim.days.length, incident.days.length) <= 3
    return Likeness(2 if precise else 1, ("the date",))


def _weigh_telling(claim: Traits, incident: Traits) -> Likeness | None:
    """A report that gives no day most often tells of the last days."""
    if claim.days or not claim.told or not incident.days:
        return _NOTHING
    soon = 0 <= (claim.told - incident.days.last).days <= NEWS_DAYS
    return Likeness(1, ("a report soon after it",)) if soon else _NOTHING


def _weigh_places(claim: Traits, incident: Traits) -> Likeness | None:
    if claim.place is None or incident.place is None:
        return _NOTHING
    excess = excess_km(claim.place, incident.place)
    if excess is None:
        same_words = claim.place.text.casefold() == incident.place.text.casefold()
        return Likeness(1, ("the place's words",)) if same_words else _NOTHING
    if excess > 0:
        return None
    radius_km = max(claim.place.uncertainty_km or 0.0, incident.place.uncertainty_km or 0.0)
    # Two villages say much, a district something, a country nothing.
    points = 2 if radius_km <= 20 else 1 if radius_km <= 100 else 0
    return Likeness(points, ("the place",) if points else ())


def _weigh_actors(claim: Traits, incident: Traits) -> Likeness | None:
    # Who acted is what parties dispute about a hostile act; a ban by one side is not the other's ban.
    if claim.group != "hostile act" and claim.actors and incident.actors and not claim.actors & incident.actors:
        return None
    shared = claim.participants & incident.participants
    return Likeness(1, ("the parties involved",)) if shared else _NOTHING


def _weigh_numbers(claim: Traits, incident: Traits) -> Likeness | None:
    return Likeness(1, ("the numbers of casualties",)) if claim.numbers & incident.numbers else _NOTHING


def _weigh_direction(claim: Traits, incident: Traits) -> Likeness | None:
    same = claim.direction is not None and claim.direction == incident.direction
    return Likeness(1, ("the direction",)) if same else _NOTHING


def _weigh_passage(claim: Traits, *, beside: Collection[Voice]) -> Likeness | None:
    if not beside:
        return _NOTHING
    return Likeness(3 if claim.voice in beside else 2, ("a passage that tells them side by side",))
