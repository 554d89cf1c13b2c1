"""Reported silence: passages that say that somebody said nothing, whose silence it is, and about what."""

from spacy.tokens import Doc, Token

from groundtruce.model.cases import Case
from groundtruce.model.claims import Attribution, Silence
from groundtruce.model.documents import Span
from groundtruce.model.ids import identify
from groundtruce.read.parties import PartyNames, index_parties
from groundtruce.read.phrases import Indices, expand_phrase, trim_edges
from groundtruce.read.silence.nouns import read_missing_words, read_nothing, read_noun_of_refusal, read_unanswered
from groundtruce.read.silence.shapes import Shape, asks, has, is_told
from groundtruce.read.silence.states import read_quiet, read_silence
from groundtruce.read.silence.topics import find_topic
from groundtruce.read.silence.verbs import read_concealed, read_refusal, read_unavailable, read_unsaid
from groundtruce.read.silence.words import TOPICS
from groundtruce.read.speakers.cast import Cast


def find_silences(
    doc: Doc, *, document: str, case: Case | None, attributions: tuple[Attribution, ...]
) -> tuple[Silence, ...]:
    """The reported silences of a parsed text, in its order.

    No statement from somebody; somebody does not say, or declines to; somebody remains silent. That no progress was
    made, or that somebody refused to leave, is no silence. Without parties where the text does not say whose it is.
    `document` is the document by its SHA-256.
    """
    shapes = _find_shapes(doc)
    if not shapes:
        return ()
    names = index_parties(case)
    cast = Cast(doc, attributions, names)
    return tuple(_make_silence(shape, span, document=document, names=names, cast=cast) for shape, span in shapes)


# ---------------------------------------------------------------------------------------------------------------------

_READERS = (
    read_missing_words,
    read_noun_of_refusal,
    read_nothing,
    read_unanswered,
    read_refusal,
    read_concealed,
    read_unavailable,
    read_unsaid,
    read_quiet,
    read_silence,
)
_JOINING = frozenset(["either", "neither", "both", "nor", "or", "and"])


def _find_shapes(doc: Doc) -> list[tuple[Shape, Span]]:
    """Where somebody said nothing, with the clauses that say so; of two that overlap, the first."""
    found: list[tuple[Shape, Span]] = []
    for token in doc:
        shape = next(filter(None, (read(token) for read in _READERS)), None)
        words = _clause_words(shape) if shape is not None and is_told(shape) else ()
        if shape is None or not words:
            continue
        span: Span = ((doc[words[0]].idx, doc[words[-1]].idx + len(doc[words[-1]])),)
        if not (found and found[-1][1][0][1] > span[0][0]):
            found.append((shape, span))
    return found


def _make_silence(shape: Shape, span: Span, *, document: str, names: PartyNames, cast: Cast) -> Silence:
    return Silence(
        id=identify("silence", document, span),
        span=span,
        parties=_find_parties(shape, names, cast),
        about=find_topic(shape),
    )


def _clause_words(shape: Shape) -> Indices:
    """From the clause's subject to the end of what hangs on its verb, without other clauses joined to it."""
    verb = shape.clause
    first = verb.left_edge.i if verb.pos_ in {"NOUN", "PROPN"} else verb.i
    start = min([first, *_subject_starts(verb), *_holder_start(shape)])
    joined = {token.i for child in verb.children if _is_joined(child, shape) for token in child.subtree}
    members = {token.i for token in verb.subtree} - joined
    end = verb.i
    while end + 1 in members:
        end += 1
    return trim_edges(verb.doc, tuple(range(start, end + 1)))


def _is_joined(child: Token, shape: Shape) -> bool:
    """Whether it is another clause, behind the verb, that tells nothing of the silence."""
    holds_speech = child.i == shape.speech.i or child.is_ancestor(shape.speech)
    if child.i < shape.clause.i or holds_speech:
        return False
    if child.dep_ == "punct":
        return child.i > shape.speech.i
    if child.dep_ in {"cc", "conj"}:
        return not has(shape.clause, {"nor"})
    if child.dep_ in {"ccomp", "advcl"} and asks(child):
        return False
    if child.dep_ == "ccomp":
        return shape.clause.i != shape.speech.i
    return child.dep_ in {"advcl", "parataxis"}


def _holder_start(shape: Shape) -> list[int]:
    """`By the ministry no comment was given` starts with whose silence it is."""
    above = shape.holder
    while above is not None and above.head.i not in {above.i, shape.clause.i}:
        above = above.head
    if above is None or above.dep_ not in {"prep", "agent"} or above.i > shape.clause.i:
        return []
    return [above.left_edge.i]


def _subject_starts(verb: Token) -> list[int]:
    kinds = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl", "aux", "auxpass", "neg"}
    return [child.left_edge.i for child in verb.children if child.dep_ in kinds and child.i < verb.i]


def _find_parties(shape: Shape, names: PartyNames, cast: Cast) -> tuple[str, ...]:
    """The parties' identifiers that the words name; else the words, with a pronoun replaced by whom it means."""
    holder = shape.holder
    if holder is None:
        return ()
    if holder.pos_ == "PRON":
        mention = cast.find_antecedent(holder)
        if mention is None:
            return (holder.text,)
        return (mention.speaker.party or mention.text,)
    named = (_name_party(phrase, names, cast) for phrase in _split_phrase(holder, said=shape.speech))
    return tuple(dict.fromkeys(party for parties in named for party in parties))


def _split_phrase(holder: Token, *, said: Token) -> list[list[Token]]:
    """The phrases that a coordination joins, `Kinshasa` and `the rebels`, without the word of silence `said` of them."""
    joined = sorted((holder, *holder.conjuncts), key=lambda one: one.i)
    beside = {token.i for token in said.subtree} if said.head.i == holder.i else set()
    phrases = []
    for one in joined:
        later = {token.i for other in joined if other.i > one.i for token in other.subtree}
        linking = {child.i for child in one.children if len(joined) > 1 and child.lower_ in _JOINING}
        phrases.append([holder.doc[i] for i in expand_phrase(one, barred=_tail(one) | later | linking | beside)])
    return phrases


def _name_party(phrase: list[Token], names: PartyNames, cast: Cast) -> tuple[str, ...]:
    text = "".join(token.text_with_ws for token in phrase).strip()
    return names.find_parties(text) or tuple(filter(None, [cast.describe(phrase).party])) or (text,)


def _tail(holder: Token) -> set[int]:
    """Clauses, topics and a possessive's ending, which hang on the noun but do not name it."""
    apposed = (child for child in holder.children if child.dep_ == "appos")
    near = [child for one in (holder, *apposed) for child in one.children]
    loose = [child for child in near if child.dep_ in {"relcl", "acl", "case"} or child.lower_ in TOPICS]
    return {token.i for child in loose for token in child.subtree}
