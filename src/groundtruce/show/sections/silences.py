"""Who said nothing: what texts report of it, and what the record observes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.cases import Case
from groundtruce.model.claims import Silence
from groundtruce.model.documents import Citation, Document
from groundtruce.model.incidents import ObservedSilence
from groundtruce.model.times import format_date, parse_day
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import party_name, publisher_name, say_list, say_quantity, say_silent

REPORTED, OBSERVED = 24, 20
"""So many reported silences are told, and so many incidents and changes have a row of what was observed."""


def compose_silences(
    bibliography: Bibliography,
    *,
    silences: Sequence[tuple[str, Silence]],
    observed: Sequence[ObservedSilence],
    titles: Mapping[str, str],
    window: str,
) -> Section:
    """The section on silence: reported ones by their passages, then who was observed to say what of what, and when.

    `titles` names what `observed` is about.
    """
    reported = [
        _say_reported(bibliography, bibliography.documents[sha256], silence) for sha256, silence in silences[:REPORTED]
    ] or [bibliography.sentence_of_nothing(f"No document published {window} reports that somebody said nothing.")]
    left_out = bibliography.say_left_out(len(silences) - REPORTED, "reported silence", "reported silences")
    parts = [
        Section(id="silences-reported", title="Reported", sentences=(*reported, *left_out)),
        *_compose_observed(bibliography, observed, titles),
    ]
    return Section(id="silences", title="Silences", sections=tuple(parts))


def summarise_silences(bibliography: Bibliography, silences: Sequence[tuple[str, Silence]]) -> Sentence | None:
    """One sentence on all reported silences; none where there are none."""
    parties = dict.fromkeys(
        say_silent(bibliography.case, party) for _, silence in silences[:REPORTED] for party in silence.parties
    )
    if not parties:
        return None
    citations = [Citation(document=sha256, span=silence.span) for sha256, silence in silences[:REPORTED]]
    return bibliography.sentence(f"Reported to have said nothing: {say_list(list(parties))}.", *citations)


def summarise_observed(
    bibliography: Bibliography, observed: Sequence[ObservedSilence], titles: Mapping[str, str]
) -> list[Sentence]:
    """A sentence for each party that was observed to be silent: of what, and over which days."""
    silent = sorted((each for each in observed if each.state == "silent"), key=lambda each: each.party)
    said = []
    for party, group in groupby(silent, key=lambda each: each.party):
        own = list(group)
        name = party_name(bibliography.case, party)
        more = f", and {len(own) - 1} more" if len(own) > 1 else ""
        text = f"{name} was observed to be silent {_say_days(own[0])} on: {titles[own[0].about]}{more}."
        references = dict.fromkeys(number for each in own for number in _cite_watched(bibliography, each))
        said.append(Sentence(text=text, references=tuple(references)))
    return said


def say_observed(observed: ObservedSilence, case: Case) -> str:
    """What was observed of one party: that it spoke, and when; that it was silent, and how long; or that nobody could tell."""
    if observed.state == "spoken":
        return f"spoke on {format_date(observed.ended or observed.until)}"
    if observed.state == "silent":
        documents = say_quantity(len(observed.documents), "document of its own", "documents of its own")
        end = f"first spoke on {format_date(observed.ended)}" if observed.ended else "not ended"
        return f"silent {_say_days(observed)}, in {documents}; {end}"
    names = say_list([publisher_name(case, each) for each in observed.publishers], "or")
    watched = f"no document by {names} was read" if names else "the case names no publisher of its own"
    later = f"; first spoke on {format_date(observed.ended)}" if observed.ended else ""
    return f"not observed {_say_days(observed)}: {watched}{later}"


# ---------------------------------------------------------------------------------------------------------------

_WATCHED = 6
"""A silence cites so many of the documents that it was observed in."""


def _say_reported(bibliography: Bibliography, document: Document, silence: Silence) -> Sentence:
    publisher = publisher_name(bibliography.case, document.publisher) or "A text without a named publisher"
    parties = say_list([say_silent(bibliography.case, party) for party in silence.parties]) or "those concerned"
    about = f" about “{silence.about}”" if silence.about else ""
    text = f"{publisher} reports that {parties} said nothing{about}."
    return bibliography.sentence(text, Citation(document=document.sha256, span=silence.span))


def _compose_observed(
    bibliography: Bibliography, observed: Sequence[ObservedSilence], titles: Mapping[str, str]
) -> list[Section]:
    if not observed:
        return []
    rows = [(about, list(group)) for about, group in groupby(observed, key=lambda each: each.about)]
    left_out = bibliography.say_left_out(len(rows) - OBSERVED, "incident or change", "incidents and changes")
    table = Table(
        caption="Who was expected to speak, and whether they did",
        columns=("", *(party_name(bibliography.case, each.party) for each in rows[0][1])),
        rows=tuple(
            TableRow(heading=titles[about], cells=tuple(_compose_cell(bibliography, each) for each in group))
            for about, group in rows[:OBSERVED]
        ),
        left_out=left_out[0] if left_out else None,
    )
    return [
        Section(
            id="silences-observed",
            title="Observed",
            sentences=tuple(_say_watched(bibliography, each) for each in rows[0][1]),
            tables=(table,),
        )
    ]


def _say_watched(bibliography: Bibliography, observed: ObservedSilence) -> Sentence:
    """Through whose documents a party is watched: its silence is observed in these and in no others."""
    name = party_name(bibliography.case, observed.party)
    offices = say_list([publisher_name(bibliography.case, each) for each in observed.publishers])
    text = f"{name} is watched in what {offices} published." if offices else f"No publisher is watched for {name}."
    return Sentence(text=text, references=bibliography.cite_documents())


def _compose_cell(bibliography: Bibliography, observed: ObservedSilence) -> TableCell:
    kinds = {"spoken": "stated", "silent": "silent", "not observed": "not observed"}
    spoken = bibliography.cite(observed.citation) if observed.citation else ()
    return TableCell(
        text=say_observed(observed, bibliography.case),
        references=(*_cite_watched(bibliography, observed), *spoken) or bibliography.cite_documents(),
        kind=kinds[observed.state],  # type: ignore[arg-type] # the three states are kinds of cells
        quotes=spoken if observed.state == "spoken" else (),
    )


def _cite_watched(bibliography: Bibliography, observed: ObservedSilence) -> tuple[int, ...]:
    return tuple(
        number
        for sha256 in observed.documents[:_WATCHED]
        for number in bibliography.cite_opening(bibliography.documents[sha256])
    )


def _say_days(observed: ObservedSilence) -> str:
    """The days watched: those after the one by whose end it had happened."""
    first = parse_day(observed.since) + timedelta(days=1)
    if first.isoformat() >= observed.until:
        return f"on {format_date(observed.until)}"
    return f"from {format_date(f'{first}/{observed.until}')}"
