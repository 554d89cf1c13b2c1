"""Political deeds: what states, forces and their people do to each other in words and acts, by PLOVER's root types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from groundtruce.model.claims import EventType
from groundtruce.model.event_codes import EVENT_CODES
from groundtruce.read.events.frames import Part, describe_frame, list_parts
from groundtruce.read.events.lexicon import ACTORS, ARMS, DENYING, FORCES, PEOPLE
from groundtruce.read.events.roles import Roles, conjuncts, find_roles, name_phrase, nearest_subject
from groundtruce.read.events.root_model import NOTHING, RootModel
from groundtruce.read.events.told import Told
from groundtruce.read.events.triggers import is_standing
from groundtruce.read.events.word_classes import classes_of
from groundtruce.read.parties import PartyNames


def find_deeds(
    told: Sequence[Told], *, predicates: Sequence[Token], roots: RootModel, parties: PartyNames
) -> list[Told]:
    """`told` with the deeds that the main predicates tell, in the order of the text; no predicate tells two.

    An event of `told` whose frame names what is acted on stands ("banned imports"); so does what moves or fires. Where
    words alone made an event of a type that they confuse ("attacked the budget", "signed a pact"), the model decides.
    """
    by_clause: dict[int, list[Told]] = {}
    for event in told:
        by_clause.setdefault(event.clause.i, []).append(event)
    consequences = {one.trigger.i for event in told for one in event.casualties if one.trigger != event.trigger}
    for verb in predicates:
        beside = by_clause.setdefault(verb.i, [])
        if not (verb.i in consequences or is_standing(verb) or _is_only_denied(verb, by_clause)):
            by_clause[verb.i] = _tell(verb, beside, rating=_rate(verb, roots), parties=parties)
    events = (event for events in by_clause.values() for event in events)
    return sorted(events, key=lambda event: event.trigger.i)


# ---------------------------------------------------------------------------------------------------------------

_SURE = 0.5
# How likely there must be a deed at all, and the likeliest one: where an actor does it in words of such deeds, and where
# one of the two lacks.
_LIKELY = (0.25, 0.2)
_LIKELIER = (0.6, 0.3)
_CONFUSABLE: frozenset[EventType] = frozenset(
    {"statement", "attack", "sanction", "agreement", "detention", "casualties", "shelling", "obstruction"}
)
_TYPES: dict[str, EventType] = {
    "AGREE": "agree",
    "CONSULT": "consult",
    "SUPPORT": "support",
    "COOPERATE": "cooperate",
    "AID": "aid",
    "YIELD": "yield",
    "REQUEST": "request",
    "ACCUSE": "accuse",
    "REJECT": "reject",
    "THREATEN": "threaten",
    "PROTEST": "protest",
    "SANCTION": "sanction",
    "MOBILIZE": "mobilize",
    "COERCE": "coerce",
    "ASSAULT": "assault",
}
_NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON", "FAC"})
_SPOKEN = frozenset({"REQUEST", "ACCUSE"})
_THIRD_PERSON = frozenset({"he", "she", "it", "they"})
_MEASURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})
_WHERE = frozenset({"in", "at", "near", "into", "for", "of", "over"})
_TOWARDS = (
    "with",
    "against",
    "on",
    "to",
    "toward",
    "towards",
    "from",
    "at",
    "between",
    "for",
    "over",
    "of",
    "in",
    "into",
    "near",
)


class _Rating(NamedTuple):
    """The likeliest root type of a predicate, how likely it is, and how likely it is that there is a deed at all."""

    root: str
    probability: float
    deed: float


def _rate(verb: Token, roots: RootModel) -> _Rating:
    rated = roots.rate(describe_frame(verb))
    nothing = rated.pop(NOTHING)
    root = max(rated, key=lambda name: rated[name])
    return _Rating(root, rated[root], 1 - nothing)


def _is_only_denied(verb: Token, by_clause: Mapping[int, Sequence[Told]]) -> bool:
    """Whether the verb does nothing but deny an event that is told anyway, or what somebody said."""
    told = any(by_clause.get(token.i) for token in verb.subtree)
    said = any(child.dep_ == "ccomp" for child in verb.children)
    return (verb.lemma_ in DENYING and told) or (verb.lemma_ == "deny" and said)


def _tell(verb: Token, beside: list[Told], *, rating: _Rating, parties: PartyNames) -> list[Told]:
    """The events `beside` the verb with its deed, which takes the place of one whose words are confused with it."""
    own = next((event for event in beside if event.trigger == verb), beside[0] if beside else None)
    if own is not None and _stands(own, rating):
        return beside
    if not _is_political(verb, rating, parties):
        return beside
    deed = Told(_TYPES[rating.root], verb, verb, _find_deed_roles(verb, rating.root))
    return [deed, *(event for event in beside if event is not own or event.casualties)]


def _stands(event: Told, rating: _Rating) -> bool:
    """Whether an event keeps the type that its words gave it. An agreement on anything but arms is PLOVER's support."""
    if event.framed or rating.probability < _SURE:
        return True
    if event.type == "agreement":
        return _is_about_arms(event.clause)
    return EVENT_CODES[event.type].plover == rating.root or event.type not in _CONFUSABLE


def _is_about_arms(verb: Token) -> bool:
    return any(token.lemma_.lower() in ARMS for token in verb.subtree)


def _is_political(verb: Token, rating: _Rating, parties: PartyNames) -> bool:
    """Whether it is a deed of those who act for a state, a force or a movement, in words of such deeds.

    What lacks one of the two must be the surer by its frame.
    """
    words = (verb.lemma_.lower(), *(part.lemma for part in list_parts(verb) if not part.place.endswith("s")))
    known = any(classes_of(word) for word in words)
    acts = any(_is_actor(head, parties) for head in _subjects(verb))
    plain = known and acts and verb.lemma_ != "be"
    deed, root = _LIKELY if plain else _LIKELIER
    return rating.deed >= deed and rating.probability >= root


def _subjects(verb: Token) -> tuple[Token, ...]:
    roles = find_roles(verb)
    heads = roles.agents or roles.patients
    return tuple(_speaker(head, verb) for head in heads)


def _speaker(head: Token, verb: Token) -> Token:
    """Whom a pronoun means straight under a verb of reporting: "Arda said it would free them"."""
    if head.lower_ not in _THIRD_PERSON or verb.dep_ != "ccomp":
        return head
    return nearest_subject(verb.head) or head


def _is_actor(head: Token, parties: PartyNames) -> bool:
    phrase = name_phrase(head)
    return (
        any(token.ent_type_ in _NAMED or token.lemma_.lower() in ACTORS for token in phrase)
        or bool(parties.find_parties(phrase.text))
        or any(token.pos_ == "PROPN" for token in phrase)
    )


def _find_deed_roles(verb: Token, root: str) -> Roles:
    """Who does it, and towards whom: an object or what stands behind a preposition, a name before any other noun."""
    roles = find_roles(verb)
    subject = nearest_subject(verb)
    if root in _SPOKEN and subject is not None and subject.pos_ != "PRON" and verb.dep_ == "ccomp":
        speaker = nearest_subject(verb.head)
        return Roles((speaker, *conjuncts(speaker)) if speaker else (), (subject, *conjuncts(subject)))
    agents = tuple(_speaker(head, verb) for head in roles.agents)
    parts = [part for part in list_parts(verb) if part.token not in agents]
    if root == "CONSULT":
        parts = [part for part in parts if _preposition(part) not in ("in", "at", "on")]
    target = _choose_target(parts)
    patients = (target, *conjuncts(target)) if target else roles.patients
    return Roles(agents, tuple(head for head in patients if head not in agents))


def _choose_target(parts: Iterable[Part]) -> Token | None:
    """Of the nouns in a frame the one towards which something is done."""
    nouns = [part for part in parts if _may_be_target(part)]
    return min((part.token for part in nouns), key=dict(_ranks(nouns)).__getitem__, default=None)


def _ranks(nouns: Iterable[Part]) -> Iterator[tuple[Token, int]]:
    """How unlikely each is the target: names first, people next, things last; objects before where it was."""
    for part in nouns:
        phrase = name_phrase(part.token)
        named = any(word.ent_type_ in _NAMED or word.pos_ == "PROPN" for word in phrase)
        somebody = part.token.lemma_.lower() in PEOPLE | FORCES | ACTORS
        near = _preposition(part) not in _WHERE
        yield part.token, (0 if named else 2 if somebody else 4) + (0 if near else 1)


def _may_be_target(part: Part) -> bool:
    reflexive = part.token.lower_.endswith(("self", "selves"))
    if part.token.pos_ not in ("NOUN", "PROPN", "PRON") or part.token.ent_type_ in _MEASURES or reflexive:
        return False
    return part.place.endswith(("o", "cs")) or _preposition(part) in _TOWARDS


def _preposition(part: Part) -> str:
    return part.place.rpartition("-")[2] if "-" in part.place else ""
