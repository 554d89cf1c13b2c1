"""Which changes of boundaries followed an incident."""

import pytest
import shapely
from msgspec import structs

from groundtruce.compare.incidents.following import find_following
from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.incidents import Incident
from groundtruce.model.zones import ZoneChange
from tests.compare.claims import claim, place
from tests.story import CASE, zone_version


def attack(where: str = "south-ridge", *, date: str | None = "2031-03-11", document: str = "d") -> Incident:
    (incident,) = match_claims([claim(document=document, date=date, where=place(where))], case=CASE)
    return incident


def grown(*, on: str = "2031-03-12", south: float = -0.04) -> ZoneChange:
    """The zone over the agreed area, grown to the south; South Ridge lies at 0.02° south."""
    before = zone_version(shapely.box(10.0, 0.0, 10.1, 0.1), valid_from="2031-03-01")
    return compare_versions(before, zone_version(shapely.box(10.0, south, 10.1, 0.1), valid_from=on))


def test_a_map_on_which_the_place_was_gained_the_day_after_followed():
    """The village lies inside the ground gained; the statement says where and when, not why."""
    incident, change = attack(), grown()
    (found,) = find_following([incident], [change])
    assert (found.incident, found.about, found.kind, found.days, found.km) == (
        incident.id,
        change.to.version,
        "map",
        1,
        0.0,
    )
    assert found.statement == f"the zone {change.zone} gained ground there on the map of 12 Mar 2031"
    assert found.citations[0].document == change.to.document


@pytest.mark.parametrize(
    ("incident", "change"),
    [
        (attack(), grown(on="2031-03-10")),
        (attack(), grown(on="2031-03-19")),
        (attack("east-well"), grown()),
        (attack(date=None), grown()),
        (structs.replace(attack(), kind="sanction"), grown()),
    ],
    ids=["before", "eight days later", "elsewhere", "undated", "no hostile act"],
)
def test_what_lies_elsewhere_or_before_or_much_later_did_not_follow(incident: Incident, change: ZoneChange):
    """East Well lies 11 km from the ground gained."""
    assert find_following([incident], [change]) == ()


def test_the_distance_is_that_of_the_ground_and_may_be_within_the_place_s_uncertainty():
    """A gain that ends 1.11 km (a hundredth of a degree) short of the village."""
    (found,) = find_following([attack()], [grown(south=-0.01)])
    assert found.km == pytest.approx(1.106, abs=0.002)


def test_a_report_that_tells_of_both_is_a_sign_too():
    """The day after, by the same document; one that other documents tell of is none."""
    moved = claim("zone expansion", document="d", at=500, date="2031-03-12", direction="south")
    (change,) = match_claims([moved], case=CASE)
    (found,) = find_following([attack()], [], told=[change, attack()])
    assert (found.kind, found.about, found.days, found.km) == ("report", change.id, 1, None)
    assert find_following([attack(document="other")], [], told=[change]) == ()
