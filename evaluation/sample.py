"""The score of a reading against what a careful analyst takes from the same article.

A source, cue or content counts when it covers at least 80 % of the words given and at most 25 % more. An ellipsis in
a content stands for the text between its two ends. A date, a place or a number counts when it is the same.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

Entry = dict[str, Any]
Words = frozenset[int]
"""The offsets at which words start."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many of one kind were found, and what is wrong with each of the others."""

    kind: str
    found: int
    expected: int
    missed: tuple[str, ...] = ()


def read_sample(article: Path, *, case: Path) -> bytes:
    """The reading of `article` as the installed `groundtruce read` prints it."""
    command = [Path(sys.executable).with_name("groundtruce"), "read", article, "--case", case, "--json"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def score_reading(content: bytes, *, expected: bytes, case: Path) -> list[Score]:
    """One score for each list of `expected`."""
    scorer = _Scorer(reading=json.loads(content), expected=json.loads(expected), parties=_load_parties(case))
    return [
        scorer.score("dates", scorer.check_date),
        scorer.score("toponyms", scorer.check_toponym),
        scorer.score("attributions", scorer.check_attribution),
        scorer.score("silences", scorer.check_silence),
        scorer.score("event_mentions", scorer.check_event),
        scorer.score_false_attributions(),
    ]


def print_scores(scores: Iterable[Score]) -> None:
    """The counts, each followed by what is missed."""
    for score in scores:
        print(f"{score.kind}: {score.found} of {score.expected}")
        for line in score.missed:
            print(f"  {line}")


# ---------------------------------------------------------------------------------------------------------------------

_EARTH_RADIUS_KM = 6371.0


@dataclass(slots=True)
class _Scorer:
    reading: Entry
    expected: Entry
    parties: dict[str, frozenset[str]]
    """The names of each party, in lower case, by its identifier."""
    matched: dict[str, str] = field(default_factory=dict)
    """The reading's attribution for each expected one, by identifier."""

    @property
    def text(self) -> str:
        return str(self.reading["document"]["text"])

    def score(self, kind: str, check: Any) -> Score:
        faults = [(entry, check(entry)) for entry in self.expected[kind]]
        missed = tuple(f"{_label(entry)}: {', '.join(fault)}" for entry, fault in faults if fault)
        return Score(kind, len(faults) - len(missed), len(faults), missed)

    def score_false_attributions(self) -> Score:
        contents = [self._words_of(one["content"]) for one in self.reading["attributions"]]
        wrong = [
            text for text in self.expected["not_attributions"] if any(_matches(self._locate(text), c) for c in contents)
        ]
        total = len(self.expected["not_attributions"])
        return Score("left alone, as no attributions", total - len(wrong), total, tuple(wrong))

    def check_date(self, entry: Entry) -> list[str]:
        found = [one for one in self.reading["dates"] if _same_words(entry["text"], one["text"])]
        if any(one["value"] == entry["value"] for one in found):
            return []
        return [f"value {one['value']} for {entry['value']}" for one in found] or ["not found"]

    def check_toponym(self, entry: Entry) -> list[str]:
        found = [one for one in self.reading["toponyms"] if _same_words(entry["text"], one["text"])]
        if any(_is_place(entry, one) for one in found):
            return []
        return [f"resolves to {one['name']}" for one in found] or ["not found"]

    def check_attribution(self, entry: Entry) -> list[str]:
        given = self._locate(entry["content"]) - self._locate_cue(entry)
        candidates = [one for one in self.reading["attributions"] if _matches(given, self._words_of(one["content"]))]
        if not candidates:
            return ["no such content", *self._nearest(given)]
        faults = [(self._compare_attribution(entry, one), one["id"]) for one in candidates]
        least, self.matched[entry["id"]] = min(faults, key=lambda pair: len(pair[0]))
        return least

    def check_silence(self, entry: Entry) -> list[str]:
        given = self._locate(entry["text"])
        found = next((one for one in self.reading["silences"] if _matches(given, self._words_of(one["span"]))), None)
        if found is None:
            return ["not found"]
        return [] if self._same_parties(entry["parties"], found["parties"]) else [f"parties {found['parties']}"]

    def check_event(self, entry: Entry) -> list[str]:
        given = self._locate(entry["text"])
        found = [one for one in self.reading["event_mentions"] if _touches(given, self._words_of(one["span"]))]
        if not found:
            return ["not found"]
        return min((self._compare_event(entry, one) for one in found), key=len)

    def _compare_attribution(self, entry: Entry, one: Entry) -> list[str]:
        speaker = one["speaker"] or {}
        faults = [
            f"{name} {self._quote(one[name])!r}"
            for name in ("source", "cue")
            if not _same_words(entry[name], self._quote(one[name]))
        ]
        faults += [f"{name} {one[name]}" for name in ("mode", "stance") if one[name] != entry[name]]
        if "party" in entry and not self._same_parties([entry["party"]], [speaker.get("party") or ""]):
            faults.append(f"party {speaker.get('party')}")
        for name, given in (("name", entry.get("speaker")), ("role", entry.get("role"))):
            if given is not None and (speaker.get(name) or "").lower() != given.lower():
                faults.append(f"speaker's {name} {speaker.get(name)}")
        return faults + self._compare_outer(entry.get("within"), one["within"])

    def _compare_outer(self, given: str | None, found: str | None) -> list[str]:
        """Whether the attribution around is the expected one; `within` names one that was checked before."""
        outer = self.matched.get(given, "missing") if given is not None else None
        return [] if outer == found else [f"within {found}"]

    def _compare_event(self, entry: Entry, one: Entry) -> list[str]:
        attribution = self.matched.get(entry["attribution"], "missing") if entry["attribution"] else None
        faults = [f"type {one['type']}"] if one["type"] != entry["kind"] else []
        faults += [f"attribution {one['attribution']}"] if one["attribution"] != attribution else []
        for name in ("date", "direction"):
            if name in entry and one[name] != entry[name]:
                faults.append(f"{name} {one[name]}")
        for name in ("deaths", "injured"):
            if name in entry and not _same_count(entry[name], one[name]):
                faults.append(f"{name} {one[name]}")
        if "magnitude" in entry and not _same_words(entry["magnitude"], one["magnitude"] or ""):
            faults.append(f"magnitude {one['magnitude']}")
        if "place" in entry and not _same_words(entry["place"], (one["place"] or {}).get("text", "")):
            faults.append(f"place {(one['place'] or {}).get('text')}")
        for name, plural in (("actor", "actors"), ("target", "targets")):
            if name in entry and not any(_same_words(entry[name], who["text"]) for who in one[plural]):
                faults.append(f"{plural} {[who['text'] for who in one[plural]]}")
        return faults

    def _same_parties(self, given: Sequence[str], found: Sequence[str]) -> bool:
        return len(given) == len(found) and all(any(self._is_party(g, f) for f in found) for g in given)

    def _is_party(self, given: str, found: str) -> bool:
        known = self.parties.get(found, frozenset())
        return _bare(given) in {_bare(found), *known}

    def _nearest(self, given: Words) -> list[str]:
        """The content that shares the most words, to say what went wrong."""
        shared = max(
            self.reading["attributions"], key=lambda one: len(given & self._words_of(one["content"])), default=None
        )
        return (
            [f"nearest {self._quote(shared['content'])!r}"]
            if shared and given & self._words_of(shared["content"])
            else []
        )

    def _quote(self, span: Sequence[Sequence[int]] | None) -> str:
        return " … ".join(self.text[start:end] for start, end in span or ())

    def _words_of(self, span: Sequence[Sequence[int]]) -> Words:
        return frozenset(word.start() for a, b in span for word in re.compile(r"\w+").finditer(self.text, a, b))

    def _locate(self, given: str) -> Words:
        """The words of the text that a quotation with ellipses stands for."""
        parts = [part.strip() for part in given.split("…")]
        start = self.text.find(parts[0])
        end = start + len(parts[0])
        for part in parts[1:]:
            end = self.text.index(part, end) + len(part)
        return self._words_of([(start, end)]) if start >= 0 else frozenset()

    def _locate_cue(self, entry: Entry) -> Words:
        """Source and cue where they break the content that is given with an ellipsis."""
        if "…" not in entry["content"]:
            return frozenset()
        broken = re.search(rf"{re.escape(entry['source'])}\s+{re.escape(entry['cue'])}", self.text)
        return self._words_of([broken.span()]) if broken else frozenset()


def _load_parties(case: Path) -> dict[str, frozenset[str]]:
    file = case / "case.toml"
    tables = tomllib.loads(file.read_text())["parties"] if file.exists() else []
    return {
        table["id"]: frozenset(map(_bare, [table["id"], table["name"], *table.get("names", [])])) for table in tables
    }


def _bare(name: str) -> str:
    return name.lower().removeprefix("the ")


def _label(entry: Entry) -> str:
    text = entry.get("text") or f"{entry['source']} {entry['cue']}"
    return f"{entry['id']} {text}" if "id" in entry else text


def _matches(given: Words, found: Words) -> bool:
    return bool(given) and len(given & found) >= 0.8 * len(given) and len(found - given) <= 0.25 * len(given)


def _touches(given: Words, found: Words) -> bool:
    """Whether two event phrases share at least half the words of the shorter one."""
    return 2 * len(given & found) >= max(1, min(len(given), len(found)))


def _same_words(given: str, found: str) -> bool:
    """The rule for spans, by the words alone: for a phrase that the text has several times."""
    expected, words = re.findall(r"\w+", given.lower()), re.findall(r"\w+", found.lower())
    shared = sum(min(expected.count(word), words.count(word)) for word in set(expected))
    return shared >= 0.8 * len(expected) and len(words) - shared <= 0.25 * len(expected)


def _same_count(given: Entry, found: Entry | None) -> bool:
    return found is not None and all(found[name] == given[name] for name in ("low", "best", "high"))


def _is_place(entry: Entry, one: Entry) -> bool:
    if "near" not in entry:
        return bool(entry["resolves_to"].lower() in one["name"].lower())
    if one["longitude"] is None:
        return False
    return _distance_km(*entry["near"], one["longitude"], one["latitude"]) <= entry["within_km"]


def _distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great-circle distance on a sphere, by the haversine formula."""
    dlon, dlat = radians(lon_b - lon_a), radians(lat_b - lat_a)
    chord = sin(dlat / 2) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(dlon / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(chord))
