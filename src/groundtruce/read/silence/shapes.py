"""The shape of a reported silence in a parse, and the questions that every reader of silences asks of the parse."""

from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Token

from groundtruce.read.phrases import inherit_subject, is_negated
from groundtruce.read.silence import words


class Shape(NamedTuple):
    """A silence in a parse."""

    clause: Token
    """The verb, or the noun, whose clause reports it."""
    holder: Token | None
    """The head word of whose silence it is; none where the text does not say."""
    speech: Token
    """The word of speech (or of quiet), under which the topic hangs."""


def is_told(shape: Shape) -> bool:
    """Whether the silence is told as a fact of somebody: no rule, wish, threat or condition, and not denied."""
    verb = shape.clause
    if shape.holder is not None and words.is_thing(shape.holder):
        return False
    if verb.pos_ not in {"VERB", "AUX"}:
        return True
    if modals_of(verb) & {"must", "should", "shall", "may", "might", "ought"} or has(verb, {"if", "unless", "lest"}):
        return False
    if is_infinitive(verb):
        return lemma_of(verb.head) in words.CARRIED_OUT
    return not (_is_inverted(verb) or (verb.dep_ == "ccomp" and lemma_of(verb.head) in words.DENYING))


def held_by(holder: Token | None, clause: Token, speech: Token) -> Shape | None:
    """The shape, if it has a holder."""
    return Shape(clause, holder, speech) if holder is not None else None


def find_speaker(verb: Token) -> Token | None:
    """The verb's subject, inherited or its own; of `nobody from X` and `none of X` the X."""
    subject = inherit_subject(verb)
    if subject is None or subject.lower_ not in words.NO_ONE | {"no"}:
        return subject
    return _led_by(subject, {"from", "of", "in", "at"})


def find_giver(token: Token) -> Token | None:
    """Whom words come `from`, or are given `by`; of `the side of X` the X."""
    giver = _led_by(token, words.WHOSE)
    if giver is not None and lemma_of(giver) in {"side", "part"}:
        return _led_by(giver, {"of"}) or giver
    return giver


def find_owner(noun: Token) -> Token | None:
    """`the ministry's silence`, `the silence of the ministry`, `the media silence`."""
    before = {child.dep_: child for child in noun.children if child.dep_ in {"poss", "compound"}}
    return before.get("poss") or _led_by(noun, {"of", "from"}) or before.get("compound")


def is_denied(verb: Token) -> bool:
    """By a negation of the verb (not `“Not now,” he said`), or by its subject: `neither side has commented`."""
    helped = any(child.dep_ in {"aux", "auxpass"} for child in verb.children) or lemma_of(verb) == "be"
    if is_negated(verb) and (helped or has(verb, {"never", "neither", "nor"})):
        return True
    subject = inherit_subject(verb)
    return subject is not None and (subject.lower_ in words.NO_ONE or has(subject, {"neither", "no", "none"}))


def is_without(verb: Token) -> bool:
    """`without elaborating`."""
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"


def is_passive(verb: Token) -> bool:
    """`was given`."""
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    """`to comment`."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def asks(clause: Token) -> bool:
    """Whether the clause is an indirect question: `whether …`, `who …`."""
    opening = [token for token in clause.subtree if token.i <= clause.i]
    return any(token.lower_ in {"whether", "if"} or token.tag_ in {"WP", "WP$", "WDT", "WRB"} for token in opening)


def modals_of(verb: Token) -> set[str]:
    """The modal verbs that stand with it, in lower case."""
    return {child.lower_ for child in verb.children if child.tag_ == "MD"}


def has(token: Token, wanted: Iterable[str]) -> bool:
    """Whether one of the words hangs on the token."""
    return any(child.lower_ in wanted for child in token.children)


def has_topic(token: Token) -> bool:
    """Whether `on`, `about` or the like hangs on the token."""
    return has(token, words.TOPICS)


def lemma_of(token: Token) -> str:
    """The lemma in lower case, as the word lists have it."""
    return token.lemma_.lower()


# ---------------------------------------------------------------------------------------------------------------------


def _led_by(token: Token, prepositions: Iterable[str]) -> Token | None:
    """What the first of the prepositions that hangs on the token leads to."""
    for child in token.children:
        if child.lower_ in prepositions and child.dep_ in {"prep", "agent"}:
            return next((owner for owner in child.children if owner.dep_ in {"pobj", "pcomp"}), None)
    return None


def _is_inverted(verb: Token) -> bool:
    """`Had the ministry remained silent, …`."""
    first = verb.left_edge
    return verb.dep_ == "advcl" and first.dep_ in {"aux", "auxpass"} and first.lower_ in {"had", "should", "were"}
