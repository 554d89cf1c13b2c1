"""Prints incidents for people: the accounts side by side, the passages they rest on, and who said nothing."""

from collections.abc import Mapping, Sequence

from rich.console import Console

from groundtruce.model.cases import Case
from groundtruce.model.documents import Citation, Document
from groundtruce.model.incidents import CELL_NAMES, Cell, Following, Incident, ObservedSilence, SilenceInDocument
from groundtruce.model.times import format_date
from groundtruce.model.zones import ZoneVersion
from groundtruce.show.printing import print_line, print_table
from groundtruce.show.sections.account_matrix import SILENT
from groundtruce.show.sections.incidents import teller, title_of
from groundtruce.show.sections.silences import say_observed
from groundtruce.show.sources import RING, shorten_quote
from groundtruce.show.wording import (
    capitalise,
    party_name,
    publisher_name,
    say_judged,
    say_list,
    say_quantity,
    say_silent,
)


def print_incidents(
    console: Console,
    incidents: Sequence[Incident],
    *,
    case: Case,
    documents: Mapping[str, Document],
    observed: Sequence[ObservedSilence] = (),
    followed: Sequence[Following] = (),
) -> None:
    """Each incident with its accounts side by side, every cell with the numbers of its passages, which stand below.

    A hollow ring where nobody said anything; then in what the accounts contradict each other or differ, what followed, and
    who, of those expected to speak, did and did not.
    """
    for incident in incidents:
        judged = say_judged(incident.judged)
        print_line(console, title_of(case, incident) + (f" ({judged})" if judged else ""), "bold")
        _print_matrix(console, incident, case=case, documents=documents)
        for contradiction in incident.contradictions:
            print_line(console, f"Contradiction on {contradiction.kind}: {contradiction.statement}")
        for difference in incident.differences:
            print_line(console, f"Told differently, {difference.kind}: {difference.statement}")
        for each in followed:
            if each.incident == incident.id:
                print_line(console, f"What followed: {each.statement}")
        _print_observed(console, [each for each in observed if each.about == incident.id], case=case)
        console.print()
    print_line(console, f"{say_quantity(len(incidents), 'incident')} on record.")
    if any(_is_judged(cell) for each in incidents for account in each.accounts for cell in account.cells):
        print_line(console, f"{_JUDGED} a person judged what was read there; all else is as the machine read it.")


def print_observed_changes(
    console: Console, observed: Sequence[ObservedSilence], *, case: Case, zone_versions: Sequence[ZoneVersion]
) -> None:
    """Who, of those expected to speak, spoke of the changes of zones, and who did not."""
    for version in zone_versions:
        own = [each for each in observed if each.about == version.id]
        if own:
            print_line(console, f"{version.name}, the map valid from {format_date(version.valid_from)}", "bold")
            _print_observed(console, own, case=case)


def print_silences(console: Console, silences: Sequence[SilenceInDocument], *, case: Case) -> None:
    """Who is reported to have said nothing, about what, by whom."""
    for found in silences:
        silent = say_list([say_silent(case, party) for party in found.silence.parties]) or "somebody not named"
        teller_name = publisher_name(case, found.publisher) or "a text without a named publisher"
        judged = say_judged(found.citation.judged)
        said = f"{RING} Silent according to {teller_name}: {silent}: “{found.citation.quote}”"
        print_line(console, said + (f" ({judged})" if judged else ""))


# ---------------------------------------------------------------------------------------------------------------

_JUDGED = "✓"
_CITED = 12
_COLUMNS = 5


def _print_matrix(console: Console, incident: Incident, *, case: Case, documents: Mapping[str, Document]) -> None:
    numbers: dict[Citation, int] = {}
    for start in range(0, len(incident.accounts), _COLUMNS):
        accounts = incident.accounts[start : start + _COLUMNS]
        print_table(
            console,
            ("", *(teller(case, account) for account in accounts)),
            [
                (capitalise(name), *(_say_cell(account.cells[place], numbers) for account in accounts))
                for place, name in enumerate(CELL_NAMES)
            ],
        )
    for citation, number in numbers.items():
        judged = say_judged(citation.judged)
        source = f"[{number}] “{shorten_quote(citation.quote)}” {_say_document(citation, case, documents)}"
        print_line(console, source + (f" ({judged})" if judged else ""))


def _say_cell(cell: Cell, numbers: dict[Citation, int]) -> str:
    """A cell's words with the numbers of its passages, each given out where it is first needed."""
    if cell.state == "silent":
        return f"{RING} {SILENT}"
    cited = [numbers.setdefault(citation, len(numbers) + 1) for citation in cell.citations[:_CITED]]
    more = f" and {len(cell.citations) - _CITED} more" if len(cell.citations) > _CITED else ""
    words = f"denies: {cell.value}" if cell.state == "denies" else cell.value
    mark = f" {_JUDGED}" if _is_judged(cell) else ""
    return f"{words}{mark} [{', '.join(map(str, cited))}]{more}"


def _is_judged(cell: Cell) -> bool:
    return any(citation.judged for citation in cell.citations)


def _say_document(citation: Citation, case: Case, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.document or "")
    if document is None:
        return ""
    published = format_date(document.published) if document.published else "date unknown"
    named = [document.title, publisher_name(case, document.publisher), published, document.sha256[:12]]
    return ", ".join(filter(None, named))


def _print_observed(console: Console, observed: Sequence[ObservedSilence], *, case: Case) -> None:
    for each in observed:
        mark = {"spoken": " ", "silent": RING, "not observed": "·"}[each.state]
        print_line(console, f"{mark} {party_name(case, each.party)}: {say_observed(each, case)}")
