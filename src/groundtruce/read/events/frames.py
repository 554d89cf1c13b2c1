"""The frame of a predicate: its verb, whom and what it concerns, and what is said of that, as named features."""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from groundtruce.read.events.roles import nearest_subject
from groundtruce.read.events.word_classes import classes_of


class Part(NamedTuple):
    """A word of a frame.

    `place` spells how it hangs on the verb: s subject, o object, p-X after the preposition X, r particle, c inner
    clause, m modifier; outer places come first.
    """

    place: str
    token: Token

    @property
    def lemma(self) -> str:
        """The lemma in lower case, of a name its kind."""
        return _lemma(self.token)


def find_main_predicates(doc: Doc) -> list[Token]:
    """The verb of each sentence that carries what it tells: below a verb of reporting, the one that is reported."""
    found = (_find_highest_verb(sentence) for sentence in doc.sents)
    return [_descend(verb) for verb in found if verb is not None]


def list_parts(verb: Token) -> list[Part]:
    """The words of the frame around `verb`, down into the clauses and nouns that complete it."""
    return list(_parts(verb, "", 0))


def describe_frame(verb: Token) -> list[str]:
    """The features of the frame around `verb`: its words and their classes by place, pairs of them, and the sentence's.

    Names are replaced by their kind, so that a model learns no countries.
    """
    own = _lemma(verb)
    parts = [(part.place, part.lemma) for part in list_parts(verb)]
    words = [f"{place}={lemma}" for place, lemma in parts]
    kinds = [f"{place}={kind}" for place, lemma in parts for kind in classes_of(lemma)]
    inside = {lemma for place, lemma in parts if not place.endswith("s")}
    around = {_lemma(token) for token in verb.sent if _tells(token)}
    return [
        f"v={own}",
        *words,
        *(f"v={own}&{word}" for word in words),
        *(f"m={mark}" for mark in _marks(verb)),
        *(f"f={lemma}" for lemma in sorted(inside)),
        *(f"b={lemma}" for lemma in sorted(around)),
        *_describe_classes(own, kinds, mood_of(verb)),
        *(f"F={kind}" for kind in sorted({kind for lemma in inside for kind in classes_of(lemma)})),
        *(f"B={kind}" for kind in sorted({kind for lemma in around for kind in classes_of(lemma)})),
    ]


def weight_of(feature: str) -> float:
    """How much a feature counts before anything is learned: the frame more than the sentence around it."""
    return {"b": 0.5, "B": 0.5, "f": 0.7, "F": 0.7}.get(feature.partition("=")[0], 1.0)


def mood_of(verb: Token) -> str:
    """What is to come, what must be, and what is not: a deed told so is a promise, a demand or a refusal. Or empty."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "neg")}
    return "-".join(name for name, words in _MOODS.items() if helpers & words)


# ---------------------------------------------------------------------------------------------------------------

_REPORTING = frozenset(
    {
        "add", "announce", "argue", "believe", "claim", "confirm", "declare", "emphasize", "explain", "indicate",
        "insist", "know", "note", "report", "reveal", "say", "state", "stress", "suggest", "tell", "think", "write",
    }
)  # fmt: skip
_VERBS = frozenset({"VERB", "AUX"})
_MOODS = {
    "coming": frozenset({"will", "would", "'ll", "’ll", "shall", "going"}),
    "owed": frozenset({"must", "should", "need", "ought"}),
    "not": frozenset({"not", "n't", "n’t", "never", "no"}),
}
_OBJECTS = frozenset({"dobj", "attr", "oprd", "acomp", "dative"})
_INNER = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl"})
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_DEEPEST = 3


def _find_highest_verb(sentence: Span) -> Token | None:
    """The root, or where the parser took a noun or a name for it the first verb under it."""
    root = sentence.root
    if root.pos_ in _VERBS:
        return root
    return next((token for token in sentence if token.pos_ == "VERB"), None)


def _descend(verb: Token) -> Token:
    """The verb of what is said, where `verb` only says that somebody said it."""
    while verb.lemma_.lower() in _REPORTING:
        inner = [child for child in verb.children if child.dep_ == "ccomp" and child.pos_ in _VERBS]
        if not inner:
            break
        verb = inner[-1]
    return verb


def _describe_classes(verb: str, kinds: list[str], mood: str) -> Iterator[str]:
    own = classes_of(verb)
    yield from (f"V={kind}" for kind in own)
    yield from (f"K{kind}" for kind in kinds)
    yield from (f"P{kind}&{other}" for kind in own for other in kinds)
    yield from (f"Q{verb}&{other}" for other in kinds)
    yield from (f"M{mood}&{kind}" for kind in (*own, *kinds) if mood)


def _parts(verb: Token, place: str, depth: int) -> Iterator[Part]:
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            yield Part(f"{place}s", child)
        elif child.dep_ in _OBJECTS:
            yield from _noun_parts(child, f"{place}o", depth)
        elif child.dep_ in ("prep", "agent"):
            yield Part(f"{place}p", child)
            yield from _prepositional_parts(child, f"{place}p-{child.lower_}", place, depth)
        elif child.dep_ == "prt":
            yield Part(f"{place}r", child)
        elif child.dep_ in _INNER and depth < _DEEPEST:
            yield Part(f"{place}c", child)
            yield from _parts(child, f"{place}c", depth + 1)


def _prepositional_parts(preposition: Token, place: str, outer: str, depth: int) -> Iterator[Part]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from _noun_parts(child, place, depth)
        elif child.dep_ == "pcomp":
            yield Part(f"{outer}c", child)


def _noun_parts(noun: Token, place: str, depth: int) -> Iterator[Part]:
    if _tells(noun) or noun.ent_type_:
        yield Part(place, noun)
    for child in noun.children:
        if child.dep_ in _MODIFIERS and _tells(child):
            yield Part(f"{place}m", child)
        elif child.dep_ == "prep" and depth < _DEEPEST:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from _noun_parts(inner, f"{place}-{child.lower_}", depth + 1)
        elif child.dep_ == "acl" and depth < _DEEPEST:
            yield Part(f"{place}c", child)
            yield from _parts(child, f"{place}c", depth + 1)
        elif child.dep_ == "conj" and depth < _DEEPEST:
            yield from _noun_parts(child, place, depth + 1)


def _marks(verb: Token) -> Iterator[str]:
    yield from (child.lemma_.lower() for child in verb.children if child.dep_ in ("aux", "auxpass", "neg"))
    subject = nearest_subject(verb)
    if subject is not None and subject.ent_type_:
        yield f"subject {subject.ent_type_}"
    if verb.head.i != verb.i and verb.head.lemma_.lower() in _REPORTING:
        yield "reported"


def _tells(token: Token) -> bool:
    return token.is_alpha and not token.ent_type_ and token.pos_ in ("VERB", "NOUN", "ADJ", "ADV", "PROPN")


def _lemma(token: Token) -> str:
    return f"<{token.ent_type_}>" if token.ent_type_ else token.lemma_.lower()
