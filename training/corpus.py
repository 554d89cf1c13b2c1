"""PolNeAR's articles (Newell, Margolin and Ruths, LREC 2018) as words with labels and attributions."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from groundtruce.read.labelling.words import Word, split_words

ROLES = ("Source", "Cue", "Content")
OUTSIDE = 0
# Labels: 0 outside, then begin and inside for each role.
LABELS = 1 + 2 * len(ROLES)

_LINE = re.compile(r"(?P<id>T\d+)\t(?P<role>\w+) (?P<offsets>[\d ;]+)\t")


@dataclass(frozen=True)
class Piece:
    """A contiguous run of words of one role, and the attributions that it belongs to."""

    first: int
    last: int
    """Words, half-open."""
    role: int
    attributions: frozenset[str]


@dataclass(frozen=True)
class Article:
    """One annotated article."""

    name: str
    text: str
    words: list[Word]
    labels: list[int]
    pieces: list[Piece]


def load_articles(folder: Path) -> list[Article]:
    """Every annotated article of a part (`train`, `dev`); one annotated by several people comes once for each."""
    return [
        _load_article(folder / "text" / f"{path.stem.rpartition('_')[0]}.txt", path)
        for path in sorted((folder / "attributions").glob("*.ann"))
    ]


def _load_article(text_path: Path, annotation_path: Path) -> Article:
    text = text_path.read_text("utf-8")
    words = split_words(text)
    spans: dict[str, tuple[int, list[tuple[int, int]]]] = {}
    member_of: dict[str, set[str]] = defaultdict(set)
    for line in annotation_path.read_text("utf-8").splitlines():
        match = _LINE.match(line)
        if match and match["role"] in ROLES:
            offsets = [tuple(map(int, part.split())) for part in match["offsets"].split(";")]
            spans[match["id"]] = (ROLES.index(match["role"]), offsets)  # type: ignore[assignment]
        elif line.startswith("E"):
            name, _, rest = line.partition("\t")
            for argument in rest.split():
                member_of[argument.rpartition(":")[2]].add(name)
    labels = [OUTSIDE] * len(words)
    pieces: list[Piece] = []
    for span, (role, offsets) in spans.items():
        for first, last in _word_runs(words, offsets):
            if any(labels[first:last]):
                continue
            labels[first:last] = [1 + 2 * role] + [2 + 2 * role] * (last - first - 1)
            pieces.append(Piece(first, last, role, frozenset(member_of[span])))
    pieces.sort(key=lambda piece: piece.first)
    return Article(annotation_path.stem, text, words, labels, pieces)


def _word_runs(words: list[Word], offsets: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of words inside the offsets; pieces that only a space parts are one."""
    inside = [n for n, word in enumerate(words) if any(a < word.end and word.start < b for a, b in offsets)]
    runs: list[tuple[int, int]] = []
    for number in inside:
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs
