"""The documents published in the days that the brief covers."""

from collections.abc import Sequence

from groundtruce.model.briefs import Section, Sentence, Table, TableCell, TableRow
from groundtruce.model.documents import Document
from groundtruce.model.times import format_date
from groundtruce.show.bibliography import Bibliography
from groundtruce.show.marks import Marks
from groundtruce.show.wording import say_quantity

ROWS = 40
"""So many documents have a row, those published last."""

_ORIGINS = {
    "option": "given when it was added",
    "metadata": "from its own metadata",
    "date line": "from its date line",
    "sidecar": "from the file beside it",
    "unknown": "unknown",
}


def compose_new_documents(
    bibliography: Bibliography, *, documents: Sequence[Document], marks: Marks, window: str
) -> Section:
    """The section on documents published in the days covered: what, from whom, when, with its hash."""
    if not documents:
        nothing = bibliography.sentence_of_nothing(f"The record holds no document published {window}.")
        return Section(id="documents", title="Documents of these days", sentences=(nothing,))
    text = f"The record holds {say_quantity(len(documents), 'document')} published {window}."
    return Section(
        id="documents",
        title="Documents of these days",
        sentences=(Sentence(text=text, references=bibliography.cite_documents()),),
        tables=(
            list_documents(bibliography, documents, caption="Documents by the date of their publication", marks=marks),
        ),
    )


def list_documents(bibliography: Bibliography, documents: Sequence[Document], *, caption: str, marks: Marks) -> Table:
    """A table of documents in the order given, the last of them where they are too many."""
    shown = documents[-ROWS:]
    left_out = bibliography.say_left_out(len(documents) - len(shown), "earlier document", "earlier documents")
    return Table(
        caption=caption,
        columns=("Document", "Publisher", "Published", "SHA-256"),
        rows=tuple(_compose_row(bibliography, document, marks=marks) for document in shown),
        left_out=left_out[0] if left_out else None,
    )


# ---------------------------------------------------------------------------------------------------------------


def _compose_row(bibliography: Bibliography, document: Document, *, marks: Marks) -> TableRow:
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
        news=marks.of_document(document.sha256),
    )
