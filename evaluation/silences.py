"""The score of the silences that a reading finds, on a set of sentences written for this project.

Half of the set only looks like silence. A silence is found when a found one shares at least half of the words that
say so; its parties are right when they are as many as those given, each by the words given (the rule for spans of
`evaluation.sample`, without articles); what it is about is right when the words given and found have an F1 of at least
0.5, or when neither names anything. The set falls into two parts by the digest of each sentence: the rules were made
on the *open* part; the *kept* part was written beforehand, and looked at only as figures. A file may say that all of it
is open.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import click

SET = Path(__file__).with_suffix("")
PUBLISHED = "2024-05-06"
"""The day that each sentence is told to be published on, for the dates in it."""

Part = Literal["open", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSilence:
    """A silence as the set gives it."""

    words: str
    """The words that say so."""
    whose: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence or a short passage with its silences; `why` says why one without any is none."""

    text: str
    silent: tuple[GivenSilence, ...] = ()
    why: str = ""
    opened: bool = False
    """Whether its file says that it was looked at."""

    @property
    def part(self) -> Part:
        """The part of the set that the passage belongs to."""
        return "open" if self.opened or sha256(self.text.encode()).digest()[0] % 2 else "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A given silence with the one that was found for it, or one of the two alone."""

    passage: Passage
    given: GivenSilence | None = None
    found: dict[str, Any] | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, for people; nothing where all is right."""
        if self.given is None:
            return ("is no silence",)
        if self.found is None:
            return ("not found",)
        parties = () if self.right_parties else (f"of {self.found['parties']} for {list(self.given.whose)}",)
        about = () if self.right_topic else (f"about {self.found['about']!r} for {self.given.about!r}",)
        return (*parties, *about)

    @property
    def right_parties(self) -> bool:
        """Whether it was found with those whose silence it is."""
        if self.given is None or self.found is None:
            return False
        given, found = self.given.whose, self.found["parties"]
        return len(given) == len(found) and all(any(_is_same(one, other) for other in found) for one in given)

    @property
    def right_topic(self) -> bool:
        """Whether it was found with what it is about."""
        if self.given is None or self.found is None:
            return False
        return _overlap(_words(self.given.about), _words(self.found["about"])) >= 0.5


def evaluate(folder: Path = SET, *, limit: int | None = None) -> dict[str, float]:
    """Figures in percent over the set in `folder`, or its first `limit` passages, each named `open …` or `kept …`."""
    return score_judgements(judge_passages(load_passages(folder)[:limit]))


def load_passages(folder: Path) -> list[Passage]:
    """The passages of every TOML file in `folder`, in the order of the files' names.

    A file has tables `[[passage]]` with `text` and either `silent` (tables of `words`, `whose`, `about`) or `why` there
    is none; above them it may say `part = "open"`. Raises `FileNotFoundError` where no file is.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise FileNotFoundError(f"{folder} has no passages")
    return [passage for file in files for passage in _load_file(file)]


def judge_passages(passages: Sequence[Passage]) -> list[Judgement]:
    """Every silence, given or found, of passages that the installed `groundtruce read --jsonl` reads."""
    readings = read_passages([passage.text for passage in passages], published=[PUBLISHED] * len(passages))
    return [one for passage, reading in zip(passages, readings, strict=True) for one in judge(passage, reading)]


def read_passages(texts: Sequence[str], *, published: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The readings of `texts`, each told its day of publication, without a case."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number:04}.txt" for number in range(len(texts))]
        for file, text, day in zip(files, texts, published, strict=True):
            file.write_text(text, encoding="utf-8", newline="")
            file.with_name(f"{file.name}.toml").write_text(f'published = "{day}"\n')
        command: list[str | Path] = [Path(sys.executable).with_name("groundtruce"), "read", "--jsonl", *files]
        lines = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    yield from map(json.loads, lines)


def judge(passage: Passage, reading: dict[str, Any]) -> list[Judgement]:
    """The silences of one passage: each given one with the first found that is not taken, then what else was found."""
    text, left = reading["document"]["text"], list(reading["silences"])
    judgements = []
    for given in passage.silent:
        found = next((one for one in left if _says(given, text, one)), None)
        if found is not None:
            left.remove(found)
        judgements.append(Judgement(passage=passage, given=given, found=found))
    return [*judgements, *(Judgement(passage=passage, found=one) for one in left)]


def score_judgements(judgements: Iterable[Judgement]) -> dict[str, float]:
    """Precision, recall and F1 of detection, and of those found how many have the right parties and topic."""
    parts: dict[Part, list[Judgement]] = {"open": [], "kept": []}
    for one in judgements:
        parts[one.passage.part].append(one)
    return {f"{part} {name}": value for part, ones in parts.items() for name, value in _score(ones).items()}


@click.command()
@click.option("--kept", is_flag=True, help="Also print what is wrong in the part that no rule was made on.")
def silences(*, kept: bool) -> None:
    """Score reported silences on the project's own sentences and print what is wrong."""
    judgements = judge_passages(load_passages(SET))
    for name, value in score_judgements(judgements).items():
        print(f"{name}: {value:.1f}")
    for one in judgements:
        if one.faults and (kept or one.passage.part == "open"):
            print(f"  {one.passage.text}\n    {'; '.join(one.faults)}")


# ---------------------------------------------------------------------------------------------------------------------


def _load_file(file: Path) -> list[Passage]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return [_load_passage(table, opened=tables.get("part") == "open") for table in tables["passage"]]


def _load_passage(table: dict[str, Any], *, opened: bool) -> Passage:
    given = (GivenSilence(**{**one, "whose": tuple(one.get("whose", ()))}) for one in table.get("silent", ()))
    return Passage(text=table["text"], silent=tuple(given), why=table.get("why", ""), opened=opened)


def _says(given: GivenSilence, text: str, found: dict[str, Any]) -> bool:
    """Whether the found words hold at least half of those given, at their place in the text."""
    start = text.find(given.words)
    places = [start + word.start() for word in re.finditer(r"\w+", given.words)]
    held = sum(any(first <= place < last for first, last in found["span"]) for place in places)
    return start >= 0 and 2 * held >= len(places)


def _is_same(given: str, found: str) -> bool:
    expected, words = _words(given), _words(found)
    shared = (expected & words).total()
    return shared >= 0.8 * expected.total() and words.total() - shared <= 0.25 * expected.total()


def _overlap(given: Counter[str], found: Counter[str]) -> float:
    total = given.total() + found.total()
    return 2 * (given & found).total() / total if total else 1.0


def _words(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"\w+", text.lower()) if word not in {"the", "a", "an"})


def _score(judgements: Sequence[Judgement]) -> dict[str, float]:
    given = sum(one.given is not None for one in judgements)
    found = sum(one.found is not None for one in judgements)
    both = sum(one.given is not None and one.found is not None for one in judgements)
    return {
        "precision": _percent(both, found),
        "recall": _percent(both, given),
        "F1": _percent(2 * both, given + found),
        "parties": _percent(sum(one.right_parties for one in judgements), both),
        "about": _percent(sum(one.right_topic for one in judgements), both),
    }


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


if __name__ == "__main__":
    silences()
