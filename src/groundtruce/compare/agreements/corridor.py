"""The check of a corridor's width and of the places that it leaves out, on the corridor as the case draws it."""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely

from groundtruce.compare.agreements.basis import Basis, Outcome
from groundtruce.compare.agreements.evidence import choose_latest, show_claims
from groundtruce.compare.ellipsoid import LocalPlane, measure_areas_km2
from groundtruce.compare.incidents.voices import asserts
from groundtruce.compare.zones.drawing_error import INTERVAL_DEVIATIONS, inside_probability
from groundtruce.compare.zones.shapes import Boundary
from groundtruce.model.agreements import CorridorTerms, Evidence, FindingStatus, Margin
from groundtruce.model.cases import Area
from groundtruce.model.documents import Citation
from groundtruce.model.places import GazetteerEntry, display_name
from groundtruce.model.times import format_date

# A place is inside or outside where that is as likely as a 95 % interval says.
_SURE = 0.95
# A width known to no better than this part of itself says nothing.
_TOO_VAGUE = 0.5


def check_corridor(terms: CorridorTerms, basis: Basis) -> Outcome:
    """The mean width of the drawn corridor against the width agreed, and the excluded places against its boundary.

    Met where the agreed width lies in the 95 % interval of the mean width and each excluded place surely outside; breached
    where the width does not, or a place surely lies inside; else undetermined. What is measured is a drawing.
    """
    due = basis.last_day(terms.due)
    if due and basis.on <= due:
        return Outcome(
            "not yet due", f"The corridor is due by {format_date(terms.due or '')}.", "The end of the due day."
        )
    area = basis.area(terms.area)
    if area is None:
        return Outcome("undetermined", "The case has no drawing of the corridor.", "A drawing of the corridor.")
    margin = _measure_width(area, terms)
    places = tuple(entry for entry in basis.case.places if entry.id in terms.excludes)
    inside = _chances_inside(area, places)
    status = _worst((_judge_width(margin, terms), *_judge_places(inside, len(terms.excludes))))
    return Outcome(
        status=status,
        statement=f"{_say_width(margin, terms, area)}{_say_places(places, inside)}.",
        flips="Another drawing of the corridor, or one with another drawing error.",
        margin=margin,
        evidence=(_show_drawing(area, margin, terms), *_show_obstructions(terms, basis)),
    )


def measure_mean_width_km(shape: shapely.Geometry) -> float:
    """The width of the rectangle that has the shape's area and perimeter; the root of the area for rounder shapes.

    Exact for a straight strip, and within a few percent for one that bends gently: a strip's outline is twice its length.
    """
    polygons = shapely.get_parts(shape)
    plane = _plane_of(shape)
    area = float(measure_areas_km2(polygons).sum())
    flat = shapely.transform(shapely.segmentize(shape, 0.02), plane.project)
    half_perimeter = float(shapely.length(flat)) / 2
    discriminant = half_perimeter**2 - 4 * area
    if discriminant <= 0:
        return math.sqrt(area)
    return (half_perimeter - math.sqrt(discriminant)) / 2


# ---------------------------------------------------------------------------------------------------------------


def _plane_of(shape: shapely.Geometry) -> LocalPlane:
    west, south, east, north = shapely.bounds(shape).tolist()
    return LocalPlane((west + east) / 2, (south + north) / 2)


@lru_cache(maxsize=32)
def _measure_width(area: Area, terms: CorridorTerms) -> Margin:
    """The width over the agreed one. Both sides of the corridor were drawn, each with the drawing error."""
    excess = measure_mean_width_km(shapely.from_wkb(area.wkb)) - terms.width_km
    spread = INTERVAL_DEVIATIONS * math.sqrt(2) * area.drawing_error_m / 1000
    return Margin(
        value=excess,
        unit="km",
        low=excess - spread,
        high=excess + spread,
        meaning="of mean width over the agreed width (negative: under it)",
    )


def _judge_width(margin: Margin, terms: CorridorTerms) -> FindingStatus:
    low, high = margin.low or 0.0, margin.high or 0.0
    if low > 0 or high < 0:
        return "breached"
    return "undetermined" if (high - low) / 2 > _TOO_VAGUE * terms.width_km else "met"


@lru_cache(maxsize=32)
def _chances_inside(area: Area, places: tuple[GazetteerEntry, ...]) -> list[float]:
    if not places:
        return []
    shape = shapely.from_wkb(area.wkb)
    depths = Boundary(shape, _plane_of(shape)).measure_inside(
        np.array([[place.longitude, place.latitude] for place in places])
    )
    radii = np.array([place.uncertainty_km for place in places])
    return list(inside_probability(depths, drawing_error_km=area.drawing_error_m / 1000, uncertainty_km=radii))


def _judge_places(inside: Sequence[float], expected: int) -> list[FindingStatus]:
    judged: list[FindingStatus] = [
        "breached" if chance >= _SURE else "met" if chance <= 1 - _SURE else "undetermined" for chance in inside
    ]
    return judged if len(inside) == expected else [*judged, "undetermined"]


def _worst(statuses: Sequence[FindingStatus]) -> FindingStatus:
    order: tuple[FindingStatus, ...] = ("met", "undetermined", "breached")
    return max(statuses, key=order.index)


def _say_width(margin: Margin, terms: CorridorTerms, area: Area) -> str:
    width, low, high = (terms.width_km + (value or 0.0) for value in (margin.value, margin.low, margin.high))
    return (
        f"As the case draws it, {area.name} is {width:.1f} km wide on average "
        f"({low:.1f} to {high:.1f} km with the drawing error), and {terms.width_km:g} km are agreed"
    )


def _say_places(places: Sequence[GazetteerEntry], inside: Sequence[float]) -> str:
    said = [
        f"{display_name(place)} lies {'inside' if chance >= _SURE else 'outside' if chance <= 1 - _SURE else 'on its edge'}"
        for place, chance in zip(places, inside, strict=True)
    ]
    return "".join(f"; {each}" for each in said)


def _show_drawing(area: Area, margin: Margin, terms: CorridorTerms) -> Evidence:
    return Evidence(
        bearing="context",
        claimant=None,
        statement=f"{_say_width(margin, terms, area)}.",
        citation=Citation(locator=f"area {area.id} of the case" + (f": {area.note}" if area.note else "")),
    )


def _show_obstructions(terms: CorridorTerms, basis: Basis) -> tuple[Evidence, ...]:
    """Obstructions told of inside the corridor: they do not bear on its width."""
    area = basis.area(terms.area)
    shape = shapely.from_wkb(area.wkb) if area else shapely.Polygon()
    claims = [
        claim
        for claim in basis.events(["obstruction"])
        if asserts(claim)
        and (place := claim.mention.place)
        and place.longitude is not None
        and place.latitude is not None
        and shapely.contains_xy(shape, place.longitude, place.latitude)
    ]
    return show_claims(choose_latest(claims), "context", case=basis.case)
