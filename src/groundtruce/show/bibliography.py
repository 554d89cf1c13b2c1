"""Collects what the sentences of a brief rest on, and checks that each of it is there."""

import heapq
from collections.abc import Mapping

from groundtruce.model.agreements import Agreement, Provision
from groundtruce.model.briefs import ListedDocument, RecordHead, Reference, ReferenceKind, Sentence
from groundtruce.model.cases import Case
from groundtruce.model.documents import Citation, Document, quote_span
from groundtruce.model.times import format_date
from groundtruce.show.wording import end_sentence, publisher_name, say_moment, say_quantity

DOCUMENTS_LISTED = 40
"""The list of documents read names so many of them; the entry that the record stood at determines all."""
_OPENING_CHARACTERS = 200
_READ = Citation(locator="documents read")


class Bibliography:
    """The references given out so far. The same citation keeps its number, until all are known and `numbering` orders them."""

    def __init__(
        self, *, case: Case, documents: Mapping[str, Document], head: RecordHead, count: int | None = None
    ) -> None:
        self.case = case
        self.documents = documents
        self._count = len(documents) if count is None else count
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

    def cite_record(self, head: RecordHead | None = None) -> tuple[int, ...]:
        """The number of the record's state, now or at another entry: what a sentence rests on that says nothing was found."""
        head = head or self._head
        statement = f"Asked of the record as it stood at entry {head.entry}, recorded at {say_moment(head.recorded)}."
        citation = Citation(locator=f"the record at entry {head.entry}")
        return (self._add(citation, "record", statement=statement, sha256=head.sha256),)

    def cite_documents(self) -> tuple[int, ...]:
        """The number of the list of all documents read: what a sentence rests on that says nobody spoke."""
        known = self._references.get(_READ)
        if known:
            return (known.number,)
        latest = heapq.nlargest(DOCUMENTS_LISTED, self.documents.values(), key=_by_date)
        listed = tuple(self.list_document(document) for document in reversed(latest))
        total = self._count
        statement = f"{say_quantity(total, 'document').capitalize()} read: all that the record held at entry {self._head.entry}."
        if total > len(listed):
            statement += f" The {len(listed)} published last are named."
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

    def name_document(self, sha256: str) -> str:
        """A document by its title and publisher."""
        listed = self.list_document(self.documents[sha256])
        return f"“{listed.title}” ({listed.publisher or 'publisher not named'})"

    def sentence(self, text: str, *citations: Citation) -> Sentence:
        """A sentence that rests on `citations`."""
        return Sentence(text=text, references=self.cite(*citations))

    def sentence_of_nothing(self, text: str) -> Sentence:
        """A sentence that says that nothing was found: it rests on the record's state."""
        return Sentence(text=text, references=self.cite_record())

    def say_left_out(self, number: int, noun: str, plural: str) -> tuple[Sentence, ...]:
        """The sentence that says how many of something there is no room for; none where all are there."""
        return self.say_further(
            number, f"{noun} is left out here", f"{plural} are left out here; the record holds them"
        )

    def say_further(self, number: int, clause: str, plural: str) -> tuple[Sentence, ...]:
        """A sentence such as `3 further incidents are dated …`; none where there is no further one."""
        if number <= 0:
            return ()
        return (self.sentence_of_nothing(f"{say_quantity(number, f'further {clause}', f'further {plural}')}."),)

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
        sha256: str | None = None,
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
            sha256=document.sha256 if document else sha256 or self._head.sha256,
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


def _by_date(document: Document) -> tuple[str, str, str]:
    return (document.published or "", document.title, document.sha256)
