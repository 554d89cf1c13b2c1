"""Reported silences beside the incidents that their documents tell of."""

import pytest

from groundtruce.compare.incidents.incident_matching import match_claims
from groundtruce.compare.incidents.reported_silence import Tellings, by_incident_and_party, find_ends
from groundtruce.model.claims import Silence
from groundtruce.model.incidents import ObservedSilence
from tests.compare.claims import claim, place
from tests.story import CASE

ATTACK, CHANGE = match_claims(
    [
        claim("attack", at=0, date="2031-03-11", where=place("south-ridge")),
        claim("zone expansion", at=400, date="2031-03-12", direction="south"),
    ],
    case=CASE,
)


def silence(at: int, about: str = "") -> Silence:
    return Silence(id="s", span=((at, at + 30),), parties=("arda", "a third country", "belm"), about=about)


def observed(party: str, ended: str | None) -> ObservedSilence:
    return ObservedSilence(
        about=ATTACK.id,
        party=party,
        publishers=(),
        state="silent",
        since="2031-03-11",
        until="2031-03-18",
        documents=("x",),
        ended=ended,
    )


@pytest.mark.parametrize(
    ("told", "incident"),
    [
        (silence(60), ATTACK.id),
        (silence(450), CHANGE.id),
        (silence(60, "the new map"), CHANGE.id),
        (silence(2000), None),
    ],
    ids=["just behind the attack", "just behind the change", "about a map", "far from both"],
)
def test_a_silence_is_about_what_was_told_just_before_it(told: Silence, incident: str | None):
    """The nearest mention before it within a passage; that of a boundary where the silence is about a map."""
    assert Tellings([ATTACK, CHANGE]).find_beside("d", told) == incident


def test_another_document_s_mentions_say_nothing_of_it():
    """A silence is about what its own document tells."""
    assert Tellings([ATTACK]).find_beside("other", silence(60)) is None


def test_it_ends_when_the_party_speaks_after_the_report():
    """Arda spoke on the 15th; Belm had spoken before the report, so it is silent on a part only."""
    seen = by_incident_and_party([observed("arda", "2031-03-15"), observed("belm", "2031-03-12")])
    (end,) = find_ends(silence(60), ATTACK.id, seen, published="2031-03-13")
    assert (end.party, end.state, end.ended) == ("arda", "silent", "2031-03-15")
    assert find_ends(silence(60), None, seen, published="2031-03-13") == ()


def test_a_silence_that_lasts_has_no_end():
    """Arda has not spoken as far as the record goes."""
    seen = by_incident_and_party([observed("arda", None)])
    (end,) = find_ends(silence(60), ATTACK.id, seen, published=None)
    assert end.ended is None
