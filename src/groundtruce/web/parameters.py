"""What requests may ask for, each parameter with its bounds, and the values that they mean."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple, TypeAlias

from fastapi import Depends, Path, Query
from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from groundtruce.model.documents import Span
from groundtruce.model.times import parse_day, parse_moment
from groundtruce.web.problems import Refusal

MOST_ITEMS = 1000
MOST_ITEMS_SKIPPED = 10_000_000
LONGEST_NAME = 200
LONGEST_QUERY = 300

_NAME_PATTERN = r"^[^\x00-\x1f]+$"


def _query(description: str, **bounds: Any) -> Any:
    return Query(description=description, **bounds)


def _day(description: str, **bounds: Any) -> Any:
    return _query(description, min_length=10, max_length=10, json_schema_extra={"format": "date"}, **bounds)


AsOf: TypeAlias = Annotated[
    str | None,
    _query(
        "As the record stood at this moment: ISO 8601, UTC unless it says.",
        alias="as-of",
        json_schema_extra={"format": "date-time"},
    ),
]
Day: TypeAlias = Annotated[str | None, _day("A day.")]
RequiredSince: TypeAlias = Annotated[str, _day("The first day.", alias="from")]
RequiredUntil: TypeAlias = Annotated[str, _day("The last day, included.", alias="to")]
Limit: TypeAlias = Annotated[int, _query("At most so many.", ge=1, le=MOST_ITEMS)]
Offset: TypeAlias = Annotated[int, _query("After so many.", ge=0, le=MOST_ITEMS_SKIPPED)]
Name: TypeAlias = Annotated[
    str | None, _query("An identifier of the record or its case.", min_length=1, max_length=LONGEST_NAME)
]
Words: TypeAlias = Annotated[
    str, _query('Words and "quoted phrases": all of them must be there.', min_length=1, max_length=LONGEST_QUERY)
]
Box: TypeAlias = Annotated[
    str | None,
    _query(
        "West, south, east, north in degrees; a west beyond the east crosses the antimeridian.",
        max_length=200,
        json_schema_extra={"x-parameter": "bbox"},
    ),
]
Sha256: TypeAlias = Annotated[str, Path(description="A document's SHA-256.", pattern=r"^[0-9a-f]{64}$")]
Identifier: TypeAlias = Annotated[str, Path(description="An identifier.", min_length=1, max_length=LONGEST_NAME)]


class AskedDays(NamedTuple):
    """The days that are asked for, each none where that side is open."""

    first: date | None
    last: date | None


SPAN_PATTERN = r"^[0-9]{1,8}-[0-9]{1,8}(,[0-9]{1,8}-[0-9]{1,8}){0,49}$"


def refuse_unknown_parameters(request: Request) -> None:
    """A dependency of every route: refuse a parameter that it does not have, and one that is given twice."""
    route = request.scope["route"]
    known = {field.alias for field in _list_query_fields(route.dependant)}
    known |= {parameter["name"] for parameter in (route.openapi_extra or {}).get("parameters", ())}
    given = [name for name, _ in request.query_params.multi_items()]
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal(400, f"there is no parameter {unknown[0]!r} here; there are {', '.join(sorted(known)) or 'none'}")
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise Refusal(400, f"{twice[0]!r} is given more than once")


def describe_filter(name: str) -> dict[str, Any]:
    """A parameter that asks for features by one of their properties, as OpenAPI describes it."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": f"Only features with this {name}.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
    }


def read_as_of(text: str | None) -> datetime | None:
    """The moment that `as-of` names."""
    return None if text is None else read_moment(text, name="as-of")


def read_moment(text: str, *, name: str) -> datetime:
    """The moment that a parameter names."""
    try:
        return parse_moment(text)
    except (ValueError, OverflowError):
        raise Refusal(400, f"{name}: {text!r} is not a moment in ISO 8601") from None


def read_day(text: str | None, *, name: str = "on") -> date | None:
    """The day that a parameter names."""
    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise Refusal(400, f"{name}: {error}") from None


def read_days(
    since: Annotated[str | None, _day("The first day.", alias="from")] = None,
    until: Annotated[str | None, _day("The last day, included.", alias="to")] = None,
) -> AskedDays:
    """A dependency: the days from `from` to `to`, both included."""
    first, last = read_day(since, name="from"), read_day(until, name="to")
    if first and last and last < first:
        raise Refusal(400, f"to: {last} lies before from: {first}")
    return AskedDays(first, last)


def read_span(text: str) -> Span:
    """The span written `10-20,30-40`."""
    return tuple((int(start), int(end)) for start, _, end in (piece.partition("-") for piece in text.split(",")))


def read_box(text: str | None) -> tuple[float, float, float, float] | None:
    """The box that `bbox` names; of six numbers, which name heights too, the four of the plane."""
    if text is None:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise Refusal(400, "bbox: it is not numbers with commas between") from None
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(abs(number) <= 1e6 for number in numbers):
        raise Refusal(400, "bbox: it must be west, south, east, north in degrees")
    west, south, east, north = numbers
    if south > north:
        raise Refusal(400, f"bbox: south {south:g} lies north of {north:g}")
    return west, south, east, north


Days: TypeAlias = Annotated[AskedDays, Depends(read_days)]


# ---------------------------------------------------------------------------------------------------------------


def _list_query_fields(dependant: Dependant) -> Sequence[Any]:
    return [
        *dependant.query_params,
        *(field for each in dependant.dependencies for field in _list_query_fields(each)),
    ]
