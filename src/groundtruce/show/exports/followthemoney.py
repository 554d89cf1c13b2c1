"""Writes entities of FollowTheMoney (opensanctions.org), one JSON object a line: the form that its tools stream.

A party and a publisher is an Organization, a report an Article, a map a Document, an incident an Event with its Address, each
claim of it a Note with the words. Every value is of the kind that the library's schema asks of it; dates are cut to
what its prefix dates hold.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from groundtruce.model.cases import Case, Party
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Document, Publisher
from groundtruce.model.ids import identify
from groundtruce.model.incidents import Incident
from groundtruce.model.times import first_day, last_day
from groundtruce.model.values import Value
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.remainders import list_losses
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
    told: list[_Told] = [
        *(_Told(_party(party, case), party, _PARTY) for party in case.parties),
        *(_Told(_publisher(publisher, case), publisher, _PUBLISHER) for publisher in case.publishers),
        *(_Told(_publisher(publisher, case)) for publisher in _unlisted_publishers(documents.values(), case)),
        *(_Told(_document(document, case), document, _list_held(document)) for document in documents.values()),
    ]
    for incident in incidents:
        claimed = [(key, claims[key]) for key in incident.mentions if key in claims]
        told.append(_Told(_event(incident, [claim for _, claim in claimed], case), incident, _INCIDENT))
        told += [_Told(address) for address in _addresses(incident, case)]
        told += [_Told(_note(key, claim, incident, case), claim, _CLAIM) for key, claim in claimed]
    lines = (json.dumps(each.entity, ensure_ascii=False, sort_keys=True) for each in told)
    losses = (loss for row, each in enumerate(told, 1) for loss in _losses(each, row))
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


_NO_PROPERTY = "the entity has no property for it"
_PARTY = frozenset({"id", "name", "names", "kind"})
_PUBLISHER = frozenset({"id", "name", "domains", "party", "kind"})
_DOCUMENT = frozenset({"sha256", "title", "media_type", "size", "retrieved", "publisher"})
# The place of an incident is that of a mention, in whose text its span lies.
_INCIDENT = frozenset(
    {
        *("id", "kind", "date", "mentions", "reason", "contradictions.statement"),
        *("place.text", "place.span", "place.longitude", "place.latitude"),
    }
)
_CLAIM = frozenset({"document", "publisher", "quote", "claimant", "mention.id", "mention.type", "mention.span"})


class _Told(NamedTuple):
    """An entity, with the value that it tells of and the fields of that which it has."""

    entity: Entity
    value: Value | None = None
    held: frozenset[str] = frozenset()


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
        sourceUrl=document.origin if _is_address(document.origin) else None,
        notes=f"SHA-256 {document.sha256}",
    )


def _is_address(origin: str) -> bool:
    return re.match(r"https?://[^\s/]+\.[^\s/]+", origin) is not None


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


def _losses(told: _Told, row: int) -> list[Loss]:
    """What of a value its entity has no property for, and the date that a prefix date cuts."""
    value, identifier = told.value, str(told.entity["id"])
    if value is None:
        return []
    losses = list_losses(value, row=row, event=identifier, held=told.held, columns={}, reason=_NO_PROPERTY)
    if isinstance(value, Incident) and value.date and value.date != "/".join(dict.fromkeys(_kept_days(value))):
        losses.append(Loss(row, identifier, "date", "/".join(_kept_days(value)), value.date, "dates are days at most"))
    return losses


def _kept_days(incident: Incident) -> list[str]:
    return [day for day in _span_days(incident.date) if day]


def _list_held(document: Document) -> frozenset[str]:
    """The fields that an Article or a Document has; those that its properties take only some values of, where they took it."""
    taken = {
        "published": document.published == _prefix(document.published),
        "origin": _is_address(document.origin) or not re.search(r"[/\\]", document.origin),
        "language": document.language in _LANGUAGES,
    }
    return _DOCUMENT | {field for field, is_taken in taken.items() if is_taken}


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
