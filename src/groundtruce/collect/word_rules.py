"""spaCy's rules for parts of speech and lemmas, quicker: what they say of a word is remembered."""

from typing import Any, cast

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

Pattern = list[dict[str, Any]]
"""What each word of a run must be, as `Matcher` takes it."""

Match = tuple[int, int, int, int]
"""The number of a rule, its name's hash, the first token and the one behind the last."""


class RememberedMatches:
    """What `AttributeRuler.match` gives, in a third of the time.

    Nearly all rules look at one word alone, at its form, tag and relation; words that are alike in these match alike. So
    each kind of word is matched once, and only the few other rules go through every text.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._alone, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            patterns = cast(list[Pattern], rule["patterns"])
            of_one_word = all(_looks_at_one_word(pattern) for pattern in patterns)
            (self._alone if of_one_word else self._others).add(str(number), patterns)
        self._strings = ruler.vocab.strings
        self._known: dict[tuple[int, ...], tuple[tuple[int, int], ...]] = {}

    def __call__(self, doc: Doc) -> list[Match]:
        """The rules that match, those of smaller numbers first: later ones prevail."""
        found = [(self._number(name), name, start, end) for name, start, end in self._others(doc, allow_missing=True)]
        for at, kind in enumerate(map(tuple, doc.to_array(["LOWER", "TAG", "DEP"]).tolist())):
            found += [(number, name, at, at + 1) for number, name in self._match_alone(doc, at, kind)]
        return sorted(found)

    def _match_alone(self, doc: Doc, at: int, kind: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        if kind not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            matches = self._alone(doc[at : at + 1], allow_missing=True)
            self._known[kind] = tuple((self._number(name), name) for name, _, _ in matches)
        return self._known[kind]

    def _number(self, name: int) -> int:
        return int(self._strings[name])


# ---------------------------------------------------------------------------------------------------------------------

_LOOKED_AT = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
"""Attributes that are alike where form, tag and relation are."""

_MOST_KNOWN = 200_000


def _looks_at_one_word(pattern: Pattern) -> bool:
    return len(pattern) == 1 and pattern[0].keys() <= _LOOKED_AT
