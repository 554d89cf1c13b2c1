"""Provisions from day to day as strips: a letter for each day, in colour where there is one, and what each spell rests on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from groundtruce.model.agreements import Evidence, FindingStatus
from groundtruce.model.cases import Case
from groundtruce.model.provision_history import FindingSpell, ProvisionHistory, Provisions
from groundtruce.model.times import format_date
from groundtruce.show.inert import make_line
from groundtruce.show.wording import end_sentence, party_name, say_list, say_margin, say_variant

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

MARK = "^"
"""Under a day on which a provision turns by its own terms."""


def print_strips(console: Console, provisions: Provisions, *, case: Case) -> None:
    """A strip for each provision, as wide as the terminal and in rows where the days are more; then each spell in words.

    Of one provision alone, each spell's passages too.
    """
    if not provisions.provisions:
        console.print("No provision was checked.")
        return
    _print_legend(console)
    for days in _part_days(provisions, width=console.width - _LABEL):
        console.print()
        _print_scale(console, days)
        for history in provisions.provisions:
            _print_strip(console, history, days)
    for history in provisions.provisions:
        console.print()
        _print_spells(console, history, case, with_passages=len(provisions.provisions) == 1)


def say_days(first: str, after: str) -> str:
    """The days from `first` up to, not including, `after`: `13 to 20 Dec 2020`."""
    last = date.fromisoformat(after) - timedelta(days=1)
    return format_date(first if first == last.isoformat() else f"{first}/{last}")


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
    console.print(legend.append(f"{MARK} begins, is due or amended"), soft_wrap=True)


def _print_scale(console: Console, days: Sequence[date]) -> None:
    """The date of the first day, and each month where there is room for it."""
    scale = [" "] * (len(days) + 12)
    free = 0
    for place, day in enumerate(days):
        if (place == 0 or day.day == 1) and place >= free:
            label = format_date(day.isoformat()) if place == 0 else format_date(day.isoformat()[:7]).split(" ")[0]
            scale[place : place + len(label)] = label
            free = place + len(label) + 1
    console.print(Text(" " * _LABEL + "".join(scale).rstrip(), style="dim"), soft_wrap=True)


def _print_strip(console: Console, history: ProvisionHistory, days: Sequence[date]) -> None:
    strip = Text(_label(history))
    for day in days:
        status = _spell_of(history.spells, day.isoformat()).status
        strip.append(LETTERS[status], style=STYLES[status])
    console.print(strip, soft_wrap=True)
    turns = {each.on for each in history.milestones}
    marks = "".join(MARK if day.isoformat() in turns else " " for day in days).rstrip()
    if marks:
        console.print(Text(" " * _LABEL + marks), soft_wrap=True)


def _label(history: ProvisionHistory) -> str:
    text = make_line(f"{history.provision} {history.title}")
    return (text if len(text) < _LABEL else f"{text[: _LABEL - 2]}…").ljust(_LABEL)


def _spell_of(spells: Iterable[FindingSpell], day: str) -> FindingSpell:
    return next(each for each in spells if each.from_ <= day < each.to)


def _print_spells(console: Console, history: ProvisionHistory, case: Case, *, with_passages: bool) -> None:
    console.print(Text(make_line(f"{history.provision} {history.title}"), style="bold"))
    for each in history.milestones:
        console.print(Text(f"{MARK} {make_line(f'{format_date(each.on)}: {each.statement}')}"))
    for spell in history.spells:
        letter = Text().append(LETTERS[spell.status], style=STYLES[spell.status])
        days = say_days(spell.from_, spell.to)
        said = make_line(f"{days}: {spell.status}. {spell.last_statement}")
        console.print(letter.append(f" {said}"))
        for line in _say_ground(spell, case, with_passages=with_passages):
            console.print(Padding(Text(make_line(line)), (0, 0, 0, 2), expand=False))


def _say_ground(spell: FindingSpell, case: Case, *, with_passages: bool) -> Iterator[str]:
    if spell.last_margin:
        yield f"By how much: {say_margin(spell.last_margin)}."
    for bearing, words in (("against", "Against it"), ("for", "For it"), ("context", "To be read with it")):
        pieces = [each for each in spell.evidence if each.bearing == bearing]
        if pieces:
            yield f"{words}: {_count_by_claimant(pieces, case)}."
        if with_passages:
            yield from (f"- {each.statement}{_quote(each)}" for each in pieces)
    yield from (say_variant(each) for each in spell.variants)
    yield f"What would flip this: {end_sentence(spell.flips)}"


def _count_by_claimant(pieces: Sequence[Evidence], case: Case) -> str:
    """`6 by Arda, 2 by Belm and 1 by nobody's office`: whose passages and maps they are."""
    counts: dict[str | None, int] = {}
    for piece in pieces:
        counts[piece.claimant] = counts.get(piece.claimant, 0) + 1
    return say_list(
        [
            f"{count} by {party_name(case, claimant)}" if claimant else f"{count} by narrators or drawings"
            for claimant, count in counts.items()
        ]
    )


def _quote(evidence: Evidence) -> str:
    return f" “{evidence.citation.quote}”" if evidence.citation.quote else f" ({evidence.citation.locator})"
