"""Where a sentence tells an event: its trigger, the clause it stands in, and who takes part."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from spacy.tokens import Doc, Token

from groundtruce.model.cases import Case
from groundtruce.model.claims import HOSTILE_EVENT_TYPES, EventType
from groundtruce.read.events.casualties import Casualties, find_casualties
from groundtruce.read.events.lexicon import (
    AGREEMENTS,
    ALIGHT,
    CAPTIVES,
    FIGURATIVE,
    FORCES,
    GROUND,
    HELD,
    HITTING,
    HOSTILE_NOUNS,
    LIGHT_OBJECTS,
    LIGHT_VERBS,
    MAPS_OF_ZONES,
    NAMES_OF_DEEDS,
    OCCURRENCE_VERBS,
    OPERATION_WORDS,
    OTHER_NOUNS,
    PEOPLE,
    STATES,
    TARGETS,
    UNREAL_GOVERNORS,
    VERBS,
    VOLLEYS,
    WEAPONS,
    Need,
    Trigger,
)
from groundtruce.read.events.roles import Roles, find_noun_roles, find_roles, name_phrase, objects_of
from groundtruce.read.events.told import Told
from groundtruce.read.events.weapons import settle_fire
from groundtruce.read.events.zone_states import read_zone_state
from groundtruce.read.parties import PartyNames, index_parties


class Parties:
    """The case's parties, as far as telling an event needs them."""

    def __init__(self, case: Case | None) -> None:
        self._names: PartyNames = index_parties(case)
        self._kinds = {party.id: party.kind for party in case.parties} if case else {}

    def party_of(self, words: str) -> str | None:
        """The one party that the words name; none for several."""
        found = self._names.find_parties(words)
        return found[0] if len(found) == 1 else None

    def is_named(self, words: str) -> bool:
        """Whether the words name any party."""
        return bool(self._names.find_parties(words))

    def is_belligerent(self, words: str) -> bool:
        """Whether the words mean a side of the conflict, not a force that stands between."""
        found = self._names.find_parties(words)
        return bool(found) and self._kinds.get(found[0]) == "party"


def find_told(doc: Doc, *, case: Case | None, places: AbstractSet[int]) -> list[Told]:
    """The events that the sentences of `doc` tell, in order, with the casualties of each.

    `places` are the indices of the tokens of its place names.
    """
    parties = Parties(case)
    told = [event for token in doc for event in _read_token(token, parties, places)]
    for event in told:
        event.type = settle_fire(event)
    _merge_movements(told)
    by_sentence: dict[int, list[Told]] = {}
    for event in told:
        by_sentence.setdefault(event.trigger.sent.start, []).append(event)
    for casualties in find_casualties(doc):
        _attach(casualties, by_sentence.setdefault(casualties.trigger.sent.start, []))
    told = [event for sentence in by_sentence.values() for event in sentence]
    told = [event for event in told if event.trigger.pos_ in ("VERB", "AUX") or _is_told(event, parties)]
    _keep_lawful(told)
    return sorted(told, key=lambda event: event.trigger.i)


def is_standing(verb: Token) -> bool:
    """Whether a verb of deploying or signing says how things stand ("are deployed"), not that they came to be so."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    lasting = any(trigger.type in _LASTING for trigger in VERBS.get(verb.lemma_.lower(), ()))
    return lasting and bool(helpers & {"is", "are"}) and "being" not in helpers


# ---------------------------------------------------------------------------------------------------------------

_LASTING = frozenset[EventType]({"deployment", "agreement"})
_HANDING = frozenset({"hand", "return", "transfer", "cede", "surrender", "relinquish", "vacate"})
_TERMS = frozenset({"term", "schedule", "timetable", "provision", "point", "article"})
_ARMED_FIRE = frozenset(
    {"enemy", "hostile", "heavy", "automatic", "cross", "border", "arm", "arms", "intense", "sporadic", "exchange"}
)
_STRIKERS = frozenset(
    {"worker", "union", "teacher", "employee", "wage", "pay", "hunger", "student", "driver", "nurse", "doctor"}
)


def _read_token(token: Token, parties: Parties, places: AbstractSet[int]) -> Iterator[Told]:
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound"):
        event = _read_verb(token, parties, places) or read_zone_state(token, places=places)
    elif (token.pos_ in ("NOUN", "VERB") or token.is_sent_start) and token.dep_ not in ("compound", "amod", "nmod"):
        event = _read_noun(token)
    else:
        event = None
    if event:
        yield event


def _read_verb(verb: Token, parties: Parties, places: AbstractSet[int]) -> Told | None:
    for trigger in VERBS.get(verb.lemma_.lower(), ()):
        if trigger.particle and not any(child.lower_ == trigger.particle for child in verb.children):
            continue
        roles = find_noun_roles(verb) if _is_nominal(verb) else find_roles(verb)
        if trigger.objects and not _acts_on(verb, roles, trigger, places):
            continue
        if _has_need(trigger.needs, verb, roles, parties) and not (trigger.type in _LASTING and is_standing(verb)):
            return Told(
                _settle_type(trigger.type, verb, roles, parties),
                verb,
                verb,
                _look_behind(verb, roles, trigger),
                framed=bool(trigger.objects - NAMES_OF_DEEDS),
            )
    return None


def _is_nominal(verb: Token) -> bool:
    """Whether a participle serves as a noun: "reported shelling of the village"."""
    return verb.tag_ == "VBG" and any(child.lower_ in ("of", "by") for child in verb.children if child.dep_ == "prep")


def _look_behind(verb: Token, roles: Roles, trigger: Trigger) -> Roles:
    """Put those who are fired at in the place of "fire", and the village in the place of the "control" that is taken."""
    light = [head for head in roles.patients if trigger.objects <= LIGHT_OBJECTS and head.lemma_ in trigger.objects]
    if not light and not trigger.particle:
        return roles
    behind = [
        noun
        for head in (verb, *light)
        for noun in objects_of(head, "on", "at", "upon", "of", "to", "toward", "towards")
    ]
    others = [head for head in roles.patients if head not in light]
    return Roles(roles.agents, (*(noun for noun in behind if noun.ent_type_ not in ("DATE", "TIME")), *others))


def _acts_on(verb: Token, roles: Roles, trigger: Trigger, places: AbstractSet[int]) -> bool:
    """Whether one of the trigger's objects is what the verb acts on, or for a zone what moves."""
    heads = list(roles.patients)
    if trigger.needs in ("zone", "blast"):
        heads += roles.agents
    if trigger.objects == ALIGHT:
        heads += [*objects_of(verb, "on"), *(child for child in verb.children if child.lower_ in ALIGHT)]
    if trigger.objects == CAPTIVES and any(child.lower_ in HELD for head in heads for child in head.lefts):
        return True
    if verb.dep_ == "acl":
        heads += _attachments(verb.head)
    if trigger.objects & GROUND and trigger.needs != "zone" and any(head.i in places for head in heads):
        return True
    return any(word.lemma_.lower() in trigger.objects for head in heads for word in _core(head))


def _core(head: Token) -> Iterator[Token]:
    """The words of a noun phrase that say what it is: its head, compounds, and what it is "of"."""
    yield head
    for child in head.children:
        if child.dep_ in ("compound", "nmod", "conj"):
            yield child
        elif child.lower_ == "of":
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


def _attachments(noun: Token) -> Iterator[Token]:
    """The nouns further out that a participle may belong to: "the agreement on the end of hostilities, signed by …"."""
    current = noun
    while current.dep_ == "pobj" and current.head.dep_ == "prep":
        current = current.head.head
        yield current


def _has_need(need: Need | None, verb: Token, roles: Roles, parties: Parties) -> bool:
    phrases = [_words_of(head) for head in (*roles.agents, *roles.patients)]
    words = {token.lemma_.lower() for phrase in phrases for token in phrase}
    named = any(parties.is_named(_text(phrase)) for phrase in phrases)
    match need:
        case "force":
            return bool(words & FORCES) or named or _is_ground_taken(verb, roles)
        case "state":
            around = {token.lemma_.lower() for token in verb.subtree}
            states = any(token.ent_type_ in ("GPE", "NORP") for phrase in phrases for token in phrase)
            return named or states or bool(words & STATES) or bool(around & AGREEMENTS & words)
        case "zone":
            return (
                bool(words & FORCES)
                or bool(words & {"responsibility", "peacekeeping", "buffer"})
                or (named and bool(words & MAPS_OF_ZONES))
            )
        case _:
            return True


def _is_ground_taken(verb: Token, roles: Roles) -> bool:
    """A raid on people or posts is one, whoever makes it."""
    heads = {head.lemma_.lower() for head in roles.patients}
    return verb.lemma_ in ("attack", "assault", "ambush", "raid", "storm", "strike", "bombard") and bool(
        heads & (PEOPLE | (TARGETS - {"area", "company", "house"}))
    )


def _words_of(head: Token) -> Sequence[Token]:
    return list(name_phrase(head))


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens)


def _settle_type(event_type: EventType, verb: Token, roles: Roles, parties: Parties) -> EventType:
    """A side that enters a place makes an incursion, a force between the sides is deployed there."""
    actors = " ".join(_text(_words_of(head)) for head in roles.agents)
    peaceful = "peacekeep" in actors.lower() or "observer" in actors.lower()
    if event_type == "deployment" and verb.lemma_ == "enter" and parties.is_belligerent(actors) and not peaceful:
        return "deployment" if _is_lawful(verb) else "incursion"
    if event_type == "incursion" and peaceful and verb.lemma_ != "cross":
        return "deployment"
    return event_type


def _is_lawful(verb: Token) -> bool:
    """Whether they enter what is handed over to them, or do so by an agreement."""
    handed = any(
        token.lemma_ in _HANDING
        and token != verb
        and token.pos_ == "VERB"
        and token.dep_ in ("relcl", "acl", "advcl", "conj")
        for token in verb.sent
    )
    terms = objects_of(verb, "under", "with", "by", "to")
    terms += tuple(noun for child in verb.children if child.dep_ == "prep" for noun in _terms_behind(child))
    return handed or any(noun.lemma_.lower() in AGREEMENTS | _TERMS for noun in terms)


def _terms_behind(preposition: Token) -> Iterator[Token]:
    """What stands behind "in accordance with", "according to", "as part of"."""
    for token in preposition.subtree:
        if token.dep_ == "pobj":
            yield token


def _keep_lawful(told: Sequence[Told]) -> None:
    """Let nobody invade what the same text says was handed over."""
    handed = {head.text for event in told if event.type == "hand-over" for head in event.roles.patients}
    for event in told:
        entered = event.type == "incursion" and event.trigger.lemma_ == "enter"
        if entered and handed & {head.text for head in event.roles.patients}:
            event.type = "deployment"


def _read_noun(noun: Token) -> Told | None:
    trigger = _find_noun_trigger(noun)
    if trigger is None or _is_unreal(noun) or any(child.dep_ in ("dobj", "nsubj") for child in noun.children):
        return None
    if noun.lemma_ == "operation" and not _is_armed(noun):
        return None
    if noun.lemma_ == "strike" and _STRIKERS.intersection(word.lemma_.lower() for word in noun.sent):
        return None
    clause = _governing_verb(noun)
    return Told(trigger.type, noun, clause, _find_carried_roles(noun, clause), framed=bool(trigger.objects))


def _find_noun_trigger(noun: Token) -> Trigger | None:
    """What the noun means beside what it is "of"."""
    lemma = noun.lemma_.lower()
    triggers = (HOSTILE_NOUNS[lemma],) if lemma in HOSTILE_NOUNS else OTHER_NOUNS.get(lemma, ())
    words = {word.lemma_.lower() for word in _core(noun)}
    return next((trigger for trigger in triggers if not trigger.objects or words & trigger.objects), None)


def _find_carried_roles(noun: Token, clause: Token) -> Roles:
    """The noun's own participants, and those of the verb that carries it: "launched an attack", "the fire hit a house"."""
    roles = find_noun_roles(noun)
    if clause.lemma_ in LIGHT_VERBS and noun.dep_ in ("dobj", "nsubjpass", "conj"):
        return Roles(roles.agents or find_roles(clause).agents, roles.patients)
    if clause.lemma_ == "come" and noun.head.lower_ == "under":
        return Roles(roles.agents, find_roles(clause).agents)
    if clause.lemma_ in HITTING and noun.dep_ == "nsubj":
        return Roles(roles.agents, (*roles.patients, *(child for child in clause.children if child.dep_ == "dobj")))
    return roles


def _is_unreal(noun: Token) -> bool:
    governors = [noun.head, noun.head.head] if noun.dep_ == "pobj" else [noun.head]
    modifiers = [child.lemma_.lower() for child in noun.lefts]
    return any(word.lemma_.lower() in UNREAL_GOVERNORS for word in governors) or bool(
        (UNREAL_GOVERNORS | FIGURATIVE).intersection(modifiers)
    )


def _is_armed(noun: Token) -> bool:
    """Whether an operation is one of arms. Adjectives joined by hyphens are several tokens."""
    return any(token.lemma_.lower() in OPERATION_WORDS for token in noun.doc[max(noun.sent.start, noun.i - 6) : noun.i])


def _governing_verb(noun: Token) -> Token:
    for token in noun.ancestors:
        if token.pos_ in ("VERB", "AUX"):
            return token
    return noun.sent.root


def _is_told(event: Told, parties: Parties) -> bool:
    """Whether a noun tells an event, and does not only refer to one that was told before."""
    noun, verb = event.trigger, event.clause
    if event.casualties:
        return True
    if any(child.lower_ in ("this", "that", "these", "those", "such") for child in noun.lefts):
        return False
    place = _counted_as(noun).dep_
    light = verb.lemma_ in LIGHT_VERBS and place in ("dobj", "nsubjpass", "conj")
    occurred = verb.lemma_ in OCCURRENCE_VERBS and place in ("nsubj", "nsubjpass", "attr", "conj", "dobj")
    stands = verb.lemma_ == "be" and place == "attr"
    under = verb.lemma_ == "come" and noun.head.lower_ == "under"
    if noun.lemma_ == "fire" and not (under or _is_gunfire(noun)):
        return False
    if light or under or occurred or stands:
        return True
    if noun.lemma_.lower() not in HOSTILE_NOUNS:
        return False
    by_force = any(_is_force(head, parties) for head in event.roles.agents)
    return by_force or any(_is_target(head, parties) for head in event.roles.patients)


def _counted_as(noun: Token) -> Token:
    """The noun that a noun is counted by, "bursts of fire", or itself."""
    counted = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in VOLLEYS
    return noun.head.head if counted else noun


def _is_gunfire(noun: Token) -> bool:
    """Whether a fire is one of weapons: "mortar fire", "cross-border fire", "fire from the ridge" is not enough."""
    words = {token.lemma_.lower() for token in noun.doc[max(noun.sent.start, noun.i - 4) : noun.i]}
    return bool(words & (_ARMED_FIRE | frozenset().union(*WEAPONS.values())))


def _is_force(head: Token, parties: Parties) -> bool:
    words = _words_of(head)
    return parties.is_named(_text(words)) or any(word.lemma_.lower() in FORCES for word in words)


def _is_target(head: Token, parties: Parties) -> bool:
    return head.lemma_.lower() in FORCES | GROUND | PEOPLE | TARGETS or parties.is_named(head.text)


def _merge_movements(told: list[Told]) -> None:
    """Let "expanded its presence and penetrated further" be one event: the second verb tells more of the first."""
    growing = {event.trigger.i for event in told if event.type == "zone expansion"}
    told[:] = [
        event
        for event in told
        if not (
            event.type in ("incursion", "deployment", "zone expansion")
            and event.trigger.dep_ == "conj"
            and event.trigger.head.i in growing
            and not any(child.dep_ in ("nsubj", "nsubjpass") for child in event.trigger.children)
        )
    ]


def _attach(casualties: Casualties, told: list[Told]) -> None:
    """Add the casualties to the event that caused them, of those that their sentence tells, or as one of its own."""
    cause = _find_cause(casualties, told) or _find_companion(casualties, told)
    if cause is None:
        cause = Told("casualties", casualties.trigger, _clause_of(casualties.trigger), casualties.roles)
        told.append(cause)
    elif cause.type == "casualties" and not cause.roles.agents:
        cause.roles = Roles(casualties.roles.agents, (*cause.roles.patients, *casualties.roles.patients))
    # The parser lets "in shelling" take over the subject of its verb: those who suffered did not act.
    agents = tuple(head for head in cause.roles.agents if head not in casualties.roles.patients)
    cause.roles = Roles(agents, cause.roles.patients)
    cause.casualties.append(casualties)


def _clause_of(token: Token) -> Token:
    return token if token.pos_ == "VERB" else _governing_verb(token)


def _find_cause(casualties: Casualties, told: Sequence[Told]) -> Told | None:
    """The hostile event that the casualties hang on, or that hangs on them: "killed in an attack", "attacked, killing two"."""
    here = casualties.trigger
    chain = [here, *here.ancestors]
    related = [
        event
        for event in told
        if event.type in HOSTILE_EVENT_TYPES - {"casualties"}
        and (event.trigger in chain or event.clause in chain or _hangs_on(event.trigger, here))
    ]
    return min(related, key=lambda event: abs(event.trigger.i - here.i), default=None)


def _hangs_on(trigger: Token, verb: Token) -> bool:
    """Whether `trigger` stands under `verb` or under the verb that it is coordinated with."""
    heads = [verb]
    while heads[-1].dep_ == "conj":
        heads.append(heads[-1].head)
    return any(head in trigger.ancestors for head in heads)


def _find_companion(casualties: Casualties, told: Sequence[Told]) -> Told | None:
    """The statement of casualties that these are coordinated with."""
    chain = {token.i for token in casualties.trigger.conjuncts}
    for event in told:
        if event.type == "casualties" and any(other.trigger.i in chain for other in event.casualties):
            return event
    return None
