"""The score of incidents, copies, contradictions and observed silences on made reports, from the commands' output alone.

Each folder of `evaluation/incidents/` is a case with its reports and `gold.toml`, which says for every line of every
report of which incident it tells; `README.md` there describes it. Half of the incidents are open: rules were made on them.
The other half is kept.

- Clusters: B³ (Bagga and Baldwin 1998) over tellings. A telling is what one report says of one incident; it weighs 1,
  shared among the mentions that the record matched in its lines. A telling without a matched mention is alone.
- Copies: pairs of documents, found and given.
- Contradictions: right are those of the same incident and kind between the same voices, of all that are given or found.
- Observed silences: right are those that agree in state, days and documents.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

SET = Path(__file__).with_suffix("")
PARTS = ("open", "kept")

Entry = dict[str, Any]
Telling = tuple[str, str]
"""A report's name and an incident of the gold."""


@dataclass(frozen=True, kw_only=True)
class MadeCase:
    """A case of the set: its reports by name, what each line tells, and the rest of the gold."""

    folder: Path
    gold: Entry
    reports: Mapping[str, str]

    @property
    def parts(self) -> dict[str, str]:
        """The part that each incident belongs to."""
        return {incident["id"]: incident["part"] for incident in self.gold["incidents"]}

    @property
    def names(self) -> dict[str, str]:
        """The reports' names by the SHA-256 of their bytes."""
        return {sha256(text.encode()).hexdigest(): name for name, text in self.reports.items()}

    @property
    def tellings(self) -> list[Telling]:
        """Every report with every incident that it tells of."""
        told = ((name, label.partition(":")[0]) for name, labels in self.gold["tellings"].items() for label in labels)
        return list(dict.fromkeys(telling for telling in told if telling[1] in self.parts))

    def told_at(self, document: str, span: Sequence[Sequence[int]]) -> Telling | None:
        """The telling that a passage belongs to; none where its line tells of no incident."""
        name = self.names[document]
        line = self.reports[name].count("\n\n", 0, span[0][0])
        incident = self.gold["tellings"][name][line].partition(":")[0]
        return (name, incident) if incident in self.parts else None


@dataclass(frozen=True, kw_only=True)
class Score:
    """What one case scored: right, given and found by figure and part, and a line for each fault."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By part, figure, and `right`, `given` or `found`; weights for clusters, numbers for the rest."""
    faults: list[tuple[str, str]] = field(default_factory=list)
    """By part."""


def evaluate(folder: Path = SET, *, limit: int | None = None) -> dict[str, float]:
    """Figures in percent over the cases in `folder`, of each only its first `limit` reports, for each part and both."""
    return summarise(score_case(case, answer_case(case)) for case in load_cases(folder, limit=limit))


def load_cases(folder: Path, *, limit: int | None = None) -> list[MadeCase]:
    """The cases in `folder`, each with its first `limit` reports. Raises `FileNotFoundError` where there are none."""
    found = [_load_case(path.parent, limit) for path in sorted(folder.glob("*/gold.toml"))]
    if not found:
        raise FileNotFoundError(f"{folder} has no cases")
    return found


def answer_case(case: MadeCase) -> Entry:
    """What `groundtruce incidents --json` says of a record of the case, with its reports added in the order of their names."""
    reports = [case.folder / "reports" / name for name in case.reports]
    maps = sorted((case.folder / "zones").glob("*.geojson"))
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.gpkg"
        _run("init", record, "--case", case.folder)
        _run("add", record, *sorted([*reports, *maps], key=lambda file: file.name))
        return dict(json.loads(_run("incidents", record, "--json")))


def score_case(case: MadeCase, answer: Entry) -> Score:
    """Hold an answer against the gold of its case."""
    score = Score()
    aligned = _score_clusters(case, answer, score)
    _score_copies(case, answer, score)
    _score_contradictions(case, answer, aligned, score)
    _score_silences(case, answer, aligned, score)
    return score


def summarise(scores: Iterable[Score]) -> dict[str, float]:
    """The figures in percent: for each part, then for both together."""
    total: Counter[tuple[str, str, str]] = Counter()
    for score in scores:
        total.update(score.counts)
    both = Counter[tuple[str, str, str]]()
    for (_, figure, what), count in total.items():
        both["", figure, what] += count
    return {name: value for part in ("", *PARTS) for name, value in _figures(part, total + both)}


@click.command()
@click.option("--kept", is_flag=True, help="Also print what is wrong in the part that no rule was made on.")
def incidents(*, kept: bool) -> None:
    """Score incidents, copies, contradictions and observed silences on made reports, and print what is wrong."""
    scores = [score_case(case, answer_case(case)) for case in load_cases(SET)]
    for name, value in summarise(scores).items():
        print(f"{name}: {value:.1f}")
    for part, fault in (fault for score in scores for fault in score.faults):
        if kept or part == "open":
            print(f"  {part}: {fault}")


# ---------------------------------------------------------------------------------------------------------------------


def _load_case(folder: Path, limit: int | None) -> MadeCase:
    gold = tomllib.loads((folder / "gold.toml").read_text("utf-8"))
    files = sorted((folder / "reports").glob("*.txt"))[:limit]
    reports = {file.name: file.read_text("utf-8") for file in files}
    for name, text in reports.items():
        if len(gold["tellings"].get(name, ())) != len(text.strip().split("\n\n")):
            raise ValueError(f"{folder / 'gold.toml'}: the lines of {name} and what they tell of differ in number")
    return MadeCase(folder=folder, gold=_cut(gold, set(reports)), reports=reports)


def _cut(gold: Entry, reports: set[str]) -> Entry:
    """The gold of the clusters and copies among some reports; with all of them the whole gold."""
    whole = reports == set(gold["tellings"])
    return {
        "incidents": gold["incidents"],
        "tellings": {name: labels for name, labels in gold["tellings"].items() if name in reports},
        "copies": [each for each in gold["copies"] if {each["document"], each["of"]} <= reports],
        "contradictions": gold["contradictions"] if whole else None,
        "silences": gold["silences"] if whole else None,
    }


def _run(*arguments: object) -> bytes:
    command = [Path(sys.executable).with_name("groundtruce"), *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ).stdout


def _score_clusters(case: MadeCase, answer: Entry, score: Score) -> dict[str, str]:
    """Weigh B³; gives the found incident that holds most of each given one."""
    clusters = [Counter(_places_of(case, incident, number)) for number, incident in enumerate(answer["incidents"])]
    matched = Counter[Telling | str]()
    for cluster in clusters:
        matched.update(cluster)
    weights = [{telling: count / matched[telling] for telling, count in cluster.items()} for cluster in clusters]
    weights += [{telling: 1.0} for telling in case.tellings if telling not in matched]
    sizes = Counter(incident for _, incident in case.tellings)
    for cluster in weights:
        for telling, weight in cluster.items():
            if isinstance(telling, str):
                continue
            shared = sum(other for other_telling, other in cluster.items() if other_telling[1] == telling[1])
            part = case.parts[telling[1]]
            score.counts[part, "B³ precision", "right"] += weight * shared / sum(cluster.values())  # type: ignore[assignment]
            score.counts[part, "B³ recall", "right"] += weight * shared / sizes[telling[1]]  # type: ignore[assignment]
            score.counts[part, "B³ precision", "given"] += weight  # type: ignore[assignment]
            score.counts[part, "B³ recall", "given"] += weight  # type: ignore[assignment]
    _tell_cluster_faults(case, clusters, score)
    return _align(answer["incidents"], clusters)


def _places_of(case: MadeCase, incident: Entry, number: int) -> Iterator[Telling | str]:
    """The telling of each mention; for one in a line that tells of nothing, its document and incident."""
    for match in incident["matches"]:
        citation = match["citation"]
        yield case.told_at(citation["document"], citation["span"]) or f"{citation['document']} {number}"


def _tell_cluster_faults(case: MadeCase, clusters: Sequence[Counter[Any]], score: Score) -> None:
    for telling in case.tellings:
        if not any(telling in cluster for cluster in clusters):
            score.faults.append((case.parts[telling[1]], f"{telling[0]} tells of {telling[1]}: no mention matched"))
    for cluster in clusters:
        told = sorted({telling[1] for telling in cluster if not isinstance(telling, str)})
        if len(told) > 1:
            score.faults.extend((case.parts[each], f"matched as one: {', '.join(told)}") for each in told)
    for incident, part in case.parts.items():
        homes = [sorted({t[0] for t in cluster if t[1] == incident}) for cluster in clusters]
        homes = [home for home in homes if home]
        if len(homes) > 1:
            score.faults.append((part, f"{incident} lies in {len(homes)} incidents: {homes}"))


def _align(incidents: Sequence[Entry], clusters: Sequence[Counter[Any]]) -> dict[str, str]:
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for incident, cluster in zip(incidents, clusters, strict=True):
        for telling, count in cluster.items():
            if not isinstance(telling, str):
                held[telling[1]][incident["id"]] += count
    return {given: found.most_common(1)[0][0] for given, found in held.items()}


def _score_copies(case: MadeCase, answer: Entry, score: Score) -> None:
    given = {frozenset((each["document"], each["of"])) for each in case.gold["copies"]}
    found = {
        frozenset((case.names[copy["document"]], case.names[copy["of"]]))
        for incident in answer["incidents"]
        for copy in incident["copies"]
    }
    parts = {
        name: case.parts.get(label.partition(":")[0], "open") for name, (label, *_) in case.gold["tellings"].items()
    }
    for pair in given | found:
        _count(score, parts[min(pair)], "copies", given=pair in given, found=pair in found, right=pair in given & found)
        if pair not in given & found:
            fault = "not found" if pair in given else "no copies"
            score.faults.append((parts[min(pair)], f"{' and '.join(sorted(pair))}: {fault}"))


def _score_contradictions(case: MadeCase, answer: Entry, aligned: Mapping[str, str], score: Score) -> None:
    if case.gold["contradictions"] is None:
        return
    by_id = {incident["id"]: incident for incident in answer["incidents"]}
    for incident, part in case.parts.items():
        given = [each for each in case.gold["contradictions"] if each["incident"] == incident]
        found = list(by_id[aligned[incident]]["contradictions"]) if incident in aligned else []
        for each in given:
            match = next((other for other in found if _is_same_contradiction(each, other)), None)
            if match:
                found.remove(match)
            else:
                score.faults.append((part, f"{incident}: {each['kind']} between {each['between']} is not found"))
            _count(score, part, "contradictions", given=True, found=bool(match), right=bool(match))
        for other in found:
            score.faults.append((part, f"{incident}: {other['kind']} ({other['statement']}) is none"))
            _count(score, part, "contradictions", given=False, found=True, right=False)


def _is_same_contradiction(given: Entry, found: Entry) -> bool:
    one, two = given["between"]
    first, second = found["between"]
    return given["kind"] == found["kind"] and ((first in one and second in two) or (first in two and second in one))


def _score_silences(case: MadeCase, answer: Entry, aligned: Mapping[str, str], score: Score) -> None:
    if case.gold["silences"] is None:
        return
    found = {(each["about"], each["party"]): each for each in answer["observed"]}
    changes = sorted({about for about, _ in found} - {incident["id"] for incident in answer["incidents"]})
    for given in case.gold["silences"]:
        about = changes[0] if given["about"] == "map" and changes else aligned.get(given["about"], "")
        each = found.get((about, given["speaker"]))
        seen = {
            "state": each and each["state"],
            "since": each and each["since"],
            "until": each and each["until"],
            "documents": [case.names.get(document, document) for document in each["documents"]] if each else [],
        }
        right = all(given[name] == value for name, value in seen.items())
        part = case.parts[given["about"]]
        _count(score, part, "observed silences", given=True, found=each is not None, right=right)
        if not right:
            score.faults.append((part, f"{given['about']}, {given['speaker']}: {seen} for {given}"))


def _count(score: Score, part: str, figure: str, *, given: bool, found: bool, right: bool) -> None:
    for what, holds in (("given", given), ("found", found), ("right", right)):
        score.counts[part, figure, what] += holds


def _figures(part: str, counts: Mapping[tuple[str, str, str], float]) -> Iterator[tuple[str, float]]:
    def percent(figure: str, of: str = "given") -> float:
        whole = counts.get((part, figure, of), 0)
        return 100 * counts.get((part, figure, "right"), 0) / whole if whole else 100.0

    lead = f"{part} " if part else ""
    precision, recall = percent("B³ precision"), percent("B³ recall")
    yield f"{lead}B³ precision", precision
    yield f"{lead}B³ recall", recall
    yield f"{lead}B³ F1", 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    yield f"{lead}copies found", percent("copies")
    yield f"{lead}copies right", percent("copies", "found")
    if (part, "contradictions", "given") in counts:
        yield f"{lead}contradictions found", percent("contradictions")
        yield f"{lead}contradictions right", percent("contradictions", "found")
        yield f"{lead}observed silences right", percent("observed silences")


if __name__ == "__main__":
    incidents()
