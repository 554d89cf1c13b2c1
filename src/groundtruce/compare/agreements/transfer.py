"""The check of an area's transfer to a party by a day."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import shapely

from groundtruce.compare.agreements.basis import Basis, Outcome, margin_in_days
from groundtruce.compare.agreements.evidence import Bearing, show_claims, show_map
from groundtruce.compare.days import local_day, written_days
from groundtruce.compare.distances import point_of
from groundtruce.compare.incidents.incident_values import best_date
from groundtruce.compare.incidents.voices import asserts, denies, join_names, name_speakers, party_name, voice_of
from groundtruce.model.agreements import Evidence, FindingStatus, Margin, TransferTerms
from groundtruce.model.cases import Area, Case
from groundtruce.model.claims import Claim, EventType
from groundtruce.model.places import words_of_name
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneVersion

WHOLE = 0.95
"""A control zone that covers so much of an area covers it: district outlines of different sources differ by as much."""

MOST = 0.5

_EVENT_TYPES: tuple[EventType, ...] = ("hand-over", "deployment")
KINDS_OF_AREA = frozenset({"area", "city", "district", "province", "region", "territory", "town", "village"})


def check_transfer(terms: TransferTerms, basis: Basis) -> Outcome:
    """Whether an area was handed over, by hand-over mentions of the area and by control zones in force on the day.

    Met: the receiving party says so, or two voices, or its control zone covers the area. Disputed: some say so and some
    deny it. Breached, after the due day: another party's control zone covers most of it, or two voices say that it was not
    handed over and none that it was. Undetermined otherwise; before the end of the due day not yet due.
    """
    signs = _find_signs(terms, basis)
    told, denied = signs.told, signs.denied
    evidence = _show(signs, basis)
    if told and denied:
        statement = f"{_say_told(told, basis)} and denied by {name_speakers(denied, case=basis.case)}"
        return Outcome("disputed", _say(statement, terms), _FLIPS, _lateness(told, terms, basis), evidence)
    if signs.ours or _is_settled(told, terms):
        statement = _say_told(told, basis) if told else "A control zone of the receiving party covers the area"
        flips = "A denial, or a map on which another party holds the area."
        return Outcome("met", _say(statement, terms), flips, _lateness(told, terms, basis), evidence)
    due = basis.last_day(terms.due)
    if due is None or basis.on <= due:
        statement = _say("No settled report of the hand-over was read", terms)
        margin = margin_in_days((due - basis.on).days, (due - basis.on).days, "left until the due day") if due else None
        return Outcome("not yet due", statement, "The end of the due day.", margin, evidence)
    status, statement = _judge_missing(signs, basis)
    overdue = (basis.on - due).days
    return Outcome(
        status, _say(statement, terms), _FLIPS, margin_in_days(overdue, overdue, "since the due day"), evidence
    )


def is_entry_as_agreed(claim: Claim, terms: TransferTerms, basis: Basis) -> bool:
    """Whether a claim tells that the receiving party's forces entered the area when it was due, which is no hostile act."""
    area, due, begins = basis.area(terms.area), basis.last_day(terms.due), basis.when(claim).start
    if claim.mention.type != "incursion" or area is None or due is None or begins is None:
        return False
    is_receiver = {actor.party for actor in claim.mention.actors if actor.party} == {terms.to_party}
    return is_receiver and local_day(begins, basis.time_zone) >= due and _names_area(claim, area, basis)


def names_of_area(area: Area, case: Case) -> list[str]:
    """What an area is called: as the case calls it, and by the names of the place that it outlines."""
    return [area.name.partition("(")[0], *_names_of(area.place, case)]


def is_called(name: str, wanted: frozenset[str]) -> bool:
    """Whether a name is one of these words, by themselves or with more that say what kind of place it is."""
    words = words_of_name(name)
    return bool(words - KINDS_OF_AREA) and (words <= wanted or wanted <= words)


# ---------------------------------------------------------------------------------------------------------------

_FLIPS = "A statement by the receiving party, or a map of control after the due day."


class _Signs(NamedTuple):
    """Who tells of the hand-over, who denies it, and the control zones that show it or another holder."""

    told: list[Claim]
    denied: list[Claim]
    ours: list[ZoneVersion]
    others: list[ZoneVersion]


def _find_signs(terms: TransferTerms, basis: Basis) -> _Signs:
    area = basis.area(terms.area)
    claims = [claim for claim in basis.events(_EVENT_TYPES) if _is_of(claim, area, terms, basis)]
    told = [claim for claim in claims if asserts(claim)]
    denied = [claim for claim in claims if denies(claim) and _is_told_after(claim, terms, basis)]
    return _Signs(told, denied, *_covering_versions(area, terms, basis))


def _is_told_after(claim: Claim, terms: TransferTerms, basis: Basis) -> bool:
    """Whether it was published after the due day: that an area was not handed over before then breaks nothing."""
    published, due = basis.last_day(claim.published), basis.last_day(terms.due)
    return published is None or due is None or published > due


def _judge_missing(signs: _Signs, basis: Basis) -> tuple[FindingStatus, str]:
    if signs.told:
        return "undetermined", f"{_say_told(signs.told, basis)} alone"
    if signs.others:
        holders = join_names(party_name(version.holder or "", case=basis.case) for version in signs.others)
        return "breached", f"A control zone of {holders} covers most of the area"
    if not signs.denied:
        return "undetermined", "No document or map read tells whether the area was handed over"
    denied = f"The hand-over is denied by {name_speakers(signs.denied, case=basis.case)}"
    alone = len({voice_of(claim) for claim in signs.denied}) == 1
    return ("undetermined", f"{denied} alone") if alone else ("breached", denied)


def _say_told(told: Sequence[Claim], basis: Basis) -> str:
    is_said = any(claim.mention.type == "hand-over" for claim in told)
    told_of = "The hand-over is" if is_said else "The receiving party's forces in the area are"
    return f"{told_of} told of by {name_speakers(told, case=basis.case)}"


def _is_of(claim: Claim, area: Area | None, terms: TransferTerms, basis: Basis) -> bool:
    """Whether the claim tells of the area's hand-over to the party, or of the party's forces coming to stand in it."""
    if area is None or not _names_area(claim, area, basis):
        return False
    actors = {actor.party for actor in claim.mention.actors if actor.party}
    receivers = {target.party for target in claim.mention.targets if target.party}
    if claim.mention.type != "hand-over":
        return actors == {terms.to_party} or (not actors and claim.claimant == terms.to_party)
    return not receivers or terms.to_party in actors | receivers


def _names_area(claim: Claim, area: Area, basis: Basis) -> bool:
    """Whether the place is the one that the area outlines, is called as it is, by any of its names, or lies in it."""
    place = claim.mention.place
    if place and place.gazetteer_id and place.gazetteer_id == area.place:
        return True
    names = [place.text, *_names_of(place.gazetteer_id, basis.case)] if place else []
    for wanted in map(words_of_name, names_of_area(area, basis.case)):
        if wanted and (wanted <= words_of_name(claim.quote) or any(is_called(name, wanted) for name in names)):
            return True
    point = point_of(place)
    return point is not None and bool(shapely.contains_xy(_outline(area.wkb), *point))


@lru_cache(maxsize=64)
def _outline(wkb: bytes) -> shapely.Geometry:
    """An area ready to be asked for many points."""
    shape = shapely.from_wkb(wkb)
    shapely.prepare(shape)
    return shape


def _names_of(place: str | None, case: Case) -> list[str]:
    return [name.text for entry in case.places if place and entry.id == place for name in entry.names]


def _covering_versions(
    area: Area | None, terms: TransferTerms, basis: Basis
) -> tuple[list[ZoneVersion], list[ZoneVersion]]:
    """Control zones in force that cover the whole area for the receiver, or most of it for another holder."""
    if area is None:
        return [], []
    shape = shapely.from_wkb(area.wkb)
    # A share of one small area needs no ellipsoid: numerator and denominator are distorted alike.
    shares = [
        (version, shapely.area(shapely.intersection(shape, shapely.from_wkb(version.wkb))) / shapely.area(shape))
        for version in basis.versions_in_force("control")
    ]
    ours = [version for version, share in shares if version.holder == terms.to_party and share >= WHOLE]
    others = [version for version, share in shares if version.holder not in (None, terms.to_party) and share > MOST]
    return ours, others


def _show(signs: _Signs, basis: Basis) -> tuple[Evidence, ...]:
    def show(version: ZoneVersion, bearing: Bearing) -> Evidence:
        holder = party_name(version.holder or "", case=basis.case)
        return show_map(version, bearing, f"On this map {holder} controls the area.", case=basis.case)

    return (
        *show_claims(signs.told, "for", case=basis.case),
        *show_claims(signs.denied, "against", case=basis.case),
        *(show(version, "for") for version in signs.ours),
        *(show(version, "against") for version in signs.others),
    )


def _is_settled(told: Sequence[Claim], terms: TransferTerms) -> bool:
    return any(claim.claimant == terms.to_party for claim in told) or len({voice_of(claim) for claim in told}) >= 2


def _lateness(told: Sequence[Claim], terms: TransferTerms, basis: Basis) -> Margin | None:
    days = written_days(best_date([claim for claim in told if claim.mention.date]))
    due = basis.last_day(terms.due)
    if not days or not due:
        return None
    meaning = "from the due day to the reported hand-over (negative: before it)"
    return margin_in_days((days.first - due).days, (days.last - due).days, meaning)


def _say(clause: str, terms: TransferTerms) -> str:
    moved = ""
    if terms.due_originally:
        by = f" by {terms.amended_by}" if terms.amended_by else ""
        moved = f", moved from {format_date(terms.due_originally)}{by}"
    return f"{clause}; it was due by {format_date(terms.due)}{moved}."
