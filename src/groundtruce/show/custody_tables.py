"""Prints the chain of custody of a document."""

from rich.console import Console

from groundtruce.model.custody import Custody
from groundtruce.show.printing import print_line, print_table
from groundtruce.show.wording import say_moment

_NOT_HELD = "○ the record does not hold it"


def print_custody(console: Console, custody: Custody) -> None:
    """What was kept of how it was got, then every entry that rests on it."""
    print_line(console, custody.title, "bold")
    rows = [(point.point, point.held or _NOT_HELD) for point in custody.points]
    print_table(console, ("By the Berkeley Protocol", ""), rows)
    entries = [
        (str(entry.seq), entry.kind, say_moment(entry.recorded), entry.subject[:24], entry.by or "", entry.hash[:12])
        for entry in custody.entries
    ]
    print_table(console, ("Entry", "Kind", "Recorded", "About", "By", "Hash"), entries)
    print_line(console, f"Drawn up from the record whose last entry has the hash {custody.head}")
