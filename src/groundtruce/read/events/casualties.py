"""Deaths and injuries: how many, who, and by which words."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from groundtruce.model.claims import Count
from groundtruce.model.numerals import parse_number
from groundtruce.read.events.lexicon import (
    ACCIDENTS,
    BODIES,
    CASUALTY_NOUNS,
    DEATH_NOUNS,
    DYING,
    FINDING,
    FORCES,
    INJURY_NOUNS,
    KILLING,
    KILLING_NOUNS,
    PEOPLE,
    STATES,
    VIOLENCE,
    WOUNDING,
)
from groundtruce.read.events.roles import Roles, conjuncts, find_roles, name_phrase, objects_of, phrase_start


class Casualties(NamedTuple):
    """What one verb or noun says of deaths or injuries."""

    trigger: Token
    deaths: Count | None
    injured: Count | None
    roles: Roles


def find_casualties(doc: Doc) -> tuple[Casualties, ...]:
    """Every statement of deaths or injuries in `doc`, in order."""
    found = (_read_token(token) for token in doc if _may_tell(token))
    return tuple(casualties for casualties in found if casualties)


def count_people(head: Token) -> Count:
    """How many people the noun phrase around `head` means, coordinated nouns added up.

    An open number ("dozens", "several soldiers") has the least that its word allows as `low` and no `high`.
    """
    heads = [head, *(one for one in conjuncts(head) if _may_suffer(one))]
    counts = [_count_phrase(one) for one in heads]
    best = [count.best for count in counts if count.best is not None]
    high = [count.high for count in counts if count.high is not None]
    words = head.doc[phrase_start(head) : name_phrase(heads[-1]).end]
    return Count(
        low=sum(count.low for count in counts),
        best=sum(best) if len(best) == len(counts) else None,
        high=sum(high) if len(high) == len(counts) else None,
        who=words.text,
    )


def add_counts(counts: Iterable[Count | None]) -> Count | None:
    """The sum of the counts, with everybody in `who`; none of none."""
    given = [count for count in counts if count]
    if len(given) < 2:
        return given[0] if given else None
    best = [count.best for count in given if count.best is not None]
    high = [count.high for count in given if count.high is not None]
    return Count(
        low=sum(count.low for count in given),
        best=sum(best) if len(best) == len(given) else None,
        high=sum(high) if len(high) == len(given) else None,
        who="; ".join(count.who for count in given if count.who),
    )


# ---------------------------------------------------------------------------------------------------------------

_LEAST = {
    "dozens": 24, "tens": 20, "scores": 40, "hundreds": 200, "thousands": 2000, "several": 3, "some": 2, "many": 3,
    "few": 3, "numerous": 3, "multiple": 2,
}  # fmt: skip
_NOBODY = frozenset({"no", "none", "nobody", "zero"})
# Whom a figure of speech kills or hurts ("it kills us"), and those who do it to themselves.
_NO_VICTIMS = frozenset({"it", "us", "me", "you", "we", "i", "itself", "himself", "herself", "themselves", "ourselves"})
_LEFT = frozenset({"dead", "wounded", "injured"})
_STATES = frozenset({"leave", "be", "find", "lie"})
_ONE_PERSON = frozenset({"he", "she", "him", "her"})
_BOUND = re.compile(
    r"(?P<least>at least|no fewer than|no less than|not less than)|(?P<above>more than|over|above)"
    r"|(?P<most>up to|at most|as many as|no more than)|(?P<about>about|around|some|approximately|roughly|nearly|almost)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<!\w)(\w+)\s*(?:-|–|to|or|and)\s*(\w+)", re.IGNORECASE)


def _may_suffer(noun: Token) -> bool:
    """Whether what stands beside a victim can be one too, not what was destroyed or those who did it."""
    if noun.lower_ in _NO_VICTIMS:
        return False
    return noun.pos_ != "NOUN" or _are_people([noun]) or noun.head.lemma_.lower() not in PEOPLE | FORCES


def _read_token(token: Token) -> Casualties | None:
    if _is_left(token):
        return _from_state(token)
    if token.lower_ == "dead":
        return Casualties(token, count_people(token.head), None, Roles((), (token.head,)))
    return _from_verb(token) if token.pos_ == "VERB" else _from_noun(token)


def _is_left(token: Token) -> bool:
    """Whether it says how people were after it: "left dead", "was found dead"."""
    if token.lower_ == "dead" and token.dep_ in ("acomp", "oprd"):
        return token.head.lemma_ in _STATES
    return token.lower_ in _LEFT and token.head.lemma_ == "leave"


def _from_state(state: Token) -> Casualties | None:
    """The people of "the attack left five people dead"."""
    victims = [child for child in state.children if child.dep_ in ("nsubj", "nsubjpass")]
    victims += [child for child in state.head.children if child.dep_ == "dobj"]
    if state.lower_ == "dead" and state.head.lemma_ != "leave":
        victims += [child for child in state.head.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not victims or _is_accident(state):
        return None
    count, roles = count_people(victims[0]), Roles((), (victims[0],))
    return Casualties(state, count, None, roles) if state.lower_ == "dead" else Casualties(state, None, count, roles)


def _may_tell(token: Token) -> bool:
    if _is_left(token):
        return True
    if token.lower_ == "dead" and token.dep_ == "amod":
        return _are_people([token.head])
    if token.pos_ == "VERB":
        return token.lemma_ in KILLING | WOUNDING | DYING | {"shoot"} or token.lemma_ in (
            "suffer",
            "sustain",
            "receive",
            "lose",
        )
    return token.pos_ == "NOUN" and token.lemma_ in DEATH_NOUNS | CASUALTY_NOUNS | KILLING_NOUNS | BODIES


def _from_verb(verb: Token) -> Casualties | None:
    if verb.dep_ == "amod" or _is_accident(verb):
        return None
    roles = find_roles(verb)
    if verb.lemma_ in ("suffer", "sustain", "receive"):
        return _wounds(verb, roles)
    if verb.lemma_ == "lose":
        return _losses(verb, roles)
    victim = _find_victim(verb, roles)
    if victim is None or (verb.lemma_ == "shoot" and not _is_shot_dead(verb)):
        return None
    count = _count_victims(verb, victim)
    roles = Roles(() if verb.lemma_ in DYING else roles.agents, (victim,))
    return Casualties(verb, None, count, roles) if verb.lemma_ in WOUNDING else Casualties(verb, count, None, roles)


def _find_victim(verb: Token, roles: Roles) -> Token | None:
    """Who suffers what the verb says; none for figures of speech, and for a death that nobody else caused."""
    dying = verb.lemma_ in DYING
    victims = (roles.agents if dying else roles.patients)[:1] or tuple(_bare_numbers(verb))
    strict = (dying and not _is_violent(verb)) or verb.lemma_ == "hurt"
    if not victims or (strict and not _are_people(victims)) or victims[0].lower_ in _NO_VICTIMS:
        return None
    return victims[0]


def _count_victims(verb: Token, victim: Token) -> Count:
    count = count_people(victim)
    if victim.pos_ != "NUM":
        count = _shared(count, victim)
    return Count(low=0, best=0, high=0, who=count.who) if _is_negated(verb) and count.low else count


def _losses(verb: Token, roles: Roles) -> Casualties | None:
    """The people of "the battalion lost four soldiers"."""
    victims = [noun for noun in roles.patients if noun.lemma_ in FORCES]
    return Casualties(verb, add_counts(map(count_people, victims)), None, roles) if victims else None


def _is_shot_dead(verb: Token) -> bool:
    """Whether somebody was "shot dead" or "shot to death"."""
    dead = any(child.lower_ == "dead" for child in verb.children)
    return dead or any(noun.lemma_ == "death" for noun in objects_of(verb, "to"))


def _is_violent(token: Token) -> bool:
    return any(word.lemma_.lower() in VIOLENCE for word in token.sent)


def _wounds(verb: Token, roles: Roles) -> Casualties | None:
    """The people of "three soldiers received wounds"."""
    for noun in roles.patients:
        if noun.lemma_ in INJURY_NOUNS and roles.agents:
            return Casualties(verb, None, count_people(roles.agents[0]), Roles((), roles.agents))
    return None


def _shared(count: Count, victim: Token) -> Count:
    if victim.lower_ in _ONE_PERSON:
        return Count(low=1, best=1, high=1, who=count.who)
    return count if victim.pos_ != "PRON" or count.low == 0 else Count(low=1, best=None, high=None, who=count.who)


def _bare_numbers(verb: Token) -> list[Token]:
    """The number before a participle that has no subject: "two were killed and three wounded"."""
    before = verb.nbor(-1) if verb.i else None
    return [before] if before is not None and before.pos_ == "NUM" else []


def _from_noun(noun: Token) -> Casualties | None:
    """The people of "no casualties", "three deaths", "the deaths of two soldiers"."""
    if noun.dep_ in ("compound", "amod") or _is_accident(noun):
        return None
    victims = _killed(noun)
    if victims:
        return Casualties(noun, count_people(victims[0]), None, Roles((), tuple(victims)))
    if _determiner(noun) in _NOBODY:
        nobody = Count(low=0, best=0, high=0)
        return Casualties(noun, nobody, nobody if noun.lemma_ == "casualty" else None, Roles((), ()))
    if noun.lemma_ in DEATH_NOUNS and _number_words(noun):
        return Casualties(noun, count_people(noun), None, Roles((), ()))
    return None


def _killed(noun: Token) -> list[Token]:
    """Those of "the murder of two priests", "the judge's assassination", "deaths among civilians", "found the body of"."""
    owners = [child for child in noun.children if child.dep_ == "poss" and child.pos_ != "PRON"]
    victims = [*objects_of(noun, "of", "among"), *owners]
    if noun.lemma_ in KILLING_NOUNS:
        return victims
    if noun.lemma_ in BODIES and noun.head.lemma_ not in FINDING:
        return []
    known = noun.lemma_ in DEATH_NOUNS | BODIES
    return [victim for victim in victims if _are_people([victim]) or victim.pos_ == "PROPN"] if known else []


def _is_accident(token: Token) -> bool:
    return any(word.lemma_.lower() in ACCIDENTS for word in token.sent)


def _are_people(victims: Sequence[Token]) -> bool:
    return all(
        victim.lemma_.lower() in PEOPLE | FORCES | STATES or victim.pos_ == "NUM" or victim.ent_type_ == "PERSON"
        for victim in victims
    )


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _determiner(noun: Token) -> str:
    return next((child.lower_ for child in noun.lefts if child.dep_ in ("det", "neg")), "")


def _number_words(head: Token) -> list[Token]:
    """The words that say how many."""
    if head.pos_ == "NUM" or head.lower_ in _LEAST:
        return [head]
    # The tagger takes a number at the head of a sentence for an adjective.
    numbers = [
        child
        for child in head.lefts
        if child.dep_ == "nummod"
        or child.lower_ in _LEAST
        or (child.dep_ == "amod" and parse_number(child.text) is not None)
    ]
    return [number for number in numbers if number.ent_type_ != "DATE"]


def _count_phrase(head: Token) -> Count:
    numbers = _number_words(head)
    if not numbers:
        return _count_unnumbered(head)
    first = min(numbers[0].left_edge.i, phrase_start(head))
    phrase = head.doc[first : max(numbers[-1].i, min(numbers[-1].right_edge.i, head.i - 1)) + 1].text
    if numbers[-1].lower_ in _LEAST:
        return Count(low=_LEAST[numbers[-1].lower_], best=None, high=None)
    ranged = _RANGE.search(phrase)
    ends = [parse_number(word) for word in ranged.groups()] if ranged else []
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] < ends[1]:
        return Count(low=ends[0], best=None, high=ends[1])
    words = [
        token.text for token in numbers[-1].subtree if token.dep_ in ("compound", "nummod") and token.i < numbers[-1].i
    ]
    number = parse_number(" ".join([*words, numbers[-1].text])) or parse_number(numbers[-1].text)
    return (
        _bounded(number, head.doc[max(0, first - 3) : numbers[-1].i].text)
        if number is not None
        else _count_unnumbered(head)
    )


def _bounded(number: int, before: str) -> Count:
    bound = _BOUND.search(before)
    match bound.lastgroup if bound else None:
        case "least":
            return Count(low=number, best=number, high=None)
        case "above":
            return Count(low=number + 1, best=None, high=None)
        case "most":
            return Count(low=0, best=None, high=number)
        case "about":
            # A tenth either way, the least that a rounded number leaves open.
            return Count(low=number - number // 10, best=number, high=number + number // 10)
        case _:
            return Count(low=number, best=number, high=number)


def _count_unnumbered(head: Token) -> Count:
    determiner = _determiner(head)
    if determiner in _NOBODY or head.lower_ in _NOBODY:
        return Count(low=0, best=0, high=0)
    if determiner == "both":
        return Count(low=2, best=2, high=2)
    if head.tag_ in ("NNS", "NNPS") or head.lower_ in ("people", "servicemen", "they", "them"):
        return Count(low=2, best=None, high=None)
    return Count(low=1, best=1, high=1)
