"""What happened, according to whom: a table of the incidents, then the accounts of each side by side."""

from collections.abc import Mapping, Sequence

from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.cases import Case
from groundtruce.model.claims import MentionedPlace
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import Account, Contradiction, Difference, Incident
from groundtruce.model.places import display_name
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneChange, ZoneVersion
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.coverage import choose_for_matrices, choose_weightiest, speaks
from groundtruce.show.marks import Marks
from groundtruce.show.sections.account_matrix import compose_matrix
from groundtruce.show.sections.map_changes import maps_of
from groundtruce.show.wording import (
    capitalise,
    end_sentence,
    party_name,
    publisher_name,
    say_count,
    say_list,
    say_probability,
    say_quantity,
)

ROWS = 40
"""So many incidents stand in the table: those of which most is told and disputed."""


def compose_incidents(
    bibliography: Bibliography,
    *,
    incidents: Sequence[Incident],
    changes: Sequence[ZoneChange],
    versions: Mapping[str, ZoneVersion],
    marks: Marks,
    window: str,
) -> Section:
    """The section on incidents: the table of all, then a part for each that more than one voice tells of.

    `changes` are those of the days covered: what followed on the map where an incident is placed is told with it.
    """
    if not incidents:
        nothing = bibliography.sentence_of_nothing(f"The record has no incident dated {window}.")
        return Section(id="incidents", title="Incidents, according to whom", sentences=(nothing,))
    return Section(
        id="incidents",
        title="Incidents, according to whom",
        tables=(_compose_table(bibliography, incidents, marks=marks, window=window),),
        sections=tuple(
            _compose_incident(bibliography, incident, changes, versions, marks=marks)
            for incident in choose_for_matrices(incidents)
        ),
    )


def summarise_incident(bibliography: Bibliography, incident: Incident) -> Sentence:
    """One sentence on an incident: what, where, when, and how far the accounts agree."""
    disputed = say_list(sorted({contradiction.kind for contradiction in incident.contradictions}))
    spoken = [teller(bibliography.case, account) for account in incident.accounts if speaks(account)]
    if len(spoken) < 2:
        verdict = f"told by {say_list(spoken) or 'nobody'} alone"
    elif disputed:
        verdict = f"{len(spoken)} accounts, which contradict each other on {disputed}"
    else:
        verdict = f"{len(spoken)} accounts, which do not contradict each other"
    return bibliography.sentence(f"{title_of(bibliography.case, incident)}: {verdict}.", *key_citations(incident))


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


def find_unheard(case: Case, incident: Incident) -> list[str]:
    """The case's parties and peacekeepers, by name, that have no account of the incident."""
    heard = {account.party for account in incident.accounts if speaks(account)}
    return [party.name for party in case.parties if party.kind in ("party", "peacekeeper") and party.id not in heard]


def key_citations(incident: Incident) -> tuple[Citation, ...]:
    """What an incident rests on, in short: each account's first passage, and the passages that contradict each other."""
    openings = [next((cell.citations[0] for cell in each.cells if cell.citations), None) for each in incident.accounts]
    disputed = [citation for each in incident.contradictions for citation in each.citations[:2]]
    return tuple(dict.fromkeys(each for each in (*openings[:_VOICES], *disputed[:_VOICES]) if each))


# ---------------------------------------------------------------------------------------------------------------

_VOICES = 6
_PASSAGES = 12
"""A sentence on all of an incident cites so many passages; the matrix cites the rest."""


def _place_name(case: Case, place: MentionedPlace) -> str:
    """A place under the names that the parties use; in the text's own words where the case does not know it."""
    known = next((entry for entry in case.places if entry.id == place.gazetteer_id), None)
    return display_name(known) if known else place.text


def _compose_table(bibliography: Bibliography, incidents: Sequence[Incident], *, marks: Marks, window: str) -> Table:
    shown = choose_weightiest(incidents, ROWS)
    left = bibliography.say_left_out(len(incidents) - len(shown), "incident of these days", "incidents of these days")
    return Table(
        caption=f"Incidents dated {window}, and who tells of them",
        columns=("Incident", "Told by", "No account by", "Casualties", "Disputed", "Matched"),
        rows=tuple(_compose_row(bibliography, incident, marks=marks) for incident in shown),
        left_out=left[0] if left else None,
    )


def _compose_row(bibliography: Bibliography, incident: Incident, *, marks: Marks) -> TableRow:
    citations = key_citations(incident)
    references = bibliography.cite(*citations) or bibliography.cite_record()
    spoken = [teller(bibliography.case, account) for account in incident.accounts if speaks(account)]
    # What only one voice tells has no matrix: its passage stands here.
    quotes = bibliography.cite(*citations[:1]) if len(spoken) < 2 else ()
    texts = (
        _say_counts(incident),
        capitalise(say_list(sorted({each.kind for each in incident.contradictions}))) or "nothing",
        f"{say_quantity(len(incident.mentions), 'mention')}, {_CERTAINTIES[incident.certainty]}",
    )
    return TableRow(
        heading=title_of(bibliography.case, incident),
        cells=(
            TableCell(text=_say_tellers(spoken, incident.sources), references=references, quotes=quotes),
            _compose_unheard(bibliography, incident, references),
            *(TableCell(text=text, references=references) for text in texts),
        ),
        news=marks.of_incident(incident.id),
    )


def _compose_unheard(bibliography: Bibliography, incident: Incident, references: tuple[int, ...]) -> TableCell:
    unheard = find_unheard(bibliography.case, incident)
    if not unheard:
        return TableCell(text="none of the parties", references=references)
    return TableCell(text=say_list(unheard, "or"), references=bibliography.cite_documents(), kind="silent")


def _say_counts(incident: Incident) -> str:
    counted = [("killed", incident.deaths), ("injured", incident.injured)]
    return "; ".join(f"{words} {say_count(count)}" for words, count in counted if count) or "not said"


_CERTAINTIES = {
    "single": "nothing to match",
    "low": "match not sure",
    "moderate": "match fairly sure",
    "high": "match sure",
}


def _say_tellers(names: Sequence[str], sources: int) -> str:
    shown = names[:_VOICES]
    more = [f"{len(names) - len(shown)} more"] if len(names) > len(shown) else []
    return f"{say_list([*shown, *more]) or 'nobody'}; {say_quantity(sources, 'independent source')}"


def _compose_incident(
    bibliography: Bibliography,
    incident: Incident,
    changes: Sequence[ZoneChange],
    versions: Mapping[str, ZoneVersion],
    *,
    marks: Marks,
) -> Section:
    citations = _all_citations(incident)[:_PASSAGES]
    sentences = [
        *_say_casualties(bibliography, incident),
        *(_say_contradiction(bibliography, each) for each in incident.contradictions[:_PASSAGES]),
        *(_say_difference(bibliography, each) for each in incident.differences[:_PASSAGES]),
        *_say_unheard(bibliography, incident),
        *_say_copies(bibliography, incident),
        *_say_what_followed(bibliography, incident, changes, versions),
        bibliography.sentence(f"Why these passages were matched: {end_sentence(incident.reason)}", *citations),
    ]
    tellers = [teller(bibliography.case, account) for account in incident.accounts]
    tables, unsaid = compose_matrix(bibliography, incident, tellers=tellers)
    return Section(
        id=incident.id,
        title=title_of(bibliography.case, incident),
        news=marks.of_incident(incident.id),
        sentences=(*sentences, *unsaid),
        tables=tables,
    )


def _say_casualties(bibliography: Bibliography, incident: Incident) -> list[Sentence]:
    counted = [("killed", "deaths", incident.deaths), ("injured", "injured", incident.injured)]
    said = []
    for words, name, count in counted:
        citations = _citations_of(incident, name)[:_PASSAGES]
        if count and citations:
            text = f"Across the accounts, the number {words} is given as {say_count(count)}."
            said.append(bibliography.sentence(text, *citations))
    return said


def _say_contradiction(bibliography: Bibliography, contradiction: Contradiction) -> Sentence:
    sides = say_list(
        [publisher_name(bibliography.case, party_name(bibliography.case, side)) for side in contradiction.between]
    )
    text = f"{sides} contradict each other on {contradiction.kind}: {end_sentence(contradiction.statement)}"
    return bibliography.sentence(text, *contradiction.citations[:_PASSAGES])


def _say_difference(bibliography: Bibliography, difference: Difference) -> Sentence:
    """What one side tells and another does not, which can both be so."""
    text = f"The accounts tell different {difference.kind}, which can all be so: {end_sentence(difference.statement)}"
    return bibliography.sentence(text, *difference.citations[:_PASSAGES])


def _say_unheard(bibliography: Bibliography, incident: Incident) -> list[Sentence]:
    unheard = find_unheard(bibliography.case, incident)
    if not unheard:
        return []
    text = f"No account by {say_list(unheard, 'or')} was found in the documents read."
    return [Sentence(text=text, references=bibliography.cite_documents())]


def _say_copies(bibliography: Bibliography, incident: Incident) -> list[Sentence]:
    """Which documents that tell of it repeat others, and so are no sources of their own."""
    said = []
    for copy in incident.copies[:_PASSAGES]:
        names = [bibliography.name_document(each) for each in (copy.document, copy.of)]
        references = [
            number
            for each in (copy.document, copy.of)
            for number in bibliography.cite_opening(bibliography.documents[each])
        ]
        text = f"{names[0]} repeats the text of {names[1]}; the two count as one source."
        said.append(Sentence(text=text, references=tuple(references)))
    return said


def _say_what_followed(
    bibliography: Bibliography,
    incident: Incident,
    changes: Sequence[ZoneChange],
    versions: Mapping[str, ZoneVersion],
) -> list[Sentence]:
    """On which side of a boundary the incident's place lies since: that the one led to the other is not said."""
    place = incident.place.gazetteer_id if incident.place else None
    return [
        bibliography.sentence(
            f"On the map valid from {format_date(change.to.valid_from or '')}, {settlement.name} lies"
            f" {_SIDES[settlement.verdict]} (probability of lying inside before {say_probability(settlement.probability_before)},"
            f" after {say_probability(settlement.probability_after)}).",
            *maps_of(change, versions),
        )
        for change in changes
        if change.to.valid_from
        for settlement in change.settlements
        if place and settlement.gazetteer_id == place and settlement.verdict in _SIDES
    ]


_SIDES = {"gained": "newly inside the zone", "lost": "no longer inside the zone"}


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
