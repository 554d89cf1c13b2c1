"""The account matrix: who tells an incident against what is told, each cell with the passage it rests on."""

from collections.abc import Iterator, Sequence

from groundtruce.model.briefs import Sentence, Table, TableCell, TableRow
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import CELL_NAMES, Account, Cell, CellName, Incident
from groundtruce.model.times import format_date
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import capitalise, say_list

SILENT = "nothing said"
"""The words in a silent cell; a writer adds the hollow ring."""
COLUMNS = 5
"""More accounts than that stand in further tables below: a page is no wider."""
MATRIX_TABLES = 3


def compose_matrix(
    bibliography: Bibliography, incident: Incident, *, tellers: Sequence[str]
) -> tuple[tuple[Table, ...], tuple[Sentence, ...]]:
    """The accounts side by side, `tellers` above them, and the sentences that say what is left out of the tables.

    A row of which no account says anything is a sentence instead: who said nothing of it stands there once.
    """
    names = [name for name in CELL_NAMES if any(_cell(each, name).state != "silent" for each in incident.accounts)]
    groups = list(_part(list(zip(tellers, incident.accounts, strict=True)), COLUMNS))
    tables = tuple(
        Table(
            caption=f"The accounts side by side{f' ({number} of {len(groups)})' if len(groups) > 1 else ''}",
            columns=("", *(name for name, _ in group)),
            rows=_compose_rows(bibliography, [account for _, account in group], names),
        )
        for number, group in enumerate(groups[:MATRIX_TABLES], 1)
    )
    left_out = len(incident.accounts) - COLUMNS * len(tables)
    return tables, (
        *_say_unsaid(bibliography, [name for name in CELL_NAMES if name not in names]),
        *bibliography.say_left_out(left_out, "account", "accounts"),
    )


# ---------------------------------------------------------------------------------------------------------------

_OWN_WORDS: tuple[CellName, ...] = ("who began", "where")
"""What these cells hold are the passage's own words."""
_QUOTED = 2
"""A cell shows so many passages; all others stand among its references."""
_CITED = 12
_PIECES = 4


def _part(pairs: list[tuple[str, Account]], size: int) -> Iterator[list[tuple[str, Account]]]:
    """Groups of at most `size`, as even as they can be."""
    groups = -(-len(pairs) // size)
    for number in range(groups):
        yield pairs[len(pairs) * number // groups : len(pairs) * (number + 1) // groups]


def _cell(account: Account, name: CellName) -> Cell:
    return account.cells[CELL_NAMES.index(name)]


def _compose_rows(
    bibliography: Bibliography, accounts: Sequence[Account], names: Sequence[CellName]
) -> tuple[TableRow, ...]:
    # What a column has quoted further up is not quoted again.
    quoted: list[set[str]] = [set() for _ in accounts]
    return tuple(
        TableRow(
            heading=capitalise(name),
            cells=tuple(
                _compose_cell(bibliography, _cell(account, name), quoted=above)
                for account, above in zip(accounts, quoted, strict=True)
            ),
        )
        for name in names
    )


def _compose_cell(bibliography: Bibliography, cell: Cell, *, quoted: set[str]) -> TableCell:
    if cell.state == "silent":
        return TableCell(text=SILENT, references=bibliography.cite_documents(), kind="silent")
    shown: list[Citation] = []
    for citation in cell.citations[:_CITED]:
        if cell.name not in _OWN_WORDS and citation.quote not in quoted and len(shown) < _QUOTED:
            quoted.add(citation.quote)
            shown.append(citation)
    return TableCell(
        text=_say_cell(cell),
        references=bibliography.cite(*cell.citations[:_CITED]),
        kind=cell.state,
        quotes=bibliography.cite(*shown),
    )


def _say_cell(cell: Cell) -> str:
    pieces = cell.value.split("; ")
    if cell.name in _OWN_WORDS:
        pieces = [f"“{piece}”" for piece in pieces]
    if cell.name == "when":
        pieces = [format_date(piece) if _is_date(piece) else piece for piece in pieces]
    more = len(pieces) - _PIECES
    return "; ".join([*pieces[:_PIECES], *([f"and {more} more"] if more > 0 else [])])


def _is_date(text: str) -> bool:
    """Whether `text` is an EDTF date rather than a passage's own words."""
    try:
        format_date(text)
    except ValueError:
        return False
    return True


def _say_unsaid(bibliography: Bibliography, names: Sequence[CellName]) -> tuple[Sentence, ...]:
    if not names:
        return ()
    text = f"No account says {say_list([_UNSAID[name] for name in names], 'or')}."
    return (Sentence(text=text, references=bibliography.cite_documents()),)


_UNSAID: dict[CellName, str] = {
    "what": "what happened",
    "who began": "who began",
    "where": "where",
    "when": "when",
    "deaths": "how many were killed",
    "injured": "how many were injured",
}
