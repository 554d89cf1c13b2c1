"""Who said nothing: what texts report of it, and what the record observes."""

from collections.abc import Sequence

from groundtruce.model.briefs import Section, Sentence
from groundtruce.model.claims import Silence
from groundtruce.model.documents import Citation, Document
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import publisher_name, say_list, say_silent


def compose_silences(
    bibliography: Bibliography,
    *,
    silences: Sequence[tuple[str, Silence]],
    new_documents: Sequence[Document],
    window: str,
) -> Section:
    """The section on silence: reported ones by their passages, then who published nothing that the record holds."""
    reported = [_say_reported(bibliography, bibliography.documents[sha256], silence) for sha256, silence in silences]
    observed = _say_observed(bibliography, new_documents, window)
    return Section(id="silences", title="Silences", sentences=(*reported, *observed))


def summarise_silences(bibliography: Bibliography, silences: Sequence[tuple[str, Silence]]) -> Sentence | None:
    """One sentence on all reported silences; none where there are none."""
    parties = dict.fromkeys(
        say_silent(bibliography.case, party) for _, silence in silences for party in silence.parties
    )
    if not parties:
        return None
    citations = [Citation(document=sha256, span=silence.span) for sha256, silence in silences]
    return bibliography.sentence(f"Reported to have said nothing: {say_list(list(parties))}.", *citations)


# ---------------------------------------------------------------------------------------------------------------


def _say_reported(bibliography: Bibliography, document: Document, silence: Silence) -> Sentence:
    publisher = publisher_name(bibliography.case, document.publisher) or "A text without a named publisher"
    parties = say_list([say_silent(bibliography.case, party) for party in silence.parties]) or "those concerned"
    about = f" about “{silence.about}”" if silence.about else ""
    text = f"{publisher} reports that {parties} said nothing{about}."
    return bibliography.sentence(text, Citation(document=document.sha256, span=silence.span))


def _say_observed(bibliography: Bibliography, new_documents: Sequence[Document], window: str) -> list[Sentence]:
    """The parties that have publishers in the case, none of which the record holds a document of in the window."""
    published = {document.publisher for document in new_documents}
    quiet = []
    for party in bibliography.case.parties:
        offices = [each for each in bibliography.case.publishers if each.party == party.id]
        if offices and not any(each.id in published or each.name in published for each in offices):
            quiet.append(f"{party.name} ({say_list([each.name for each in offices])})")
    text = (
        f"The record holds no document published {window} by {say_list(quiet, 'or')}."
        if quiet
        else f"Every party with a publisher in the case has a document in the record published {window}."
    )
    return [Sentence(text=text, references=bibliography.cite_documents())]
