"""Silences that a noun reports: no statement from somebody, no details given, questions that nobody answers."""

from spacy.tokens import Token

from groundtruce.read.phrases import inherit_subject
from groundtruce.read.silence import words
from groundtruce.read.silence.shapes import (
    Shape,
    find_giver,
    find_owner,
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
from groundtruce.read.silence.verbs import is_speech


def read_missing_words(noun: Token) -> Shape | None:
    """`no statement from X`, `X made no statement`, `no details were given`, `left without comment`.

    Not `no surprising statement`: there is a statement, which does not surprise.
    """
    if noun.pos_ not in {"NOUN", "PROPN"} or lemma_of(noun) not in words.INFORMATION or _is_described(noun):
        return None
    if noun.dep_ == "pobj":
        return _read_left_out(noun)
    if noun.dep_ == "dobj" and not has(noun.head, {"there"}):
        return _read_not_given(noun)
    return _read_absent(noun) if has(noun, {"no"}) else None


def read_nothing(token: Token) -> Shape | None:
    """`said nothing about the talks`, `nothing was said by X`, `nothing has been heard from X`."""
    verb = token.head
    if token.lower_ != "nothing" or lemma_of(verb) not in words.SPEAKING | {"add", "hear"}:
        return None
    if token.dep_ == "nsubjpass":
        giver = find_giver(verb)
        return Shape(verb, giver, verb) if giver is not None or lemma_of(verb) != "hear" else None
    return held_by(inherit_subject(verb), verb, token) if token.dep_ == "dobj" else None


def read_unanswered(token: Token) -> Shape | None:
    """`calls to X went unanswered`, `questions put to X were not answered`."""
    verb = _find_unanswered(token)
    query = inherit_subject(verb) if verb is not None else None
    if verb is None or query is None or lemma_of(query) not in words.ASKED:
        return None
    holder = _find_addressee(query) or find_giver(verb)
    return Shape(verb, holder, query) if holder is not None or lemma_of(query) == "request" else None


def read_noun_of_refusal(noun: Token) -> Shape | None:
    """`the ministry's refusal to comment`."""
    if lemma_of(noun) not in words.REFUSALS:
        return None
    speech = next((child for child in noun.children if child.dep_ in {"acl", "xcomp"} and is_infinitive(child)), None)
    if speech is None or lemma_of(speech) not in words.REFUSED or not is_speech(speech, refused=True):
        return None
    return held_by(find_owner(noun), noun, speech)


# ---------------------------------------------------------------------------------------------------------------------


def _is_described(noun: Token) -> bool:
    return any(child.dep_ == "amod" and child.lower_ not in words.MANNERS for child in noun.children)


def _read_left_out(noun: Token) -> Shape | None:
    """`left without comment`, `met with no word on the patrol`."""
    preposition, verb = noun.head, noun.head.head
    lacking = preposition.lower_ == "without" or (preposition.lower_ == "with" and has(noun, {"no"}))
    if not lacking or lemma_of(noun) not in words.LEFT_OUT:
        return None
    holder = find_giver(noun) or inherit_subject(verb)
    return held_by(holder, verb, noun) if holder is not None and words.can_speak(holder) else None


def _read_not_given(noun: Token) -> Shape | None:
    """`made no statement`, `received no answer from X`, `had no comment`, `without giving names`."""
    verb = noun.head
    if not (has(noun, {"no"}) or is_denied(verb) or is_without(verb)):
        return None
    giver = find_giver(noun) or find_giver(verb)
    if lemma_of(verb) in words.RECEIVING:
        giver = giver or _find_addressed(verb)
        return held_by(giver, verb, noun) if _gives_words(noun, giver) else None
    if lemma_of(verb) not in words.GIVING and not _is_held(noun):
        return None
    clause = verb.head.head if is_without(verb) else verb
    return held_by(giver or find_speaker(clause), clause, noun)


def _find_addressed(verb: Token) -> Token | None:
    """`messages to X brought no reply`."""
    query = inherit_subject(verb)
    return _find_addressee(query) if query is not None and lemma_of(query) in words.ASKED else None


def _is_held(noun: Token) -> bool:
    """`had no comment`, `had no reaction`; not `had no answer to the drones`."""
    if lemma_of(noun.head) != "have":
        return False
    immediate = has(noun, {"immediate"}) or not has(noun, {"to", "for"})
    return lemma_of(noun) in words.HELD or (lemma_of(noun) in words.DEEDS_OR_WORDS and immediate)


def _read_absent(noun: Token) -> Shape | None:
    """`no comment was available from X`, `there was no word from X`, `no reaction from X`."""
    verb = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"} and _comes(verb):
        return _read_not_come(noun)
    if has(verb, {"there"}) and noun.dep_ in {"attr", "nsubj", "dobj"}:
        giver, said = find_giver(noun) or find_giver(verb), lemma_of(noun) in words.STATEMENTS
        official = has(noun, words.OFFICIAL) or lemma_of(noun) in words.OWN_WORDS
        return Shape(verb, giver, noun) if said and (_gives_words(noun, giver) if giver else official) else None
    if noun.dep_ not in {"ROOT", "npadvmod", "conj", "dep", "appos"} or lemma_of(noun) not in words.STATEMENTS:
        return None
    giver = find_giver(noun) or _find_asked(noun)
    return held_by(giver, noun, noun) if _gives_words(noun, giver) else None


def _read_not_come(noun: Token) -> Shape | None:
    """`no comment was available from X`, `no details were given`."""
    verb = noun.head
    states = [find_giver(child) for child in verb.children if child.dep_ in {"acomp", "attr"}]
    giver = next(filter(None, [find_giver(noun), find_giver(verb), *states]), None)
    if giver is not None:
        return held_by(giver, verb, noun) if _gives_words(noun, giver) else None
    official = has(noun, words.MANNERS) or lemma_of(noun) in words.OWN_WORDS
    given = lemma_of(verb) in words.GIVING and is_passive(verb)
    return Shape(verb, None, noun) if given or (official and lemma_of(noun) in words.STATEMENTS) else None


def _comes(verb: Token) -> bool:
    """Whether what is its subject exists, comes or is given; `can be trusted` says no such thing."""
    if modals_of(verb):
        return False
    if lemma_of(verb) == "be":
        return all(child.lower_ in words.EXISTING for child in verb.children if child.dep_ in {"acomp", "attr"})
    return lemma_of(verb) in words.COMING or (lemma_of(verb) in words.GIVING and is_passive(verb))


def _gives_words(noun: Token, giver: Token | None) -> bool:
    """Whether the giver can give that noun in words: no `response from the air defences`."""
    if giver is None or lemma_of(noun) not in words.DEEDS_OR_WORDS:
        return giver is not None
    return words.can_speak(giver) or giver.lower_ in {"either", "both"}


def _find_asked(noun: Token) -> Token | None:
    """Whom the sentence before says to have been asked: `asked the ministry; no answer so far`."""
    start = noun.sent.start
    if noun.dep_ != "ROOT" or start == 0:
        return None
    asking = [token for token in noun.doc[start - 1].sent if lemma_of(token) in words.ASKING]
    asked = (child for verb in asking for child in verb.children if child.dep_ == "dobj" or child.text[0] == "@")
    return next(asked, None)


def _find_unanswered(token: Token) -> Token | None:
    """The verb that says that its subject was not answered."""
    if token.lower_ == "unanswered":
        return token.head if token.dep_ in {"acomp", "oprd", "advcl", "xcomp", "attr"} else token
    answering = token.tag_ == "VBN" and lemma_of(token) in {"answer", "return", "acknowledge"}
    return token if answering and is_denied(token) and is_passive(token) else None


def _find_addressee(query: Token) -> Token | None:
    """Whom a question was put to: `calls to the office`, `requests for comment sent to both`."""
    leading = [token for token in query.subtree if token.lower_ == "to" and token.dep_ in {"prep", "dative"}]
    return next((child for one in leading for child in one.children if child.dep_ == "pobj"), None)
