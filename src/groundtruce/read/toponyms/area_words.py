"""Words beside a place name that say what kind of place it is."""

import re

from msgspec import structs

from groundtruce.model.places import GazetteerEntry

AREA_WORDS = (
    "region",
    "district",
    "province",
    "oblast",
    "raion",
    "county",
    "governorate",
    "department",
    "state",
    "valley",
    "area",
    "corridor",
    "prefecture",
)
"""Behind a name these belong to it and say that it is an area, not the town it is called after."""

AREA_BEHIND = re.compile(rf"[\s-]+(?:{'|'.join(AREA_WORDS)})\b(?!['’]s)", re.IGNORECASE)

SETTLEMENT_WORDS = ("village", "villages", "town", "city", "settlement", "hamlet")

COMPASS = ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")

_GROUNDS = """
    Street St. Avenue Ave. Road Rd. Drive Lane Boulevard Blvd. Highway Route Parkway Turnpike Pike Trail Railroad Bridge
    Square Plaza Park Gardens Forest River Creek Lake Canal Reservoir Dam Falls Bay Beach Harbor Harbour Port Island Islands
    Mountain Mountains Hill Hills Canyon Township Plantation Estate
"""
_HOUSES = """
    Airport Station Stadium Arena Racecourse Club Zoo Hospital Clinic School Elementary University College Academy Library
    Museum Theatre Theater Cinema Casino Church Cathedral Mosque Monument Cemetery Hotel Inn Resort Mall Tower Palace Hall
    Courthouse Prison Jail
"""
HOUSE_WORDS = frozenset(_HOUSES.split())
"""Behind the name of a place these name something that stands in it: "Chicago Hospital"."""

FEATURE_WORDS = frozenset(_GROUNDS.split()) | HOUSE_WORDS
"""Behind a name these make it the name of something smaller than a settlement, or in one."""

# A district's or region's point says no more than this about where in it something happened.
_AREA_UNCERTAINTY_KM = 25.0


def blur_settlement(entry: GazetteerEntry) -> GazetteerEntry:
    """A settlement that stands for the area called after it: its point, but not its precision."""
    if entry.kind != "settlement":
        return entry
    return structs.replace(entry, kind="area", uncertainty_km=max(entry.uncertainty_km, _AREA_UNCERTAINTY_KM))
