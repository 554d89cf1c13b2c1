"""Who does what to whom: the agents and the patients of a verb or a noun in a parsed sentence."""

from typing import NamedTuple

from spacy.tokens import Span, Token

from groundtruce.read.phrases import inherit_subject


class Roles(NamedTuple):
    """The head words of those who act and of those who are acted on."""

    agents: tuple[Token, ...]
    patients: tuple[Token, ...]


def find_roles(verb: Token) -> Roles:
    """The agents and patients of a verb, taken over from the clause that it hangs on where it has none of its own."""
    subject = nearest_subject(verb) or _accused(verb) or inherit_subject(verb)
    subjects = (subject, *conjuncts(subject)) if subject is not None else ()
    objects = tuple(child for child in verb.children if child.dep_ in ("dobj", "dative"))
    objects += tuple(other for child in objects for other in conjuncts(child))
    agents = tuple(other for child in by_phrases(verb) for other in (child, *conjuncts(child)))
    if is_passive(verb):
        return Roles(agents, subjects)
    return Roles(subjects or agents, objects)


def find_noun_roles(noun: Token) -> Roles:
    """The agents and patients of an event told by a noun: "attacks by X on Y", "X's attack", "the X offensive"."""
    agents = [other for child in by_phrases(noun) for other in (child, *conjuncts(child))]
    agents += [child for child in noun.children if child.dep_ == "poss"]
    agents += [child for child in noun.children if child.dep_ in ("amod", "compound", "nmod") and _is_demonym(child)]
    patients = objects_of(noun, "on", "against", "of", "at", "upon")
    return Roles(tuple(agents), tuple(other for child in patients for other in (child, *conjuncts(child))))


def is_passive(verb: Token) -> bool:
    """Whether the verb's subject is what it acts on."""
    marks = {child.dep_ for child in verb.children}
    if marks & {"nsubjpass", "auxpass"}:
        return True
    if marks & {"aux", "dobj"} or verb.tag_ != "VBN":
        return False
    return verb.dep_ in ("acl", "amod") or (verb.dep_ == "conj" and is_passive(verb.head))


def nearest_subject(verb: Token) -> Token | None:
    """The verb's own subject, the one nearest before it where the parse gives several."""
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if not subjects or subjects[-1].tag_ in ("WDT", "WP"):
        return None
    return subjects[-1]


def by_phrases(head: Token) -> tuple[Token, ...]:
    """What "by" introduces under a verb or a noun, without measures ("by 5 km") and times ("by Friday")."""
    return tuple(
        noun for noun in objects_of(head, "by") if noun.ent_type_ not in _MEASURES and noun.lemma_ not in _UNITS
    )


def objects_of(head: Token, *prepositions: str) -> tuple[Token, ...]:
    """The nouns that the prepositions under `head` introduce."""
    return tuple(
        noun
        for child in head.children
        if child.dep_ in ("prep", "agent", "dative") and child.lower_ in prepositions
        for noun in child.children
        if noun.dep_ == "pobj"
    )


def conjuncts(token: Token) -> tuple[Token, ...]:
    """The nouns that are coordinated behind `token`."""
    return tuple(
        other for other in token.conjuncts if other.i > token.i and other.pos_ in ("NOUN", "PROPN", "NUM", "PRON")
    )


def phrase_start(token: Token) -> int:
    """The index of the first word of the noun phrase around `token`: its determiner, its modifiers."""
    start = token.i
    for child in token.lefts:
        if child.dep_ in _MODIFIERS:
            start = min(start, phrase_start(child))
    return start


def phrase_end(token: Token, *, whole: bool = False) -> int:
    """The index of the last word of the noun phrase around `token`, without relative clauses and appositions.

    Coordinated nouns belong to it if it is `whole`; further down they always do.
    """
    end = token.i
    for child in token.rights:
        if child.dep_ in ("prep", "pobj", "case", "nummod", "compound") or (whole and child.dep_ in ("cc", "conj")):
            end = max(end, phrase_end(child, whole=True))
        elif child.dep_ not in ("punct", "cc", "conj"):
            break
    return end


def name_phrase(head: Token) -> Span:
    """The words that name somebody or something: the noun phrase with what it is "of" or "from", and no other adjunct."""
    end = head.i
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ not in ("of", "from"):
            break
        if child.dep_ in ("prep", "case", "nummod", "compound"):
            end = max(end, phrase_end(child, whole=True))
        elif child.dep_ not in ("punct", "cc", "conj"):
            break
    return head.doc[phrase_start(head) : end + 1]


# ---------------------------------------------------------------------------------------------------------------

_MEASURES = frozenset({"DATE", "TIME", "QUANTITY", "PERCENT", "CARDINAL", "MONEY"})
_UNITS = frozenset({"kilometer", "kilometre", "km", "mile", "meter", "metre", "dozen", "ten"})
_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "advmod", "quantmod", "predet", "case", "neg", "npadvmod"}
)


def _accused(verb: Token) -> Token | None:
    """Who is said to act in "X accuses Y of shelling"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in ("of", "for"):
        return None
    return next((child for child in verb.head.head.children if child.dep_ in ("dobj", "nsubjpass")), None)


def _is_demonym(token: Token) -> bool:
    if token.i + 1 < len(token.doc) and token.nbor().text == "-":
        return False
    return token.ent_type_ == "NORP" or (token.text[:1].isupper() and token.pos_ in ("ADJ", "PROPN"))
