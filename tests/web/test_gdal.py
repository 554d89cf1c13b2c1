"""What GDAL, and so QGIS, sees: its driver for OGC API Features lists and reads the collections."""

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx

from tests.web.served import TOKEN, serve
from tests.web.test_features import southern_tip


def ogr(*arguments: object) -> str:
    """What a program of GDAL prints."""
    return subprocess.run([*map(str, arguments)], capture_output=True, text=True, check=True, timeout=120).stdout


def read(client: httpx.Client, tmp_path: Path, collection: str, *options: str) -> list[dict[str, Any]]:
    """The features that GDAL reads of a collection."""
    output = tmp_path / f"{collection}.geojson"
    output.unlink(missing_ok=True)
    ogr("ogr2ogr", "-f", "GeoJSON", output, f"OAPIF:{client.base_url}/ogc", collection, *options)
    features: list[dict[str, Any]] = json.loads(output.read_text("utf-8"))["features"]
    return features


def test_the_collections_are_listed(client: httpx.Client) -> None:
    """With the type of geometry that each has."""
    listed = ogr("ogrinfo", "-ro", f"OAPIF:{client.base_url}/ogc")
    assert "using driver `OAPIF' successful" in listed
    for collection in ("zone-versions", "changes", "incidents", "places", "areas", "markers"):
        assert f": {collection} " in listed


def test_a_collection_is_described(client: httpx.Client) -> None:
    """Its columns with their types, its extent and its time."""
    described = ogr("ogrinfo", "-ro", "-so", f"OAPIF:{client.base_url}/ogc", "zone-versions")
    assert "Geometry: Multi Polygon" in described
    assert "valid_from: DateTime" in described
    assert "drawing_error_m: Real" in described or "drawing_error_m: Integer" in described
    assert "TEMPORAL_INTERVAL_MIN=2020-11-13T00:00:00Z" in described


def test_every_feature_is_read(client: httpx.Client, tmp_path: Path) -> None:
    """Page by page, each once, as the server gives it."""
    for collection in ("zone-versions", "changes", "incidents", "places"):
        read_ids = [each["properties"]["id"] for each in read(client, tmp_path, collection, "-oo", "PAGE_SIZE=3")]
        ours = client.get(f"/ogc/collections/{collection}/items", params={"limit": 10_000}).json()["features"]
        assert read_ids == [each["id"] for each in ours]


def test_a_box_is_asked_of_the_server(client: httpx.Client, tmp_path: Path) -> None:
    """What GDAL reads in a box is what the server gives for it."""
    box = southern_tip(client)
    found = {each["properties"]["id"] for each in read(client, tmp_path, "zone-versions", "-spat", *map(str, box))}
    ours = client.get("/ogc/collections/zone-versions/items", params={"bbox": ",".join(map(str, box))}).json()[
        "features"
    ]
    assert found == {each["id"] for each in ours}
    assert len(found) == 1


def test_a_time_is_asked_of_the_server(client: httpx.Client, tmp_path: Path) -> None:
    """A condition on a column of moments becomes the parameter `datetime`: the versions that held then."""
    where = ("-where", "valid_from = '2020-12-12T00:00:00Z'")
    found = {each["properties"]["id"] for each in read(client, tmp_path, "zone-versions", *where)}
    asked = {"datetime": "2020-12-12T00:00:00Z"}
    ours = client.get("/ogc/collections/zone-versions/items", params=asked).json()["features"]
    assert found == {each["id"] for each in ours}
    assert {each["properties"]["stated_from"] for each in ours} == {"2020-11-13"}


def test_a_server_with_a_token_is_read_with_a_password(client: httpx.Client, example: Path) -> None:
    """GDAL sends the token as a password."""
    with serve(example, host="0.0.0.0", token=TOKEN) as guarded:
        listed = ogr("ogrinfo", "-ro", "-oo", f"USERPWD=anybody:{TOKEN}", f"OAPIF:{guarded.base_url}/ogc")
        assert ": zone-versions " in listed
