"""What is wrong in a case: references to nothing, identifiers used twice, values that are none. Pure."""

import math
import re
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias, TypeVar, get_args

from groundtruce.collect.toml_lines import Keys
from groundtruce.model.agreements import (
    Agreement,
    CeilingTerms,
    Provision,
    ProvisionTerms,
    RenewalTerms,
    TermChange,
    TermNotice,
    TextVariant,
    change,
    kind_of,
)
from groundtruce.model.cases import Case, Party
from groundtruce.model.claims import EventType
from groundtruce.model.times import interval_of, parse_day
from groundtruce.model.zones import ZoneKind

_LONGEST_YEARS = 999
PARTY_KINDS = ("party", "peacekeeper", "mediator", "other")


class Problem(NamedTuple):
    """A place in a case's file, by its keys, and what is wrong there."""

    place: Keys
    reason: str


Problems: TypeAlias = Iterator[Problem]


_PLAIN_ARRAYS = ("signatories",)


def describe(place: Keys) -> str:
    """A place in the words of a TOML file: `[[parties]] 3, names 2`."""
    words: list[str] = []
    for step in place:
        if isinstance(step, int):
            is_table = len(words) == 1 and words[0] not in _PLAIN_ARRAYS
            words[-1] = f"[[{words[0]}]] {step + 1}" if is_table else f"{words[-1]} {step + 1}"
        else:
            words.append(step)
    return ", ".join(words)


def check_description(case: Case) -> Problems:
    """What is wrong with the parties, actors, publishers, zones and areas."""
    yield from _check_positive(("default_drawing_error_m",), case.default_drawing_error_m)
    for table in ("parties", "publishers", "zones", "lines"):
        yield from _check_ids(table, (row.id for row in getattr(case, table)))
    yield from _check_parties(case.parties)
    for table, key in (("actors", "party"), ("publishers", "party"), ("zones", "holder")):
        for place, row in _rows(table, getattr(case, table)):
            yield from _check_party((*place, key), getattr(row, key), case)
    yield from _check_speakers(case)
    for place, line in _rows("lines", case.lines):
        yield from _check_positive((*place, "drawing_error_m"), line.drawing_error_m)
        for noun, others in (("an area", case.areas), ("a zone", case.zones), ("a place", case.places)):
            if any(other.id == line.id for other in others):
                yield Problem((*place, "id"), f"{line.id!r} is the id of {noun} already")


def check_area(place: Keys, identifier: str, drawing_error_m: float | None) -> Problems:
    """What is wrong with an area's identifier and its drawing error."""
    yield from _check_id((*place, "id"), identifier)
    if drawing_error_m is not None:
        yield from _check_positive((*place, "drawing_error_m"), drawing_error_m)


def check_places(case: Case) -> Problems:
    """What is wrong with the places."""
    yield from _check_ids("places", (entry.id for entry in case.places))
    for place, entry in _rows("places", case.places):
        if not entry.names or not all(name.text.strip() for name in entry.names):
            yield Problem((*place, "names"), "a place needs a name, and no name may be empty")
        for number, name in enumerate(entry.names):
            yield from _check_party((*place, "names", number, "usage"), name.usage, case)
        if not (-180 <= entry.longitude <= 180 and -90 <= entry.latitude <= 90):
            reason = f"{entry.longitude:g}, {entry.latitude:g} are no degrees of longitude and latitude"
            yield Problem((*place, "longitude and latitude"), reason)
        yield from _check_positive((*place, "uncertainty_km"), entry.uncertainty_km)


def check_agreement(case: Case) -> Problems:
    """What is wrong with the agreement, or nothing where there is none."""
    agreement = case.agreement
    if agreement is None:
        return
    yield from _check_date(("signed",), agreement.signed, case)
    for number, signatory in enumerate(agreement.signatories):
        yield from _check_party(("signatories", number), signatory, case)
    if agreement.time_zone not in zoneinfo.available_timezones():
        yield Problem(("time_zone",), f"{agreement.time_zone!r} is no time zone's IANA name")
    yield from _check_ids("provisions", (provision.id for provision in agreement.provisions))
    for place, provision in _rows("provisions", agreement.provisions):
        yield from _check_terms((*place, "terms"), provision.terms, case)
        yield from _check_amendments(place, provision, case)
    yield from _check_ids("variants", (variant.id for variant in agreement.variants))
    for place, variant in _rows("variants", agreement.variants):
        yield from _check_variant(place, variant, agreement, case)


# ---------------------------------------------------------------------------------------------------------------


_Row = TypeVar("_Row")


def _rows(table: str, rows: Iterable[_Row]) -> Iterator[tuple[Keys, _Row]]:
    """Each row with its place in the file."""
    return (((table, number), row) for number, row in enumerate(rows))


def _check_parties(parties: tuple[Party, ...]) -> Problems:
    owners: dict[str, str] = {}
    for place, party in _rows("parties", parties):
        yield from _check_known((*place, "kind"), party.kind, PARTY_KINDS, "kind of party")
        if party.colour is not None and not re.fullmatch(r"#[0-9A-Fa-f]{6}", party.colour):
            yield Problem((*place, "colour"), f"{party.colour!r} is not a colour written #RRGGBB")
        for name in (party.name, *party.names):
            if not name.strip():
                yield Problem((*place, "names"), "a name is empty")
            owner = owners.setdefault(name.casefold(), party.id)
            if owner != party.id:
                yield Problem((*place, "names"), f"the party {owner!r} is called {name!r} already")


def _check_speakers(case: Case) -> Problems:
    publishers = {publisher.id for publisher in case.publishers}
    for place, speaker in _rows("speakers", case.speakers):
        yield from _check_party((*place, "party"), speaker.party, case)
        yield from _check_positive((*place, "within_days"), speaker.within_days)
        for number, publisher in enumerate(speaker.publishers):
            yield from _check_known((*place, "publishers", number), publisher, publishers, "publisher")


def _check_terms(place: Keys, terms: ProvisionTerms, case: Case) -> Problems:
    """What is wrong in one provision's terms. Keys mean the same in every kind of terms."""
    for key in terms.__struct_fields__:
        yield from _check_term(place, key, getattr(terms, key), case)
    if isinstance(terms, RenewalTerms):
        yield from _check_term_of_years(place, terms)
    if isinstance(terms, CeilingTerms) and not (terms.personnel or terms.vehicles or terms.armoured_vehicles):
        yield Problem(place, "a ceiling needs `personnel`, `vehicles` or `armoured_vehicles`")


def _check_term(place: Keys, key: str, value: Any, case: Case) -> Problems:
    check = _TERM_CHECKS.get(key)
    if check and isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from check((*place, key, number), item, case)
    elif check and value is not None:
        yield from check((*place, key), value, case)


def _check_term_of_years(place: Keys, terms: RenewalTerms) -> Problems:
    """Days of a calendar end with the year 9999."""
    for key in ("years", "renewal_years"):
        if getattr(terms, key) > _LONGEST_YEARS:
            yield Problem((*place, key), f"{getattr(terms, key)} is more than {_LONGEST_YEARS} years")
    if terms.notice_months > 12 * min(terms.years, terms.renewal_years):
        yield Problem((*place, "notice_months"), f"{terms.notice_months} months are longer than a term")


def _check_amendments(place: Keys, provision: Provision, case: Case) -> Problems:
    terms = provision.terms
    for number, amendment in enumerate(provision.amendments):
        here = (*place, "amendments", number)
        yield from _check_date((*here, "agreed"), amendment.agreed, case)
        for which, party in enumerate(amendment.by):
            yield from _check_party((*here, "by", which), party, case)
        if not amendment.changes:
            yield Problem((*here, "changes"), "an amendment changes something")
        yield from _check_changes((*here, "changes"), terms, amendment.changes, case)


def _check_variant(place: Keys, variant: TextVariant, agreement: Agreement, case: Case) -> Problems:
    if variant.circulated is not None:
        yield from _check_date((*place, "circulated"), variant.circulated, case)
    terms = {provision.id: provision.terms for provision in agreement.provisions}
    for number, difference in enumerate(variant.differences):
        here = (*place, "differences", number)
        if difference.provision is not None:
            yield from _check_known((*here, "provision"), difference.provision, terms, "provision")
        if difference.changes and difference.provision is None:
            yield Problem((*here, "changes"), "changes terms, and names no provision")
        if difference.provision in terms:
            yield from _check_changes((*here, "changes"), terms[difference.provision], difference.changes, case)


def _check_changes(place: Keys, terms: ProvisionTerms, changes: Iterable[TermChange], case: Case) -> Problems:
    """Whether the terms can be changed so, and what is wrong with what comes of it, told of the changed keys."""
    for each in changes:
        try:
            changed = change(terms, [each])
        except ValueError as error:
            yield Problem((*place, each.key), _say_unchangeable(terms, each, str(error)))
        else:
            yield from _check_term(place, each.key, getattr(changed, each.key), case)


def _say_unchangeable(terms: ProvisionTerms, change: TermChange, message: str) -> str:
    if change.key not in terms.__struct_fields__:
        return f"terms of the kind {kind_of(terms)!r} have no key {change.key!r}"
    reason = message.partition(" - at ")[0]
    return reason[:1].lower() + reason[1:]


def _check_ids(table: str, ids: Iterable[str]) -> Problems:
    first: dict[str, Keys] = {}
    for place, identifier in _rows(table, ids):
        yield from _check_id((*place, "id"), identifier)
        if first.setdefault(identifier, place) != place:
            yield Problem((*place, "id"), f"{identifier!r} is the id of {describe(first[identifier])} already")


def _check_id(place: Keys, identifier: str) -> Problems:
    if not re.fullmatch(r"[^\s/\\]+", identifier):
        yield Problem(place, f"{identifier!r} must not be empty nor hold spaces or slashes")


def _check_known(place: Keys, value: str, known: Iterable[str], noun: str) -> Problems:
    if value not in known:
        yield Problem(place, f"there is no {noun} {value!r}")


def _check_party(place: Keys, value: str | None, case: Case) -> Problems:
    if value is not None:
        yield from _check_known(place, value, (party.id for party in case.parties), "party")


def _check_area(place: Keys, value: str, case: Case) -> Problems:
    yield from _check_known(place, value, (area.id for area in case.areas), "area")


def _check_place(place: Keys, value: str, case: Case) -> Problems:
    yield from _check_known(place, value, (entry.id for entry in case.places), "place")


def _check_notice(place: Keys, value: TermNotice, case: Case) -> Problems:
    yield from _check_date((*place, "given"), value.given, case)
    yield from _check_party((*place, "by"), value.by, case)


def _check_zone(place: Keys, value: str, case: Case) -> Problems:
    yield from _check_known(place, value, (zone.id for zone in case.zones), "zone")


def _check_line(place: Keys, value: str, case: Case) -> Problems:
    known = [*(line.id for line in case.lines), *(zone.id for zone in case.zones)]
    yield from _check_known(place, value, known, "line or zone")


def _check_publisher(place: Keys, value: str, case: Case) -> Problems:
    yield from _check_known(place, value, (publisher.id for publisher in case.publishers), "publisher")


def _check_zone_kind(place: Keys, value: str, _case: Case) -> Problems:
    yield from _check_known(place, value, get_args(ZoneKind), "kind of zone")


def _check_event_type(place: Keys, value: str, _case: Case) -> Problems:
    yield from _check_known(place, value, get_args(EventType), "type of event")


def _check_positive(place: Keys, value: float, _case: Case | None = None) -> Problems:
    if not (math.isfinite(value) and value > 0):
        yield Problem(place, f"{value} is not a number above 0")


def _check_date(place: Keys, value: str, _case: Case) -> Problems:
    try:
        interval_of(value)
    except (ValueError, OverflowError) as error:
        yield Problem(place, str(error))


def _check_day(place: Keys, value: str, _case: Case) -> Problems:
    try:
        parse_day(value)
    except ValueError as error:
        yield Problem(place, str(error))


def _check_moment(place: Keys, value: str, _case: Case) -> Problems:
    """A moment without its offset from UTC would mean another moment elsewhere."""
    try:
        has_offset = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        has_offset = False
    if not has_offset:
        yield Problem(place, f"{value!r} is not an ISO 8601 moment with its offset from UTC")


_TERM_CHECKS: dict[str, Callable[[Keys, Any, Case], Problems]] = {
    "area": _check_area,
    "zone": _check_zone,
    "between": _check_line,
    "parties": _check_party,
    "party": _check_party,
    "map_by": _check_publisher,
    "width_m": _check_positive,
    "to_party": _check_party,
    "holder": _check_party,
    "controlled_by": _check_party,
    "excludes": _check_place,
    "zone_kind": _check_zone_kind,
    "event_types": _check_event_type,
    "from_moment": _check_moment,
    "due": _check_date,
    "due_originally": _check_date,
    "start": _check_day,
    "window_days": _check_positive,
    "width_km": _check_positive,
    "personnel": _check_positive,
    "vehicles": _check_positive,
    "armoured_vehicles": _check_positive,
    "years": _check_positive,
    "renewal_years": _check_positive,
    "notice_months": _check_positive,
    "notices": _check_notice,
}
