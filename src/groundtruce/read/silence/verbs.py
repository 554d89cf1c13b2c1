"""Silences that a verb of speaking reports: somebody declined to comment, did not say, could not be reached."""

from spacy.tokens import Token

from groundtruce.read.phrases import inherit_subject, is_negated
from groundtruce.read.silence import words
from groundtruce.read.silence.shapes import (
    Shape,
    asks,
    find_giver,
    find_speaker,
    has,
    held_by,
    is_denied,
    is_infinitive,
    is_passive,
    is_without,
    lemma_of,
    modals_of,
)


def read_refusal(verb: Token) -> Shape | None:
    """`declined to comment`, `refrained from comment`, `failed to mention`, `dodged the question`."""
    if lemma_of(verb) not in words.WITHHOLDING or is_negated(verb) or modals_of(verb):
        return None
    speech = _find_refused(verb)
    return held_by(inherit_subject(verb), verb, speech) if speech is not None else None


def read_concealed(verb: Token) -> Shape | None:
    """`withheld the names`, `left the raid unmentioned`."""
    lemma = lemma_of(verb)
    if lemma not in words.CONCEALING | {"leave"} or is_denied(verb) or modals_of(verb):
        return None
    if lemma == "leave":
        unsaid = next((one for one in verb.subtree if one.i > verb.i and one.lower_ in words.LEFT_UNSAID), None)
        return held_by(inherit_subject(verb), verb, unsaid) if unsaid is not None else None
    hidden = any(child.dep_ == "dobj" and lemma_of(child) in words.INFORMATION for child in verb.children)
    return held_by(inherit_subject(verb), verb, verb) if hidden else None


def read_unavailable(token: Token) -> Shape | None:
    """`was unavailable for comment`, `could not be reached for comment`, `was reluctant to talk`."""
    if lemma_of(token) == "reach" and is_denied(token) and is_passive(token):
        return held_by(inherit_subject(token), token, token) if _is_for_comment(token) else None
    verb = token.head
    if token.dep_ not in {"acomp", "attr"}:
        return None
    if lemma_of(token) in words.UNWILLING or (lemma_of(token) in words.WILLING and is_denied(verb)):
        speech = next((c for c in token.children if c.dep_ == "xcomp" and lemma_of(c) in words.REFUSED), None)
        fits = speech is not None and is_speech(speech, refused=True)
        return held_by(find_speaker(verb), verb, speech or token) if fits else None
    if lemma_of(token) not in words.UNAVAILABLE or not (_is_for_comment(token) or _is_for_comment(verb)):
        return None
    lacking = token.lower_.startswith("un") != is_negated(verb)
    return held_by(inherit_subject(verb), verb, token) if lacking else None


def read_unsaid(verb: Token) -> Shape | None:
    """`did not say who`, `has yet to comment`, `said so without elaborating`, `neither side has confirmed it`."""
    talking = lemma_of(verb) in {"talk", "speak"} and is_without(verb)
    if verb.pos_ != "VERB" or not (talking or lemma_of(verb) in words.SPEAKING | {"discuss"}):
        return None
    if not _is_left_unsaid(verb) or not is_speech(verb) or _is_unable(verb):
        return None
    if is_passive(verb):
        giver = find_giver(verb)
        return Shape(verb, giver, verb) if giver is not None or lemma_of(verb) in words.DISCLOSING else None
    clause = verb.head if _is_yet_to(verb) else verb.head.head if is_without(verb) else verb
    holder = find_speaker(clause)
    sure = lemma_of(verb) not in words.DONE_BY_THINGS or _takes_query(verb)
    return held_by(holder, clause, verb) if holder is not None and (sure or words.can_speak(holder)) else None


def is_speech(verb: Token, *, refused: bool = False) -> bool:
    """Whether the verb, with what it takes, is a matter of words: `answer the question`, not `answer the fire`.

    What somebody has `refused` to name is there, and known to him.
    """
    lemma = lemma_of(verb)
    if lemma in words.GIVING | {"take"}:
        return any(lemma_of(child) in words.INFORMATION | words.ASKED for child in _taken(verb))
    if lemma in words.RESPONDING:
        in_kind = any(has(child, {"kind"}) for child in verb.children if child.lower_ == "in")
        return not in_kind and (not _taken(verb) or _takes_query(verb))
    if lemma in {"identify", "name"}:
        if is_passive(verb):  # "declined to be named" is what somebody asks who speaks
            return False
        return refused or bool(modals_of(verb)) or _is_telling(verb)
    if lemma in words.SAYING_THAT:
        return not any(child.dep_ == "ccomp" and not asks(child) for child in verb.children)
    return True


# ---------------------------------------------------------------------------------------------------------------------


def _find_refused(verb: Token) -> Token | None:
    """The speech that is declined, avoided, dodged."""
    candidates = [child for child in verb.children if _is_complement(child)]
    leading = [child for child in (*verb.children, *_short(verb)) if child.lower_ in {"from", "of"}]
    candidates += [one for child in leading for one in child.children]
    lemma = lemma_of(verb)
    allowed = words.SPEAKING if lemma in words.FAILING else words.REFUSED | words.LEFT_OUT
    speech = next((one for one in candidates if lemma_of(one) in allowed and is_speech(one, refused=True)), None)
    return speech or next((one for one in verb.children if one.dep_ == "dobj" and _is_dodged(one)), None)


def _short(verb: Token) -> list[Token]:
    """`stopped short of naming`."""
    return [one for child in verb.children if child.lower_ == "short" for one in child.children]


def _is_complement(child: Token) -> bool:
    """`to comment`, `commenting`, or `to comment` where the parser took it for another clause."""
    return child.dep_ == "xcomp" or (child.dep_ in {"ccomp", "advcl"} and is_infinitive(child))


def _is_dodged(noun: Token) -> bool:
    """`declined comment`, `dodged the question`."""
    verb = lemma_of(noun.head)
    if verb in words.DODGING and lemma_of(noun) in words.ASKED:
        return True
    return verb not in words.FAILING and lemma_of(noun) in words.LEFT_OUT and not has(noun, {"to"})


def _is_left_unsaid(verb: Token) -> bool:
    only = any(
        child.dep_ == "neg" and child.i + 1 < len(verb.doc) and child.nbor().lower_ in {"only", "just", "but"}
        for child in verb.children
    )
    settled = lemma_of(verb) == "discuss" and not modals_of(verb)
    denied = is_denied(verb) or _is_denied_by_object(verb)
    return not settled and (is_without(verb) or _is_yet_to(verb) or (denied and not only))


def _is_denied_by_object(verb: Token) -> bool:
    """`answered none of our questions`, `mentions neither a deadline nor a guarantor`."""
    if lemma_of(verb) not in words.DENIED_BY_OBJECT:
        return False
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    return any(one.lower_ in {"none", "neither"} or has(one, {"no", "neither"}) for one in objects)


def _is_telling(verb: Token) -> bool:
    """Whether to identify somebody is to say who he is: of somebody who is there, and not to find out."""
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    if has(verb, {"as", "after", "with"}):
        return False
    if not objects:
        return any(child.dep_ == "ccomp" and asks(child) for child in verb.children)
    if any(lemma_of(child) in words.FINDS or has(child, {"a", "an", "any", "no", "new"}) for child in objects):
        return False
    return not (lemma_of(verb) == "identify" and has(verb, {"yet"}))


def _is_unable(verb: Token) -> bool:
    """`could not answer`, `could not but acknowledge`: no will to be silent, unless it is about commenting."""
    return bool(modals_of(verb) & {"could", "can", "ca"}) and lemma_of(verb) not in {"comment", "discuss"}


def _is_yet_to(verb: Token) -> bool:
    """`has yet to comment`."""
    return verb.dep_ == "xcomp" and (has(verb, {"yet"}) or has(verb.head, {"yet"}))


def _is_for_comment(token: Token) -> bool:
    return any(child.lower_ == "for" and has(child, {"comment", "comments", "interview"}) for child in token.children)


def _takes_query(verb: Token) -> bool:
    """`respond to a request`, `answer the question`."""
    taken = [one for child in _taken(verb) for one in (child, *child.conjuncts)]
    counted = [o for one in taken if one.lower_ in words.NO_ONE for p in one.children for o in p.children]
    return any(lemma_of(one) in words.QUERIES for one in (*taken, *counted))


def _taken(verb: Token) -> list[Token]:
    """Objects, and what `to` leads to."""
    objects = [child for child in verb.children if child.dep_ in {"dobj", "dative"} and child.lower_ != "to"]
    return objects + [o for p in verb.children if p.lower_ == "to" and p.dep_ != "aux" for o in p.children]
