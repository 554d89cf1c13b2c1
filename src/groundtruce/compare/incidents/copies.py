"""Copies: documents whose text repeats another's, as newsrooms do with an agency's report or an office's statement.

Two texts are compared by their shingles, the sets of six words that follow each other in them (Broder 1997). Candidates
come from a few shingles of the new text, chosen by the smallest digests (min-wise sampling), which a near-copy most
often has too; the record is asked for those phrases, so that no text is compared with all others.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

from groundtruce.compare.incidents.voices import publisher_party
from groundtruce.model.cases import Case
from groundtruce.model.documents import Document
from groundtruce.model.numerals import NUMBER_WORDS

SHINGLE_WORDS = 6
PROBES = 8
"""So many phrases of a text are looked for: of two texts that share 80 % of their shingles, one misses all with a chance of 3 in a million."""

SHARED = 0.8
"""The least share of the shorter text's shingles that stand in the longer."""

CANDIDATES = 10
"""So many documents that share phrases with a text are compared with it."""

FEWEST_SHINGLES = 10
"""Shorter texts are not compared: two offices may say one sentence in the same words."""

LONGEST_BYLINE_WORDS = 8


def choose_probes(text: str) -> tuple[str, ...]:
    """The phrases of a text by which its copies are looked for; none for a text too short to be compared."""
    _, shingles = _take_apart(text)
    if len(shingles) < FEWEST_SHINGLES:
        return ()
    return tuple(sorted(shingles, key=lambda shingle: blake2b(shingle.encode(), digest_size=8).digest())[:PROBES])


def is_copy(later: Document, earlier: Document) -> bool:
    """Whether two texts are one in all that matters, in which order they were given of one day not mattering.

    The shorter stands almost whole in the longer, and names no number, day or name that the longer does not name. Who
    cuts a report copies it; who quotes a short statement in a long report does not.
    """
    if (later.published or "") < (earlier.published or ""):
        later, earlier = earlier, later
    (new, ours), (old, theirs) = _take_apart(later.text), _take_apart(earlier.text)
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) < FEWEST_SHINGLES or len(shorter & longer) < SHARED * len(shorter):
        return False
    if _facts(old if ours is longer else new) - _facts(new if ours is longer else old):
        return False
    cut = shorter is ours and later.published != earlier.published
    return cut or 2 * len(shorter) >= len(longer)


def find_copied(document: Document, candidates: Iterable[Document]) -> str | None:
    """The SHA-256 of the first recorded of the documents that this one is a copy of or that copies it; none for none."""
    found = next((each for each in candidates if is_copy(document, each)), None)
    return (found.copy_of or found.sha256) if found else None


def choose_candidates(phrases: Iterable[Iterable[str]]) -> frozenset[str]:
    """Of the documents in which each phrase of a text was found, by their SHA-256, those that may be copies of it.

    A copy has most of the phrases; what has one or two, such as a newsroom's last sentence, is looked at where there is room.
    """
    shared = Counter(document for found in phrases for document in found)
    ranked = sorted(shared, key=lambda document: (-shared[document], document))
    return frozenset(ranked[:CANDIDATES])


def find_sources(documents: Iterable[Document], *, case: Case) -> Mapping[str, Document]:
    """For each document that is a copy of another of them, the one that their text is taken to come from.

    The first published; of those of one day a party's own, then the first recorded.
    """
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(document.copy_of or document.sha256, []).append(document)
    sources: dict[str, Document] = {}
    for group in groups.values():
        if len(group) > 1:
            source = min(
                group, key=lambda each: (each.published or "9999", not publisher_party(each.publisher, case=case))
            )
            sources |= {each.sha256: source for each in group if each is not source}
    return sources


# ---------------------------------------------------------------------------------------------------------------

_DATELINE = re.compile(r"^[A-Z][\w .,'’()/-]{0,60}? [-–—] ")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=32)
def _take_apart(text: str) -> tuple[str, frozenset[str]]:
    """The plain text and its shingles; kept, since one text is compared with several."""
    plain = _plain(text)
    return plain, _shingles(plain)


def _plain(text: str) -> str:
    """The text without a dateline and without bylines: short first and last paragraphs."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
    while len(paragraphs) > 1 and _is_byline(paragraphs[-1]):
        paragraphs.pop()
    while len(paragraphs) > 1 and _is_byline(paragraphs[0]):
        paragraphs.pop(0)
    return _DATELINE.sub("", "\n\n".join(paragraphs), count=1)


def _is_byline(paragraph: str) -> bool:
    return len(_WORD.findall(paragraph)) <= LONGEST_BYLINE_WORDS


def _shingles(text: str) -> frozenset[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(" ".join(words[start : start + SHINGLE_WORDS]) for start in range(len(words) - SHINGLE_WORDS + 1))


def _facts(text: str) -> set[str]:
    """The numbers of a text, and the words with a capital within a sentence: names, days, months."""
    names = re.findall(r"(?<=[\w,;:] )[A-Z][^\W_]*", text)
    words = [word.casefold() for word in _WORD.findall(text)]
    return {word for word in words if word.isdigit() or word in NUMBER_WORDS} | {name.casefold() for name in names}
