"""The score of the events that a reading finds, against PLV, PLOVER's records and MUC-4's keys.

PLV gives sentences with their source and target marked, and one of PLOVER's root types each (Hu et al., "Leveraging
codebook knowledge with NLI and ChatGPT for zero-shot political relation classification", ACL 2024). Scored is the
mention whose actors and targets share most words with the marks, the first of several: its type's root type by
`groundtruce.model.event_codes`. The shipped model of root types was fitted on these very sentences; so each of five
folds is read, as the command reads, with weights that were fitted without it.

PLOVER's records give the deaths and injuries of a sentence (Open Event Data Alliance 2016). MUC-4's keys (Sundheim 1992)
give the incidents of a report, their types, and their victims. They leave out whom soldiers and guerrillas killed of each
other, and what happened long before; a reading does not, which costs it precision here.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from groundtruce import pipeline
from groundtruce.model.event_codes import EVENT_CODES
from groundtruce.model.readings import Reading
from groundtruce.settings import Settings

PLV = Path("events/plv/PLV_train.tsv")
PLOVER = Path("events/plover/PLOVER_GSR_CAMEO.txt")
MUC4 = Path("events/muc4")

Entry = dict[str, Any]

# Numbers in figures and in words, articles not: PLOVER's coders count "a prisoner died" too, without a number in the text.
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozens?|scores)\b",
    re.IGNORECASE,
)


def evaluate(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """The figures, in percent, over the corpora under `data`; of each corpus at most `limit` texts.

    Those of MUC-4 also come for the reports at odd and at even places: the rules were made on a part of the odd ones.
    Raises `FileNotFoundError` where a corpus is absent.
    """
    return {**evaluate_plv(data, limit=limit), **evaluate_plover(data, limit=limit), **evaluate_muc4(data, limit=limit)}


def evaluate_plv(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """Root types, actors and targets of PLV's training part, each sentence read without having been learned from."""
    sentences = load_plv(data / PLV)[:limit]
    readings = read_folds(data, [one.text for one in sentences])
    chosen = [(one, find_main_mention(one, mentions)) for one, mentions in zip(sentences, readings, strict=True)]
    pairs = [(one.root, root_of(mention)) for one, mention in chosen]
    first = [
        (one.root, root_of(mentions[0] if mentions else None))
        for one, mentions in zip(sentences, readings, strict=True)
    ]
    return {
        "PLV root type, macro F1": macro_f1(pairs),
        "PLV root type, right": _share(gold == found for gold, found in pairs),
        "PLV root type of the first mention, macro F1": macro_f1(first),
        "PLV actor": _share(_overlap(one.source, _names(mention, "actors")) >= 0.5 for one, mention in chosen),
        "PLV target": _share(_overlap(one.target, _names(mention, "targets")) >= 0.5 for one, mention in chosen),
    }


def read_folds(data: Path, texts: Sequence[str]) -> list[list[Entry]]:
    """The event mentions of PLV's first sentences as `groundtruce read --jsonl` prints them, with a fold's own weights."""
    from training.events.train import pack_folds  # noqa: PLC0415 - training is no part of what is installed

    mentions: list[list[Entry]] = [[] for _ in texts]
    for held_out, weights in pack_folds(data):
        numbers = [number for number in held_out if number < len(texts)]
        with tempfile.TemporaryDirectory() as folder:
            fitted = Path(folder) / "event-roots.npz"
            fitted.write_bytes(weights)
            paths = _write_texts([texts[number] for number in numbers], Path(folder))
            readings = pipeline.read_files(paths, case=None, published=None, settings=Settings(event_roots=fitted))
            for number, reading in zip(numbers, readings, strict=True):
                assert isinstance(reading, Reading)
                mentions[number] = json.loads(msgspec.json.encode(reading.event_mentions))
    return mentions


def evaluate_plover(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """Deaths and injuries of PLOVER's records that give them, where the text has a number."""
    records = load_plover(data / PLOVER)[:limit]
    readings = read_texts([record["text"] for record in records])
    rights = [
        count_people(mentions, field) == int(record[given])
        for record, mentions in zip(records, readings, strict=True)
        for given, field in (("dead", "deaths"), ("injured", "injured"))
        if given in record
    ]
    return {"PLOVER deaths and injuries, right": _share(rights)}


def evaluate_muc4(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """Deaths, injuries and types of incident per report of MUC-4's development part."""
    reports = load_muc4(data / MUC4)[:limit]
    readings = list(read_texts([report.text for report in reports]))
    figures: dict[str, float] = {}
    for part, step in (("", slice(None)), (" odd", slice(0, None, 2)), (" even", slice(1, None, 2))):
        chosen = list(zip(reports[step], readings[step], strict=True))
        types = [(report.types, incident_types(mentions)) for report, mentions in chosen]
        figures[f"MUC-4{part} incident type, F1"] = score_types(types)
        for field in ("deaths", "injured"):
            numbers = [(getattr(report, field), count_people(mentions, field)) for report, mentions in chosen]
            figures |= {f"MUC-4{part} {field}, {name} F1": value for name, value in score_casualties(numbers).items()}
    return figures


def load_plover(path: Path) -> list[Entry]:
    """PLOVER's records that give deaths or injuries and have a number in their text."""
    records = json.loads(path.read_text("utf-8"))
    given = (one for one in records if {"dead", "injured"} & one.keys() and "text" in one)
    return [one for one in given if _NUMBER.search(one["text"])]


def read_texts(texts: Sequence[str]) -> Iterator[list[Entry]]:
    """The event mentions of each text, as the installed `groundtruce read --jsonl` prints them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = _write_texts(texts, Path(folder))
        command = [Path(sys.executable).with_name("groundtruce"), "read", "--jsonl", *paths]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield json.loads(line)["event_mentions"]


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of PLV: who does it, towards whom (their words; empty where unmarked), and the root type."""

    text: str
    source: str
    target: str
    root: str


def load_plv(path: Path) -> list[MarkedSentence]:
    """The sentences of PLV's training part. Raises `FileNotFoundError` where it is absent."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    return [MarkedSentence(row["sentence"], row["source"], row["target"], row["gold_root"]) for row in rows]


@dataclass(frozen=True, slots=True)
class KeyedText:
    """A report of MUC-4 with what its keys tell: the incidents' types, and how many died and were hurt.

    A number is none where the keys name victims without saying how many.
    """

    name: str
    text: str
    types: frozenset[str]
    deaths: int | None
    injured: int | None


def load_muc4(folder: Path) -> list[KeyedText]:
    """The reports whose full keys are there. Raises `FileNotFoundError` where they are absent."""
    keys = {name: key for file in sorted((folder / "keys").glob("key-*")) for name, key in _parse_keys(file)}
    reports = [json.loads(line) for line in (folder / "train.json").read_text("utf-8").splitlines()]
    return [_keyed_text(one, keys[one["docid"]]) for one in reports if one["docid"] in keys]


def score_casualties(pairs: Iterable[tuple[int | None, int]]) -> dict[str, float]:
    """F1 of numbers of people per text, gold and found: `told` where both are above none, `exact` where they are equal.

    Texts whose gold number is unknown count only for `told`.
    """
    pairs = list(pairs)
    exact = [(gold, found) for gold, found in pairs if gold is not None]
    return {
        "told": _f1(
            sum(gold != 0 and found > 0 for gold, found in pairs),
            sum(gold != 0 for gold, _ in pairs),
            sum(found > 0 for _, found in pairs),
        ),
        "exact": _f1(
            sum(gold == found > 0 for gold, found in exact),
            sum(gold > 0 for gold, _ in exact),
            sum(found > 0 for _, found in exact),
        ),
    }


def score_types(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> float:
    """Micro F1 in percent of the incident types of each text, gold and found."""
    pairs = list(pairs)
    return _f1(
        sum(len(gold & found) for gold, found in pairs),
        sum(len(gold) for gold, _ in pairs),
        sum(len(found) for _, found in pairs),
    )


def count_people(mentions: Iterable[Entry], field: str) -> int:
    """How many a reading says have suffered, each group of people once however often the text repeats it."""
    counts = {
        (mention[field]["who"].lower(), _number(mention[field]))
        for mention in mentions
        if mention[field] and not mention["repeats"] and mention["realis"] == "happened"
    }
    return sum(number for _, number in counts)


def incident_types(mentions: Iterable[Entry]) -> frozenset[str]:
    """MUC-4's types of incident for what a reading says has happened."""
    return frozenset(
        _MUC4_TYPES[mention["type"]]
        for mention in mentions
        if mention["type"] in _MUC4_TYPES and mention["realis"] == "happened"
    )


def find_main_mention(sentence: MarkedSentence, mentions: Sequence[Entry]) -> Entry | None:
    """The mention whose actors and targets share most words with the marks; the first of several."""
    return max(mentions, key=lambda mention: _shared_marks(sentence, mention), default=None)


def root_of(mention: Entry | None) -> str | None:
    """PLOVER's root type of a mention's type; none of none."""
    return EVENT_CODES[mention["type"]].plover if mention else None


def macro_f1(pairs: Iterable[tuple[str, str | None]]) -> float:
    """The mean over the gold root types of their F1, in percent; pairs are gold and found."""
    pairs = list(pairs)
    gold, found = Counter(one for one, _ in pairs), Counter(one for _, one in pairs)
    right = Counter(one for one, other in pairs if one == other)
    return 100 * sum(2 * right[root] / (gold[root] + found[root]) for root in gold) / len(gold) if gold else 0.0


# ---------------------------------------------------------------------------------------------------------------


def _write_texts(texts: Sequence[str], folder: Path) -> list[Path]:
    """A file for each text, in their order."""
    paths = [folder / f"{number:05}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    return paths


_MUC4_TYPES = {
    "attack": "ATTACK",
    "small-arms fire": "ATTACK",
    "casualties": "ATTACK",
    "shelling": "BOMBING",
    "bombing": "BOMBING",
    "air strike": "BOMBING",
    "drone strike": "BOMBING",
    "abduction": "KIDNAPPING",
    "arson": "ARSON",
}
_SLOT = re.compile(r"^(\d+)\.\s+[A-Z ]+: [A-Z ]+?\s{2,}", re.MULTILINE)


def _parse_keys(file: Path) -> Iterator[tuple[str, list[dict[int, str]]]]:
    """The templates of each report as slots by number. A report without incidents has none."""
    templates: dict[str, list[dict[int, str]]] = {}
    for block in re.split(r"(?m)^0\.", file.read_text("utf-8", errors="replace"))[1:]:
        parts = _SLOT.split("0." + block)
        slots = {int(number): value.strip() for number, value in zip(parts[1::2], parts[2::2], strict=True)}
        name = slots[0].split()[0]
        templates.setdefault(name, [])
        if not slots.get(4, "*").startswith("*"):
            templates[name].append(slots)
    yield from templates.items()


def _keyed_text(report: Entry, templates: Sequence[dict[int, str]]) -> KeyedText:
    return KeyedText(
        name=report["docid"],
        text=report["doctext"],
        types=frozenset(slots[4].split(" / ")[0].strip() for slots in templates),
        deaths=_add_victims(templates, "DEATH"),
        injured=_add_victims(templates, "INJURY"),
    )


def _add_victims(templates: Iterable[dict[int, str]], effect: str) -> int | None:
    """The sum of the numbers of those victims, each name once; none where one has no number."""
    numbers: dict[str, str] = {}
    for slots in templates:
        given = dict(_lines(slots.get(21, "")))
        suffered = [victim for told, victim in _pairs(slots.get(23, "")) if told.strip("? ") == effect]
        numbers |= {victim: given.get(victim, "") for victim in suffered}
    if not all(re.fullmatch(r"\d+", number) for number in numbers.values()):
        return None
    return sum(map(int, numbers.values()))


def _pairs(slot: str) -> list[tuple[str, str]]:
    """The lines of a slot: what is said, and the victim of whom it is said."""
    lines = [line.strip().partition(":") for line in slot.splitlines() if ":" in line]
    return [(told.strip(), _first_name(victim)) for told, _, victim in lines]


def _lines(slot: str) -> list[tuple[str, str]]:
    return [(victim, told.lstrip("?~ ")) for told, victim in _pairs(slot)]


def _first_name(words: str) -> str:
    return words.split("/", maxsplit=1)[0].strip().strip('?" ')


def _number(count: Entry) -> int:
    return int(count["low"] if count["best"] is None else count["best"])


def _f1(right: int, gold: int, found: int) -> float:
    return 200 * right / (gold + found) if gold + found else 0.0


def _shared_marks(sentence: MarkedSentence, mention: Entry) -> float:
    return _overlap(sentence.source, _names(mention, "actors")) + _overlap(sentence.target, _names(mention, "targets"))


def _names(mention: Entry | None, field: str) -> str:
    return " ".join(one["text"] for one in mention[field]) if mention else ""


def _share(rights: Iterable[bool]) -> float:
    rights = list(rights)
    return 100 * sum(rights) / len(rights) if rights else 0.0


def _overlap(given: str, found: str) -> float:
    """Dice's coefficient of the words."""
    one, other = set(re.findall(r"\w+", given.lower())), set(re.findall(r"\w+", found.lower()))
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
