"""OGC API Features, Part 1: Core (OGC 17-069r4): a test for each requirement class, and one for each of its requirements."""

from itertools import pairwise
from typing import Any

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

CLASSES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
COLLECTIONS = ["zone-versions", "changes", "incidents", "places", "areas", "markers"]


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rels(links: list[dict[str, Any]]) -> set[str]:
    return {link["rel"] for link in links}


def items(client: httpx.Client, collection: str, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(client, f"/ogc/collections/{collection}/items", **parameters)["features"]
    return found


class TestCore:
    """Requirement class core."""

    def test_root(self, client: httpx.Client) -> None:
        """The landing page leads to the description, the conformance and the collections, and each link answers."""
        page = get(client, "/ogc")
        assert {"service-desc", "service-doc", "conformance", "data", "self", "alternate"} <= rels(page["links"])
        for link in page["links"]:
            answer = client.get(link["href"])
            assert answer.status_code == 200
            assert answer.headers["content-type"].partition(";")[0] == link["type"].partition(";")[0]

    def test_conformance(self, client: httpx.Client) -> None:
        """The conformance declares what these tests are named after."""
        declared = get(client, "/ogc/conformance")["conformsTo"]
        assert declared == [CLASSES + name for name in ("core", "oas30", "html", "geojson")]

    def test_http(self, client: httpx.Client) -> None:
        """HTTP 1.1 with HEAD; what is not there is 404, a method that is not there 405."""
        answer = client.get("/ogc/collections")
        head = client.head("/ogc/collections")
        assert (head.status_code, head.content, head.http_version) == (200, b"", "HTTP/1.1")
        assert head.headers["etag"] == answer.headers["etag"]
        assert client.get("/ogc/collections/nothing").status_code == 404
        assert client.get("/ogc/collections/places/items/nothing").status_code == 404
        assert client.post("/ogc/collections").status_code == 405

    @pytest.mark.parametrize(
        "path", ["", "/conformance", "/collections", "/collections/places", "/collections/places/items"]
    )
    def test_query_param_unknown(self, client: httpx.Client, path: str) -> None:
        """A parameter that the API does not have is refused, wherever it stands."""
        answer = client.get(f"/ogc{path}", params={"colour": "red"})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert "colour" in answer.json()["detail"]

    @pytest.mark.parametrize(
        "parameters",
        [
            {"limit": "0"},
            {"limit": "many"},
            {"offset": "-1"},
            {"bbox": "1,2,3"},
            {"bbox": "1,2,3,north"},
            {"bbox": "1,2,nan,4"},
            {"bbox": "46,41,47,39"},
            {"datetime": "yesterday"},
            {"datetime": "2020-12-13T00:00:00"},
            {"datetime": "2020-13-13T00:00:00Z"},
            {"datetime": "2020-12-14T00:00:00Z/2020-12-13T00:00:00Z"},
            {"as-of": "yesterday"},
            {"f": "xml"},
        ],
        ids=str,
    )
    def test_query_param_invalid(self, client: httpx.Client, parameters: dict[str, str]) -> None:
        """A value that is none is refused, not guessed at."""
        answer = client.get("/ogc/collections/zone-versions/items", params=parameters)
        assert answer.status_code == 400
        assert answer.json()["status"] == 400

    def test_query_param_twice(self, client: httpx.Client) -> None:
        """A parameter given twice is refused."""
        assert client.get("/ogc/collections/places/items?limit=1&limit=2").status_code == 400

    def test_crs84(self, client: httpx.Client) -> None:
        """Coordinates are WGS 84, longitude first."""
        west, south, east, north = get(client, "/ogc/collections/places")["extent"]["spatial"]["bbox"][0]
        (hadrut,) = [each for each in items(client, "places", limit=1000) if each["id"] == "case:hadrut"]
        assert hadrut["geometry"]["coordinates"] == pytest.approx([47.03, 39.52], abs=0.05)
        for feature in items(client, "places", limit=1000):
            longitude, latitude = feature["geometry"]["coordinates"]
            assert west <= longitude <= east
            assert south <= latitude <= north

    def test_collections(self, client: httpx.Client) -> None:
        """Every collection is listed with what it says alone, and its links lead to its features."""
        listed = get(client, "/ogc/collections")
        assert [each["id"] for each in listed["collections"]] == COLLECTIONS
        assert {"self", "alternate"} <= rels(listed["links"])
        for each in listed["collections"]:
            alone = get(client, f"/ogc/collections/{each['id']}")
            assert {key: alone[key] for key in alone if key != "links"} == {
                key: each[key] for key in each if key != "links"
            }
            assert {"self", "alternate", "items"} <= rels(alone["links"])
            for link in alone["links"]:
                assert client.get(link["href"]).headers["content-type"].partition(";")[0] == link["type"]

    def test_extent(self, client: httpx.Client) -> None:
        """The extents hold every feature; the last moment of a temporal one is included."""
        found = get(client, "/ogc/collections/incidents")["extent"]
        west, south, east, north = found["spatial"]["bbox"][0]
        placed = [each["geometry"]["coordinates"] for each in items(client, "incidents") if each["geometry"]]
        assert min(x for x, _ in placed) == west
        assert max(y for _, y in placed) == north
        assert all(west <= x <= east and south <= y <= north for x, y in placed)
        assert found["temporal"]["interval"] == [[None, "2020-12-13T23:59:59.999999Z"]]
        assert get(client, "/ogc/collections/zone-versions")["extent"]["temporal"]["interval"] == [
            ["2020-11-13T00:00:00Z", None]
        ]

    def test_features_limit(self, client: httpx.Client) -> None:
        """At most so many as asked for; more than the server gives is no error."""
        page = get(client, "/ogc/collections/places/items", limit=7)
        assert (page["numberReturned"], len(page["features"]), page["numberMatched"]) == (7, 7, 73)
        assert get(client, "/ogc/collections/places/items", limit=10**9)["numberReturned"] == 73
        assert get(client, "/ogc/collections/places/items")["numberReturned"] == 73

    def test_features_paging(self, client: httpx.Client) -> None:
        """Going from next to next gives every feature once, and prev leads back."""
        seen: list[str] = []
        address: str | None = "/ogc/collections/places/items?limit=30"
        before = None
        while address:
            page = get(client, address)
            around = {link["rel"]: link["href"] for link in page["links"]}
            seen += [feature["id"] for feature in page["features"]]
            if before:
                assert get(client, around["prev"])["features"] == before["features"]
            before, address = page, around.get("next")
        assert len(seen) == len(set(seen)) == 73

    def test_features_bbox(self, client: httpx.Client) -> None:
        """The features that meet the box, be it only with a corner; a box of six numbers is the same with heights."""
        whole = {each["id"] for each in items(client, "zone-versions")}
        assert {each["id"] for each in items(client, "zone-versions", bbox="40,35,50,45")} == whole
        box = southern_tip(client)
        tip = {each["id"] for each in items(client, "zone-versions", bbox=",".join(map(str, box)))}
        assert tip == {each["id"] for each in items(client, "zone-versions", zone="south", datetime="2020-12-13")} - {
            each["id"] for each in items(client, "zone-versions", zone="south", datetime="2020-12-12")
        }
        west, south, east, north = box
        assert {each["id"] for each in items(client, "zone-versions", bbox=f"{west},{south},0,{east},{north},9")} == tip
        assert items(client, "zone-versions", bbox="0,0,1,1") == []
        # A west beyond the east goes on across the antimeridian.
        places = items(client, "places", limit=1000)
        outside = {each["id"] for each in places if not 40 < each["geometry"]["coordinates"][0] < 60}
        assert {each["id"] for each in items(client, "places", bbox="60,-90,40,90", limit=1000)} == outside
        assert 0 < len(outside) < len(places)

    def test_features_bbox_of_shapes(self, client: httpx.Client) -> None:
        """A box inside the box around a zone but outside the zone does not meet it."""
        (zone,) = items(client, "zone-versions", zone="south", datetime="2020-11-20T00:00:00Z")
        ring = zone["geometry"]["coordinates"][0][0]
        west, north = min(x for x, _ in ring), max(y for _, y in ring)
        corner = f"{west},{north - 0.001},{west + 0.001},{north}"
        assert zone["id"] not in {each["id"] for each in items(client, "zone-versions", bbox=corner)}

    def test_features_datetime(self, client: httpx.Client) -> None:
        """The versions that held; a version ends where the next begins, and no moment has two."""

        def held(moment: str) -> list[str]:
            return [
                each["properties"]["stated_from"]
                for each in items(client, "zone-versions", zone="south", datetime=moment)
            ]

        assert held("2020-12-12T23:59:59.999999Z") == ["2020-11-13"]
        assert held("2020-12-13T00:00:00Z") == ["2020-12-13"]
        assert held("2020-12-13T03:59:59+04:00") == ["2020-11-13"]
        assert held("2020-12-12") == ["2020-11-13"]
        assert held("2020-12-12T00:00:00Z/2020-12-13T00:00:00Z") == ["2020-11-13", "2020-12-13"]
        assert held("2020-12-12/2020-12-12") == ["2020-11-13"]
        assert held("../2020-11-12") == []
        assert held("2020-12-13T00:00:00Z/..") == ["2020-12-13"]
        assert held("/2020-12-01T00:00:00Z") == ["2020-11-13"]
        assert held("../..") == ["2020-11-13", "2020-12-13"]

    def test_features_datetime_of_what_is_vague(self, client: httpx.Client) -> None:
        """A date that leaves days possible meets each of them; what has no time is not asked for it."""
        until = [each for each in items(client, "incidents") if each["properties"]["date"] == "../2020-12-13"]
        assert until
        assert {each["id"] for each in until} <= {
            each["id"] for each in items(client, "incidents", datetime="1999-01-01")
        }
        assert len(items(client, "places", datetime="1999-01-01", limit=1000)) == 73

    def test_features_filters(self, client: httpx.Client) -> None:
        """The properties that a collection can be asked by, and only those."""
        assert {each["properties"]["zone"] for each in items(client, "zone-versions", zone="north")} == {"north"}
        assert items(client, "incidents", kind="earthquake") == []
        assert client.get("/ogc/collections/places/items", params={"zone": "north"}).status_code == 400

    def test_feature(self, client: httpx.Client) -> None:
        """A feature alone says the same as in its collection, with links around it."""
        for collection in COLLECTIONS[:-1]:
            listed = items(client, collection, limit=1)[0]
            alone = get(client, f"/ogc/collections/{collection}/items/{listed['id']}")
            assert {key: value for key, value in alone.items() if key != "links"} == listed
            assert {"self", "alternate", "collection"} <= rels(alone["links"])

    def test_versions_lead_to_each_other(self, client: httpx.Client) -> None:
        """The relations of RFC 5829 between the versions of a zone."""
        first, second = (
            items(client, "zone-versions", zone="south", datetime=day)[0]["id"] for day in ("2020-12-01", "2020-12-13")
        )
        around = {
            link["rel"]: link["href"] for link in get(client, f"/ogc/collections/zone-versions/items/{first}")["links"]
        }
        assert "predecessor-version" not in around
        assert get(client, around["successor-version"])["id"] == second
        assert get(client, around["latest-version"])["id"] == second
        around = {
            link["rel"]: link["href"] for link in get(client, f"/ogc/collections/zone-versions/items/{second}")["links"]
        }
        assert "successor-version" not in around
        assert get(client, around["predecessor-version"])["id"] == first

    def test_as_of(self, client: httpx.Client) -> None:
        """Before the second map was recorded there was the first, and it had no end."""
        moments = get(client, "/api/moments")["moments"]
        maps = [each["recorded"] for each in moments if "zone version" in each["kinds"]]
        answer = client.get("/ogc/collections/zone-versions/items", params={"as-of": maps[0], "zone": "south"})
        (feature,) = answer.json()["features"]
        assert feature["properties"]["valid_to"] is None
        assert answer.headers["memento-datetime"].endswith(" GMT")
        assert all("as-of=" in link["href"] for link in answer.json()["links"])
        assert client.get("/ogc", params={"as-of": "1999-01-01T00:00:00Z"}).status_code == 404


class TestOAS30:
    """Requirement class oas30."""

    def test_oas30(self, client: httpx.Client) -> None:
        """The description is OpenAPI 3.0 and holds every resource of Features with its parameters."""
        answer = client.get("/openapi.json")
        assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
        document = answer.json()
        assert document["openapi"].startswith("3.0.")
        for collection in COLLECTIONS:
            operation = document["paths"][f"/ogc/collections/{collection}/items"]["get"]
            parameters = {each["name"]: each for each in operation["parameters"]}
            assert {"bbox", "datetime", "limit", "offset", "as-of", "f"} <= set(parameters)
            assert parameters["bbox"]["explode"] is False
            assert parameters["bbox"]["schema"]["type"] == "array"
            assert parameters["limit"]["schema"]["minimum"] == 1
        assert '"null"' not in answer.text

    def test_oas30_is_valid(self, client: httpx.Client) -> None:
        """The description follows OpenAPI's own schema, and every reference in it leads somewhere."""
        assert list(OpenAPIV30SpecValidator(client.get("/openapi.json").json()).iter_errors()) == []


class TestHTML:
    """Requirement class html."""

    @pytest.mark.parametrize(
        "path", ["", "/conformance", "/collections", "/collections/incidents", "/collections/incidents/items", "/api"]
    )
    def test_html(self, client: httpx.Client, path: str) -> None:
        """Every resource is a page too, for whoever accepts pages rather; without script."""
        answer = client.get(f"/ogc{path}", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.text.startswith("<!DOCTYPE html>")
        assert "<script" not in answer.text

    def test_html_of_a_feature(self, client: httpx.Client) -> None:
        """A feature's page shows what it says."""
        feature = items(client, "incidents", limit=1)[0]
        page = client.get(f"/ogc/collections/incidents/items/{feature['id']}", params={"f": "html"}).text
        assert feature["properties"]["kind"] in page

    def test_json_for_programs(self, client: httpx.Client) -> None:
        """JSON is what is given where nothing else is asked for, and where it weighs more."""
        for accept in ("*/*", "application/json", "text/html;q=0.1, application/json"):
            assert client.get("/ogc", headers={"Accept": accept}).headers["content-type"].startswith("application/json")


class TestGeoJSON:
    """Requirement class geojson."""

    @pytest.mark.parametrize("collection", COLLECTIONS)
    def test_geojson(self, client: httpx.Client, collection: str) -> None:
        """Features are GeoJSON (RFC 7946) with its media type; outer rings run counter-clockwise."""
        answer = client.get(f"/ogc/collections/{collection}/items")
        assert answer.headers["content-type"] == "application/geo+json"
        page = answer.json()
        assert page["type"] == "FeatureCollection"
        assert page["numberReturned"] == len(page["features"])
        for feature in page["features"]:
            assert feature["type"] == "Feature"
            assert isinstance(feature["id"], str)
            if feature["geometry"] and feature["geometry"]["type"] == "MultiPolygon":
                assert all(signed_area(polygon[0]) > 0 for polygon in feature["geometry"]["coordinates"])


def southern_tip(client: httpx.Client) -> tuple[float, float, float, float]:
    """A small box around the southernmost point of the southern zone, as the later map draws it."""
    (zone,) = items(client, "zone-versions", zone="south", datetime="2020-12-13T00:00:00Z")
    longitude, latitude = min(zone["geometry"]["coordinates"][0][0], key=lambda point: point[1])
    return longitude - 0.01, latitude - 0.01, longitude + 0.01, latitude + 0.01


def signed_area(ring: list[list[float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
