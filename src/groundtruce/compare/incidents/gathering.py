"""Claims: whose they are, out of the readings of a record's documents."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from groundtruce.compare.incidents.copies import find_sources
from groundtruce.compare.incidents.voices import find_party, publisher_party
from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, Claim, EventMention, Participant
from groundtruce.model.documents import Document, quote_span
from groundtruce.model.readings import Reading


def gather_claims(documents: Iterable[Document], readings: Mapping[str, Reading], *, case: Case) -> tuple[Claim, ...]:
    """One claim for each event mention, by document as given and then in the order of the text.

    `readings` are by the document's SHA-256; a document without one gives nothing. The claimant is the party of the
    innermost attribution's speaker, of those around it where that one is unknown, else the party that the publisher
    speaks for; none for an independent narrator. Whom a claimant calls "ours" are of its party. A copy's claims are its source's.
    """
    given = tuple(documents)
    sources = find_sources(given, case=case)
    return tuple(
        claim
        for document in given
        if document.sha256 in readings
        for claim in _claims(document, readings[document.sha256], source=sources.get(document.sha256), case=case)
    )


# ---------------------------------------------------------------------------------------------------------------


def _claims(document: Document, reading: Reading, *, source: Document | None, case: Case) -> Iterator[Claim]:
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    publisher_speaks_for = publisher_party((source or document).publisher, case=case)
    for mention in reading.event_mentions:
        around = list(_attributions_around(mention.attribution, attributions))
        claimant = _speaking_party(around, case=case) or publisher_speaks_for
        yield Claim(
            document=document.sha256,
            publisher=document.publisher,
            published=document.published,
            mention=_name_claimant(mention, claimant),
            quote=quote_span(reading.document.text, mention.span),
            attribution=around[0] if around else None,
            claimant=claimant,
            source=source.publisher if source else None,
            copied_from=source.sha256 if source else None,
        )


def _name_claimant(mention: EventMention, claimant: str | None) -> EventMention:
    """The mention with the claimant as the party of those whom it calls its own: "our soldiers", "we"."""
    people = (*mention.actors, *mention.targets)
    if claimant is None or not any(_is_own(each) for each in people):
        return mention
    actors, targets = (
        tuple(structs.replace(each, party=claimant) if _is_own(each) else each for each in group)
        for group in (mention.actors, mention.targets)
    )
    return structs.replace(mention, actors=actors, targets=targets)


def _is_own(participant: Participant) -> bool:
    return participant.party is None and bool(_OWN.search(participant.text))


_OWN = re.compile(r"^(?:we|us)$|\bour\b", re.IGNORECASE)


def _attributions_around(innermost: str | None, attributions: Mapping[str, Attribution]) -> Iterator[Attribution]:
    seen: set[str] = set()
    while innermost is not None and innermost in attributions and innermost not in seen:
        seen.add(innermost)
        yield attributions[innermost]
        innermost = attributions[innermost].within


def _speaking_party(around: Sequence[Attribution], *, case: Case) -> str | None:
    for attribution in around:
        speaker = attribution.speaker
        if speaker and speaker.party:
            return find_party(speaker.party, case=case) or speaker.party
    return None
