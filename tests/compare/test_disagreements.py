"""What cannot both be so."""

import pytest

from groundtruce.compare.incidents.disagreements import find_contradictions
from groundtruce.model.claims import Count
from tests.compare.claims import claim, people, place
from tests.story import CASE


def contradictions(*claims) -> list[tuple[str, tuple[str, str], str]]:
    return [(each.kind, each.between, each.statement) for each in find_contradictions(claims, case=CASE)]


def test_numbers_of_the_same_people_that_are_disjoint():
    """Two against four dead; the passages of both are cited."""
    claims = [claim(by="arda", document="a", deaths=people(2)), claim(by="belm", document="b", deaths=people(4))]
    assert contradictions(*claims) == [("numbers", ("arda", "belm"), "2 killed according to Arda, 4 according to Belm")]
    (found,) = find_contradictions(claims, case=CASE)
    assert [citation.document for citation in found.citations] == ["a", "b"]


@pytest.mark.parametrize(
    ("ours", "theirs", "clash"),
    [
        (people(2, "Ardan soldiers"), people(4, "Belmish soldiers"), False),
        (people(2, "soldiers"), people(1, "civilian"), False),
        (people(2, "soldiers"), people(3, "Ardan servicemen"), True),
        (people(1), people(3, "soldiers"), True),
        (people(5), people(3, "soldiers"), False),
        (Count(low=1, best=None, high=None), people(7), False),
        (Count(low=2, best=None, high=4), people(4), False),
        (people(0), people(1), True),
    ],
)
def test_only_numbers_that_exclude_each_other_clash(ours, theirs, clash):
    """Dead of different sides or standing are different people; all cannot be fewer than some; ranges may meet."""
    found = contradictions(claim(by="arda", deaths=ours), claim(by="belm", at=90, deaths=theirs))
    assert [kind for kind, _, _ in found] == (["numbers"] if clash else [])


def test_days_that_do_not_overlap():
    """The 11th against the 12th; a month that holds the 11th contradicts nothing."""
    eleventh, twelfth = claim(by="arda", date="2031-03-11"), claim(by="belm", at=90, date="2031-03-12")
    assert contradictions(eleventh, twelfth) == [
        ("times", ("arda", "belm"), "11 Mar 2031 according to Arda, 12 Mar 2031 according to Belm")
    ]
    assert contradictions(eleventh, claim(by="belm", at=90, date="2031-03")) == []


def test_a_clock_s_zone_does_not_make_another_day():
    """01:00 of the 12th by a clock five hours ahead is the 11th in UTC; whoever writes `12 March` does not contradict it."""
    assert (
        contradictions(claim(by="arda", date="2031-03-12T01:00+05:00"), claim(by="belm", at=90, date="2031-03-12"))
        == []
    )


def test_places_too_far_apart():
    """18 km between villages known within 500 m."""
    found = contradictions(
        claim(by="arda", where=place("south-ridge")), claim(by="belm", at=90, where=place("east-well"))
    )
    assert found == [("places", ("arda", "belm"), "at South Ridge according to Arda, at East Well according to Belm")]


def test_each_side_names_the_other():
    """Arda says Belm attacked, Belm says Arda did."""
    found = contradictions(claim(by="arda", actors=("belm",)), claim(by="belm", at=90, actors=("arda",)))
    assert found == [("who began", ("arda", "belm"), "Belm acted according to Arda, Arda according to Belm")]


def test_one_tells_what_another_denies():
    """Belm tells of the attack that Arda denies; a narrator who tells it too is not named again."""
    told, denied = claim(by="belm", actors=("arda",)), claim(by="arda", at=90, stance="denies", realis="denied")
    expected = [("whether it happened", ("belm", "arda"), "asserted by Belm, denied by Arda")]
    assert contradictions(told, denied) == expected
    assert contradictions(told, denied, claim(at=200)) == expected


def test_a_denial_of_other_acts_contradicts_nothing():
    """Arda denies an attack by its own forces; Belm told of one by unnamed forces of the observers."""
    denied = claim(by="arda", stance="denies", realis="denied", actors=("arda",))
    assert contradictions(claim(by="belm", at=90, actors=("observers",)), denied) == []
    assert len(contradictions(claim(by="belm", at=90), denied)) == 1


def test_who_names_the_denied_actor_is_contradicted_first():
    """Arda's ally tells of an attack by nobody named, Belm of one by Arda: Arda's denial is of Belm's."""
    vague = claim(by="observers", actors=())
    told = claim(by="belm", at=90, actors=("arda",))
    denied = claim(by="arda", at=200, stance="denies", realis="denied", actors=("arda",))
    assert [between for _, between, _ in contradictions(vague, told, denied)] == [("belm", "arda")]


def test_voices_that_agree_are_one_side():
    """Three that say two against one that says four are one contradiction, named by the party among them."""
    claims = [claim(publisher=name, at=at, deaths=people(2)) for at, name in enumerate(["x", "y"])]
    found = contradictions(
        *claims, claim(by="arda", at=300, deaths=people(2)), claim(by="belm", at=400, deaths=people(4))
    )
    assert [between for _, between, _ in found] == [("arda", "belm")]


def test_a_voice_does_not_contradict_itself():
    """A toll that rises from one bulletin to the next is news."""
    early = claim(by="arda", document="a", published="2031-03-11", deaths=people(1))
    assert contradictions(early, claim(by="arda", document="b", published="2031-03-12", deaths=people(2))) == []
