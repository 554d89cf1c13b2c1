"""Whose forces are told of as standing, or coming, where an agreement keeps them out."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely

from groundtruce.compare.agreements.basis import Basis, Outcome, is_within
from groundtruce.compare.agreements.evidence import show_claims
from groundtruce.compare.days import say_day, span_of_days
from groundtruce.compare.ellipsoid import LocalPlane
from groundtruce.compare.incidents.voices import (
    answers,
    asserts,
    denies,
    join_names,
    name_speakers,
    party_name,
    voice_of,
)
from groundtruce.compare.zones.drawing_error import inside_probability
from groundtruce.compare.zones.shapes import Boundary
from groundtruce.model.agreements import FindingStatus
from groundtruce.model.claims import Claim, EventType, MentionedPlace
from groundtruce.model.times import Interval


class Ground(NamedTuple):
    """Ground from which forces keep out: ISO WKB, WGS 84, its drawing error in metres, and what it is called."""

    wkb: bytes
    drawing_error_m: float
    name: str


def check_absence(ground: Ground, parties: Sequence[str], *, window_days: int, basis: Basis) -> Outcome:
    """Whether forces of the parties are told of on the ground in the `window_days` up to the day.

    Breached: their own side says so, or two voices, of a time and a place that surely lie within, and nobody denies it. Disputed:
    it is denied. Undetermined: one voice alone, or the time or the place may lie outside; or nothing published was read.
    """
    first = basis.on - timedelta(days=window_days - 1)
    window = span_of_days(first, basis.on, basis.time_zone)
    claims = [claim for claim in basis.events(PRESENCE_TYPES) if basis.when(claim).overlaps(window)]
    told = [claim for claim in claims if asserts(claim) and _is_of(claim, parties) and _chance(claim, ground) > _UNSURE]
    denied = [claim for claim in claims if denies(claim) and any(answers(claim, each) for each in told)]
    evidence = (*show_claims(told, "against", case=basis.case), *show_claims(denied, "for", case=basis.case))
    who = join_names(party_name(party, case=basis.case) for party in parties)
    if not told:
        return _judge_nothing_told(who, ground, first, basis)
    status, clause, flips = _judge(told, denied, ground, window, basis)
    names = name_speakers(told, case=basis.case)
    statement = f"forces of {_say_parties(told, parties, basis)} in {ground.name} are told of by {names}{clause}"
    return Outcome(status, statement, flips, evidence=evidence)


PRESENCE_TYPES: tuple[EventType, ...] = ("deployment", "incursion")
"""The kinds of events that say that forces stand or come somewhere."""


def forces_of(claim: Claim) -> set[str]:
    """Whose forces a claim of a deployment or a withdrawal speaks of: who acts, else who is deployed, else the claimant's own."""
    named = [{each.party for each in group if each.party} for group in (claim.mention.actors, claim.mention.targets)]
    own = {claim.claimant} if claim.claimant else set()
    return named[0] or named[1] or own


# ---------------------------------------------------------------------------------------------------------------

# A place is inside or outside where that is as likely as a 95 % interval says.
_SURE = 0.95
_UNSURE = 0.05


def _judge(
    told: Sequence[Claim], denied: Sequence[Claim], ground: Ground, window: Interval, basis: Basis
) -> tuple[FindingStatus, str, str]:
    if denied:
        clause = f" and denied by {name_speakers(denied, case=basis.case)}"
        return "disputed", clause, "An admission by the party that denies it, or a withdrawal of the claim."
    sure = [claim for claim in told if _chance(claim, ground) >= _SURE and is_within(basis.when(claim), window)]
    admitted = any(claim.claimant in forces_of(claim) for claim in sure)
    if admitted or (sure and len({voice_of(claim) for claim in told}) >= 2):
        return "breached", " and denied by nobody in the documents read", "A denial, or a report that they left."
    if not sure:
        return (
            "undetermined",
            ", of a time or a place that may lie outside",
            "A report that gives the day and the place.",
        )
    return "undetermined", " alone", "A second voice that says so, an admission, or a denial."


def _judge_nothing_told(who: str, ground: Ground, first: date, basis: Basis) -> Outcome:
    read = basis.documents_published(first, basis.on)
    days = f"from {say_day(first)} to {say_day(basis.on)}" if first != basis.on else f"on {say_day(basis.on)}"
    if not read:
        return Outcome(
            "undetermined",
            f"no document published {days} was read that could tell of forces in {ground.name}",
            "A document published in these days.",
        )
    number = "the one document" if len(read) == 1 else f"the {len(read)} documents"
    return Outcome(
        "met",
        f"no forces of {who} in {ground.name} are told of in {number} read that {'was' if len(read) == 1 else 'were'} published {days}",
        f"A report of forces in {ground.name}.",
    )


def _is_of(claim: Claim, parties: Sequence[str]) -> bool:
    return bool(forces_of(claim) & set(parties))


def _say_parties(told: Sequence[Claim], parties: Sequence[str], basis: Basis) -> str:
    named = {party for claim in told for party in forces_of(claim)}
    return join_names(party_name(party, case=basis.case) for party in parties if party in named)


def _chance(claim: Claim, ground: Ground) -> float:
    """The chance that a claim's place lies on the ground; none for a claim without one."""
    place = claim.mention.place
    return _chance_of_place(place, ground) if place else 0.0


@lru_cache(maxsize=1 << 12)
def _chance_of_place(place: MentionedPlace, ground: Ground) -> float:
    if place.longitude is None or place.latitude is None:
        return 0.0
    boundary = _boundary_of(ground.wkb)
    inside = boundary.measure_inside(np.array([[place.longitude, place.latitude]]))
    radii = np.array([place.uncertainty_km or 0.0])
    (chance,) = inside_probability(inside, drawing_error_km=ground.drawing_error_m / 1000, uncertainty_km=radii)
    return chance


@lru_cache(maxsize=8)
def _boundary_of(wkb: bytes) -> Boundary:
    shape = shapely.from_wkb(wkb)
    west, south, east, north = shapely.bounds(shape).tolist()
    return Boundary(shape, LocalPlane((west + east) / 2, (south + north) / 2))
