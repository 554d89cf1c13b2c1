"""Numbers the references of a brief in the order in which its sentences first need them."""

from collections.abc import Mapping

from groundtruce.model.agreements import Agreement, Provision
from groundtruce.model.briefs import ListedDocument, RecordHead, Reference, ReferenceKind, Sentence
from groundtruce.model.cases import Case
from groundtruce.model.documents import Citation, Document, quote_span
from groundtruce.model.times import format_date
from groundtruce.show.wording import end_sentence, publisher_name, say_moment, say_quantity

_OPENING_CHARACTERS = 200
_READ = Citation(locator="documents read")
_STATE = Citation(locator="the record's last entry")


class Bibliography:
    """The references given out so far. The same citation keeps its number."""

    def __init__(self, *, case: Case, documents: Mapping[str, Document], head: RecordHead) -> None:
        self.case = case
        self.documents = documents
        self._head = head
        self._references: dict[Citation, Reference] = {}

    @property
    def references(self) -> tuple[Reference, ...]:
        """All of them, by number."""
        return tuple(self._references.values())

    def cite(self, *citations: Citation) -> tuple[int, ...]:
        """The numbers of `citations`, each once.

        Raises `ValueError` where a citation's document is unknown, its span lies outside the text, or its quote is
        not what stands there: evidence that does not resolve is none.
        """
        return tuple(dict.fromkeys(self._number(citation) for citation in citations))

    def cite_record(self) -> tuple[int, ...]:
        """The number of the record's state: what a sentence rests on that says nothing was found."""
        statement = f"Asked of the record as it stood at entry {self._head.entry}, recorded at {say_moment(self._head.recorded)}."
        return (self._add(_STATE, "record", statement=statement),)

    def cite_documents(self) -> tuple[int, ...]:
        """The number of the list of all documents read: what a sentence rests on that says nobody spoke."""
        known = self._references.get(_READ)
        if known:
            return (known.number,)
        listed = tuple(sorted(map(self.list_document, self.documents.values()), key=_by_date))
        statement = f"{say_quantity(len(listed), 'document').capitalize()} read."
        return (self._add(_READ, "documents read", statement=statement, listed=listed),)

    def cite_provision(self, agreement: Agreement, provision: Provision) -> tuple[int, ...]:
        """The number of a provision, in the case's own words."""
        place = f"{agreement.title}, signed {format_date(agreement.signed)}, point {provision.point}"
        statement = f"{place}, summarised by the case: {end_sentence(provision.summary)}"
        citation = Citation(locator=f"{agreement.id}, provision {provision.id}")
        return (self._add(citation, "provision", statement=statement),)

    def cite_opening(self, document: Document) -> tuple[int, ...]:
        """The number of a document as a whole: its first words, or the map."""
        if not document.text.strip():
            return self.cite(Citation(document=document.sha256, locator="the map"))
        start = len(document.text) - len(document.text.lstrip())
        end = _word_end(document.text, start, start + _OPENING_CHARACTERS)
        return self.cite(Citation(document=document.sha256, span=((start, end),)))

    def sentence(self, text: str, *citations: Citation) -> Sentence:
        """A sentence that rests on `citations`."""
        return Sentence(text=text, references=self.cite(*citations))

    def sentence_of_nothing(self, text: str) -> Sentence:
        """A sentence that says that nothing was found: it rests on the record's state."""
        return Sentence(text=text, references=self.cite_record())

    def list_document(self, document: Document) -> ListedDocument:
        """A document as the brief names it."""
        return ListedDocument(
            sha256=document.sha256,
            title=document.title or document.origin.rsplit("/", 1)[-1],
            publisher=publisher_name(self.case, document.publisher),
            published=document.published,
        )

    def _number(self, citation: Citation) -> int:
        if citation.document is None:
            return self._add(citation, "record", statement=citation.quote or citation.locator)
        document = self.documents.get(citation.document)
        if document is None:
            raise ValueError(f"document {citation.document} is cited but not known")
        if citation.span is None:
            return self._add(citation, "map", document=document)
        return self._add(_quoted(citation, document), "passage", document=document)

    def _add(
        self,
        citation: Citation,
        kind: ReferenceKind,
        *,
        document: Document | None = None,
        statement: str = "",
        listed: tuple[ListedDocument, ...] = (),
    ) -> int:
        known = self._references.get(citation)
        if known:
            return known.number
        reference = Reference(
            number=len(self._references) + 1,
            kind=kind,
            citation=citation,
            document=self.list_document(document) if document else None,
            statement=statement,
            sha256=document.sha256 if document else self._head.sha256,
            listed=listed,
        )
        self._references[citation] = reference
        return reference.number


# ---------------------------------------------------------------------------------------------------------------


def _quoted(citation: Citation, document: Document) -> Citation:
    """The citation with the words that stand at its span."""
    span = citation.span or ()
    if not span or any(not 0 <= start < end <= len(document.text) for start, end in span):
        raise ValueError(f"span {span} lies outside document {document.sha256}")
    words = quote_span(document.text, span)
    if citation.quote not in ("", words):
        raise ValueError(f"the quote at {span} of document {document.sha256} is not what stands there")
    return Citation(document=document.sha256, span=span, quote=words)


def _word_end(text: str, start: int, limit: int) -> int:
    """The end of the last whole word before `limit`."""
    if limit >= len(text):
        return len(text.rstrip())
    space = text.rfind(" ", start, limit)
    return space if space > start else limit


def _by_date(document: ListedDocument) -> tuple[str, str, str]:
    return (document.published or "~", document.title, document.sha256)
