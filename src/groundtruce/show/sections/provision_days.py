"""How each provision stood from day to day: the strip, and the same in words."""

from collections.abc import Sequence
from datetime import timedelta

from groundtruce.model.briefs import Figure, Section, Sentence, StatusDays, StripRow, Table, TableCell, TableRow
from groundtruce.model.documents import Citation
from groundtruce.model.provision_history import FindingSpell, ProvisionHistory, Provisions
from groundtruce.model.times import format_date, parse_day
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import capitalise, say_list

STRIP_FIGURE = "provision-strip"
"""The identifier of the figure that shows all provisions day by day."""


def compose_strip(bibliography: Bibliography, provisions: Provisions) -> Figure:
    """The strip of all provisions, with a caption that says which of them turned."""
    turned = [each for each in provisions.provisions if _turns(each)]
    names = say_list([f"{each.provision} {each.title}" for each in turned])
    verb = "stands" if len(turned) == 1 else "stand"
    who = f"{names} {verb}" if turned else "none stands"
    caption = (
        f"Each provision on each day from {say_days(provisions)}; {who} otherwise on the last day than on the first."
    )
    return Figure(
        id=STRIP_FIGURE,
        kind="strip",
        title=f"Provisions day by day, {say_days(provisions)}",
        caption=(Sentence(text=caption, references=_cite(bibliography, turned) or bibliography.cite_record()),),
        strip=tuple(_make_row(each) for each in provisions.provisions),
    )


def compose_days(bibliography: Bibliography, provisions: Provisions) -> Section:
    """What the strip shows in words: the days on which each provision stood how."""
    table = Table(
        caption=f"The provisions from {say_days(provisions)}",
        columns=("Provision", "Status by day", "Days on which its terms turn"),
        rows=tuple(_compose_row(bibliography, each) for each in provisions.provisions),
    )
    return Section(id="provisions-by-day", title="Day by day, in words", tables=(table,))


def say_days(provisions: Provisions) -> str:
    """`8 to 14 Dec 2020`."""
    return format_date(f"{provisions.from_}/{_last_day(provisions.to)}")


# ---------------------------------------------------------------------------------------------------------------

_CITED = 8
_SPELLS = 12


def _last_day(after: str) -> str:
    return (parse_day(after) - timedelta(days=1)).isoformat()


def _turns(history: ProvisionHistory) -> bool:
    return history.spells[0].status != history.spells[-1].status


def _cite(bibliography: Bibliography, histories: Sequence[ProvisionHistory]) -> tuple[int, ...]:
    return bibliography.cite(*(each for history in histories for each in _citations_of(history)[:_CITED]))


def _citations_of(history: ProvisionHistory) -> list[Citation]:
    return list(dict.fromkeys(each.citation for spell in history.spells for each in spell.evidence))


def _compose_row(bibliography: Bibliography, history: ProvisionHistory) -> TableRow:
    references = _cite(bibliography, [history]) or bibliography.cite_record()
    joined = _join_equal(history.spells)
    more = [f"and {len(joined) - _SPELLS} further turns"] if len(joined) > _SPELLS else []
    texts = (
        capitalise("; ".join([*map(_say_spell, joined[:_SPELLS]), *more])),
        "; ".join(f"{format_date(each.on)}: {each.statement.rstrip('.')}" for each in history.milestones) or "none",
    )
    return TableRow(
        heading=f"{history.provision} {history.title}",
        cells=tuple(TableCell(text=text, references=references) for text in texts),
    )


def _say_spell(spell: StatusDays) -> str:
    """`breached 12 to 14 Dec 2020`."""
    last = _last_day(spell.to)
    return f"{spell.status} {format_date(spell.from_ if spell.from_ == last else f'{spell.from_}/{last}')}"


def _make_row(history: ProvisionHistory) -> StripRow:
    return StripRow(
        provision=history.provision,
        title=history.title,
        days=tuple(_join_equal(history.spells)),
        milestones=history.milestones,
    )


def _join_equal(spells: Sequence[FindingSpell]) -> list[StatusDays]:
    """Spells of one status that follow each other as one: what they rest on is no matter here."""
    joined: list[StatusDays] = []
    for spell in spells:
        first = spell.from_
        if joined and joined[-1].status == spell.status:
            first = joined.pop().from_
        joined.append(StatusDays(status=spell.status, from_=first, to=spell.to))
    return joined
