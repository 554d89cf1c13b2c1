"""Values as a reviewer types them: places, parties, dates and numbers of people."""

import re

from groundtruce.compare.incidents.voices import find_party
from groundtruce.model.cases import Case
from groundtruce.model.claims import Count
from groundtruce.model.places import GazetteerEntry, PlaceName, display_name, fold_name
from groundtruce.model.times import interval_of


def find_place(text: str, *, case: Case) -> GazetteerEntry:
    """The case's place of an identifier or a name, or a point with its uncertainty: `10.05,-0.02,0.5 Old Well`.

    A point is longitude, latitude and kilometres. Raises `ValueError` for no place, and for a name of several.
    """
    if point := _POINT.fullmatch(text):
        return _point_place(*(float(point[part]) for part in ("longitude", "latitude", "km")), name=point["name"] or "")
    if known := _NAMED_PLACE.fullmatch(text):
        text = known["id"]
    wanted = fold_name(text)
    found = [
        place
        for place in case.places
        if text in (place.id, display_name(place)) or any(fold_name(name.text) == wanted for name in place.names)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"{text!r} is several places: {', '.join(place.id for place in found)}")
    raise ValueError(f"{text!r} is no place of the case; give one, or longitude,latitude,km and a name")


def parse_edtf(text: str) -> str | None:
    """An EDTF date; none for an empty text. Raises `ValueError` for what is none."""
    if text:
        interval_of(text)
    return text or None


def parse_party(text: str, *, case: Case) -> str:
    """The identifier of a party of the case, by it or by a name. Raises `ValueError` for none."""
    party = find_party(text, case=case)
    if party is None:
        raise ValueError(f"{text!r} is no party of the case ({', '.join(each.id for each in case.parties)})")
    return party


def parse_count(text: str) -> Count | None:
    """A number of people such as `2`, `2-4`, `3+` or `2 soldiers`; none for an empty text. Raises `ValueError`."""
    if not text:
        return None
    match = _COUNT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no number of people, such as 2, 2-4, 3+ or 2 soldiers")
    low = int(match["low"])
    high = None if match["open"] else int(match["high"] or low)
    if high is not None and high < low:
        raise ValueError(f"{text!r} ends below its beginning")
    return Count(low=low, best=low if high == low else None, high=high, who=match["who"] or "")


def split_items(text: str) -> list[str]:
    """The items of a list parted by commas."""
    return [item.strip() for item in text.split(",") if item.strip()]


# ---------------------------------------------------------------------------------------------------------------

_NUMBER = r"-?\d+(?:\.\d+)?"
_POINT = re.compile(
    rf"(?P<longitude>{_NUMBER})\s*,\s*(?P<latitude>{_NUMBER})\s*,\s*(?P<km>\d+(?:\.\d+)?)(?:\s+(?P<name>.+))?"
)
# As fields are shown: the name, and the identifier behind it.
_NAMED_PLACE = re.compile(r".+ \((?P<id>[^()\s]+)\)")
_COUNT = re.compile(r"(?P<low>\d{1,7})(?:\s*(?:-|–|to)\s*(?P<high>\d{1,7})|(?P<open>\+))?(?:\s+(?P<who>\D.*))?")


def _point_place(longitude: float, latitude: float, km: float, *, name: str) -> GazetteerEntry:
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"{longitude:g},{latitude:g} lies on no map: longitude first, then latitude")
    shown = name or f"{longitude:g},{latitude:g}"
    return GazetteerEntry(
        id=f"point:{longitude:g},{latitude:g}",
        names=(PlaceName(text=shown),),
        kind="point",
        longitude=longitude,
        latitude=latitude,
        uncertainty_km=km,
        source="judgement",
    )
