"""The cast of a text: who is named where, so that pronouns and surnames find whom they mean."""

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from msgspec import structs
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from groundtruce.model.claims import Attribution, Speaker
from groundtruce.read.parties import PartyNames
from groundtruce.read.phrases import expand_phrase
from groundtruce.read.speakers.portraits import describe_speaker, is_collective


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where a text names somebody who can speak or act."""

    start: int
    """The offset of its first character."""
    text: str
    speaker: Speaker
    person: bool
    head: str
    """Its head word's lemma, in lower case."""
    scope: str | None
    """The innermost attribution in whose content it stands; none for narration."""


class Cast:
    """Everybody whom a text names as a source or as the subject of a clause, in order."""

    def __init__(self, doc: Doc, attributions: tuple[Attribution, ...], names: PartyNames) -> None:
        self._doc = doc
        self._text = doc.text
        self._names = names
        self._scopes = _number_scopes(doc, attributions)
        self._around = {one.id: one.within for one in attributions if one.mode != "direct"}
        self._persons: dict[str, Speaker] = {}
        self._known: frozenset[tuple[str, ...]] = frozenset()
        sources = _source_phrases(doc, attributions)
        self._introduce([_phrase_around(entity) for entity in doc.ents if entity.label_ == "PERSON"])
        self._introduce(sources)
        self._mentions: list[Mention] = []
        self._gather_mentions(sources)

    def describe(self, tokens: list[Token]) -> Speaker:
        """The speaker whom a phrase describes, with what the text says elsewhere of the same person or body."""
        speaker = self._recognize(tokens)
        if speaker.name or speaker.party or not tokens or not _is_definite(tokens):
            return speaker
        head = _head(tokens).lemma_.lower()
        before = self._mentions[: bisect_left(self._mentions, tokens[0].idx, key=attrgetter("start"))]
        same = (one for one in reversed(before) if one.head == head and one.speaker.party and not one.speaker.name)
        known = next(same, None) if speaker.organization else None
        return known.speaker if known is not None else speaker

    def find_antecedent(self, pronoun: Token) -> Mention | None:
        """Whom a personal pronoun means: the last person or body named before it at the same level of speech.

        Inside reported words that are not quoted, the narrator's own words count too.
        """
        wants_person = pronoun.lower_ in _PERSONAL
        if not wants_person and pronoun.lower_ not in _COLLECTIVE:
            return None
        before = self._mentions[: bisect_left(self._mentions, pronoun.idx, key=attrgetter("start"))]
        fitting = [one for one in reversed(before) if one.person == wants_person]
        for scope in self._visible_scopes(self._scopes[pronoun.i]):
            found = next((one for one in fitting if one.scope == scope), None)
            if found is not None:
                return found
        speech = self._speech(self._scopes[pronoun.i])
        return next((one for one in fitting if self._speech(one.scope) == speech), None)

    def _visible_scopes(self, scope: str | None) -> list[str | None]:
        """The scope and, as far as nobody's own words begin, those around it."""
        scopes = [scope]
        while scopes[-1] in self._around:
            scopes.append(self._around[scopes[-1]])
        return scopes

    def _speech(self, scope: str | None) -> str | None:
        """The quotation that the scope lies in; none for narration."""
        return self._visible_scopes(scope)[-1]

    def _recognize(self, tokens: list[Token]) -> Speaker:
        """A person by full name or surname, or by an office that only one person of the text holds."""
        speaker = describe_speaker(tokens, self._names, known=self._known)
        if speaker.name:
            known = self._persons.get(_surname(speaker.name))
            return _merge(known, speaker) if known is not None else speaker
        if len(tokens) == 1 and tokens[0].lower_ in self._persons:
            return self._persons[tokens[0].lower_]
        if speaker.role and _is_definite(tokens):
            office = set(speaker.role.lower().split())
            holders = [one for one in self._persons.values() if one.role and office <= set(one.role.lower().split())]
            return holders[0] if len(holders) == 1 else speaker
        return speaker

    def _introduce(self, phrases: list[list[Token]]) -> None:
        """Keep what the phrases say of persons; the first phrase that says something of a person prevails."""
        for phrase in phrases:
            speaker = describe_speaker(phrase, self._names, known=self._known)
            if speaker.name is not None:
                surname = _surname(speaker.name)
                self._persons[surname] = _merge(self._persons.get(surname, speaker), speaker)
        names = (one.name.split() for one in self._persons.values() if one.name)
        self._known = frozenset(tuple(name) for name in names if len(name) > 1)

    def _gather_mentions(self, sources: list[list[Token]]) -> None:
        """In the order of the text, so that each phrase can mean whom an earlier one named."""
        subjects = [token for token in self._doc if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ != "PRON"]
        phrases = sorted((*sources, *map(_subject_phrase, subjects)), key=lambda phrase: phrase[0].i if phrase else 0)
        for phrase in phrases:
            mention = self._describe(phrase)
            if mention is not None:
                self._mentions.append(mention)

    def _describe(self, tokens: list[Token]) -> Mention | None:
        if not tokens or tokens[0].pos_ == "PRON":
            return None
        speaker = self.describe(tokens)
        person = speaker.name is not None or (speaker.role is not None and tokens[-1].tag_ not in {"NNS", "NNPS"})
        head = _head(tokens)
        if not person and speaker.party is None and not is_collective(head):
            return None
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        return Mention(
            start=start,
            text=self._text[start:end],
            speaker=speaker,
            person=person,
            head=head.lemma_.lower(),
            scope=self._scopes[tokens[0].i],
        )


# ---------------------------------------------------------------------------------------------------------------------

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_COLLECTIVE = frozenset({"they", "it", "them", "their", "its"})


def _source_phrases(doc: Doc, attributions: tuple[Attribution, ...]) -> list[list[Token]]:
    pieces = sorted({piece for one in attributions for piece in (one.source or ())[:1]})
    phrases = (doc.char_span(start, end, alignment_mode="expand") for start, end in pieces)
    return [list(phrase) for phrase in phrases if phrase is not None]


def _surname(name: str | None) -> str:
    return (name or "").split()[-1].lower() if name else ""


def _merge(known: Speaker, new: Speaker) -> Speaker:
    """What is known stays; the longer name wins; the new fills what is missing."""
    longer = max((known.name or "", new.name or ""), key=lambda name: len(name.split()))
    return structs.replace(
        known,
        name=longer or None,
        role=known.role or new.role,
        organization=known.organization or new.organization,
        party=known.party or new.party,
    )


def _number_scopes(doc: Doc, attributions: tuple[Attribution, ...]) -> list[str | None]:
    """For each token the innermost attribution in whose content it stands."""
    scopes: list[str | None] = [None] * len(doc)
    for one in sorted(attributions, key=lambda one: sum(start - end for start, end in one.content)):
        for start, end in one.content:
            piece = doc.char_span(start, end, alignment_mode="expand")
            if piece is not None:
                scopes[piece.start : piece.end] = [one.id] * len(piece)
    return scopes


def _head(tokens: list[Token]) -> Token:
    return next((token for token in tokens if token.head not in tokens), tokens[-1])


def _is_definite(tokens: list[Token]) -> bool:
    """Whether the phrase means somebody known: `the ministry`, `Prime Minister`."""
    return tokens[0].lower_ in {"the", "this", "that"} or tokens[0].pos_ == "PROPN"


def _phrase_around(entity: Slice) -> list[Token]:
    """The noun phrase that a name stands in, with the office before or behind it."""
    head = entity.root
    while head.dep_ == "appos" and head.head.i != head.i:
        head = head.head
    return [entity.doc[i] for i in expand_phrase(head)]


def _subject_phrase(subject: Token) -> list[Token]:
    relative = {token.i for child in subject.children if child.dep_ in {"relcl", "acl"} for token in child.subtree}
    return [subject.doc[i] for i in expand_phrase(subject, barred=relative)]
