"""Links: which mentions people judged to speak of one occurrence, and which of two.

The latest judgement counts first; what an earlier one says against it no longer holds, the rest of it does.
"""

from collections.abc import Iterable, Iterator, Sequence

from groundtruce.compare.incidents.voices import mention_key
from groundtruce.model.claims import Claim
from groundtruce.model.documents import Span
from groundtruce.model.judgements import JudgedIncident, PlacedMention, RecordedJudgement


class Links:
    """Groups of mentions that belong together, and which groups belong apart."""

    def __init__(self) -> None:
        self._group: dict[str, int] = {}
        self._members: dict[int, list[str]] = {}
        self._apart: dict[int, set[int]] = {}
        self._judges: dict[int, list[str]] = {}

    def group_of(self, mention: str) -> int | None:
        """The number of the group that a mention belongs to; none where nobody judged it."""
        return self._group.get(mention)

    def groups_apart(self, mention: str) -> frozenset[int]:
        """The groups that a mention does not belong to."""
        return frozenset(self._apart.get(self._group.get(mention, -1), ()))

    def judge_of(self, mention: str) -> str | None:
        """Who judged it, the latest first; none for nobody."""
        judges = self._judges.get(self._group.get(mention, -1))
        return ", ".join(dict.fromkeys(judges)) if judges else None

    def join(self, mentions: Sequence[str], *, by: str) -> None:
        """Put mentions together, as far as they are not judged apart."""
        for mention in mentions:
            if mention not in self._group:
                number = len(self._members)
                self._group[mention], self._members[number], self._judges[number] = number, [mention], []
                self._apart[number] = set()
        for mention in mentions[1:]:
            self._unite(self._group[mentions[0]], self._group[mention])
        for number in {self._group[mention] for mention in mentions}:
            self._judges[number].append(by)

    def part(self, mentions: Iterable[str], others: Iterable[str]) -> None:
        """Keep mentions from others, as far as they are not judged to be together. Both were joined before."""
        theirs = {self._group[mention] for mention in others}
        for one in {self._group[mention] for mention in mentions}:
            for other in theirs - {one}:
                self._apart[one].add(other)
                self._apart[other].add(one)

    def _unite(self, one: int, other: int) -> None:
        if one == other or other in self._apart[one]:
            return
        for mention in self._members.pop(other):
            self._group[mention] = one
            self._members[one].append(mention)
        self._judges[one] += self._judges.pop(other)
        for number in self._apart.pop(other):
            self._apart[number].discard(other)
            self._apart[number].add(one)
            self._apart[one].add(number)


def link_mentions(standing: Iterable[RecordedJudgement], claims: Iterable[Claim] = ()) -> Links:
    """The links that the judgements of incidents make which stand.

    A mention that is not among `claims` under its identifier, since a later release read its document anew, is the only
    one of them at its span.
    """
    judged = [each.judgement for each in standing if isinstance(each.judgement.about, JudgedIncident)]
    links = Links()
    find = _Finder(claims if judged else ())
    for judgement in reversed(judged):
        about = judgement.about
        assert isinstance(about, JudgedIncident)
        if judgement.decision == "note":
            continue
        together, apart = find.list_keys(about.mentions), find.list_keys(about.apart)
        links.join(together, by=judgement.by)
        links.join(apart, by=judgement.by)
        links.part(together, apart)
    return links


NO_LINKS = Links()


# ---------------------------------------------------------------------------------------------------------------


class _Finder:
    """Finds mentions among claims, by their identifiers or by where they stand."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._keys: set[str] = set()
        self._at: dict[tuple[str, Span], list[str]] = {}
        for claim in claims:
            self._keys.add(mention_key(claim))
            self._at.setdefault((claim.document, claim.mention.span), []).append(mention_key(claim))

    def list_keys(self, mentions: Iterable[PlacedMention]) -> list[str]:
        return list(dict.fromkeys(self._find(mentions)))

    def _find(self, mentions: Iterable[PlacedMention]) -> Iterator[str]:
        for each in mentions:
            there = self._at.get((each.mention.partition("#")[0], each.span), ())
            yield each.mention if each.mention in self._keys or len(there) != 1 else there[0]
