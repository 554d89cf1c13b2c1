"""The description of the API for programs and for people."""

from typing import Any

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from groundtruce.model.agreements import Findings
from groundtruce.model.briefs import Brief
from groundtruce.model.readings import Reading
from groundtruce.model.values import Value
from groundtruce.model.zones import Changes
from groundtruce.pipeline import Passage
from groundtruce.web.api.agreements import Strip
from groundtruce.web.api.chronology import Chronology, Histogram
from groundtruce.web.api.documents import DescribedDocument, DocumentPage
from groundtruce.web.api.exports import Exports
from groundtruce.web.api.incidents import DescribedIncident, IncidentPage
from groundtruce.web.api.records import DescribedRecord, FoundDocuments, MomentPage, WhatIsNew
from groundtruce.web.api.statements import AttributionPage, Silences
from groundtruce.web.api.uploads import AddedDocument
from groundtruce.web.api.zones import OneChange
from groundtruce.web.ogc.answers import (
    Conformance,
    DescribedCollection,
    DescribedCollections,
    GeoJSONFeature,
    GeoJSONFeatures,
    LandingPage,
)
from groundtruce.web.ogc.pages import write_page
from groundtruce.web.openapi import MEDIA_TYPE, describe_api

NOUNS: tuple[type[Value], ...] = (
    AddedDocument,
    AttributionPage,
    Brief,
    Changes,
    Chronology,
    Conformance,
    DescribedCollection,
    DescribedCollections,
    DescribedDocument,
    DescribedIncident,
    DescribedRecord,
    DocumentPage,
    Exports,
    Findings,
    FoundDocuments,
    GeoJSONFeature,
    GeoJSONFeatures,
    Histogram,
    IncidentPage,
    LandingPage,
    MomentPage,
    OneChange,
    Passage,
    Reading,
    Silences,
    Strip,
    WhatIsNew,
)
"""What routes answer with."""


def add_descriptions(app: FastAPI) -> None:
    """The routes that describe all routes added before: `/openapi.json`, and the same as a page."""
    document: dict[str, Any] = describe_api(app, nouns=NOUNS)
    content = msgspec.json.encode(document)

    def show_document(_: Request) -> Response:
        return Response(content, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-cache"})

    def show_page(_: Request) -> Response:
        page = write_page("api.html.j2", document=document)
        return Response(page.content, media_type=page.media_type)

    app.add_route("/openapi.json", show_document, include_in_schema=False)
    app.add_route("/ogc/api", show_page, include_in_schema=False)
