"""The check of a force's deployment area: how much of its zone, as drawn, lies outside the agreed area."""

from collections.abc import Sequence
from functools import lru_cache

import shapely
from msgspec import structs

from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.evidence import show_claims, show_map, show_silences
from groundtruce.compare.days import interval_in_zone
from groundtruce.compare.incidents.voices import asserts, denies, join_names, name_speakers, party_name, publisher_name
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.agreements import DeploymentAreaTerms, Evidence, FindingStatus, Margin
from groundtruce.model.cases import Area
from groundtruce.model.claims import MAP_EVENT_TYPES, Claim
from groundtruce.model.times import format_date
from groundtruce.model.zones import Estimate, ZoneChange, ZoneVersion


def check_deployment_area(terms: DeploymentAreaTerms, basis: Basis) -> Outcome:
    """The holder's zones of the kind, in force on the day, measured against the agreed area.

    The ground outside is what the zone has gained on the agreed area, with the interval of `compare.zones.zone_changes`, from the
    drawing errors of both. Breached where it is beyond the errors, undetermined where within them, met where none is drawn
    outside. Without a map, reports that the zone grew leave it undetermined. Disputed where a party asserts what the
    holder denies.
    """
    area = basis.area(terms.area)
    versions = basis.versions_in_force(terms.zone_kind, terms.holder)
    told, denied = _find_claims(terms, basis, versions)
    if area is None or not versions:
        outcome = _judge_words(told, terms, basis, area=area)
    else:
        outcome = _judge_map(_measure(area, tuple(versions)), versions, told, terms, basis)
    evidence = (
        *outcome.evidence,
        *_show(told, denied, basis, mapped=bool(versions)),
        *show_silences(told, basis),
    )
    return _dispute(outcome._replace(evidence=evidence), told, denied, terms, basis)


# ---------------------------------------------------------------------------------------------------------------


def _find_claims(
    terms: DeploymentAreaTerms, basis: Basis, versions: Sequence[ZoneVersion]
) -> tuple[list[Claim], list[Claim]]:
    """What is asserted and denied of the holder's zone moving, or of its deploying, since the versions in force began."""
    claims = [claim for claim in basis.events([*sorted(MAP_EVENT_TYPES), "deployment"]) if _is_by(claim, terms.holder)]
    told = [claim for claim in claims if asserts(claim) and not _is_shown(claim, versions, basis)]
    return told, [claim for claim in claims if denies(claim)]


def _show(told: Sequence[Claim], denied: Sequence[Claim], basis: Basis, *, mapped: bool) -> tuple[Evidence, ...]:
    """Growth speaks against where no map shows how far; that the force deployed somewhere bears on nothing by itself."""
    against = [claim for claim in told if claim.mention.type == "zone expansion" and not mapped]
    return (
        *show_claims(against, "against", case=basis.case),
        *show_claims([claim for claim in told if claim not in against], "context", case=basis.case),
        *show_claims([claim for claim in denied if claim.mention.type in MAP_EVENT_TYPES], "for", case=basis.case),
    )


def _is_by(claim: Claim, holder: str) -> bool:
    """Whether the holder acts, or nobody does: a map that grew is said to grow by itself."""
    actors = {actor.party for actor in claim.mention.actors if actor.party}
    return holder in actors or (not actors and claim.mention.type in MAP_EVENT_TYPES)


def _is_shown(claim: Claim, versions: Sequence[ZoneVersion], basis: Basis) -> bool:
    """Whether the event is surely over by the beginning of the last version: then the map shows it, or refutes it."""
    begins = [interval_in_zone(version.valid_from, basis.time_zone).end for version in versions]
    last = max((moment for moment in begins if moment), default=None)
    end = basis.when(claim).end
    return last is not None and end is not None and end <= last


def _judge_words(told: Sequence[Claim], terms: DeploymentAreaTerms, basis: Basis, *, area: Area | None) -> Outcome:
    flips = "A map of the zone in force on this day." if area else "A drawing of the agreed area."
    grown = [claim for claim in told if claim.mention.type == "zone expansion"]
    holder = party_name(terms.holder, case=basis.case)
    missing = f"no map of the zone of {holder} in force on this day is in the record"
    if area is None:
        missing = "the case has no drawing of the agreed area"
    if grown:
        statement = f"A growth of the zone is told of by {name_speakers(grown, case=basis.case)}; {missing}."
        return Outcome("undetermined", statement, flips)
    return Outcome("undetermined", f"{missing[0].upper()}{missing[1:]}.", flips)


@lru_cache(maxsize=32)
def _measure(area: Area, versions: tuple[ZoneVersion, ...]) -> ZoneChange:
    """The zones together against the agreed area; of several drawing errors the largest counts for all."""
    zone = structs.replace(
        versions[0],
        wkb=shapely.to_wkb(shapely.union_all([shapely.from_wkb(version.wkb) for version in versions])),
        drawing_error_m=max(version.drawing_error_m for version in versions),
    )
    agreed = structs.replace(zone, id=area.id, wkb=area.wkb, drawing_error_m=area.drawing_error_m)
    return compare_versions(agreed, zone)


def _judge_map(
    change: ZoneChange, versions: Sequence[ZoneVersion], told: Sequence[Claim], terms: DeploymentAreaTerms, basis: Basis
) -> Outcome:
    outside = change.gained_km2
    status = _status(change)
    newer = [claim for claim in told if claim.mention.type == "zone expansion"]
    statement = f"{_say_source(versions, terms, basis)}, {_say_ground(outside, status)}"
    if newer:
        status = "undetermined" if status == "met" else status
        names = name_speakers(newer, case=basis.case)
        statement += f"; a later growth, which no map in the record shows, is told of by {names}"
    return Outcome(
        status=status,
        statement=f"{statement}.",
        flips=_FLIPS[status],
        margin=Margin(
            value=outside.measured,
            unit="km²",
            low=outside.low,
            high=outside.high,
            meaning="of the zone lies outside the agreed area",
        ),
        evidence=tuple(
            show_map(
                version,
                "for" if status == "met" else "against" if status == "breached" else "context",
                f"{_say_source([version], terms, basis)}.",
                case=basis.case,
            )
            for version in versions
        ),
    )


_FLIPS: dict[FindingStatus, str] = {
    "breached": "A map on which the zone lies within the agreed area, or an agreed area drawn wider.",
    "met": "A map on which the zone reaches beyond the agreed area.",
    "undetermined": "A map of the zone, or a drawing of the agreed area, with a smaller drawing error.",
}


def _status(change: ZoneChange) -> FindingStatus:
    verdicts = {part.verdict for part in change.parts if part.kind == "gained"}
    if "moved" in verdicts and change.gained_km2.low > 0:
        return "breached"
    return "undetermined" if verdicts - {"unchanged"} else "met"


def _say_source(versions: Sequence[ZoneVersion], terms: DeploymentAreaTerms, basis: Basis) -> str:
    publishers = join_names(publisher_name(version.publisher, case=basis.case) for version in versions)
    since = join_names(format_date(version.valid_from) for version in versions)
    maps = "the map" if len(versions) == 1 else "the maps"
    return f"On {maps} published by {publishers}, valid from {since}, of the zone of {party_name(terms.holder, case=basis.case)}"


def _say_ground(outside: Estimate, status: FindingStatus) -> str:
    interval = f"{outside.low:.1f} to {outside.high:.1f} km² with the drawing errors"
    if status == "breached":
        return f"{outside.measured:.1f} km² lie outside the agreed area ({interval})"
    if status == "met":
        return "no ground is drawn outside the agreed area"
    return f"{outside.measured:.1f} km² lie outside the agreed area, within the drawing errors ({interval})"


def _dispute(
    outcome: Outcome, told: Sequence[Claim], denied: Sequence[Claim], terms: DeploymentAreaTerms, basis: Basis
) -> Outcome:
    """A party asserts what the holder denies: the map, if there is one, stays evidence."""
    moves = [claim for claim in told if claim.mention.type in MAP_EVENT_TYPES]
    accusers = [claim for claim in moves if claim.claimant not in (None, terms.holder)]
    refused = any(claim.claimant == terms.holder and claim.mention.type in MAP_EVENT_TYPES for claim in denied)
    if not accusers or not refused:
        return outcome
    holder = party_name(terms.holder, case=basis.case)
    clause = f"a move of the zone is asserted by {name_speakers(accusers, case=basis.case)} and denied by {holder}"
    return outcome._replace(
        status="disputed",
        statement=f"{outcome.statement[:-1]}; {clause}.",
        flips="A map of the zone on this day by a third party, or an admission.",
    )
