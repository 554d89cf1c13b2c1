"""Writes where everything in a record comes from as PROV-O (W3C Recommendation of 2013), in JSON-LD.

Documents are entities, attributed to their publishers; a reading is derived from its document by the program, an event
mention from the reading, an incident from its mentions, a zone version from its map, by tracing where that is a picture. Who added a
document or a zone version, where that is known, is associated with the act of adding it. The context stands in the file, so
that nothing has to be fetched to read it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.incidents import Incident
from groundtruce.model.readings import Reading
from groundtruce.model.traces import Trace
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneVersion
from groundtruce.show.exports.addresses import name_bytes, name_thing
from groundtruce.show.exports.exported import Exported
from groundtruce.show.exports.remainders import tell_remainder

Node = dict[str, Any]

CONTEXT: Node = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "label": "rdfs:label",
    "identifier": "dcterms:identifier",
    "issued": "dcterms:issued",
    "atTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "actedOnBehalfOf": {"@id": "prov:actedOnBehalfOf", "@type": "@id"},
}


def write_provenance(
    *,
    case: Case,
    documents: Mapping[str, Document],
    readings: Mapping[str, Reading],
    incidents: Sequence[Incident],
    zone_versions: Sequence[ZoneVersion],
    traces: Sequence[Trace],
    program: str,
) -> Exported:
    """One graph of all of it. `program` is what read and matched, such as `groundtruce 0.1.0`."""
    software = name_thing("program", program)
    traced = {zone.version: trace.id for trace in traces for zone in trace.zones}
    nodes: list[Node] = [
        {"@id": software, "@type": ["prov:SoftwareAgent", "prov:Agent"], "label": program},
        *_agents(documents, case),
        *(_document(document, case) for document in documents.values()),
        *(node for reading in readings.values() for node in _reading(reading, software)),
        *(node for incident in incidents for node in _incident(incident, software)),
        *(_trace(trace, software) for trace in traces),
        *(_zone_version(version, documents, trace=traced.get(version.id)) for version in zone_versions),
        *_additions(documents, zone_versions, case),
    ]
    text = json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"
    told: list[tuple[str, Value, frozenset[str]]] = [
        *((party.id, party, _PARTY) for party in case.parties),
        *((publisher.id, publisher, _PUBLISHER) for publisher in case.publishers),
        *((sha256, document, _DOCUMENT) for sha256, document in documents.items()),
        *((sha256, reading, _READING) for sha256, reading in readings.items()),
        *((incident.id, incident, _INCIDENT) for incident in incidents),
        *((version.id, version, _ZONE) for version in zone_versions),
        *((trace.id, trace, _TRACE) for trace in traces),
    ]
    reason = "a graph of where things come from does not say what they are"
    losses = (tell_remainder(value, row=None, event=event, held=held, reason=reason) for event, value, held in told)
    return Exported(text.encode(), tuple(loss for each in losses for loss in each))


# ---------------------------------------------------------------------------------------------------------------


_PARTY = frozenset({"id", "name"})
_PUBLISHER = frozenset({"id", "name", "party"})
_DOCUMENT = frozenset({"sha256", "title", "retrieved", "published", "publisher", "added_by"})
_READING = frozenset({"document", "event_mentions.id", "event_mentions.type"})
_INCIDENT = frozenset({"id", "kind", "mentions"})
_ZONE = frozenset({"id", "name", "valid_from", "document", "added_by"})
_TRACE = frozenset({"id", "picture", "zones.version"})


def _agents(documents: Mapping[str, Document], case: Case) -> list[Node]:
    """Publishers, those that speak for a party on its behalf, and the parties."""
    listed = {publisher.id: publisher for publisher in case.publishers}
    others = dict.fromkeys(d.publisher for d in documents.values() if d.publisher and d.publisher not in listed)
    return [
        *({**_agent("party", party.id, case), "label": party.name} for party in case.parties),
        *(
            {
                **_agent("publisher", publisher.id, case),
                "label": publisher.name,
                **({"actedOnBehalfOf": name_thing(case.id, "party", publisher.party)} if publisher.party else {}),
            }
            for publisher in case.publishers
        ),
        *({**_agent("publisher", name, case), "label": name} for name in others),
    ]


def _agent(kind: str, identifier: str, case: Case) -> Node:
    return {"@id": name_thing(case.id, kind, identifier), "@type": ["prov:Organization", "prov:Agent"]}


def _document(document: Document, case: Case) -> Node:
    publisher = document.publisher
    return {
        "@id": name_bytes(document.sha256),
        "@type": "prov:Entity",
        "label": document.title,
        "identifier": document.sha256,
        "atTime": document.retrieved,
        **({"issued": document.published} if document.published else {}),
        **({"wasAttributedTo": name_thing(case.id, "publisher", publisher)} if publisher else {}),
    }


def _reading(reading: Reading, software: str) -> list[Node]:
    """The act of reading, the reading, and its event mentions."""
    sha256 = reading.document.sha256
    act, made = name_thing("act of reading", sha256), name_thing("reading", sha256)
    return [
        {"@id": act, "@type": "prov:Activity", "used": name_bytes(sha256), "wasAssociatedWith": software},
        {"@id": made, "@type": "prov:Entity", "wasDerivedFrom": name_bytes(sha256), "wasGeneratedBy": act},
        *(
            {
                "@id": name_thing("mention", sha256, mention.id),
                "@type": "prov:Entity",
                "label": f"event mention: {mention.type}",
                "identifier": mention.id,
                "wasDerivedFrom": made,
            }
            for mention in reading.event_mentions
        ),
    ]


def _incident(incident: Incident, software: str) -> list[Node]:
    act = name_thing("act of matching", incident.id)
    mentions = [name_thing("mention", *key.split("#", 1)) for key in incident.mentions]
    return [
        {"@id": act, "@type": "prov:Activity", "used": mentions, "wasAssociatedWith": software},
        {
            "@id": name_thing("incident", incident.id),
            "@type": "prov:Entity",
            "label": f"incident: {incident.kind}",
            "identifier": incident.id,
            "wasDerivedFrom": mentions,
            "wasGeneratedBy": act,
        },
    ]


def _trace(trace: Trace, software: str) -> Node:
    """The act of tracing a picture."""
    return {
        "@id": name_thing("act of tracing", trace.id),
        "@type": "prov:Activity",
        "identifier": trace.id,
        "used": name_bytes(trace.picture),
        "wasAssociatedWith": software,
    }


def _additions(documents: Mapping[str, Document], zone_versions: Sequence[ZoneVersion], case: Case) -> list[Node]:
    """Whoever is known to have added something, and the acts of adding."""
    added = [
        *((name_bytes(sha256), each.added_by) for sha256, each in documents.items() if each.added_by),
        *((name_thing("zone version", each.id), each.added_by) for each in zone_versions if each.added_by),
    ]
    people = {by: name_thing(case.id, "person", by) for _, by in added}
    return [
        *({"@id": name, "@type": ["prov:Person", "prov:Agent"], "label": by} for by, name in people.items()),
        *(
            {
                "@id": name_thing("act of adding", thing),
                "@type": "prov:Activity",
                "used": thing,
                "wasAssociatedWith": people[by],
            }
            for thing, by in added
        ),
    ]


def _zone_version(version: ZoneVersion, documents: Mapping[str, Document], *, trace: str | None) -> Node:
    known = version.document in documents
    return {
        "@id": name_thing("zone version", version.id),
        "@type": "prov:Entity",
        "label": f"{version.name}, valid from {version.valid_from}",
        "identifier": version.id,
        **({"wasDerivedFrom": name_bytes(version.document)} if known else {}),
        **({"wasGeneratedBy": name_thing("act of tracing", trace)} if trace else {}),
    }
