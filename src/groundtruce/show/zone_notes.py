"""Prints, for people, what stands beside the changes of a zone: corrections, rival maps, and what to beware of."""

from rich.console import Console
from rich.text import Text

from groundtruce.model.cases import Case
from groundtruce.model.times import format_date
from groundtruce.model.zones import Changes, Correction, Notice, Rivals
from groundtruce.show.inert import make_line
from groundtruce.show.wording import publisher_name, say_estimate, say_moment

_HEADINGS = {"gap": "Gap", "repeat": "Repeat", "source changed": "Source changed"}


def print_zone_notes(console: Console, changes: Changes, *, case: Case | None = None) -> None:
    """A line for each correction, each pair of rival maps and each notice."""
    lines = [
        *(_say_correction(each) for each in changes.corrections),
        *(_say_rivals(each, case) for each in changes.rivals),
        *(_say_notice(each, case) for each in changes.notices),
    ]
    if lines:
        console.print()
    for line in lines:
        # Plain words: whatever a map says of itself, neither markup nor an escape sequence.
        console.print(Text(make_line(line)))


# ---------------------------------------------------------------------------------------------------------------


def _say_correction(correction: Correction) -> str:
    change = correction.change
    return (
        f"Corrected: zone {change.zone}, valid from {_date(change.to.valid_from)}, on {say_moment(correction.recorded)}: "
        f"{say_estimate(change.gained_km2, 'km²')} more and {say_estimate(change.lost_km2, 'km²')} less than recorded before "
        f"({change.verdict})"
    )


def _say_rivals(rivals: Rivals, case: Case | None) -> str:
    difference = rivals.difference
    first, second = (_publisher(each.publisher, case) for each in (difference.from_, difference.to))
    until = f" until {format_date(rivals.until)}" if rivals.until else ""
    return (
        f"Rival maps: zone {rivals.zone} from {format_date(rivals.on)}{until}: {second} draws "
        f"{say_estimate(difference.gained_km2, 'km²')} that {first} does not, and leaves out "
        f"{say_estimate(difference.lost_km2, 'km²')} ({difference.verdict})"
    )


def _say_notice(notice: Notice, case: Case | None) -> str:
    by = f", {_publisher(notice.publisher, case)}" if notice.publisher else ""
    return f"{_HEADINGS[notice.kind]}: zone {notice.zone}{by}: {notice.statement}"


def _publisher(publisher: str | None, case: Case | None) -> str:
    return (publisher_name(case, publisher) if case else publisher) or "a publisher not named"


def _date(edtf: str | None) -> str:
    return format_date(edtf) if edtf else "no known day"
