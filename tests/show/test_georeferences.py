"""Where picture maps lie, as annotations of the IIIF Georeference Extension."""

import json
import re
from typing import Any

from msgspec.structs import replace

from groundtruce.collect.georeference.annotations import parse_georeference
from groundtruce.collect.georeference.control_files import parse_control_points
from groundtruce.show.exports.addresses import name_bytes
from groundtruce.show.exports.georeferences import write_georeference, write_georeferences
from tests import story
from tests.show import desk
from tests.traced import CORNERS, make_trace

TRACE = make_trace(story.AFTER.document)
RECORDED = "2031-03-14T09:30:05.000000Z"


def page_of(*traces: Any) -> Any:
    return json.loads(write_georeferences(traces, documents=desk.DOCUMENTS, recorded=RECORDED).content)


def test_an_annotation_is_what_the_extension_asks_for() -> None:
    """Its context before that of IIIF's Presentation API; a Canvas with its size, one polygon of it; control points as Features."""
    page = page_of(TRACE)
    assert page["@context"] == [
        "http://iiif.io/api/extension/georef/1/context.json",
        "http://iiif.io/api/presentation/3/context.json",
    ]
    (annotation,) = page["items"]
    assert (page["type"], annotation["type"], annotation["motivation"]) == (
        *("AnnotationPage", "Annotation", "georeferencing"),
    )
    source, selector = annotation["target"]["source"], annotation["target"]["selector"]
    assert (source["type"], source["width"], source["height"]) == ("Canvas", 100, 100)
    painted = source["items"][0]["items"][0]
    assert (painted["motivation"], painted["target"]) == ("painting", source["id"])
    assert painted["body"]["id"] == name_bytes(story.AFTER.document)
    assert re.fullmatch(r'<svg width="100" height="100"><polygon points="[\d, ]+" /></svg>', selector["value"])
    body = annotation["body"]
    assert body["transformation"] == {"type": "polynomial", "options": {"order": 1}}
    assert [each["properties"]["resourceCoords"] for each in body["features"]] == [list(corner) for corner in CORNERS]
    assert body["features"][1]["geometry"] == {"type": "Point", "coordinates": [11.0, 1.0]}


def test_a_picture_from_an_address_is_painted_from_there() -> None:
    """So a viewer can load it; a page of a PDF is no image, and nothing is painted on its Canvas."""
    document = replace(desk.DOCUMENTS[story.AFTER.document], origin="https://maps.example/south.png")
    exported = write_georeferences([TRACE], documents={document.sha256: document}, recorded=RECORDED)
    (annotation,) = json.loads(exported.content)["items"]
    assert annotation["target"]["source"]["items"][0]["items"][0]["body"]["id"] == "https://maps.example/south.png"
    (page_of_pdf,) = page_of(replace(TRACE, media_type="application/pdf"))["items"]
    assert "items" not in page_of_pdf["target"]["source"]


def test_each_page_of_a_document_has_an_annotation_by_its_latest_trace() -> None:
    """What came before it is told as left out."""
    second = replace(TRACE, id="trace-2", settings=replace(TRACE.settings, page=2))
    again = replace(TRACE, id="trace-3", control=TRACE.control[:3])
    exported = write_georeferences([TRACE, second, again], documents=desk.DOCUMENTS, recorded=RECORDED)
    items = json.loads(exported.content)["items"]
    assert [len(item["body"]["features"]) for item in items] == [3, 4]
    assert len({item["target"]["source"]["id"] for item in items}) == len({item["id"] for item in items}) == 2
    assert [loss.event for loss in exported.losses if loss.row is None] == ["trace-1"]


def test_a_georeference_is_read_back_as_it_was_written() -> None:
    """Its plane, its points with their residuals, and its errors; by others, its control points."""
    written = write_georeference(TRACE)
    read = parse_georeference(written, name="a.json")
    assert (read.kind, read.width, read.height) == ("affine", 100, 100)
    assert (read.plane.kind, read.plane.longitude, read.plane.latitude) == ("mercator", 10.5, 0.5)
    assert (read.cross_validated_rms_m, read.added_error_m) == (120.5, 3.0)
    assert [(each.residual_m, each.left_out_m) for each in read.points] == [(60.0, 120.5)] * 4
    assert parse_control_points(written, name="a.json")[3].longitude == 11.0


def test_what_an_annotation_does_not_hold_is_told() -> None:
    """The plane, the errors, and what was traced with which settings."""
    exported = write_georeferences([TRACE], documents=desk.DOCUMENTS, recorded=RECORDED)
    assert [(loss.row, loss.event, loss.column, loss.held, loss.lost) for loss in exported.losses[:2]] == [
        (1, "trace-1", "transformation", "polynomial", "fitted in a mercator plane around 10.5, 0.5"),
        (1, "trace-1", "features", "4 points", "120.5 m off when left out, 3 m in common"),
    ]
    rest = dict(loss.lost.split(": ", 1) for loss in exported.losses[2:])
    assert set(rest) == {"valid_from", "valid_from_read", "pixel_m", "zones", "settings"}
    assert '"classes":[{"name":"south","by":"at","drawn":"filled","point":[50.0,50.0]}]' in rest["settings"]
