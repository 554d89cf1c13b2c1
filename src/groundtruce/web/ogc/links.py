"""Addresses of this server, absolute, in the form and as of the moment that were asked for."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from groundtruce.web.ogc.answers import Link
from groundtruce.web.ogc.forms import Form

JSON_TYPE, GEOJSON_TYPE, HTML_TYPE = "application/json", "application/geo+json", "text/html"
OPENAPI_TYPE = "application/vnd.oai.openapi+json;version=3.0"


class Links:
    """Makes the links of an answer."""

    def __init__(self, request: Request) -> None:
        self._base = str(request.base_url).rstrip("/")
        self._request = request
        self._as_of = request.query_params.get("as-of")

    def address(self, *steps: str, **parameters: Any) -> str:
        """The address of `/ogc/step/step`; it keeps the moment as of which was asked."""
        path = "/".join(("ogc", *(quote(step, safe="") for step in steps)))
        query = urlencode({**({"as-of": self._as_of} if self._as_of else {}), **parameters})
        return f"{self._base}/{path}{'?' if query else ''}{query}"

    def link(self, rel: str, *steps: str, type_: str = JSON_TYPE, title: str | None = None, **parameters: Any) -> Link:
        """A link to `/ogc/step/step`."""
        return Link(href=self.address(*steps, **parameters), rel=rel, type=type_, title=title)

    def around(self, form: Form, *, type_: str = JSON_TYPE) -> Iterator[Link]:
        """The links to this resource itself and to its other form."""
        types = {"json": type_, "html": HTML_TYPE}
        for each in (form, "html" if form == "json" else "json"):
            address = self._request.url.include_query_params(f=each)
            rel = "self" if each == form else "alternate"
            yield Link(href=str(address), rel=rel, type=types[each], title=f"This as {each.upper()}")

    def service(self) -> Iterator[Link]:
        """The links to the description of the API."""
        yield Link(href=f"{self._base}/openapi.json", rel="service-desc", type=OPENAPI_TYPE, title="OpenAPI 3.0")
        yield self.link("service-doc", "api", type_=HTML_TYPE, title="The API, for people")
