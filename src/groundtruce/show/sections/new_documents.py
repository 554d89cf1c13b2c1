"""The documents published in the days that the brief covers."""

from collections.abc import Sequence

from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.documents import Document
from groundtruce.model.times import format_date
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.wording import say_quantity

_ORIGINS = {
    "option": "given when it was added",
    "metadata": "from its own metadata",
    "date line": "from its date line",
    "sidecar": "from the file beside it",
    "unknown": "unknown",
}


def compose_new_documents(bibliography: Bibliography, *, documents: Sequence[Document], window: str) -> Section:
    """The section on new documents: what came in, from whom, with its hash."""
    if not documents:
        text = f"The record holds no document published {window}."
        return Section(
            id="documents",
            title="New documents",
            sentences=(bibliography.sentence_of_nothing(text),),
        )
    text = f"The record holds {say_quantity(len(documents), 'document')} published {window}."
    table = Table(
        caption="Documents by the date of their publication",
        columns=("Document", "Publisher", "Published", "SHA-256"),
        rows=tuple(_compose_row(bibliography, document) for document in documents),
    )
    references = tuple(number for document in documents for number in bibliography.cite_opening(document))
    return Section(
        id="documents",
        title="New documents",
        sentences=(Sentence(text=text, references=references),),
        tables=(table,),
    )


# ---------------------------------------------------------------------------------------------------------------


def _compose_row(bibliography: Bibliography, document: Document) -> TableRow:
    listed = bibliography.list_document(document)
    published = format_date(document.published) if document.published else "date unknown"
    texts = (
        listed.publisher or "not named",
        f"{published} ({_ORIGINS[document.published_from]})",
        f"{document.sha256[:16]}…",
    )
    references = bibliography.cite_opening(document)
    return TableRow(
        heading=listed.title,
        cells=tuple(TableCell(text=text, references=references) for text in texts),
    )
