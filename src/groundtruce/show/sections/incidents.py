"""What happened, according to whom: the accounts of each incident side by side."""

from collections.abc import Sequence

from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.cases import Case
from groundtruce.model.claims import MentionedPlace
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import CELL_NAMES, Account, Cell, Contradiction, Incident
from groundtruce.model.places import display_name
from groundtruce.model.times import format_date
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import (
    capitalise,
    end_sentence,
    party_name,
    publisher_name,
    say_count,
    say_list,
    say_quantity,
)

SILENT = "nothing said"
"""The words in a silent cell; a writer adds the hollow ring."""


def compose_incidents(bibliography: Bibliography, *, incidents: Sequence[Incident], window: str) -> Section:
    """The section on incidents: a part with its table of accounts for each."""
    return Section(
        id="incidents",
        title="Incidents, according to whom",
        sentences=()
        if incidents
        else (bibliography.sentence_of_nothing(f"The record has no incident dated {window}."),),
        sections=tuple(_compose_incident(bibliography, incident) for incident in incidents),
    )


def summarise_incident(bibliography: Bibliography, incident: Incident) -> Sentence:
    """One sentence on an incident: what, where, when, and how far the accounts agree."""
    disputed = say_list(sorted({contradiction.kind for contradiction in incident.contradictions}))
    spoken = [teller(bibliography.case, account) for account in incident.accounts if _speaks(account)]
    if len(spoken) < 2:
        verdict = f"told by {say_list(spoken) or 'nobody'} alone"
    elif disputed:
        verdict = f"{len(spoken)} accounts, which contradict each other on {disputed}"
    else:
        verdict = f"{len(spoken)} accounts, which do not contradict each other"
    return bibliography.sentence(f"{title_of(bibliography.case, incident)}: {verdict}.", *_all_citations(incident))


def title_of(case: Case, incident: Incident) -> str:
    """`Attack near South Ridge, 11 Mar 2031`, as far as known."""
    place = f" near {_place_name(case, incident.place)}" if incident.place else ", place not stated"
    date = format_date(incident.date) if incident.date else "date not stated"
    return f"{capitalise(incident.kind)}{place}, {date}"


def teller(case: Case, account: Account) -> str:
    """Whose account it is, as a column's heading."""
    if account.party is not None:
        return party_name(case, account.party)
    return f"{publisher_name(case, account.narrator) or 'Unnamed publisher'} (narrator)"


# ---------------------------------------------------------------------------------------------------------------


def _speaks(account: Account) -> bool:
    """Whether the account says anything: one of nothing but silent cells shows only who said nothing."""
    return any(cell.state != "silent" for cell in account.cells)


def _place_name(case: Case, place: MentionedPlace) -> str:
    """A place under the names that the parties use; in the text's own words where the case does not know it."""
    known = next((entry for entry in case.places if entry.id == place.gazetteer_id), None)
    return display_name(known) if known else place.text


def _compose_incident(bibliography: Bibliography, incident: Incident) -> Section:
    citations = _all_citations(incident)
    sources = say_quantity(incident.sources, "independent publisher")
    tells = "tells" if incident.sources == 1 else "tell"
    sentences = [
        bibliography.sentence(f"{sources.capitalize()} {tells} of it.", *citations),
        *_say_casualties(bibliography, incident),
        *(_say_contradiction(bibliography, each) for each in incident.contradictions),
        *_say_unheard(bibliography, incident),
        bibliography.sentence(f"Why these passages were matched: {end_sentence(incident.reason)}", *citations),
    ]
    return Section(
        id=incident.id,
        title=title_of(bibliography.case, incident),
        sentences=tuple(sentences),
        tables=(_compose_table(bibliography, incident),),
    )


def _compose_table(bibliography: Bibliography, incident: Incident) -> Table:
    rows = (
        TableRow(
            heading=capitalise(name),
            cells=tuple(_compose_cell(bibliography, account.cells[index]) for account in incident.accounts),
        )
        for index, name in enumerate(CELL_NAMES)
    )
    return Table(
        caption="The accounts side by side",
        columns=("", *(teller(bibliography.case, account) for account in incident.accounts)),
        rows=tuple(rows),
    )


def _compose_cell(bibliography: Bibliography, cell: Cell) -> TableCell:
    if cell.state == "silent":
        return TableCell(text=SILENT, references=bibliography.cite_documents(), kind="silent")
    value = format_date(cell.value) if cell.name == "when" and _is_date(cell.value) else cell.value
    return TableCell(text=value, references=bibliography.cite(*cell.citations), kind=cell.state)


def _is_date(text: str) -> bool:
    """Whether `text` is an EDTF date rather than a passage's own words."""
    try:
        format_date(text)
    except ValueError:
        return False
    return True


def _say_casualties(bibliography: Bibliography, incident: Incident) -> list[Sentence]:
    counted = [("killed", "deaths", incident.deaths), ("injured", "injured", incident.injured)]
    said = []
    for words, name, count in counted:
        citations = _citations_of(incident, name)
        if count and citations:
            text = f"Across the accounts, the number {words} is given as {say_count(count)}."
            said.append(bibliography.sentence(text, *citations))
    return said


def _say_contradiction(bibliography: Bibliography, contradiction: Contradiction) -> Sentence:
    sides = say_list(
        [publisher_name(bibliography.case, party_name(bibliography.case, side)) for side in contradiction.between]
    )
    text = f"{sides} contradict each other on {contradiction.kind}: {end_sentence(contradiction.statement)}"
    return bibliography.sentence(text, *contradiction.citations)


def _say_unheard(bibliography: Bibliography, incident: Incident) -> list[Sentence]:
    """The case's parties and peacekeepers that have no account of the incident."""
    heard = {account.party for account in incident.accounts if _speaks(account)}
    unheard = [
        party.name
        for party in bibliography.case.parties
        if party.kind in ("party", "peacekeeper") and party.id not in heard
    ]
    if not unheard:
        return []
    text = f"No account by {say_list(unheard, 'or')} was found in the documents read."
    return [Sentence(text=text, references=bibliography.cite_documents())]


def _all_citations(incident: Incident) -> tuple[Citation, ...]:
    cited = [each for account in incident.accounts for cell in account.cells for each in cell.citations]
    return tuple(dict.fromkeys(cited))


def _citations_of(incident: Incident, name: str) -> tuple[Citation, ...]:
    return tuple(
        citation
        for account in incident.accounts
        for cell in account.cells
        if cell.name == name
        for citation in cell.citations
    )
