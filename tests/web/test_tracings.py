"""A picture map traced over HTTP is what `groundtruce trace` makes of it; what cannot be used is refused, and nothing is recorded."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import shapely

from groundtruce import pipeline
from tests.pictured import CONTROL, CORNERS, RED, write_picture
from tests.running import Run

BY = {"by": "Ada Analyst"}
BYTES = {"Content-Type": "application/octet-stream"}
POINTS: list[dict[str, Any]] = [
    {"x": x, "y": y, "longitude": 20 + x / 100, "latitude": 45 - y / 100, "name": f"corner {number}"}
    for number, (x, y) in enumerate(CORNERS, 1)
]
SAID: dict[str, Any] = {
    "classes": ["south=at:150,150"],
    "valid_from": "2020-12-20",
    "kind": "control",
    "publisher": "mil.ru",
}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return write_picture(tmp_path / "map.png", ((100, 100, 199, 199), RED))


def send(writer: httpx.Client, picture: Path) -> dict[str, Any]:
    """The request that traces a picture, once it is sent."""
    answer = writer.post("/api/pictures", params=BY, headers=BYTES, content=picture.read_bytes())
    assert answer.status_code == 201, answer.text
    assert (answer.json()["width"], answer.json()["height"], answer.json()["recorded"]) == (400, 300, False)
    return {"picture": answer.json()["sha256"], "control": POINTS, **SAID}


def to_bytes(shape: shapely.Geometry) -> bytes:
    """Every coordinate, to the last bit, in one order whichever corner a ring begins with."""
    return shapely.get_coordinates(shapely.normalize(shape)).tobytes()


def test_what_is_traced_over_http_is_what_the_command_traces(
    run: Run, writer: httpx.Client, record: Path, picture: Path, tmp_path: Path
) -> None:
    """The same bytes of geometry in the preview, the record and the command's file; the record holds the points by name."""
    request = send(writer, picture)
    preview = writer.post("/api/tracings", params={**BY, "preview": "true"}, json=request)
    assert preview.status_code == 200, preview.text
    added = writer.post("/api/tracings", params={**BY, "name": "map.png"}, json=request)
    assert added.status_code == 201, added.text
    control = [part for point in CONTROL for part in ("--control", point)]
    ran = run("trace", picture, *control, "--class", SAID["classes"][0], "--valid-from", "2020-12-20",
              "--kind", "control", "--publisher", "mil.ru", "--output", tmp_path / "traced")  # fmt: skip
    assert ran.code == 0, ran.err
    feature = json.loads((tmp_path / "traced" / "zones.geojson").read_bytes())["features"][0]
    assert json.dumps(preview.json()["zones"][0]["geometry"]) == json.dumps(feature["geometry"])
    assert preview.json()["zones"][0]["drawing_error_m"] == feature["properties"]["drawing_error_m"]
    (version,) = added.json()["recorded"]["zone_versions"]
    with pipeline.Record.open(record) as opened:
        recorded = next(each for each in opened.zone_versions() if each.id == version["id"])
        (trace,) = opened.traces()
    traced = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert to_bytes(shapely.from_wkb(recorded.wkb)) == to_bytes(traced)
    assert recorded.drawing_error_from == "georeference"
    assert recorded.added_by == BY["by"]
    placed = writer.get(f"/api/documents/{request['picture']}/georeference").json()
    assert placed == {key: value for key, value in preview.json().items() if key not in {"zones", "recorded"}}
    assert [point.name for point in trace.control][:2] == ["corner 1", "corner 2"]
    assert trace.settings.control[0] == "0.0,0.0=20.0,45.0"


def test_residuals_come_before_anything_is_pointed_out(writer: httpx.Client, picture: Path) -> None:
    """A point that is off by ten pixels has the largest error; the net of the picture reaches its corners."""
    request = send(writer, picture)
    off = [*POINTS[:5], {**POINTS[5], "x": POINTS[5]["x"] + 10}]
    answer = writer.post(
        "/api/tracings", params={**BY, "preview": "true"}, json={**request, "control": off, "classes": []}
    ).json()
    errors = [point["left_out_m"] for point in answer["control"]]
    assert max(errors) == errors[5] > 5000
    assert answer["zones"] == []
    assert answer["mesh"]["at"][0] == pytest.approx([20, 45], abs=0.05)
    assert len(answer["mesh"]["at"]) == (answer["mesh"]["columns"] + 1) * (answer["mesh"]["rows"] + 1)


def test_the_pixels_are_shown_as_they_are_traced(writer: httpx.Client, picture: Path) -> None:
    """As a PNG of the same size, whatever was sent; of what was never sent there is none."""
    request = send(writer, picture)
    shown = writer.get(f"/api/pictures/{request['picture']}")
    assert (shown.headers["content-type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert writer.get(f"/api/pictures/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"control": POINTS[:2]}, "at least 3"),
        ({"classes": ["south=at:999,150"]}, "lies outside"),
        ({"classes": ["south"]}, "not of the form"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_from": "some day"}, "is no date"),
        ({"classes": []}, "classes"),
        ({"control": [{**POINTS[0], "longitude": 400}]}, "longitude"),
        ({"zone": "nowhere", "kind": None}, "kind"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_cannot_be_traced_is_refused(
    writer: httpx.Client, picture: Path, changed: dict[str, Any], reason: str
) -> None:
    """One line that says which part of the request, and nothing is recorded."""
    before = writer.get("/api/record").json()["head"]
    answer = writer.post("/api/tracings", params=BY, json={**send(writer, picture), **changed})
    assert answer.status_code == 422
    assert reason in answer.json()["detail"]
    assert writer.get("/api/record").json()["head"] == before


def test_only_a_writer_traces(writer: httpx.Client, client: httpx.Client, picture: Path) -> None:
    """Without the token nothing is taken, and where writing is off neither; what is no picture is refused."""
    bytes_sent: dict[str, Any] = {"params": BY, "headers": BYTES, "content": picture.read_bytes()}
    assert client.post("/api/pictures", **bytes_sent).status_code == 403
    assert writer.post("/api/pictures", params=BY, headers=BYTES, content=b"no picture").status_code == 422
    del writer.headers["Authorization"]
    assert writer.post("/api/pictures", **bytes_sent).status_code == 401
    assert writer.post("/api/tracings", params=BY, json={}).status_code == 401
