"""Prints what differs between two briefs for people: by section, sentence by sentence."""

from rich.console import Console
from rich.text import Text

from groundtruce.model.brief_differences import BriefDiff, BriefEdition, SectionDifference, SentenceDifference
from groundtruce.model.times import parse_day
from groundtruce.show.inert import make_line
from groundtruce.show.wording import say_moment, say_quantity, say_window


def print_brief_differences(console: Console, diff: BriefDiff) -> None:
    """Each section that differs with its sentences: `+` added, `-` gone, `~` changed, from what to what."""
    _print(console, f"{diff.title}: what differs between two briefs", "bold")
    _print(console, f"- {_say_edition(diff.earlier)}")
    _print(console, f"+ {_say_edition(diff.later)}")
    for section in diff.sections:
        _print_section(console, section)
    console.print()
    _print(console, f"{say_quantity(sum(len(each.sentences) for each in diff.sections), 'sentence')} differ.")


# ---------------------------------------------------------------------------------------------------------------

_STATES = {"added": " (only in the later brief)", "gone": " (only in the earlier brief)", "changed": ""}


def _print(console: Console, text: str, style: str = "") -> None:
    """A line of plain words: whatever a document holds, neither markup nor an escape sequence."""
    console.print(Text(make_line(text), style=style), soft_wrap=True)


def _say_edition(edition: BriefEdition) -> str:
    window = say_window(parse_day(edition.since), parse_day(edition.on))
    return f"{window}, known as of entry {edition.known.entry}, recorded at {say_moment(edition.known.recorded)}"


def _print_section(console: Console, section: SectionDifference) -> None:
    console.print()
    _print(console, f"{' › '.join(section.titles)}{_STATES[section.kind]}", "bold")
    for sentence in section.sentences:
        _print_sentence(console, sentence)


def _print_sentence(console: Console, said: SentenceDifference) -> None:
    place = f"{', '.join(said.place)}: " if said.place else ""
    if said.earlier and said.later and said.earlier.text == said.later.text:
        _print(console, f"~ {place}{said.later.text} (other sources)")
        return
    mark = "~ " if said.kind == "changed" else ""
    if said.earlier:
        _print(console, f"{mark}- {place}{said.earlier.text}")
    if said.later:
        _print(console, f"{mark}+ {place}{said.later.text}")
