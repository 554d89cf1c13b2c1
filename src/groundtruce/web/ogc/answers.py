"""What the resources of OGC API Features say, by the names of the standard."""

from typing import Any, Literal

from msgspec import field

from groundtruce.model.values import Value

CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


class Link(Value):
    """Where something else is to be found."""

    href: str
    rel: str
    type: str | None = None
    title: str | None = None


class LandingPage(Value):
    """Where an API begins."""

    title: str
    description: str
    links: tuple[Link, ...]


class Conformance(Value):
    """Which requirement classes are kept."""

    conformsTo: tuple[str, ...]  # noqa: N815 - the standard's name


class SpatialExtent(Value):
    """The box around all features."""

    bbox: tuple[tuple[float, float, float, float], ...]
    crs: str = CRS84


class TemporalExtent(Value):
    """The first and the last moment of all features, both included; open where none."""

    interval: tuple[tuple[str | None, str | None], ...]
    trs: str = GREGORIAN


class Extent(Value):
    """Where and when a collection's features are."""

    spatial: SpatialExtent | None
    temporal: TemporalExtent | None


class DescribedCollection(Value):
    """A collection of features."""

    id: str
    title: str
    description: str
    links: tuple[Link, ...]
    extent: Extent | None
    itemType: Literal["feature"] = "feature"  # noqa: N815 - the standard's name
    crs: tuple[str, ...] = (CRS84,)


class DescribedCollections(Value):
    """All collections."""

    links: tuple[Link, ...]
    collections: tuple[DescribedCollection, ...]


class GeoJSONFeature(Value):
    """A feature of GeoJSON (RFC 7946)."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any] | None
    properties: dict[str, Any]
    links: tuple[Link, ...] = ()


class GeoJSONFeatures(Value):
    """A page of features."""

    type: Literal["FeatureCollection"]
    numberMatched: int  # noqa: N815 - the standard's name
    numberReturned: int  # noqa: N815 - the standard's name
    links: tuple[Link, ...]
    features: tuple[GeoJSONFeature, ...] = field(default=())
