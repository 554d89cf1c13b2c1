"""The reading of a document: every reader of the stage, in order, over one parse."""

from spacy.language import Language

from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.read.attribution import find_attributions
from groundtruce.read.dates import find_dates
from groundtruce.read.events import find_events
from groundtruce.read.metadata import blank_metadata
from groundtruce.read.sentences import mark_paragraphs
from groundtruce.read.silence import find_silences
from groundtruce.read.toponyms import Gazetteer, find_toponyms


def read_document(
    document: Document | ReadDocument, *, language_model: Language, case: Case | None, gazetteer: Gazetteer
) -> Reading:
    """Everything that `document` says, with spans into its text in Unicode code points.

    `language_model` is a spaCy pipeline with tagger, parser, lemmatizer and named entities. Leading metadata lines
    (`metadata.find_metadata`) are part of the text but not of what is read.
    """
    doc = language_model(mark_paragraphs(language_model.make_doc(blank_metadata(document.text))))
    dates = find_dates(doc, published=document.published)
    toponyms = find_toponyms(doc, case=case, gazetteer=gazetteer)
    attributions = find_attributions(doc, document=document.sha256, case=case)
    return Reading(
        document=_read_part(document),
        dates=dates,
        toponyms=toponyms,
        attributions=attributions,
        event_mentions=find_events(
            doc, document=document.sha256, case=case, attributions=attributions, dates=dates, toponyms=toponyms
        ),
        silences=find_silences(doc, document=document.sha256, case=case, attributions=attributions),
    )


# ---------------------------------------------------------------------------------------------------------------


def _read_part(document: Document | ReadDocument) -> ReadDocument:
    return ReadDocument(
        sha256=document.sha256,
        title=document.title,
        published=document.published,
        published_from=document.published_from,
        language=document.language,
        text=document.text,
    )
