"""The routes of OGC API Features, Part 1: Core (OGC 17-069r4), each as JSON and as a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from groundtruce.web.answering import Body, Question, encode
from groundtruce.web.ogc.answers import (
    CONFORMANCE,
    Conformance,
    DescribedCollection,
    DescribedCollections,
    Extent,
    GeoJSONFeature,
    GeoJSONFeatures,
    LandingPage,
    Link,
    SpatialExtent,
    TemporalExtent,
)
from groundtruce.web.ogc.collections import COLLECTIONS, Collection, Written
from groundtruce.web.ogc.forms import ChosenForm, Form
from groundtruce.web.ogc.layers import FeatureLayer
from groundtruce.web.ogc.links import GEOJSON_TYPE, HTML_TYPE, Links
from groundtruce.web.ogc.pages import HTML, write_page
from groundtruce.web.ogc.times import read_datetime
from groundtruce.web.openapi import answers
from groundtruce.web.pages import Cut
from groundtruce.web.parameters import LONGEST_NAME, Box, Identifier, Offset, describe_filter, read_box
from groundtruce.web.problems import Refusal
from groundtruce.web.snapshots import Snapshot

SkipGeometry: TypeAlias = Annotated[
    bool, Query(alias="skip-geometry", description="Leave the shapes out: an index of the features.")
]

router = APIRouter(tags=["features"])

MOST_FEATURES = 10_000
MOST_FEATURES_ON_PAGE = 200
MOST_BYTES = 20_000_000
"""A page of features ends where it would grow larger; the link `next` leads on."""

CollectionId: TypeAlias = Annotated[
    Literal["zone-versions", "changes", "incidents", "places", "areas", "markers"], Path(description="A collection.")
]
FeatureLimit: TypeAlias = Annotated[
    int,
    Query(
        ge=1,
        description=f"At most so many features. More than {MOST_FEATURES} are never given: the page is shorter then.",
    ),
]
Datetime: TypeAlias = Annotated[
    str | None,
    Query(
        description="Valid time: a moment, a day, or an interval of two with `/` between, open with `..`; ends included.",
        json_schema_extra={"format": "datetime-interval"},
    ),
]


@router.get("", responses=answers(LandingPage, HTML))
def show_landing_page(question: Question, form: ChosenForm) -> Response:
    """Where the API begins."""
    links = Links(question.request)

    def make(snapshot: Snapshot) -> Body:
        case = snapshot.known.case
        page = LandingPage(
            title=case.title,
            description=case.summary,
            links=(
                *links.around(form),
                *links.service(),
                links.link("conformance", "conformance", title="What this API conforms to"),
                links.link("data", "collections", title="The collections of features"),
            ),
        )
        return write_page("landing.html.j2", page=page) if form == "html" else encode(page)

    return question.answer(make, form=form)


@router.get("/conformance", responses=answers(Conformance, HTML))
def show_conformance(question: Question, form: ChosenForm) -> Response:
    """Which requirement classes the API keeps."""
    links = Links(question.request)
    page = Conformance(conformsTo=CONFORMANCE)

    def make(_: Snapshot) -> Body:
        if form == "html":
            return write_page("conformance.html.j2", page=page, links=list(links.around(form)), home=links.address())
        return encode(page)

    return question.answer(make, form=form)


@router.get("/collections", responses=answers(DescribedCollections, HTML))
def list_collections(question: Question, form: ChosenForm) -> Response:
    """Every collection of features."""
    links = Links(question.request)

    def make(snapshot: Snapshot) -> Body:
        page = DescribedCollections(
            links=tuple(links.around(form)),
            collections=tuple(_describe(snapshot, name, links, own=()) for name in COLLECTIONS),
        )
        if form == "html":
            return write_page("collections.html.j2", page=page, home=links.address())
        return encode(page)

    return question.answer(make, form=form)


@router.get("/collections/{collection}", responses=answers(DescribedCollection, HTML))
def show_collection(question: Question, form: ChosenForm, collection: CollectionId) -> Response:
    """What a collection holds, and where and when its features are."""
    links = Links(question.request)

    def make(snapshot: Snapshot) -> Body:
        page = _describe(snapshot, collection, links, own=tuple(links.around(form)))
        if form == "html":
            return write_page("collection.html.j2", page=page, home=links.address(), up=links.address("collections"))
        return encode(page)

    return question.answer(make, form=form)


def list_features(collection: str) -> Callable[..., Response]:
    """The route that lists a collection's features; each has its own, since each can be asked by other properties."""
    described = COLLECTIONS[collection]

    def list_them(
        question: Question,
        form: ChosenForm,
        *,
        bbox: Box = None,
        datetime: Datetime = None,
        limit: FeatureLimit = 100,
        offset: Offset = 0,
        skip_geometry: SkipGeometry = False,
    ) -> Response:
        wanted = _read_filters(question.request, described.filters)
        box, valid = read_box(bbox), read_datetime(datetime)
        most = MOST_FEATURES_ON_PAGE if form == "html" else MOST_FEATURES
        cut, links = Cut(question.request, min(limit, most), offset), Links(question.request)

        def make(snapshot: Snapshot) -> Body:
            layer = layer_of(snapshot, collection)
            chosen = layer.select(box=box, valid=valid if described.is_timed else None, wanted=wanted)
            places = layer.fit(chosen[cut.part], most=MOST_BYTES, with_geometry=not skip_geometry)
            bodies = [layer.write(place, with_geometry=not skip_geometry) for place in places.tolist()]
            around = tuple(_link_pages(cut, links, form, returned=len(bodies), total=len(chosen)))
            if form == "html":
                return _write_items_page(bodies, around, total=len(chosen), up=links.address("collections", collection))
            return _write_features(bodies, around, total=len(chosen))

        return question.answer(make, form=form)

    list_them.__doc__ = f"{described.description} Those that lie in a box, are so at a time, and have these properties."
    return list_them


for _name, _collection in COLLECTIONS.items():
    router.add_api_route(
        f"/collections/{_name}/items",
        list_features(_name),
        methods=["GET"],
        operation_id=f"list_features_of_{_name.replace('-', '_')}",
        summary=_collection.title,
        responses=answers(GeoJSONFeatures, HTML, media_type=GEOJSON_TYPE),
        openapi_extra={"parameters": [describe_filter(each) for each in _collection.filters]},
    )


@router.get(
    "/collections/{collection}/items/{feature}", responses=answers(GeoJSONFeature, HTML, media_type=GEOJSON_TYPE)
)
def show_feature(question: Question, form: ChosenForm, collection: CollectionId, feature: Identifier) -> Response:
    """A feature, with links to the versions before and after it where it is a zone's version."""
    links = Links(question.request)

    def make(snapshot: Snapshot) -> Body:
        body = layer_of(snapshot, collection).find(feature)
        if body is None:
            raise Refusal(404, f"the collection {collection} has no feature {feature!r}")
        found = msgspec.json.decode(body, type=GeoJSONFeature)
        around = (
            *links.around(form, type_=GEOJSON_TYPE),
            links.link("collection", "collections", collection),
            *_link_versions(links, collection, found.properties),
        )
        if form == "html":
            up = links.address("collections", collection, "items")
            return write_page("item.html.j2", feature=found, links=around, up=up)
        return _with_links(body, around)

    return question.answer(make, form=form)


def layer_of(snapshot: Snapshot, collection: str) -> FeatureLayer:
    """The features of a collection at a moment, made at the first time of asking."""

    def make(earlier: tuple[FeatureLayer, Written] | None) -> tuple[FeatureLayer, Written]:
        described = COLLECTIONS[collection]
        written = Written(earlier[1] if earlier else None)
        features = list(described.make(snapshot, written))
        return FeatureLayer(features, filters=described.filters), written

    return snapshot.once(f"layer {collection}", make)[0]


# ---------------------------------------------------------------------------------------------------------------

_VERSION_LINKS = {
    "predecessor": "predecessor-version",
    "successor": "successor-version",
    "latest": "latest-version",
}
"""Relations of RFC 5829 by the properties that name the versions."""


def _describe(snapshot: Snapshot, name: str, links: Links, *, own: tuple[Link, ...]) -> DescribedCollection:
    described, layer = COLLECTIONS[name], layer_of(snapshot, name)
    return DescribedCollection(
        id=name,
        title=described.title,
        description=described.description,
        extent=_extent(described, layer),
        links=(
            *(own or (links.link("self", "collections", name),)),
            links.link("items", "collections", name, "items", type_=GEOJSON_TYPE, title=described.title),
            links.link("items", "collections", name, "items", type_=HTML_TYPE, title=described.title, f="html"),
        ),
    )


def _extent(described: Collection, layer: FeatureLayer) -> Extent | None:
    box, period = layer.extent, layer.period if described.is_timed else None
    spatial = SpatialExtent(bbox=(box,)) if box else None
    temporal = TemporalExtent(interval=((_moment(period[0]), _moment(period[1])),)) if period else None
    return Extent(spatial=spatial, temporal=temporal) if spatial or temporal else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _read_filters(request: Request, filters: Sequence[str]) -> dict[str, str]:
    wanted = {name: request.query_params[name] for name in filters if name in request.query_params}
    for name, value in wanted.items():
        if not 1 <= len(value) <= LONGEST_NAME:
            raise Refusal(400, f"{name}: it must be 1 to {LONGEST_NAME} characters long")
    return wanted


def _link_pages(cut: Cut, links: Links, form: Form, *, returned: int, total: int) -> Iterator[Link]:
    yield from links.around(form, type_=GEOJSON_TYPE)
    type_ = HTML_TYPE if form == "html" else GEOJSON_TYPE
    if returned and cut.offset + returned < total:
        yield Link(href=cut.address(cut.offset + returned), rel="next", type=type_, title="The next page")
    if cut.offset:
        yield Link(href=cut.address(max(0, cut.offset - cut.limit)), rel="prev", type=type_, title="The page before")


def _link_versions(links: Links, collection: str, properties: Mapping[str, Any]) -> Iterator[Link]:
    if collection == "zone-versions":
        for name, rel in _VERSION_LINKS.items():
            if properties[name]:
                yield links.link(rel, "collections", collection, "items", properties[name], type_=GEOJSON_TYPE)


def _write_features(bodies: Sequence[bytes], links: tuple[Link, ...], *, total: int) -> Body:
    head = msgspec.json.encode(
        {"type": "FeatureCollection", "numberMatched": total, "numberReturned": len(bodies), "links": links}
    )
    header = ", ".join(f'<{link.href}>; rel="{link.rel}"; type="{link.type}"' for link in links)
    listed = [b","] * max(0, 2 * len(bodies) - 1)
    listed[::2] = bodies
    # Joined once: a copy of thousands of features takes longer than all else here.
    content = b"".join((head[:-1], b',"features":[', *listed, b"]}"))
    return Body(content, GEOJSON_TYPE, {"Link": header})


def _write_items_page(bodies: Sequence[bytes], links: tuple[Link, ...], *, total: int, up: str) -> Body:
    features = [msgspec.json.decode(body, type=GeoJSONFeature) for body in bodies]
    return write_page("items.html.j2", features=features, total=total, links=links, up=up)


def _with_links(body: bytes, links: tuple[Link, ...]) -> Body:
    header = ", ".join(f'<{link.href}>; rel="{link.rel}"' for link in links)
    return Body(body[:-1] + b',"links":' + msgspec.json.encode(links) + b"}", GEOJSON_TYPE, {"Link": header})
