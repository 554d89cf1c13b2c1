"""The score of readings of hard passages: one kind of difficulty a file, written for this project.

A passage is right when everything that it gives is found as `evaluation.sample` counts (spans by overlap, dates, places
and numbers as they are) and nothing that it says is not there.
"""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from evaluation.sample import score_reading
from evaluation.silences import read_passages

SET = Path(__file__).with_suffix("")

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HardPassage:
    """A passage with what a careful analyst takes from it, as far as it matters."""

    kind: str
    about: str
    """What makes it hard."""
    text: str
    published: str
    expected: Entry
    """As `evaluation.sample` expects it."""
    nothing: tuple[str, ...] = ()
    """The reading's lists that must be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a reading of a passage got wrong, a line each."""

    passage: HardPassage
    faults: tuple[str, ...]


def evaluate(folder: Path = SET, *, limit: int | None = None) -> dict[str, float]:
    """How many passages in percent are right, of the first `limit` in `folder`: all, and by kind."""
    return score_outcomes(judge_passages(load_passages(folder)[:limit]))


def load_passages(folder: Path) -> list[HardPassage]:
    """The passages of every TOML file in `folder`; `unbalanced_quotes.toml` says how they are written.

    Raises `FileNotFoundError` where no file is.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise FileNotFoundError(f"{folder} has no passages")
    return [passage for file in files for passage in _load_file(file)]


def judge_passages(passages: Sequence[HardPassage]) -> list[Outcome]:
    """The outcome of each passage, as the installed `groundtruce read --jsonl` reads it."""
    readings = read_passages([one.text for one in passages], published=[one.published for one in passages])
    return [judge(passage, reading) for passage, reading in zip(passages, readings, strict=True)]


def judge(passage: HardPassage, reading: Entry) -> Outcome:
    """What is wrong in one reading."""
    content, expected = json.dumps(reading).encode(), json.dumps(passage.expected).encode()
    scores = score_reading(content, expected=expected, case=SET)
    missed = (f"{score.kind}: {line}" for score in scores for line in score.missed)
    surplus = (f"{name}: {_show(one, reading)} is none" for name in passage.nothing for one in reading[name])
    return Outcome(passage=passage, faults=(*missed, *surplus))


def score_outcomes(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Right passages in percent: `right` of all, then by kind."""
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for one in outcomes:
        by_kind[one.passage.kind].append(not one.faults)
    every = [right for kind in by_kind.values() for right in kind]
    return {"right": _percent(every), **{kind: _percent(rights) for kind, rights in by_kind.items()}}


@click.command()
def robustness() -> None:
    """Score readings of hard passages and print what is wrong."""
    outcomes = judge_passages(load_passages(SET))
    for name, value in score_outcomes(outcomes).items():
        print(f"{name}: {value:.1f}")
    for one in outcomes:
        if one.faults:
            print("\n  ".join([f"{one.passage.kind}: {one.passage.about}", *one.faults]))


# ---------------------------------------------------------------------------------------------------------------------

_LISTS = ("dates", "toponyms", "attributions", "silences", "event_mentions", "not_attributions")


def _load_file(file: Path) -> list[HardPassage]:
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return [_load_passage(table, kind=file.stem, published=tables["published"]) for table in tables["passage"]]


def _load_passage(table: Entry, *, kind: str, published: str) -> HardPassage:
    expected: Entry = {name: table.get(name, []) for name in _LISTS}
    expected["attributions"] = [
        {"id": f"a{number}", "mode": "indirect", "stance": "asserts", **one}
        for number, one in enumerate(expected["attributions"], 1)
    ]
    expected["event_mentions"] = [{"attribution": None, **one} for one in expected["event_mentions"]]
    return HardPassage(
        kind=kind,
        about=table["about"],
        text=table["text"].strip("\n"),
        published=table.get("published", published),
        expected=expected,
        nothing=tuple(table.get("nothing", ())),
    )


def _show(one: Entry, reading: Entry) -> str:
    span = one.get("span") or one["content"]
    return repr(" … ".join(reading["document"]["text"][start:end] for start, end in span))


def _percent(rights: Sequence[bool]) -> float:
    return 100 * sum(rights) / len(rights) if rights else 0.0


if __name__ == "__main__":
    robustness()
