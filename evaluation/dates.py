"""The score of the dates that a reading finds against TimeML's.

As TempEval-3 counts (UzZaman et al. 2013): a span is found strictly when it is the same, relaxed when it shares a
character; each expression pairs with one other at most. Value and type F1 count the relaxed pairs whose value or type
is the same string. What is scored is the text's body. The creation time itself (TimeML's DCT element) is no part of
it: it is what the reader is told as the date of publication.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
TIMEML = Path("dates/timeml")
WIKIWARS = Path("dates/wikiwars-train/tml")


@dataclass(frozen=True, slots=True)
class DatedText:
    """A text of the corpus. Offsets are Unicode code points into `text`."""

    name: str
    published: str
    """The creation time: a day, or a day with its time."""
    text: str
    dates: tuple["GoldDate", ...]


@dataclass(frozen=True, slots=True)
class GoldDate:
    """An expression as the corpus marks it, `type` in lower case."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many expressions a corpus and a reading have, and how many of them agree."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    type: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def f1(self, name: str) -> float:
        """The F1 of `strict`, `relaxed`, `value` or `type`, in percent."""
        total = self.gold + self.found
        return 200 * getattr(self, name) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A marked expression with the one that was found for it; one of the two may lack the other."""

    gold: GoldDate | None
    found: dict[str, Any] | None
    exact: bool = False


def evaluate(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """F1 in percent over the corpora under `data`, by name; of each corpus at most `limit` texts.

    Each also comes for the texts at odd and at even places of the alphabetical order apart: the rules were first made
    on the odd ones. Raises `FileNotFoundError` where a corpus is absent.
    """
    scores: dict[str, float] = {}
    for corpus, folder in (("timeml", TIMEML), ("wikiwars", WIKIWARS)):
        texts = load_texts(data / folder)[:limit]
        counts = [score_dates(reading, text) for reading, text in zip(read_texts(texts), texts, strict=True)]
        for part, chosen in (("", counts), (" odd", counts[::2]), (" even", counts[1::2])):
            total = sum(chosen, Counts())
            scores |= {f"{corpus}{part} {name}": total.f1(name) for name in ("value", "relaxed", "strict", "type")}
    return scores


def load_texts(folder: Path) -> list[DatedText]:
    """The documents of a folder of TimeML files in alphabetical order. Raises `FileNotFoundError` where none is."""
    files = sorted(folder.glob("*.tml"))
    if not files:
        raise FileNotFoundError(f"{folder} has no TimeML files: the corpus lies outside the project")
    return [parse_timeml(file.read_text(), name=file.stem) for file in files]


def parse_timeml(content: str, *, name: str) -> DatedText:
    """A TimeML document: the text of its body, its creation time, and its body's expressions.

    An expression without words (TimeML marks what the text leaves out so) is left out.
    """
    root = ElementTree.fromstring(content)  # noqa: S314 - the corpus is our own input
    body, creation = root.find("TEXT"), root.find("DCT/TIMEX3")
    assert body is not None
    assert creation is not None
    dates = tuple(date for date in _find_marked(body) if date.end > date.start)
    return DatedText(name=name, published=creation.attrib["value"], text="".join(body.itertext()), dates=dates)


def read_texts(texts: Sequence[DatedText]) -> Iterator[dict[str, Any]]:
    """The readings of `texts` as the installed `groundtruce read --jsonl` prints them, each told its publication."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{text.name}.txt" for text in texts]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text.text)
            file.with_name(f"{file.name}.toml").write_text(f'published = "{text.published}"\n')
        command = [Path(sys.executable).with_name("groundtruce"), "read", "--jsonl", *files]
        lines = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    yield from map(json.loads, lines)


def score_dates(reading: dict[str, Any], text: DatedText) -> Counts:
    """The counts of one reading."""
    pairs = pair_dates(reading, text)
    both = [(pair.gold, pair.found) for pair in pairs if pair.gold and pair.found]
    return Counts(
        gold=len(text.dates),
        found=len(reading["dates"]),
        strict=sum(pair.exact for pair in pairs),
        relaxed=len(both),
        value=sum(gold.value == found["value"] for gold, found in both),
        type=sum(gold.type == found["type"] for gold, found in both),
    )


def pair_dates(reading: dict[str, Any], text: DatedText) -> list[Pair]:
    """Every expression, marked or found, with its counterpart: the same span first, then in order what overlaps.

    White space does not count, since taking a text in may change it.
    """
    marked = _Places(text.text)
    read = _Places(reading["document"]["text"])
    free = {read.span(one["span"][0][0], one["span"][-1][1]): one for one in reading["dates"]}
    spans = {marked.span(date.start, date.end): date for date in text.dates}
    pairs = [Pair(date, free.pop(span), exact=True) for span, date in spans.items() if span in free]
    taken = {id(pair.gold) for pair in pairs}
    for span, date in spans.items():
        if id(date) not in taken:
            overlapping = next((other for other in free if other[0] < span[1] and span[0] < other[1]), None)
            pairs.append(Pair(date, free.pop(overlapping) if overlapping else None))
    return pairs + [Pair(None, one) for one in free.values()]


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=DATA, help="The folder of the corpora.")
@click.option("--limit", type=int, help="Read at most so many texts of each corpus.")
def dates(data: Path, limit: int | None) -> None:
    """Score the dates on TimeML and WikiWars."""
    try:
        figures = evaluate(data, limit=limit)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error
    for name, figure in figures.items():
        print(f"{name}: {figure:.1f}")


# ---------------------------------------------------------------------------------------------------------------------


class _Places:
    """Offsets into a text counted in characters that are no white space."""

    def __init__(self, text: str) -> None:
        self._before = [0, *accumulate(not character.isspace() for character in text)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._before[start], self._before[end]


def _find_marked(element: ElementTree.Element) -> Iterator[GoldDate]:
    """The expressions under an element, at their offsets into its text."""
    position = len(element.text or "")
    for child in element:
        words = "".join(child.itertext())
        if child.tag == "TIMEX3":
            attributes = child.attrib
            yield GoldDate(position, position + len(words), attributes["type"].lower(), attributes["value"])
        else:
            for inner in _find_marked(child):
                yield GoldDate(position + inner.start, position + inner.end, inner.type, inner.value)
        position += len(words) + len(child.tail or "")


if __name__ == "__main__":
    dates()
