"""The description of the API in OpenAPI 3.0.3, from the routes and from the types of the answers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from groundtruce import __version__
from groundtruce.model.chronology import CHRONOLOGY_KINDS
from groundtruce.model.values import Value
from groundtruce.web.problems import PROBLEM, Problem

VERSION = "3.0.3"
MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.0"

_DESCRIPTION = (
    "One record of a ceasefire: OGC API Features under /ogc, the record's own resources under /api. Offsets are Unicode"
    " code points, half-open; dates are EDTF; coordinates are WGS 84, longitude first."
)
_REFERENCE = "#/components/schemas/{name}"
_REFUSALS = {
    400: "A parameter that cannot be used",
    401: "A token is missing or wrong",
    403: "Not allowed",
    404: "There is no such thing, or was none at that moment",
    414: "The address is too long",
    500: "The record is broken",
    503: "Too much at once, or too slow",
}
_BYTES = {"type": "string", "format": "binary"}
_LISTS: dict[str, dict[str, Any]] = {
    "bbox": {
        "type": "array",
        "items": {"type": "number", "minimum": -1e6, "maximum": 1e6},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    },
    "kinds": {
        "type": "array",
        "items": {"type": "string", "enum": list(CHRONOLOGY_KINDS)},
        "minItems": 1,
        "maxItems": 10,
    },
}
"""Parameters that are lists with commas between, by their mark in `web.parameters`."""


def answers(
    noun: type[Value] | None,
    *others: str,
    media_type: str = "application/json",
    more: Mapping[int, str] | None = None,
    created: bool = False,
) -> dict[int | str, dict[str, Any]]:
    """What a route may answer: a value as JSON, other media types, `more` statuses, and the refusals of all routes."""
    files = {each.partition(";")[0] for each in others}
    content: dict[str, Any] = {each: {"schema": {} if "json" in each else _BYTES} for each in sorted(files)}
    if noun:
        content[media_type] = {"schema": {"$ref": _REFERENCE.format(name=noun.__name__)}}
    refusals = {**_REFUSALS, **(more or {})}
    problem = {PROBLEM: {"schema": {"$ref": _REFERENCE.format(name=Problem.__name__)}}}
    answer = {"description": (noun.__doc__ or "").splitlines()[0] if noun else "The file", "content": content}
    return {
        200: answer,
        **({201: answer} if created else {304: {"description": "What the client holds is still so"}}),
        **{status: {"description": words, "content": problem} for status, words in refusals.items()},
    }


def describe_api(app: FastAPI, *, nouns: Iterable[type[Value]]) -> dict[str, Any]:
    """The whole document. `nouns` are the types that routes answer with."""
    document = get_openapi(
        title="Groundtruce",
        version=__version__,
        description=_DESCRIPTION,
        routes=app.routes,
        openapi_version=VERSION,
    )
    _, schemas = msgspec.json.schema_components([Problem, *nouns], ref_template=_REFERENCE)
    document["components"] = {
        "schemas": schemas,
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "description": "Printed when the server starts."}
        },
    }
    for operation in _list_operations(document):
        responses = operation["responses"]
        if "HTTPValidationError" in str(responses.get("422")):
            # What FastAPI answers by itself; here a bad parameter is 400.
            del responses["422"]
        for parameter in operation.get("parameters", ()):
            _spell_out(parameter)
    converted: dict[str, Any] = _to_3_0(document)
    return converted


# ---------------------------------------------------------------------------------------------------------------


def _list_operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _spell_out(parameter: dict[str, Any]) -> None:
    """Nobody writes `null` in an address; and a list is one."""
    schema = parameter["schema"]
    kinds = schema.pop("anyOf", None)
    if kinds:
        schema |= next(kind for kind in kinds if kind.get("type") != "null")
    schema.pop("title", None)
    name = schema.pop("x-parameter", None)
    if name:
        parameter |= {"schema": _LISTS[name], "style": "form", "explode": False}


def _to_3_0(node: Any) -> Any:
    """A part of the document as OpenAPI 3.0 writes it: its schemas are not yet JSON Schema of 2020."""
    if isinstance(node, list):
        return [_to_3_0(each) for each in node]
    if not isinstance(node, dict):
        return node
    schema = {key: _to_3_0(value) for key, value in node.items()}
    if isinstance(schema.get("anyOf"), list) and {"type": "null"} in schema["anyOf"]:
        schema = _make_nullable(schema)
    if isinstance(schema.get("enum"), list) and None in schema["enum"]:
        schema["nullable"] = True
    if schema.get("required") == []:
        del schema["required"]
    if "prefixItems" in schema:
        items = schema.pop("prefixItems")
        schema["items"] = items[0] if all(each == items[0] for each in items) else {}
    if schema.pop("contentEncoding", None) == "base64":
        schema["format"] = "byte"
    if "$ref" in schema and len(schema) > 1:
        schema = {"allOf": [{"$ref": schema.pop("$ref")}], **schema}
    return schema


def _make_nullable(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [each for each in schema.pop("anyOf") if each != {"type": "null"}]
    if len(kinds) > 1:
        return {**schema, "anyOf": kinds, "nullable": True}
    (kind,) = kinds
    if "$ref" in kind:
        return {**schema, "allOf": [kind], "nullable": True}
    return {**kind, **schema, "nullable": True}
