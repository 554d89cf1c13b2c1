"""Every export holds each part of what it writes, or its loss report tells it: whatever part changes, one of both changes."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
import shapely
from msgspec.structs import replace

from groundtruce.model.claims import Attribution, Claim, EventMention, MentionedPlace, Participant, Speaker
from groundtruce.model.documents import Citation, quote_span
from groundtruce.model.incidents import Cell, Copy, Match
from groundtruce.model.judged import ChangedField, JudgementReference
from groundtruce.model.places import Toponym
from groundtruce.model.readings import DateMention, ReadDocument, Reading
from groundtruce.model.zones import BoundaryStretch, Furthest, GroundWithin, SectorAdvance
from groundtruce.show.exports.acled import write_acled
from groundtruce.show.exports.annotations import write_annotations
from groundtruce.show.exports.atom import write_atom
from groundtruce.show.exports.csv import (
    write_changes_csv,
    write_claims_csv,
    write_findings_csv,
    write_incidents_csv,
    write_sightings_csv,
)
from groundtruce.show.exports.exported import Exported, Loss
from groundtruce.show.exports.followthemoney import write_followthemoney
from groundtruce.show.exports.geojson import write_geojson
from groundtruce.show.exports.geopackage import write_geopackage
from groundtruce.show.exports.geoparquet import write_geoparquet
from groundtruce.show.exports.georeferences import write_georeferences
from groundtruce.show.exports.layers import Layer, change_layer, claim_layer, finding_layer, incident_layer, zone_layer
from groundtruce.show.exports.provenance import write_provenance
from groundtruce.show.exports.remainders import LONGEST_CELL, list_losses
from groundtruce.show.exports.stac import write_stac
from groundtruce.show.exports.ucdp import write_ucdp
from tests import story
from tests.record import make_sighting
from tests.show import desk
from tests.show.test_event_data_sets import RECORDED
from tests.traced import make_trace

MOMENT = "2031-03-14T09:30:05.000000Z"

# ---------------------------------------------------------------------------------------------------------------
# One value of each kind, with every field filled

ATTACKERS, POSTS = "Ardan forces", "Belmish posts"
MENTION = EventMention(
    id="event-1",
    type="attack",
    span=desk.span_of(desk.ATTACK),
    actors=(Participant(text=ATTACKERS, span=desk.span_of(ATTACKERS), party="arda"),),
    targets=(Participant(text=POSTS, span=desk.span_of(POSTS), party="belm"),),
    place=desk.INCIDENT.place,
    date="2031-03-11",
    deaths=desk.INCIDENT.deaths,
    injured=desk.INCIDENT.injured,
    attribution="attribution-1",
    repeats="event-0",
    weapon="mortars",
    direction="south",
    magnitude="several kilometers",
    coded="17",
)
ATTRIBUTION = Attribution(
    id="attribution-1",
    source=desk.span_of("Belmish Press Office"),
    cue=desk.span_of("said"),
    content=desk.span_of(desk.ATTACK),
    mode="indirect",
    stance="asserts",
    speaker=Speaker(name="Belmish Press Office", role="office", organization="Press Office", party="belm"),
    within="attribution-0",
)
JUDGED = JudgementReference(
    entry=20,
    kind="event",
    by="Ann",
    decision="correct",
    recorded=MOMENT,
    changed=(ChangedField(name="date", read="2031-03-12", judged="2031-03-11"),),
    note="by the original",
)
CLAIM = Claim(
    document=desk.REPORT.sha256,
    publisher="river-times",
    published="2031-03-13",
    mention=MENTION,
    quote=quote_span(desk.REPORT.text, desk.span_of(desk.ATTACK)),
    attribution=ATTRIBUTION,
    claimant="belm",
    source="river-times",
    copied_from="0" * 64,
    judged=(JUDGED,),
)
KEY = f"{desk.REPORT.sha256}#event-1"
INCIDENT = replace(
    desk.INCIDENT,
    id="incident-00000000000001ff",
    mentions=(KEY,),
    matches=(
        Match(
            mention=KEY,
            citation=replace(desk.cite(desk.ATTACK), judged=(JUDGED,)),
            points=3,
            grounds=("the same day",),
            rival=1,
            judged_by="Ann",
        ),
    ),
    judged=(JUDGED,),
    copies=(Copy(document="2" * 64, of=desk.REPORT.sha256),),
)
CHANGE = replace(
    desk.CHANGE,
    furthest_loss=Furthest(km=desk.ZERO, bearing_deg=12.0, at=(10.0, 0.1)),
    advance=(
        SectorAdvance(
            sector="S", bearing_deg=180.0, gained_km2=61.0, lost_km2=0.5, furthest_gain_km=5.5, furthest_loss_km=0.1
        ),
    ),
    within=(GroundWithin(area="mill", name="Mill district", gained_km2=20.0, lost_km2=0.5),),
    reason="change",
)
VERSION = replace(
    story.AFTER,
    valid_to="2031-04-01",
    note="illustrative",
    reason="change",
    repairs=("a ring was closed",),
    drawing_correlation_m=900.0,
    stretches=(BoundaryStretch(drawing_error_m=90.0, wkb=story.BEFORE.wkb),),
)
DOCUMENT = replace(desk.REPORT, copy_of="3" * 64)
READING = Reading(
    document=ReadDocument(
        sha256=DOCUMENT.sha256,
        title=DOCUMENT.title,
        published=DOCUMENT.published,
        published_from="date line",
        language="en",
        text=DOCUMENT.text,
    ),
    dates=(
        DateMention(
            span=desk.span_of("March 11"),
            text="March 11",
            type="date",
            value="2031-03-11",
            edtf="2031-03-11",
            anchor="published 2031-03-13",
        ),
    ),
    toponyms=(
        Toponym(
            span=desk.span_of("South Ridge"),
            text="South Ridge",
            name="South Ridge / Zudgrat",
            gazetteer_id="case:south-ridge",
            longitude=10.05,
            latitude=-0.02,
            uncertainty_km=0.5,
            kind="settlement",
            alternatives=("geonames:1",),
        ),
    ),
    attributions=(ATTRIBUTION,),
    event_mentions=(MENTION,),
    silences=(desk.SILENCE,),
)
MAP = desk.DOCUMENTS[story.AFTER.document]
SIGHTING = make_sighting(note="leans")
TRACE = replace(make_trace(story.AFTER.document), registered="registered to 0123456789ab by 5 of 6 parts")
FINDING = replace(desk.FINDINGS[2], evidence=(*desk.FINDINGS[0].evidence, *desk.FINDINGS[2].evidence))
PARTY, PUBLISHER = story.CASE.parties[0], story.CASE.publishers[0]


class Export(NamedTuple):
    """One value in one format, and what of it stands elsewhere in the same file or report."""

    value: Any
    write: Callable[[Any], Exported]
    elsewhere: frozenset[str] = frozenset()


def occurrence(write: Callable[..., Exported], **options: Any) -> dict[str, Export]:
    """The incident, its claim and its document in a format that has a row for the incident."""

    def export(incident: Any = INCIDENT, claim: Claim = CLAIM, document: Any = DOCUMENT) -> Exported:
        documents = {**desk.DOCUMENTS, desk.REPORT.sha256: document}
        return write([incident], claims={KEY: claim}, documents=documents, case=story.CASE, **options)

    return {
        "incident": Export(INCIDENT, lambda value: export(incident=value)),
        "claim": Export(CLAIM, lambda value: export(claim=value)),
        "document": Export(DOCUMENT, lambda value: export(document=value)),
    }


def provenance(**changed: Any) -> Exported:
    material: dict[str, Any] = {
        "case": story.CASE,
        "documents": {DOCUMENT.sha256: DOCUMENT, **desk.DOCUMENTS},
        "readings": {DOCUMENT.sha256: READING},
        "incidents": (INCIDENT,),
        "zone_versions": (VERSION,),
        "traces": (TRACE,),
        "program": "groundtruce test",
    }
    return write_provenance(**{**material, **changed})


def atom(**changed: Any) -> Exported:
    material: dict[str, Any] = {"case": story.CASE, "changes": (), "findings": (), "documents": desk.DOCUMENTS}
    return write_atom(**{**material, **changed}, recorded=MOMENT, program="groundtruce test")


def annotations(*, reading: Reading = READING, document: Any = DOCUMENT) -> Exported:
    return write_annotations({DOCUMENT.sha256: reading}, documents={DOCUMENT.sha256: document}, recorded=MOMENT)


def in_layers(layer: Callable[[Any], Layer], value: Any) -> dict[str, Export]:
    return {
        # The file holds its layer whole, and takes a while to write.
        "geopackage": Export(value, lambda v: Exported(repr(layer((v,))[:-1]).encode(), layer((v,)).losses)),
        "geoparquet": Export(value, lambda v: write_geoparquet(layer((v,)))),
    }


def of_case(field: str, write: Callable[[Any], Exported]) -> Export:
    """A noun of the case, which is written with the case."""
    first, *others = getattr(story.CASE, field)
    return Export(first, lambda value: write(replace(story.CASE, **{field: (value, *others)})))


def followthemoney_of(case: Any) -> Exported:
    return write_followthemoney((), claims={}, documents={}, case=case)


READ_ELSEWHERE = frozenset({"document"})  # a reading's document is the document itself
EXPORTS: dict[str, Export] = {
    "csv incidents": Export(INCIDENT, lambda v: write_incidents_csv((v,))),
    "csv claims": Export(CLAIM, lambda v: write_claims_csv((v,))),
    "csv findings": Export(FINDING, lambda v: write_findings_csv((v,))),
    "csv changes": Export(CHANGE, lambda v: write_changes_csv((v,))),
    "csv markers": Export(SIGHTING, lambda v: write_sightings_csv((v,))),
    "geojson zones": Export(VERSION, lambda v: write_geojson(zone_versions=(v,))),
    "geojson changes": Export(CHANGE, lambda v: write_geojson(changes=(v,))),
    "geojson unchanged": Export(replace(CHANGE, parts=()), lambda v: write_geojson(changes=(v,))),
    "geojson incidents": Export(INCIDENT, lambda v: write_geojson(incidents=(v,))),
    "geojson markers": Export(SIGHTING, lambda v: write_geojson(sightings=(v,))),
    **{f"{form} zones": export for form, export in in_layers(zone_layer, VERSION).items()},
    **{f"{form} changes": export for form, export in in_layers(change_layer, CHANGE).items()},
    **{f"{form} incidents": export for form, export in in_layers(incident_layer, INCIDENT).items()},
    **{f"{form} claims": export for form, export in in_layers(claim_layer, CLAIM).items()},
    "geopackage findings": in_layers(finding_layer, FINDING)["geopackage"],
    **{f"ucdp {noun}": export for noun, export in occurrence(write_ucdp, coded={}).items()},
    **{f"acled {noun}": export for noun, export in occurrence(write_acled, coded={}, recorded=RECORDED).items()},
    **{f"followthemoney {noun}": export for noun, export in occurrence(write_followthemoney).items()},
    "followthemoney party": of_case("parties", followthemoney_of),
    "followthemoney publisher": of_case("publishers", followthemoney_of),
    "annotations reading": Export(READING, lambda v: annotations(reading=v), READ_ELSEWHERE),
    "annotations document": Export(DOCUMENT, lambda v: annotations(document=v)),
    "provenance party": of_case("parties", lambda case: provenance(case=case)),
    "provenance publisher": of_case("publishers", lambda case: provenance(case=case)),
    "provenance document": Export(DOCUMENT, lambda v: provenance(documents={DOCUMENT.sha256: v})),
    "provenance reading": Export(READING, lambda v: provenance(readings={DOCUMENT.sha256: v}), READ_ELSEWHERE),
    "provenance incident": Export(INCIDENT, lambda v: provenance(incidents=(v,))),
    "provenance zone": Export(VERSION, lambda v: provenance(zone_versions=(v,))),
    "provenance trace": Export(TRACE, lambda v: provenance(traces=(v,))),
    "atom change": Export(CHANGE, lambda v: atom(changes=(v,))),
    "atom finding": Export(FINDING, lambda v: atom(findings=(v,))),
    "iiif": Export(TRACE, lambda v: write_georeferences([v], documents={v.picture: MAP}, recorded=MOMENT)),
    "stac zone": Export(VERSION, lambda v: write_stac((v,), documents=desk.DOCUMENTS)),
    "stac document": Export(MAP, lambda v: write_stac((VERSION,), documents={story.AFTER.document: v})),
}

# ---------------------------------------------------------------------------------------------------------------
# Values that differ in one part

OTHER_WORDS = {"attack": "shelling", "correct": "accept", "en": "de", "affine": "projective"}


def vary(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The value with one part changed, for each of its parts that is there, with the part's path."""
    match value:
        case Cell(state="silent"):
            # Which cells are silent follows from which are not.
            yield f"{path}.state", replace(value, state="stated")
        case msgspec.Struct():
            for name in value.__struct_fields__:
                for part, changed in vary(getattr(value, name), f"{path}.{name}".removeprefix(".")):
                    yield part, replace(value, **{name: changed})
        case tuple():
            for place, item in enumerate(value):
                for part, changed in vary(item, path):
                    yield part, (*value[:place], changed, *value[place + 1 :])
        case _ if value not in (None, "", (), msgspec.UNSET):
            yield path, vary_leaf(value)


def vary_leaf(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value + 0.5
        case bytes():
            return shapely.to_wkb(shapely.transform(shapely.from_wkb(value), lambda points: points + 0.01))
        case dict():
            return shapely.geometry.mapping(
                shapely.transform(shapely.geometry.shape(value), lambda points: points + 0.01)
            )
        case str() if re.match(r"\d{4}-\d\d-\d\d", value):
            return f"2030{value[4:]}"
        case str() if re.fullmatch(r"[0-9a-f]{64}", value):
            return f"{'a' if value[0] != 'a' else 'b'}{value[1:]}"
    return OTHER_WORDS.get(value, f"{value}~")


def is_derived(path: str, export: Export) -> bool:
    """Whether a part follows from others: a quote from its span, the place of an incident's span from its mention."""
    name = path.rpartition(".")[2]
    return (
        name in {"quote", "withdrawn"}
        or (path == "place.span" and export.value is INCIDENT)
        or path.partition(".")[0] in export.elsewhere
    )


@pytest.mark.parametrize("name", EXPORTS)
def test_no_part_of_a_value_is_lost_in_silence(name: str) -> None:
    """Each part of it stands in the file or in the report: where it changes, one of them does."""
    export = EXPORTS[name]
    before = export.write(export.value)
    silent = [
        path for path, changed in vary(export.value) if not is_derived(path, export) and export.write(changed) == before
    ]
    assert silent == []


def test_every_format_is_among_them() -> None:
    """A format that is new has to be told here."""
    from groundtruce import pipeline  # noqa: PLC0415 - the rest of this file asks for no stage but `show`

    assert set(pipeline.EXPORTS) == {name.partition(" ")[0] for name in EXPORTS}


# ---------------------------------------------------------------------------------------------------------------
# Worked examples


def told(exported: Exported) -> list[tuple[int | None, str, str]]:
    return [(loss.row, loss.column, loss.lost) for loss in exported.losses]


def test_a_row_names_who_tells_and_the_report_what_each_says() -> None:
    """An account a row of the report, with its cells and their passages; a quote is left to its span."""
    accounts = [loss for loss in write_incidents_csv((desk.INCIDENT,)).losses if loss.column == "accounts"]
    assert [loss.row for loss in accounts] == [1, 1, 1]
    assert accounts[0].held == "belm; arda; river-times"
    assert '"name":"who began","state":"denies","value":"its forces"' in accounts[1].lost
    ((start, end),) = desk.span_of(desk.DENIAL)
    assert f'"span":[[{start},{end}]]' in accounts[1].lost
    assert desk.DENIAL not in accounts[1].lost


def test_a_feature_is_a_part_and_the_report_tells_of_the_whole() -> None:
    """At the first of the parts; a change without one is told as left out."""
    parts = (*desk.CHANGE.parts, replace(desk.CHANGE.parts[0], depth_km=1.5))
    exported = write_geojson(changes=(replace(desk.CHANGE, parts=parts), replace(desk.CHANGE, parts=())))
    whole, left_out = (
        [loss for loss in exported.losses if loss.row == row and "extent_shift_km" in loss.lost] for row in (1, None)
    )
    assert [loss.lost for loss in whole] == ['extent_shift_km: {"north":0,"east":0,"south":5.53,"west":0}']
    assert [loss.reason for loss in left_out] == ["a change without a part has no feature"]
    assert {loss.row for loss in exported.losses} == {1, None}


def test_digits_that_geojson_does_not_write_are_told() -> None:
    """To the ten-millionth of a degree it holds; a shape that is drawn no finer loses none."""
    fine = story.zone_version(shapely.box(10, 0, 10.123456789, 0.1), valid_from="2031-03-05")
    assert (1, "geometry", "1e-08 degrees at most") in told(write_geojson(zone_versions=(fine,)))
    assert told(write_geojson(zone_versions=(story.AFTER,))) == []


def test_texts_that_are_not_written_as_they_are_are_told() -> None:
    """What a spreadsheet would run, and characters that steer what shows them."""
    claim = replace(CLAIM, quote="=1+1")
    assert (1, "quote", "=1+1") in told(write_claims_csv((claim,)))
    steered = replace(story.AFTER, note="\u202eback")
    (loss,) = zone_layer((steered,)).losses
    assert (loss.column, loss.held) == ("note", "\ufffdback")


def test_what_no_cell_of_a_spreadsheet_holds_is_told_by_its_size_and_hash() -> None:
    """So a report opens in every program, and a changed value is another report."""
    cite = Citation(document="0" * 64, locator="x" * 499)
    many = replace(
        desk.INCIDENT, matches=(Match(mention="m", citation=cite, points=1, grounds=("g" * 499,) * 80, rival=0),)
    )
    losses = list_losses(many, row=1, event="i", held=set(many.__struct_fields__) - {"matches"}, columns={})
    (loss,) = losses
    assert isinstance(loss, Loss)
    assert len(loss.lost) < LONGEST_CELL
    assert re.fullmatch(r"matches: \d+ characters, SHA-256 [0-9a-f]{64}", loss.lost)


def test_a_layer_of_several_is_named_in_its_losses() -> None:
    """Rows are numbered by layer."""
    exported = write_geopackage([zone_layer((VERSION,)), incident_layer((INCIDENT,))], recorded=RECORDED)
    assert {loss.column.partition(".")[0] for loss in exported.losses} == {"zone_versions", "incidents"}


NOWHERE = MentionedPlace(text="the ridge", span=((0, 9),))


@pytest.mark.parametrize("write", [write_ucdp, write_followthemoney])
def test_a_date_that_is_cut_is_told(write: Callable[..., Exported]) -> None:
    """Hours and doubts are cut to days."""
    options = {"coded": {}} if write is write_ucdp else {}
    for date in ("2031-03-11T21:15+04:00", "2031-03-11~"):
        exported = write(
            [replace(INCIDENT, date=date, place=NOWHERE)], claims={}, documents={}, case=story.CASE, **options
        )
        assert date in [loss.lost for loss in exported.losses]
