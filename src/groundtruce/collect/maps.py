"""Maps: bytes to versions of zones. What is unclear is refused; what was repaired is said."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import NamedTuple, get_args

import shapely
from msgspec import structs

from groundtruce.collect.map_features import MapFeature, read_features
from groundtruce.collect.map_options import (
    MapOptions,
    check_metres,
    options_of_sidecar,
    overlay_options,
    parse_sidecar,
    read_properties,
)
from groundtruce.collect.map_shapes import build_area, encode_area, list_places
from groundtruce.collect.map_stretches import Stretch, read_stretches
from groundtruce.errors import UnusableInput
from groundtruce.model.cases import Case, ZoneDefinition
from groundtruce.model.ids import digest, identify
from groundtruce.model.times import first_day, interval_of, lies_years_ahead
from groundtruce.model.zones import DrawingErrorFrom, ZoneKind, ZoneVersion

__all__ = ["MapOptions", "options_of_sidecar", "overlay_options", "parse_map", "parse_sidecar"]

UNDATED = "../.."
"""The EDTF interval open on both sides: the valid time of a map that is compared without a record."""


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
    stretches = read_stretches(features, name)
    groups: dict[tuple[str | None, ...], list[_Drawn]] = {}
    for feature in features:
        if feature.place in stretches:
            continue
        said = _describe_feature(feature, rules)
        key = (said.zone, said.kind, said.publisher, said.valid_from, said.valid_to)
        groups.setdefault(key, []).append(_Drawn(feature, said))
    versions = (_build_version(group, rules) for group in groups.values())
    found = tuple(_take_stretches(version, stretches.values(), rules) for version in versions if version is not None)
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


def _take_stretches(version: ZoneVersion, stretches: Iterable[Stretch], rules: _Rules) -> ZoneVersion:
    """The version with the stretches that are said of it and meet its boundary."""
    boundary = shapely.boundary(shapely.from_wkb(version.wkb))
    meeting = [
        each
        for each in stretches
        if (not each.said.names_zone or _find_zone(each.said, rules, each.place) == version.zone)
        and shapely.intersects(boundary, shapely.from_wkb(each.area.wkb))
    ]
    repairs = tuple(repair for each in meeting for repair in each.repairs)
    areas = tuple(each.area for each in meeting)
    return structs.replace(version, stretches=areas, repairs=(*version.repairs, *repairs)) if meeting else version


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
    place = list_places(drawn or [group[0].feature])
    error, error_from = _choose_drawing_error(said, rules, place)
    repairs: list[str] = []
    shape = build_area([drawn.feature for drawn in group], error, rules.file, repairs)
    if shape is None:
        return None
    repairs += _note_differences(group, rules)
    if len(drawn) > 1:
        repairs.append(f"{place}: drawn as one zone, united")
    wkb = encode_area(shape)
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
        drawing_correlation_m=_check_correlation(said, rules, place),
    )


def _choose_drawing_error(said: MapOptions, rules: _Rules, place: str) -> tuple[float, DrawingErrorFrom]:
    if said.drawing_error_m is not None:
        error = said.drawing_error_m
        check_metres("drawing_error_m", error, rules.file, place)
        return error, "source" if rules.stated.drawing_error_m is None else "stated"
    if rules.case is None:
        raise UnusableInput(rules.file, "the map's drawing error (drawing_error_m) is stated nowhere", place=place)
    return rules.case.default_drawing_error_m, "assumed"


def _check_correlation(said: MapOptions, rules: _Rules, place: str) -> float | None:
    if said.drawing_correlation_m is not None:
        check_metres("drawing_correlation_m", said.drawing_correlation_m, rules.file, place)
    return said.drawing_correlation_m


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
