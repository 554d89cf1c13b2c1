"""Phrases in a parsed text: subjects, noun phrases, verb groups, and the spans that their tokens cover."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from groundtruce.model.documents import Span

Indices = tuple[int, ...]
"""Token indices in order."""


def cover_tokens(doc: Doc, indices: Iterable[int]) -> Span:
    """The span of the tokens. Runs parted by nothing but punctuation are one piece; its edges are words."""
    return tuple(
        (doc[run[0]].idx, doc[run[-1]].idx + len(doc[run[-1]])) for run in _find_runs(doc, sorted(set(indices)))
    )


def expand_phrase(head: Token, *, barred: frozenset[int] | set[int] = frozenset()) -> Indices:
    """The tokens of the phrase under `head`, unbroken, without those `barred` and without punctuation at its edges."""
    members = {token.i for token in head.subtree} - barred
    first = last = head.i
    while first - 1 in members:
        first -= 1
    while last + 1 in members:
        last += 1
    return trim_edges(head.doc, tuple(range(first, last + 1)))


def trim_edges(doc: Doc, indices: Indices) -> Indices:
    """`indices` without punctuation and white space at either end."""
    start, end = 0, len(indices)
    while start < end and not is_word(doc[indices[start]]):
        start += 1
    while start < end and not is_word(doc[indices[end - 1]]):
        end -= 1
    return indices[start:end]


def is_word(token: Token) -> bool:
    """Whether the token is neither punctuation nor white space."""
    return not (token.is_punct or token.is_space or token.is_quote)


def find_subject(verb: Token) -> Token | None:
    """The verb's own subject, its head word; none for one that is only inherited."""
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    return next((one for one in reversed(subjects) if one.i < verb.i), None) or next(iter(subjects), None)


def inherit_subject(verb: Token) -> Token | None:
    """The verb's subject, taken from the clause it hangs on where it has none of its own.

    A relative pronoun gives its antecedent; a coordinated, participial or infinitive verb its head's subject; a
    participle under a noun gives that noun.
    """
    current: Token | None = verb
    while current is not None:
        subject = find_subject(current)
        if subject is not None:
            return _antecedent(subject, current)
        current = _governor(current)
        if current is not None and current.pos_ in {"NOUN", "PROPN"}:
            return current
    return None


def group_verb(verb: Token) -> Indices:
    """The verb with its auxiliaries, negation and particles, as far as they stand together."""
    members = {child.i for child in verb.children if child.dep_ in _VERB_PARTS} | {verb.i}
    adverbs = {child.i for child in verb.children if child.dep_ == "advmod"}
    first = last = verb.i
    while first - 1 in members or (first - 1 in adverbs and first - 2 in members):
        first -= 1
    while last + 1 in members and verb.doc[last + 1].dep_ == "prt":
        last += 1
    return tuple(range(first, last + 1))


def is_negated(verb: Token) -> bool:
    """Whether the verb carries `not`, `never`, `neither` or the like."""
    return any(child.dep_ == "neg" or child.lower_ in {"never", "neither", "nor"} for child in verb.children)


# ---------------------------------------------------------------------------------------------------------------------

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_VERB_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})
_INHERITING = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp", "dep"})


def _governor(verb: Token) -> Token | None:
    if verb.dep_ not in _INHERITING or verb.head.i == verb.i:
        return None
    if verb.dep_ == "pcomp":
        return verb.head.head if verb.head.head.i != verb.head.i else None
    return verb.head


def _antecedent(subject: Token, verb: Token) -> Token:
    relative = verb.dep_ == "relcl" and subject.tag_ in {"WP", "WDT"}
    return verb.head if relative else subject


def _find_runs(doc: Doc, indices: list[int]) -> list[Indices]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and not any(is_word(doc[between]) for between in range(runs[-1][-1] + 1, index)):
            runs[-1].append(index)
        else:
            runs.append([index])
    trimmed = (trim_edges(doc, tuple(run)) for run in runs)
    return [run for run in trimmed if run]
