"""Which mentions of one text tell the same event again."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from groundtruce.model.claims import HOSTILE_EVENT_TYPES, Count, EventMention


def link_repeats(mentions: Sequence[EventMention]) -> Iterator[EventMention]:
    """The mentions, each that repeats an earlier one with that one's identifier.

    Two mentions tell one event if they are of one kind, nothing that both give differs, and they share two of: day,
    place, an actor, a target, a number of casualties. Only the last mentions that share something are looked at, so
    the time grows with the length of the text.
    """
    recent: dict[tuple[str, str], deque[EventMention]] = {}
    first: dict[str, str] = {}
    last_victims: EventMention | None = None
    for mention in mentions:
        marks = frozenset(_marks(mention))
        near = {one.id: one for mark in marks for one in recent.get(mark, ())}
        earlier = next((one for one in reversed(list(near.values())) if _is_same(one, mention, marks)), None)
        earlier = earlier or _antecedent(mention, last_victims)
        if _has_victims(mention):
            last_victims = mention
        if earlier is not None:
            first[mention.id] = first.get(earlier.id, earlier.id)
        for mark in marks:
            recent.setdefault(mark, deque(maxlen=_KEPT)).append(mention)
        yield structs.replace(mention, repeats=first.get(mention.id))


# ---------------------------------------------------------------------------------------------------------------

_KEPT = 8
_ENOUGH = 2
# One or two may die anywhere; where five did twice in one text, they are likely the same five.
_RARE_NUMBER = 3
_PRONOUNS = frozenset({"he", "she", "him", "her", "they", "them"})


def _marks(mention: EventMention) -> Iterator[tuple[str, str]]:
    """What may tell that two mentions mean one event."""
    if mention.date:
        yield "day", mention.date
    if mention.place:
        yield "place", mention.place.gazetteer_id or mention.place.text.casefold()
    for role, people in (("actor", mention.actors), ("target", mention.targets)):
        for one in people:
            yield role, _head(one.text)
    for field, count in (("deaths", mention.deaths), ("injured", mention.injured)):
        if count and count.best:
            yield field, str(count.best)
            yield "target", _head(count.who)
            if count.best >= _RARE_NUMBER:
                yield f"many {field}", str(count.best)


def _head(words: str) -> str:
    """The last word of a phrase before any "of" or "from"."""
    return words.casefold().split(" of ")[0].split(" from ")[0].rpartition(" ")[2]


def _is_same(one: EventMention, other: EventMention, marks: frozenset[tuple[str, str]]) -> bool:
    if one.realis != other.realis or _kind(one) != _kind(other):
        return False
    return not _differs(one, other) and len(marks.intersection(_marks(one))) >= _ENOUGH


def _antecedent(mention: EventMention, before: EventMention | None) -> EventMention | None:
    """The casualties that a pronoun takes up: "they were killed" after somebody was said to have been."""
    for count, earlier in ((mention.deaths, before and before.deaths), (mention.injured, before and before.injured)):
        if count and earlier and count.who.casefold() in _PRONOUNS:
            return before
    return None


def _has_victims(mention: EventMention) -> bool:
    return any(count and count.low for count in (mention.deaths, mention.injured))


def _kind(mention: EventMention) -> str:
    return "hostile" if mention.type in HOSTILE_EVENT_TYPES else mention.type


def _differs(one: EventMention, other: EventMention) -> bool:
    """Whether both give a day, a place, or a number of casualties, and not the same."""
    places = [mention.place.gazetteer_id for mention in (one, other) if mention.place]
    pairs: Iterable[tuple[object, object]] = (
        (one.date, other.date),
        (places[0], places[1]) if len(places) == 2 else (None, None),
        (_best(one.deaths), _best(other.deaths)),
        (_best(one.injured), _best(other.injured)),
    )
    return any(first is not None and second is not None and first != second for first, second in pairs)


def _best(count: Count | None) -> int | None:
    return count.best if count else None
