"""The score of place names against LGL and GeoWebNews.

Are they found, and are they placed within 161 km? 161 km (100 miles) is the usual bound (Leidner, Toponym Resolution in Text, 2007). The figures, and what counts as a
gold place name, follow Gritta, Pilehvar and Collier, A Pragmatic Guide to Geoparsing Evaluation, 2020:

- LGL (Lieberman, Samet and Sankaranarayanan, ICDE 2010): every annotated name counts for recognition, those with a
  gazetteer's coordinates for resolution.
- GeoWebNews: the names with coordinates count, those of adjectives ("Russian") and inside the names of organizations
  among them. Other annotated names (languages, homonyms, peoples) count neither for nor against a reading.

A reading's place name finds the gold name that it overlaps; each finds one at most. A gold name that is not found, or
found and left without a point, is wrong.
"""

import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click

BOUND_KM = 161.0
"""A place name within this distance of the gold point is placed rightly."""
FURTHEST_KM = 20_039.0
"""Half the Earth's circumference: the error of a name that has no point."""

Reading = dict[str, Any]
"""A reading as `groundtruce read --jsonl` prints it."""


@dataclass(frozen=True, slots=True)
class GoldName:
    """A place name of the corpus: half-open offsets into its text, and its point in degrees where it has one."""

    start: int
    end: int
    text: str
    longitude: float | None = None
    latitude: float | None = None
    counts: bool = True
    """Whether a reading is expected to find it."""


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text of the corpus with its place names in order."""

    id: str
    text: str
    names: tuple[GoldName, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold name, the reading's name that overlaps it, and how far apart their points lie; each none where missing."""

    gold: GoldName | None
    found: Reading | None
    error_km: float | None


def read_lgl(path: Path) -> list[GoldText]:
    """The texts of `lgl.xml`; all names count, those with a `gaztag` have a point."""
    articles = ElementTree.parse(path).getroot().iter("article")  # noqa: S314 - a local corpus
    return [_gold_text(article, str(article.get("docid")), _lgl_name) for article in articles]


def read_geowebnews(path: Path) -> list[GoldText]:
    """The texts of `GWN.xml`; the names with coordinates count, common nouns and organizations are left out."""
    articles = ElementTree.parse(path).getroot().iter("article")  # noqa: S314 - a local corpus
    return [_gold_text(article, str(article.get("file")), _geowebnews_name) for article in articles]


CORPORA = {"LGL": ("lgl.xml", read_lgl), "GeoWebNews": ("GWN.xml", read_geowebnews)}


def pair_names(gold: GoldText, reading: Reading) -> list[Pair]:
    """Every gold name and every name of the reading, each gold name with the one that shares the most letters with it."""
    free = list(reading["toponyms"])
    pairs = []
    for name in gold.names:
        found = max(free, key=lambda one: _shared(name, one), default=None)
        if found is None or _shared(name, found) <= 0:
            pairs.append(Pair(gold=name, found=None, error_km=None))
        else:
            free.remove(found)
            pairs.append(Pair(gold=name, found=found, error_km=_error_km(name, found)))
    return [*pairs, *(Pair(gold=None, found=found, error_km=None) for found in free)]


def score_pairs(pairs: Iterable[Pair]) -> dict[str, float]:
    """The figures of one corpus: percentages, and kilometres for the errors."""
    kept = [pair for pair in pairs if pair.gold is None or pair.gold.counts]
    located = [pair for pair in kept if pair.gold and pair.gold.longitude is not None]
    errors = [pair.error_km for pair in located if pair.error_km is not None]
    right = sum(error <= BOUND_KM for error in errors)
    expected = sum(pair.gold is not None for pair in kept)
    found = sum(pair.found is not None for pair in kept)
    both = sum(pair.gold is not None and pair.found is not None for pair in kept)
    # Found names of the gold that have no gold point can be neither right nor wrong.
    judged = sum(_has_point(pair) and (pair.gold is None or pair.gold.longitude is not None) for pair in kept)
    same = sum(_same_span(pair) for pair in kept)
    return {
        "accuracy within 161 km": _percent(right, len(located)),
        "accuracy within 161 km of those placed": _percent(right, len(errors)),
        "end-to-end F1": _f1(right, judged, len(located)),
        "recognition F1": _f1(both, found, expected),
        "recognition precision": _percent(both, found),
        "recognition recall": _percent(both, expected),
        "recognition F1, same span": _f1(same, found, expected),
        "mean error km": statistics.fmean(errors) if errors else math.nan,
        "median error km": statistics.median(errors) if errors else math.nan,
        "area under the error curve": _area(errors),
        "area under the error curve, all": _area(errors + [FURTHEST_KM] * (len(located) - len(errors))),
        "names": float(len(located)),
    }


def evaluate(data: Path, *, limit: int | None = None) -> dict[str, float]:
    """The figures of both corpora under `data` (the folder that holds `toponyms/`), each named `LGL …`, `GeoWebNews …`.

    `limit` takes every n-th text only, so that about so many of each corpus are read. Raises `FileNotFoundError`
    where a corpus is missing.
    """
    figures = {}
    for corpus, (name, load) in CORPORA.items():
        texts = load(data / "toponyms" / name)
        texts = texts[:: max(1, len(texts) // limit)] if limit else texts
        pairs = [pair for gold, reading in read_texts(texts) for pair in pair_names(gold, reading)]
        figures |= {f"{corpus} {figure}": value for figure, value in score_pairs(pairs).items()}
    return figures


def read_texts(texts: Sequence[GoldText]) -> Iterator[tuple[GoldText, Reading]]:
    """Each text with its reading as the installed `groundtruce read --jsonl` prints it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:05}.txt" for number in range(len(texts))]
        for path, gold in zip(paths, texts, strict=True):
            path.write_text(gold.text, encoding="utf-8", newline="")
        command = [Path(sys.executable).with_name("groundtruce"), "read", "--jsonl", *paths]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout
            readings = (json.loads(line) for line in process.stdout)
            yield from ((gold, _aligned(gold, reading)) for gold, reading in zip(texts, readings, strict=True))


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The folder that holds `toponyms/`.")
@click.option("--limit", type=int, help="Read about so many texts of each corpus.")
def toponyms(data: Path | None, limit: int | None) -> None:
    """Score the place names of LGL and GeoWebNews."""
    data = data or Path(__file__).parent.parent.parent / "shared" / "data"
    if not (data / "toponyms").is_dir():
        raise click.ClickException(f"{data / 'toponyms'} is not there: the corpora lie outside the project; use --data")
    for figure, value in evaluate(data, limit=limit).items():
        print(f"{figure}: {value:.3f}" if "area" in figure else f"{figure}: {value:.1f}")


# ---------------------------------------------------------------------------------------------------------------

_EARTH_RADIUS_KM = 6371.0088
# Spans of these kinds are no place names: common nouns that stand for a place, and names of things that are none.
_NO_NAMES = frozenset({"Non_Lit_Expression", "Literal_Expression", "Non_Toponym"})


def _gold_text(article: ElementTree.Element, identifier: str, read_name: Any) -> GoldText:
    names = filter(None, map(read_name, article.iter("toponym")))
    text = article.findtext("text") or ""
    return GoldText(identifier, text, tuple(sorted(names, key=lambda name: (name.start, name.end))))


def _lgl_name(element: ElementTree.Element) -> GoldName:
    tag = element.find("gaztag")
    return GoldName(
        start=int(element.findtext("start", "")),
        end=int(element.findtext("end", "")),
        text=element.findtext("phrase", ""),
        longitude=float(tag.findtext("lon", "")) if tag is not None else None,
        latitude=float(tag.findtext("lat", "")) if tag is not None else None,
    )


def _geowebnews_name(element: ElementTree.Element) -> GoldName | None:
    if element.findtext("type") in _NO_NAMES:
        return None
    latitude, longitude = element.findtext("latitude"), element.findtext("longitude")
    return GoldName(
        start=int(element.findtext("start", "")),
        end=int(element.findtext("end", "")),
        text=element.findtext("extractedName", ""),
        longitude=float(longitude) if longitude else None,
        latitude=float(latitude) if latitude else None,
        counts=bool(latitude and longitude),
    )


def _shared(gold: GoldName, found: Reading) -> int:
    """How many letters the two share."""
    return max(min(gold.end, end) - max(gold.start, start) for start, end in found["span"])


def _error_km(gold: GoldName, found: Reading) -> float | None:
    if gold.longitude is None or gold.latitude is None or found["longitude"] is None:
        return None
    return distance_km((gold.longitude, gold.latitude), (found["longitude"], found["latitude"]))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """On the sphere; points are longitude, latitude in degrees."""
    (x1, y1), (x2, y2) = (map(math.radians, point) for point in (one, other))
    a = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, a)))


def _has_point(pair: Pair) -> bool:
    return pair.found is not None and pair.found["longitude"] is not None


def _same_span(pair: Pair) -> bool:
    return bool(pair.gold and pair.found and pair.found["span"] == [[pair.gold.start, pair.gold.end]])


def _area(errors: Sequence[float]) -> float:
    """The area under the curve of the sorted logarithmic errors, from 0 (all exact) to 1 (all at the antipodes)."""
    return statistics.fmean(math.log1p(error) for error in errors) / math.log1p(FURTHEST_KM) if errors else math.nan


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else math.nan


def _f1(right: int, found: int, expected: int) -> float:
    return 200 * right / (found + expected) if found + expected else math.nan


def _aligned(gold: GoldText, reading: Reading) -> Reading:
    """The reading, if its offsets are those of the corpus."""
    text = reading["document"]["text"]
    if text != gold.text:
        shift = text.find(gold.text.strip()) - (len(gold.text) - len(gold.text.lstrip()))
        assert text.strip() in gold.text or gold.text.strip() in text, f"the text of {gold.id} was changed"
        for one in reading["toponyms"]:
            one["span"] = [[start - shift, end - shift] for start, end in one["span"]]
    return reading


if __name__ == "__main__":
    toponyms()
