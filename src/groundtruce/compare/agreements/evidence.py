"""Evidence: passages, maps and silences put as one sentence each, with whose they are and where they stand."""

import heapq
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from groundtruce.compare.agreements.basis import Basis
from groundtruce.compare.incidents.casualties import say_count
from groundtruce.compare.incidents.likeness import PASSAGE_CHARACTERS
from groundtruce.compare.incidents.voices import (
    denies,
    join_names,
    mention_key,
    order_in_time,
    party_name,
    publisher_name,
    publisher_party,
    speaker_name,
    voice_of,
)
from groundtruce.model.agreements import Evidence
from groundtruce.model.cases import Case
from groundtruce.model.claims import Claim, Silence
from groundtruce.model.documents import Citation, quote_span
from groundtruce.model.times import find_told_moment, format_date
from groundtruce.model.zones import ZoneVersion

Bearing = Literal["for", "against", "context"]

PASSAGES = 500
"""So many passages stand as the context of a finding that does not rest on them."""


def show_claims(claims: Iterable[Claim], bearing: Bearing, *, case: Case) -> tuple[Evidence, ...]:
    """The claims in the order of publication, each with its passage."""
    return tuple(_show_claim(claim, bearing, case=case) for claim in sorted(claims, key=order_in_time))


def choose_latest(claims: Iterable[Claim]) -> list[Claim]:
    """As many of the claims as stand as the context of a finding: those of the events that were told last."""
    return heapq.nlargest(PASSAGES, claims, key=lambda claim: (_moment_of(claim), order_in_time(claim)))


def show_map(version: ZoneVersion, bearing: Bearing, statement: str, *, case: Case) -> Evidence:
    """A map as evidence, by the party that published it."""
    return Evidence(
        bearing=bearing,
        claimant=publisher_party(version.publisher, case=case),
        statement=statement,
        citation=Citation(document=version.document, locator=f"{version.locator}, valid from {version.valid_from}"),
    )


def show_silences(about: Sequence[Claim], basis: Basis) -> tuple[Evidence, ...]:
    """The reported silences that follow next on one of the claims in its text, at most a passage away."""
    wanted = {mention_key(claim) for claim in about}
    return tuple(
        _show_silence(silence, before, basis)
        for document in dict.fromkeys(claim.document for claim in about)
        for silence in basis.silences.get(document, ())
        if (before := _last_before(silence, basis.claims_by_document[document])) and mention_key(before) in wanted
    )


# ---------------------------------------------------------------------------------------------------------------


def _moment_of(claim: Claim) -> datetime:
    return find_told_moment(claim.mention.date, published=claim.published) or datetime.min.replace(tzinfo=UTC)


def _show_claim(claim: Claim, bearing: Bearing, *, case: Case) -> Evidence:
    return Evidence(
        bearing=bearing,
        claimant=claim.claimant,
        statement=_say(claim, case=case),
        citation=Citation(document=claim.document, span=claim.mention.span, quote=claim.quote),
    )


def _say(claim: Claim, *, case: Case) -> str:
    mention = claim.mention
    actors = f" by {join_names(actor.text for actor in mention.actors)}" if mention.actors else ""
    details = [
        format_date(mention.date) if mention.date else "",
        mention.place.text if mention.place else "",
        f"killed: {say_count(mention.deaths)}" if mention.deaths else "",
        f"injured: {say_count(mention.injured)}" if mention.injured else "",
        f"to the {mention.direction}" if mention.direction else "",
        mention.magnitude or "",
    ]
    verb = "Denied" if denies(claim) else "Told" if claim.claimant is None else "Asserted"
    rest = "; ".join(detail for detail in details if detail)
    return (
        f"{verb} by {speaker_name(voice_of(claim), case=case)}: {mention.type}{actors}{f' ({rest})' if rest else ''}."
    )


def _last_before(silence: Silence, told: Sequence[Claim]) -> Claim | None:
    start = silence.span[0][0]
    before = [claim for claim in told if claim.mention.span[0][0] <= start]
    last = max(before, key=lambda claim: claim.mention.span[0][0], default=None)
    return last if last and start - last.mention.span[-1][1] <= PASSAGE_CHARACTERS else None


def _show_silence(silence: Silence, claim: Claim, basis: Basis) -> Evidence:
    text = basis.documents[claim.document].text if claim.document in basis.documents else ""
    silent = join_names(party_name(party, case=basis.case) for party in silence.parties) or "somebody not named"
    about = f" about “{silence.about}”" if silence.about else ""
    return Evidence(
        bearing="context",
        claimant=publisher_party(claim.publisher, case=basis.case),
        statement=f"Reported by {publisher_name(claim.publisher, case=basis.case)}: silence of {silent}{about}.",
        citation=Citation(document=claim.document, span=silence.span, quote=quote_span(text, silence.span)),
    )
