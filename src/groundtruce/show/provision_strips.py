"""Provisions from day to day as strips: a letter for each day, in colour where there is one, and what each spell rests on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.text import Text

from groundtruce.model.agreements import FindingStatus
from groundtruce.model.provision_history import FindingSpell, ProvisionHistory, Provisions
from groundtruce.model.times import format_date
from groundtruce.show.inert import make_line
from groundtruce.show.wording import end_sentence, say_evidence_counts, say_margin

LETTERS: dict[FindingStatus, str] = {
    "met": "M",
    "breached": "B",
    "disputed": "D",
    "undetermined": "?",
    "not yet due": ".",
    "not checkable": "-",
}
"""What stands for each status, without colour too."""

STYLES: dict[FindingStatus, str] = {
    "met": "black on rgb(86,180,233)",
    "breached": "white on rgb(213,94,0)",
    "disputed": "black on rgb(240,228,66)",
    "undetermined": "black on rgb(187,187,187)",
    "not yet due": "dim",
    "not checkable": "dim",
}
"""Told apart by the colour-blind too (Okabe and Ito 2008)."""


def print_strips(console: Console, provisions: Provisions) -> None:
    """A strip for each provision, as wide as the terminal and in rows where the days are more; then each spell in words."""
    if not provisions.provisions:
        console.print("No provision was checked.")
        return
    _print_legend(console)
    for days in _part_days(provisions, width=console.width - _LABEL):
        console.print()
        _print_scale(console, days)
        for history in provisions.provisions:
            console.print(Text(_label(history)) + _strip(history, days), soft_wrap=True)
    for history in provisions.provisions:
        console.print()
        _print_spells(console, history)


# ---------------------------------------------------------------------------------------------------------------

_LABEL = 34


def _part_days(provisions: Provisions, *, width: int) -> Iterator[list[date]]:
    first, after = date.fromisoformat(provisions.from_), date.fromisoformat(provisions.to)
    days = [first + timedelta(days=number) for number in range((after - first).days)]
    width = max(7, width)
    for start in range(0, len(days), width):
        yield days[start : start + width]


def _print_legend(console: Console) -> None:
    legend = Text()
    for status, letter in LETTERS.items():
        legend.append(letter, style=STYLES[status]).append(f" {status}   ")
    console.print(legend.append("| a day of the terms: begins, due, amended"), soft_wrap=True)


def _print_scale(console: Console, days: Sequence[date]) -> None:
    """The date of the first day, and of each month's first where there is room for it."""
    scale = [" "] * (len(days) + 12)
    free = 0
    for place, day in enumerate(days):
        if (place == 0 or day.day == 1) and place >= free:
            label = f"{day.day} {day:%b %Y}" if place == 0 else f"{day:%b}"
            scale[place : place + len(label)] = label
            free = place + len(label) + 1
    console.print(Text(" " * _LABEL + "".join(scale).rstrip(), style="dim"), soft_wrap=True)


def _label(history: ProvisionHistory) -> str:
    text = make_line(f"{history.provision} {history.title}")
    return (text if len(text) < _LABEL else f"{text[: _LABEL - 2]}…").ljust(_LABEL)


def _strip(history: ProvisionHistory, days: Sequence[date]) -> Text:
    strip = Text()
    marked = {each.on for each in history.milestones}
    for day in days:
        spell = _spell_of(history.spells, day.isoformat())
        letter = "|" if day.isoformat() in marked and spell.status == "not yet due" else LETTERS[spell.status]
        strip.append(letter, style=STYLES[spell.status])
    return strip


def _spell_of(spells: Iterable[FindingSpell], day: str) -> FindingSpell:
    return next(each for each in spells if each.from_ <= day < each.to)


def _print_spells(console: Console, history: ProvisionHistory) -> None:
    console.print(Text(make_line(f"{history.provision} {history.title}"), style="bold"))
    for each in history.milestones:
        console.print(Text(make_line(f"  | {format_date(each.on)}: {each.statement}")))
    for spell in history.spells:
        letter = Text(f"  {LETTERS[spell.status]} ", style=STYLES[spell.status])
        console.print(letter + Text(make_line(f" {_say_days(spell)}: {spell.status}. {spell.last_statement}")))
        details = [
            *([f"By how much: {say_margin(spell.last_margin)}."] if spell.last_margin else []),
            f"Evidence: {say_evidence_counts(spell.evidence)}.",
            f"What would flip this: {end_sentence(spell.flips)}",
        ]
        console.print(Text(make_line(f"     {' '.join(details)}"), style="dim"))


def _say_days(spell: FindingSpell) -> str:
    last = date.fromisoformat(spell.to) - timedelta(days=1)
    if spell.from_ == last.isoformat():
        return format_date(spell.from_)
    return format_date(f"{spell.from_}/{last}")
