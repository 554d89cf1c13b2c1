"""Markers: bytes to sightings. Each says which marker, when, where, and how well its position is known, or is refused."""

import math
from datetime import date

from groundtruce.collect.formats import GEOJSON, FileFormat
from groundtruce.collect.marker_rows import FIELDS, MarkerRow, read_marker_rows
from groundtruce.errors import UnusableInput
from groundtruce.model.ids import identify
from groundtruce.model.markers import PositionErrorFrom, Sighting
from groundtruce.model.times import interval_of
from groundtruce.model.values import Value

CSV = FileFormat(kind="map", media_type="text/csv", label="CSV")
"""A table of markers. Like a map, it is a document without a text that is read."""

_LARGEST_POSITION_ERROR_M = 100_000


class MarkerOptions(Value):
    """What is said of all markers of a file that do not say it themselves."""

    position_error_m: float | None = None
    """One standard deviation along any direction."""
    seen: str | None = None
    """EDTF."""
    seen_by: str | None = None


def choose_marker_format(form: FileFormat, *, name: str) -> FileFormat:
    """The format of markers that a file of this form is. Raises `UnusableInput` where it can be none."""
    if form.media_type == GEOJSON.media_type:
        return form
    if form.media_type == "text/plain":
        return CSV
    raise UnusableInput(name, f"looks like {form.label}; markers come as CSV or GeoJSON")


def parse_markers(
    content: bytes,
    *,
    name: str,
    document: str,
    media_type: str,
    zone: str,
    options: MarkerOptions | None = None,
    collected_on: date | None = None,
) -> tuple[Sighting, ...]:
    """The sightings in a file of markers, in its order.

    A row that names a zone belongs to that one, every other to `zone`. `document` is the SHA-256 of `content`. Raises
    `UnusableInput` with the file, the row and the reason where a row is without its marker, day, position or position
    error, says what cannot be, was seen after `collected_on`, or repeats another with other words.
    """
    rules = options or MarkerOptions()
    sightings: list[Sighting] = []
    places: dict[tuple[str, str, str, str | None], str] = {}
    for row in read_marker_rows(content, name=name, media_type=media_type):
        sighting = _build_sighting(row, name, document, zone, rules)
        _check_day(sighting.seen, name, row.place, collected_on)
        key = (sighting.zone, sighting.marker, sighting.seen, sighting.seen_by)
        if key in places:
            reason = f"marker {sighting.marker} of {sighting.seen} stands here and in {places[key]}: which one holds?"
            raise UnusableInput(name, reason, place=row.place)
        places[key] = row.place
        sightings.append(sighting)
    return tuple(sightings)


# ---------------------------------------------------------------------------------------------------------------


def _build_sighting(row: MarkerRow, name: str, document: str, zone: str, rules: MarkerOptions) -> Sighting:
    said = row.said
    longitude = _read_degrees("longitude", 180, row, name)
    latitude = _read_degrees("latitude", 90, row, name)
    error, error_from = _choose_position_error(row, name, rules)
    marker, seen = said.get("marker"), said.get("seen") or rules.seen
    if not marker:
        raise UnusableInput(name, "which marker it is (marker) is stated nowhere", place=row.place)
    if not seen:
        raise UnusableInput(name, "when it was seen (seen) is stated nowhere", place=row.place)
    of_zone = said.get("zone", zone)
    return Sighting(
        id=identify("sighting", of_zone, marker, seen, longitude, latitude, document, row.place),
        zone=of_zone,
        marker=marker,
        seen=seen,
        longitude=longitude,
        latitude=latitude,
        position_error_m=error,
        position_error_from=error_from,
        seen_by=said.get("seen_by") or rules.seen_by,
        document=document,
        locator=row.place,
        kind=said.get("kind", ""),
        note=said.get("note", ""),
    )


def _read_degrees(field: str, most: float, row: MarkerRow, name: str) -> float:
    text = row.said.get(field)
    if text is None:
        raise UnusableInput(name, f"{field} is stated nowhere", place=row.place)
    degrees = _read_number(field, text, row, name)
    if not abs(degrees) <= most:
        reason = f"{field} {text} lies beyond ±{most:g}°: are these metres, or longitude and latitude swapped?"
        raise UnusableInput(name, reason, place=row.place)
    return degrees


def _read_number(field: str, text: str, row: MarkerRow, name: str) -> float:
    try:
        number = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        hint = "; write its decimals behind a point" if "," in text else ""
        raise UnusableInput(name, f"{field} {text[:40]!r} is no number{hint}", place=row.place)
    return number


def _choose_position_error(row: MarkerRow, name: str, rules: MarkerOptions) -> tuple[float, PositionErrorFrom]:
    text = row.said.get("position_error_m")
    if text is None and rules.position_error_m is None:
        reason = f"how far off its position may be is stated nowhere ({', '.join(FIELDS['position_error_m'])})"
        raise UnusableInput(name, reason, place=row.place)
    error = (
        _read_number("position_error_m", text, row, name) if text is not None else float(rules.position_error_m or 0)
    )
    if not 0 < error <= _LARGEST_POSITION_ERROR_M:
        reason = f"position_error_m {error:g} is not between 0 and {_LARGEST_POSITION_ERROR_M} m"
        raise UnusableInput(name, reason, place=row.place)
    return error, "source" if text is not None else "stated"


def _check_day(seen: str, name: str, place: str, collected_on: date | None) -> None:
    try:
        start = interval_of(seen).start
    except (ValueError, OverflowError):
        raise UnusableInput(name, f"seen {seen[:40]!r} is no date such as 2020-12-13", place=place) from None
    if start is None:
        raise UnusableInput(name, f"seen {seen!r} has no beginning", place=place)
    if collected_on and start.date() > collected_on:
        raise UnusableInput(name, f"seen {seen} lies ahead of {collected_on}: is a digit wrong?", place=place)
