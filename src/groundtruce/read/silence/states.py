"""Silences that are told as a state: somebody remained silent, kept quiet, met a report with silence."""

from spacy.tokens import Token

from groundtruce.read.phrases import inherit_subject, is_negated
from groundtruce.read.silence import words
from groundtruce.read.silence.shapes import Shape, find_owner, has_topic, held_by, is_denied, lemma_of, modals_of


def read_quiet(token: Token) -> Shape | None:
    """`remained silent`, `was tight-lipped about it`, `kept mum`; the headline's `Baku silent on casualties`.

    Not a river, a front or a gun, and no place that is merely quiet.
    """
    if token.lower_ not in words.QUIET:
        return None
    if token.dep_ in {"amod", "ROOT"}:
        return _read_verbless(token)
    verb = token.head
    if token.dep_ not in _COMPLEMENTS or lemma_of(verb) not in words.STAYING or is_negated(verb) or modals_of(verb):
        return None
    holder = inherit_subject(verb)
    if holder is None or (token.lower_ in {"silent", "quiet"} and not words.can_speak(holder)):
        return None
    place = holder.ent_type_ in {"GPE", "LOC", "FAC"} or holder.pos_ == "PROPN"
    merely = token.lower_ == "quiet" and place and not (has_topic(token) or has_topic(verb))
    return held_by(holder, verb, token) if not merely else None


def read_silence(noun: Token) -> Shape | None:
    """`kept their silence`, `met it with silence`, `the silence of the observers over the farm`."""
    verb = noun.head
    if noun.lower_ != "silence" or noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    if noun.dep_ == "dobj" and lemma_of(verb) in words.BREAKING:
        return held_by(inherit_subject(verb), verb, noun) if is_denied(verb) else None
    if noun.dep_ == "dobj" and lemma_of(verb) in words.KEEPING and not is_negated(verb):
        holder = inherit_subject(verb)
        return held_by(holder, verb, noun) if holder is not None and words.can_speak(holder) else None
    if noun.dep_ == "pobj" and verb.lower_ in {"with", "in"} and lemma_of(_verb_above(verb)) in words.MEETING:
        return held_by(inherit_subject(_verb_above(verb)), _verb_above(verb), noun)
    owner = find_owner(noun) or _find_answerer(noun)
    return held_by(owner, noun, noun) if owner is not None and words.can_speak(owner) else None


# ---------------------------------------------------------------------------------------------------------------------

_COMPLEMENTS = frozenset({"acomp", "oprd", "attr", "dobj", "xcomp", "advcl", "ccomp"})


def _read_verbless(token: Token) -> Shape | None:
    """`Baku silent on casualties`."""
    below = next((child for child in token.children if child.i < token.i), None)
    holder = token.head if token.dep_ == "amod" else below
    if holder is None or holder.i != token.i - 1 or not holder.text[0].isupper() or not has_topic(token):
        return None
    return Shape(holder if token.dep_ == "amod" else token, holder, token)


def _verb_above(preposition: Token) -> Token:
    """The verb that `with silence` belongs to: `met the report with silence` may be parsed as a report with silence."""
    head = preposition.head
    return head.head if head.dep_ == "dobj" else head


def _find_answerer(noun: Token) -> Token | None:
    """`the army's only answer has been silence`."""
    subject = inherit_subject(noun.head) if noun.dep_ == "attr" else None
    return find_owner(subject) if subject is not None and lemma_of(subject) in words.DEEDS_OR_WORDS else None
