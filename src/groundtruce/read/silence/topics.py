"""What a reported silence is about: the words that name what is not spoken of."""

from collections.abc import Iterable

from spacy.tokens import Token

from groundtruce.read.phrases import expand_phrase, is_word
from groundtruce.read.silence import words
from groundtruce.read.silence.shapes import Shape, asks, lemma_of


def find_topic(shape: Shape) -> str:
    """What `on` or `about` leads to, an object, an indirect question; empty where the text does not say."""
    for candidate in _find_heads(shape):
        lacking = {child.i for child in candidate.children if child.lower_ in {"no", "any"}}
        indices = expand_phrase(candidate, barred=lacking | ({shape.speech.i} - {candidate.i}))
        if indices:
            return candidate.doc[indices[0] : indices[-1] + 1].text
    return ""


# ---------------------------------------------------------------------------------------------------------------------


_BARE = words.STATEMENTS | words.ASKED | {"silence", "reporter", "journalist", "press"}
"""Objects that are no topics: `answer questions`, `speak to reporters`."""


def _find_heads(shape: Shape) -> list[Token]:
    """The head words of what could be the topic, the likeliest first."""
    near = [shape.speech, *_speech_below(shape.speech)]
    around = [shape.clause, *(child for child in shape.clause.children if lemma_of(child) in words.INFORMATION)]
    return [
        *_led_to([*near, *around]),
        *_named(shape),
        *_counted(shape),
        *_undisclosed(shape),
        *_led_to(_asking(shape)),
        *(child for one in _asking(shape) for child in one.children if child.dep_ == "ccomp"),
    ]


def _led_to(tokens: Iterable[Token]) -> list[Token]:
    """What `on`, `about`, `in connection with` lead to, without a day or a manner: `on Sunday`, `on the record`."""
    prepositions = [one for token in tokens for one in _prepositions(token)]
    led = [child for one in prepositions for child in one.children if child.dep_ in {"pobj", "pcomp"}]
    return [one for one in led if one.ent_type_ not in {"DATE", "TIME"} and lemma_of(one) not in words.NO_TOPICS]


def _prepositions(token: Token) -> list[Token]:
    pointing = words.TOPICS | ({"to"} if lemma_of(token) in words.POINTING else set())
    explaining = any(lemma_of(one) in words.EXPLAINING for one in (token, *token.children))
    pointing |= {"for"} if explaining else set()
    direct = [child for child in token.children if child.lower_ in pointing]
    nouns = [one for child in token.children if child.dep_ == "prep" for one in child.children]
    return direct + [child for one in nouns if lemma_of(one) in words.LEADING for child in one.children]


def _named(shape: Shape) -> list[Token]:
    """Objects and indirect questions: `identify the gunman`, `say who fired`, `met the report with silence`."""
    verb = shape.clause if lemma_of(shape.speech) == "silence" else shape.speech
    verbs = [verb, *(child for child in verb.children if child.dep_ == "conj" and verb.pos_ == "VERB")]
    behind = [child for one in verbs for child in one.children if child.i > one.i]
    objects = [one for one in behind if one.dep_ in {"dobj", "ccomp"} or (one.dep_ == "advcl" and asks(one))]
    topics = [*objects, *_answered(verb)]
    return [one for one in topics if is_word(one) and (one.pos_ == "VERB" or lemma_of(one) not in _BARE)]


def _answered(verb: Token) -> list[Token]:
    """`respond to the accusation`."""
    responding = words.RESPONDING | words.DEEDS_OR_WORDS
    leading = [child for child in verb.children if child.lower_ == "to" and child.dep_ == "prep"]
    answered = [one for child in leading for one in child.children if lemma_of(verb) in responding]
    return [one for one in answered if lemma_of(one) in words.QUERIES]


def _counted(shape: Shape) -> list[Token]:
    """`no number of prisoners`, `without giving names`."""
    noun = shape.speech
    holder = shape.holder.i if shape.holder is not None else -1
    of = [o for p in noun.children if p.lower_ == "of" for o in p.children if o.i != holder]
    return [*of, noun] if lemma_of(noun) in words.IDENTITIES else of


def _undisclosed(shape: Shape) -> list[Token]:
    """`The location was not disclosed`: what a passive's subject names."""
    if shape.clause.i != shape.speech.i or shape.speech.pos_ != "VERB":
        return []
    kinds = {"nsubjpass", "csubjpass", "csubj"}
    before = [child for child in shape.clause.children if child.i < shape.clause.i]
    subjects = [child for child in before if child.dep_ in kinds or (child.dep_ == "advcl" and asks(child))]
    return [one for one in subjects if one.lower_ != "nothing" and (shape.holder is None or one.i != shape.holder.i)]


def _asking(shape: Shape) -> list[Token]:
    """`Asked about the mines, the envoy did not answer`, or in the sentence before."""
    clause = shape.clause
    clauses = [clause, *([clause.head] if clause.dep_ == "conj" else [])]
    asked = [child for one in clauses for child in one.children if child.dep_ == "advcl"]
    if clause.pos_ == "NOUN" and clause.dep_ == "ROOT" and clause.sent.start:
        asked += [token for token in clause.doc[clause.sent.start - 1].sent if token.dep_ == "ROOT"]
    return [one for one in asked if lemma_of(one) in words.ASKING]


def _speech_below(speech: Token) -> list[Token]:
    """What carries the topic of the word of speech: `say | anything`, `give | details`, `respond to | questions`."""
    kinds = {"xcomp", "acomp", "attr", "oprd"}
    carrying = words.INFORMATION | words.QUERIES | {"anything", "nothing", "thing"}
    below = [c for c in speech.children if c.dep_ in kinds or (c.dep_ == "dobj" and lemma_of(c) in carrying)]
    none = [o for one in speech.children if one.lower_ in words.NO_ONE for p in one.children for o in p.children]
    return [*below, *none, *(o for p in speech.children if p.lower_ == "to" for o in p.children)]
