"""What differs between two briefs, sentence by sentence."""

import io
from datetime import date

from msgspec.structs import replace
from rich.console import Console

from groundtruce.model.brief_differences import BriefDiff, SectionDifference
from groundtruce.show.brief_difference_text import print_brief_differences
from groundtruce.show.brief_differences import find_brief_differences
from tests.show import desk


def section(diff: BriefDiff, name: str) -> SectionDifference:
    return next(each for each in diff.sections if each.id == name)


def test_a_brief_does_not_differ_from_itself_known_later() -> None:
    """The record's entry is the edition's: what was asked of it and not found is no difference."""
    later = replace(desk.HEAD, entry=13, sha256="cd" * 32)
    diff = find_brief_differences(desk.compose(), desk.compose(head=later))
    assert diff.sections == ()
    assert (diff.earlier.known.entry, diff.later.known.entry) == (12, 13)


def test_a_sentence_that_says_another_number_has_changed() -> None:
    """The headline's first sentence, from the old words to the new ones; the others are the same."""
    net = replace(desk.CHANGE.net_km2, measured=70, best=70, low=67, high=73)
    diff = find_brief_differences(desk.compose(), desk.compose(changes=(replace(desk.CHANGE, net_km2=net),)))
    (headline,) = section(diff, "headline").sentences
    assert headline.kind == "changed"
    assert headline.earlier is not None
    assert headline.later is not None
    assert headline.earlier.text.startswith("Sector South grew by 62 ± 3 km²")
    assert headline.later.text.startswith("Sector South grew by 70 ± 3 km²")


def test_an_incident_that_came_is_a_section_added_and_one_that_went_is_gone() -> None:
    """Its matrix cell by cell, under the headings of row and column."""
    before, after = desk.compose(incidents=()), desk.compose()
    added = section(find_brief_differences(before, after), desk.INCIDENT.id)
    assert added.kind == "added"
    assert added.titles == ("Incidents, according to whom", "Attack near South Ridge / Zudgrat, 11 Mar 2031")
    cell = next(each for each in added.sentences if each.place == ("Who began", "Arda"))
    assert cell.later is not None
    assert cell.later.text.startswith("denies: ")
    gone = section(find_brief_differences(after, before), desk.INCIDENT.id)
    assert (gone.kind, {each.kind for each in gone.sentences}) == ("gone", {"gone"})


def test_the_same_words_on_other_sources_have_changed() -> None:
    """A reported change told of by another passage."""
    other = replace(desk.REPORTED, citation=desk.cite(desk.DENIAL))
    (said,) = section(
        find_brief_differences(desk.compose(), desk.compose(reported=(other,))), "reported-changes"
    ).sentences
    assert said.earlier is not None
    assert said.later is not None
    assert (said.kind, said.earlier.text) == ("changed", said.later.text)


def test_the_references_named_are_there_and_no_others() -> None:
    """Each side lists what its sentences cite by their numbers in that brief."""
    diff = find_brief_differences(desk.compose(incidents=()), desk.compose(on=date(2031, 3, 15)))
    for side, edition in (("earlier", diff.earlier), ("later", diff.later)):
        said = [getattr(each, side) for part in diff.sections for each in part.sentences]
        named = {number for sentence in said if sentence for number in sentence.references}
        assert named == {reference.number for reference in edition.references}


def test_the_text_marks_what_was_added_gone_and_changed() -> None:
    """Plain lines, however a document's words would steer a terminal."""
    hostile = replace(desk.REPORTED, magnitude="\x1b[31m[bold]far[/]")
    output = io.StringIO()
    diff = find_brief_differences(desk.compose(), desk.compose(reported=(hostile,), incidents=()))
    print_brief_differences(Console(file=output, width=100), diff)
    lines = output.getvalue().splitlines()
    assert lines[0] == "Two Rivers 2031 (invented): what differs between two briefs"
    assert any(line.startswith("~ + River Times says") and "[bold]far[/]" in line for line in lines)
    assert any(line.endswith("(only in the earlier brief)") for line in lines)
    assert "\x1b" not in output.getvalue()
