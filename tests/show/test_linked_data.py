"""FollowTheMoney, Web Annotations, PROV-O, Atom and STAC, each read by the library that its users read it with."""

import json
from typing import Any

import feedparser
import followthemoney
import pytest
import rdflib
from msgspec.structs import replace

from groundtruce.model.claims import Claim, EventMention, Participant
from groundtruce.model.documents import quote_span
from groundtruce.model.ids import digest
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.show.exports.addresses import name_bytes
from groundtruce.show.exports.annotations import write_annotations
from groundtruce.show.exports.atom import write_atom
from groundtruce.show.exports.followthemoney import write_followthemoney
from groundtruce.show.exports.provenance import write_provenance
from groundtruce.show.exports.stac import write_stac
from tests import story
from tests.show import desk
from tests.traced import make_trace

# rdflib's own parser of JSON-LD makes what rdflib says is old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


RECORDED = "2031-03-14T09:30:05.000000Z"
BROKEN_SPAN = (*desk.span_of("Ardan forces attacked"), *desk.span_of("South Ridge"))
MENTION = EventMention(
    id="event-1",
    type="attack",
    span=BROKEN_SPAN,
    actors=(Participant(text="Ardan forces", span=desk.span_of("Ardan forces"), party="arda"),),
)
READING = Reading(
    document=ReadDocument(
        sha256=desk.REPORT.sha256,
        title=desk.REPORT.title,
        published=desk.REPORT.published,
        published_from="date line",
        language="en",
        text=desk.REPORT.text,
    ),
    event_mentions=(MENTION,),
    silences=(desk.SILENCE,),
)
CLAIM = Claim(
    document=desk.REPORT.sha256,
    publisher="river-times",
    published="2031-03-13",
    mention=MENTION,
    quote=quote_span(desk.REPORT.text, BROKEN_SPAN),
    claimant="belm",
)


def entities(**changed: Any) -> list[dict[str, Any]]:
    incident = replace(desk.INCIDENT, **changed)
    exported = write_followthemoney(
        [incident], claims={desk.INCIDENT.mentions[0]: CLAIM}, documents=desk.DOCUMENTS, case=story.CASE
    )
    return [json.loads(line) for line in exported.content.decode().splitlines()]


def test_followthemoney_validates_every_entity() -> None:
    """Its library takes each as valid, drops no value and would clean none into another."""
    for date in ("2031-03-11", "2031-03-11T21:15+04:00", "2031-03-08/2031-03-14", "2031-03", "../2031-03-11", None):
        for entity in entities(date=date):
            followthemoney.model[entity["schema"]].validate(entity)
            proxy = followthemoney.model.get_proxy(entity)
            kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
            assert kept == {name: sorted(values) for name, values in entity["properties"].items()}
            for name, values in entity["properties"].items():
                kind = proxy.schema.properties[name].type
                assert [kind.clean(value) for value in values] == values


def test_followthemoney_entities_refer_to_each_other() -> None:
    """An incident's parties, documents and place are entities; so is each passage."""
    by_id = {entity["id"]: entity for entity in entities()}
    event = by_id["incident-1"]["properties"]
    assert event["date"] == ["2031-03-11"]
    assert [by_id[party]["properties"]["name"] for party in event["involved"]] == [["Arda"]]
    assert [by_id[document]["schema"] for document in event["proof"]] == ["Article"]
    assert by_id[event["addressEntity"][0]]["properties"]["latitude"] == ["-0.020000"]
    (note,) = [entity["properties"] for entity in by_id.values() if entity["schema"] == "Note"]
    assert note["description"] == ["Ardan forces attacked … South Ridge"]
    references = [
        value
        for entity in by_id.values()
        for name, values in entity["properties"].items()
        if followthemoney.model[entity["schema"]].properties[name].type.name == "entity"
        for value in values
    ]
    assert set(references) <= set(by_id)


def test_followthemoney_has_no_numbers_of_people() -> None:
    """Told in the loss report, by the line of the entity."""
    exported = write_followthemoney([desk.INCIDENT], claims={}, documents=desk.DOCUMENTS, case=story.CASE)
    told = {loss.lost: loss for loss in exported.losses}
    loss = told['deaths: {"low":2,"best":2,"high":2,"who":"soldiers"}']
    assert loss.reason == "the entity has no property for it"
    assert loss.row is not None
    assert json.loads(exported.content.splitlines()[loss.row - 1])["id"] == loss.event == "incident-1"


def annotations() -> dict[str, Any]:
    exported = write_annotations(
        {desk.REPORT.sha256: READING}, documents={desk.REPORT.sha256: desk.REPORT}, recorded=RECORDED
    )
    page: dict[str, Any] = json.loads(exported.content)
    return page


def test_each_annotation_finds_its_passage_by_offsets_and_by_words() -> None:
    """Both selectors choose the same words; the source is named by the hash of its bytes, its text by its own."""
    page = annotations()
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    mention, silence = page["items"]
    assert [piece["selector"][0]["exact"] for piece in mention["target"]] == ["Ardan forces attacked", "South Ridge"]
    text = desk.REPORT.text
    for target in (*mention["target"], silence["target"]):
        quote, position = target["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert target["source"]["id"] == name_bytes(desk.REPORT.sha256)
        assert target["state"]["cached"] == name_bytes(digest(text.encode()))
    assert json.loads(mention["body"][1]["value"])["type"] == "attack"


def test_annotations_are_json_ld_of_the_web_annotation_vocabulary() -> None:
    """Parsed with the terms that they use, as the W3C's context defines them: one passage a selector."""
    oa, rdf = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    reference = {"@type": "@id"}
    context = {
        "id": "@id",
        "type": "@type",
        "@vocab": oa,
        "target": {"@id": f"{oa}hasTarget", **reference},
        "source": {"@id": f"{oa}hasSource", **reference},
        "selector": {"@id": f"{oa}hasSelector", **reference},
        "state": {"@id": f"{oa}hasState", **reference},
        "body": {"@id": f"{oa}hasBody", **reference},
        "value": f"{rdf}value",
        "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list", **reference},
    }
    graph = rdflib.Graph().parse(data=json.dumps({**annotations(), "@context": context}), format="json-ld")
    selectors = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{oa}TextPositionSelector")))
    assert len(selectors) == 3
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{oa}Annotation")))) == 2


def test_provenance_leads_from_the_incident_to_the_publisher() -> None:
    """By derivation alone, as a query over the graph; nothing has to be fetched to parse it."""
    incident = replace(desk.INCIDENT, mentions=(f"{desk.REPORT.sha256}#event-1",))
    exported = write_provenance(
        case=story.CASE,
        documents=desk.DOCUMENTS,
        readings={desk.REPORT.sha256: READING},
        incidents=(incident,),
        zone_versions=(story.AFTER,),
        traces=(make_trace(story.AFTER.document),),
        program="groundtruce test",
    )
    graph = rdflib.Graph().parse(data=exported.content, format="json-ld")
    found = graph.query(
        """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?what ?name WHERE {
          ?thing dcterms:identifier ?what ; prov:wasDerivedFrom+ ?document .
          ?document prov:wasAttributedTo ?publisher . ?publisher rdfs:label ?name }"""
    )
    assert {(str(what), str(name)) for what, name in found} == {
        ("incident-1", "River Times"),
        ("event-1", "River Times"),
        (story.AFTER.id, "Joint Observer Force"),
    }
    acts = graph.query(
        """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?what ?act WHERE { ?thing dcterms:identifier ?what ; prov:wasGeneratedBy/dcterms:identifier ?act }"""
    )
    assert {(str(what), str(act)) for what, act in acts} == {(story.AFTER.id, "trace-1")}


def feed(**changed: Any) -> Any:
    material: dict[str, Any] = {
        "case": story.CASE,
        "changes": (desk.CHANGE,),
        "findings": desk.FINDINGS,
        "documents": desk.DOCUMENTS,
        "recorded": RECORDED,
        "program": "groundtruce test",
    }
    return feedparser.parse(write_atom(**{**material, **changed}).content)


def test_the_feed_tells_of_changes_and_findings_the_newest_first() -> None:
    """Well-formed Atom 1.0; every entry has an identifier of its own, a title and the moment it was learned."""
    parsed = feed()
    assert (parsed.bozo, parsed.version, parsed.feed.title) == (0, "atom10", "Two Rivers 2031 (invented)")
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries) == 1 + len(desk.FINDINGS)
    assert [entry.updated for entry in parsed.entries] == sorted((e.updated for e in parsed.entries), reverse=True)
    change = next(entry for entry in parsed.entries if entry.tags[0].term == "change")
    assert change.title == "Sector South: moved in the map of 12 Mar 2031"
    assert change.updated == "2031-03-14T09:00:00Z"
    assert change.summary.startswith("gained 61.5 km² (58.4 to 64.6); lost")


def test_an_entry_is_another_one_when_it_says_another_thing() -> None:
    """A finding that turns over is news; one that stands is not."""
    first = desk.FINDINGS[0]
    before = {entry.id for entry in feed(changes=(), findings=(first,)).entries}
    assert {
        entry.id for entry in feed(changes=(), findings=(first,), recorded="2031-04-01T00:00:00Z").entries
    } == before
    assert {entry.id for entry in feed(changes=(), findings=(replace(first, status="met"),)).entries} != before


def test_a_title_with_markup_stays_words() -> None:
    """Nothing of a case's or a document's text is markup in the feed."""
    parsed = feed(case=replace(story.CASE, title="<script>alert(1)</script> & more"))
    assert parsed.bozo == 0
    assert (
        "&lt;script&gt;"
        in write_atom(
            case=replace(story.CASE, title="<script>"),
            changes=(),
            findings=(),
            documents={},
            recorded=RECORDED,
            program="groundtruce test",
        ).content.decode()
    )


def test_a_map_sheet_is_a_stac_item() -> None:
    """What STAC 1.1 requires of an item, its extent, its time, and its file by size and hash."""
    ended = replace(story.BEFORE, valid_to="2031-03-12")
    collection = json.loads(write_stac((ended, story.AFTER), documents=desk.DOCUMENTS).content)
    first, second = collection["features"]
    required = {"type", "stac_version", "id", "geometry", "bbox", "properties", "links", "assets"}
    assert required <= set(first)
    assert (first["stac_version"], second["bbox"]) == ("1.1.0", [10.0, -0.05, 10.1, 0.1])
    assert (first["properties"]["datetime"], first["properties"]["start_datetime"]) == (None, "2031-03-05T00:00:00Z")
    assert first["properties"]["end_datetime"] == "2031-03-12T00:00:00Z"
    assert second["properties"]["datetime"] == "2031-03-12T00:00:00Z"
    assert second["assets"]["map"]["file:checksum"] == f"1220{story.AFTER.document}"
    assert second["assets"]["map"]["href"] == name_bytes(story.AFTER.document)
