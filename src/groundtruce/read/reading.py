"""The reading of a document: every reader of the stage, in order, over one parse."""

from spacy.language import Language

from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.readings import ReadDocument, Reading
from groundtruce.read.attribution import find_attributions
from groundtruce.read.dates import find_dates
from groundtruce.read.events import find_events
from groundtruce.read.events.root_model import RootModel
from groundtruce.read.labelling.encoder import Encoder
from groundtruce.read.metadata import blank_metadata
from groundtruce.read.sentences import parse_text
from groundtruce.read.silence import find_silences
from groundtruce.read.toponyms import Gazetteer, find_toponyms


def read_document(
    document: Document | ReadDocument,
    *,
    language_model: Language,
    case: Case | None,
    gazetteer: Gazetteer,
    roots: RootModel | None = None,
    encoder: Encoder | None = None,
) -> Reading:
    """Everything that `document` says, with spans into its text in Unicode code points.

    `language_model` is a spaCy pipeline with tagger, parser, lemmatizer and named entities; `roots` tells the political
    events, which are not read without it; without an `encoder` rules alone find the attributions. Leading metadata lines
    (`metadata.find_metadata`) are part of the text but not of what is read. A text that is not in English is not read:
    its reading holds no statements.
    """
    if not is_english(document.text, language=document.language):
        return Reading(document=_read_part(document))
    doc = parse_text(blank_metadata(document.text), language_model=language_model)
    dates = find_dates(doc, published=document.published)
    toponyms = find_toponyms(doc, case=case, gazetteer=gazetteer)
    # Where something happened is a place, not a people.
    places = tuple(toponym for toponym in toponyms if toponym.kind != "demonym")
    attributions = find_attributions(doc, document=document.sha256, case=case, encoder=encoder)
    silences = find_silences(doc, document=document.sha256, case=case, attributions=attributions)
    return Reading(
        document=_read_part(document),
        dates=dates,
        toponyms=toponyms,
        attributions=attributions,
        event_mentions=find_events(
            doc,
            document=document.sha256,
            case=case,
            attributions=attributions,
            dates=dates,
            toponyms=places,
            silences=silences,
            roots=roots,
        ),
        silences=silences,
    )


def is_english(text: str, *, language: str | None) -> bool:
    """Whether a text is worth reading as English: its letters are Latin, and a long one was not told to be of another language.

    A language told from a few words is too often wrong to go by.
    """
    letters = [character for character in text[:_SAMPLE_CHARACTERS] if character.isalpha()]
    latin = sum(character < _FIRST_LETTER_AFTER_LATIN for character in letters)
    if 2 * latin < len(letters):
        return False
    return language in {None, "en"} or len(text) < _LONG_ENOUGH_TO_TELL


# ---------------------------------------------------------------------------------------------------------------

_SAMPLE_CHARACTERS = 10_000
_LONG_ENOUGH_TO_TELL = 400
_FIRST_LETTER_AFTER_LATIN = "\u0370"  # Greek and Coptic begin there


def _read_part(document: Document | ReadDocument) -> ReadDocument:
    return ReadDocument(
        sha256=document.sha256,
        title=document.title,
        published=document.published,
        published_from=document.published_from,
        language=document.language,
        text=document.text,
    )
