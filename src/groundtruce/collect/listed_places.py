"""A place as a gazetteer's source lists it, before it is kept in a store."""

import math
from typing import NamedTuple


class ListedPlace(NamedTuple):
    """A place with the names it goes by. Coordinates are WGS 84."""

    id: str
    """Such as `geonames:586770`."""
    kind: str
    name: str
    """The name to show."""
    longitude: float
    latitude: float
    uncertainty_km: float
    source: str
    country: str | None = None
    """An ISO 3166-1 alpha-2 code."""
    division: str | None = None
    """The code of the division that contains it: the country's and GeoNames' own, such as `US.TX`."""
    code: str | None = None
    """A country's or a division's own code."""
    population: int | None = None
    names: tuple[str, ...] = ()
    """Further names to look it up by."""
    demonyms: tuple[str, ...] = ()
    """The names of its people and the adjectives that mean it."""


def settlement_radius_km(population: int) -> float:
    """How far a settlement reaches from its middle; at least a kilometre, as precisely as GeoNames gives points.

    A town reaches about as far as a disc of 2,000 people per square kilometre.
    """
    return round(max(1.0, math.sqrt(population / 2000 / math.pi)), 1)
