"""What people must be told, and what a page's difference is."""

import msgspec

from groundtruce.compare.text_differences import LONGEST_DIFFERENCE, find_difference
from groundtruce.compare.turns import find_moves, find_turns, name_move
from groundtruce.compare.zones.zone_changes import compare_versions
from groundtruce.model.agreements import Finding
from tests import story


def finding(provision: str, status: str) -> Finding:
    fields = {
        "provision": provision,
        "title": "",
        "kind": "duty",
        "on": "2031-03-12",
        "status": status,
        "statement": "",
        "margin": None,
        "evidence": [],
        "flips": "",
    }
    return msgspec.convert(fields, Finding)


def test_a_zone_that_moved_is_told_once() -> None:
    """The move of the tiny ceasefire's zone; compared with itself it has not moved."""
    moved = compare_versions(story.BEFORE, story.AFTER, settlements=())
    still = compare_versions(story.BEFORE, story.BEFORE, settlements=())
    assert moved.verdict == "moved"
    assert find_moves([still, moved], told=()) == (moved,)
    assert find_moves([still, moved], told=[name_move(moved)]) == ()


def test_a_finding_turns_where_its_status_is_another() -> None:
    """A provision that nobody had checked before has not turned."""
    now = [finding("1", "breached"), finding("2", "met"), finding("3", "disputed")]
    (turn,) = find_turns(now, before={"1": "met", "2": "met"})
    assert (turn.before, turn.finding.provision, turn.finding.status) == ("met", "1", "breached")


def test_the_difference_of_two_texts() -> None:
    """What stayed is left out; what is long is cut, and said to be."""
    assert find_difference("a\nb\nc", "a\nx\nc\nd") == ("- b", "+ x", "+ d")
    assert find_difference("a", "a") == ()
    long = find_difference("", "\n".join(map(str, range(300))))
    assert len(long) == LONGEST_DIFFERENCE + 1
    assert long[-1] == "… and 100 lines more"
    longer = find_difference("same\n" * 6000 + "old", "same\n" * 6000 + "new")
    assert longer == ("- old", "+ new")
