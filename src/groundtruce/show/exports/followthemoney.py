"""Writes entities of FollowTheMoney (opensanctions.org), one JSON object a line: the form that its tools stream.

A party and a publisher is an Organization, a report an Article, a map a Document, an incident an Event with its Address, each
claim of it a Note with the words. Every value is of the kind that the library's schema asks of it; dates are cut to
what its prefix dates hold.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from groundtruce.model.cases import Case, Party
from groundtruce.model.claims import Claim, Count
from groundtruce.model.documents import Document, Publisher
from groundtruce.model.ids import identify
from groundtruce.model.incidents import Incident
from groundtruce.model.times import first_day, last_day
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.inert import make_inert

Entity = dict[str, object]


def write_followthemoney(
    incidents: Sequence[Incident],
    *,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    case: Case,
) -> Exported:
    """The entities, each once, with what of the incidents they cannot hold.

    `claims` are by `sha256#mention`, `documents` by their SHA-256.
    """
    named = _unlisted_publishers(documents.values(), case)
    entities = [
        *(_party(party, case) for party in case.parties),
        *(_publisher(publisher, case) for publisher in (*case.publishers, *named)),
        *(_document(document, case) for document in documents.values()),
    ]
    for incident in incidents:
        told = [(key, claims[key]) for key in incident.mentions if key in claims]
        entities += [_event(incident, [claim for _, claim in told], case), *_addresses(incident, case)]
        entities += [_note(key, claim, incident, case) for key, claim in told]
    lines = (json.dumps(entity, ensure_ascii=False, sort_keys=True) for entity in entities)
    losses = [loss for number, incident in enumerate(incidents, 1) for loss in _losses(incident, number)]
    return Exported("".join(f"{line}\n" for line in lines).encode(), tuple(losses))


# ---------------------------------------------------------------------------------------------------------------

# ISO 639-1 of the languages that reports of ceasefires are likeliest in, by the ISO 639-2 codes that the library keeps.
_LANGUAGES = {
    "ar": "ara",
    "az": "aze",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "he": "heb",
    "hy": "hye",
    "it": "ita",
    "ka": "kat",
    "pt": "por",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
}


def _entity(schema: str, identifier: str, **properties: Iterable[str | None] | str | None) -> Entity:
    """An entity with the properties that have a value."""
    kept: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = [value] if isinstance(value, str) or value is None else value
        clean = [" ".join(make_inert(text).split()) for text in values if text]
        if any(clean):
            kept[name] = list(dict.fromkeys(text for text in clean if text))
    return {"id": identifier, "schema": schema, "properties": kept}


def _party(party: Party, case: Case) -> Entity:
    return _entity(
        "Organization", _party_id(party.id, case), name=party.name, weakAlias=party.names, notes=f"kind: {party.kind}"
    )


def _publisher(publisher: Publisher, case: Case) -> Entity:
    return _entity(
        "Organization",
        _publisher_id(publisher.id, case),
        name=publisher.name,
        website=[f"https://{domain}/" for domain in publisher.domains],
        parent=_party_id(publisher.party, case) if publisher.party else None,
        notes=f"kind: {publisher.kind}",
    )


def _unlisted_publishers(documents: Iterable[Document], case: Case) -> list[Publisher]:
    """Those whom documents name and the case does not list."""
    listed = {known for publisher in case.publishers for known in (publisher.id, publisher.name)}
    names = dict.fromkeys(document.publisher for document in documents if document.publisher)
    return [Publisher(id=name, name=name) for name in names if name not in listed]


def _document(document: Document, case: Case) -> Entity:
    name = next((p.name for p in case.publishers if p.id == document.publisher), document.publisher)
    return _entity(
        "Article" if document.text else "Document",
        f"document-{document.sha256}",
        title=document.title,
        fileName=re.split(r"[/\\]", document.origin)[-1] or document.sha256,
        mimeType=document.media_type.partition(";")[0],
        fileSize=str(document.size),
        publishedAt=_prefix(document.published),
        retrievedAt=document.retrieved[:19],
        publisher=name,
        language=_LANGUAGES.get(document.language or ""),
        sourceUrl=document.origin if re.match(r"https?://[^\s/]+\.[^\s/]+", document.origin) else None,
        notes=f"SHA-256 {document.sha256}",
    )


def _event(incident: Incident, claims: Sequence[Claim], case: Case) -> Entity:
    place = incident.place
    people = [person.party for claim in claims for person in (*claim.mention.actors, *claim.mention.targets)]
    involved = [party.id for party in case.parties if party.id in people]
    first, last = _span_days(incident.date)
    one_day = first is not None and first == last
    when = f", {incident.date}" if incident.date else ""
    return _entity(
        "Event",
        incident.id,
        name=f"{incident.kind}{f' at {place.text}' if place else ''}{when}",
        keywords=incident.kind,
        date=first if one_day else None,
        startDate=None if one_day else first,
        endDate=None if one_day else last,
        location=place.text if place else None,
        addressEntity=_address_id(incident) if _has_point(incident) else None,
        involved=[_party_id(party, case) for party in involved],
        proof=[f"document-{claim.document}" for claim in claims],
        summary=incident.reason,
        description=[contradiction.statement for contradiction in incident.contradictions],
        recordId=incident.id,
    )


def _addresses(incident: Incident, case: Case) -> list[Entity]:
    """The point of the incident's place, if it has one."""
    place = incident.place
    if place is None or not _has_point(incident):
        return []
    known = next((entry for entry in case.places if entry.id == place.gazetteer_id), None)
    return [
        _entity(
            "Address",
            _address_id(incident),
            full=place.text,
            alias=[name.text for name in known.names] if known else (),
            longitude=f"{place.longitude:.6f}",
            latitude=f"{place.latitude:.6f}",
        )
    ]


def _note(key: str, claim: Claim, incident: Incident, case: Case) -> Entity:
    who = claim.claimant or claim.publisher or ""
    names = {publisher.id: publisher.name for publisher in case.publishers} | {p.id: p.name for p in case.parties}
    speaker = names.get(who, who)
    return _entity(
        "Note",
        identify("note", key),
        name=f"{speaker}: {claim.mention.type}" if speaker else claim.mention.type,
        description=claim.quote,
        entity=incident.id,
        proof=f"document-{claim.document}",
        publisher=claim.publisher,
        notes=" ".join(f"{start}-{end}" for start, end in claim.mention.span),
    )


def _losses(incident: Incident, number: int) -> Iterable[Loss]:
    for name, count in (("deaths", incident.deaths), ("injured", incident.injured)):
        if count:
            yield Loss(number, incident.id, "", "", f"{name}: {_say(count)}", "an Event has no numbers of people")
    if incident.place and incident.place.uncertainty_km is not None:
        yield Loss(
            number, incident.id, "latitude", "", f"within {incident.place.uncertainty_km} km", "an Address is a point"
        )
    cells = [cell for account in incident.accounts for cell in account.cells if cell.state != "silent"]
    if cells:
        reason = "a Note has the words; what they say of who, where and when has no place in it"
        yield Loss(number, incident.id, "description", "", f"{len(cells)} cells of accounts", reason)


def _say(count: Count) -> str:
    return f"{count.low} to {'?' if count.high is None else count.high} {count.who}".strip()


def _party_id(party: str, case: Case) -> str:
    return f"{case.id}-party-{party}"


def _publisher_id(publisher: str, case: Case) -> str:
    return f"{case.id}-publisher-{re.sub(r'[^0-9A-Za-z.-]+', '-', publisher)}"


def _address_id(incident: Incident) -> str:
    return f"{incident.id}-address"


def _has_point(incident: Incident) -> bool:
    return incident.place is not None and incident.place.longitude is not None and incident.place.latitude is not None


def _prefix(edtf: str | None) -> str | None:
    """The beginning of an EDTF date that is an ISO 8601 prefix date; none for one that has none."""
    found = re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?", edtf or "")
    return found[0] if found else None


def _span_days(edtf: str | None) -> tuple[str | None, str | None]:
    if edtf is None:
        return None, None
    first, last = first_day(edtf), last_day(edtf)
    return first.isoformat() if first else None, last.isoformat() if last else None
