"""What the page asks for beside the record's resources: light indexes, single shapes, the base map."""

import json
from pathlib import Path

import httpx
import pytest

from groundtruce.errors import UnusableInput
from groundtruce.web.basemap import check_tiles
from tests.web.served import serve


def test_versions_are_listed_without_their_shapes(client: httpx.Client) -> None:
    """An index of all versions has every property and no shape; a version by itself has its shape, also as of a moment."""
    whole = client.get("/ogc/collections/zone-versions/items").json()["features"]
    index = client.get("/ogc/collections/zone-versions/items", params={"skip-geometry": "true"}).json()["features"]
    assert [each["properties"] for each in index] == [each["properties"] for each in whole]
    assert {each["geometry"] for each in index} == {None}
    head = client.get("/api/record").json()["head"]["recorded"]
    single = client.get(f"/ogc/collections/zone-versions/items/{index[0]['id']}", params={"as-of": head}).json()
    assert single["geometry"] == whole[0]["geometry"]


def test_changes_are_told_without_their_parts_and_one_by_one_with_them(client: httpx.Client) -> None:
    """Parts weigh most: all changes come without them where asked, and each by its two versions with them."""
    whole = client.get("/api/changes").json()["changes"]
    light = client.get("/api/changes", params={"parts": "false"}).json()["changes"]
    moved = next(change for change in whole if change["verdict"] == "moved")
    assert moved["parts"]
    assert light == [{**change, "parts": []} for change in whole]
    one = client.get(f"/api/changes/{moved['from']['version']}..{moved['to']['version']}").json()
    assert one == {"change": moved}
    backwards = client.get(f"/api/changes/{moved['to']['version']}..{moved['from']['version']}")
    assert backwards.status_code == 404
    assert "no change leads from" in backwards.json()["detail"]


def test_incidents_in_the_chronology_say_how_many_tell_of_them(client: httpx.Client) -> None:
    """Only sides that say something count as accounts."""
    entries = client.get("/api/timeline", params={"kind": "incident", "limit": 1000}).json()["entries"]
    incidents = {each["id"]: each for each in client.get("/api/incidents?limit=1000").json()["incidents"]}
    assert len(entries) == len(incidents) > 10
    for entry in entries:
        incident = incidents[entry["subject"]]
        telling = [a for a in incident["accounts"] if any(cell["state"] != "silent" for cell in a["cells"])]
        assert (entry["accounts"], entry["contradictions"]) == (len(telling), len(incident["contradictions"]))
        assert "account" not in entry["title"]


def test_the_base_map_comes_packed_once(client: httpx.Client) -> None:
    """Packed for those who take it so, plain for others, and not again for those who have it."""
    packed = client.get("/basemap/countries.topojson")
    plain = client.get("/basemap/countries.topojson", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert json.loads(plain.content)["type"] == "Topology"
    again = client.get("/basemap/countries.topojson", headers={"If-None-Match": packed.headers["etag"]})
    assert again.status_code == 304


def test_tiles_of_ones_own_are_read_in_ranges(example: Path, tmp_path: Path, client: httpx.Client) -> None:
    """Some bytes as asked, none beyond the end, and not again for those who have them; without tiles there is nothing."""
    tiles = tmp_path / "own.pmtiles"
    tiles.write_bytes(b"PMTiles\x03" + bytes(range(256)) * 10)
    with serve(example, tiles=check_tiles(tiles)) as own:
        whole = own.get("/basemap/tiles.pmtiles")
        assert whole.content == tiles.read_bytes()
        assert whole.headers["accept-ranges"] == "bytes"
        part = own.get("/basemap/tiles.pmtiles", headers={"Range": "bytes=8-263"})
        assert (part.status_code, part.content) == (206, bytes(range(256)))
        assert part.headers["content-range"] == "bytes 8-263/2568"
        assert part.headers["etag"] == whole.headers["etag"]
        beyond = own.get("/basemap/tiles.pmtiles", headers={"Range": "bytes=9000-9001"})
        assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */2568")
        none = own.get("/basemap/tiles.pmtiles", headers={"Range": "bytes=x"})
        for refused in (beyond, none):
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.json()["status"] == refused.status_code
            assert int(refused.headers["content-length"]) == len(refused.content)
        assert (none.status_code, none.json()["instance"]) == (400, "/basemap/tiles.pmtiles")
        again = own.get("/basemap/tiles.pmtiles", headers={"If-None-Match": whole.headers["etag"]})
        assert again.status_code == 304
        other = own.get("/basemap/tiles.pmtiles", headers={"Range": "bytes=0-1", "If-Range": '"other"'})
        assert other.status_code == 200
        assert own.get("/api/record").json()["basemap"] is True
    assert client.get("/basemap/tiles.pmtiles").status_code == 404
    assert client.get("/api/record").json()["basemap"] is False
    tiles.write_bytes(b"PMTiles\x02")
    for wrong in (tiles, tmp_path / "none", tmp_path):
        with pytest.raises(UnusableInput):
            check_tiles(wrong)
