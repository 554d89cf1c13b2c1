"""Maps: bytes to versions of zones. What is unclear is refused; what was repaired is said."""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import NamedTuple, get_args

import shapely
from shapely.geometry.base import BaseGeometry

from groundtruce.collect.map_crs import transform_to_wgs84
from groundtruce.collect.map_features import MapFeature, Positions, read_features
from groundtruce.collect.map_options import (
    MapOptions,
    options_of_sidecar,
    overlay_options,
    parse_sidecar,
    read_properties,
)
from groundtruce.collect.map_repairs import build_shape, check_positions, close_lines
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case, ZoneDefinition
from groundtruce.model.ids import digest, identify
from groundtruce.model.times import first_day, interval_of, lies_years_ahead
from groundtruce.model.zones import DrawingErrorFrom, ZoneKind, ZoneVersion

__all__ = ["MapOptions", "options_of_sidecar", "overlay_options", "parse_map", "parse_sidecar"]

UNDATED = "../.."
"""The EDTF interval open on both sides: the valid time of a map that is compared without a record."""

_LARGEST_DRAWING_ERROR_M = 100_000


def parse_map(  # noqa: PLR0913 - each keyword is a fact that only the caller knows
    content: bytes,
    *,
    name: str,
    document: str,
    media_type: str,
    case: Case | None = None,
    options: MapOptions | None = None,
    sidecar: MapOptions | None = None,
    require_dates: bool = True,
    collected_on: date | None = None,
) -> tuple[ZoneVersion, ...]:
    """The zone versions that a map draws, in the order of the file.

    `options` beat `sidecar`, which beats the properties of the features; a zone that `case` knows lends its name, kind and
    holder. Features of the same zone, kind, publisher and valid time are united into one version. `document` is the SHA-256
    of `content`; `name` is the file's name as messages give it. With `require_dates` false (a shape that is only compared)
    the valid time may be missing, the zone is then named after the file and its kind taken as `control`. A valid time more
    than a year after `collected_on` is refused. Raises `UnusableInput` with the file, the place in it and the reason.
    """
    stated = overlay_options(options or MapOptions(), sidecar or MapOptions())
    rules = _Rules(name, document, case, stated, require_dates, collected_on)
    features = read_features(content, name=name, media_type=media_type)
    groups: dict[tuple[str | None, ...], list[_Drawn]] = {}
    for feature in features:
        said = _describe_feature(feature, rules)
        key = (said.zone, said.kind, said.publisher, said.valid_from, said.valid_to)
        groups.setdefault(key, []).append(_Drawn(feature, said))
    versions = (_build_version(group, rules) for group in groups.values())
    found = tuple(version for version in versions if version is not None)
    if not found:
        raise UnusableInput(name, f"holds no polygon, but: {_list_kinds(features)}")
    return found


# ---------------------------------------------------------------------------------------------------------------


class _Rules(NamedTuple):
    """What holds for the whole file."""

    file: str
    document: str
    case: Case | None
    stated: MapOptions
    require_dates: bool
    collected_on: date | None


class _Drawn(NamedTuple):
    """A feature with everything that is said of it."""

    feature: MapFeature
    said: MapOptions


def _describe_feature(feature: MapFeature, rules: _Rules) -> MapOptions:
    """Everything said of a feature, checked. Only what concerns its shape is left open."""
    own = read_properties(feature.properties, rules.file, feature.place)
    said = overlay_options(rules.stated, own)
    zone = _find_zone(said, rules, feature.place)
    said = overlay_options(MapOptions(zone=zone), said, _options_of_zone(_defined_zone(zone, rules.case)))
    _check_dates(said, rules, feature.place)
    return overlay_options(
        MapOptions(
            kind=_check_kind(said.kind, rules, feature.place),
            holder=_find_party(said.holder, rules.case),
            publisher=_find_publisher(said.publisher, rules.case),
        ),
        said,
        MapOptions(valid_from=UNDATED),
    )


def _find_zone(said: MapOptions, rules: _Rules, place: str) -> str:
    """The zone's identifier: as stated, by its name in the case, or made from its name."""
    if said.zone is not None:
        return said.zone
    if said.name is not None:
        zones = rules.case.zones if rules.case else ()
        return next(
            (zone.id for zone in zones if zone.name.casefold() == said.name.casefold()), _identifier_of(said.name)
        )
    if not rules.require_dates:
        return _identifier_of(PurePath(rules.file).stem)
    known = ", ".join(zone.id for zone in rules.case.zones) if rules.case else ""
    hint = f" (the case knows: {known})" if known else ""
    raise UnusableInput(rules.file, f"which zone is drawn is stated nowhere{hint}", place=place)


def _identifier_of(name: str) -> str:
    """`U.N. Buffer Zone` as `u-n-buffer-zone`."""
    letters = "".join(letter if letter.isalnum() else " " for letter in unicodedata.normalize("NFC", name).casefold())
    return "-".join(letters.split()) or "zone"


def _defined_zone(zone: str, case: Case | None) -> ZoneDefinition | None:
    return next((each for each in case.zones if each.id == zone), None) if case else None


def _options_of_zone(zone: ZoneDefinition | None) -> MapOptions:
    return MapOptions(name=zone.name, kind=zone.kind, holder=zone.holder) if zone else MapOptions()


def _check_kind(kind: str | None, rules: _Rules, place: str) -> ZoneKind:
    known = get_args(ZoneKind)
    if kind is None and not rules.require_dates:
        return "control"
    chosen: ZoneKind | None = next((each for each in known if kind and each == kind.casefold()), None)
    if chosen is None:
        reason = f"kind {kind!r} is none of" if kind else "the zone's kind is stated nowhere: it is one of"
        raise UnusableInput(rules.file, f"{reason} {', '.join(known)}", place=place)
    return chosen


def _find_party(holder: str | None, case: Case | None) -> str | None:
    """The party's identifier, where the case knows the holder by any name; else the name as given."""
    if holder is None or case is None:
        return holder
    wanted = holder.casefold()
    names = ((party.id, (party.id, party.name, *party.names)) for party in case.parties)
    return next((party for party, known in names if wanted in map(str.casefold, known)), holder)


def _find_publisher(publisher: str | None, case: Case | None) -> str | None:
    if publisher is None or case is None:
        return publisher
    wanted = publisher.casefold()
    return next(
        (each.id for each in case.publishers if wanted in (each.id.casefold(), each.name.casefold())), publisher
    )


def _check_dates(said: MapOptions, rules: _Rules, place: str) -> None:
    if said.valid_from is None and rules.require_dates:
        raise UnusableInput(
            rules.file, "from when on the zone had this shape (valid_from) is stated nowhere", place=place
        )
    start = _start_of("valid_from", said.valid_from, rules.file, place)
    end = _start_of("valid_to", said.valid_to, rules.file, place)
    if start and end and end <= start:
        reason = f"valid_to {said.valid_to} does not come after valid_from {said.valid_from}"
        raise UnusableInput(rules.file, reason, place=place)
    if start and rules.collected_on and lies_years_ahead(start, of=rules.collected_on):
        reason = f"valid_from {said.valid_from} lies years ahead of {rules.collected_on}: is a digit wrong?"
        raise UnusableInput(rules.file, reason, place=place)


def _start_of(field: str, text: str | None, file: str, place: str) -> datetime | None:
    try:
        return interval_of(text).start if text is not None else None
    except (ValueError, OverflowError):
        raise UnusableInput(file, f"{field} {text!r} is no date", place=place) from None


def _build_version(group: list[_Drawn], rules: _Rules) -> ZoneVersion | None:
    """One version from the features that draw it; none where they have no shape at all."""
    said = overlay_options(*(drawn.said for drawn in group))
    drawn = [each.feature for each in group if each.feature.polygons or each.feature.lines]
    place = _list_places(drawn or [group[0].feature])
    error, error_from = _choose_drawing_error(said, rules, place)
    repairs: list[str] = []
    shape = _build_shape([drawn.feature for drawn in group], error, rules.file, repairs)
    if shape is None:
        return None
    repairs += _note_differences(group, rules)
    if len(drawn) > 1:
        repairs.append(f"{place}: drawn as one zone, united")
    wkb = shapely.to_wkb(shape, byte_order=1, output_dimension=2, flavor="iso")
    zone, valid_from = said.zone or "", said.valid_from or UNDATED
    return ZoneVersion(
        id=identify("zone", zone, said.kind, valid_from, said.valid_to, said.publisher, rules.document, digest(wkb)),
        zone=zone,
        name=said.name or zone,
        kind=_check_kind(said.kind, rules, place),
        holder=said.holder,
        valid_from=valid_from,
        valid_to=said.valid_to,
        publisher=said.publisher,
        document=rules.document,
        locator=place,
        drawing_error_m=error,
        drawing_error_from=error_from,
        wkb=wkb,
        repairs=tuple(repairs),
        note=said.note or "",
    )


def _list_places(features: list[MapFeature]) -> str:
    """`feature 2`, `features 2, 5`, or the first three and how many more."""
    places = [feature.place for feature in features]
    if len(places) == 1:
        return places[0]
    numbers = [place.removeprefix("feature ") for place in places]
    more = f" and {len(numbers) - 3} more" if len(numbers) > 3 else ""
    return f"features {', '.join(numbers[:3])}{more}"


def _choose_drawing_error(said: MapOptions, rules: _Rules, place: str) -> tuple[float, DrawingErrorFrom]:
    if said.drawing_error_m is not None:
        error = said.drawing_error_m
        if not 0 < error <= _LARGEST_DRAWING_ERROR_M:
            reason = f"drawing_error_m {error:g} is not between 0 and {_LARGEST_DRAWING_ERROR_M} m"
            raise UnusableInput(rules.file, reason, place=place)
        return error, "source" if rules.stated.drawing_error_m is None else "stated"
    if rules.case is None:
        raise UnusableInput(rules.file, "the map's drawing error (drawing_error_m) is stated nowhere", place=place)
    return rules.case.default_drawing_error_m, "assumed"


def _build_shape(
    features: list[MapFeature], drawing_error_m: float, file: str, repairs: list[str]
) -> BaseGeometry | None:
    """The valid shape that features draw together."""
    placed = [_bring_to_wgs84(feature, file, repairs) for feature in features]
    shapes = [build_shape(feature, file=file, repairs=repairs) for feature in placed]
    for feature, shape in zip(placed, shapes, strict=True):
        if shape is None and not feature.lines:
            repairs.append(f"{feature.place}: {_describe_emptiness(feature)}, left out")
    lines = [line for feature in placed for line in feature.lines]
    drawn = [shape for shape in shapes if shape is not None]
    if lines:
        places = _list_places([feature for feature in placed if feature.lines])
        drawn.append(close_lines(lines, drawing_error_m=drawing_error_m, file=file, place=places, repairs=repairs))
    if not drawn:
        return None
    return shapely.orient_polygons(drawn[0] if len(drawn) == 1 else shapely.union_all(drawn))


def _describe_emptiness(feature: MapFeature) -> str:
    if feature.kind is None:
        return "has no geometry"
    return f"a {feature.kind} encloses no area" if "Point" in feature.kind else f"an empty {feature.kind}"


def _bring_to_wgs84(feature: MapFeature, file: str, repairs: list[str]) -> MapFeature:
    if feature.has_heights:
        repairs.append(f"{feature.place}: heights were dropped")

    def place_line(line: Positions, place: str) -> Positions:
        return transform_to_wgs84(line, feature.crs, file=file, place=place)

    polygons = tuple(
        tuple(place_line(ring, f"{feature.place}, ring {number}") for number, ring in enumerate(rings, 1))
        for rings in feature.polygons
    )
    lines = tuple(place_line(line, feature.place) for line in feature.lines)
    for line in lines:
        check_positions(line, file=file, place=feature.place)
    moved = zip(itertools.chain(*polygons, lines), itertools.chain(*feature.polygons, feature.lines), strict=True)
    if any(placed is not drawn for placed, drawn in moved):
        repairs.append(f"{feature.place}: transformed to WGS 84 from {_name_crs(feature.crs)}")
    return MapFeature(
        place=feature.place, properties=feature.properties, polygons=polygons, lines=lines, kind=feature.kind
    )


def _name_crs(crs: str | None) -> str:
    match = re.match(r'\s*\w+\["([^"]+)"', crs or "")
    return match[1] if match else str(crs)


def _note_differences(group: list[_Drawn], rules: _Rules) -> Iterable[str]:
    """Where the valid time that was stated, the one in the file and the one in its name differ, in words."""
    valid_from = group[0].said.valid_from
    for drawn in group:
        inside = read_properties(drawn.feature.properties, rules.file, drawn.feature.place).valid_from
        if inside and inside != valid_from:
            yield f"{drawn.feature.place}: valid from {valid_from} as stated; the file itself says {inside}"
    dated = re.search(r"(?<!\d)((?:19|20)\d{2})[-_]?(\d{2})[-_]?(\d{2})(?!\d)", PurePath(rules.file).name)
    named = "-".join(dated.groups()) if dated else None
    if named and valid_from and valid_from != UNDATED and str(first_day(valid_from)) != named:
        yield f"valid from {valid_from}; the file's name says {named}"


def _list_kinds(features: Iterable[MapFeature]) -> str:
    kinds = sorted(
        {f"empty {each.kind}" if each.kind and "Poly" in each.kind else each.kind or "no geometry" for each in features}
    )
    return ", ".join(kinds[:4])
