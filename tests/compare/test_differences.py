"""What accounts tell differently though all of it can be so."""

import pytest

from groundtruce.compare.incidents.disagreements import find_contradictions
from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.model.claims import Claim, EventType
from groundtruce.model.incidents import Difference
from tests.compare.claims import claim, people, place
from tests.story import CASE


def differences(*claims: Claim) -> dict[str, Difference]:
    (incident,) = match_claims(claims, case=CASE)
    return {each.kind: each for each in incident.differences}


def told(by: str, **fields) -> Claim:
    defaults = {"date": "2031-03-11", "where": place("south-ridge"), "document": by}
    return claim(by=by, **(defaults | fields))


def test_each_side_s_own_losses_are_a_difference_and_no_contradiction():
    """Arda counts six of its soldiers injured, Belm a shepherd killed: both can be so, and neither tells all."""
    ours = told("arda", injured=people(6, "six soldiers"))
    theirs = told("belm", deaths=people(1, "a shepherd"))
    (incident,) = match_claims([ours, theirs], case=CASE)
    assert incident.contradictions == ()
    (losses,) = incident.differences
    assert (losses.kind, losses.between) == ("losses", ("arda", "belm"))
    assert losses.statement == "6 injured (six soldiers) according to Arda, 1 killed (a shepherd) according to Belm"
    assert [each.document for each in losses.citations] == ["arda", "belm"]


def test_who_tells_less_tells_nothing_different():
    """Belm repeats one of the two numbers that Arda gives."""
    both = told("arda", injured=people(6, "six soldiers"), deaths=people(1, "a shepherd"))
    assert differences(both, told("belm", deaths=people(1, "a shepherd"))) == {}


def test_what_is_contradicted_is_not_told_twice():
    """Two numbers of the same people cannot both be: that is a contradiction, and no difference beside it."""
    (incident,) = match_claims(
        [told("arda", deaths=people(2, "soldiers")), told("belm", deaths=people(4, "soldiers"))], case=CASE
    )
    assert [each.kind for each in incident.contradictions] == ["numbers"]
    assert incident.differences == ()


def test_nobody_killed_is_no_loss():
    """That nobody was killed differs from nothing."""
    assert differences(told("arda", deaths=people(0)), told("belm", injured=people(2, "soldiers"))) == {}


def test_a_village_and_the_region_that_may_hold_it_are_two_places():
    """Belm names the village, Arda the land around within 40 km."""
    region = place("mill-ford", radius_km=40)
    found = differences(told("arda", where=region), told("belm"))
    assert found["places"].between == ("arda", "belm")
    assert found["places"].statement == "Mill Ford according to Arda, South Ridge according to Belm"
    assert "places" not in differences(told("arda"), told("belm"))


@pytest.mark.parametrize(("kind", "kinds"), [("zone expansion", []), ("detention", ["places"])])
def test_a_boundary_takes_in_all_the_villages_that_are_named(kind: EventType, kinds: list[str]):
    """One voice names the one village, another the other, far off: a zone may hold both, an arrest was at one of them."""
    named = [
        claim(kind, publisher=name, document=name, date="2031-03-11", where=where)
        for name, where in (("one", place("south-ridge")), ("two", place("east-well")))
    ]
    assert [each.kind for each in find_contradictions(named, case=CASE)] == kinds
