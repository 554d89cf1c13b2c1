r"""The score of the attributions that a reading finds against PolNeAR's (Newell, Margolin and Ruths, LREC 2018).

A span is the set of the words and marks that it holds (`\w+` or one mark), and counts when it is the same set
("exact"). *Pieces* are the contiguous runs of sources, cues and contents, as published figures count them; *spans* are
whole ones, however often they are broken; *links* are whole attributions whose source, cue and content are all the
same. *Overlap* counts a piece that shares a word with one of its kind. Attributions within another are left out:
PolNeAR's labels are flat. A text that several people annotated counts once, as the mean over its annotations.
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

POLNEAR_DEV = Path("attribution/polnear/dev")
ROLES = ("source", "cue", "content")

Entry = dict[str, Any]
Words = frozenset[int]
"""Words and marks by their places in the text, counted from 0."""
Attribution = dict[str, Words]
"""The words of each role that an attribution has."""


@dataclass(frozen=True, slots=True)
class AttributedText:
    """A text of the corpus with each of its annotations: spans by role, in characters."""

    name: str
    path: Path
    text: str
    annotations: tuple[tuple[Entry, ...], ...]


def evaluate(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """F1 in percent on PolNeAR's development part under `data`, over at most `limit` texts.

    Raises `FileNotFoundError` where the corpus is absent.
    """
    texts = load_texts(data / POLNEAR_DEV)[:limit]
    return score_readings(zip(texts, read_texts(texts), strict=True))


def load_texts(folder: Path) -> list[AttributedText]:
    """The texts of a part of PolNeAR, with `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat's stand-off)."""
    files = sorted((folder / "attributions").glob("*.ann"))
    if not files:
        raise FileNotFoundError(f"{folder / 'attributions'} holds no annotations: PolNeAR lies outside the project")
    texts = []
    for name, group in groupby(files, key=lambda file: file.stem.rpartition("_")[0]):
        path = folder / "text" / f"{name}.txt"
        annotations = tuple(tuple(_parse_annotation(file.read_text("utf-8"))) for file in group)
        texts.append(AttributedText(name, path, path.read_text("utf-8"), annotations))
    return texts


def read_texts(texts: Iterable[AttributedText]) -> Iterator[Entry]:
    """Each text's reading, as the installed `groundtruce read --jsonl` prints it."""
    command = [Path(sys.executable).with_name("groundtruce"), "read", "--jsonl", *(text.path for text in texts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)


def score_readings(pairs: Iterable[tuple[AttributedText, Entry]]) -> dict[str, float]:
    """F1 in percent by name: `piece source`, `span content`, `overlap cue`, `link`, …, over texts with readings."""
    tally = _Tally()
    for text, reading in pairs:
        theirs, ours = _find_words(text.text), _find_words(reading["document"]["text"])
        if len(theirs) != len(ours):
            raise ValueError(f"the reading of {text.name} has other words than the corpus: places cannot be compared")
        outer = (one for one in reading["attributions"] if one.get("within") is None)
        mine = [_words_of_each(one, ours) for one in outer]
        for annotation in text.annotations:
            tally.add([_words_of_each(one, theirs) for one in annotation], mine, share=1 / len(text.annotations))
    return tally.f1()


# ---------------------------------------------------------------------------------------------------------------------

_ENTITY = re.compile(r"(?P<id>T\d+)\t(?P<role>Source|Cue|Content) (?P<offsets>[\d ;]+)\t")
_WORD = re.compile(r"\w+|[^\w\s]")


def _parse_annotation(lines: str) -> Iterator[Entry]:
    """The attributions of a file; a second content joins the first."""
    spans: dict[str, list[tuple[int, ...]]] = {}
    for line in lines.splitlines():
        entity = _ENTITY.match(line)
        if entity:
            spans[entity["id"]] = [tuple(map(int, piece.split())) for piece in entity["offsets"].split(";")]
        elif line.startswith("E"):
            attribution: Entry = defaultdict(list)
            for argument in line.split("\t")[1].split():
                role, _, name = argument.partition(":")
                attribution[role.lower().rstrip("0123456789")] += spans.get(name, [])
            yield {role: sorted(attribution[role]) for role in ROLES if attribution[role]}


def _find_words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]


def _words_of_each(attribution: Entry, words: list[tuple[int, int]]) -> Attribution:
    return {role: _words_of(attribution[role], words) for role in ROLES if attribution.get(role)}


def _words_of(span: Iterable[Iterable[int]], words: list[tuple[int, int]]) -> Words:
    """The words that a span holds or cuts."""
    pieces = [tuple(piece) for piece in span]
    return frozenset(n for n, (a, b) in enumerate(words) if any(a < end and start < b for start, end in pieces))


@dataclass(frozen=True, slots=True)
class _Tally:
    """How much the corpus and the readings hold, and how much of it agrees, by the figures' names."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, gold: list[Attribution], found: list[Attribution], *, share: float) -> None:
        """Count one annotation, as its share among the text's annotations."""
        for name in ("link", *(f"{unit} {role}" for unit in ("piece", "span") for role in ROLES)):
            theirs, ours = _collect(gold, name), _collect(found, name)
            self._count(name, len(theirs) * share, len(ours) * share, len(theirs & ours) * share)
        for role in ROLES:
            theirs, ours = _collect(gold, f"piece {role}"), _collect(found, f"piece {role}")
            # Half of what is touched on either side, so that F1 is twice their sum over both totals.
            touched = (_count_touched(theirs, ours) + _count_touched(ours, theirs)) / 2
            self._count(f"overlap {role}", len(theirs) * share, len(ours) * share, touched * share)

    def f1(self) -> dict[str, float]:
        totals = self.gold + self.found
        return {name: 200 * self.right[name] / totals[name] for name in sorted(totals)}

    def _count(self, name: str, gold: float, found: float, right: float) -> None:
        for counter, number in ((self.gold, gold), (self.found, found), (self.right, right)):
            counter[name] += number


def _collect(attributions: list[Attribution], name: str) -> set[Any]:
    """What of the attributions counts under a name, each once."""
    unit, _, role = name.partition(" ")
    if unit == "link":
        return {tuple(one.get(each) for each in ROLES) for one in attributions}
    spans = {one[role] for one in attributions if role in one}
    return spans if unit == "span" else {run for span in spans for run in _runs(span)}


def _runs(words: Words) -> Iterator[Words]:
    """The contiguous runs of a set of words."""
    for _, run in groupby(enumerate(sorted(words)), key=lambda pair: pair[1] - pair[0]):
        yield frozenset(word for _, word in run)


def _count_touched(pieces: set[Words], others: set[Words]) -> int:
    covered = frozenset().union(*others)
    return sum(bool(piece & covered) for piece in pieces)
